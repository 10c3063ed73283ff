"""Going back to a backup without losing what can still be proved.

The old state is put aside, never removed. What the old journal holds beyond the backup
is taken over as far as each event follows from the one before it by its checksum: a
backup of the night and a journal damaged in a past year give back all of today. The
office's own database, which has no such checksums, is kept where it is whole.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from server.domain.events import EVENTS, Event, OfficeChanged
from server.domain.record import Entry

from . import archive, moving, schema, verify
from .backup import NAME, RESERVE, NoRoom, copy_database
from .chain import link
from .folder import Folder, sync_folder
from .journal import Journal

AREA = "backups"
"""What backups are called in the log of changes."""
PORTION = 1000
"""Events that are taken over in one transaction."""


@dataclass(frozen=True)
class Restored:
    """What was done.

    Attributes:
        manifest: the backup's.
        aside: where the old state is now; None if there was none.
        taken: events that the old journal had beyond the backup and that are whole.
        lost: events known to have come after those; they could not be proved.
        last: when the newest event that is there now happened; None if there is none.
        office_kept: people, devices, procedures and appointments were whole and are
            those of before, not those of the backup.
    """

    manifest: archive.Manifest
    aside: Path | None
    taken: int
    lost: int
    last: datetime | None
    office_kept: bool


@dataclass(frozen=True)
class Gained:
    """What a restore takes over from the old journal, and what it cannot."""

    taken: int
    lost: int


Furnish = Callable[[Folder, Gained], None]


def restore(
    folder: Folder,
    path: Path,
    now: datetime,
    *,
    as_it_was: bool = False,
    tell: verify.Tell = verify.silent,
    furnish: Furnish | None = None,
) -> Restored:
    """Put a backup in the place of what a folder holds.

    Nothing is moved before the whole backup was checked. After a power cut in between
    the same command goes on, and so does a server's start (``moving``).

    Args:
        folder: where to; it may be empty or not be there yet.
        path: the archive.
        now: the office's time, which names the old state's new place.
        as_it_was: keep and take over nothing that came after the backup.
        tell: is told how far the checking is.
        furnish: does the last of the new state, before anything is moved; what it
            raises comes out here, and nothing was changed.

    Raises:
        BadBackup: the archive is not whole.
        FolderInUse: a server is using the folder.
        NoRoom: there is too little room.
        OSError: the disk fails.
    """
    folder.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.lock()
    try:
        return restore_alone(folder, path, now, as_it_was, tell, furnish)
    finally:
        folder.unlock()


def restore_alone(
    folder: Folder,
    path: Path,
    now: datetime,
    as_it_was: bool,
    tell: verify.Tell,
    furnish: Furnish | None,
) -> Restored:
    """Do the same in a folder that the caller has locked."""
    files = archive.read_manifest(path).files.values()
    moving.finish(folder)
    for left in folder.path.glob(".restoring-*"):
        shutil.rmtree(left, ignore_errors=True)
    _look_for_room(folder, sum(file.size for file in files))
    work = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder.path))
    try:
        manifest = archive.unpack(path, work, tell)
        new = Folder(work)
        office_kept = not as_it_was and _keep_office(folder, new)
        schema.migrate(new.journal, schema.JOURNAL)
        schema.migrate(new.people, schema.OFFICE)
        old = _old(folder, folder.journal)
        before, _ = _newest(old)
        taken = 0 if as_it_was else _take_over(old, new.journal, manifest)
        last, at = _newest(new.journal)
        gained = Gained(taken, max(0, before - last))
        if furnish is not None:
            furnish(new, gained)
        _sync(work)
        aside = moving.move_in(folder, work, moment(now))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Restored(manifest, aside, taken, gained.lost, at, office_kept)


def moment(now: datetime) -> str:
    """Give what names an old state's new place."""
    return f"{now:{NAME}%S}"


def is_of(journal: Path, manifest: archive.Manifest) -> bool:
    """Tell whether a backup is of the history that a journal goes on with."""
    try:
        with closing(schema.connect_to_read(journal)) as database:
            found = database.execute(
                "SELECT chain FROM event WHERE seq = ?", (manifest.last,)
            ).fetchone()
    except (OSError, sqlite3.Error):
        return False
    return found is not None and bytes(found[0]).hex() == manifest.chain


def write_down(journal: Path, by: str, at: datetime, what: str, **more: Any) -> None:
    """Write a line of the log of changes into a journal that no server has.

    Raises:
        OSError: it cannot be written.
    """
    last, _ = _newest(journal)
    line = OfficeChanged(seq=last + 1, at=at, by=by, area=AREA, what=what, **more)
    asyncio.run(_append(journal, iter((line,))))


def _sync(new: Path) -> None:
    """Put all folders' lists of files on disk; the files are there already."""
    for inner in (*new.rglob("*/"), new):
        if inner.is_dir():
            sync_folder(inner)


def _look_for_room(folder: Folder, size: int) -> None:
    needed = 2 * size + RESERVE
    if (free := shutil.disk_usage(folder.path).free) < needed:
        raise NoRoom(folder.path, needed, free)


def _old(folder: Folder, path: Path) -> Path:
    """Find what is to be replaced, also if a power cut came in between."""
    aside = sorted(folder.path.glob(f"{moving.ASIDE}*/{path.name}"))
    half_done = not path.exists() and not folder.exists()
    return aside[-1] if half_done and aside else path


def _keep_office(folder: Folder, new: Folder) -> bool:
    """Take people, devices, procedures and appointments of today if they are whole."""
    old = _old(folder, folder.people)
    if verify.office(old):
        return False
    new.people.unlink()
    copy_database(old, new.people)
    with new.people.open("r+b") as copied:
        os.fsync(copied.fileno())
    return True


def _newest(journal: Path) -> tuple[int, datetime | None]:
    """Give a journal's newest event's number and time, as far as they can be read."""
    try:
        with closing(schema.connect_to_read(journal)) as database:
            found = database.execute(
                "SELECT seq, at FROM event ORDER BY seq DESC LIMIT 1"
            ).fetchone()
        if found is not None:
            return found[0], datetime.fromtimestamp(found[1] / 1000, UTC)
    except (OSError, sqlite3.Error, TypeError, ValueError, OverflowError):
        pass  # it is damaged, which is why it was put aside
    return 0, None


# What came after the backup


def _take_over(old: Path, new: Path, manifest: archive.Manifest) -> int:
    """Append what an old journal proves to have come after the backup; count it."""
    proved = _proved(old, manifest.last, bytes.fromhex(manifest.chain))
    return asyncio.run(_append(new, proved))


def _proved(journal: Path, last: int, chain: bytes) -> Iterator[Event]:
    """Give the events after ``last`` up to the first that does not follow."""
    try:
        with closing(schema.connect_to_read(journal)) as database:
            rows = database.execute(
                "SELECT seq, kind, body, chain FROM event WHERE seq > ? ORDER BY seq",
                (last,),
            )
            for expected, (seq, kind, body, stored) in enumerate(rows, last + 1):
                chain = link(chain, seq, kind, body)
                if seq != expected or chain != stored:
                    return
                yield msgspec.json.decode(body, type=EVENTS[kind])
    except (OSError, sqlite3.Error, TypeError, KeyError, msgspec.DecodeError):
        return  # from here on it is damaged


async def _append(path: Path, happened: Iterator[Event]) -> int:
    """Append events to a journal that nobody else has; give how many they are."""
    journal = Journal(path)
    journal.start()
    loop, count = asyncio.get_running_loop(), 0
    try:
        while part := tuple(islice(happened, PORTION)):
            written: asyncio.Future[Exception | None] = loop.create_future()
            # The day of an entry is its intent's, and there is none.
            journal.append(Entry(date.min, part), written.set_result)
            if (failed := await written) is not None:
                raise OSError(f"{path}: {failed}") from failed
            count += len(part)
    finally:
        journal.stop()
    return count
