"""Past days, written into a data folder that no server has open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from random import Random
from typing import NamedTuple

from server.domain.day import REMEMBERED
from server.domain.events import DayClosed, DayOpened, Event
from server.domain.model import Office
from server.storage.bulk import Bulk

from .elsewhere import elsewhere
from .forms import forms
from .hall import play
from .past import PastDay, Row, Setting, setting
from .setup import fitted, hours_of, kinds_of
from .shapes import encode
from .world import NO_SHOWS, PRIORITY, Day, Plan, a_day

PER_DAY = 300
"""Tickets a day unless asked otherwise."""
LONG = 100_000
"""Tickets from which on a second process is worth its start."""
Tell = Callable[[int], None]
"""Is told how many tickets have been written."""


@dataclass(frozen=True)
class Written:
    """What was written: tickets, their events, and the days from first to last."""

    tickets: int
    events: int
    first: date
    last: date


class Batch(NamedTuple):
    """One day that turned: its events, and what the journal notes beside them.

    Attributes:
        day: the business day; its first event is ``first_seq``.
        reasons: how many tickets it had for each priority reason.
        tickets: how many tickets there are up to here.
    """

    rows: list[Row]
    day: str
    first_seq: int
    first_ticket: int
    reasons: dict[str, int]
    tickets: int


@dataclass(frozen=True)
class Order:
    """What shall be written.

    Attributes:
        procedures: codes of the procedures that tickets may carry, by service.
        tickets: how many; the newest are of the day ``last``.
        seed: another number makes other days.
        per_day: how many come on an average day.
    """

    office: Office
    procedures: Mapping[str, Sequence[str]]
    tickets: int
    last: date
    seed: int = 1
    per_day: int = PER_DAY

    def days(self) -> list[tuple[date, Sequence[tuple[float, float]]]]:
        """Give the days with their hours.

        Raises:
            ValueError: there are no such days: the office is always shut, or the
                first would lie before the year 1.
        """
        return past_days(self.office, -(-self.tickets // self.per_day), self.last)


def write(bulk: Bulk, order: Order, *, tell: Tell = lambda done: None) -> Written:
    """Write past tickets with their whole lives.

    The last day is left open, as it is when a server stops: the next start closes it.
    A long past is made in a process of its own, while this one writes.

    Raises:
        ValueError: there are no such days.
        OSError: the disk is full or fails.
    """
    first = order.days()[0][0]
    with ExitStack() as stack:
        if order.tickets < LONG:
            made = batches(order)
        else:
            made = stack.enter_context(elsewhere(batches, order))
        for batch in made:
            bulk.append(batch.rows)
            bulk.open_day(batch.day, batch.first_seq, batch.first_ticket)
            bulk.count_reasons(batch.day, batch.reasons)
            tell(batch.tickets)
    return Written(order.tickets, bulk.seq, first, order.last)


def batches(order: Order) -> Iterator[Batch]:
    """Make the past, day by day."""
    office, days = order.office, order.days()
    kinds = fitted(kinds_of(office), len(office.counters), order.per_day)
    means = {kind.id: kind.mean for kind in kinds}
    writer = _Writer(setting(office, forms(), means, order.procedures))
    chance = Random(order.seed)
    for n, (day, hours) in enumerate(days):
        left = order.tickets - writer.tickets
        visits = left / (len(days) - n)
        plan = Plan(hours, visits, kinds, len(office.counters), NO_SHOWS, PRIORITY)
        yield from writer.idle_until(day)
        exactly = left if n == len(days) - 1 else None
        yield writer.day(day, _a_day(plan, chance, exactly, left))


def past_days(
    office: Office, count: int, last: date
) -> list[tuple[date, Sequence[tuple[float, float]]]]:
    """Give the newest working days up to ``last``, oldest first, with their hours."""
    found: list[tuple[date, Sequence[tuple[float, float]]]] = []
    day = last
    while len(found) < count:
        hours = hours_of(office, day)
        if hours:
            found.append((day, hours))
        elif (last - day).days > 400 and not found:
            raise ValueError("the office is never open")
        if day == date.min:
            raise ValueError("there are not so many days")
        day -= timedelta(days=1)
    return found[::-1]


def _a_day(plan: Plan, chance: Random, exactly: int | None, most: int) -> Day:
    """Make a day with exactly so many visitors, or at most so many."""
    day = a_day(plan, chance)
    while exactly is not None and len(day.visitors) < exactly:
        plan = replace(plan, visits=plan.visits * 1.2 + 1)
        day = a_day(plan, chance)
    wanted = min(most, len(day.visitors)) if exactly is None else exactly
    if wanted == len(day.visitors):
        return day
    kept = sorted(chance.sample(range(len(day.visitors)), wanted))
    return replace(day, visitors=[day.visitors[n] for n in kept])


class _Writer:
    """Makes day after day; days without visitors turn at midnight all the same."""

    def __init__(self, shared: Setting) -> None:
        self.tickets = 0
        self._shared = shared
        self._zone = shared.office.zone
        self._seq = 0
        self._day: date | None = None
        self._given: dict[str, dict[str, int]] = {}

    def idle_until(self, day: date) -> Iterator[Batch]:
        """Let the days turn that lie between the last one made and this one."""
        while self._day is not None and self._day < day - timedelta(days=1):
            idle = self._day + timedelta(days=1)
            opened, rows = self._turn(idle)
            yield self._batch(opened, rows, {})

    def day(self, day: date, come: Day) -> Batch:
        """Make one day."""
        opened, rows = self._turn(day)
        midnight = datetime.combine(day, time(), _offset(self._zone, day))
        past = PastDay(self._shared, come, midnight, self._seq, self.tickets + 1)
        play(come, past)
        past.end()
        self._given[opened.day] = dict(past.numbers)
        self._seq = past.seq
        self.tickets += len(come.visitors)
        return self._batch(opened, rows + past.rows, dict(past.counts))

    def _batch(
        self, opened: DayOpened, rows: list[Row], reasons: dict[str, int]
    ) -> Batch:
        first = opened.first_ticket
        return Batch(rows, opened.day, opened.seq, first, reasons, self.tickets)

    def _turn(self, day: date) -> tuple[DayOpened, list[Row]]:
        """Close the day before and open this one, at midnight."""
        at = datetime.combine(day, time(), self._zone)
        if _offset(self._zone, day) is UTC:
            at = at.astimezone(UTC)
        before, events = self._day, list[Event]()
        if before is not None:
            self._given.setdefault(before.isoformat(), {})
            while len(self._given) > REMEMBERED:
                del self._given[min(self._given)]
            self._seq += 1
            events.append(DayClosed(seq=self._seq, at=at, day=before.isoformat()))
        self._seq += 1
        opened = DayOpened(
            seq=self._seq,
            at=at,
            day=day.isoformat(),
            first_ticket=self.tickets + 1,
            given=dict(self._given),
            means={id: round(mean, 1) for id, mean in self._shared.means.items()},
        )
        events.append(opened)
        moment = round(at.timestamp() * 1000)
        self._day = day
        return opened, [(moment, one.kind, encode(one)) for one in events]


def _offset(zone: tzinfo, day: date) -> timezone:
    """Give a day's offset from UTC at noon; UTC where it is no whole minutes.

    Before there were time zones an offset had seconds, which no event can tell.
    """
    offset = datetime.combine(day, time(12), zone).utcoffset() or timedelta()
    return timezone(offset) if offset % timedelta(minutes=1) == timedelta() else UTC
