"""Past days, written into a data folder that no server has open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from random import Random

from server.domain.events import DayClosed, DayOpened, Event
from server.domain.model import Office
from server.storage.bulk import Bulk

from .forms import forms
from .hall import play
from .past import PastDay, Setting, setting
from .setup import fitted, hours_of, kinds_of
from .shapes import encode
from .world import NO_SHOWS, PRIORITY, Day, Plan, a_day

PER_DAY = 300
"""Tickets a day unless asked otherwise."""
Tell = Callable[[int], None]
"""Is told how many tickets have been written."""


@dataclass(frozen=True)
class Written:
    """What was written: tickets, their events, and the days from first to last."""

    tickets: int
    events: int
    first: date
    last: date


def write(
    bulk: Bulk,
    office: Office,
    procedures: Mapping[str, Sequence[str]],
    tickets: int,
    last: date,
    chance: Random,
    *,
    per_day: int = PER_DAY,
    tell: Tell = lambda done: None,
) -> Written:
    """Write so many tickets with their whole lives, the newest on the day ``last``.

    The last day is left open, as it is when a server stops: the next start closes it.

    Args:
        procedures: codes of the procedures that tickets may carry, by service.
        per_day: how many come on an average day.
        tell: is told of the progress, day by day.

    Raises:
        ValueError: there are no such days: the office is always shut, or the first
            would lie before the year 1.
        OSError: the disk is full or fails.
    """
    days = past_days(office, -(-tickets // per_day), last)
    kinds = fitted(kinds_of(office), len(office.counters), per_day)
    means = {kind.id: kind.mean for kind in kinds}
    shared = setting(office, forms(), means, procedures)
    writer = _Writer(bulk, shared)
    for n, (day, hours) in enumerate(days):
        left = tickets - writer.tickets
        plan = Plan(
            hours,
            left / (len(days) - n),
            kinds,
            len(office.counters),
            NO_SHOWS,
            PRIORITY,
        )
        writer.idle_until(day)
        exactly = left if n == len(days) - 1 else None
        writer.write(day, _a_day(plan, chance, exactly, left))
        tell(writer.tickets)
    return Written(tickets, bulk.seq, days[0][0], last)


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
    """Writes day after day; days without visitors turn at midnight all the same."""

    def __init__(self, bulk: Bulk, shared: Setting) -> None:
        self.tickets = 0
        self._bulk = bulk
        self._shared = shared
        self._zone = shared.office.zone
        self._day: date | None = None

    def idle_until(self, day: date) -> None:
        """Let the days turn that lie between the last one written and this one."""
        while self._day is not None and self._day < day - timedelta(days=1):
            self._turn(self._day + timedelta(days=1))

    def write(self, day: date, come: Day) -> None:
        """Write one day."""
        self._turn(day)
        midnight = datetime.combine(day, time(), _offset(self._zone, day))
        past = PastDay(self._shared, come, midnight, self._bulk.seq, self.tickets + 1)
        play(come, past)
        past.end()
        self._bulk.append(past.rows)
        self._bulk.count_reasons(day.isoformat(), past.counts)
        self.tickets += len(come.visitors)

    def _turn(self, day: date) -> None:
        """Close the day before and open this one, at midnight."""
        at = datetime.combine(day, time(), self._zone)
        if _offset(self._zone, day) is UTC:
            at = at.astimezone(UTC)
        events: list[Event] = []
        before, seq = self._day, self._bulk.seq + 1
        if before is not None:
            events.append(DayClosed(seq=seq, at=at, day=before.isoformat()))
            seq += 1
        opened = DayOpened(
            seq=seq,
            at=at,
            day=day.isoformat(),
            first_ticket=self.tickets + 1,
            previous=before.isoformat() if before else None,
            means={id: round(mean, 1) for id, mean in self._shared.means.items()},
        )
        events.append(opened)
        moment = round(at.timestamp() * 1000)
        self._bulk.append([(moment, one.kind, encode(one)) for one in events])
        self._bulk.open_day(opened.day, opened.seq, opened.first_ticket)
        self._day = day


def _offset(zone: tzinfo, day: date) -> timezone:
    """Give a day's offset from UTC at noon; UTC where it is no whole minutes.

    Before there were time zones an offset had seconds, which no event can tell.
    """
    offset = datetime.combine(day, time(12), zone).utcoffset() or timedelta()
    return timezone(offset) if offset % timedelta(minutes=1) == timedelta() else UTC
