"""One past day, written as the events that the queue would have made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from server.domain.estimate import told
from server.domain.model import Credit, Office

from .forms import Forms
from .lines import Choice, Lines, Waiting
from .shapes import Clock, Shape, encode
from .world import ABSENT_AFTER, Day

SLIP = 2500
"""Milliseconds from the issue until the slip is known to be out."""

Row = tuple[int, str, bytes]
"""An event: when in milliseconds since 1970, its kind, its body."""
Later = tuple[int, int, Shape, tuple[Any, ...]]
"""An event to come: when in milliseconds since midnight, its rank among those."""


@dataclass(frozen=True)
class Setting:
    """What all days of an office share.

    Attributes:
        means: what a visit takes, in seconds, by service.
        procedures: lists of procedures that a service's tickets carry, encoded.
        counters: the counters' ids, encoded; ``services`` those of the services.
        reasons: the priorities that count, with their credits.
        ranges: the ranges told so far, encoded, by the expected seconds.
    """

    office: Office
    forms: Forms
    means: Mapping[str, float]
    procedures: Mapping[str, Sequence[bytes]]
    counters: Sequence[bytes]
    services: Mapping[str, bytes]
    reasons: Sequence[tuple[str, Credit]]
    ranges: dict[int, bytes] = field(default_factory=dict)


def setting(
    office: Office,
    forms: Forms,
    means: Mapping[str, float],
    procedures: Mapping[str, Sequence[str]],
) -> Setting:
    """Prepare what all days share; ``procedures`` are codes by service."""
    counts = office.order_rules.mode != "fifo"
    return Setting(
        office=office,
        forms=forms,
        means=means,
        procedures={id: _lists(procedures.get(id, ())) for id in office.services},
        counters=[encode(id) for id in office.counters],
        services={id: encode(id) for id in office.services},
        reasons=[(r.id, r.credit) for r in office.priorities.values() if counts],
    )


def _lists(codes: Sequence[str]) -> list[bytes]:
    """Give lists of procedures: none, one, or two of them."""
    lists: list[list[str]] = [[]]
    for first, second in zip(codes, (*codes[1:], *codes[:1]), strict=True):
        lists += [[first], sorted({first, second})]
    return [encode(one) for one in lists]


class PastDay:
    """A reception that writes events.

    Args:
        shared: what all days share.
        day: who comes.
        midnight: when the day begins, with an offset of whole minutes.
        seq: the number of the last event before.
        ticket: the first ticket's id.

    Attributes:
        rows: the events so far.
        seq: the number of the last of them.
        last: when that was, in milliseconds since midnight.
        counts: how many tickets each priority reason had.
    """

    def __init__(
        self, shared: Setting, day: Day, midnight: datetime, seq: int, ticket: int
    ) -> None:
        self.rows: list[Row] = []
        self.seq = seq
        self.last = 0
        self.counts: Counter[str] = Counter()
        self._shared = shared
        self._forms = shared.forms
        self._why = {
            "first_come": shared.forms.first_come,
            "priority": shared.forms.priority,
            "absolute": shared.forms.absolute,
            "cap": shared.forms.cap,
        }
        self._visitors = day.visitors
        self._clock = Clock(midnight)
        self._zero = round(midnight.timestamp() * 1000)
        self._ticket = ticket
        self.numbers: Counter[str] = Counter()
        self._lines = Lines(shared.office)
        self._hand: list[Waiting | None] = [None] * len(shared.counters)
        self._free: set[int] = set()
        self._later: list[Later] = []

    # What the hall tells

    def open(self, counter: int, at: float) -> None:
        """A clerk sits down."""
        clerk = encode(f"clerk-{counter + 1}")
        self._at_counter(self._forms.opened, counter, at, clerk)

    def issue(self, visitor: int, at: float) -> None:
        """A ticket is given, and a priority declared once its number is there."""
        moment, wants = int(at * 1000), self._visitors[visitor]
        shared, service = self._shared, wants.service
        id, quoted = self._ticket, shared.services[service]
        self._ticket = id + 1
        number = self._number(service)
        ahead, expected = self._outlook(service)
        lists = shared.procedures[service]
        papers = lists[id % len(lists)]
        lang = b'"en"' if id % 50 == 0 else b'"vi"'
        wait = self._range(expected)
        text = self._put(
            self._forms.issued,
            moment,
            (id, number, quoted, papers, lang, ahead, wait, expected),
        )
        credit: Credit = 0
        if wants.priority and shared.reasons:
            reason, credit = shared.reasons[id % len(shared.reasons)]
            self.counts[reason] += 1
            declared = (id, number, quoted, encode(credit))
            self._put(self._forms.prioritised, moment, declared)
        place = self._lines.place(moment, credit)
        ticket = Waiting(
            place, id, moment, text, visitor, service, number, expected, credit
        )
        self._lines.join(ticket)
        values = (id, number, quoted)
        heappush(self._later, (moment + SLIP, id, self._forms.printed, values))

    def call(self, counter: int, at: float) -> int | None:
        """Whoever the order says is called."""
        choice = self._lines.call(counter)
        if choice is None:
            self._free.add(counter)
            return None
        self._free.discard(counter)
        moment, ticket = int(at * 1000), choice.ticket
        self._hand[counter] = ticket
        named = self._named(ticket)
        id = self._shared.counters[counter]
        why = (ticket.text, choice.waiting, *_figure(choice))
        figures = (choice.streak, (moment - ticket.issued) // 1000, ticket.expected)
        has = self._has_priority(ticket)
        self._put(self._why[choice.rule], moment, (*named, id, 1, has, *why, *figures))
        if not self._visitors[ticket.visitor].comes:
            again = moment + int(ABSENT_AFTER * 500)
            values = (*named, id, 2, has, choice.streak)
            heappush(self._later, (again, ticket.id, self._forms.recalled, values))
        return ticket.visitor

    def start(self, counter: int, at: float) -> None:
        """Who was called has come."""
        self._step(self._forms.started, counter, at)

    def finish(self, counter: int, at: float) -> None:
        """The visit is over."""
        self._step(self._forms.done, counter, at)

    def no_show(self, counter: int, at: float) -> None:
        """Who was called did not come."""
        self._step(self._forms.no_show, counter, at)

    def pause(self, counter: int, at: float) -> None:
        """The clerk's break."""
        self._at_counter(self._forms.paused, counter, at)

    def resume(self, counter: int, at: float) -> None:
        """The clerk is back."""
        self._at_counter(self._forms.resumed, counter, at)

    def close(self, counter: int, at: float) -> None:
        """The clerk leaves."""
        self._lines.leave(counter)
        self._at_counter(self._forms.closed, counter, at)

    def end(self) -> None:
        """Let the slips come out that still do, and expire who still waits."""
        moment = self.last + SLIP
        self._flush(moment)
        for ticket in self._lines.left():
            self._put(self._forms.expired, moment, self._named(ticket))

    # Pieces

    def _has_priority(self, ticket: Waiting) -> bytes:
        declared = self._visitors[ticket.visitor].priority and self._shared.reasons
        return encode(bool(declared))

    def _step(self, form: Shape, counter: int, at: float) -> None:
        ticket = self._hand[counter]
        assert ticket is not None
        id = self._shared.counters[counter]
        self._put(form, int(at * 1000), (*self._named(ticket), id))

    def _named(self, ticket: Waiting) -> tuple[int, bytes, bytes]:
        return ticket.id, ticket.number, self._shared.services[ticket.service]

    def _at_counter(self, form: Shape, counter: int, at: float, *values: bytes) -> None:
        self._free.discard(counter)
        id = self._shared.counters[counter]
        self._put(form, int(at * 1000), (id, *values))

    def _put(self, form: Shape, moment: int, values: tuple[Any, ...]) -> bytes:
        """Write an event, after those that came due before; give its time in words."""
        if self._later and self._later[0][0] <= moment:
            self._flush(moment)
        self.seq += 1
        self.last = moment
        text = self._clock.text(moment)
        body = form.template % (self.seq, text, *values)
        self.rows.append((self._zero + moment, form.kind, body))
        return text

    def _flush(self, moment: int) -> None:
        while self._later and self._later[0][0] <= moment:
            at, _, form, values = heappop(self._later)
            self._put(form, at, values)

    def _number(self, service: str) -> bytes:
        prefix = self._shared.office.services[service].prefix
        self.numbers[prefix] += 1
        return b'"%b%03d"' % (prefix.encode(), self.numbers[prefix])

    def _outlook(self, service: str) -> tuple[int, int]:
        """Give how many are ahead, and the wait in seconds: (ahead + 1) x mean / c."""
        counters = self._lines.served[service]
        if not self._free.isdisjoint(counters):
            return 0, 0
        ahead = min((self._lines.waiting[n] for n in counters), default=0)
        mean = self._shared.means[service]
        return ahead, round((ahead + 1) * mean / max(1, len(counters)))

    def _range(self, expected: int) -> bytes:
        known = self._shared.ranges.get(expected)
        if known is None:
            known = self._shared.ranges[expected] = encode(told(expected))
        return known


def _figure(choice: Choice) -> tuple[bytes, ...]:
    """Give the figure that belongs to the reason of a call."""
    if choice.rule == "priority":
        return (encode(choice.ticket.credit),)
    if choice.rule == "cap":
        return (b"%d" % choice.before,)
    return ()
