"""``motcua`` whose clock a test sets ahead: by the seconds in ``ahead`` by its data.

It looks at once whether the day has turned, and says at once that it lives.
"""

import sys
import time
from pathlib import Path

AHEAD = Path(sys.argv[sys.argv.index("--data") + 1]).with_name("ahead")
_true = time.time


def _shown() -> float:
    return _true() + (float(AHEAD.read_text()) if AHEAD.exists() else 0.0)


if __name__ == "__main__":
    time.time = _shown

    from server import app
    from server.cli import main
    from server.realtime import hub

    app.TURN_EVERY = 0.2
    hub.TICK_EVERY = 0.5
    sys.exit(main())
