"""Gives numbers of the kiosk's own, and hands them in when the server is back."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable
from functools import cache, partial
from pathlib import Path

from kiosk.away.hours import as_of
from kiosk.away.ledger import Ledger, NumbersLost
from kiosk.away.series import Own, Reading
from kiosk.away.shapes import adoption, issued
from kiosk.durable import DiskFault
from kiosk.errands.ground import Ground, Table
from kiosk.errands.health import Health
from kiosk.flow import inputs as i
from kiosk.flow.away import GiveOwn, LookAtHours, OwnFailed, OwnGiven
from server.protocol import messages as m
from server.protocol.errors import Malformed, Refused
from server.protocol.times import moment, stamp

log = logging.getLogger(__name__)

LATER = ("disk_full", "rate_limited")
"""Refusals that a later try may change."""
AGAIN = 2.0
"""Seconds until that try."""
ROOM_AGAIN = 5.0
"""Seconds until a disk that failed is tried again."""
NOTED_EVERY = 600.0
"""Seconds after which the office's time is noted anew: no number is earlier."""


async def _nothing() -> None:
    """Do nothing."""


class OwnNumbers:
    """The kiosk's own tickets, from the number to the server's answer.

    Attributes:
        afterwards: what is done when some were handed in.

    Args:
        path: where they are kept.
        steady: the steady clock, seconds.
    """

    def __init__(
        self,
        ground: Ground,
        path: Path,
        health: Health,
        steady: Callable[[], float],
    ) -> None:
        self.afterwards: Callable[[], Awaitable[None]] = _nothing
        self._ground = ground
        self._path = path
        self._opened: Ledger | None = None
        self._health = health
        self._steady = steady
        self._told = asyncio.Event()
        self._handed = asyncio.Event()
        self._handing = asyncio.Lock()
        self._noted: float | None = None
        self._fault: Exception | None = None
        self._answered: dict[int, Callable[[], None]] = {}
        """How to note what the server said of a ticket, while the disk keeps it not."""

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {
            GiveOwn: lambda effect: self._ground.start(self._give(effect)),
            LookAtHours: lambda _: self._look_at_hours(),
        }

    async def remember(self) -> str | None:
        """Open what is kept; return a moment of the office's, if one is known.

        Raises DiskFault or OSError when the disk fails, unless room would mend it.
        """
        self._opened = await asyncio.to_thread(Ledger, self._path)
        await self._count()
        try:
            heard = await asyncio.to_thread(self._ledger.last_heard)
        except DiskFault:
            return None  # it was said
        return stamp(heard) if heard else None

    def close(self) -> None:
        """Close what is kept. What was given stays given."""
        if self._opened is not None:
            self._opened.close()

    @property
    def _ledger(self) -> Ledger:
        if self._opened is None:
            raise DiskFault("the own numbers are not open")
        return self._opened

    def told(self) -> None:
        """The server has just told the office's time."""
        self._told.set()
        now = self._steady()
        if self._noted is None or now - self._noted >= NOTED_EVERY:
            self._noted = now
            self._ground.start(self._note_moment())

    def office_known(self) -> None:
        """The office is known anew: tell the staff if it leaves us our letter."""
        self._health.note(own_series=self._series())

    async def handed_in(self) -> None:
        """Wait until no own ticket is left that could be handed in.

        The server takes a number that a kiosk asks for as a sign that it was in
        touch: what it gave itself before must have come first.
        """
        await self._handed.wait()

    async def known(self, ticket: int) -> int | None:
        """Return the server's id of a ticket; None while the server has it not."""
        if ticket > 0:
            return ticket
        return await asyncio.to_thread(self._ledger.ticket, -ticket)

    async def hand_in(self) -> None:
        """Hand in all that the server does not have, in the order of issue."""
        async with self._handing:
            if not await self._all_noted():
                await self._note_again()
        await self.afterwards()

    # Given

    async def _give(self, effect: GiveOwn) -> None:
        self._handed.clear()
        reading, series = self._reading(), self._ground.state.away.series
        try:
            own = await asyncio.to_thread(
                self._ledger.give, series, effect.key, effect.wish, reading
            )
        except (DiskFault, NumbersLost) as error:
            self._ground.happen(OwnFailed(effect.key))
            self._fail(error)
        else:
            self._ground.happen(OwnGiven(effect.key, issued(own)))
            self._fault = None
        await self._count()
        if self._ground.link.online:
            await self.hand_in()

    def _look_at_hours(self) -> None:
        office = self._ground.state.hall.office
        if office is not None:
            now = as_of(office, self._ground.office_time())
            self._ground.happen(i.OfficeKnown(now, fresh=False))

    def _reading(self) -> Reading:
        at = self._ground.office_time()
        return Reading(at, self._told.is_set(), _boot(), self._steady())

    # Handed in

    async def _all_noted(self) -> bool:
        """Hand in; tell whether the disk has kept what came of it."""
        try:
            await self._settle()
            for own in await asyncio.to_thread(self._ledger.waiting):
                if own.place not in self._answered:
                    await self._hand_in(own)
            for place, note in list(self._answered.items()):
                await asyncio.to_thread(note)
                del self._answered[place]
        except DiskFault as fault:
            self._fail(fault)
            return False
        else:
            return True
        finally:
            await self._count()
            self._handed.set()

    async def _note_again(self) -> None:
        while True:
            await asyncio.sleep(ROOM_AGAIN)
            if await self._all_noted():
                return

    async def _settle(self) -> None:
        """Set the times of issue right that a clock without a server gave."""
        if await asyncio.to_thread(lambda: self._ledger.unsure):
            await self._told.wait()
            await asyncio.to_thread(self._ledger.settle, self._reading())

    async def _hand_in(self, own: Own) -> None:
        """Hand one in, until the server says yes or a lasting no."""
        params = adoption(own)
        while True:
            try:
                answer: m.Issued = await self._ground.link.call("ticket.adopt", params)
            except Refused as refused:
                if refused.reason not in LATER:
                    return self._refused(own, refused.reason)
                await asyncio.sleep(AGAIN)
            except Malformed as wrong:
                log.error("own ticket %s: %s", own.number, wrong)
                return self._refused(own, "malformed")
            else:
                at = moment(answer.ticket.issued_at)
                self._answered[own.place] = partial(
                    self._ledger.adopted, own.place, answer.ticket.id, at
                )
                return

    def _refused(self, own: Own, reason: str) -> None:
        log.error("own ticket %s is not taken in: %s", own.number, reason)
        self._answered[own.place] = partial(self._ledger.refused, own.place, reason)

    async def _count(self) -> None:
        """Tell the staff what waits here and what the server did not take."""
        try:
            kept = await asyncio.to_thread(self._ledger.waiting)
        except DiskFault as fault:
            self._handed.set()  # no citizen waits for what nobody can read
            return self._fail(fault)
        refused = sum(own.trouble is not None for own in kept)
        waiting = sum(
            own.trouble is None and own.place not in self._answered for own in kept
        )
        if waiting:
            self._handed.clear()
        else:
            self._handed.set()
        self._health.note(own_waiting=waiting, own_refused=refused)
        self.office_known()
        await self._look_at_clock()

    def _fail(self, error: Exception) -> None:
        """Tell the staff that there are no own numbers until the disk is mended."""
        log.error("the kiosk's own numbers: %r", error)
        self._fault = error
        self._noted = None  # the next moment is noted at once, and mends it
        self.office_known()

    async def _look_at_clock(self) -> None:
        behind = await asyncio.to_thread(self._ledger.behind, self._reading())
        self._health.note(own_clock="behind" if behind else "ok")

    def _series(self) -> str:
        """Say how it is with numbers of the kiosk's own, in one word."""
        state = self._ground.state
        if not state.away.series:
            return "off"
        if not state.gives_own:
            return "taken"
        return "failed" if self._fault else "ok"

    async def _note_moment(self) -> None:
        at = self._ground.office_time()
        try:
            await asyncio.to_thread(self._ledger.heard, at)
            await asyncio.to_thread(self._ledger.purge, at.date())
        except DiskFault as fault:
            return self._fail(fault)
        if isinstance(self._fault, DiskFault):
            self._fault = None
        self.office_known()
        await self._look_at_clock()


@cache
def _boot() -> str:
    """Name this run of the machine; where it has no name, this run of the program.

    Linux: /proc/sys/kernel/random/boot_id (random(4)); there the steady clock
    counts from the start of the machine for all programs.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return str(uuid.uuid4())
