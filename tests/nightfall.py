"""``motcua`` whose clock a test sets ahead: by the seconds in ``ahead`` by its data.

It looks at once whether the day has turned, and says at once that it lives.
"""

import sys
import time
from pathlib import Path

_true = time.time


def set_ahead(data: Path, seconds: float) -> None:
    """Set the clock of a server ahead, at one stroke."""
    written = data.with_name("ahead.new")
    written.write_text(str(seconds))
    written.rename(data.with_name("ahead"))


def _shown() -> float:
    ahead = Path(sys.argv[sys.argv.index("--data") + 1]).with_name("ahead")
    return _true() + (float(ahead.read_text()) if ahead.exists() else 0.0)


if __name__ == "__main__":
    time.time = _shown

    from server import app
    from server.cli import main
    from server.realtime import hub

    app.TURN_EVERY = 0.2
    hub.TICK_EVERY = 0.5
    sys.exit(main())
