"""What a start does first: go back to the backup that was asked for in the browser."""

from __future__ import annotations

import os
from pathlib import Path

from assets.notify import notifier_of
from server.config.office import read_office
from server.config.reader import ConfigError
from server.storage import asked
from server.storage.folder import Folder, FolderInUse

from . import backup, damage
from .shell import CommandError, say_wrong

PATIENCE = "EXTEND_TIMEOUT_USEC=120000000"
"""What a service manager is asked for as long as it goes on: sd_notify(3)."""


def settle(path: Path) -> None:
    """Finish what was asked for, or say why it cannot be; then anything may start.

    Raises:
        CommandError: another server has the folder.
    """
    folder = Folder(path)
    manager = notifier_of(os.environ)

    def tell(done: int, total: int) -> None:
        manager.send(PATIENCE)
        damage.progress(done, total)

    try:
        done = asked.settle(folder, damage.now_of(folder), fit, tell)
    except FolderInUse as used:
        in_use = damage.words("damage.in_use", path=folder.path)
        raise CommandError(in_use) from used
    if isinstance(done, asked.Failed):
        why = damage.words(f"not_restored.{done.reason}", why=done.why)
        say_wrong(f"{damage.words('not_restored.said', file=done.wish.name)} {why}")
    elif done is not None:
        for line in backup.told_of(folder, done):
            print(line, flush=True)


def fit(new: Folder) -> None:
    """Look whether the server could start with an office.

    Raises:
        Unfit: it could not.
    """
    try:
        read_office(new.office.read_text("utf-8"))
    except (ConfigError, UnicodeError) as wrong:
        raise asked.Unfit(str(wrong)) from wrong
