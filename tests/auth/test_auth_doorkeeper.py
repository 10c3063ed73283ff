from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.auth import (
    TRIES,
    BadCredentials,
    Doorkeeper,
    TooManyAttempts,
    Unacceptable,
    ticket_secret,
)
from server.domain.people import Device, User
from server.storage.office import OfficeStore

HOAI = User("hoai", "Nguyễn Thị Hoài", "clerk")
VOICE = Device("voice", "display")
PASSWORD = "một mật khẩu dài"


class Place:
    """A doorkeeper over a real database, with a clock that is moved by hand."""

    def __init__(self, path: Path) -> None:
        self.now = datetime(2026, 11, 23, 1, tzinfo=UTC)
        self.store = OfficeStore(path)
        self.keeper = Doorkeeper(self.store, lambda: self.now, timedelta(hours=12))


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
    place.now += timedelta(hours=11, minutes=59)
    assert place.keeper.user(token) == HOAI
    place.now += timedelta(minutes=2)
    assert place.keeper.user(token) is None


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


def test_another_password_ends_all_sessions(place: Place) -> None:
    place.keeper.add_user(HOAI, PASSWORD)
    token = place.keeper.begin_session(HOAI)
    place.keeper.set_password("hoai", "another long one")
    assert place.keeper.user(token) is None
    assert place.keeper.check("hoai", "another long one", "x") == HOAI
    with pytest.raises(Unacceptable, match="no user"):
        place.keeper.set_password("nobody", "another long one")


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
