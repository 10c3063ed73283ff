"""The kiosk without its glass: drives the flow, and sends errands out.

Every input goes through ``happen``; what the flow wants done becomes an errand.
Errands catch what may fail in them: a printer or a line never stops the kiosk.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from time import monotonic
from typing import Any

from kiosk.errands.aloud import Aloud
from kiosk.errands.away import OwnNumbers
from kiosk.errands.ground import PATIENCE, Table, Work
from kiosk.errands.hands import Tools
from kiosk.errands.health import Health
from kiosk.errands.numbers import Numbers
from kiosk.errands.office import OwnCopy
from kiosk.errands.printer import PrinterWatch
from kiosk.errands.printouts import Printouts
from kiosk.errands.ratings import Ratings
from kiosk.errands.scans import Scans
from kiosk.errands.slips import Slips
from kiosk.errands.tickets import Tickets
from kiosk.errands.upkeep import Upkeep
from kiosk.flow import State, returning, step
from kiosk.flow import inputs as i
from kiosk.flow.modes import Aloud as Voice
from kiosk.flow.modes import Away
from kiosk.flow.modes import Upkeep as ServicePage
from kiosk.guard.pin import PinLock
from kiosk.loudspeaker import NoLoudspeaker, Speaker
from kiosk.printing.spool import Spool
from kiosk.store import Store
from server.config.printer import PrinterSettings
from server.protocol import messages as m
from server.protocol.errors import ProtocolError
from server.protocol.link import Link, News, Offline, Online
from server.protocol.times import OfficeClock

log = logging.getLogger(__name__)

_CHANGES = ("office.changed", "day.opened", "day.closed")


class Desk:
    """One kiosk's state and everything that changes it.

    Args:
        url, token: the server's address and the device's token.
        spool: prints the slips.
        store: the own copy of the office.
        language: the language at home.
        speaker: where pages are read aloud; None: that of a kiosk without one.
        volume: the usual volume of what is read, 0 to 5; 0 = nothing is read.
        picture: the glass's size in words ("1080x1920"), for the staff.
        printer: how often it is asked how it is, and how long its rolls are.
        away: how numbers of the kiosk's own are given; None: none are.
        lock: the PIN of the service page; None: there is no such page.
        changed: called after every step.
    """

    def __init__(
        self,
        url: str,
        token: str,
        spool: Spool,
        store: Store,
        *,
        language: str = "vi",
        speaker: Speaker | None = None,
        volume: int = 3,
        picture: str = "",
        printer: PrinterSettings | None = None,
        away: Away | None = None,
        lock: PinLock | None = None,
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.clock = clock
        now = clock()
        self.state = State(
            language=language,
            home_language=language,
            aloud=Voice(volume=volume, usual=volume),
            away=(away or Away()).begun(now),
            upkeep=ServicePage(
                offered=lock is not None and lock.offered,
                until=now + (lock.left() if lock else 0.0),
            ),
            touched_at=now,
            refresh_at=now,
        )
        self.link = Link(url, token, ("queue", "office"), self._hear)
        self.changed = changed
        self._office_clock = OfficeClock(datetime.now().astimezone(), now)
        self._tasks: set[asyncio.Task[None]] = set()
        sound = "unknown" if speaker and volume else "off"
        self.health = Health(
            self, printer="unknown", picture=picture, sound=sound, volume=volume
        )
        self.printer = PrinterWatch(spool, self.health, printer or PrinterSettings())
        self._own = OwnNumbers(self, store.folder / "own.db", self.health, clock)
        self._slips = Slips(self, spool, self.printer, self._own)
        self._own.afterwards = self._slips.report
        self._own_copy = OwnCopy(self, store, url, self._own.office_known)
        self.aloud = Aloud(self, speaker or NoLoudspeaker(), self.health, usual=volume)
        tools = Tools(spool, self.printer, self.aloud, self.office_time)
        lock = lock or PinLock("", store.folder)
        self.upkeep = Upkeep(self, lock, self.health, tools, url)
        self._errands: Table = {
            **Numbers(self, self._own).table(),
            **self._own.table(),
            **self.aloud.table(),
            **self._slips.table(),
            **self._own_copy.table(),
            **Tickets(self).table(),
            **Ratings(self).table(),
            **Printouts(self, spool, self.printer).table(),
            **self.upkeep.table(),
        }
        self.scans = Scans(self, self.health)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[None]:
        """Take up the own copy, which the first picture shows; close it at the end.

        Raises DiskFault or OSError when the disk fails.
        """
        try:
            if (known := await self._own.remember()) is not None:
                self._office_clock.hear_zone(known)
            await self._own_copy.remember()
            yield
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._own.close()

    async def run(self) -> None:
        """Keep the line until cancelled, while it is ``opened``."""
        self.start(self._own_copy.prepare())
        await self.link.run()

    def happen(self, happened: i.Input) -> None:
        """Let something happen."""
        self.state, effects = step(self.state, happened, self.clock())
        for effect in effects:
            self._errands[type(effect)](effect)
        self.changed()

    def office_time(self) -> datetime:
        """Give the office's time of day, whatever this machine's clock says."""
        return self._office_clock.at(self.clock())

    # The line

    def _hear(self, news: News) -> None:
        if isinstance(news, m.Tick | m.Event | m.Waits):
            self._office_clock.hear(news.at, self.clock())
            self._own.told()
        match news:
            case Online():
                self.upkeep.line_up()
                self.happen(i.LineUp())
                self.start(self.health.report())
                self.start(self._own.hand_in())
            case Offline():
                self.happen(i.LineDown())
            case m.Waits():
                self.happen(news)
            case m.Followed():
                self.happen(returning.TicketMoved(news))
            case m.Event(kind=kind) if kind in _CHANGES:
                self.happen(i.OfficeChanged())
            case m.Print():
                self.start(self._slips.print_again(news))

    # Errands

    def start(self, work: Work) -> asyncio.Task[None]:
        """Do something beside; its faults are logged and harm nobody."""
        task = asyncio.create_task(self._guard(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        # One that was called off before it began would never be waited for.
        task.add_done_callback(lambda _: work.close())
        return task

    async def _guard(self, work: Work) -> None:
        """Keep a fault of one errand from the citizen before the glass."""
        try:
            await work
        except ProtocolError as error:
            log.warning("the server did not do it: %s", error)
        except Exception:
            log.exception("an errand of the kiosk failed")

    async def ask(self, method: str, params: Any) -> Any:
        """Ask the server once; None when no answer comes in time."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.link.call(method, params)
        except TimeoutError:
            return None
