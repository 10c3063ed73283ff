"""Events' bodies from templates: the real encoder's own bytes, with gaps to fill.

A template is made by encoding an event of the real type in which some values stand as
marks, so that a field that is added to the type comes along by itself. Filling one is
several times as fast as making the event and encoding it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from server.domain.events import Event

encode = msgspec.json.Encoder().encode

_MARK = re.compile(rb'"@@(\w+)@@"')


class Shape:
    """The bodies of one kind of event.

    Args:
        kind: the event's type.
        gaps: the fields that differ from event to event, as they follow in the type;
            integers have a ``#`` before their name, all others are filled with JSON.
        same: the fields that do not differ. A mark (``gap``) may stand inside.

    Attributes:
        kind: the kind's name.
        template: filled with ``%`` by a tuple of the gaps' values, in their order.
    """

    def __init__(self, kind: type[Event], gaps: str, **same: Any) -> None:
        self.kind = kind.kind
        names = gaps.split()
        own = {name.lstrip("#"): gap(name) for name in names if "." not in name}
        body = encode(kind(**own, **same)).replace(b"%", b"%%")
        found = [mark.decode() for mark in _MARK.findall(body)]
        wanted = [_name(name) for name in names]
        if found != wanted:
            raise ValueError(f"{self.kind} has {found} where {wanted} was asked for")
        self.template = _MARK.sub(_hole, body)


def gap(name: str) -> Any:
    """Give the mark of a gap: a field's value, or one inside a field's value."""
    return f"@@{_name(name)}@@"


def _name(name: str) -> str:
    return name.replace("#", "n_").replace(".", "_in_")


def _hole(mark: re.Match[bytes]) -> bytes:
    return b"%d" if mark[1].startswith(b"n_") else b"%b"


_DAY = 86_400_000


class Clock:
    """The times of one day as the encoder writes them, from tables.

    Args:
        midnight: when the day begins, with a fixed offset.
    """

    def __init__(self, midnight: datetime) -> None:
        self._midnight = midnight
        written: bytes = encode(midnight)
        self._date, _, end = written.partition(b"00:00:00")
        self._seconds = _seconds()
        self._ends = [end] + [b".%03d000%b" % (n, end) for n in range(1, 1000)]

    def text(self, moment: int) -> bytes:
        """Give the time so many milliseconds after midnight."""
        if moment >= _DAY:
            return encode(self._midnight + timedelta(milliseconds=moment))
        second, rest = divmod(moment, 1000)
        return self._date + self._seconds[second] + self._ends[rest]


@cache
def _seconds() -> list[bytes]:
    return [
        b"%02d:%02d:%02d" % (second // 3600, second // 60 % 60, second % 60)
        for second in range(_DAY // 1000)
    ]
