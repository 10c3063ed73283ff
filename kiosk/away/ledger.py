"""The kiosk's memory of the numbers it gave itself: a small SQLite file.

A number is given only once it is on disk, and is kept until a server has it. After
that what the citizen wished is forgotten; of the ticket only its number stays.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import date, datetime, timedelta
from pathlib import Path

from msgspec import json

from kiosk.away.series import (
    Own,
    Reading,
    behind,
    counted_from,
    following,
    moment_of,
    number_of,
    true_moment,
)
from kiosk.durable import Database, DurableFile
from kiosk.flow.wishes import Wish
from server.protocol.times import moment, stamp

_SCHEMA = """
CREATE TABLE IF NOT EXISTS own (
    place INTEGER PRIMARY KEY AUTOINCREMENT,
    asked TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL,
    series TEXT NOT NULL,
    day TEXT NOT NULL,
    n INTEGER NOT NULL,
    issued_at TEXT NOT NULL,
    secret TEXT NOT NULL,
    wish TEXT,
    sure INTEGER NOT NULL,
    boot TEXT NOT NULL,
    steady REAL NOT NULL,
    ticket INTEGER,
    trouble TEXT,
    UNIQUE (day, series, n)
) STRICT;
CREATE TABLE IF NOT EXISTS numbers (
    day TEXT NOT NULL,
    series TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (day, series)
) STRICT;
CREATE TABLE IF NOT EXISTS moments (
    name TEXT PRIMARY KEY,
    at TEXT NOT NULL
) STRICT;
"""

KEPT = timedelta(days=7)
"""How long a ticket that a server has is remembered: its slip's report finds it."""


PATIENCE = 20.0
"""Seconds that one program waits for another that writes just now."""


class NumbersLost(Exception):
    """The file was damaged today: which numbers are taken nobody knows."""


class Ledger:
    """The file. Its methods may be called from any thread, and by two programs.

    They raise DiskFault when the disk fails; nothing has changed then.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file.

        A damaged one is put aside (`….damaged`) and a new one begun, which gives no
        number on any day up to that one: better none than one that somebody has.
        """
        self._file = DurableFile(path, _SCHEMA, PATIENCE, _note_damage)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def give(self, series: str, asked: str, wish: Wish, reading: Reading) -> Own:
        """Give the next number; the same `asked` gets the same one.

        Raises:
            NumbersLost: the file of this day was damaged.
        """
        with self._file.change() as database:
            if known := _of_wish(database, asked):
                return known
            at = moment_of(reading, last_moment(database))
            if (lost := _moment(database, "lost")) and at.date() <= lost.date():
                raise NumbersLost
            first = counted_from(reading, at.date(), _moment(database, "heard"))
            n = following(_taken(database, series, at.date(), first))
            database.execute(
                "INSERT INTO own (asked, key, series, day, n, issued_at, secret, wish,"
                " sure, boot, steady) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(asked, str(uuid.uuid4()), series, at.date().isoformat(), n),
                    *(stamp(at), secrets.token_urlsafe(16), json.encode(wish).decode()),
                    *(int(reading.sure), reading.boot, reading.steady),
                ),
            )
            _raise_last(database, at.date(), series, n)
            given = _of_wish(database, asked)
        assert given is not None
        return given

    def heard(self, at: datetime) -> None:
        """Note a moment that a server has told: no number is of an earlier one."""
        with self._file.change() as database:
            _note(database, "heard", at)

    def last_heard(self) -> datetime | None:
        """Return the newest moment that a server told, None if none did."""
        with self._file.look() as database:
            return _moment(database, "heard")

    def settle(self, reading: Reading) -> None:
        """Set right the time of issue of what was given by an unsure clock.

        To be called before such tickets are handed in, with a sure reading.
        """
        with self._file.change() as database:
            for place, series, n, boot, steady in database.execute(
                "SELECT place, series, n, boot, steady FROM own"
                " WHERE NOT sure AND ticket IS NULL ORDER BY place"
            ).fetchall():
                at = true_moment(reading, boot, steady)
                if at is not None:
                    # Two clocks differ a little: who came first stays before.
                    before = _sure_before(database, place) or at
                    at = max(at, min(before, reading.at))
                    _correct(database, place, series, n, at)

    def waiting(self) -> list[Own]:
        """Return what no server has yet, in the order of issue."""
        with self._file.look() as database:
            rows = database.execute(
                f"{_SELECT} WHERE ticket IS NULL ORDER BY place"
            ).fetchall()
        return [_own(row) for row in rows]

    @property
    def unsure(self) -> bool:
        """Whether an unsure clock gave one that no server has yet."""
        with self._file.look() as database:
            found = database.execute(
                "SELECT 1 FROM own WHERE NOT sure AND ticket IS NULL"
            ).fetchone()
        return found is not None

    def adopted(self, place: int, ticket: int, at: datetime) -> None:
        """Note that the server has it: as which ticket, and issued when.

        The server's moment is the right one: on that day its number is taken. Where no
        sure clock was there when it was given, the server's day takes it too: the
        citizen may be one of that day.
        """
        with self._file.change() as database:
            heard = _moment(database, "heard")
            for series, n, sure in database.execute(
                "UPDATE own SET ticket = ?, issued_at = ?, trouble = NULL, wish = NULL"
                " WHERE place = ? RETURNING series, n, sure",
                (ticket, stamp(at), place),
            ).fetchall():
                days = {at.date()} if sure or not heard else {at.date(), heard.date()}
                for day in days:
                    _raise_last(database, day, series, n)

    def refused(self, place: int, trouble: str) -> None:
        """Note why the server did not take it; it is kept, and handed in again."""
        with self._file.change() as database:
            database.execute(
                "UPDATE own SET trouble = ? WHERE place = ?", (trouble, place)
            )

    def ticket(self, place: int) -> int | None:
        """Return the server's id of an own ticket, None while it has none."""
        with self._file.look() as database:
            found = database.execute(
                "SELECT ticket FROM own WHERE place = ?", (place,)
            ).fetchone()
        return found[0] if found else None

    def behind(self, reading: Reading) -> bool:
        """Tell whether the clock stands before what is known to have been."""
        with self._file.look() as database:
            return behind(reading, last_moment(database))

    def purge(self, today: date) -> None:
        """Forget what a server has had for long; `today` is the server's."""
        with self._file.change() as database:
            database.execute(
                "DELETE FROM own WHERE ticket IS NOT NULL AND day < ?",
                ((today - KEPT).isoformat(),),
            )


_SELECT = (
    "SELECT place, asked, key, series, n, issued_at, secret, wish, trouble FROM own"
)

_Row = tuple[int, str, str, str, int, str, str, str | None, str | None]


def _own(row: _Row) -> Own:
    place, asked, key, series, n, issued_at, secret, wish, trouble = row
    return Own(
        place=place,
        asked=asked,
        key=key,
        number=number_of(series, n),
        issued_at=moment(issued_at),
        secret=secret,
        # A wish that a server has is forgotten here.
        wish=json.decode(wish, type=Wish) if wish else Wish("", None, (), "vi"),
        trouble=trouble,
    )


def _of_wish(database: Database, asked: str) -> Own | None:
    row = database.execute(f"{_SELECT} WHERE asked = ?", (asked,)).fetchone()
    return _own(row) if row else None


def _note_damage(database: Database, damaged_at: datetime | None) -> None:
    """Note it also where the program that put the file aside did not come to it."""
    if damaged_at is not None:
        _note(database, "lost", damaged_at)


def _note(database: Database, name: str, at: datetime) -> None:
    database.execute(
        "INSERT INTO moments VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET at = excluded.at",
        (name, stamp(at)),
    )


def _moment(database: Database, name: str) -> datetime | None:
    row = database.execute("SELECT at FROM moments WHERE name = ?", (name,)).fetchone()
    return moment(row[0]) if row else None


def last_moment(database: Database) -> datetime | None:
    """Return the newest moment that is known: told by a server, or of a number."""
    row = database.execute(
        "SELECT issued_at FROM own ORDER BY place DESC LIMIT 1"
    ).fetchone()
    known = [moment(row[0])] if row else []
    if (heard := _moment(database, "heard")) is not None:
        known.append(heard)
    return max(known, default=None)


def _taken(database: Database, series: str, day: date, first: date) -> list[int]:
    """Give the last number of each of these days, and all that wait to be handed in.

    Of those that a server refused only the ones of `day`: they enter no line.
    """
    rows = database.execute(
        "SELECT last FROM numbers WHERE series = ? AND (day = ? OR day >= ? AND ?)"
        " UNION ALL SELECT n FROM own WHERE series = ? AND ticket IS NULL"
        " AND (trouble IS NULL OR day >= ?)",
        (
            *(series, day.isoformat(), first.isoformat(), first != day),
            *(series, day.isoformat()),
        ),
    )
    return [n for (n,) in rows]


def _raise_last(database: Database, day: date, series: str, n: int) -> None:
    """Note that the numbers of a day up to `n` are taken."""
    database.execute(
        "INSERT INTO numbers VALUES (?, ?, ?) ON CONFLICT (day, series)"
        " DO UPDATE SET last = max(last, excluded.last)",
        (day.isoformat(), series, n),
    )


def _sure_before(database: Database, place: int) -> datetime | None:
    """Return when the newest of those before it was given, by a clock that was set."""
    row = database.execute(
        "SELECT issued_at FROM own WHERE sure AND place < ?"
        " ORDER BY place DESC LIMIT 1",
        (place,),
    ).fetchone()
    return moment(row[0]) if row else None


def _correct(database: Database, place: int, series: str, n: int, at: datetime) -> None:
    """Set the moment of a ticket right, unless that day has its number already."""
    database.execute(
        "UPDATE OR IGNORE own SET issued_at = ?, day = ?, sure = 1 WHERE place = ?",
        (stamp(at), at.date().isoformat(), place),
    )
    _raise_last(database, at.date(), series, n)
