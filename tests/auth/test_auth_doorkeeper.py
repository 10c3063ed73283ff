from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from server.auth import (
    BadCredentials,
    Doorkeeper,
    SessionRules,
    TooManyAttempts,
    Unacceptable,
    ticket_secret,
)
from server.domain.people import Device, LastAdmin, User
from server.lockout import TRIES
from server.storage.office import MOST_SESSIONS, OfficeStore

HOAI = User("hoai", "Nguyễn Thị Hoài", "clerk")
NAM = User("nam", "Trần Văn Nam", "supervisor")
VOICE = Device("voice", "display")
PASSWORD = "một mật khẩu dài"


class Place:
    """A doorkeeper over a real database, with a clock that is moved by hand."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 11, 23, 1, tzinfo=UTC)
        self.store = OfficeStore(path)
        self.keeper = self.keeper_with(SessionRules)

    def keeper_with(self, rules: Callable[[], SessionRules]) -> Doorkeeper:
        """A doorkeeper over the same people, with other rules for sessions."""
        return Doorkeeper(self.store, lambda: self.now, rules, self._steady)

    def _steady(self) -> float:
        return self.now.timestamp()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "office.db")
    yield made
    made.store.close()


def test_who_knows_the_password_gets_a_session(place: Place) -> None:
    assert not place.keeper.has_users()
    place.keeper.add_user(HOAI, PASSWORD)
    assert place.keeper.has_users()
    assert place.keeper.check("hoai", PASSWORD, "10.0.0.1") == HOAI
    token = place.keeper.begin_session(HOAI)
    assert place.keeper.user(token) == HOAI
    assert place.keeper.user(token + "x") is None
    place.keeper.end_session(token)
    assert place.keeper.user(token) is None


def test_a_session_ends_by_itself(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    token = place.keeper.begin_session(HOAI)
    for _ in range(11):
        place.now += timedelta(hours=1)
        place.keeper.touch(token)
    place.now += timedelta(minutes=59)
    assert place.keeper.user(token) == HOAI
    place.now += timedelta(minutes=2)
    assert place.keeper.user(token) is None


def test_a_password_given_again_counts_for_five_minutes_in_one_session(
    place: Place,
) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    here, elsewhere = (place.keeper.begin_session(HOAI) for _ in range(2))
    assert not place.keeper.is_confirmed(here)
    assert place.keeper.confirm(here) == 300
    place.now += timedelta(seconds=299)
    assert place.keeper.is_confirmed(here)
    assert not place.keeper.is_confirmed(elsewhere)
    place.now += timedelta(seconds=1)
    assert not place.keeper.is_confirmed(here)
    place.keeper.confirm(elsewhere)
    place.keeper.end_session(elsewhere)
    assert not place.keeper.is_confirmed(elsewhere)


def test_a_session_that_is_not_used_ends(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    token = place.keeper.begin_session(HOAI)
    place.now += timedelta(hours=1, minutes=59)
    assert place.keeper.user(token) == HOAI  # which is only looked at, not used
    place.now += timedelta(minutes=2)
    assert place.keeper.user(token) is None
    patient = place.keeper_with(lambda: SessionRules(idle=timedelta(0)))
    assert patient.user(token) == HOAI


def test_a_session_ends_with_the_offices_day(place: Place) -> None:
    hanoi = timezone(timedelta(hours=7))
    place.now = datetime(2026, 11, 23, 17, 30, tzinfo=hanoi)
    rules = SessionRules(idle=timedelta(0))
    keeper = place.keeper_with(lambda: rules)
    rules = SessionRules(idle=timedelta(0), with_day=True)  # as the office is now
    keeper.add_user(HOAI, PASSWORD)
    token = keeper.begin_session(HOAI)
    place.now = datetime(2026, 11, 23, 23, 59, tzinfo=hanoi)
    assert keeper.user(token) == HOAI
    place.now += timedelta(minutes=1)
    assert keeper.user(token) is None


def test_all_sessions_of_one_end_and_nobody_elses(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    place.keeper.add_user(NAM, PASSWORD)
    mine = [place.keeper.begin_session(HOAI) for _ in range(3)]
    other = place.keeper.begin_session(NAM)
    assert not place.store.changed()
    place.keeper.end_sessions("hoai")
    assert place.store.changed()  # so that open lines are cut
    assert {place.keeper.user(token) for token in mine} == {None}
    assert place.keeper.user(other) == NAM


def test_sessions_do_not_pile_up(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    first = place.keeper.begin_session(HOAI)
    place.now += timedelta(seconds=2)
    newer = [place.keeper.begin_session(HOAI) for _ in range(MOST_SESSIONS)]
    assert place.keeper.user(first) is None
    assert {place.keeper.user(token) for token in newer} == {HOAI}
    place.now += timedelta(days=1)
    place.keeper.begin_session(HOAI)
    assert len(place.store._rows("SELECT token FROM session")) == 1


def test_a_hash_with_older_parameters_is_renewed(place: Place) -> None:
    weaker = PasswordHasher(time_cost=1, memory_cost=1024)
    place.store.add_user(HOAI, weaker.hash(PASSWORD))
    token = place.keeper.begin_session(HOAI)
    assert place.keeper.check("hoai", PASSWORD, "10.0.0.1") == HOAI
    found = place.store.user("hoai")
    assert found is not None
    assert not PasswordHasher().check_needs_rehash(found[1])
    assert found[1].startswith("$argon2id$")
    assert place.keeper.check("hoai", PASSWORD, "10.0.0.1") == HOAI
    assert place.keeper.user(token) == HOAI


def test_no_secret_is_stored(place: Place, tmp_path: Path) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    session = place.keeper.begin_session(HOAI)
    token = place.keeper.add_device(Device("kiosk", "kiosk"))
    place.store.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("office.db*"))
    for secret in (PASSWORD, session, token):
        assert secret.encode() not in stored
    place.store = OfficeStore(tmp_path / "office.db")


def test_a_wrong_name_and_a_wrong_password_are_not_told_apart(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    for name, password in (("hoai", "wrong"), ("nobody", PASSWORD)):
        with pytest.raises(BadCredentials):
            place.keeper.check(name, password, "10.0.0.1")


def test_wrong_passwords_make_that_address_wait_and_no_colleague(
    place: Place,
) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    for _ in range(TRIES):
        with pytest.raises(BadCredentials):
            place.keeper.check("hoai", "wrong", "10.0.0.66")
    with pytest.raises(TooManyAttempts) as wait:
        place.keeper.check("hoai", PASSWORD, "10.0.0.66")
    assert 0 < wait.value.seconds <= 61
    assert place.keeper.check("hoai", PASSWORD, "10.0.0.1") == HOAI
    place.now += timedelta(minutes=2)
    assert place.keeper.check("hoai", PASSWORD, "10.0.0.66") == HOAI


@pytest.mark.parametrize(
    ("user", "password", "why"),
    [
        (User("", "x", "clerk"), PASSWORD, "1 to 64"),
        (User("a\n", "x", "clerk"), PASSWORD, "1 to 64"),
        (User("x", "x", "king"), PASSWORD, "role"),
        (User("x", "x", "clerk"), "short", "at least"),
        (User("x", "x", "clerk"), "x7y" * 43, "at most"),
        (User("x", "x", "clerk"), "1qaz2wsx", "first that are tried"),
        (User("x", "x", "clerk"), "MatKhau123", "first that are tried"),
        (User("x", "x", "clerk"), "ababababab", "first that are tried"),
        (User("nguyenvanan", "x", "clerk"), "NguyenVanAn", "first that are tried"),
        (HOAI, PASSWORD, "already"),
    ],
)
def test_what_cannot_be_a_user(
    place: Place, user: User, password: str, why: str
) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    with pytest.raises(Unacceptable, match=why):
        place.keeper.add_user(user, password)
    assert place.store.users() == [HOAI]


@pytest.mark.parametrize("password", ["a b" * 42 + "cd", "một 🐘 trắng " * 5])
def test_what_is_long_and_in_any_letters_is_a_password(
    place: Place, password: str
) -> None:
    place.keeper.add_user(HOAI, password)
    with pytest.raises(BadCredentials):
        place.keeper.check("hoai", password[:-1], "x")
    assert place.keeper.check("hoai", password, "x") == HOAI


def test_another_password_ends_all_sessions(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    token = place.keeper.begin_session(HOAI)
    place.keeper.set_password("hoai", "another long one")
    assert place.keeper.user(token) is None
    assert place.keeper.check("hoai", "another long one", "x") == HOAI
    with pytest.raises(Unacceptable, match="no user"):
        place.keeper.set_password("nobody", "another long one")


def test_of_two_administrators_one_stays_whoever_removes_whom(tmp_path: Path) -> None:
    """Also where two programs do it at once."""
    path = tmp_path / "office.db"
    stores = [OfficeStore(path) for _ in range(2)]
    names = ["mot", "hai"]
    for _ in range(20):
        for name in names:
            if stores[0].user(name) is None:
                stores[0].add_user(User(name, name, "admin"), "hash")
        with ThreadPoolExecutor() as both:
            done = [
                both.submit(store.remove_user, name)
                for store, name in zip(stores, names, strict=True)
            ]
        failed = [type(one.exception()) for one in done if one.exception()]
        assert failed == [LastAdmin]
        assert len(stores[0].users()) == 1
    with pytest.raises(LastAdmin):
        stores[1].change_user(User(stores[1].users()[0].name, "x", "clerk"))
    for store in stores:
        store.close()


def test_a_removed_user_is_signed_out(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    token = place.keeper.begin_session(HOAI)
    place.store.remove_user("hoai")
    assert place.keeper.user(token) is None
    with pytest.raises(KeyError):
        place.store.remove_user("hoai")


def test_devices_have_tokens_that_can_be_revoked(place: Place) -> None:
    kiosk = Device("kiosk", "kiosk")
    token = place.keeper.add_device(kiosk)
    assert place.keeper.device(token) == kiosk
    assert place.store.devices() == [kiosk]
    for wrong in (kiosk, Device("x", "clerk"), Device("", "kiosk"), VOICE):
        with pytest.raises(Unacceptable):
            place.keeper.add_device(wrong)
    place.store.remove_device("kiosk")
    assert place.keeper.device(token) is None
    with pytest.raises(KeyError):
        place.store.remove_device("kiosk")


def test_another_process_writing_is_noticed(place: Place, tmp_path: Path) -> None:
    assert not place.store.changed()
    place.keeper.add_user(HOAI, PASSWORD)
    assert not place.store.changed()  # that was ourselves
    other = OfficeStore(tmp_path / "office.db")
    other.add_device(Device("wall", "display"), b"hash")
    other.close()
    assert place.store.changed()
    assert not place.store.changed()


def test_procedures_keep_their_place(place: Place) -> None:
    place.store.put_procedures([{"code": "1", "name": "một"}, {"code": "2"}])
    place.store.put_procedures([{"code": "3"}, {"code": "1", "name": "mới"}])
    assert place.store.procedures() == [
        {"code": "1", "name": "mới"},
        {"code": "2"},
        {"code": "3"},
    ]


def test_a_tickets_secret_has_128_bits_and_is_its_own() -> None:
    secrets = {ticket_secret(b"k" * 32, n) for n in range(100)}
    assert len(secrets) == 100
    assert {len(secret) for secret in secrets} == {22}
    assert ticket_secret(b"k" * 32, 1) != ticket_secret(b"l" * 32, 1)
