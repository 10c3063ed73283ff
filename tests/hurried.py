"""``motcua`` with a server that tells figures, desks and that it lives almost at once.

Where a test waits for many of them, that would be most of its time.
"""

import sys

from server.cli import main
from server.realtime import hub

if __name__ == "__main__":
    hub.WAITS_EVERY = 0.05
    hub.DESK_EVERY = 0.02
    hub.TICK_EVERY = 0.5
    sys.exit(main())
