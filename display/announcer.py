"""Who is announced when: one call at a time, in order, none lost or doubled. PURE.

The announcer gives orders and is told when each is carried out; it never plays or
waits itself. One announcement is: the chime, the sentence (in each language of the
office), a gap, the sentence again. While ``CROWD`` or more further calls wait, the
sentence is not repeated. Nothing is ever cut short. In quiet hours a call is only
shown; one that began before them is spoken to its end.

After the line was cut, calls are kept back until it is known what is still true;
what is not is not spoken, but only shown among the rows. A call that the clerk took
back before its turn is not spoken; taken back while it is spoken, it is not repeated.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from display.rules import CROWD, GAP, HERO_LEAST
from server.protocol import messages as m

INSTANT = 0.001
"""Seconds not worth waiting for: rounding must not ask for pauses without end."""


@dataclass(frozen=True)
class Spoken:
    """One call that is to be announced.

    Attributes:
        seq: the event that called it; 0 when only a snapshot told of it.
        ticket, n: which call it is; the pair is announced once.
        number: what is shown.
        counter: the counter's id.
        called_at: the moment of the call as the server wrote it.
        voice: addresses of the sentence's WAV in the order of the languages.
    """

    seq: int
    ticket: int
    n: int
    number: str
    counter: str
    called_at: str
    voice: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chime:
    """Play the chime now."""


@dataclass(frozen=True)
class Say:
    """Play the WAV at ``voice`` now, to its end."""

    voice: str


@dataclass(frozen=True)
class Pause:
    """Let so many seconds pass."""

    seconds: float


Order = Chime | Say | Pause


def of_event(event: m.Event) -> Spoken | None:
    """Return the announcement that an event asks for, if it is a call."""
    if event.kind != "ticket.called" or event.ticket is None or not event.counter:
        return None
    return Spoken(
        event.seq,
        event.ticket,
        event.n or 1,
        event.number or "",
        event.counter,
        event.at,
        tuple((event.voice or {}).values()),
    )


def of_snapshot(call: m.Call) -> Spoken:
    """Return the announcement of a call that only a snapshot tells of: no voice."""
    return Spoken(0, call.ticket, call.n, call.number, call.counter, call.called_at)


@dataclass
class Announcer:
    """The line of calls that wait to be announced.

    Attributes:
        hero: the call that was announced last or is being announced; it has the
            large place until the next one.
        since: when it took that place.
        ended: when its announcement was over; None while it goes on.
        quiet: whether nothing may sound now.
    """

    hero: Spoken | None = None
    since: float = 0.0
    ended: float | None = None
    quiet: bool = False
    _waiting: deque[Spoken] = field(default_factory=deque)
    _kept_back: list[Spoken] | None = None
    _missed_until: int = 0
    _still: frozenset[tuple[int, int, str]] = frozenset()
    _known: set[tuple[int, int]] = field(default_factory=set)
    _left: deque[Order] = field(default_factory=deque)
    _repeats: deque[Order] = field(default_factory=deque)
    _withdrawn: bool = False

    @property
    def busy(self) -> bool:
        """Whether a call is being announced now."""
        return self.hero is not None and self.ended is None

    @property
    def waiting(self) -> tuple[Spoken, ...]:
        """The calls that wait to be announced, the next one first."""
        return tuple(self._waiting)

    # What is heard

    def know(self, calls: Iterable[Spoken]) -> None:
        """Take calls as announced already: those from before this display began."""
        self._known.update((call.ticket, call.n) for call in calls)

    def keep_back(self) -> None:
        """Announce nothing new until ``catch_up``: the line was cut."""
        if self._kept_back is None:
            self._kept_back = []

    def hear(self, call: Spoken) -> None:
        """Put a call at the end of the line, unless it was there before."""
        if (call.ticket, call.n) in self._known:
            return
        if self._kept_back is not None:
            self._kept_back.append(call)
        elif call.seq > self._missed_until or self._is_still_true(call):
            self._known.add((call.ticket, call.n))
            self._waiting.append(call)

    def catch_up(
        self,
        seq: int,
        still: frozenset[tuple[int, int, str]],
        shown: Iterable[Spoken] = (),
    ) -> None:
        """Go on after a cut.

        Args:
            seq: the last event that the server's answer holds; calls up to it were
                missed, also those that are yet to be heard again.
            still: (ticket, n, counter) of all that are called and did not come yet.
            shown: the calls of the answer, oldest first, for those of which no event
                will tell any more.
        """
        kept, self._kept_back = self._kept_back or [], None
        self._missed_until, self._still = max(seq, self._missed_until), still
        for call in kept:
            self.hear(call)
        for call in shown:
            if self._is_still_true(call):
                self.hear(call)

    def withdraw(self, ticket: int) -> None:
        """Forget a ticket's calls: the clerk has taken them back.

        The one that is being spoken is spoken to its end, but not again, and gives up
        the large place then.
        """
        self._waiting = deque(c for c in self._waiting if c.ticket != ticket)
        if self._kept_back is not None:
            self._kept_back = [c for c in self._kept_back if c.ticket != ticket]
        if self.hero is None or self.hero.ticket != ticket:
            return
        self._repeats.clear()
        self._withdrawn = self.busy
        if not self.busy:
            self.hero = None

    def new_day(self) -> None:
        """Forget the day that is over; what is being spoken is spoken to its end."""
        self._waiting.clear()
        self._known.clear()
        if self.busy and self.hero is not None:
            self._known.add((self.hero.ticket, self.hero.n))
        else:
            self.hero = None

    # What is done about it

    def next(self, now: float) -> Order | None:
        """Return what to do now; None: nothing until the next call is heard.

        Ask again only when the last order has been carried out.
        """
        while True:
            if self._left:
                return self._left.popleft()
            if self._repeats:
                self._repeat()
            elif self.busy and (rest := HERO_LEAST - (now - self.since)) > INSTANT:
                return Pause(rest)
            elif self.busy:
                self._end(now)
            elif self._waiting:
                self._begin(self._waiting.popleft(), now)
            else:
                return None

    def _begin(self, call: Spoken, now: float) -> None:
        self.hero, self.since, self.ended = call, now, None
        if self.quiet:
            return
        sentence = [Say(voice) for voice in call.voice]
        self._left.extend((Chime(), *sentence))
        if sentence:
            self._repeats.extend((Pause(GAP), *sentence))

    def _end(self, now: float) -> None:
        self.ended = now
        if self._withdrawn:
            self.hero, self._withdrawn = None, False

    def _repeat(self) -> None:
        if len(self._waiting) < CROWD:
            self._left.extend(self._repeats)
        self._repeats.clear()

    def _is_still_true(self, call: Spoken) -> bool:
        return (call.ticket, call.n, call.counter) in self._still
