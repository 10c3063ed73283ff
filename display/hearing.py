"""What the display makes of each piece of news: hall, announcer, clock, line. PURE."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from display.announcer import Announcer, of_event, of_snapshot
from display.hall import Ask, Hall
from display.rules import SILENT, UPDATING
from display.scope import EVERYTHING, Scope, scope_of
from server.protocol import messages as m
from server.protocol.times import OfficeClock


class Line:
    """How long the display has been without the server.

    Args:
        at: what this machine's clock says at the start.
        now: the steady clock at the same moment, seconds.
    """

    def __init__(self, at: datetime, now: float) -> None:
        self._at = at
        self._heard = now
        self._current = False
        self._before = 0.0

    def remember(self, kept_at: datetime) -> None:
        """Count from when the state that was kept was true, once it matters.

        Not in the first seconds: the line of a display that starts is only just
        being opened.
        """
        self._before = max((self._at - kept_at).total_seconds(), 0.0)

    def heard(self, now: float) -> None:
        """Note that a message came."""
        self._heard, self._before = now, 0.0

    def look(self, current: bool, now: float) -> None:
        """Note whether all that has happened is known here (``Link.current``)."""
        if current and not self._current:
            self.heard(now)
        self._current = current

    def age(self, now: float) -> float:
        """Return for how many seconds the board has been out of date; 0 if not."""
        silent = now - self._heard
        if self._current and silent < SILENT:
            return 0.0
        return silent + self._before if silent >= UPDATING else silent


class Hearing:
    """One display's ears: everything it knows, from the news of its line.

    Attributes:
        hall: the hall now.
        announcer: who is to be announced.
        clock: the office's time.
        line: how long the line has been cut.
        pictures: the own copies of the slides' pictures, by their addresses.
        procedures: the posted procedures.
        phone: the hall's code for phones; None where none is.
        called_since: when this display heard of the newest call at each counter.
    """

    def __init__(self, at: datetime, now: float, room: str = "") -> None:
        """Begin knowing nothing, at ``at`` of this machine's clock.

        ``room``: the id of the room whose calls count here; "" for all.
        """
        self._room = room
        self.hall = Hall()
        self.announcer = Announcer()
        self.clock = OfficeClock(at, now)
        self.line = Line(at, now)
        self.pictures: dict[str, Path] = {}
        self.procedures: list[m.Procedure] = []
        self.phone: m.PhoneCode | None = None
        self.called_since: dict[str, float] = {}
        self._catching_up = False

    @property
    def scope(self) -> Scope:
        """The calls that count here; all, where the office has no such room."""
        return scope_of(self.hall.office, self._room) or EVERYTHING

    @property
    def lost_room(self) -> bool:
        """Whether the office has no room of the name that this display was given."""
        known = self.hall.office is not None
        return known and scope_of(self.hall.office, self._room) is None

    def look_at_clock(self, now: float) -> None:
        """Note whether it is one of the office's quiet hours."""
        at = self.clock.at(now).time()
        self.announcer.quiet = any(a <= at < b for a, b in self.hall.quiet)

    def remember(self, queue: m.Queue, office: m.Office, kept_at: datetime) -> None:
        """Take what was kept from before this display was switched on.

        ``kept_at``: the office's time at which it was true.
        """
        self.hall.hear_office(office)
        self.hall.hear_queue(queue)
        self.hall.seq = 0  # whatever the server says now counts more
        self.clock.hear_zone(kept_at.isoformat())
        self.line.remember(kept_at)
        self.announcer.know(map(of_snapshot, queue.calls))

    def online(self) -> tuple[Ask, ...]:
        """Note that the line is open; return what must be asked now."""
        if self.hall.known:
            self.announcer.keep_back()
            self._catching_up = True
        return ("office", "queue")

    def answer(self, queue: m.Queue, now: float) -> None:
        """Take the answer to a question for the queue.

        The events that were missed come too, each with its voice: before or after
        this answer, which says up to where they count as missed.
        """
        self.line.heard(now)
        self._take(queue, newest=queue.seq >= self.hall.seq)
        if self._catching_up:
            self._catching_up = False
            self.announcer.catch_up(queue.seq, self._still(queue))

    def hear(self, news: object, now: float) -> Ask | None:
        """Take one notification; return what must be asked because of it."""
        self.line.heard(now)
        match news:
            case m.Snapshot(queue=queue):
                self._snapshot(queue)
            case m.Event():
                return self._event(news, now)
            case m.Tick(at=at):
                self.clock.hear(at, now)
            case m.Waits(at=at):
                self.clock.hear(at, now)
                self.hall.hear_waits(news)
        return None

    def _snapshot(self, queue: m.Queue) -> None:
        """Take the place of all events up to it: none of them will be told."""
        first = not self.hall.known
        self._take(queue, newest=True)
        scope = self.scope
        ours = (c for c in reversed(queue.calls) if scope.has(c.counter, c.service))
        calls = [of_snapshot(call) for call in ours]
        self._catching_up = False
        if first:
            self.announcer.know(calls)
        else:
            self.announcer.catch_up(queue.seq, self._still(queue), calls)

    def _event(self, event: m.Event, now: float) -> Ask | None:
        ask = self.hall.hear_event(event)
        if event.kind == "day.opened":
            self.announcer.new_day()
            self.called_since.clear()
        self.clock.hear_zone(event.at)
        if event.undone == "ticket.called" and event.ticket is not None:
            self.announcer.withdraw(event.ticket)
            self.called_since.pop(event.counter or "", None)
        call = of_event(event)
        if call is not None:
            self.called_since[call.counter] = now
            if self.scope.has(call.counter, event.service or ""):
                self.announcer.hear(call)
        return ask

    def _take(self, queue: m.Queue, *, newest: bool) -> None:
        if not newest:
            return
        day = self.hall.day
        self.hall.hear_queue(queue)
        if day and day != queue.day:
            self.announcer.new_day()
            self.called_since.clear()
        self._withdraw_undone(queue)
        for call in queue.calls[:1]:
            self.clock.hear_zone(call.called_at)

    def _withdraw_undone(self, queue: m.Queue) -> None:
        """Speak no call that was taken back while nobody told this display."""
        called = {call.ticket for call in queue.calls}
        called |= {ticket for ticket, _, _ in self._still(queue)}
        hero = self.announcer.hero
        for call in (*self.announcer.waiting, *((hero,) if hero else ())):
            if call.ticket not in called:
                self.announcer.withdraw(call.ticket)

    def _still(self, queue: m.Queue) -> frozenset[tuple[int, int, str]]:
        """Return (ticket, n, counter) of all that are called here and are to come."""
        scope = self.scope
        return frozenset(
            (c.ticket.id, c.ticket.calls, c.id)
            for c in queue.counters
            if c.ticket is not None
            and c.ticket.state == "called"
            and scope.has(c.id, c.ticket.service)
        )
