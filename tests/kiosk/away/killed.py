"""A kiosk that is killed at each line on which it puts damaged numbers aside.

Run it as ``python -m tests.kiosk.away.killed DIR``; it prints how often it was killed.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

from kiosk import durable
from kiosk.away import ledger
from kiosk.away.ledger import Ledger, NumbersLost
from kiosk.away.series import Reading
from kiosk.flow.wishes import Wish

WISH = Wish("copies", None, (), "vi")
LINES = (durable.__file__, ledger.__file__)


def reading(days: int = 0) -> Reading:
    at = datetime.now().astimezone() + timedelta(days=days)
    return Reading(at, True, "boot", 100.0)


def damaged(folder: Path) -> Path:
    """Make numbers of today whose newest stand in the log beside a torn file."""
    used = Ledger(folder / "used.db")
    used.give("U", "key-1", WISH, reading())
    used.close()
    used = Ledger(folder / "used.db")
    used.give("U", "key-2", WISH, reading())
    torn = folder / "torn.db"
    for ending in ("", "-wal"):
        shutil.copy(folder / f"used.db{ending}", f"{torn}{ending}")
    used.close()
    torn.write_bytes(b"torn by a power cut" * 500)
    return torn


def opened(path: Path, most: int) -> bool:
    """Open the numbers in a process that dies before its line `most` + 1."""
    if (child := os.fork()) == 0:
        kill_after(most)
        Ledger(path)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return status == 0


def kill_after(most: int) -> None:
    left = itertools.count(most, -1)

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in LINES:
            return None
        if event == "line" and next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def holds(path: Path) -> None:
    """See that no number of today is given, and that tomorrow begins anew."""
    again = Ledger(path)
    try:
        number = again.give("U", "key-today", WISH, reading()).number
    except NumbersLost:
        number = ""
    assert not number, f"{number} is given twice"
    assert again.waiting() == []
    assert again.give("U", "key-tomorrow", WISH, reading(days=1)).number == "U001"
    again.close()


def main(folder: Path) -> None:
    torn = damaged(folder)
    for most in itertools.count():
        place = folder / str(most)
        place.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(f"{torn}{ending}", place / f"own.db{ending}")
        whole = opened(place / "own.db", most)
        holds(place / "own.db")
        if whole:
            return print(most)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
