"""A kiosk and clerks of the simulation's own in a data folder, gone when it is over."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from server.auth import Doorkeeper, new_token
from server.domain.people import Device, User
from server.storage.office import OfficeStore

KIOSK = "simulate"
"""The simulation's kiosk; its clerks are ``simulate-1`` and so on."""


@dataclass(frozen=True)
class Accounts:
    """Tokens: the kiosk's, and one for each clerk."""

    kiosk: str
    clerks: tuple[str, ...]


@contextlib.contextmanager
def accounts(people: Path, clerks: int) -> Iterator[Accounts]:
    """Make them, beside a running server; take them away whatever happens.

    What an earlier simulation left behind when it was killed goes first.

    Raises:
        OSError: the folder's ``office.db`` cannot be written.
    """
    store = OfficeStore(people)
    try:
        _remove(store)
        keeper = Doorkeeper(store, lambda: datetime.now(UTC))
        try:
            yield _make(keeper, clerks)
        finally:
            _remove(store)
    finally:
        store.close()


def _make(keeper: Doorkeeper, clerks: int) -> Accounts:
    kiosk = keeper.add_device(Device(KIOSK, "kiosk"))
    tokens = []
    for n in range(1, clerks + 1):
        user = User(f"{KIOSK}-{n}", f"{KIOSK} {n}", "clerk")
        keeper.add_user(user, new_token())  # nobody learns the password
        tokens.append(keeper.begin_session(user))
    return Accounts(kiosk, tuple(tokens))


def _remove(store: OfficeStore) -> None:
    if any(device.name == KIOSK for device in store.devices()):
        store.remove_device(KIOSK)
    for user in store.users():
        if user.name.startswith(f"{KIOSK}-"):
            store.remove_user(user.name)
