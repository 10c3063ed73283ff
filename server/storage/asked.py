"""A restore that was asked for in the browser: kept aside, done between two runs.

A server that has its databases open cannot change them for others. So the archive is
put aside, as a second name of the file where the disk can do that, with who asked and
when; the server ends; and its next start does what was asked before it opens anything.
What cannot be done changes nothing, and stands in the log of changes.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from . import moving, verify
from .archive import BadBackup
from .backup import NoRoom
from .folder import Folder, sync_folder, write_private_bytes
from .restore import Gained, Restored, moment, restore_alone, write_down
from .schema import DatabaseDamaged, MigrationFailed, NewerFolder

log = logging.getLogger(__name__)

PLACE = "to-restore"
ARCHIVE, WISH = "archive.zip", "asked.json"
TRIES = 3
"""Starts that may be cut off in the middle of it; then the office goes on without."""


class Unfit(Exception):
    """The backup is whole, and this program could not run with what is in it."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked.

    Attributes:
        name: the backup's.
        by: the administrator's.
        at: when, in the office's time.
        as_it_was: nothing that came after the backup is kept or taken over.
        tries: starts that have begun with it.
    """

    name: str
    by: str
    at: datetime
    as_it_was: bool
    tries: int = 0


class Failed(msgspec.Struct, frozen=True):
    """Why what was asked was not done: ``reason`` is a text's name, ``why`` is not."""

    wish: Wish
    reason: str
    why: str


Fit = Callable[[Folder], None]
"""Looks whether this program runs with a new state. Raises Unfit."""


def prepare(folder: Folder, path: Path, wish: Wish) -> Path:
    """Put an archive and a wish on disk; nothing comes of them before ``ask``.

    Raises:
        OSError: the disk fails.
    """
    for left in folder.path.glob(".asking-*"):
        shutil.rmtree(left, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=".asking-", dir=folder.path))
    try:
        os.link(path, work / ARCHIVE)
    except OSError:  # a disk without second names
        _copy(path, work / ARCHIVE)
    _write(work, wish)
    return work


def ask(folder: Folder, prepared: Path) -> None:
    """Let the next start do what was prepared, instead of anything asked before.

    Raises:
        OSError: the disk fails.
    """
    place = folder.path / PLACE
    shutil.rmtree(place, ignore_errors=True)
    prepared.replace(place)
    sync_folder(folder.path)


def asked(folder: Folder) -> Wish | None:
    """Give what was asked; None: nothing, or it cannot be read."""
    try:
        told = (folder.path / PLACE / WISH).read_bytes()
        return msgspec.json.decode(told, type=Wish)
    except (OSError, msgspec.DecodeError):
        return None


def settle(
    folder: Folder, now: datetime, fit: Fit, tell: verify.Tell = verify.silent
) -> Restored | Failed | None:
    """Do what is to be done before a server opens its databases; None: nothing.

    Args:
        folder: the data folder.
        now: the office's time.
        fit: looks whether this program runs with the new state.
        tell: is told how far the checking is.

    Raises:
        FolderInUse: a server is using the folder.
        OSError: the disk fails in the middle of moving; the next start goes on.
    """
    if not (moving.is_half_done(folder) or (folder.path / PLACE).exists()):
        return None
    folder.lock()
    try:
        moving.finish(folder)
        wish = asked(folder)
        done = None if wish is None else _settle(folder, wish, now, fit, tell)
        shutil.rmtree(folder.path / PLACE, ignore_errors=True)
        return done
    finally:
        folder.unlock()


def _settle(
    folder: Folder, wish: Wish, now: datetime, fit: Fit, tell: verify.Tell
) -> Restored | Failed | None:
    if (folder.path / f"{moving.ASIDE}{moment(wish.at)}").exists():
        return None  # it was done; only the wish was left
    if wish.tries >= TRIES:
        return _give_up(folder, now, Failed(wish, "cut_off", f"{wish.tries}"))
    place = folder.path / PLACE
    _write(place, msgspec.structs.replace(wish, tries=wish.tries + 1))

    def furnish(new: Folder, gained: Gained) -> None:
        _keep_machine(folder, new)
        fit(new)
        told = {"taken": gained.taken, "lost": gained.lost, **_how(wish)}
        detail = {name: str(value) for name, value in told.items()}
        write_down(
            new.journal, wish.by, now, "restored", subject=wish.name, detail=detail
        )

    try:
        return restore_alone(
            folder, place / ARCHIVE, wish.at, wish.as_it_was, tell, furnish
        )
    except BadBackup as bad:
        return _give_up(folder, now, Failed(wish, "bad", bad.why))
    except NoRoom as short:
        return _give_up(folder, now, Failed(wish, "no_room", str(short)))
    except (Unfit, NewerFolder, MigrationFailed, DatabaseDamaged) as unfit:
        return _give_up(folder, now, Failed(wish, "unfit", str(unfit)))
    except OSError as failed:
        if moving.is_half_done(folder):
            raise
        return _give_up(folder, now, Failed(wish, "failed", str(failed)))


def _how(wish: Wish) -> dict[str, str]:
    return {"as_it_was": "true"} if wish.as_it_was else {}


def _keep_machine(folder: Folder, new: Folder) -> None:
    """Keep this computer's settings: port, certificate and printer are this one's."""
    new.settings.unlink(missing_ok=True)
    if folder.settings.exists():
        write_private_bytes(new.settings, folder.settings.read_bytes())


def _give_up(folder: Folder, now: datetime, failed: Failed) -> Failed:
    """Go on with the office as it is, and write down why."""
    try:
        write_down(
            folder.journal,
            failed.wish.by,
            now,
            "not_restored",
            subject=failed.wish.name,
            detail={"reason": failed.reason},
        )
    except OSError:
        log.exception("it could not be written down that nothing was restored")
    return failed


def _copy(path: Path, copy: Path) -> None:
    shutil.copyfile(path, copy)
    copy.chmod(0o600)
    with copy.open("r+b") as file:
        os.fsync(file.fileno())


def _write(place: Path, wish: Wish) -> None:
    write_private_bytes(place / WISH, msgspec.json.encode(wish))
