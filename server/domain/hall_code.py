"""The code that only the hall shows: whoever can type it is there.

It is made of a key and the time, so that nothing is kept and a restart changes nothing.
"""

from __future__ import annotations

import hmac
from datetime import UTC, datetime

PERIOD = 300
"""Seconds after which the hall shows another code."""
ACCEPTED = 2
"""Periods of a code: its own, and one more for whoever is still typing."""
DIGITS = 6


def shown(key: bytes, at: datetime) -> str:
    """Give the code that stands in the hall."""
    return _code(key, _period(at))


def accepted(key: bytes, at: datetime) -> list[str]:
    """Give the codes that count, the newest first."""
    newest = _period(at)
    return [_code(key, newest - before) for before in range(ACCEPTED)]


def is_right(key: bytes, code: str, at: datetime) -> bool:
    """Whether a code counts; how long the answer takes says nothing of it."""
    given = code.encode()
    return any([hmac.compare_digest(given, c.encode()) for c in accepted(key, at)])


def changes_at(at: datetime) -> datetime:
    """Give when another code is shown."""
    return _moment(_period(at) + 1).astimezone(at.tzinfo)


def ends_at(at: datetime) -> datetime:
    """Give when the code that is shown now counts no more."""
    return _moment(_period(at) + ACCEPTED).astimezone(at.tzinfo)


def _period(at: datetime) -> int:
    return int(at.timestamp() // PERIOD)


def _moment(period: int) -> datetime:
    return datetime.fromtimestamp(period * PERIOD, UTC)


def _code(key: bytes, period: int) -> str:
    mac = hmac.new(key, b"hall code %d" % period, "sha256").digest()
    return f"{int.from_bytes(mac[:8]) % 10**DIGITS:0{DIGITS}d}"
