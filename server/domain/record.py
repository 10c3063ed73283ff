"""What is written down together: events, and the answer to who asked for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .answers import Answer
from .events import Event
from .model import TicketId


@dataclass(frozen=True)
class Intent:
    """One intention of a caller, by the key that the client made for it.

    ``params`` is a digest: the same key with other params is a conflict.
    """

    caller: str
    method: str
    key: str
    params: bytes


@dataclass(frozen=True)
class Entry:
    """One command's events with its intent and answer: on disk whole or not at all.

    ``reason`` is a ticket's priority reason, kept apart from the events; None with a
    ticket takes it away.
    """

    day: date
    events: tuple[Event, ...]
    intent: Intent | None = None
    answer: Answer | None = None
    reason: tuple[TicketId, str | None] | None = None


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A line of the log for a change that is made: the journal has it not yet.

    Attributes:
        id: its event carries it, so that it is written once.
        intent: who asked for the change.
        at: when it was made.
        after: the last event that was on disk before.
        by: and the following: as in ``events.OfficeChanged``.
    """

    id: str
    intent: Intent
    at: datetime
    after: int
    by: str
    area: str
    what: str
    subject: str
    detail: Mapping[str, str]


@dataclass(frozen=True)
class Day:
    """What the journal holds of the newest business day.

    ``first_seq`` and ``first_ticket`` are those of the day's first event and ticket;
    before the first day of all they are 1 and there are no events.
    """

    first_seq: int
    first_ticket: TicketId
    events: tuple[Event, ...]
    answers: tuple[tuple[Intent, Answer], ...]
    reasons: dict[TicketId, str]
