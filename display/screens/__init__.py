"""What is drawn: bindings only, everything shown is decided in ``display.board``."""
