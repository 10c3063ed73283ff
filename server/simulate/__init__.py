"""A simulated office's day: for trying, showing and measuring."""
