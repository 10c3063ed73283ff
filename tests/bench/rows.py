"""A call at the real wall: the frames from the event to the one that shows it."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.pilot import Pilot, running
from tests.running import Client, RunningServer

CALLS = 20
MOST = 2
"""Frames that are aimed at."""


def measure(folder: Path) -> Iterator[str]:
    """Measure calls at a silent wall of 1920 by 1080 in front of a real server."""
    with RunningServer(folder / "data") as server:
        rows = asyncio.run(_measure(server))
    most, median = max(rows), statistics.median(rows)
    yield f"call to changed rows: {median:.0f} frames, at most {most} (aim {MOST})"


async def _measure(server: RunningServer) -> list[int]:
    from tests.pilot import window_of

    window_of((1920, 1080))
    from display.app import DisplayApp
    from display.player import Silence
    from display.station import Station

    clerk, kiosk = server.user("hoai", "clerk"), server.kiosk()
    clerk.do("counter.open", counter="q2")
    station = Station(server.url, server.device("wall", "display"), Silence(server.url))
    working = asyncio.create_task(station.run())
    async with running(DisplayApp(station), size=(1920, 1080)) as pilot:
        await pilot.until(lambda: station.heard.hall.office)
        counted = _Counted(pilot, station)
        rows = [await counted.call(clerk, kiosk) for _ in range(CALLS + 1)]
    working.cancel()
    with suppress(asyncio.CancelledError):
        await working
    return rows[1:]  # the first loads what is loaded once


class _Counted:
    """Counts the frames that were really drawn, and knows when an event came."""

    def __init__(self, pilot: Pilot, station: Any) -> None:
        self._pilot = pilot
        self._drawn = 0
        self._came: int | None = None
        pilot.window.bind(on_flip=self._flip)
        hear, station.heard.hear = station.heard.hear, self._hear
        self._pass_on = hear

    def _flip(self, *_: object) -> None:
        self._drawn += 1

    def _hear(self, news: Any, now: float) -> Any:
        if getattr(news, "kind", "") == "ticket.called":
            self._came = self._drawn
        return self._pass_on(news, now)

    async def call(self, clerk: Client, kiosk: Client) -> int:
        """Call a new number; give the frames until it stands on the wall."""
        self._came = None
        issue = asyncio.to_thread(kiosk.do, "ticket.issue", service="ho-tich")
        number = (await issue)["ticket"]["number"]
        called = asyncio.create_task(asyncio.to_thread(clerk.do, "counter.call_next"))
        await self._pilot.until(
            lambda: self._came is not None and self._pilot.find_all(number)
        )
        frames = self._drawn - (self._came or 0)
        await called
        for step in ("counter.start", "counter.finish"):
            await asyncio.to_thread(clerk.do, step)
        return frames
