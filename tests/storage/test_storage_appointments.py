"""Appointments on disk: booked once, found, cancelled, forgotten; two who write."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from server.storage.appointments import (
    DIGITS,
    KEPT,
    AppointmentStore,
    Booked,
    CodeTaken,
    KeyUsed,
    random_code,
)
from tests.offices import MONDAY, ZONE

DAY = MONDAY.date()
AT = MONDAY.replace(hour=9, minute=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.db"


@pytest.fixture
def store(path: Path) -> Iterator[AppointmentStore]:
    with closing(AppointmentStore(path, ZONE)) as store:
        yield store


def test_a_code_is_six_digits() -> None:
    codes = {random_code() for _ in range(200)}
    assert all(len(code) == DIGITS and code.isdigit() for code in codes)
    assert len(codes) > 190


def test_what_is_added_is_found_and_outlives_the_process(
    store: AppointmentStore, path: Path
) -> None:
    added = store.add(DAY, AT, "copies", b"one")
    assert added == Booked(DAY, added.code, AT, "copies")
    with closing(AppointmentStore(path, ZONE)) as again:
        assert again.find(DAY, added.code) == added
        assert again.find(DAY + timedelta(days=1), added.code) is None
        assert again.of_day(DAY) == [added]


def test_a_moment_is_kept_in_seconds_and_given_in_the_offices_zone(
    store: AppointmentStore,
) -> None:
    finer = AT.astimezone(UTC) + timedelta(milliseconds=400)
    added = store.add(DAY, finer, "copies", b"one")
    assert added == store.add(DAY, finer, "copies", b"one") == store.of_day(DAY)[0]
    assert added.at == AT
    assert added.at.utcoffset() == timedelta(hours=7)


def test_the_same_key_books_once_and_for_one_thing(store: AppointmentStore) -> None:
    first = store.add(DAY, AT, "copies", b"one")
    assert store.add(DAY, AT, "copies", b"one") == first
    with pytest.raises(KeyUsed):
        store.add(DAY, AT, "births", b"one")
    with pytest.raises(KeyUsed):
        store.add(DAY, AT + timedelta(minutes=5), "copies", b"one")
    assert store.of_day(DAY) == [first]


def test_the_list_of_a_day_goes_by_its_times(store: AppointmentStore) -> None:
    late = store.add(DAY, AT + timedelta(hours=1), "copies", b"a")
    early = store.add(DAY, AT - timedelta(hours=1), "births", b"b")
    store.add(DAY + timedelta(days=1), AT + timedelta(days=1), "copies", b"c")
    assert store.of_day(DAY) == [early, late]


def test_cancelled_stays_cancelled_and_in_the_list(store: AppointmentStore) -> None:
    one = store.add(DAY, AT, "copies", b"one")
    other = store.add(DAY, AT, "copies", b"other")
    gone = store.cancel(DAY, one.code, b"cancel")
    assert gone is not None
    assert gone.cancelled
    assert store.cancel(DAY, one.code, b"cancel") == gone  # the answer was lost
    assert store.cancel(DAY, one.code, b"a colleague") == gone
    assert store.add(DAY, AT, "copies", b"one") == gone  # booked once for ever
    assert store.cancel(DAY, "", b"nobody") is None
    with pytest.raises(KeyUsed):
        store.cancel(DAY, other.code, b"cancel")
    assert {one.cancelled for one in store.of_day(DAY)} == {True, False}


def test_new_codes_are_none_that_any_day_has(path: Path) -> None:
    dice = itertools.chain(["000007", "000007", "000007", "123456"])
    with closing(AppointmentStore(path, ZONE, lambda: next(dice))) as store:
        first = store.add(DAY, AT, "copies", b"a")
        tomorrow = DAY + timedelta(days=1)
        second = store.add(tomorrow, AT + timedelta(days=1), "copies", b"b")
    assert (first.code, second.code) == ("000007", "123456")


def booked(day: date, code: str = "", hour: int = 9) -> Booked:
    at = datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
    return Booked(day, code, at, "copies")


def test_many_are_booked_together_or_none(store: AppointmentStore) -> None:
    wanted = [booked(DAY, hour=10), booked(DAY, "111111"), booked(DAY, hour=8)]
    made = store.add_all(wanted)
    assert [one.at.hour for one in made] == [8, 9, 10]
    assert made[1].code == "111111"
    assert store.of_day(DAY) == made
    with pytest.raises(CodeTaken) as taken:
        store.add_all([booked(DAY), booked(DAY, "111111")])
    assert (taken.value.day, taken.value.code) == (DAY, "111111")
    assert store.of_day(DAY) == made


def test_a_code_given_in_a_list_is_never_made_for_another(path: Path) -> None:
    dice = iter(["111111", "222222"])
    with closing(AppointmentStore(path, ZONE, lambda: next(dice))) as store:
        made = store.add_all([booked(DAY), booked(DAY, "111111", hour=10)])
    assert [one.code for one in made] == ["222222", "111111"]


def test_the_nearest_day_of_a_code_is_found(store: AppointmentStore) -> None:
    days = [DAY + timedelta(days=n) for n in (-2, 1, 5)]
    store.add_all([booked(day, "111111") for day in days])
    store.add_all([booked(DAY - timedelta(days=3), "222222")])

    def nearest(day: date, code: str) -> date | None:
        found = store.find_nearest(day, code)
        return found.day if found else None

    assert nearest(DAY, "111111") == days[1]
    assert nearest(days[1], "111111") == days[1]
    assert nearest(DAY + timedelta(days=2), "111111") == days[2]
    assert nearest(DAY + timedelta(days=9), "111111") == days[2]
    assert nearest(DAY, "222222") == DAY - timedelta(days=3)
    assert nearest(DAY, "333333") is None


def test_old_days_are_deleted(store: AppointmentStore) -> None:
    oldest, older = DAY - KEPT, DAY - KEPT - timedelta(days=1)
    store.add_all([booked(oldest), booked(older)])
    for _ in range(2):
        store.forget(DAY)
        assert len(store.of_day(oldest)) == 1
        assert store.of_day(older) == []


def test_two_write_beside_each_other(store: AppointmentStore, path: Path) -> None:
    with closing(AppointmentStore(path, ZONE)) as other:
        mine = store.add(DAY, AT, "copies", b"mine")
        theirs = other.add(DAY, AT, "copies", b"theirs")
        assert {one.code for one in store.of_day(DAY)} == {mine.code, theirs.code}
        other.cancel(DAY, mine.code, b"cancel")
        found = store.find(DAY, mine.code)
        assert found is not None
        assert found.cancelled


def test_nothing_of_a_person_has_a_place(store: AppointmentStore, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(appointment)")}
    assert columns == {"day", "code", "at", "service", "cancelled", "added", "ended"}


def test_a_disk_that_fails_is_an_os_error(store: AppointmentStore, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("DROP TABLE appointment")
    with pytest.raises(OSError, match=r"office\.db"):
        store.add(DAY, AT, "copies", b"one")
    with pytest.raises(OSError, match=r"office\.db"):
        store.of_day(DAY)
