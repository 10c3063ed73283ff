"""What a command is answered with; the journal keeps it beside the command's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .model import Because, Counter, Ticket, Wait


@dataclass(frozen=True)
class Issued:
    """The new ticket, how many people are ahead of it, and its wait."""

    ticket: Ticket
    ahead: int
    wait: Wait | None


@dataclass(frozen=True)
class Called:
    """The ticket called, or None when nobody waits, and why."""

    ticket: Ticket | None
    because: Because


@dataclass(frozen=True)
class OneTicket:
    """The ticket after the step."""

    ticket: Ticket


@dataclass(frozen=True)
class OneCounter:
    """The counter after the step, and the ticket in hand."""

    counter: Counter
    ticket: Ticket | None


@dataclass(frozen=True)
class Standing:
    """A counter whole, as its clerk sees it at one moment.

    Attributes:
        at: the moment.
        hand: the ticket in hand.
        line: who waits, in the order of the calls.
        because: why the first of them is first.
        aside: tickets that may be called again: held, or their citizen had not come.
        absent: whether "absent" is proposed for the ticket in hand.
        undo: the kind of the step that can be taken back, and until when.

    The reasons of priorities are not in it: what is answered is written down.
    """

    counter: Counter
    at: datetime
    hand: Ticket | None
    line: tuple[Ticket, ...]
    because: Because | None
    aside: tuple[Ticket, ...]
    absent: bool
    undo: tuple[str, datetime] | None


@dataclass(frozen=True)
class Accepted:
    """It is done; there is nothing more to say."""


Answer = Issued | Called | OneTicket | OneCounter | Standing | Accepted

ANSWERS: dict[str, type[Answer]] = {
    answer.__name__: answer
    for answer in (Issued, Called, OneTicket, OneCounter, Standing, Accepted)
}
"""Every answer's type by its name."""
