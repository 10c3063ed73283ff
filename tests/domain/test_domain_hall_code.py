"""The hall's code over time: a property of key and time alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as some

from server.domain import hall_code
from server.domain.hall_code import ACCEPTED, PERIOD

KEYS = some.binary(min_size=32, max_size=32)
MOMENTS = some.datetimes(
    datetime(2026, 1, 1), datetime(2060, 1, 1), timezones=some.just(UTC)
)
VIETNAM = timezone(timedelta(hours=7))


@given(KEYS, MOMENTS, some.floats(0, 3 * PERIOD))
def test_a_code_counts_until_it_ends_and_not_after(
    key: bytes, at: datetime, later: float
) -> None:
    code, ends = hall_code.shown(key, at), hall_code.ends_at(at)
    then = at + timedelta(seconds=later)
    newer = hall_code.accepted(key, then)
    assert hall_code.is_right(key, code, then) is (then < ends or code in newer)
    assert len(code) == hall_code.DIGITS
    assert code.isdecimal()


@given(KEYS, MOMENTS)
def test_whoever_sees_a_code_has_at_least_a_whole_period_to_type_it(
    key: bytes, at: datetime
) -> None:
    left = hall_code.ends_at(at) - at
    assert timedelta(seconds=PERIOD) < left <= timedelta(seconds=ACCEPTED * PERIOD)
    assert at < hall_code.changes_at(at) <= at + timedelta(seconds=PERIOD)
    just_before = hall_code.changes_at(at) - timedelta(milliseconds=1)
    assert hall_code.shown(key, just_before) == hall_code.shown(key, at)


@given(KEYS, MOMENTS)
def test_the_code_is_that_of_the_moment_in_every_zone(key: bytes, at: datetime) -> None:
    here = at.astimezone(VIETNAM)
    assert hall_code.shown(key, here) == hall_code.shown(key, at)
    assert hall_code.ends_at(here) == hall_code.ends_at(at)
    assert hall_code.ends_at(here).utcoffset() == timedelta(hours=7)


def test_a_day_of_codes_is_like_drawn_by_lot() -> None:
    start = datetime(2026, 11, 24, tzinfo=UTC)
    day = [start + timedelta(seconds=PERIOD * n) for n in range(24 * 3600 // PERIOD)]
    codes = [hall_code.shown(b"k" * 32, at) for at in day]
    assert len(set(codes)) > len(codes) - 3
    assert {code[0] for code in codes} == set("0123456789")
    assert codes != [hall_code.shown(b"l" * 32, at) for at in day]


@given(KEYS, MOMENTS, some.text(max_size=8))
def test_nothing_else_is_right(key: bytes, at: datetime, typed: str) -> None:
    good = hall_code.accepted(key, at)
    assert hall_code.is_right(key, typed, at) is (typed in good)
