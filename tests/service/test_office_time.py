"""The office's time while clocks are set, lost and found again."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import pytest

from server.clock import OfficeTime, running
from tests.offices import MONDAY, ZONE


class Computer:
    """A computer whose clock anybody can set."""

    def __init__(self) -> None:
        self.wall = MONDAY.timestamp()
        self.up = 1000.0
        self.busy = False
        self.time = OfficeTime(
            ZONE, lambda: self.busy, lambda: self.wall, lambda: self.up
        )

    def passes(self, **time: float) -> datetime:
        seconds = timedelta(**time).total_seconds()
        self.wall += seconds
        self.up += seconds
        return self.time()

    def set(self, **time: float) -> datetime:
        self.wall += timedelta(**time).total_seconds()
        return self.time()


@pytest.fixture
def computer() -> Computer:
    return Computer()


def test_time_is_the_computers_in_the_offices_zone(computer: Computer) -> None:
    assert computer.time() == MONDAY
    assert computer.time().tzinfo is ZONE
    assert computer.passes(hours=3) == MONDAY + timedelta(hours=3)


def test_a_small_correction_is_followed_at_once(computer: Computer) -> None:
    computer.busy = True
    assert computer.set(seconds=-40) == MONDAY - timedelta(seconds=40)
    assert computer.set(minutes=4) == MONDAY + timedelta(minutes=3, seconds=20)


def test_a_jump_is_taken_while_nobody_is_inside(computer: Computer) -> None:
    assert computer.set(days=400) == MONDAY + timedelta(days=400)
    assert computer.set(days=-400) == MONDAY


def test_a_jump_waits_until_all_have_gone(
    computer: Computer, caplog: pytest.LogCaptureFixture
) -> None:
    computer.busy = True
    with caplog.at_level(logging.WARNING):
        assert computer.set(days=400) == MONDAY
        assert computer.passes(hours=2) == MONDAY + timedelta(hours=2)
    assert len(caplog.records) == 1  # said once
    computer.busy = False
    assert computer.time() == MONDAY + timedelta(days=400, hours=2)


def test_a_clock_set_right_again_is_as_if_nothing_had_been(computer: Computer) -> None:
    computer.busy = True
    computer.set(days=-9000)
    computer.passes(minutes=10)
    assert computer.set(days=9000) == MONDAY + timedelta(minutes=10)


def test_the_computers_own_seconds_only_grow() -> None:
    assert running() <= running()
