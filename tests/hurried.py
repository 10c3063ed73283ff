"""``motcua`` with a server that tells its figures almost at once.

Where a test waits for many of them, two seconds each would be most of its time.
"""

import sys

from server.cli import main
from server.realtime import hub

if __name__ == "__main__":
    hub.WAITS_EVERY = 0.05
    sys.exit(main())
