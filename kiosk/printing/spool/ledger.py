"""The kiosk's memory of which slips were printed: a small SQLite file.

Every step is on disk before the next one begins, so that after a power cut it is
known of each slip whether it was surely printed, surely not, or perhaps. It holds
ticket ids and times only: nothing personal, and no picture that could be printed
later by itself.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from kiosk.durable import Database, DurableFile
from kiosk.printing.faults import Reason

_SCHEMA = """
CREATE TABLE IF NOT EXISTS slips (
    slip TEXT PRIMARY KEY,
    ticket INTEGER NOT NULL,
    day TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS reports (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    ticket INTEGER NOT NULL,
    day TEXT NOT NULL,
    ok INTEGER,
    detail TEXT
) STRICT;
CREATE TABLE IF NOT EXISTS roll (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    used_mm REAL NOT NULL,
    printed_mm REAL NOT NULL
) STRICT;
INSERT OR IGNORE INTO roll VALUES (1, 0, 0);
"""

KEPT = timedelta(days=1)
"""How long slips are remembered after their day: a late retry finds them."""

REPORTED_WITHIN = timedelta(days=7)
"""A report that no server took for so long is dropped."""


class State(StrEnum):
    """Where a slip is on its way."""

    QUEUED = "queued"
    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"
    """Surely not printed; it may be tried again."""
    UNKNOWN = "unknown"
    """Perhaps printed, perhaps half; only a person may order it again."""


OK = {State.PRINTED: True, State.FAILED: False, State.UNKNOWN: None}
"""What ``ticket.printed`` says of a slip that is at its end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a slip ended: PRINTED, FAILED or UNKNOWN, and why if not printed."""

    state: State
    reason: Reason | None = None

    @property
    def ok(self) -> bool | None:
        """True = printed, False = surely not, None = nobody knows."""
        return OK[self.state]


@dataclass(frozen=True, slots=True)
class Report:
    """What the server must be told with ``ticket.printed``, word for word.

    key: the call's `key`, the same on every retry. detail: a Reason or None.
    """

    key: str
    ticket: int
    ok: bool | None
    detail: str | None


class Ledger:
    """The file. Its methods may be called from any thread.

    They raise DiskFault when the disk fails; nothing has changed then.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file and settle what a crash left open.

        What was being printed becomes UNKNOWN, what only waited FAILED, and both
        are reported. A damaged file is put aside (`….damaged`) and a new one
        begun: a kiosk that prints is worth more than yesterday's slips.
        """
        self._file = DurableFile(path, _SCHEMA, begin=_settle)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def admit(self, slip: str, ticket: int, day: date) -> Outcome | None:
        """Queue a slip; None = go on and print it.

        A slip that is known as printed or unknown gives that outcome: it must not
        be printed again. One that failed surely is queued anew, and so is one
        that never got past the queue. Whoever calls this has no slip of that
        name on its way.
        """
        with self._file.change() as database:
            found = database.execute(
                "SELECT state, reason FROM slips WHERE slip = ?", (slip,)
            ).fetchone()
            if found and found[0] not in (State.QUEUED, State.FAILED):
                return _outcome(*found)
            database.execute(
                "INSERT INTO slips VALUES (?, ?, ?, ?, NULL) ON CONFLICT (slip)"
                " DO UPDATE SET state = excluded.state, reason = NULL",
                (slip, ticket, day.isoformat(), State.QUEUED),
            )
        return None

    def begin(self, slip: str) -> None:
        """Note that from now on some of the slip may be on paper."""
        with self._file.change() as database:
            database.execute(
                "UPDATE slips SET state = ? WHERE slip = ? AND state = ?",
                (State.PRINTING, slip, State.QUEUED),
            )

    def end(self, slip: str, outcome: Outcome) -> bool:
        """Note how a slip ended and what to report; False = it had ended before."""
        with self._file.change() as database:
            return _end(database, slip, outcome)

    def pending(self) -> list[Report]:
        """Return what the server has not acknowledged yet, oldest first."""
        with self._file.look() as database:
            rows = database.execute(
                "SELECT key, ticket, ok, detail FROM reports ORDER BY place"
            ).fetchall()
        return [
            Report(key, ticket, None if ok is None else bool(ok), detail)
            for key, ticket, ok, detail in rows
        ]

    def reported(self, key: str) -> None:
        """Forget a report: the server has it."""
        with self._file.change() as database:
            database.execute("DELETE FROM reports WHERE key = ?", (key,))

    def purge(self, today: date) -> None:
        """Forget what is older than it needs to be."""
        with self._file.change() as database:
            for table, kept in (("slips", KEPT), ("reports", REPORTED_WITHIN)):
                database.execute(
                    f"DELETE FROM {table} WHERE day < ?",
                    ((today - kept).isoformat(),),
                )

    def use_paper(self, millimetres: float) -> None:
        """Count paper that came out of the printer."""
        with self._file.change() as database:
            database.execute(
                "UPDATE roll SET used_mm = used_mm + ?, printed_mm = printed_mm + ?",
                (millimetres, millimetres),
            )

    def new_roll(self) -> None:
        """Begin to count anew: somebody has put in a new roll."""
        with self._file.change() as database:
            database.execute("UPDATE roll SET used_mm = 0")

    def paper(self) -> tuple[float, float]:
        """Return the millimetres used of this roll, and those printed in all."""
        with self._file.look() as database:
            used, printed = database.execute(
                "SELECT used_mm, printed_mm FROM roll"
            ).fetchone()
        return used, printed


_LEFT = {
    State.PRINTING: Outcome(State.UNKNOWN, Reason.INTERRUPTED),
    State.QUEUED: Outcome(State.FAILED, Reason.INTERRUPTED),
}
"""What is known of a slip that a crash left on its way."""


def _settle(database: Database, _: datetime | None) -> None:
    for slip, state in database.execute("SELECT slip, state FROM slips").fetchall():
        if outcome := _LEFT.get(State(state)):
            _end(database, slip, outcome)


def _end(database: Database, slip: str, outcome: Outcome) -> bool:
    found = database.execute(
        "UPDATE slips SET state = ?, reason = ? WHERE slip = ? AND state IN (?, ?)"
        " RETURNING ticket, day",
        (outcome.state, outcome.reason, slip, State.QUEUED, State.PRINTING),
    ).fetchall()
    for ticket, day in found:
        database.execute(
            "INSERT INTO reports (key, ticket, day, ok, detail) VALUES (?, ?, ?, ?, ?)",
            (str(uuid.uuid4()), ticket, day, outcome.ok, outcome.reason),
        )
    return bool(found)


def _outcome(state: str, reason: str | None) -> Outcome:
    """Return the outcome of a slip that is at its end, or may still get there."""
    if state == State.PRINTING:
        return Outcome(State.UNKNOWN, Reason.BUSY)
    return Outcome(State(state), Reason(reason) if reason else None)
