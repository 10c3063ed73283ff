"""What the display makes of each piece of news: hall, announcer, clock, line. PURE."""

from __future__ import annotations

from datetime import datetime

from display.announcer import Announcer, of_event, of_snapshot
from display.hall import Ask, Hall, OfficeClock
from display.rules import SILENT
from server.protocol import messages as m


class Line:
    """How long the display has been without the server.

    Args:
        now: the steady clock at the start, seconds: the line counts from there.
    """

    def __init__(self, now: float) -> None:
        self._heard = now
        self._current = False

    def heard(self, now: float) -> None:
        """Note that a message came."""
        self._heard = now

    def look(self, current: bool, now: float) -> None:
        """Note whether all that has happened is known here (``Link.current``)."""
        if current and not self._current:
            self._heard = now
        self._current = current

    def age(self, now: float) -> float:
        """Return for how many seconds the board has been out of date; 0 if not."""
        silent = now - self._heard
        return 0.0 if self._current and silent < SILENT else silent


class Hearing:
    """One display's ears: everything it knows, from the news of its line.

    Attributes:
        hall: the hall now.
        announcer: who is to be announced.
        clock: the office's time.
        line: how long the line has been cut.
        called_since: when this display heard of the newest call at each counter.
    """

    def __init__(self, at: datetime, now: float) -> None:
        """Begin knowing nothing, at ``at`` of this machine's clock."""
        self.hall = Hall()
        self.announcer = Announcer()
        self.clock = OfficeClock(at, now)
        self.line = Line(now)
        self.called_since: dict[str, float] = {}
        self._catching_up = False

    def remember(self, queue: m.Queue, office: m.Office) -> None:
        """Take what was kept from before this display was switched on."""
        self.hall.hear_office(office)
        self.hall.hear_queue(queue)
        self.hall.seq = 0  # the server's own snapshot counts more, whatever its seq
        self._learn_zone()
        self.announcer.know(map(of_snapshot, queue.calls))

    def online(self) -> tuple[Ask, ...]:
        """Note that the line is open; return what must be asked now."""
        self._catching_up = self.hall.known
        if self._catching_up:
            self.announcer.keep_back()
        return ("office", "queue")

    def answer(self, queue: m.Queue, now: float) -> None:
        """Take the answer to a question for the queue."""
        self.line.heard(now)
        self._take(queue)
        if self._catching_up:
            self._catching_up = False
            still = frozenset(
                (c.ticket.id, c.ticket.calls, c.id)
                for c in queue.counters
                if c.ticket is not None and c.ticket.state == "called"
            )
            shown = [of_snapshot(call) for call in reversed(queue.calls)]
            self.announcer.catch_up(queue.seq, still, shown)

    def hear(self, news: object, now: float) -> Ask | None:
        """Take one notification; return what must be asked because of it."""
        self.line.heard(now)
        match news:
            case m.Snapshot(queue=queue):
                return self._snapshot(queue)
            case m.Event():
                return self._event(news, now)
            case m.Tick(at=at):
                self.clock.hear(at, now)
            case m.Waits(at=at):
                self.clock.hear(at, now)
                self.hall.hear_waits(news)
        return None

    def _snapshot(self, queue: m.Queue) -> Ask | None:
        first = not self.hall.known
        self._take(queue)
        if first:
            self.announcer.know(map(of_snapshot, queue.calls))
            return None
        self.announcer.keep_back()
        self._catching_up = True
        return "queue"

    def _event(self, event: m.Event, now: float) -> Ask | None:
        ask = self.hall.hear_event(event)
        if event.kind == "day.opened":
            self.announcer.new_day()
            self.called_since.clear()
        self.clock.hear_zone(event.at)
        call = of_event(event)
        if call is not None:
            self.called_since[call.counter] = now
            self.announcer.hear(call)
        return ask

    def _take(self, queue: m.Queue) -> None:
        day = self.hall.day
        if self.hall.hear_queue(queue) and day and day != queue.day:
            self.announcer.new_day()
        self._learn_zone()

    def _learn_zone(self) -> None:
        for call in self.hall.calls[:1]:
            self.clock.hear_zone(call.called_at)
