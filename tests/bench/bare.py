"""The bare building blocks that figures are shown beside."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.running import free_port

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


class Inserts:
    """Inserts one row a transaction, synced to disk as the journal does.

    Args:
        path: the database; made here.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute(
            "CREATE TABLE event (seq INTEGER PRIMARY KEY, body BLOB)"
        )

    def one(self) -> None:
        """Insert one row and wait until it is on disk."""
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute("INSERT INTO event (body) VALUES (?)", (b"x" * 300,))
        self._database.execute("COMMIT")

    def close(self) -> None:
        """Close the database."""
        self._database.close()


@contextmanager
def echoing() -> Iterator[str]:
    """Run an echo server of the bare library and give its address."""
    with running(ECHO) as address:
        yield address


@contextmanager
def running(script: str) -> Iterator[str]:
    """Run a bare server in a process of its own until the end of the block."""
    port = free_port()
    with subprocess.Popen(
        [sys.executable, "-c", script, str(port)], stdout=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        server.stdout.readline()
        try:
            yield f"ws://127.0.0.1:{port}"
        finally:
            server.terminate()
