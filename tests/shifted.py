"""``motcua`` on a computer whose clock is ``SHIFT_HOURS`` hours ahead of this one's.

For a kiosk that is the same as a right server and a wrong clock of its own. It tells
its time every second, so that no test waits long for it.
"""

import os
import sys
import time

if __name__ == "__main__":
    right = time.time
    shift = float(os.environ["SHIFT_HOURS"]) * 3600
    time.time = lambda: right() + shift
    from server.cli import main
    from server.realtime import hub

    hub.TICK_EVERY = 1.0
    sys.exit(main())
