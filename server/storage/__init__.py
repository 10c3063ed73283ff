"""What is on disk: the journal of events, the people and devices, the procedures."""
