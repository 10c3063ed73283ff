"""A kiosk's desk, with a real server that can be killed, a clerk and a folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from kiosk.desk import Desk
from kiosk.flow.modes import Away
from kiosk.printing.spool import Spool
from kiosk.store import Store
from server.protocol.link import News
from tests.kiosk.glass import Slips
from tests.running import RunningServer

SERVICE = "ho-tich"
AWAY = Away(series="U", after=0)

PATIENCE = 30
"""Seconds until a test gives up: a kiosk may try its line only every 10 s."""


class Kiosk(Desk):
    """A kiosk's desk that says when anything came of what it does."""

    def __init__(self, *args: Any, **named: Any) -> None:
        self.stirred = asyncio.Event()
        self.asked: list[str] = []
        super().__init__(*args, changed=self.stirred.set, **named)
        self._call, self.link.call = self.link.call, self._asking  # type: ignore[method-assign]
        self._note, self.health.note = self.health.note, self._noting  # type: ignore[method-assign]

    def _hear(self, news: News) -> None:
        super()._hear(news)
        self.stirred.set()

    async def _asking(self, method: str, params: Any) -> Any:
        self.asked.append(method)
        self.stirred.set()
        return await self._call(method, params)

    def _noting(self, **news: Any) -> None:
        self._note(**news)
        self.stirred.set()


class Office:
    """A server, a clerk, and the folder and the token of a kiosk."""

    def __init__(self, folder: Path, program: str = "server.cli") -> None:
        self.server = RunningServer(folder / "data", program=program)
        self.server.start()
        self.folder = folder / "kiosk"
        self.token = self.server.device("kiosk-1", "kiosk")
        self.clerk = self.server.user("hoai", "clerk")
        self.clerk.do("counter.open", counter=self._counter())
        self.slips = Slips()

    def _counter(self) -> str:
        counters = self.clerk.call("office.get")["counters"]
        fit = (c for c in counters if not c["services"] or SERVICE in c["services"])
        found: str = next(fit)["id"]
        return found

    @asynccontextmanager
    async def kiosk(self, away: Away = AWAY) -> AsyncIterator[Kiosk]:
        """Run the kiosk in this block; its end is as sudden as a power cut."""
        spool = Spool(self.folder, self.slips)
        desk = Kiosk(
            f"ws://127.0.0.1:{self.server.port}/ws",
            self.token,
            spool,
            Store(self.folder),
            away=away,
        )
        async with desk.opened():
            running = asyncio.create_task(desk.run())
            try:
                await until(desk, lambda: desk.state.hall.office)
                yield desk
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                spool.close()

    def line(self) -> list[dict[str, Any]]:
        """Return all tickets that the clerk could call."""
        found: list[dict[str, Any]] = self.clerk.call("counter.get")["waiting"]
        return found

    def numbers(self) -> list[str]:
        return [ticket["number"] for ticket in self.line()]


async def until(desk: Kiosk, met: Callable[[], object]) -> None:
    """Wait until something is so, looking whenever something stirs."""
    async with asyncio.timeout(PATIENCE):
        while not met():
            desk.stirred.clear()
            await desk.stirred.wait()
