"""The kiosk's own numbers on disk: never one twice, whatever happens."""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from kiosk.away.ledger import KEPT, Ledger, NumbersLost
from kiosk.away.series import Reading, counted_from, following, true_moment
from kiosk.flow.wishes import Wish

ZONE = timezone(timedelta(hours=7))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZONE)
WISH = Wish("copies", "2.000815", ("p1",), "vi", priority="elderly")


def sure(at: datetime = NOON) -> Reading:
    return Reading(at, True, "boot", 100.0)


def unsure(at: datetime = NOON, boot: str = "boot", steady: float = 100.0) -> Reading:
    return Reading(at, False, boot, steady)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger(tmp_path / "own.db")
    yield made
    made.close()


def test_a_number_keeps_what_was_wished_until_the_server_has_it(ledger: Ledger) -> None:
    own = ledger.give("U", "key-1", WISH, sure())
    assert (own.number, own.wish, own.issued_at) == ("U001", WISH, NOON)
    assert len(own.secret) == 22
    assert ledger.waiting() == [own]
    assert ledger.ticket(own.place) is None
    ledger.adopted(own.place, 87, NOON)
    assert ledger.waiting() == []
    assert ledger.ticket(own.place) == 87
    assert ledger.ticket(99) is None
    again = ledger.give("U", "key-1", WISH, sure())
    assert (again.number, again.wish.priority) == ("U001", None)


def test_nothing_of_it_shows_a_secret(ledger: Ledger) -> None:
    own = ledger.give("U", "key-1", WISH, sure())
    assert own.secret not in repr(own)


def test_one_wish_has_one_number(ledger: Ledger) -> None:
    first = ledger.give("U", "key-1", WISH, sure())
    assert ledger.give("U", "key-1", WISH, sure()) == first
    assert ledger.give("U", "key-2", WISH, sure()).number == "U002"


def test_each_day_and_each_letter_begins_with_001(ledger: Ledger) -> None:
    ledger.adopted(ledger.give("U", "key-1", WISH, sure()).place, 1, NOON)
    tomorrow = sure(NOON + timedelta(days=1))
    assert ledger.give("U", "key-2", WISH, tomorrow).number == "U001"
    assert ledger.give("V", "key-3", WISH, tomorrow).number == "V001"


def test_a_clock_that_went_back_keeps_the_last_known_day(ledger: Ledger) -> None:
    ledger.give("U", "key-1", WISH, sure())
    stopped = unsure(datetime(2001, 1, 1, tzinfo=UTC))
    assert ledger.behind(stopped)
    own = ledger.give("U", "key-2", WISH, stopped)
    assert (own.number, own.issued_at) == ("U002", NOON)
    assert not ledger.behind(sure())


def test_no_number_is_of_a_moment_before_what_a_server_told(ledger: Ledger) -> None:
    assert ledger.last_heard() is None
    ledger.heard(NOON)
    own = ledger.give("U", "key-1", WISH, unsure(NOON - timedelta(days=40)))
    assert own.issued_at == ledger.last_heard() == NOON


def test_a_wrong_time_of_issue_is_set_right_in_the_same_run(ledger: Ledger) -> None:
    ledger.give("U", "key-1", WISH, unsure(NOON - timedelta(days=9), steady=40.0))
    ledger.give("U", "key-2", WISH, unsure(NOON - timedelta(days=9), boot="before"))
    assert ledger.unsure
    ledger.settle(sure())
    first, second = ledger.waiting()
    assert first.issued_at == NOON - timedelta(seconds=60)
    assert second.issued_at == NOON - timedelta(days=9)
    assert ledger.give("U", "key-3", WISH, sure()).number == "U003"


def test_a_time_set_right_is_never_before_that_of_the_number_before(
    ledger: Ledger,
) -> None:
    ledger.give("U", "key-1", WISH, sure(NOON - timedelta(seconds=50)))
    ledger.give("U", "key-2", WISH, unsure(steady=40.0))  # 60 s ago by its own clock
    ledger.settle(sure())
    first, second = ledger.waiting()
    assert second.issued_at == first.issued_at == NOON - timedelta(seconds=50)


def test_a_number_of_a_day_to_come_is_not_given_again_today(ledger: Ledger) -> None:
    ahead = unsure(NOON + timedelta(days=400))
    own = ledger.give("U", "key-1", WISH, ahead)
    assert ledger.give("U", "key-2", WISH, sure()).number == "U002"
    ledger.adopted(own.place, 5, NOON)
    assert ledger.give("U", "key-3", WISH, sure()).number == "U003"


def test_a_refused_one_is_kept(ledger: Ledger) -> None:
    own = ledger.give("U", "key-1", WISH, sure())
    ledger.refused(own.place, "unknown_service")
    ledger.purge(date(2030, 1, 1))
    assert [kept.trouble for kept in ledger.waiting()] == ["unknown_service"]


def test_what_the_server_has_is_forgotten_after_a_week(ledger: Ledger) -> None:
    own = ledger.give("U", "key-1", WISH, sure())
    ledger.adopted(own.place, 5, NOON)
    ledger.purge(NOON.date() + KEPT)
    assert ledger.ticket(own.place) == 5
    ledger.purge(NOON.date() + KEPT + timedelta(days=1))
    assert ledger.ticket(own.place) is None
    assert ledger.give("U", "key-2", WISH, sure()).number == "U002"


def test_a_damaged_file_gives_no_number_on_its_day(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    path.write_bytes(b"no database" * 500)
    ledger = Ledger(path)
    today = datetime.now().astimezone()
    with pytest.raises(NumbersLost):
        ledger.give("U", "key-1", WISH, sure(today))
    tomorrow = sure(today + timedelta(days=1))
    assert ledger.give("U", "key-1", WISH, tomorrow).number == "U001"
    ledger.close()
    assert path.with_name("own.db.damaged").exists()


def test_a_kill_while_a_damaged_file_is_put_aside_frees_no_number(
    tmp_path: Path,
) -> None:
    script = [sys.executable, "-m", "tests.kiosk.away.killed", str(tmp_path)]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "own.db").mkdir()
    with pytest.raises(sqlite3.OperationalError):
        Ledger(tmp_path / "own.db")


def _give_many(path: Path, name: str, told: Any) -> None:
    ledger = Ledger(path)
    for n in range(10_000):
        told.send(ledger.give("U", f"{name}-{n}", WISH, sure()).number)


def test_two_programs_that_are_killed_give_no_number_twice(tmp_path: Path) -> None:
    path = tmp_path / "own.db"
    Ledger(path).close()
    seen: list[str] = []
    spawn = multiprocessing.get_context("spawn")
    pairs = []
    for name in ("one", "other"):
        here, there = spawn.Pipe(duplex=False)
        worker = spawn.Process(target=_give_many, args=(path, name, there), daemon=True)
        worker.start()
        there.close()
        pairs.append((worker, here))
    for _, here in pairs:
        seen += [here.recv() for _ in range(10)]
    for worker, here in pairs:
        worker.kill()
        worker.join()
        seen += _rest(here)
    assert len(seen) == len(set(seen)) >= 20
    ledger = Ledger(path)
    kept = [own.number for own in ledger.waiting()]
    assert ledger.give("U", "after", WISH, sure()).number not in {*kept, *seen}
    ledger.close()
    assert len(kept) == len(set(kept))
    assert set(seen) <= set(kept)


def _rest(here: Any) -> list[str]:
    """Read what was told before the end, which may be in the middle of a word."""
    found: list[str] = []
    with contextlib.suppress(EOFError, pickle.UnpicklingError, OSError):
        while True:
            found.append(here.recv())
    here.close()
    return found


class Giving(RuleBasedStateMachine):
    """Numbers under clocks that jump, restarts, hand-ins and corrections."""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        self.ledger = Ledger(Path(self.folder.name) / "own.db")
        self.real, self.given = NOON, 0
        self.held: set[tuple[date, str]] = set()

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()
            self.folder.cleanup()

    def _told(self) -> Reading:
        """The server tells the office's time."""
        self.ledger.heard(self.real)
        return Reading(self.real, True, "a", self.real.timestamp())

    @rule()
    def give(self) -> None:
        self._give(self._told())

    @rule(days=st.integers(-3, 3), boot=st.sampled_from("ab"))
    def give_by_a_wrong_clock(self, days: int, boot: str) -> None:
        at = self.real + timedelta(days=days)
        self._give(Reading(at, False, boot, self.real.timestamp()))

    def _give(self, reading: Reading) -> None:
        self.given += 1
        own = self.ledger.give("U", f"key-{self.given}", WISH, reading)
        # Two citizens of one real day never hold the same number.
        assert (self.real.date(), own.number) not in self.held
        self.held.add((self.real.date(), own.number))

    @rule(days=st.integers(0, 2))
    def time_goes_by(self, days: int) -> None:
        self.real += timedelta(days=days, minutes=7)

    @rule(refused=st.booleans())
    def hand_in(self, refused: bool) -> None:
        self.ledger.settle(self._told())
        for own in self.ledger.waiting()[:2]:
            if refused:
                self.ledger.refused(own.place, "conflict")
            else:
                self.ledger.adopted(own.place, own.place, min(own.issued_at, self.real))

    @rule()
    def start_again(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(Path(self.folder.name) / "own.db")


def test_a_number_of_a_slow_clock_is_taken_on_the_day_it_was_handed_in() -> None:
    state = Giving()
    state.begin()
    try:
        state.give_by_a_wrong_clock(days=-1, boot="b")
        state.hand_in(refused=False)
        state.give_by_a_wrong_clock(days=0, boot="a")
    finally:
        state.teardown()


TestGiving = Giving.TestCase
TestGiving.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


def test_the_rules_of_the_moment_are_pure() -> None:
    assert following([]) == 1
    assert following([3, 9, 4]) == 10
    assert counted_from(sure(), NOON.date(), None) == NOON.date()
    assert counted_from(unsure(), NOON.date(), None) == date.min
    assert counted_from(unsure(), NOON.date(), NOON) == NOON.date()
    assert true_moment(sure(), "other", 1.0) is None
    assert true_moment(unsure(), "boot", 1.0) is None
    assert true_moment(sure(), "boot", 900.0) == NOON
