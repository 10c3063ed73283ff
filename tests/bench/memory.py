"""The server's memory and its voice's, beside the libraries alone.

An office's day has passed (300 tickets, each called, served and finished) and 1,000
displays are connected.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from tests.running import RunningServer

from .fanout import DISPLAYS, many_files, open_displays
from .report import Figure
from .start import BARE

TICKETS = 300
LIMIT, VOICE_LIMIT = 80, 40
"""Megabytes that they may take."""


def measure(folder: Path) -> Iterator[Figure | str]:
    """Measure what is resident, at the start and at the end of the day."""
    many_files()
    with RunningServer(folder / "data") as server:
        began = resident(server.pid)
        _a_day(server)
        after = resident(server.pid)
        token = server.device("wall", "display")
        ends = asyncio.run(_with_displays(server, token))
        (voice,) = _children(server.pid)
        speaks = resident(voice)
    bare = _bare()
    yield Size("server, started", began, bare, "bare libraries")
    yield Size(f"server, {TICKETS} tickets later", after, bare, "bare libraries")
    yield Size(f"server, with {DISPLAYS} displays", ends, LIMIT, "what it may take")
    yield Size("voice", speaks, VOICE_LIMIT, "what it may take")


class Size(Figure):
    """A figure in megabytes."""

    def __str__(self) -> str:
        return (
            f"{self.what:<44} {self.ours:9.1f} MB  "
            f"{self.ratio:6.2f} × {self.beside} ({self.reference:.1f} MB)"
        )


def resident(pid: int) -> float:
    """Give a process's resident memory (VmRSS of proc_pid_status(5)) in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def _children(pid: int) -> list[int]:
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in told.split()]


def _a_day(server: RunningServer) -> None:
    kiosk, clerk = server.kiosk(), server.user("hoai", "clerk")
    clerk.do("counter.open", counter="q2")
    for _ in range(TICKETS):
        kiosk.do("ticket.issue", service="ho-tich")
    for _ in range(TICKETS):
        for step in ("call_next", "start", "finish"):
            clerk.do(f"counter.{step}")


async def _with_displays(server: RunningServer, token: str) -> float:
    async with AsyncExitStack() as stack:
        await open_displays(stack, server.url, token)
        return resident(server.pid)


def _bare() -> float:
    with subprocess.Popen(
        [sys.executable, "-c", BARE], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        taken = resident(process.pid)
        process.terminate()
    return taken
