"""Every version of the posted procedures: what, when, and by whom."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Note:
    """What is written beside a new version.

    Attributes:
        what: what was done: ``imported``, ``changed``, ``confirmed`` …
        by: the user's name; empty for the command line.
        at: when; None for what was there before versions were kept.
        intent: names the intention, so that a retry finds what it did.
    """

    what: str
    by: str = ""
    at: datetime | None = None
    intent: bytes | None = None


@dataclass(frozen=True)
class Version:
    """A procedure as it was from then on."""

    note: Note
    body: dict[str, Any]


def by_command_line() -> Note:
    """Make the note of what somebody does at the computer itself."""
    return Note("imported", at=datetime.now(UTC))


def write(database: sqlite3.Connection, records: Iterable[Record], note: Note) -> None:
    """Put records in place, each with its version; a known code keeps its place.

    A record that is posted as it is already gets no new version.
    """
    (last,) = database.execute(
        "SELECT coalesce(max(position), 0) FROM procedure"
    ).fetchone()
    for position, record in enumerate(records, last + 1):
        body = json.dumps(record, ensure_ascii=False)
        row = (record["code"], position, body)
        done = database.execute(
            "INSERT INTO procedure VALUES (?, ?, ?)"
            " ON CONFLICT (code) DO UPDATE SET body = excluded.body"
            " WHERE body <> excluded.body",
            row,
        )
        if done.rowcount:
            _keep(database, record["code"], body, note)


def _keep(database: sqlite3.Connection, code: str, body: str, note: Note) -> None:
    at = None if note.at is None else int(note.at.timestamp())
    database.execute(
        "INSERT INTO procedure_version (code, at, by, what, body, intent)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (code, at, note.by, note.what, body, note.intent),
    )


def of(database: sqlite3.Connection, code: str) -> list[Version]:
    """Give a procedure's versions, the oldest first."""
    rows = database.execute(
        "SELECT what, by, at, intent, body FROM procedure_version"
        " WHERE code = ? ORDER BY number",
        (code,),
    )
    return [
        Version(Note(what, by, _moment(at), intent), json.loads(body))
        for what, by, at, intent, body in rows
    ]


def made_by(database: sqlite3.Connection, intent: bytes) -> bool:
    """Whether an intention has made a version already."""
    sql = "SELECT 1 FROM procedure_version WHERE intent = ? LIMIT 1"
    return database.execute(sql, (intent,)).fetchone() is not None


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
