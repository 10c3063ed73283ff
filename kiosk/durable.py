"""A small SQLite file in which a change is on disk before anything rests on it."""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds that one program waits for another that writes just now."""

Database = sqlite3.Connection
DiskFault = sqlite3.Error
"""What is raised when the disk fails; nothing has changed then."""


Begin = Callable[[Database, datetime | None], None]
"""What is done first with an opened file, given when a damaged one was last put aside
(None: never). All of it is on disk, or the file counts as not opened."""


def _as_it_is(_: Database, damaged_at: datetime | None) -> None:
    """Begin with nothing."""


class DurableFile:
    """One file. It may be used from any thread, and by several programs.

    A full disk does not keep a program from starting: the file then stays closed, and
    whoever uses it tries to open it again.
    """

    def __init__(
        self,
        path: Path,
        schema: str,
        patience: float = PATIENCE,
        begin: Begin = _as_it_is,
    ) -> None:
        """Open or make the file.

        A damaged one is put aside (`….damaged`) and a new one begun.

        Args:
            path: of the file; its folder is made if it is missing.
            schema: statements that may be executed at every start.
            patience: seconds that a change waits for another program's.
            begin: what is done before anything else.

        Raises:
            DiskFault: it can be neither read nor put aside.
        """
        self._path, self._schema, self._patience = path, schema, patience
        self._begin = begin
        self._lock = threading.Lock()
        self._database: Database | None = None
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._opened()
        except sqlite3.OperationalError as fault:
            if not _may_pass(fault):
                raise
            log.error("%s is not open yet: %s", path, fault)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._closed = True
            if self._database is not None:
                self._database.close()

    @contextmanager
    def look(self) -> Iterator[Database]:
        """Read, while no other thread of this program changes anything."""
        with self._lock:
            yield self._opened()

    @contextmanager
    def change(self) -> Iterator[Database]:
        """One transaction: all of it on disk at the end, or nothing."""
        with self._lock, _whole(self._opened()) as database:
            yield database

    def _opened(self) -> Database:
        if self._closed:
            raise DiskFault(f"{self._path} is closed")
        if self._database is None:
            self._database = self._open()
        return self._database

    def _open(self) -> Database:
        try:
            database = _connect(self._path, self._schema, self._patience)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            _put_aside(self._path)
            database = _connect(self._path, self._schema, self._patience)
        try:
            with _whole(database):
                self._begin(database, _moment_of(_aside(self._path)))
        except sqlite3.Error:
            database.close()
            raise
        return database


def _may_pass(fault: sqlite3.OperationalError) -> bool:
    """Tell whether somebody may mend it while the program runs, by making room."""
    return fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


@contextmanager
def _whole(database: Database) -> Iterator[Database]:
    with database:
        database.execute("BEGIN IMMEDIATE")
        yield database


def _connect(path: Path, schema: str, patience: float) -> Database:
    database = sqlite3.connect(
        path, timeout=patience, isolation_level=None, check_same_thread=False
    )
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = FULL")
        database.executescript(schema)
    except sqlite3.Error:
        database.close()
        raise
    return database


def _aside(path: Path) -> Path:
    return path.with_name(path.name + ".damaged")


def _put_aside(path: Path) -> None:
    """Put a damaged file aside, in one step with the moment in which that happens.

    Whoever is stopped in between finds the moment at the next start. A clock that
    was set back does not put it before the last change of the file.
    """
    now = max(time.time(), path.stat().st_mtime)
    os.utime(path, (now, now))
    path.replace(_aside(path))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _moment_of(path: Path) -> datetime | None:
    if not path.exists():
        return None
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
