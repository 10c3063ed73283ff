"""Waits after wrong passwords: growing, of one's own making, and bounded."""

from __future__ import annotations

import pytest

from server import lockout
from server.lockout import (
    AGAIN,
    FORGOTTEN,
    LONGEST_PAUSE,
    PAUSE,
    TRIES,
    TRIES_OF_ADDRESS,
    Lockout,
)


def spend(lock: Lockout, name: str, address: str, now: float = 0.0) -> None:
    """Use up all tries that a name has at an address."""
    for _ in range(TRIES):
        assert lock.begin(name, address, now) == 0.0


def test_each_wait_is_twice_the_one_before_up_to_the_longest() -> None:
    lock, now, waits = Lockout(), 0.0, []
    spend(lock, "hoai", "a")
    for _ in range(7):
        wait = lock.begin("hoai", "a", now)
        waits.append(wait)
        now += wait
        assert lock.begin("hoai", "a", now) == 0.0
    assert waits[:4] == [PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE]
    assert set(waits[4:]) == {LONGEST_PAUSE}


def test_a_colleague_elsewhere_and_another_name_here_do_not_wait() -> None:
    lock = Lockout()
    spend(lock, "hoai", "a")
    assert lock.begin("hoai", "a", 0.0) > 0
    assert lock.begin("hoai", "b", 0.0) == 0.0
    assert lock.begin("nam", "a", 0.0) == 0.0


def test_asking_during_the_wait_does_not_make_it_longer() -> None:
    lock = Lockout()
    spend(lock, "hoai", "a")
    waits = [lock.begin("hoai", "a", PAUSE / 2) for _ in range(100)]
    assert set(waits) == {PAUSE / 2}


def test_the_right_password_begins_anew() -> None:
    lock = Lockout()
    for _ in range(10 * TRIES_OF_ADDRESS):
        assert lock.begin("hoai", "a", 0.0) == 0.0
        lock.succeed("hoai", "a")
    spend(lock, "hoai", "a")


def test_after_a_quiet_hour_a_name_begins_anew() -> None:
    lock = Lockout()
    spend(lock, "hoai", "a")
    spend(lock, "hoai", "a", FORGOTTEN + 1)


def test_an_address_that_tries_many_names_waits_too_and_not_for_long() -> None:
    lock = Lockout()
    for n in range(TRIES_OF_ADDRESS):
        assert lock.begin(f"name-{n}", "a", 0.0) == 0.0
    assert lock.begin("hoai", "a", 0.0) == pytest.approx(AGAIN)
    assert lock.begin("hoai", "b", 0.0) == 0.0
    assert lock.begin("hoai", "a", AGAIN) == 0.0
    assert lock.begin("hoai", "a", AGAIN) > 0


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lockout, "MOST", 10)
    lock = Lockout()
    for n in range(100):
        lock.begin("hoai", f"10.0.0.{n}", 0.0)
    assert len(lock._pairs) == len(lock._addresses) == 10
