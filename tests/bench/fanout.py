"""A recall to the last of 1,000 displays, beside a bare ``websockets.broadcast``.

Both servers have their 1,000 clients at the same time and take turns.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.running import Client, RunningServer

from .bare import running
from .report import Figure

DISPLAYS = 1000
ROUNDS = 25
WARM_UP = 3

BARE = """
import asyncio, sys
from websockets.asyncio.server import broadcast, serve
lines = set()
async def handler(line):
    lines.add(line)
    async for message in line:
        if message != "hello":
            broadcast(lines, message)
async def main():
    async with serve(handler, "127.0.0.1", int(sys.argv[1]), compression=None):
        print("listening", flush=True)
        await asyncio.get_running_loop().create_future()
asyncio.run(main())
"""

Step = Callable[[], Coroutine[None, None, None]]
Heard = Callable[[ClientConnection], Coroutine[None, None, int]]


def measure(folder: Path) -> Iterator[Figure]:
    """Measure from the clerk's request to the last display that has the event."""
    many_files()
    with RunningServer(folder / "data") as server, running(BARE) as bare:
        kiosk, clerk = server.kiosk(), server.user("hoai", "clerk")
        wall = server.device("wall", "display")
        kiosk.do("ticket.issue", service="ho-tich")
        clerk.do("counter.open", counter="q2")
        clerk.do("counter.call_next")
        ours, reference = asyncio.run(_measure(server.url, wall, clerk, bare))
    yield Figure(
        f"recall to the last of {DISPLAYS} displays, median",
        statistics.median(ours),
        statistics.median(reference),
        "bare websockets.broadcast",
    )


def many_files() -> None:
    """Let this process have as many connections as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


async def _measure(
    url: str, wall: str, clerk: Client, bare: str
) -> tuple[list[float], list[float]]:
    async with AsyncExitStack() as stack:
        displays = await open_displays(stack, url, wall)
        desk = await _open(stack, _ws(url), clerk.token)
        others = [await _open(stack, bare) for _ in range(DISPLAYS)]
        asking = await _open(stack, bare)
        size = 0

        async def recall() -> None:
            await desk.send(message("counter.recall", key=uuid4().hex))

        async def called(line: ClientConnection) -> int:
            while b"ticket.called" not in (told := await line.recv(decode=False)):
                pass
            return len(told)

        async def ask() -> None:
            await asking.send("x" * size)

        async def anything(line: ClientConnection) -> int:
            return len(await line.recv(decode=False))

        ours, reference = [], []
        for _ in range(WARM_UP + ROUNDS):
            took, size = await _round(displays, recall, called)
            ours.append(took)
            took, _ = await _round(others, ask, anything)
            reference.append(took)
    return ours[WARM_UP:], reference[WARM_UP:]


async def open_displays(
    stack: AsyncExitStack, url: str, token: str
) -> list[ClientConnection]:
    """Connect the displays to a server; each hears of the queue from now on."""
    lines = [await _open(stack, _ws(url), token) for _ in range(DISPLAYS)]
    for line in lines:
        await line.send(message("subscribe", topics=["queue"]))
        await line.recv()
    return lines


def _ws(url: str) -> str:
    return f"ws{url[4:]}/ws"


async def _open(
    stack: AsyncExitStack, url: str, token: str | None = None
) -> ClientConnection:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return await stack.enter_async_context(
        connect(
            url,
            additional_headers=headers,
            compression=None,
            proxy=None,
            ping_interval=None,
        )
    )


async def _round(
    lines: list[ClientConnection], trigger: Step, heard: Heard
) -> tuple[float, int]:
    """Give the seconds from the trigger to the last client, and the message's size."""
    waiting = [asyncio.create_task(heard(line)) for line in lines]
    await asyncio.sleep(0)  # all of them listen before the clock starts
    began = time.perf_counter()
    await trigger()
    sizes = await asyncio.gather(*waiting)
    return time.perf_counter() - began, sizes[0]


def message(method: str, **params: object) -> str:
    """Write a request."""
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
