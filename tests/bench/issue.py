"""``ticket.issue`` over the socket, beside a bare durable insert and a bare echo.

Ours and the two references take turns, a few rounds each, so that whatever else the
machine does hits them alike. Each round's reference is one insert and one echo.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.running import RunningServer

from .bare import Inserts, echoing
from .report import Figure, percentile

TURNS = 60
ROUNDS = 20
"""Rounds of one turn."""
WARM_UP = 5
"""Turns that do not count."""
BESIDE = "bare durable insert + bare echo"

Round = Callable[[], Awaitable[None]]


def measure(folder: Path) -> Iterator[Figure]:
    """Measure one ticket after another on one connection."""
    with RunningServer(folder / "data") as server, echoing() as echo:
        token = server.device("kiosk", "kiosk")
        ours, reference = asyncio.run(_measure(folder, server.url, token, echo))
    for percent in (50, 99):
        yield Figure(
            f"ticket.issue, p{percent} of {len(ours)}",
            percentile(ours, percent),
            percentile(reference, percent),
            BESIDE,
        )


async def _measure(
    folder: Path, url: str, token: str, echo: str
) -> tuple[list[float], list[float]]:
    inserts = Inserts(folder / "bare.db")
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(open_line(url, token))
        other = await stack.enter_async_context(
            connect(echo, compression=None, proxy=None)
        )

        async def insert() -> None:
            inserts.one()

        async def answered() -> None:
            await other.send("x" * 140)
            await other.recv()

        ours, inserted, echoed = [], [], []
        for _ in range(WARM_UP + TURNS):
            ours += await _timed(lambda: issue(line))
            inserted += await _timed(insert)
            echoed += await _timed(answered)
    inserts.close()
    counted = slice(WARM_UP * ROUNDS, None)
    both = [sum(pair) for pair in zip(inserted, echoed, strict=True)]
    return ours[counted], both[counted]


async def _timed(once: Round) -> list[float]:
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await once()
        times.append(time.perf_counter() - began)
    return times


def open_line(url: str, token: str) -> connect:
    """Open a kiosk's line to a server."""
    return connect(
        f"ws{url[4:]}/ws",
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
        proxy=None,
    )


async def issue(line: ClientConnection) -> None:
    """Take one ticket."""
    params = {"service": "ho-tich", "key": uuid4().hex}
    await line.send(
        json.dumps(
            {"jsonrpc": "2.0", "id": 1, "method": "ticket.issue", "params": params}
        )
    )
    answer = await line.recv()
    assert '"error"' not in str(answer), answer
