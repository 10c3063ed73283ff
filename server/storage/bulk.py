"""A past written all at once: a new journal that takes the place of an empty one.

It is written beside the folder's journal, without syncs and without a log of its own,
synced once at the end and then renamed: until that moment nothing has changed, and
whatever stops it before leaves the folder as it was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path
from types import TracebackType

from server.domain.events import TicketIssued

from . import schema
from .chain import link
from .folder import sync_folder

Row = tuple[int, str, bytes]
"""An event: when in milliseconds since 1970, its kind, its body."""


AT_ONCE = 200
"""Rows of one statement: half the time of one statement a row."""


class JournalNotEmpty(OSError):
    """Tickets were given already: nothing can be put before them."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} has tickets already")
        self.path = path


class Bulk:
    """Writes a whole journal; used with ``with``, it is kept only if all went well.

    Args:
        path: the journal; no ticket may have been given. Days that were opened and
            counters that were tried out make way.

    Raises:
        JournalNotEmpty: it has.
        OSError: it cannot be read, or the disk fails.

    Attributes:
        seq: the number of the last event that was written.
    """

    def __init__(self, path: Path) -> None:
        schema.migrate(path, schema.JOURNAL)
        if _has_tickets(path):
            raise JournalNotEmpty(path)
        self._path = path
        self._new = path.with_name(path.name + ".new")
        schema.remove(self._new)
        schema.migrate(self._new, schema.JOURNAL)
        self._database = _connect_fast(self._new)
        self._chain = b""
        self.seq = 0

    def __enter__(self) -> Bulk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._keep()
        finally:
            self._database.close()
            schema.remove(self._new)

    def append(self, rows: Sequence[Row]) -> None:
        """Write events; the first has the number after ``seq``.

        Raises:
            OSError: the disk is full or fails.
        """
        with schema.as_os_error(self._new):
            for start in range(0, len(rows), AT_ONCE):
                portion = rows[start : start + AT_ONCE]
                self._database.execute(_insert(len(portion)), self._linked(portion))

    def _linked(self, rows: Sequence[Row]) -> list[int | str | bytes]:
        """Give the rows' columns one after another, with numbers and checksums."""
        seq, chain = self.seq, self._chain
        columns: list[int | str | bytes] = []
        for at, kind, body in rows:
            seq += 1
            chain = link(chain, seq, kind, body)
            columns += (seq, at, kind, body, chain)
        self.seq, self._chain = seq, chain
        return columns

    def open_day(self, day: str, first_seq: int, first_ticket: int) -> None:
        """Enter a business day: its date and what its first event and ticket are."""
        with schema.as_os_error(self._new):
            self._database.execute(
                "INSERT INTO day (day, first_seq, first_ticket) VALUES (?, ?, ?)",
                (day, first_seq, first_ticket),
            )

    def count_reasons(self, day: str, tickets: Mapping[str, int]) -> None:
        """Enter how many tickets a day had for each priority reason."""
        with schema.as_os_error(self._new):
            self._database.executemany(
                "INSERT INTO reason_count (day, reason, tickets) VALUES (?, ?, ?)",
                [(day, reason, n) for reason, n in tickets.items()],
            )

    def _keep(self) -> None:
        """Put everything on disk, then let it be the folder's journal."""
        with schema.as_os_error(self._new):
            self._database.execute("COMMIT")
            self._database.close()
            with closing(schema.connect(self._new)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with self._new.open("rb+") as file:
            os.fsync(file.fileno())
        schema.remove(self._path)
        self._new.replace(self._path)
        sync_folder(self._path.parent)


@cache
def _insert(rows: int) -> str:
    return "INSERT INTO event VALUES " + ", ".join(["(?, ?, ?, ?, ?)"] * rows)


def _has_tickets(path: Path) -> bool:
    with closing(schema.connect(path)) as database, schema.as_os_error(path):
        found = database.execute(
            "SELECT 1 FROM event WHERE kind = ? LIMIT 1", (TicketIssued.kind,)
        ).fetchone()
    return found is not None


def _connect_fast(path: Path) -> sqlite3.Connection:
    """Open a database that nobody needs yet: one transaction, nothing synced.

    PRAGMA journal_mode = OFF keeps nothing to go back to: a failed writing is removed.
    """
    with schema.as_os_error(path):
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA locking_mode = EXCLUSIVE")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("PRAGMA cache_size = -65536")
        database.execute("BEGIN")
        return database
