"""Live lines: who hears what, how fast each client can take it, the shared port."""
