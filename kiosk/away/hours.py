"""Whether the office is open, by the kiosk's own copy of its hours. PURE."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec import structs

from server.protocol.messages import WEEK, Hours, Office
from server.protocol.times import span, stamp

AHEAD = 14
"""Days that are looked at for the next opening."""


def as_of(office: Office, at: datetime) -> Office:
    """Return the office with its services open or closed as they are at a moment.

    `at` is in the office's zone. Quotas and the day's last call are the server's.
    """
    is_open = _is_open(office.hours, at)
    opens = None if is_open else _opens_at(office.hours, at)
    services = [
        structs.replace(
            service,
            open=is_open,
            closed_because=None,
            opens_at=stamp(opens) if opens else None,
        )
        for service in office.services
    ]
    return structs.replace(office, services=services)


def _is_open(hours: Hours, at: datetime) -> bool:
    if hours.always:
        return True
    now = at.time()
    return any(first <= now < last for first, last in _sessions(hours, at.date()))


def _opens_at(hours: Hours, at: datetime) -> datetime | None:
    for ahead in range(AHEAD + 1):
        day = at.date() + timedelta(days=ahead)
        for first, _ in _sessions(hours, day):
            opens = datetime.combine(day, first, at.tzinfo)
            if opens > at:
                return opens
    return None


def _sessions(hours: Hours, day: date) -> Iterator[tuple[time, time]]:
    """Give the sessions of a day."""
    if any(holiday.date == day.isoformat() for holiday in hours.holidays):
        return
    for session in hours.week.get(WEEK[day.weekday()], []):
        yield span(session)
