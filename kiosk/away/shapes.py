"""The kiosk's own tickets in the protocol's words. PURE."""

from __future__ import annotations

from kiosk.away.series import Own
from server.protocol import messages as m
from server.protocol import methods as ask
from server.protocol.times import stamp


def issued(own: Own) -> m.Issued:
    """Return it as the server's answers are, with an id below zero."""
    ticket = m.Ticket(
        id=-own.place,
        number=own.number,
        service=own.wish.service,
        procedures=[own.wish.procedure] if own.wish.procedure else [],
        priority=own.wish.priority is not None,
        lang=own.wish.language,
        state="waiting",
        counter=None,
        issued_at=stamp(own.issued_at),
        called_at=None,
        started_at=None,
        ended_at=None,
        calls=0,
    )
    return m.Issued(ticket=ticket, ahead=0, wait=None, secret=own.secret)


def adoption(own: Own) -> ask.TicketAdopt:
    """Return how it is handed in."""
    wish = own.wish
    return ask.TicketAdopt(
        key=own.key,
        service=wish.service,
        procedures=(wish.procedure,) if wish.procedure else (),
        missing=wish.missing,
        priority=wish.priority,
        lang=wish.language,
        appointment=wish.appointment,
        number=own.number,
        issued_at=own.issued_at,
        secret=own.secret,
        instead=own.asked,
    )
