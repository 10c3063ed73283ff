"""Lines of the log that are owed: their change is made, the journal has them not yet.

A line is put here in the transaction of its change, and taken away when the journal
has it. So a power cut between the two databases loses no line.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime

from server.domain.record import Intent, Owed


def add(database: sqlite3.Connection, line: Owed | None) -> None:
    """Owe a line, if there is one for the change of this transaction."""
    if line is None:
        return
    asked = line.intent
    database.execute(
        "INSERT INTO owed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            line.id,
            *(asked.caller, asked.method, asked.key, asked.params),
            *(int(line.at.timestamp()), line.after),
            *(line.by, line.area, line.what, line.subject),
            json.dumps(dict(line.detail), ensure_ascii=False),
        ),
    )


def lines(database: sqlite3.Connection) -> list[Owed]:
    """Give what is owed, the oldest first."""
    rows = database.execute(
        "SELECT id, caller, method, key, params, at, after, by, area, what, subject,"
        " detail FROM owed ORDER BY rowid"
    ).fetchall()
    return [
        Owed(
            id=row[0],
            intent=Intent(*row[1:5]),
            at=datetime.fromtimestamp(row[5], UTC),
            after=row[6],
            by=row[7],
            area=row[8],
            what=row[9],
            subject=row[10],
            detail=json.loads(row[11]),
        )
        for row in rows
    ]


def strike(database: sqlite3.Connection, line: str) -> None:
    """Take a line away that the journal has."""
    database.execute("DELETE FROM owed WHERE id = ?", (line,))
