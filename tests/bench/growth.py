"""The kiosk's memory from its 200th visit to its 2,000th, in one process.

Each visit goes over the pages to a number, its slip and home again; the server is a
process of its own. What is measured is the memory that is this process's alone.
"""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from kiosk.printing.status import Condition
from tests.pilot import Pilot, running
from tests.running import RunningServer

FIRST = int(os.environ.get("GROWTH_FROM", "200"))
LAST = int(os.environ.get("GROWTH_TO", "2000"))
MATTERS = ("2.000815", "2.000635", "1.001193")
"""Procedures that are looked at, in turn."""


class Paper:
    """A printer that keeps nothing."""

    def print(self, image: Image.Image) -> None:
        """Let the slip fall."""

    def look(self) -> Condition:
        """Be well."""
        return Condition()


def measure(folder: Path) -> Iterator[str]:
    """Measure the growth of a visit."""
    with RunningServer(folder / "data") as server:
        token = server.device("kiosk", "kiosk")
        before, after = asyncio.run(_visits(folder / "kiosk", server.url, token))
    grown = (after - before) / (LAST - FIRST)
    yield (
        f"memory of the kiosk: {before / 1024:.1f} MiB after {FIRST} visits, "
        f"{after / 1024:.1f} MiB after {LAST}: {grown:.2f} KiB a visit"
    )


def own_memory() -> int:
    """Give the kibibytes that are this process's alone (Linux: smaps_rollup)."""
    gc.collect()
    rollup = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    private = [line.split() for line in rollup if line.startswith("Private_")]
    return sum(int(words[1]) for words in private)


async def _visits(folder: Path, url: str, token: str) -> tuple[int, int]:
    from tests.pilot import window_of

    window_of((1080, 1920))
    from kiosk.app import KioskApp
    from kiosk.desk import Desk
    from kiosk.printing.spool import Spool
    from kiosk.store import Store

    spool = Spool(folder, Paper())
    desk = Desk(url, token, spool, Store(folder))
    before = 0
    async with running(KioskApp(desk), size=(1080, 1920)) as pilot:
        await pilot.until(lambda: desk.state.hall.waits)
        await pilot.until(lambda: len(desk.state.hall.catalog))
        for n in range(LAST):
            await _visit(pilot, desk, n)
            if n + 1 == FIRST:
                before = own_memory()
        after = own_memory()
    spool.close()
    return before, after


async def _visit(pilot: Pilot, desk: Any, n: int) -> None:
    from kiosk.flow import inputs as i

    one = desk.state.hall.catalog.get(MATTERS[n % len(MATTERS)])
    assert one is not None
    for touch in (i.OpenService(one.service), i.OpenProcedure(one.code)):
        desk.happen(touch)
        await pilot.frames()
    desk.happen(i.TickPaper(one.papers[0].id))
    desk.happen(i.Take(f"growth-{n:08}", one.service, one.code))
    await pilot.until(lambda: desk.state.given and desk.state.given.slip == "printed")
    desk.happen(i.Done())
    await pilot.frames()
