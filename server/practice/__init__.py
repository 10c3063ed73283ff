"""A queue to practise with: the real rules in memory, gone with its page's line."""
