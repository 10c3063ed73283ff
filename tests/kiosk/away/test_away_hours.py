"""Open or closed by the kiosk's own copy of the hours. PURE."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from kiosk.away.hours import as_of
from server.protocol.messages import Hours
from tests.kiosk.kiosk_office import closed_office, office

ZONE = timezone(timedelta(hours=7))


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026; the 23rd is a Monday, and the 24th a holiday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{clock}:00+07:00")


@pytest.mark.parametrize(
    ("day", "clock", "opens"),
    [
        (23, "07:30", None),
        (23, "11:59", None),
        (23, "12:00", "2026-11-23T13:00:00.000+07:00"),
        (23, "06:00", "2026-11-23T07:30:00.000+07:00"),
        (23, "16:30", "2026-11-25T07:30:00.000+07:00"),
        (24, "09:00", "2026-11-25T07:30:00.000+07:00"),
        (29, "09:00", "2026-11-30T07:30:00.000+07:00"),
    ],
)
def test_services_are_open_in_the_hours(day: int, clock: str, opens: str) -> None:
    whole = as_of(closed_office(), at(day, clock))
    assert {s.open for s in whole.services} == {opens is None}
    assert {s.opens_at for s in whole.services} == {opens}
    assert {s.closed_because for s in whole.services} == {None}


def test_an_office_may_be_open_always_or_never() -> None:
    always = office(hours=Hours(always=True, week={}, holidays=[]))
    assert all(s.open for s in as_of(always, at(29, "03:00")).services)
    never = office(hours=Hours(always=False, week={}, holidays=[]))
    closed = as_of(never, at(23, "09:00")).services[0]
    assert (closed.open, closed.opens_at) == (False, None)


def test_a_holiday_has_no_hours_though_its_weekday_has() -> None:
    hours = office().hours
    week = {**hours.week, "tuesday": ["07:30-24:00"]}
    whole = office(hours=Hours(always=False, week=week, holidays=hours.holidays))
    assert not as_of(whole, at(24, "09:00")).services[0].open
    assert as_of(whole, datetime(2026, 12, 1, 23, 59, tzinfo=ZONE)).services[0].open
