"""The hand scanner: what it sends, and what that means."""
