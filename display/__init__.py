"""The wall display and the counter displays: a clerk calls, the hall sees and hears."""
