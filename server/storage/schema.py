"""The tables, as migrations, and how a database is opened.

``journal.db`` has one writer, the server. ``office.db`` (people, devices, procedures)
is also written by the command line while the server runs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database, Migrations

JOURNAL = Migrations("journal")
OFFICE = Migrations("office")


def connect(path: Path) -> sqlite3.Connection:
    """Open a database so that what is committed survives a power cut.

    WAL with ``synchronous=FULL`` syncs the log at every commit (SQLite's
    documentation of PRAGMA synchronous); transactions are begun by hand.

    Raises:
        OSError: the file is no database, or its disk fails.
    """
    with as_os_error(path):
        connection = sqlite3.connect(
            path, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection


@contextmanager
def as_os_error(path: Path) -> Iterator[None]:
    """Say that the disk or the file fails in a word that any caller can know."""
    try:
        yield
    except sqlite3.Error as failed:
        raise OSError(f"{path}: {failed}") from failed


def migrate(path: Path, migrations: Migrations) -> None:
    """Bring a database's tables up to date, creating it if need be."""
    connection = connect(path)
    try:
        database = Database(connection, execute_plugins=False)
        with as_os_error(path):
            if migrations.pending(database):
                migrations.apply(database)
    finally:
        connection.close()


@JOURNAL()
def events(db: Database) -> None:
    """The events for ever; a day's answers; a day's priority reasons."""
    db.execute(
        """
        CREATE TABLE event (
            seq INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            body BLOB NOT NULL,
            chain BLOB NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE day (
            day TEXT PRIMARY KEY,
            first_seq INTEGER NOT NULL,
            first_ticket INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE intent (
            day TEXT NOT NULL,
            caller TEXT NOT NULL,
            method TEXT NOT NULL,
            key TEXT NOT NULL,
            params BLOB NOT NULL,
            kind TEXT NOT NULL,
            answer BLOB NOT NULL,
            PRIMARY KEY (day, caller, method, key)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE reason (
            ticket INTEGER PRIMARY KEY,
            reason TEXT NOT NULL
        ) STRICT
        """
    )


@OFFICE()
def people_and_devices(db: Database) -> None:
    """Staff with their sessions, devices with their tokens; only hashes of both."""
    db.execute(
        """
        CREATE TABLE user (
            name TEXT PRIMARY KEY,
            display_name TEXT NOT NULL,
            role TEXT NOT NULL,
            password TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE session (
            token BLOB PRIMARY KEY,
            user TEXT NOT NULL REFERENCES user (name) ON DELETE CASCADE,
            ends INTEGER NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE device (
            name TEXT PRIMARY KEY,
            role TEXT NOT NULL,
            token BLOB NOT NULL UNIQUE
        ) STRICT
        """
    )


@OFFICE()
def procedures(db: Database) -> None:
    """The posted procedures, in the order that the office shows them."""
    db.execute(
        """
        CREATE TABLE procedure (
            code TEXT PRIMARY KEY,
            position INTEGER NOT NULL,
            body TEXT NOT NULL
        ) STRICT
        """
    )
