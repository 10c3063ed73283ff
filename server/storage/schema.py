"""The tables, as migrations, and how a database is opened.

``journal.db`` has one writer, the server. ``office.db`` (people, devices, procedures)
is also written by the command line while the server runs.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from . import wal
from .tables import Database, Migrations

JOURNAL = Migrations("journal")
OFFICE = Migrations("office")

NO_DATABASE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
"""SQLite's result codes for a file whose content is wrong."""
NOT_TEXT = "Could not decode"
"""How Python's module begins to say that a text is none; it gives no code for it."""


class DatabaseDamaged(OSError):
    """A database's file, or the log beside it, does not hold what was written."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path


class NewerFolder(OSError):
    """A newer program has changed the tables; this one does not know how."""

    def __init__(self, path: Path, names: list[str]) -> None:
        told = ", ".join(names)
        super().__init__(f"{path} was made by a newer motcua ({told})")
        self.path = path


class MigrationFailed(OSError):
    """New tables could not be made; the database is as it was before."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(f"{path} was left as it was: {why}")
        self.path = path
        self.why = str(why)


def connect(path: Path) -> sqlite3.Connection:
    """Open a database so that what is committed survives a power cut.

    WAL with ``synchronous=FULL`` syncs the log at every commit (SQLite's
    documentation of PRAGMA synchronous); transactions are begun by hand. What is
    deleted (a priority's reason, a session) is overwritten too.

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
        connection.execute("PRAGMA secure_delete = ON")
        return connection


def connect_to_read(path: Path, *, alone: bool = False) -> sqlite3.Connection:
    """Open a database without changing anything in it, also beside a server.

    Args:
        path: the database file.
        alone: nobody else has it and it has no log, so that nothing is made beside it.

    Raises:
        OSError: it is not there, it is no database, or its disk fails.
    """
    how = "immutable=1" if alone else "mode=ro"
    with as_os_error(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{how}", timeout=5.0, uri=True
        )
        connection.isolation_level = None
        connection.execute("PRAGMA query_only = ON")
        return connection


@contextmanager
def as_os_error(path: Path) -> Iterator[None]:
    """Say that the disk or the file fails in a word that any caller can know."""
    try:
        yield
    except sqlite3.Error as failed:
        code = getattr(failed, "sqlite_errorcode", 0) & 0xFF
        if code in NO_DATABASE or str(failed).startswith(NOT_TEXT):
            raise DatabaseDamaged(path, str(failed)) from failed
        raise OSError(f"{path}: {failed}") from failed


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Write all or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def migrate(path: Path, migrations: Migrations) -> None:
    """Bring a database's tables up to date, creating it if need be.

    Tables of an older program are changed on a copy first; only when that went well
    and the copy is whole, the same is done to the database, all in one transaction.

    Raises:
        DatabaseDamaged: the log beside it is damaged, or it is no database.
        NewerFolder: it has tables that this program does not know.
        MigrationFailed: the tables cannot be changed; nothing was.
        OSError: the disk fails.
    """
    if (broken := wal.damage(path)) is not None:
        raise DatabaseDamaged(path, f"its log is damaged at frame {broken.frame}")
    with closing(connect(path)) as connection:
        database = Database(connection, execute_plugins=False)
        with as_os_error(path):
            applied = _known(database, path, migrations)
            if not migrations.pending(database):
                return
        if applied:
            _try_on_a_copy(connection, path, migrations)
        _apply(database, path, migrations)


def check_known(path: Path, migrations: Migrations) -> None:
    """Look whether this program knows a database's tables, and change nothing.

    Raises:
        NewerFolder: it does not.
        OSError: the database cannot be read.
    """
    with closing(connect_to_read(path)) as connection, as_os_error(path):
        _known(Database(connection, execute_plugins=False), path, migrations)


def _known(database: Database, path: Path, migrations: Migrations) -> set[str]:
    """Give the names of what was applied, all of it known. Raises NewerFolder."""
    applied = {one.name for one in migrations.applied(database)}
    if unknown := applied - {one.name for one in _all(migrations)}:
        raise NewerFolder(path, sorted(unknown))
    return applied


def _all(migrations: Migrations) -> list[Migrations._Migration]:
    """Give a set's migrations: all are pending in a database without tables."""
    with closing(sqlite3.connect(":memory:")) as nothing:
        return migrations.pending(Database(nothing, execute_plugins=False))


def _apply(database: Database, path: Path, migrations: Migrations) -> None:
    """Change the tables in one transaction, or leave them as they were."""
    try:
        with database.atomic():
            migrations.apply(database)
    except Exception as failed:
        raise MigrationFailed(path, failed) from failed


def _try_on_a_copy(
    connection: sqlite3.Connection, path: Path, migrations: Migrations
) -> None:
    copy = path.with_name(path.name + ".migrating")
    remove(copy)
    needed, free = path.stat().st_size, shutil.disk_usage(path.parent).free
    if free < 2 * needed:
        raise MigrationFailed(
            path, f"{2 * needed} bytes of room are needed to try it, {free} are free"
        )
    try:
        with closing(connect(copy)) as trial:
            with as_os_error(copy):
                trial.execute("PRAGMA synchronous = OFF")
                connection.backup(trial)
            _apply(Database(trial, execute_plugins=False), path, migrations)
        # Anew, as a migration may have switched checks off; not read-only, as SQLite
        # then passes over CHECK.
        with closing(connect(copy)) as whole, as_os_error(copy):
            for wrong in faults(whole):
                raise MigrationFailed(path, wrong)
    finally:
        remove(copy)


def faults(connection: sqlite3.Connection, most: int = 10) -> Iterator[str]:
    """Say what SQLite itself finds wrong in a database's pages and references."""
    for (line,) in connection.execute(f"PRAGMA integrity_check({most})"):
        if line != "ok":
            yield str(line)
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to nothing in {parent}"


def remove(path: Path) -> None:
    """Remove a database with what SQLite keeps beside it, if it is there."""
    for end in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + end).unlink(missing_ok=True)


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


@JOURNAL()
def reasons_are_counted(db: Database) -> None:
    """What remains of the priority reasons when a day closes: their counts."""
    db.execute(
        """
        CREATE TABLE reason_count (
            day TEXT NOT NULL,
            reason TEXT NOT NULL,
            tickets INTEGER NOT NULL,
            PRIMARY KEY (day, reason)
        ) STRICT, WITHOUT ROWID
        """
    )


@JOURNAL()
def days_by_their_first_event(db: Database) -> None:
    """A date may come twice: a clock had run ahead, and years later it is that day."""
    db.execute("ALTER TABLE day RENAME TO day_before")
    db.execute(
        """
        CREATE TABLE day (
            first_seq INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            first_ticket INTEGER NOT NULL
        ) STRICT
        """
    )
    db.execute("INSERT INTO day SELECT first_seq, day, first_ticket FROM day_before")
    db.execute("DROP TABLE day_before")


@JOURNAL()
def tickets_that_kiosks_gave(db: Database) -> None:
    """Which ticket of a kiosk's own series was booked as which, for ever."""
    db.execute(
        """
        CREATE TABLE adopted (
            device TEXT NOT NULL,
            day TEXT NOT NULL,
            number TEXT NOT NULL,
            ticket INTEGER NOT NULL,
            PRIMARY KEY (device, day, number)
        ) STRICT, WITHOUT ROWID
        """
    )


@JOURNAL()
def changes_of_the_office_are_found_at_once(db: Database) -> None:
    """They are few among years of tickets."""
    db.execute("CREATE INDEX event_office ON event (seq) WHERE kind = 'office.changed'")


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


@OFFICE()
def appointments(db: Database) -> None:
    """Rights to a time: no name, nothing of a person; digests of the keys of changes.

    ``at`` is in seconds since 1970; ``added`` and ``ended`` name the intentions.
    """
    db.execute(
        """
        CREATE TABLE appointment (
            day TEXT NOT NULL,
            code TEXT NOT NULL,
            at INTEGER NOT NULL,
            service TEXT NOT NULL,
            cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)),
            added BLOB UNIQUE,
            ended BLOB UNIQUE,
            PRIMARY KEY (day, code)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX appointment_code ON appointment (code)")


@OFFICE()
def procedure_versions(db: Database) -> None:
    """Every version of every procedure; ``body`` is the record from then on.

    ``at`` is in seconds since 1970, null for what was there before this was kept;
    ``by`` is the user's name, empty for the command line; ``intent`` names the
    intention that made it.
    """
    db.execute(
        """
        CREATE TABLE procedure_version (
            number INTEGER PRIMARY KEY,
            code TEXT NOT NULL,
            at INTEGER,
            by TEXT NOT NULL,
            what TEXT NOT NULL,
            body TEXT NOT NULL,
            intent BLOB
        ) STRICT
        """
    )
    db.execute("CREATE INDEX procedure_version_code ON procedure_version (code)")
    db.execute("CREATE INDEX procedure_version_intent ON procedure_version (intent)")
    db.execute(
        "INSERT INTO procedure_version (code, by, what, body)"
        " SELECT code, '', 'imported', body FROM procedure ORDER BY position, code"
    )


@OFFICE()
def sessions_end_when_unused(db: Database) -> None:
    """When a session was last used, in seconds since 1970; 0: long ago."""
    db.execute("ALTER TABLE session ADD COLUMN used INTEGER NOT NULL DEFAULT 0")


@OFFICE()
def lines_of_the_log_that_are_owed(db: Database) -> None:
    """What the journal has still to be told of changes made here.

    ``id`` names the line, ``at`` is in seconds since 1970, ``after`` the journal's last
    event before; ``caller``, ``method``, ``key`` and ``params`` are the intention.
    """
    db.execute(
        """
        CREATE TABLE owed (
            id TEXT PRIMARY KEY,
            caller TEXT NOT NULL,
            method TEXT NOT NULL,
            key TEXT NOT NULL,
            params BLOB NOT NULL,
            at INTEGER NOT NULL,
            after INTEGER NOT NULL,
            by TEXT NOT NULL,
            area TEXT NOT NULL,
            what TEXT NOT NULL,
            subject TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT
        """
    )


@OFFICE()
def devices_as_people_call_them(db: Database) -> None:
    """What a device is called; empty: by its name, which it keeps."""
    db.execute("ALTER TABLE device ADD COLUMN called TEXT NOT NULL DEFAULT ''")
