"""A small SQLite file in which a change is on disk before anything rests on it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

PATIENCE = 5.0
"""Seconds that one program waits for another that writes just now."""

Database = sqlite3.Connection
DiskFault = sqlite3.Error
"""What is raised when the disk fails; nothing has changed then."""


class DurableFile:
    """One file. It may be used from any thread, and by several programs.

    damaged_at: when a file that could not be read was last put aside; None: never.
    """

    def __init__(self, path: Path, schema: str, patience: float = PATIENCE) -> None:
        """Open or make the file.

        A damaged one is put aside (`….damaged`) and a new one begun.

        Args:
            path: of the file; its folder is made if it is missing.
            schema: statements that may be executed at every start.
            patience: seconds that a change waits for another program's.

        Raises:
            DiskFault: it can be neither read nor put aside.
        """
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = _open(path, schema, patience)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            _put_aside(path)
            self._database = _open(path, schema, patience)
        self.damaged_at = _moment_of(_aside(path))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    @contextmanager
    def look(self) -> Iterator[Database]:
        """Read, while no other thread of this program changes anything."""
        with self._lock:
            yield self._database

    @contextmanager
    def change(self) -> Iterator[Database]:
        """One transaction: all of it on disk at the end, or nothing."""
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            yield self._database


def _open(path: Path, schema: str, patience: float) -> Database:
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
