"""``ticket.issue`` over the socket, beside a bare durable insert and a bare echo."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.running import RunningServer, free_port

from .report import Figure, percentile

ROUNDS = 1000
WARM_UP = 50

ECHO = """
import asyncio, sys
from websockets.asyncio.server import serve
async def echo(line):
    async for message in line:
        await line.send(message)
async def main():
    async with serve(echo, "127.0.0.1", int(sys.argv[1]), compression=None):
        print("listening", flush=True)
        await asyncio.get_running_loop().create_future()
asyncio.run(main())
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Measure one ticket after another on one connection."""
    with RunningServer(folder / "data") as server:
        token = server.device("kiosk", "kiosk")
        ours = asyncio.run(_issue(server.url, token))
    insert = _insert(folder / "bare.db")
    echo = _echo()
    beside = "bare durable insert + bare echo"
    for percent in (50, 99):
        reference = percentile(insert, percent) + percentile(echo, percent)
        yield Figure(
            f"ticket.issue, p{percent} of {ROUNDS}",
            percentile(ours, percent),
            reference,
            beside,
        )


async def _issue(url: str, token: str) -> list[float]:
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(
        f"ws{url[4:]}/ws", additional_headers=headers, compression=None, proxy=None
    ) as line:
        return await _rounds(line, _request)


def _request(n: int) -> str:
    params = {"service": "ho-tich", "key": uuid4().hex}
    return json.dumps(
        {"jsonrpc": "2.0", "id": n, "method": "ticket.issue", "params": params}
    )


async def _rounds(line: ClientConnection, request) -> list[float]:  # type: ignore[no-untyped-def]
    times = []
    for n in range(WARM_UP + ROUNDS):
        message = request(n)
        began = time.perf_counter()
        await line.send(message)
        answer = await line.recv()
        times.append(time.perf_counter() - began)
        assert b"error" not in (
            answer if isinstance(answer, bytes) else answer.encode()
        )
    return times[WARM_UP:]


def _insert(path: Path) -> list[float]:
    """Insert one row a transaction, synced to disk as the journal does."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = FULL")
    database.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, body BLOB)")
    times = []
    for _ in range(WARM_UP + ROUNDS):
        began = time.perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO event (body) VALUES (?)", (b"x" * 300,))
        database.execute("COMMIT")
        times.append(time.perf_counter() - began)
    database.close()
    return times[WARM_UP:]


def _echo() -> list[float]:
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", ECHO, str(port)], stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()
        try:
            return asyncio.run(_echo_rounds(port))
        finally:
            server.terminate()


async def _echo_rounds(port: int) -> list[float]:
    async with connect(f"ws://127.0.0.1:{port}", compression=None, proxy=None) as line:
        return await _rounds(line, lambda n: f"{n} " + "x" * 140)
