"""People, devices and procedures in ``office.db``."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from server.domain.people import ADMIN, Device, LastAdmin, User
from server.domain.record import Owed

from . import owed, schema, versions
from .versions import Note, Version

MOST_SESSIONS = 50
"""Sessions that one user may have at once; the longest unused ends first."""


class OfficeStore:
    """One office's people, devices and procedures.

    Another process (the command line) may write while the server runs; ``changed``
    tells when that happened, and when somebody lost a right here. A change may owe the
    log a line, which is on disk with the change or not at all.
    """

    def __init__(self, path: Path) -> None:
        schema.migrate(path, schema.OFFICE)
        self._database = schema.connect(path)
        self._path = path
        self._lock = threading.Lock()
        self._revoked = False
        self._version = self._data_version()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def changed(self) -> bool:
        """Whether another process has written since this was last asked.

        Or this one took somebody's session, password or token away.
        """
        version = self._data_version()
        before, self._version = self._version, version
        revoked, self._revoked = self._revoked, False
        return revoked or version != before

    def _data_version(self) -> int:
        """Ask for the commits of other connections (PRAGMA data_version)."""
        with self._lock:
            (version,) = self._database.execute("PRAGMA data_version").fetchone()
        return int(version)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing."""
        with self._lock, schema.transaction(self._database) as database:
            yield database

    def _rows(self, sql: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(sql, values).fetchall()

    # Staff

    def users(self) -> list[User]:
        """Give all users by name."""
        rows = self._rows("SELECT name, display_name, role FROM user ORDER BY name")
        return [User(*row) for row in rows]

    def add_user(self, user: User, password: str, line: Owed | None = None) -> None:
        """Add a user with a password's hash. Raises KeyError if the name is taken."""
        self._insert(
            "INSERT INTO user VALUES (?, ?, ?, ?)",
            (user.name, user.display_name, user.role, password),
            line,
        )

    def user(self, name: str) -> tuple[User, str] | None:
        """Give a user and the password's hash."""
        rows = self._rows(
            "SELECT name, display_name, role, password FROM user WHERE name = ?",
            (name,),
        )
        return (User(*rows[0][:3]), rows[0][3]) if rows else None

    def set_password(self, name: str, password: str, line: Owed | None = None) -> None:
        """Store another hash and end the sessions. Raises KeyError if unknown."""
        with schema.as_os_error(self._path), self._transaction() as database:
            done = database.execute(
                "UPDATE user SET password = ? WHERE name = ?", (password, name)
            )
            if not done.rowcount:
                raise KeyError(name)
            database.execute("DELETE FROM session WHERE user = ?", (name,))
            owed.add(database, line)
        self._revoked = True

    def renew_password(self, name: str, stored: str, password: str) -> None:
        """Replace one hash by another of the same password; sessions go on."""
        with schema.as_os_error(self._path), self._transaction() as database:
            database.execute(
                "UPDATE user SET password = ? WHERE name = ? AND password = ?",
                (password, name, stored),
            )

    def change_user(self, user: User, line: Owed | None = None) -> None:
        """Store another role or name to show.

        Raises:
            KeyError: there is no such user.
            LastAdmin: no administrator would be left.
        """
        with schema.as_os_error(self._path), self._transaction() as database:
            had = _admins(database)
            done = database.execute(
                "UPDATE user SET display_name = ?, role = ? WHERE name = ?",
                (user.display_name, user.role, user.name),
            )
            if not done.rowcount:
                raise KeyError(user.name)
            _keep_one(database, had)
            owed.add(database, line)
        self._revoked = True

    def remove_user(self, name: str, line: Owed | None = None) -> None:
        """Remove a user and the sessions.

        Raises:
            KeyError: there is no such user.
            LastAdmin: no administrator would be left.
        """
        with schema.as_os_error(self._path), self._transaction() as database:
            had = _admins(database)
            if not database.execute(
                "DELETE FROM user WHERE name = ?", (name,)
            ).rowcount:
                raise KeyError(name)
            _keep_one(database, had)
            owed.add(database, line)
        self._revoked = True

    def add_session(
        self, token: bytes, user: str, now: datetime, ends: datetime
    ) -> None:
        """Store a session by its token's hash, and forget those that have ended."""
        began, ended = int(now.timestamp()), int(ends.timestamp())
        with schema.as_os_error(self._path), self._transaction() as database:
            database.execute("DELETE FROM session WHERE ends <= ?", (began,))
            database.execute(
                "INSERT INTO session VALUES (?, ?, ?, ?)", (token, user, ended, began)
            )
            database.execute(
                "DELETE FROM session WHERE user = ? AND token NOT IN (SELECT token"
                " FROM session WHERE user = ? ORDER BY used DESC, rowid DESC LIMIT ?)",
                (user, user, MOST_SESSIONS),
            )

    def session(
        self, token: bytes, now: datetime, unused_since: datetime | None
    ) -> User | None:
        """Give the user of a session that has not ended."""
        unused = int(unused_since.timestamp()) if unused_since else -1
        rows = self._rows(
            "SELECT name, display_name, role FROM session"
            " JOIN user ON user.name = session.user"
            " WHERE token = ? AND ends > ? AND used > ?",
            (token, int(now.timestamp()), unused),
        )
        return User(*rows[0]) if rows else None

    def touch_session(self, token: bytes, now: datetime) -> None:
        """Store that a session is used. Raises OSError when the disk fails."""
        with schema.as_os_error(self._path), self._transaction() as database:
            database.execute(
                "UPDATE session SET used = ? WHERE token = ?",
                (int(now.timestamp()), token),
            )

    def end_session(self, token: bytes) -> None:
        """Forget a session. Raises OSError when the disk fails."""
        with schema.as_os_error(self._path), self._transaction() as database:
            database.execute("DELETE FROM session WHERE token = ?", (token,))
        self._revoked = True

    def end_sessions(self, user: str, line: Owed | None = None) -> None:
        """Forget all sessions of a user. Raises OSError when the disk fails."""
        with schema.as_os_error(self._path), self._transaction() as database:
            database.execute("DELETE FROM session WHERE user = ?", (user,))
            owed.add(database, line)
        self._revoked = True

    # Devices

    def devices(self) -> list[Device]:
        """Give all devices by name."""
        rows = self._rows("SELECT name, role, called FROM device ORDER BY name")
        return [Device(*row) for row in rows]

    def add_device(
        self, device: Device, token: bytes, line: Owed | None = None
    ) -> None:
        """Add a device by its token's hash. Raises KeyError if the name is taken."""
        row = (device.name, device.role, token)
        self._insert(
            "INSERT INTO device (name, role, token) VALUES (?, ?, ?)", row, line
        )

    def device(self, token: bytes) -> Device | None:
        """Give the device of a token."""
        rows = self._rows(
            "SELECT name, role, called FROM device WHERE token = ?", (token,)
        )
        return Device(*rows[0]) if rows else None

    def call_device(self, name: str, called: str, line: Owed | None = None) -> None:
        """Call a device something else. Raises KeyError if there is none."""
        with schema.as_os_error(self._path), self._transaction() as database:
            done = database.execute(
                "UPDATE device SET called = ? WHERE name = ?", (called, name)
            )
            if not done.rowcount:
                raise KeyError(name)
            owed.add(database, line)

    def remove_device(self, name: str, line: Owed | None = None) -> None:
        """Remove a device. Raises KeyError if there is none."""
        with schema.as_os_error(self._path), self._transaction() as database:
            done = database.execute("DELETE FROM device WHERE name = ?", (name,))
            if not done.rowcount:
                raise KeyError(name)
            owed.add(database, line)
        self._revoked = True

    # Lines of the log

    def owed(self) -> list[Owed]:
        """Give the lines that the log is still owed, the oldest first."""
        with schema.as_os_error(self._path), self._lock:
            return owed.lines(self._database)

    def strike(self, line: str) -> None:
        """Take a line away that the journal has. Raises OSError if that fails."""
        with schema.as_os_error(self._path), self._transaction() as database:
            owed.strike(database, line)

    # Procedures

    def procedures(self) -> list[dict[str, Any]]:
        """Give the posted procedures in the office's order, as they were put."""
        rows = self._rows("SELECT body FROM procedure ORDER BY position, code")
        return [json.loads(body) for (body,) in rows]

    def put_procedures(
        self, records: Iterable[versions.Record], note: Note | None = None
    ) -> None:
        """Post procedures: a known code is replaced in its place, others follow.

        Args:
            records: as JSON has them.
            note: who does what; the command line imports them if it is left out.

        Raises:
            OSError: the disk fails; nothing was changed.
        """
        with schema.as_os_error(self._path), self._transaction() as database:
            versions.write(database, records, note or versions.by_command_line())

    def procedure_versions(self, code: str) -> list[Version]:
        """Give all that a procedure ever was, the oldest first."""
        with self._lock:
            return versions.of(self._database, code)

    def has_made(self, intent: bytes) -> bool:
        """Whether an intention has made a version of a procedure already."""
        with self._lock:
            return versions.made_by(self._database, intent)

    def add_procedures(self, records: Iterable[dict[str, Any]]) -> int:
        """Post what is not posted yet, and give how many that were."""
        posted = {record["code"] for record in self.procedures()}
        new = [record for record in records if record["code"] not in posted]
        self.put_procedures(new)
        return len(new)

    # Inside

    def _insert(self, sql: str, values: tuple[Any, ...], line: Owed | None) -> None:
        try:
            with self._transaction() as database:
                database.execute(sql, values)
                owed.add(database, line)
        except sqlite3.IntegrityError:
            raise KeyError(values[0]) from None
        except sqlite3.OperationalError as failed:
            raise OSError(f"{self._path}: {failed}") from failed


def _admins(database: sqlite3.Connection) -> int:
    sql = "SELECT count(*) FROM user WHERE role = ?"
    return int(database.execute(sql, (ADMIN,)).fetchone()[0])


def _keep_one(database: sqlite3.Connection, had: int) -> None:
    """Refuse a transaction that takes the last administrator away."""
    if had and not _admins(database):
        raise LastAdmin
