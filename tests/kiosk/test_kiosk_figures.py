"""What the kiosk says of each service's line, through every step of the clerks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.desk import Desk
from kiosk.printing.spool import Spool
from kiosk.store import Store
from tests.kiosk.glass import Slips
from tests.running import RunningServer

BIRTHS, COPIES = "ho-tich", "chung-thuc"


class Watched:
    """A kiosk whose figures are awaited."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._stepped = asyncio.Event()
        desk.changed = self._stepped.set

    def _waiting(self) -> tuple[int, int]:
        waits = self._desk.state.hall.waits
        return tuple(
            waits[id].waiting if id in waits else -1 for id in (BIRTHS, COPIES)
        )  # type: ignore[return-value]

    async def shows(self, births: int, copies: int) -> None:
        """Wait until it counts so many for each of the two services."""
        await self._until(lambda: self._waiting() == (births, copies))

    async def invites(self, service: str, invited: bool | None) -> None:
        """Wait until it says "at once", a longer wait (False) or nothing (None)."""

        def said() -> bool | None:
            wait = self._desk.state.hall.waits[service].wait
            return None if wait is None else wait.high == 0

        await self._until(lambda: said() is invited)

    async def _until(self, met: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not met():
                self._stepped.clear()
                await self._stepped.wait()


async def test_the_figures_follow_every_step(tmp_path: Path) -> None:
    with RunningServer(tmp_path / "data", program="tests.hurried") as server:
        token = server.device("kiosk", "kiosk")
        people, clerk = server.client(token), server.user("hoai", "clerk")
        folder = tmp_path / "kiosk"
        spool = Spool(folder, Slips())
        desk = Desk(f"ws://127.0.0.1:{server.port}/ws", token, spool, Store(folder))
        async with desk.opened():
            running = asyncio.create_task(desk.run())
            try:
                watched = Watched(desk)
                await watched.shows(0, 0)
                await _every_step(watched, people, clerk)
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
        spool.close()


async def _every_step(kiosk: Watched, people: Any, clerk: Any) -> None:
    clerk.do("counter.open", counter="q2")
    await kiosk.invites(BIRTHS, True)
    (one, secret), (two, _) = (_taken(people) for _ in range(2))
    clerk.do("counter.call_next")
    clerk.do("counter.undo")
    await kiosk.shows(2, 0)
    clerk.do("counter.call", ticket=two)
    clerk.do("counter.hold", reason="đi sao chụp")
    await kiosk.shows(1, 0)
    clerk.do("counter.call_next")
    clerk.do("counter.transfer", service=COPIES)
    clerk.do("ticket.restore", ticket=two)
    await kiosk.shows(1, 1)
    clerk.do("ticket.prioritise", ticket=two, priority="nguoi-cao-tuoi")
    people.do("ticket.cancel", ticket=one, secret=secret)
    assert clerk.do("counter.call_next")["ticket"]["id"] == two
    clerk.do("counter.no_show")
    await kiosk.shows(0, 0)
    clerk.do("counter.pause")
    await kiosk.invites(BIRTHS, False)
    clerk.do("counter.close")
    await kiosk.invites(BIRTHS, None)


def _taken(people: Any) -> tuple[int, str]:
    given = people.do("ticket.issue", service=BIRTHS)
    return given["ticket"]["id"], given["secret"]
