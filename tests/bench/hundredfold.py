"""``motcua`` with a server that tells the time and figures a hundred times as often.

For pages whose clock runs a hundred times as fast, and that would take it for dead.
"""

import sys

from server.cli import main
from server.realtime import hub

if __name__ == "__main__":
    for interval in ("WAITS_EVERY", "DESK_EVERY", "TICK_EVERY"):
        setattr(hub, interval, getattr(hub, interval) / 100)
    sys.exit(main())
