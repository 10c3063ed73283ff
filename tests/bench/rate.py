"""Tickets a second for 32 kiosks at once, beside single durable inserts one by one.

While one commit is synced the next tickets gather, so many share a sync. Ours and the
inserts take turns.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

from websockets.asyncio.client import ClientConnection

from tests.running import RunningServer

from .bare import Inserts
from .issue import issue, open_line
from .report import Figure

KIOSKS = 32
TICKETS = 10
"""Tickets that each kiosk takes in a turn."""
TURNS = 8
WARM_UP = 1


def measure(folder: Path) -> Iterator[Figure | str]:
    """Measure the time of one ticket where many are taken at once."""
    with RunningServer(folder / "data") as server:
        token = server.device("kiosk", "kiosk")
        ours, reference = asyncio.run(_measure(folder, server.url, token))
    figure = Figure(
        f"ticket.issue, {KIOSKS} at once, time of each",
        statistics.median(ours),
        statistics.median(reference),
        "bare durable insert",
    )
    yield figure
    yield f"  {1 / figure.ours:.0f} tickets a second, {1 / figure.ratio:.2f} × the rate"


async def _measure(
    folder: Path, url: str, token: str
) -> tuple[list[float], list[float]]:
    inserts = Inserts(folder / "bare.db")
    ours, reference = [], []
    async with AsyncExitStack() as stack:
        lines = [
            await stack.enter_async_context(open_line(url, token))
            for _ in range(KIOSKS)
        ]
        for _ in range(WARM_UP + TURNS):
            began = time.perf_counter()
            await asyncio.gather(*(_take(line) for line in lines))
            ours.append((time.perf_counter() - began) / (KIOSKS * TICKETS))
            began = time.perf_counter()
            for _ in range(KIOSKS * TICKETS):
                inserts.one()
            reference.append((time.perf_counter() - began) / (KIOSKS * TICKETS))
    inserts.close()
    return ours[WARM_UP:], reference[WARM_UP:]


async def _take(line: ClientConnection) -> None:
    for _ in range(TICKETS):
        await issue(line)
