"""Backups: one dated archive with all that an office cannot make again.

An archive holds both databases, the two files of settings, the key of the tickets'
secrets, the office's pictures and its recorded voice (videos are too large). It is made
beside a running server by SQLite's online backup, under a temporary name; it counts
only when every event in the copy was checked, the archive was read back, and all of it
was synced. Left out are the reasons for priority (health data, which is forgotten when
the day closes) and the sessions of signed-in staff.

Each archive is whole, not a difference from another: any one of them is enough. That
costs a copy of the journal each night: a ticket's life takes about 1.2 kB before it
is packed, so that 100 tickets a day make 30 MB in a year. Backups are made as long as
there is room for two more copies; when there is not, the oldest make way, and if that
is not enough it is said, and nothing is made.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import archive, schema, verify, wal
from .folder import Folder, lock_file, sync_folder

KEEP = 14
"""Days of which the last backup is kept."""
LEAST = 3
"""Backups that never make way for a new one."""
RESERVE = 100_000_000
"""Bytes that a backup leaves free: it must not be what fills the disk."""
NAME = "%Y-%m-%dT%H%M"
NAMED = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{4}(\d{2})?\.zip")
SENT = re.compile(r"sent-\d{4}-\d{2}-\d{2}T\d{6}\.zip")
"""One that comes from elsewhere: never counted, and never removed, among the others."""
FORGOTTEN = {"journal.db": "reason", "office.db": "session"}
"""The table of each database that is emptied in the copy."""


class NoRoom(OSError):
    """There is no room for a backup; ``needed`` and ``free`` are bytes."""

    def __init__(self, place: Path, needed: int, free: int) -> None:
        super().__init__(f"{place}: a backup needs {needed} bytes, {free} are free")
        self.needed, self.free = needed, free


class FolderDamaged(Exception):
    """What was to be copied is damaged; ``faults`` says where."""

    def __init__(self, faults: tuple[verify.Fault, ...]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = faults


class BackupRunning(Exception):
    """Another process is making a backup in the same place."""


@dataclass(frozen=True)
class Kept:
    """One backup as it lies there; ``manifest`` is None if it cannot be read."""

    path: Path
    size: int
    manifest: archive.Manifest | None


def kept(place: Path) -> list[Kept]:
    """List the backups in a folder, newest first, without checking them."""
    return [look_at(path) for path in sorted(archives(place), reverse=True)]


def look_at(path: Path) -> Kept:
    """Read what a backup says of itself. Raises OSError if it is not there."""
    try:
        manifest = archive.read_manifest(path)
    except (archive.BadBackup, OSError):
        manifest = None
    return Kept(path, path.stat().st_size, manifest)


def sent(place: Path) -> Path | None:
    """Find the backup that an administrator brought in; the last one is kept."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        found = [one for one in place.iterdir() if SENT.fullmatch(one.name)]
        return max(found, default=None)
    return None


def archives(place: Path) -> list[Path]:
    """Find what is named like a backup, in no order; nothing if there is no folder."""
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        return [path for path in place.iterdir() if NAMED.fullmatch(path.name)]
    return []


# Making


def make(
    folder: Folder,
    now: datetime,
    *,
    place: Path | None = None,
    tell: verify.Tell = verify.silent,
) -> Kept:
    """Make a backup and let the oldest ones go.

    Args:
        folder: what is copied; a server may be using it.
        now: the office's time, which names the backup.
        place: where the archive is put, if not in the folder's ``backups``.
        tell: is told how far the checking is.

    Raises:
        FolderDamaged: the copy has faults; it does not count.
        NoRoom: there is too little room.
        BackupRunning: another process is at it.
        OSError: the disk fails.
    """
    place = place or folder.backups
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(place):
        _make_room(folder, place, now)
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=place))
        try:
            manifest = _copy(folder, work, now, tell)
            packed = work / "backup.zip"
            archive.pack(packed, work, manifest)
            archive.read_back(packed, manifest)
            path = _name(place, now)
            packed.replace(path)
            sync_folder(place)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        for old in _too_old(place, now, path):
            old.unlink()
        return Kept(path, path.stat().st_size, manifest)


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Keep others out, and remove what one that was killed has left."""
    with (place / ".lock").open("a+b") as lock:
        try:
            lock_file(lock)
        except OSError:
            raise BackupRunning(f"{place} is in use") from None
        for left in place.glob(".making-*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _make_room(folder: Folder, place: Path, now: datetime) -> None:
    """Let old backups go until there is room for a copy and its archive."""
    logs = (wal.log_of(folder.journal), wal.log_of(folder.people))
    files = (*archive.contents(folder), *logs)
    size = sum(path.stat().st_size for path in files if path.exists())
    needed = 2 * size + RESERVE
    old = _by_age(place, now)[:-LEAST]
    while (free := shutil.disk_usage(place).free) < needed:
        if not old:
            raise NoRoom(place, needed, free)
        old.pop(0).unlink()


def _copy(
    folder: Folder, work: Path, now: datetime, tell: verify.Tell
) -> archive.Manifest:
    """Copy everything, check the copy, and say what it is."""
    for database in (folder.journal, folder.people):
        if not database.exists() or wal.damage(database) is not None:
            missing = not database.exists()
            fault = verify.Fault("missing" if missing else "log", database)
            raise FolderDamaged((fault,))
        try:
            copy_database(database, work / database.name)
        except schema.DatabaseDamaged as damaged:
            fault = verify.Fault("file", database, detail=str(damaged))
            raise FolderDamaged((fault,)) from damaged
    found = verify.journal(work / folder.journal.name, alone=True, tell=tell)
    office = verify.office(work / folder.people.name, alone=True)
    if found.faults or office:
        raise FolderDamaged((*found.faults, *office))
    there = [path for path in archive.contents(folder) if path.exists()]
    for path in there[2:]:
        copy = work / folder.name_of(path)
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    names = map(folder.name_of, there)
    return archive.Manifest(
        format=archive.FORMAT,
        made=now,
        events=found.events,
        last=found.last,
        chain=found.chain.hex(),
        files={name: archive.describe(work / name) for name in names},
    )


def copy_database(source: Path, copy: Path) -> None:
    """Copy a database of one moment in one step: its writer is not held up.

    The copy is not synced, and what is to be forgotten is not in it.

    Raises:
        DatabaseDamaged: the source cannot be read as a database.
        OSError: the disk fails.
    """
    with (
        schema.as_os_error(source),
        closing(schema.connect_to_read(source)) as reading,
        closing(sqlite3.connect(copy, isolation_level=None)) as writing,
    ):
        writing.execute("PRAGMA synchronous = OFF")  # only the archive must last
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")  # one file, no log beside it
        writing.execute("PRAGMA secure_delete = ON")
        writing.execute(f"DELETE FROM {FORGOTTEN[source.name]}")


def _name(place: Path, now: datetime) -> Path:
    path = place / f"{now:{NAME}}.zip"
    return place / f"{now:{NAME}%S}.zip" if path.exists() else path


def _by_age(place: Path, now: datetime) -> list[Path]:
    """Give the backups, oldest first; one from the future has no true date at all."""
    today = f"{now:{NAME}%S}.zip"
    return sorted(archives(place), key=lambda path: (path.name <= today, path.name))


def _too_old(place: Path, now: datetime, made: Path) -> list[Path]:
    """Give what is not the last backup of a newest day; of today all are kept."""
    days: list[str] = []
    old = []
    for path in reversed(_by_age(place, now)):
        day = path.name[:10]
        if day != made.name[:10] and (day in days or len(days) >= KEEP):
            old.append(path)
        elif day not in days:
            days.append(day)
    return old
