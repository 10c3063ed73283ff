"""``motcua`` with a server that asks for the password again after a moment."""

import sys

from server import auth
from server.cli import main

if __name__ == "__main__":
    auth.CONFIRMED_FOR = 0.3
    sys.exit(main())
