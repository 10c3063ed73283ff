"""When a business day ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from . import calendar, events
from .desk import Desk
from .model import CounterState
from .pen import Pen

LATEST = time(4)
"""Until this hour of the next morning a day waits for the last citizen to leave."""
REMEMBERED = 10
"""So many days know their last numbers; a clock may have run ahead over all but one."""


def turn(desk: Desk, now: datetime) -> Sequence[events.Event]:
    """Close the old business day and open the new one, if the calendar says so.

    A day that comes again goes on with its numbers: none is given twice.
    """
    today = calendar.business_day(desk.office, now)
    if desk.day is not None and not _is_over(desk, desk.day, today, now):
        return ()
    pen = Pen(desk, now)
    given = dict(desk.given)
    if desk.day is not None:
        _close(desk, desk.day, pen)
        given[desk.day] = desk.last_number
    newest = sorted(given, reverse=True)[:REMEMBERED]
    pen.write(
        events.DayOpened,
        day=today.isoformat(),
        first_ticket=desk.next_ticket,
        given={day.isoformat(): dict(given[day]) for day in sorted(newest)},
        means={id: round(mean, 1) for id, mean in desk.visits.means().items()},
    )
    return pen.written


def _is_over(desk: Desk, day: date, today: date, now: datetime) -> bool:
    """Whether the desk's day is over.

    Midnight with people inside waits until they have gone, until four in the morning.
    A clock that shows an earlier day had run ahead, if a day of the office lies before
    that one or nobody has a ticket yet; else it has lost the time, and the day stays.
    """
    if today == day:
        return False
    if today < day:
        ran_ahead = not desk.tickets or any(known <= today for known in desk.given)
        return ran_ahead and not desk.someone_inside()
    here = now.astimezone(desk.office.zone)
    latest = datetime.combine(day + timedelta(days=1), LATEST, desk.office.zone)
    return here >= latest or not desk.someone_inside()


def _close(desk: Desk, day: date, pen: Pen) -> None:
    for ticket in desk.unfinished():
        pen.of(events.TicketExpired, ticket, counter=ticket.counter)
    for counter in desk.counters.values():
        if counter.state is not CounterState.CLOSED:
            pen.write(events.CounterClosed, counter=counter.id)
    pen.write(events.DayClosed, day=day.isoformat())
