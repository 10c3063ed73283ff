"""How long the server takes to listen, beside the bare libraries it stands on."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.running import RunningServer

from .report import Figure

RUNS = 5

BARE = """
import asyncio, sqlite3
import argon2, jinja2, msgspec, sqlite_utils, starlette.applications, uvicorn
import websockets.asyncio.server
async def main():
    async with websockets.asyncio.server.serve(lambda line: None, "127.0.0.1", 0):
        print("listening", flush=True)
asyncio.run(main())
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Measure from the command to the first line it prints when it listens."""
    server = RunningServer(folder / "data")
    ours, bare = [], []
    for _ in range(RUNS):
        began = time.perf_counter()
        server.start()
        ours.append(time.perf_counter() - began)
        server.stop()
        bare.append(_bare())
    yield Figure(
        f"server start, median of {RUNS}",
        statistics.median(ours),
        statistics.median(bare),
        "bare libraries listening",
    )


def _bare() -> float:
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", BARE], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        return time.perf_counter() - began
