"""Whether what is on disk is what was written: every event of every day, read-only.

It runs beside a server without holding it up: the events are read in short portions,
and none is read twice. What it finds is a list; it goes on after each fault, so that
the list says what is damaged and, by leaving it out, what is not.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from server.domain.answers import ANSWERS

from . import schema, wal
from .chain import link

PORTION = 2000
"""Events that are read at once."""
MOST = 20
"""Faults that are listed; a file with more of them needs no longer list."""

DISK = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_NOMEM,
    }
)
"""SQLite's result codes that say nothing about what is in the file."""

What = Literal[
    "missing",  # the file is not there, or empty
    "log",  # the write-ahead log is damaged
    "file",  # SQLite cannot read the file, or finds its pages wrong
    "event",  # an event is not what was written
    "gap",  # events are missing
    "day",  # the table of days does not fit the events
    "answer",  # an answer kept for retries cannot be read
    "record",  # a posted procedure cannot be read
]
Tell = Callable[[int, int], None]
"""Is told how many events have been checked, and of how many."""


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written.

    Attributes:
        what: the kind of fault.
        path: the database.
        seq: the first event that it touches, for "event" and "gap".
        day: the business day of that event, as far as it can be told.
        at: when the last whole event before it happened.
        detail: what SQLite or the reader says.
    """

    what: What
    path: Path
    seq: int | None = None
    day: str | None = None
    at: datetime | None = None
    detail: str = ""


@dataclass(frozen=True)
class Verified:
    """What was looked at.

    Attributes:
        events: events that are whole.
        last: the number of the newest event that is whole; 0 if there is none.
        chain: its checksum.
        faults: what was found, at most ``MOST``.
    """

    events: int
    last: int
    chain: bytes
    faults: tuple[Fault, ...]


class _Time(msgspec.Struct):
    at: datetime


class _Opened(msgspec.Struct):
    day: str
    first_ticket: int


_time = msgspec.json.Decoder(_Time).decode
_opened = msgspec.json.Decoder(_Opened).decode
_answers = {name: msgspec.json.Decoder(kind).decode for name, kind in ANSWERS.items()}


def silent(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def journal(path: Path, *, alone: bool = False, tell: Tell = silent) -> Verified:
    """Check a whole journal.

    Args:
        path: the database.
        alone: it is a copy that nobody else has.
        tell: is told how far it is.

    Raises:
        OSError: the disk fails; damage is in the result instead.
    """
    reading = _Reading(path, tell)
    found = tuple(islice(_database(path, alone, reading.faults), MOST))
    return Verified(reading.whole, reading.last, reading.chain, found)


def office(path: Path, *, alone: bool = False) -> tuple[Fault, ...]:
    """Check the people's, devices' and procedures' database.

    Raises:
        OSError: the disk fails; damage is in the result instead.
    """

    def records(database: sqlite3.Connection) -> Iterator[Fault]:
        for code, body in database.execute("SELECT code, body FROM procedure"):
            try:
                json.loads(body)
            except ValueError as wrong:
                yield Fault("record", path, detail=f"{code}: {wrong}")

    return tuple(islice(_database(path, alone, records), MOST))


def locate(path: Path, seq: int) -> Fault:
    """Say of one damaged event when it was, without looking at any other.

    Args:
        path: the journal.
        seq: the event's number; every event of its day before it is whole.
    """
    day = at = None
    unreadable = (OSError, sqlite3.Error, ValueError, OverflowError)
    with suppress(*unreadable), closing(schema.connect_to_read(path)) as database:
        days = "SELECT day FROM day WHERE first_seq <= ? ORDER BY first_seq DESC"
        if found := database.execute(days, (seq,)).fetchone():
            (day,) = found
        times = "SELECT at FROM event WHERE seq < ? ORDER BY seq DESC LIMIT 1"
        if found := database.execute(times, (seq,)).fetchone():
            at = datetime.fromtimestamp(found[0] / 1000, UTC)
    return Fault("event", path, seq, day, at)


def _database(
    path: Path, alone: bool, look: Callable[[sqlite3.Connection], Iterator[Fault]]
) -> Iterator[Fault]:
    """Look at a database from the outside to the inside."""
    if not path.exists() or not path.stat().st_size:
        yield Fault("missing", path)
        return
    if (broken := wal.damage(path)) is not None:
        yield Fault("log", path, detail=f"frame {broken.frame}")
    try:
        with closing(schema.connect_to_read(path, alone=alone)) as database:
            database.text_factory = _text
            for line in schema.faults(database, MOST):
                yield Fault("file", path, detail=line)
            yield from look(database)
    except schema.DatabaseDamaged as damaged:
        yield Fault("file", path, detail=str(damaged.__cause__))
    except sqlite3.Error as failed:
        if getattr(failed, "sqlite_errorcode", 0) & 0xFF in DISK:
            raise OSError(f"{path}: {failed}") from failed
        yield Fault("file", path, detail=str(failed))


def _text(raw: bytes) -> str:
    """Read what may no longer be text; no checksum fits it then."""
    return raw.decode("utf-8", "replace")


class _Reading:
    """One walk over a journal; it keeps how far it came."""

    def __init__(self, path: Path, tell: Tell) -> None:
        self.whole = 0
        self.last = 0
        self.chain = b""
        self._path = path
        self._tell = tell
        self._at: datetime | None = None
        self._days: dict[int, _Opened] = {}
        self._opened: set[int] = set()

    def faults(self, database: sqlite3.Connection) -> Iterator[Fault]:
        """Walk over the answers and every event."""
        database.execute("BEGIN")  # so that all of this is of one moment
        (total,) = database.execute(
            "SELECT coalesce(max(seq), 0) FROM event"
        ).fetchone()
        days = database.execute("SELECT first_seq, day, first_ticket FROM day")
        self._days = {first: _Opened(day, ticket) for first, day, ticket in days}
        answers = database.execute("SELECT key, kind, answer FROM intent").fetchall()
        database.execute("COMMIT")
        yield from self._events(database, total)
        for first in self._days.keys() - self._opened:
            yield self._fault("day", first, "no event opens it")
        for key, kind, answer in answers:
            try:
                _answers[kind](answer)
            except (KeyError, TypeError, msgspec.DecodeError) as wrong:
                yield Fault("answer", self._path, detail=f"{key}: {wrong!r}")

    def _events(self, database: sqlite3.Connection, total: int) -> Iterator[Fault]:
        seq, chain = 0, b""
        while seq < total:
            rows = database.execute(
                "SELECT seq, at, kind, body, chain FROM event"
                " WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?",
                (seq, total, PORTION),
            ).fetchall()
            if not rows:  # its pages are wrong, which SQLite has said already
                return
            for row in rows:
                yield from self._event(seq, chain, row)
                seq, chain = row[0], row[4]
            self._tell(seq, total)

    def _event(
        self, before: int, chain: bytes, row: tuple[int, int, str, bytes, bytes]
    ) -> Iterator[Fault]:
        seq, at, kind, body, stored = row
        if seq != before + 1:
            yield self._fault("gap", before + 1, f"{seq - before - 1}")
            return
        if not isinstance(body, bytes) or link(chain, seq, kind, body) != stored:
            yield self._fault("event", seq, "its checksum does not fit")
            return
        happened = _time(body).at
        if round(happened.timestamp() * 1000) != at:
            yield self._fault("event", seq, "its time is not the one in it")
            return
        self.whole, self.last, self.chain = self.whole + 1, seq, stored
        self._at = happened
        if kind == "day.opened":
            self._opened.add(seq)
            if self._days.get(seq) != _opened(body):
                yield self._fault("day", seq, "the table of days says otherwise")

    def _fault(self, what: What, seq: int, detail: str) -> Fault:
        known = max((first for first in self._days if first <= seq), default=None)
        day = None if known is None else self._days[known].day
        return Fault(what, self._path, seq, day, self._at, detail)
