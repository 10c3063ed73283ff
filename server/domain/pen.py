"""Writes down what a rule makes happen."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from . import events
from .desk import Desk
from .model import Ticket

E = TypeVar("E", bound=events.Event)


class Pen:
    """Numbers events from the desk's last one on, and dates them.

    Args:
        desk: the desk before the events.
        at: when they happen.

    Attributes:
        written: the events so far.
    """

    def __init__(self, desk: Desk, at: datetime) -> None:
        self._seq = desk.seq
        self.at = at
        self.written: list[events.Event] = []

    def write(self, kind: type[E], **fields: Any) -> E:
        """Write an event."""
        self._seq += 1
        event = kind(seq=self._seq, at=self.at, **fields)
        self.written.append(event)
        return event

    def of(self, kind: type[E], ticket: Ticket, **fields: Any) -> E:
        """Write an event of a ticket."""
        return self.write(
            kind,
            **{
                "ticket": ticket.id,
                "number": ticket.number,
                "service": ticket.service,
                **fields,
            },
        )
