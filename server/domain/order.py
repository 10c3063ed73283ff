"""Who is next, and why: one pure function for the call, the list and the wait.

For now first come, first served over the services of the counter.
"""

from __future__ import annotations

from collections.abc import Iterable

from .model import Because, CounterSetup, Ticket


def line(waiting: Iterable[Ticket], counter: CounterSetup) -> list[Ticket]:
    """Give the waiting tickets that a counter serves in the order it will call them.

    Tickets issued in the same instant follow their ids, which follow their issue.
    """
    mine = (ticket for ticket in waiting if counter.serves(ticket.service))
    return sorted(mine, key=lambda ticket: (ticket.issued_at, ticket.id))


def because(ticket: Ticket, ordered: list[Ticket]) -> Because:
    """Say why this ticket is first of its line."""
    return Because(
        "first_come",
        {"issued_at": ticket.issued_at.isoformat(), "waiting": len(ordered)},
    )


NOBODY = Because("nobody_waits")
"""Why nobody is called."""
