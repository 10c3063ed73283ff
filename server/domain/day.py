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


def turn(desk: Desk, now: datetime) -> Sequence[events.Event]:
    """Close the old business day and open the new one, if the calendar says so."""
    today = calendar.business_day(desk.office, now)
    if desk.day is not None and not _is_over(desk, desk.day, today, now):
        return ()
    pen = Pen(desk, now)
    if desk.day is not None:
        _close(desk, desk.day, pen)
    previous = desk.day if desk.day is None or today > desk.day else desk.previous
    pen.write(
        events.DayOpened,
        day=today.isoformat(),
        first_ticket=desk.next_ticket,
        previous=previous.isoformat() if previous else None,
        means={id: round(mean, 1) for id, mean in desk.visits.means().items()},
    )
    return pen.written


def _is_over(desk: Desk, day: date, today: date, now: datetime) -> bool:
    """Whether the desk's day is over.

    A day that was opened never opens again: a clock that runs back keeps the day. Only
    when the clock had run ahead and shows a day after the last real one again, that
    one begins. Midnight with people inside waits until they have gone.
    """
    if today > day:
        here = now.astimezone(desk.office.zone)
        latest = datetime.combine(day + timedelta(days=1), LATEST, desk.office.zone)
        return here >= latest or not desk.someone_inside()
    return desk.previous is not None and desk.previous < today < day


def _close(desk: Desk, day: date, pen: Pen) -> None:
    for ticket in desk.unfinished():
        pen.of(events.TicketExpired, ticket, counter=ticket.counter)
    for counter in desk.counters.values():
        if counter.state is not CounterState.CLOSED:
            pen.write(events.CounterClosed, counter=counter.id)
    pen.write(events.DayClosed, day=day.isoformat())
