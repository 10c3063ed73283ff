"""Appointments in ``office.db``: a code, a moment, a service, and whether it stands.

Nothing of a person is ever stored. The server and the command line write here beside
each other; every question is asked of the disk.
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from . import schema

DIGITS = 6
"""Digits of a code: typed on a pad and said aloud, and too many to be guessed."""
KEPT = timedelta(days=30)
"""How long past appointments are kept: for a question about last week, no longer."""

_ROW = "day, code, at, service, cancelled"


class CodeTaken(Exception):
    """Another appointment of that day has this code."""

    def __init__(self, day: date, code: str) -> None:
        super().__init__(f"{code} on {day}")
        self.day = day
        self.code = code


class KeyUsed(Exception):
    """This key was used for another appointment."""


@dataclass(frozen=True)
class Booked:
    """One appointment.

    Attributes:
        day: the office's business day on which it is.
        code: what the citizen types or says; unique on its day.
        at: its moment.
        service: the id of the service it is for.
        cancelled: it no longer stands.
    """

    day: date
    code: str
    at: datetime
    service: str
    cancelled: bool = False


def random_code() -> str:
    """Give a code that nobody can foresee."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


class AppointmentStore:
    """The appointments of one office.

    Args:
        path: the office's database, ``office.db``.
        zone: the office's time zone, in which moments are given back.
        code: makes a code; asked again when one is taken.

    Every method raises OSError when the disk fails.
    """

    def __init__(
        self, path: Path, zone: tzinfo, code: Callable[[], str] = random_code
    ) -> None:
        schema.migrate(path, schema.OFFICE)
        self._database = schema.connect(path)
        self._path = path
        self._zone = zone
        self._code = code
        self._lock = threading.Lock()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    # Asked

    def find(self, day: date, code: str) -> Booked | None:
        """Give the appointment of this code on this day, cancelled or not."""
        found = self._rows("WHERE day = ? AND code = ?", day.isoformat(), code)
        return found[0] if found else None

    def find_nearest(self, day: date, code: str) -> Booked | None:
        """Give that of this day, else the next to come, else the last that was."""
        found = self._rows("WHERE code = ? ORDER BY day", code)
        coming = [one for one in found if one.day >= day]
        return coming[0] if coming else found[-1] if found else None

    def of_day(self, day: date) -> list[Booked]:
        """Give a day's appointments by their time."""
        return self._rows("WHERE day = ? ORDER BY at, code", day.isoformat())

    # Changed

    def add(self, day: date, at: datetime, service: str, intent: bytes) -> Booked:
        """Book a time under a new code; the same intention books once.

        Raises:
            KeyUsed: the intention was another time or service.
        """
        with self._transaction():
            known = self._of_intent("added", intent)
            if known is None:
                new = Booked(day, self._free_code(), at, service)
                self._insert(new, intent)
                return self._as_stored(new)
        if (known.at, known.service) != (_seconds(at, self._zone), service):
            raise KeyUsed
        return known

    def add_all(self, wanted: Iterable[Booked]) -> list[Booked]:
        """Book all or nothing; an empty code gets a new one.

        Raises:
            CodeTaken: a day has a given code already.
        """
        given = sorted(wanted, key=lambda one: not one.code)  # their codes come first
        made = []
        with self._transaction():
            for one in given:
                code = one.code or self._free_code()
                made.append(self._as_stored(replace(one, code=code)))
                self._insert(made[-1], None)
        return sorted(made, key=lambda one: (one.at, one.code))

    def cancel(self, day: date, code: str, intent: bytes) -> Booked | None:
        """Cancel an appointment; None if there is none. Cancelled stays cancelled.

        Raises:
            KeyUsed: the intention was to cancel another.
        """
        with self._transaction() as database:
            known = self._of_intent("ended", intent)
            if known is not None and (known.day, known.code) != (day, code):
                raise KeyUsed
            database.execute(
                "UPDATE appointment SET cancelled = 1, ended = ?"
                " WHERE day = ? AND code = ? AND NOT cancelled",
                (intent, day.isoformat(), code),
            )
            found = self._select("WHERE day = ? AND code = ?", day.isoformat(), code)
        return found[0] if found else None

    def forget(self, today: date) -> None:
        """Delete what is older than ``KEPT``."""
        oldest = (today - KEPT).isoformat()
        if not self._rows("WHERE day < ? LIMIT 1", oldest):
            return  # nothing is written for nothing
        with self._transaction() as database:
            database.execute("DELETE FROM appointment WHERE day < ?", (oldest,))

    # Inside

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing."""
        with (
            self._lock,
            schema.as_os_error(self._path),
            schema.transaction(self._database) as database,
        ):
            yield database

    def _rows(self, which: str, *values: Any) -> list[Booked]:
        with self._lock, schema.as_os_error(self._path):
            return self._select(which, *values)

    def _select(self, which: str, *values: Any) -> list[Booked]:
        rows: Sequence[tuple[str, str, int, str, int]] = self._database.execute(
            f"SELECT {_ROW} FROM appointment {which}", values
        ).fetchall()
        return [
            Booked(
                date.fromisoformat(day),
                code,
                datetime.fromtimestamp(at, self._zone),
                service,
                bool(cancelled),
            )
            for day, code, at, service, cancelled in rows
        ]

    def _of_intent(self, column: str, intent: bytes) -> Booked | None:
        found = self._select(f"WHERE {column} = ?", intent)
        return found[0] if found else None

    def _insert(self, new: Booked, intent: bytes | None) -> None:
        day = new.day.isoformat()
        try:
            self._database.execute(
                "INSERT INTO appointment (day, code, at, service, added)"
                " VALUES (?, ?, ?, ?, ?)",
                (day, new.code, int(new.at.timestamp()), new.service, intent),
            )
        except sqlite3.IntegrityError:
            raise CodeTaken(new.day, new.code) from None

    def _free_code(self) -> str:
        """Make a code that no day has, so that it also tells a wrong day apart."""
        while True:
            code = self._code()
            if not self._select("WHERE code = ? LIMIT 1", code):
                return code

    def _as_stored(self, new: Booked) -> Booked:
        return replace(new, at=_seconds(new.at, self._zone))


def _seconds(at: datetime, zone: tzinfo) -> datetime:
    """Give a moment as it is stored: in whole seconds, in the office's zone."""
    return datetime.fromtimestamp(int(at.timestamp()), zone)
