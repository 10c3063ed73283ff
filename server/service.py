"""From a command to its durable answer: known key? decide, apply, append, publish.

Two desks are kept. ``desk`` leads: the next command is decided on it at once, while
the events before it are still on their way to the disk. ``seen`` follows: it has only
what is on disk, and it alone is ever shown.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol

from server.domain import commands
from server.domain.answers import Answer, Issued
from server.domain.apply import apply_all
from server.domain.day import turn
from server.domain.decide import answer, decide
from server.domain.desk import Desk
from server.domain.errors import Conflict, Refusal
from server.domain.events import Event, TicketIssued, TicketPrioritised
from server.domain.model import Office, TicketId
from server.domain.record import Day, Entry, Intent
from server.domain.ticket_rules import adoption

log = logging.getLogger(__name__)

RETRY = timedelta(seconds=1)
"""While the disk fails, writing is tried again at most so often."""

Done = Callable[[Exception | None], None]
Publish = Callable[[Sequence[Event]], None]


class Journal(Protocol):
    """What the service needs of the journal."""

    def append(self, entry: Entry, done: Done) -> None:
        """Write an entry, then call ``done`` on the event loop, in order."""

    def day(self) -> Day:
        """Give the newest business day."""

    def adopted(self, device: str, day: str, number: str) -> TicketId | None:
        """Give the ticket that a kiosk's own ticket was once booked as."""

    def repair(self) -> None:
        """Accept entries again after a failed write."""


class DiskFull(Refusal):
    """The journal cannot be written now; nothing was changed."""

    reason = "disk_full"


@dataclass
class _Known:
    """An intention that was accepted: what it asked, and its answer once durable.

    ``promised`` is the answer before that, None for what may never be asked again.
    ``waiting`` are those who asked before that; whoever goes away changes nothing.
    """

    params: bytes
    promised: Answer | None
    answer: Answer | None = None
    waiting: list[asyncio.Future[Answer]] = field(default_factory=list)

    def settle(self, answer: Answer) -> None:
        """Tell everybody who waits."""
        self.answer = answer
        for waiter in self.waiting:
            if not waiter.done():
                waiter.set_result(answer)
        self.waiting.clear()

    def fail(self, why: Exception) -> None:
        """Tell everybody who waits that it never came to be."""
        for waiter in self.waiting:
            if not waiter.done():
                waiter.set_exception(why)


class Service:
    """The one way to change the queue.

    Args:
        office: as the administrator set it up.
        journal: where events become durable.
        clock: gives the time, aware.
        publish: is told of events once they are on disk and ``seen`` has them.
    """

    def __init__(
        self,
        office: Office,
        journal: Journal,
        clock: Callable[[], datetime],
        publish: Publish,
    ) -> None:
        self.office = office
        self._journal = journal
        self._clock = clock
        self._publish = publish
        self._pending = 0
        self._failed = False
        self._tried: datetime | None = None
        self._known: dict[tuple[str, str, str], _Known] = {}
        self._load()

    async def handle(self, command: commands.Command, intent: Intent) -> Answer:
        """Do what a command asks, once for each intent, and answer when durable.

        Raises:
            Refusal: a rule says no, the key is in conflict, or the disk is full.
        """
        now = self.now
        self._recover(now)
        self._turn(now)
        place = (intent.caller, intent.method, intent.key)
        known = self._known.get(place)
        if known is None:
            known = self._known[place] = self._begin(command, intent, now)
        elif known.params != intent.params:
            raise Conflict()
        if known.answer is not None:
            return known.answer
        waiter: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        known.waiting.append(waiter)
        return await waiter

    def furnish(self, office: Office) -> None:
        """Go on with another shape of the office, in which nothing in use is gone."""
        self.office = office
        for desk in (self.desk, self.seen):
            desk.furnish(office)

    def knows(self, intent: Intent) -> bool:
        """Whether this intention was accepted before."""
        return (intent.caller, intent.method, intent.key) in self._known

    def tick(self) -> None:
        """Let the day turn when its time has come, also while nobody asks."""
        try:
            self._recover(self.now)
            self._turn(self.now)
        except DiskFull:
            log.warning("the day cannot turn while the journal cannot be written")

    @property
    def now(self) -> datetime:
        """The time by which the rules are applied."""
        return self._clock()

    def _begin(
        self, command: commands.Command, intent: Intent, now: datetime
    ) -> _Known:
        if isinstance(command, commands.Adopt):
            command = self._with_known(command, intent.caller)
        happened = decide(self.desk, command, now)
        apply_all(self.desk, happened)
        answered = answer(self.desk, command, happened)
        reason = _reason(command, happened)
        _keep(self.desk, reason)
        known = _Known(intent.params, answered)

        def settle(failed: Exception | None) -> None:
            if failed is None:
                known.settle(answered)
                return
            self._known.pop((intent.caller, intent.method, intent.key), None)
            known.fail(DiskFull())

        assert self.desk.day is not None
        entry = Entry(self.desk.day, tuple(happened), intent, answered, reason)
        self._append(entry, settle)
        return known

    def _with_known(self, asked: commands.Adopt, caller: str) -> commands.Adopt:
        """Look up whether a kiosk's own ticket was booked before, on whatever day.

        And what its citizen was given for the question that nobody waits for any
        more. If it is still on its way, it comes too late: it is a conflict then.
        """
        known = self._journal.adopted(*adoption(self.desk, asked))
        if asked.unanswered is None:
            return replace(asked, known=known)
        place = (caller, "ticket.issue", asked.unanswered)
        first = self._known.setdefault(place, _Known(b"", None)).promised
        instead = first.ticket.id if isinstance(first, Issued) else None
        return replace(asked, known=known, instead=instead)

    def _turn(self, now: datetime) -> None:
        happened = turn(self.desk, now)
        if not happened:
            return
        apply_all(self.desk, happened)
        self._known.clear()
        assert self.desk.day is not None
        self._append(Entry(self.desk.day, tuple(happened)), lambda failed: None)

    def _append(self, entry: Entry, settle: Done) -> None:
        self._pending += 1

        def done(failed: Exception | None) -> None:
            self._pending -= 1
            if failed is None:
                self._show(entry)
            else:
                self._note_failure(failed)
            settle(failed)

        self._journal.append(entry, done)

    def _show(self, entry: Entry) -> None:
        apply_all(self.seen, entry.events)
        _keep(self.seen, entry.reason)
        if entry.events:
            self._publish(entry.events)

    # When the disk fails

    def _note_failure(self, failed: Exception) -> None:
        if not self._failed:
            log.error("the journal cannot be written: %s", failed)
        self._failed = True

    def _recover(self, now: datetime) -> None:
        """After a failed write: forget what never came to be, then go on.

        Raises:
            DiskFull: writes are still coming back, or the journal cannot be read.
        """
        if not self._failed:
            return
        waited = self._tried is None or not timedelta() <= now - self._tried < RETRY
        if self._pending or not waited:
            raise DiskFull()
        self._tried = now
        try:
            self._load()
            self._journal.repair()
        except OSError as unreadable:
            raise DiskFull() from unreadable
        self._failed = False
        log.warning("the desk was rebuilt from the journal; trying to write again")

    def _load(self) -> None:
        day = self._journal.day()
        self.desk, self.seen = (_rebuild(self.office, day) for _ in range(2))
        self._known = {
            (intent.caller, intent.method, intent.key): _Known(
                intent.params, found, found
            )
            for intent, found in day.answers
        }


def _rebuild(office: Office, day: Day) -> Desk:
    """Build the desk again from the newest day's events."""
    desk = Desk(office, day.first_seq - 1, day.first_ticket)
    apply_all(desk, day.events)
    desk.reasons.update(day.reasons)
    return desk


def _reason(
    command: commands.Command, happened: Sequence[Event]
) -> tuple[TicketId, str | None] | None:
    """Give a ticket's priority reason, which no event carries; None withdraws it."""
    asked = command.issue if isinstance(command, commands.Adopt) else command
    if not isinstance(asked, commands.Issue | commands.Prioritise):
        return None
    for event in happened:
        if isinstance(event, TicketPrioritised) or (
            isinstance(event, TicketIssued) and event.priority
        ):
            return event.ticket, asked.priority
    return None


def _keep(desk: Desk, reason: tuple[TicketId, str | None] | None) -> None:
    if reason is None:
        return
    ticket, why = reason
    if why is None:
        desk.reasons.pop(ticket, None)
    else:
        desk.reasons[ticket] = why
