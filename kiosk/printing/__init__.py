"""The printer, and the proof that each slip came once."""
