"""``motcua`` with a server that soon cuts slow clients, for tests of just that."""

import sys

from server import incoming
from server.cli import main

incoming.HEAD_WITHIN = 1.0
incoming.LOOK_EVERY = 0.25
incoming.LEAST_BODY = 256
incoming.TAKEN_WITHIN = 1.0

if __name__ == "__main__":
    sys.exit(main())
