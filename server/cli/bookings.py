"""Reads a list of appointments, as a spreadsheet saves it; every mistake at once.

Only a date, a time, a service and perhaps a code are taken from it. Whatever else it
has, such as names, is not looked at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import TypeVar

from server.domain import calendar
from server.domain.model import Office
from server.procedures.search import fold
from server.storage.appointments import DIGITS, Booked

COLUMNS: dict[str, tuple[str, ...]] = {
    "day": ("ngày", "date"),
    "time": ("giờ", "time"),
    "service": ("dịch vụ", "service"),
    "code": ("mã", "code"),
}
"""What the columns are called in the first line."""
NEEDED = ("day", "time", "service")
SEPARATORS = ";\t,"
"""Where the decimal sign is a comma, spreadsheets separate with semicolons."""

T = TypeVar("T")
R = TypeVar("R")

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?::(\d{2})(?::00)?|h(\d{2})?)", re.ASCII)


@dataclass(frozen=True)
class Mistake:
    """What is wrong in a line (the first is 1), as a key of the texts."""

    line: int
    key: str
    values: Mapping[str, object]


class WrongList(Exception):
    """The list cannot be taken; ``mistakes`` are in the order of its lines."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} mistakes")
        self.mistakes = tuple(mistakes)


class _Wrong(Exception):
    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@dataclass(frozen=True)
class Wanted:
    """A list that can be booked: an empty code is still to be made.

    ``ignored`` are the names of the columns that were not looked at.
    """

    booked: tuple[Booked, ...]
    ignored: tuple[str, ...]


def read(
    data: bytes,
    office: Office,
    now: datetime,
    taken: Callable[[date, str], bool] = lambda day, code: False,
) -> Wanted:
    """Read a list.

    Args:
        data: the file, in UTF-8.
        office: whose services and hours they are for.
        now: days before this one cannot be booked.
        taken: whether a day has a code already.

    Raises:
        WrongList: with every mistake.
    """
    try:
        rows = list(_rows(data.decode("utf-8-sig")))
        if not rows:
            raise _Wrong("empty")
        columns, ignored = _columns(rows[0][1])
    except UnicodeDecodeError:
        raise WrongList([Mistake(1, "not_utf8", {})]) from None
    except _Wrong as why:
        raise WrongList([Mistake(1, why.key, why.values)]) from None
    return Wanted(_Reader(office, now, taken).all(columns, rows[1:]), ignored)


def read_day(text: str) -> date:
    """Read ``23/11/2026`` or ``2026-11-23``. Raises ValueError."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise ValueError(text)
    return date(int(year), int(month), int(day))


def read_time(text: str) -> time:
    """Read ``9:30``, ``09:30:00``, ``9h30`` or ``9h``. Raises ValueError."""
    found = _TIME.fullmatch(text.lower())
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2] or found[3] or 0))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row that holds anything, with the line on which it begins."""
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            raise WrongList([Mistake(begins, "not_csv", {})]) from None
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield begins, cells
        begins = rows.line_num + 1


def _columns(header: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Find the columns by their names; give also what the others are called."""
    names = {fold(name): column for column, all in COLUMNS.items() for name in all}
    columns: dict[str, int] = {}
    ignored = []
    for place, cell in enumerate(header):
        column = names.get(fold(cell))
        if column is None:
            ignored.append(cell)
        elif column in columns:
            raise _Wrong("column_twice", column=cell)
        else:
            columns[column] = place
    if missing := [" / ".join(COLUMNS[c]) for c in NEEDED if c not in columns]:
        raise _Wrong("no_column", columns=", ".join(missing))
    return columns, tuple(cell for cell in ignored if cell)


class _Reader:
    """Reads the rows below the header, and keeps what is wrong in them."""

    def __init__(
        self, office: Office, now: datetime, taken: Callable[[date, str], bool]
    ) -> None:
        self._office = office
        self._today = calendar.business_day(office, now)
        self._taken = taken
        services = office.services.values()
        self._shorts = {fold(one.short["vi"]): one for one in services}
        self._codes: dict[tuple[date, str], int] = {}
        self._wrong: list[Mistake] = []

    def all(
        self, columns: dict[str, int], rows: Sequence[tuple[int, list[str]]]
    ) -> tuple[Booked, ...]:
        """Read all rows. Raises WrongList."""
        booked = []
        for line, row in rows:
            cells = {
                column: row[place] if place < len(row) else ""
                for column, place in columns.items()
            }
            if (one := self._one(line, cells)) is not None:
                booked.append(one)
        if not rows:
            self._wrong.append(Mistake(1, "empty", {}))
        if self._wrong:
            raise WrongList(self._wrong)
        return tuple(booked)

    def _one(self, line: int, cells: Mapping[str, str]) -> Booked | None:
        """Read one row, every cell of it, so that nothing wrong is told later."""
        day = self._try(line, self._day, cells["day"])
        moment = self._try(line, self._time, cells["time"])
        service = self._try(line, self._service, cells["service"])
        code = self._try(line, self._code, cells.get("code", ""))
        if day is None or moment is None:
            return None
        at = datetime.combine(day, moment, self._office.zone)
        self._try(line, self._open, at)
        if code:
            self._try(line, self._free, (line, day, code))
        if service is None or code is None:
            return None
        return Booked(day, code, at, service)

    def _try(self, line: int, do: Callable[[T], R], given: T) -> R | None:
        try:
            return do(given)
        except _Wrong as why:
            self._wrong.append(Mistake(line, why.key, why.values))
            return None

    def _day(self, text: str) -> date:
        try:
            day = read_day(text)
        except ValueError:
            raise _Wrong("wrong_day", text=text) from None
        if day < self._today:
            raise _Wrong("past", day=f"{day:%d/%m/%Y}")
        return day

    def _time(self, text: str) -> time:
        try:
            return read_time(text)
        except ValueError:
            raise _Wrong("wrong_time", text=text) from None

    def _service(self, text: str) -> str:
        found = self._office.services.get(text) or self._shorts.get(fold(text))
        if found is not None:
            return found.id
        near = get_close_matches(fold(text), self._shorts, 1)
        meant = [self._shorts[one] for one in near or self._shorts]
        known = ", ".join(one.short["vi"] for one in meant)
        raise _Wrong("near_service" if near else "no_service", text=text, known=known)

    def _code(self, text: str) -> str:
        if text and not (len(text) == DIGITS and text.isascii() and text.isdigit()):
            raise _Wrong("wrong_code", text=text, digits=DIGITS)
        return text

    def _open(self, at: datetime) -> None:
        if not calendar.is_open(self._office, at):
            raise _Wrong("closed", at=f"{at:%H:%M %d/%m/%Y}")

    def _free(self, given: tuple[int, date, str]) -> None:
        line, day, code = given
        before = self._codes.setdefault((day, code), line)
        if before != line:
            raise _Wrong("code_twice", code=code, before=before)
        if self._taken(day, code):
            raise _Wrong("code_taken", code=code, day=f"{day:%d/%m/%Y}")
