"""The kiosk's first useful frame, beside a bare Kivy window's with the same fonts."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path

from .report import Figure
from .window import Program, programs

RUNS = 7
LIMIT = 1.5
"""The kiosk's share of a bare window's time that it may take."""


def measure(folder: Path) -> Iterator[Figure]:
    """Measure from the command to the first frame, by turns."""
    with programs(folder) as (kiosk, bare):
        pairs = [(_seconds(kiosk), _seconds(bare)) for _ in range(RUNS)]
    ours, reference = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield Figure(
        f"kiosk's first frame, median of {RUNS} (at most {LIMIT} ×)",
        ours,
        reference,
        "bare Kivy window",
    )


def _seconds(program: Program) -> float:
    with program.drawn() as (_, taken):
        return taken
