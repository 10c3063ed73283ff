"""What the kiosk takes of one core while nobody stands before it.

Beside it a bare Kivy window that shows one text and redraws nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from .report import Figure
from .window import Program, programs

SETTLING, SECONDS = 5.0, 20.0
"""Seconds until the last start-up work is done, and those that are measured."""
LIMIT = 8.0
"""Per cent of one core that the app may take at rest."""


class Share(Figure):
    """A figure in per cent of one core."""

    def __str__(self) -> str:
        return (
            f"{self.what:<44} {self.ours:9.1f} %   "
            f"{self.ratio:6.2f} × {self.beside} ({self.reference:.1f} %)"
        )


def measure(folder: Path) -> Iterator[Figure]:
    """Measure the processor's time of both at rest."""
    with programs(folder) as (kiosk, bare):
        ours, reference = _at_rest(kiosk), _at_rest(bare)
    yield Share("kiosk at rest, of one core", ours, reference, "bare Kivy window")
    yield Share("kiosk at rest, of one core", ours, LIMIT, "what it may take")


def _at_rest(program: Program) -> float:
    """Give a process's share of one core once its first frame has settled."""
    with program.drawn() as (pid, _):
        time.sleep(SETTLING)
        began, used = time.perf_counter(), _cpu_seconds(pid)
        time.sleep(SECONDS)
        taken = time.perf_counter() - began
        return 100 * (_cpu_seconds(pid) - used) / taken


def _cpu_seconds(pid: int) -> float:
    """Give the user and system time of a process: fields 14, 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
