"""What a scanned code is: a ticket's, an appointment's, a citizen card's. PURE.

Of a citizen card only the age is computed. Nothing else of it is kept, and no
exception and no ``repr`` of this module shows any of it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class TicketCode:
    """The link of a slip: which ticket, and the secret that proves it.

    A kiosk that gave a number itself knew no id: such a link has the number.
    """

    ticket: int | str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class AppointmentCode:
    """The six digits of an appointment."""

    code: str


@dataclass(frozen=True)
class Card:
    """A citizen card: the whole years of its holder today, and nothing else."""

    years: int = field(repr=False)


@dataclass(frozen=True)
class BrokenCard:
    """It looks like a citizen card's code, but its date of birth cannot be."""


@dataclass(frozen=True)
class ForeignCode:
    """Anything else."""


Code = TicketCode | AppointmentCode | Card | BrokenCard | ForeignCode

_OLDEST = 130
"""Years; who is older was read wrong."""

_AIM = re.compile(r"\][A-Za-z][0-9A-Za-z]")
"""The mark of the code's kind that some scanners send first (ISO/IEC 15424)."""

_TICKET = re.compile(r"\S*/t/([0-9]{1,15}|[A-Z][0-9]{3,6})#([A-Za-z0-9_-]{22})")
_NUMBER = re.compile(r"[0-9]{12}")
_BIRTH = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")

_FEWEST = 5
"""Fields that a card's code has at least: the date of birth is the fourth."""


def read(text: str, today: date) -> Code:
    """Tell what a scanned text is; `today` is the office's date."""
    text = text.strip()
    if _AIM.match(text):
        text = text[3:]
    if found := _TICKET.fullmatch(text):
        name, secret = found.groups()
        return TicketCode(int(name) if name.isdecimal() else name, secret)
    digits = re.sub(r"[ .-]", "", text)
    if re.fullmatch(r"[0-9]{6}", digits):
        return AppointmentCode(digits)
    fields = [part.strip() for part in text.split("|")]
    if len(fields) >= _FEWEST and _NUMBER.fullmatch(fields[0]):
        return _card(fields[0], fields[3], today)
    return ForeignCode()


def _card(number: str, birth: str, today: date) -> Code:
    """Read the card's number, to check the year, and the date of birth.

    The seven fields, which every reader of these cards that is known agrees on:
    number, former number, name, date of birth (DDMMYYYY), sex, address, date of
    issue; newer cards add more.
    """
    found = _BIRTH.fullmatch(birth)
    if found is None:
        return BrokenCard()
    day, month, year = (int(part) for part in found.groups())
    born = _latest(day, month, year)
    if born is None or born > today or not _of_that_year(number, year):
        return BrokenCard()
    had_birthday = (today.month, today.day) >= (born.month, born.day)
    years = today.year - born.year - (0 if had_birthday else 1)
    return Card(years) if years <= _OLDEST else BrokenCard()


def _latest(day: int, month: int, year: int) -> date | None:
    """Return the last day that a date of birth can be; None if it cannot be.

    Of old people sometimes only the year is known, and zeros stand for the rest.
    """
    try:
        if day:
            return date(year, month, day)
        month = month or 12
        return date(year, month, monthrange(year, month)[1])
    except ValueError:
        return None


def _of_that_year(number: str, year: int) -> bool:
    """Tell whether a personal number is of somebody born in that year.

    Its fourth digit is the century and the sex (0 and 1: 1900 to 1999, 2 and 3:
    2000 to 2099 …), the fifth and sixth are the year (Decree 137/2015/ND-CP,
    article 13; Circular 59/2021/TT-BCA).
    """
    century = 1900 + 100 * (int(number[3]) // 2)
    return century + int(number[4:6]) == year
