"""Run all measurements, or those named: ``python -m tests.bench issue fanout``."""

from __future__ import annotations

import platform
import sys
import tempfile
from os import cpu_count
from pathlib import Path

from . import (
    call,
    click,
    estimate,
    fanout,
    growth,
    history,
    hour,
    idle,
    issue,
    kills,
    memory,
    rate,
    rows,
    screen,
    search,
    start,
    visit,
)

ALL = {
    "issue": issue,
    "rate": rate,
    "rows": rows,
    "fanout": fanout,
    "call": call,
    "click": click,
    "start": start,
    "memory": memory,
    "history": history,
    "hour": hour,
    "screen": screen,
    "search": search,
    "idle": idle,
    "visit": visit,
    "growth": growth,
    "estimate": estimate,
    "kills": kills,
}


def main(names: list[str]) -> int:
    """Print each figure as it is measured."""
    unknown = sorted(set(names) - ALL.keys())
    if unknown:
        print(f"there is no {', '.join(unknown)}; there are {', '.join(ALL)}")
        return 2
    print(f"Python {platform.python_version()}, {cpu_count()} cores")
    for name in names or list(ALL):
        with tempfile.TemporaryDirectory() as folder:
            for figure in ALL[name].measure(Path(folder)):
                print(figure, flush=True)
    return 0


sys.exit(main(sys.argv[1:]))
