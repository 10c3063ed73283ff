"""A recall to the last of 1,000 displays, beside a bare ``websockets.broadcast``."""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.running import Client, RunningServer, free_port

from .report import Figure

DISPLAYS = 1000
ROUNDS = 15
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

Trigger = Callable[[], Coroutine[None, None, None]]


def measure(folder: Path) -> Iterator[Figure]:
    """Measure from the clerk's request to the last display that has the event."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with RunningServer(folder / "data") as server:
        kiosk, clerk = server.kiosk(), server.user("hoai", "clerk")
        wall = server.device("wall", "display")
        kiosk.do("ticket.issue", service="ho-tich")
        clerk.do("counter.open", counter="q2")
        clerk.do("counter.call_next")
        ours, size = asyncio.run(_ours(server.url, wall, clerk))
    yield Figure(
        f"recall to the last of {DISPLAYS} displays, median",
        statistics.median(ours),
        statistics.median(_bare(size)),
        "bare websockets.broadcast",
    )


async def _ours(url: str, wall: str, clerk: Client) -> tuple[list[float], int]:
    size = 0
    headers = {"Authorization": f"Bearer {wall}"}
    async with AsyncExitStack() as stack:
        lines = await _open(stack, f"ws{url[4:]}/ws", headers)
        subscribe = {"topics": ["queue"]}
        for line in lines:
            await line.send(_message("subscribe", subscribe))
            await line.recv()
        own = {"Authorization": f"Bearer {clerk.token}"}
        asking = await stack.enter_async_context(
            connect(f"ws{url[4:]}/ws", additional_headers=own, proxy=None)
        )

        async def recall() -> None:
            await asking.send(_message("counter.recall", {"key": uuid4().hex}))

        async def heard(line: ClientConnection) -> None:
            nonlocal size
            while True:
                told = await line.recv()
                if "ticket.called" in str(told):
                    size = len(told)
                    return

        return await _rounds(lines, recall, heard), size


def _bare(size: int) -> list[float]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", BARE, str(port)], stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()
        try:
            return asyncio.run(_bare_rounds(port, size))
        finally:
            server.terminate()


async def _bare_rounds(port: int, size: int) -> list[float]:
    async with AsyncExitStack() as stack:
        lines = await _open(stack, f"ws://127.0.0.1:{port}", {})
        asking = await stack.enter_async_context(
            connect(f"ws://127.0.0.1:{port}", proxy=None)
        )

        async def ask() -> None:
            await asking.send("x" * size)

        async def heard(line: ClientConnection) -> None:
            await line.recv()

        return await _rounds(lines, ask, heard)


async def _open(
    stack: AsyncExitStack, url: str, headers: dict[str, str]
) -> list[ClientConnection]:
    return [
        await stack.enter_async_context(
            connect(url, additional_headers=headers, compression=None, proxy=None)
        )
        for _ in range(DISPLAYS)
    ]


async def _rounds(
    lines: list[ClientConnection],
    trigger: Trigger,
    heard: Callable[[ClientConnection], Coroutine[None, None, None]],
) -> list[float]:
    times = []
    for _ in range(WARM_UP + ROUNDS):
        waiting = [asyncio.create_task(heard(line)) for line in lines]
        await asyncio.sleep(0.1)  # all of them listen before the clock starts
        began = time.perf_counter()
        await trigger()
        await asyncio.gather(*waiting)
        times.append(time.perf_counter() - began)
    return times[WARM_UP:]


def _message(method: str, params: Mapping[str, object]) -> str:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
