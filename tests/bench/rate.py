"""Tickets a second for 32 kiosks at once, beside single durable inserts one by one.

While one commit is synced the next tickets gather, so many share a sync. Ours and the
inserts take turns. Where a disk syncs within a tenth of a millisecond (a virtual one,
or one with a battery) there is nothing to share, so the same is measured with syncs
that take a millisecond more, as those of common SSDs do.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import sys
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
SLOW_SYNC = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
typedef int sync_call(int);
static int late(const char *name, int file) {
    struct timespec millisecond = {0, 1000000};
    nanosleep(&millisecond, 0);
    return ((sync_call *)dlsym(RTLD_NEXT, name))(file);
}
int fdatasync(int file) { return late("fdatasync", file); }
int fsync(int file) { return late("fsync", file); }
"""
"""A library that goes before the system's (ld.so(8), LD_PRELOAD): slower syncs."""


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
    if "LD_PRELOAD" not in os.environ:
        yield from _with_slow_syncs(folder)


def _with_slow_syncs(folder: Path) -> Iterator[str]:
    """Measure the same in a process whose syncs take a millisecond more."""
    if sys.platform != "linux" or shutil.which("cc") is None:
        yield "  with slower syncs: not measured, there is no C compiler"
        return
    source, library = folder / "slow.c", folder / "slow.so"
    source.write_text(SLOW_SYNC, "ascii")
    command = ["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    measured = subprocess.run(
        [sys.executable, "-m", "tests.bench", "rate"],
        env={**os.environ, "LD_PRELOAD": str(library)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    yield "  with syncs that take 1 ms more:"
    yield from measured.stdout.splitlines()[1:]


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
