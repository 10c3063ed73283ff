"""Posted procedures: reading them in, checking them, listing and finding them."""
