"""Issue, call and start with millions of past tickets, beside an empty folder.

``HISTORY`` sets how many (10 million by default); they are written first, which takes
most of the time. Both servers run at once and take turns.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.running import Client, RunningServer

from .report import Figure

TURNS = 30
ROUNDS = 10
STARTS = 5
EMPTY = "an empty folder"


def measure(folder: Path) -> Iterator[Figure | str]:
    """Measure the time of an issue, of a call and of a start."""
    tickets = int(os.environ.get("HISTORY", "10000000"))
    full = RunningServer(folder / "full")
    began = time.perf_counter()
    subprocess.run(
        [
            *(sys.executable, "-m", "server.cli", "simulate", "--yes"),
            *("--data", str(full.folder), "--history", str(tickets)),
        ],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    took = time.perf_counter() - began
    size = (full.folder / "journal.db").stat().st_size / 2**30
    yield f"{tickets} past tickets: {size:.2f} GB, written in {took:.0f} s"
    empty = RunningServer(folder / "empty")
    yield from _starts(full, empty)
    with full, empty:
        pairs = [_Reception(full), _Reception(empty)]
        for what in ("issue", "call"):
            ours, reference = _compared(*(getattr(one, what) for one in pairs))
            yield Figure(f"ticket {what}, median", ours, reference, EMPTY)


def _starts(full: RunningServer, empty: RunningServer) -> Iterator[Figure | str]:
    ours: list[float] = []
    reference: list[float] = []
    for _ in range(STARTS):
        for server, taken in ((full, ours), (empty, reference)):
            taken.append(_timed(server.start))
            server.stop()
    figure = Figure(
        "start, median",
        statistics.median(ours),
        statistics.median(reference),
        EMPTY,
    )
    yield figure
    yield f"  {figure.ours - figure.reference:+.2f} s"


class _Reception:
    """A kiosk and a counter of one server."""

    def __init__(self, server: RunningServer) -> None:
        self._kiosk: Client = server.kiosk()
        self._clerk: Client = server.user("hoai", "clerk")
        self._clerk.do("counter.open", counter="q2")

    def issue(self) -> float:
        """Give one ticket; give the seconds."""
        return _timed(lambda: self._kiosk.do("ticket.issue", service="ho-tich"))

    def call(self) -> float:
        """Call the next; give the seconds. The visit itself does not count."""
        took = _timed(lambda: self._clerk.do("counter.call_next"))
        self._clerk.do("counter.start")
        self._clerk.do("counter.finish")
        return took


def _compared(
    ours: Callable[[], float], reference: Callable[[], float]
) -> tuple[float, float]:
    """Give the medians of both, which take turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(TURNS):
        for once, taken in zip((ours, reference), times, strict=True):
            taken += [once() for _ in range(ROUNDS)]
    return statistics.median(times[0]), statistics.median(times[1])


def _timed(once: Callable[[], None]) -> float:
    began = time.perf_counter()
    once()
    return time.perf_counter() - began
