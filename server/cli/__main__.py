"""``python -m server.cli``: the same as ``motcua``."""

import sys

from . import main

if __name__ == "__main__":  # not in a process that a command starts
    sys.exit(main())
