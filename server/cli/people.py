"""``motcua user`` and ``motcua token``: who may do what."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from server.auth import (
    DEVICE_ROLES,
    STAFF_ROLES,
    AuthError,
    Doorkeeper,
)
from server.domain.people import Device, LastAdmin, User
from server.storage.office import OfficeStore

from .data import data_folder
from .shell import CommandError, add_data, say, t


def add_to(commands: Any) -> None:
    """Add the commands ``user`` and ``token``."""
    user = commands.add_parser("user", help=t("help.user")).add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    add = _command(user, "add", run_user_add, name=True)
    add.add_argument("--role", choices=STAFF_ROLES, required=True)
    add.add_argument("--display-name", metavar="TEXT")
    add.add_argument("--password-stdin", action="store_true")
    _command(user, "list", run_user_list)
    password = _command(user, "password", run_user_password, name=True)
    password.add_argument("--password-stdin", action="store_true")
    _command(user, "sign-out", run_user_sign_out, name=True)
    _command(user, "remove", run_user_remove, name=True)
    token = commands.add_parser("token", help=t("help.token")).add_subparsers(
        dest="what", required=True, metavar="WHAT"
    )
    add = _command(token, "add", run_token_add)
    add.add_argument("--role", choices=DEVICE_ROLES, required=True)
    add.add_argument("--name", required=True)
    _command(token, "list", run_token_list)
    _command(token, "revoke", run_token_revoke, name=True)


def _command(
    parent: Any, what: str, run: Any, *, name: bool = False
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = parent.add_parser(what)
    if name:
        command.add_argument("name", metavar="NAME")
    add_data(command)
    command.set_defaults(run=run)
    return command


@contextmanager
def _store(asked: argparse.Namespace) -> Iterator[OfficeStore]:
    store = OfficeStore(data_folder(asked).people)
    try:
        yield store
    except AuthError as problem:
        raise CommandError(str(problem)) from problem
    finally:
        store.close()


def doorkeeper_of(store: OfficeStore) -> Doorkeeper:
    """Make the doorkeeper of a data folder."""
    return Doorkeeper(store, lambda: datetime.now(UTC))


def _password(asked: argparse.Namespace) -> str:
    """Read a password: from standard input, or typed twice."""
    if asked.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass(t("ask.password"))
    if getpass.getpass(t("ask.again")) != typed:
        raise CommandError(t("wrong.password_differs"))
    return typed


def run_user_add(asked: argparse.Namespace) -> None:
    """Add a member of staff."""
    with _store(asked) as store:
        user = User(asked.name, asked.display_name or asked.name, asked.role)
        doorkeeper_of(store).add_user(user, _password(asked))
    say("made.user", name=user.name, role=user.role)


def run_user_list(asked: argparse.Namespace) -> None:
    """List the staff."""
    with _store(asked) as store:
        for user in store.users():
            print(f"{user.name}\t{user.role}\t{user.display_name}")


def run_user_password(asked: argparse.Namespace) -> None:
    """Give a member of staff another password."""
    with _store(asked) as store:
        if store.user(asked.name) is None:
            raise CommandError(t("wrong.no_such_user", name=asked.name))
        doorkeeper_of(store).set_password(asked.name, _password(asked))
    say("made.password", name=asked.name)


def run_user_sign_out(asked: argparse.Namespace) -> None:
    """End all sessions of a member of staff, on a running server within a second."""
    with _store(asked) as store:
        if store.user(asked.name) is None:
            raise CommandError(t("wrong.no_such_user", name=asked.name))
        doorkeeper_of(store).end_sessions(asked.name)
    say("made.signed_out", name=asked.name)


def run_user_remove(asked: argparse.Namespace) -> None:
    """Remove a member of staff."""
    with _store(asked) as store:
        try:
            store.remove_user(asked.name)
        except KeyError:
            raise CommandError(t("wrong.no_such_user", name=asked.name)) from None
        except LastAdmin:
            raise CommandError(t("wrong.last_admin", name=asked.name)) from None
    say("made.removed", name=asked.name)


def run_token_add(asked: argparse.Namespace) -> None:
    """Add a device; its token stands alone on the last line of standard output."""
    with _store(asked) as store:
        token = doorkeeper_of(store).add_device(Device(asked.name, asked.role))
    say("made.token", name=asked.name)
    print(token, flush=True)


def run_token_list(asked: argparse.Namespace) -> None:
    """List the devices."""
    with _store(asked) as store:
        for device in store.devices():
            print(f"{device.name}\t{device.role}")


def run_token_revoke(asked: argparse.Namespace) -> None:
    """Revoke a device's token."""
    with _store(asked) as store:
        try:
            store.remove_device(asked.name)
        except KeyError:
            raise CommandError(t("wrong.no_such_device", name=asked.name)) from None
    say("made.revoked", name=asked.name)
