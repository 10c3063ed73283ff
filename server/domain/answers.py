"""What a command is answered with; the journal keeps it beside the command's key."""

from __future__ import annotations

from dataclasses import dataclass

from .model import Because, Counter, CounterId, Ticket, Wait


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
class Undone:
    """The counter whose step was taken back, and its ticket."""

    counter: CounterId
    ticket: Ticket


@dataclass(frozen=True)
class Accepted:
    """It is done; there is nothing more to say."""


Answer = Issued | Called | OneTicket | OneCounter | Undone | Accepted

ANSWERS: dict[str, type[Answer]] = {
    answer.__name__: answer
    for answer in (Issued, Called, OneTicket, OneCounter, Undone, Accepted)
}
"""Every answer's type by its name."""
