"""The kiosk's own numbers: which comes next, and of which moment it is. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.flow.wishes import Wish


@dataclass(frozen=True)
class Reading:
    """What the kiosk's clocks say.

    Attributes:
        at: the office's time of day, as far as the kiosk knows it.
        sure: whether a server has told it since the program started; else it is
            this machine's own clock, which may be wrong.
        boot: names the run of the machine in which `steady` counts.
        steady: seconds that never go back in one run of the machine.
    """

    at: datetime
    sure: bool
    boot: str
    steady: float


@dataclass(frozen=True)
class Own:
    """A ticket that the kiosk gave itself.

    Attributes:
        place: its place among all of them, from 1.
        asked: the key of the citizen's wish; a ``ticket.issue`` may have had it.
        key: the key with which it is handed in.
        secret: 128 bits, base64url: whoever has it holds the ticket.
        trouble: why the server refused it, None while it has not.
    """

    place: int
    asked: str
    key: str = field(repr=False)
    number: str
    issued_at: datetime
    secret: str = field(repr=False)
    wish: Wish
    trouble: str | None = None


def number_of(series: str, n: int) -> str:
    """Write the n-th number of a series: "U001", as the server's own are."""
    return f"{series}{n:03}"


def moment_of(reading: Reading, last: datetime | None) -> datetime:
    """Return the time of issue of a number that is given now.

    A clock that no server has set may stand in the past (a machine without a
    battery). It is then held at the last moment that is known, so that a day
    which had its numbers does not begin with 001 again.
    """
    if last is None or reading.sure or reading.at >= last:
        return reading.at
    return last.astimezone(reading.at.tzinfo)


def behind(reading: Reading, last: datetime | None) -> bool:
    """Tell whether the clock is surely wrong: it stands before what has been."""
    return moment_of(reading, last) != reading.at


def counted_from(reading: Reading, day: date, heard: datetime | None) -> date:
    """Return the first day whose numbers count as taken when one of `day` is given.

    By a clock that no server has set nobody knows which day it is: then the
    numbers of all days since a server was heard count, and none begins with 001.
    """
    if reading.sure:
        return day
    return min(heard.date(), day) if heard is not None else date.min


def following(taken: Iterable[int]) -> int:
    """Return which number is the next, if these are taken."""
    return 1 + max(taken, default=0)


def true_moment(reading: Reading, boot: str, steady: float) -> datetime | None:
    """Return when it really was `steady`, by a clock that a server has set.

    None if that was in another run of the machine: then nobody knows.
    """
    if not reading.sure or boot != reading.boot:
        return None
    return reading.at - timedelta(seconds=max(reading.steady - steady, 0.0))
