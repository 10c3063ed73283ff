from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.calendar import (
    business_day,
    closes_at,
    is_open,
    opens_at,
    quota_left,
    quota_opens_again,
    reach,
    sessions,
)
from server.domain.model import Hours, Quota, Season, Session
from tests.offices import AFTERNOON, MONDAY, MORNING, WEEK, ZONE, office, service

HOURS = Hours(WEEK, holidays={date(2026, 11, 24): {"vi": "Ngày Văn hóa Việt Nam"}})


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def test_the_business_day_is_that_of_the_office() -> None:
    late_in_london = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
    assert business_day(office(), late_in_london) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, 7, 29), False),
        (at(23, 7, 30), True),
        (at(23, 11, 59), True),
        (at(23, 12, 0), False),
        (at(23, 13, 0), True),
        (at(23, 16, 30), False),
        (at(24, 9, 0), False),
        (at(22, 9, 0), False),
    ],
)
def test_tickets_are_given_within_the_hours(moment: datetime, expected: bool) -> None:
    assert is_open(office(hours=HOURS), moment) is expected


def test_the_next_opening_skips_lunch_nights_holidays_and_weekends() -> None:
    where = office(hours=HOURS)
    assert opens_at(where, at(23, 6)) == at(23, 7, 30)
    assert opens_at(where, at(23, 12)) == at(23, 13)
    assert opens_at(where, at(23, 17, 20)) == at(25, 7, 30)
    assert opens_at(where, at(27, 17)) == at(30, 7, 30)


def test_an_office_without_hours_is_always_open_and_one_without_sessions_never() -> (
    None
):
    assert is_open(office(), at(22, 3))
    never = office(hours=Hours({}))
    assert not is_open(never, MONDAY)
    assert opens_at(never, MONDAY) is None


def test_a_season_replaces_the_week_also_over_the_new_year() -> None:
    summer = Season((4, 16), (10, 15), {0: (Session(time(7), time(11, 30)),)})
    winter = Season((12, 1), (1, 31), {})
    hours = Hours(WEEK, seasons=(summer, winter))
    assert sessions(hours, date(2026, 6, 1)) == (Session(time(7), time(11, 30)),)
    assert sessions(hours, date(2026, 12, 7)) == ()
    assert sessions(hours, date(2027, 1, 4)) == ()
    assert sessions(hours, date(2026, 11, 23)) == (MORNING, AFTERNOON)


def test_a_session_that_closes_before_it_opens_cannot_be() -> None:
    with pytest.raises(ValueError, match="closes before it opens"):
        Session(time(12), time(7))
    assert str(MORNING) == "07:30-12:00"


# Swapped days


def test_a_swapped_saturday_follows_the_plan_of_the_day_it_stands_for() -> None:
    saturday, monday = date(2026, 11, 28), date(2026, 11, 30)
    hours = Hours(WEEK, holidays={saturday: {"vi": "x"}}, swapped={saturday: monday})
    assert sessions(hours, saturday) == (MORNING, AFTERNOON)
    assert sessions(hours, monday) == ()
    where = office(hours=hours)
    assert opens_at(where, at(27, 17)) == at(28, 7, 30)


# Closing


def test_the_day_closes_with_its_last_session() -> None:
    where = office(hours=HOURS)
    assert closes_at(where, at(23, 9)) == at(23, 16, 30)
    assert closes_at(where, at(22, 9)) is None
    assert closes_at(office(), at(23, 9)) is None


def test_open_time_is_reckoned_without_lunch() -> None:
    where = office(hours=HOURS)
    assert reach(where, at(23, 9), 600) == at(23, 9, 10)
    assert reach(where, at(23, 11, 50), 1200) == at(23, 13, 10)
    assert reach(where, at(23, 12, 30), 60) == at(23, 13, 1)
    assert reach(where, at(23, 16, 20), 600) == at(23, 16, 30)
    assert reach(where, at(23, 16, 20), 601) is None
    assert reach(where, at(22, 9), 1) is None
    assert reach(office(), at(22, 9), 60) == at(22, 9, 1)


@given(
    minute=st.integers(0, 7 * 24 * 60),
    seconds=st.integers(0, 20_000),
    more=st.integers(1, 5000),
)
def test_more_waiting_is_never_reached_earlier(
    minute: int, seconds: int, more: int
) -> None:
    where = office(hours=HOURS)
    now = at(23, 0) + timedelta(minutes=minute)
    soon, later = reach(where, now, seconds), reach(where, now, seconds + more)
    if later is not None:
        assert soon is not None
        assert now <= soon < later <= (closes_at(where, now) or now)
    if soon is not None and seconds > 0:
        assert soon - now >= timedelta(seconds=seconds)


@given(minute=st.integers(0, 14 * 24 * 60))
def test_hours_agree_with_each_other(minute: int) -> None:
    where = office(hours=HOURS)
    now = at(16, 0) + timedelta(minutes=minute)
    if is_open(where, now):
        closing = closes_at(where, now)
        assert closing is not None
        assert now < closing
    opening = opens_at(where, now)
    assert opening is not None
    assert opening > now
    assert is_open(where, opening)
    assert not is_open(where, opening - timedelta(minutes=1))


DAY_MINUTES = 24 * 60


@st.composite
def plans(draw: st.DrawFn) -> dict[int, tuple[Session, ...]]:
    """Weeks whose sessions do not overlap, as the settings demand."""
    edges = st.sets(st.integers(0, DAY_MINUTES - 1), max_size=6).map(sorted)
    return {day: _sessions_of(draw(edges)) for day in draw(st.sets(st.integers(0, 6)))}


def _sessions_of(minutes: list[int]) -> tuple[Session, ...]:
    times = [time(minute // 60, minute % 60) for minute in minutes]
    return tuple(map(Session, times[::2], times[1::2]))


days = st.dates(date(2026, 11, 2), date(2026, 12, 20))
year_days = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(
    lambda day: (day.month, day.day)
)
plans_of_the_year = st.builds(
    Hours,
    week=plans(),
    holidays=st.dictionaries(days, st.just({"vi": "x"}), max_size=5),
    seasons=st.lists(
        st.builds(Season, first=year_days, last=year_days, week=plans()), max_size=2
    ).map(tuple),
    swapped=st.dictionaries(days, days, max_size=3),
)


@given(hours=plans_of_the_year, day=days, minute=st.integers(0, DAY_MINUTES - 1))
def test_any_hours_agree_with_each_other(hours: Hours, day: date, minute: int) -> None:
    where = office(hours=hours)
    now = datetime.combine(day, time(minute // 60, minute % 60), ZONE)
    today = sessions(hours, day)
    for before, after in pairwise(today):
        assert before.closes <= after.opens
    closing = closes_at(where, now)
    assert (closing is None) == (not today)
    if is_open(where, now):
        assert closing is not None
        assert now < closing
        assert not is_open(where, closing)
    opening = opens_at(where, now)
    if opening is not None:
        assert opening > now
        assert is_open(where, opening)
    step = timedelta(minutes=1)
    if not is_open(where, now) and is_open(where, now + step):
        assert opening == now + step


@given(hours=plans_of_the_year, day=days)
def test_a_day_is_its_swap_then_its_holiday_then_its_week(
    hours: Hours, day: date
) -> None:
    given_away = day in hours.swapped.values()
    if day in hours.swapped:
        usual = replace(hours, holidays={}, swapped={})
        plan = hours.swapped[day]
        if not hours.seasons:
            assert sessions(hours, day) == sessions(usual, plan)
    elif day in hours.holidays or given_away:
        assert sessions(hours, day) == ()
    else:
        assert sessions(hours, day) == sessions(
            Hours(hours.week, seasons=hours.seasons), day
        )


# Quotas

PARTS = replace(
    service("copies", "A"),
    quotas=(Quota(None, time(12), 2), Quota(time(13), None, 1), Quota(None, None, 3)),
)


def test_a_quota_counts_its_part_of_the_day() -> None:
    assert quota_left(service("copies", "A"), [at(23, 8)], at(23, 9)) is None
    assert quota_left(PARTS, [at(23, 8)], at(23, 9)) == 1
    assert quota_left(PARTS, [at(23, 8), at(23, 9)], at(23, 10)) == 0
    assert quota_left(PARTS, [at(23, 8), at(23, 9)], at(23, 13)) == 1
    assert quota_left(PARTS, [at(23, 8), at(23, 9), at(23, 13)], at(23, 14)) == 0


def test_when_there_are_tickets_again() -> None:
    where = office(hours=HOURS)
    two = [at(23, 8), at(23, 9)]
    assert quota_opens_again(where, PARTS, two, at(23, 10)) == at(23, 13)
    assert quota_opens_again(where, PARTS, [*two, at(23, 13)], at(23, 14)) is None
    assert quota_opens_again(where, PARTS, [*two, at(23, 9, 30)], at(23, 10)) is None
    night = replace(PARTS, quotas=(Quota(None, time(17), 0),))
    assert quota_opens_again(where, night, [], at(23, 10)) is None


quotas = st.builds(
    Quota,
    opens=st.none() | st.times(time(0), time(11, 59)),
    closes=st.none() | st.times(time(12), time(23, 59)),
    tickets=st.integers(0, 5),
)
moments = st.integers(0, DAY_MINUTES - 1).map(lambda m: at(23, m // 60, m % 60))


@given(
    parts=st.lists(quotas, max_size=3),
    issued=st.lists(moments, max_size=12),
    now=moments,
)
def test_what_is_left_is_never_less_than_nothing_and_shrinks(
    parts: list[Quota], issued: list[datetime], now: datetime
) -> None:
    limited = replace(PARTS, quotas=tuple(parts))
    left = quota_left(limited, issued, now)
    assert (left is None) == (not any(part.holds(now.time()) for part in parts))
    if left is None:
        return
    assert 0 <= left <= max(part.tickets for part in parts)
    assert quota_left(limited, [*issued, now], now) == max(0, left - 1)


@given(
    parts=st.lists(quotas, max_size=3),
    issued=st.lists(moments, max_size=12),
    now=moments,
)
def test_where_tickets_are_promised_there_are_some(
    parts: list[Quota], issued: list[datetime], now: datetime
) -> None:
    where, limited = office(hours=HOURS), replace(PARTS, quotas=tuple(parts))
    again = quota_opens_again(where, limited, issued, now)
    if again is not None:
        assert now < again < at(24, 0)
        assert is_open(where, again)
        assert quota_left(limited, issued, again) != 0
