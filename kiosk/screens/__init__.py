"""The kiosk's pages: one file each, drawn with assets.look."""
