"""The rules of a ticket: given, taken in, prioritised, put back, rated."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from . import calendar, commands, events
from .desk import Desk
from .errors import (
    AlreadyRated,
    AppointmentUsed,
    ClosingSoon,
    Conflict,
    NotServed,
    QuotaReached,
    ReturnRefused,
    ServiceClosed,
    UnknownPriority,
    UnknownReason,
    UnknownService,
    UnknownTicket,
    WrongState,
)
from .model import (
    CITIZEN,
    Credit,
    Printed,
    ServiceId,
    State,
    Ticket,
    TicketId,
    Wait,
)
from .pen import Pen
from .transitions import TABLE, after

Deed = Literal["cancel", "return", "rate"]
"""What the holder of a ticket can do alone."""
NEAR = 2
"""So many people ahead at the most, and a turn is near ..."""
NEAR_WITHIN = 15 * 60
"""... if the call may come within so many seconds: over lunch nobody is called."""
_PRINTED = {True: Printed.YES, False: Printed.NO, None: Printed.UNKNOWN}
_KIOSK_NUMBER = re.compile(r"([A-Z])[0-9]{3,6}")


def issue(desk: Desk, asked: commands.Issue, now: datetime, pen: Pen) -> None:
    """Give a ticket."""
    _must_be_open(desk, asked.service, now)
    if asked.appointment is not None and asked.appointment.code in desk.appointments:
        raise AppointmentUsed(code=asked.appointment.code)
    new = _would_be(desk, asked, pen.at)
    seconds = desk.outlook(pen.at).seconds_for(new)
    by_staff = asked.device is None and not asked.by_phone
    if not by_staff and asked.appointment is None:
        _must_have_room(desk, asked.service, seconds, now)
    _write_issued(desk, asked, new, seconds, pen)


def walk_in(desk: Desk, asked: commands.WalkIn, counter: str, pen: Pen) -> None:
    """Give a ticket to somebody who is served at once; hours do not bind the clerk."""
    _must_be_known(desk, asked.service)
    given = commands.Issue(asked.service, asked.procedures, lang=asked.lang)
    new = desk.would_be(asked.service, pen.at)
    issued = _write_issued(desk, given, new, 0.0, pen)
    pen.write(
        events.TicketStarted,
        ticket=issued.ticket,
        number=issued.number,
        service=issued.service,
        counter=counter,
    )


def adopt(desk: Desk, asked: commands.Adopt, now: datetime, pen: Pen) -> None:
    """Take in a ticket that a kiosk gave itself: once for ever, at its time of issue.

    One of a past day is booked there as expired. The ticket that its citizen does
    not know of is cancelled in the same step: one citizen, one number.
    """
    _must_be_known(desk, asked.issue.service)
    booked = desk.adopted.get(adoption(desk, asked))
    if booked is not None and desk.tickets[booked].secret != asked.secret:
        raise Conflict(number=asked.number)  # another ticket with the same number
    if asked.known is not None or booked is not None:
        return
    _, day, number = adoption(desk, asked)
    _must_be_free(desk, number, day)
    issued_at = min(max(asked.issued_at, asked.earliest), pen.at)
    issued_at = issued_at.astimezone(desk.office.zone)
    before = _unknown_to_its_citizen(desk, asked)
    if before is not None:
        pen.of(events.TicketCancelled, before, by=asked.device)
    issued = pen.write(
        events.TicketIssued,
        ticket=desk.next_ticket,
        number=asked.number,
        **_wishes(desk, _still_good(desk, asked, before)),
        issued_at=issued_at,
        adopted_day=day,
        secret=asked.secret,
    )
    assert desk.day is not None
    if calendar.business_day(desk.office, issued_at) < desk.day:
        pen.write(
            events.TicketExpired,
            ticket=issued.ticket,
            number=issued.number,
            service=issued.service,
        )


def prioritise(desk: Desk, asked: commands.Prioritise, now: datetime, pen: Pen) -> None:
    """Grant a priority, change it, or withdraw it."""
    ticket = desk.ticket(asked.ticket)
    after(ticket.state, "prioritise")
    credit = _credit(desk, asked.priority)
    granted = asked.priority is not None
    if desk.reasons.get(ticket.id) == asked.priority and ticket.priority is granted:
        return
    pen.of(
        events.TicketPrioritised,
        ticket,
        priority=granted,
        credit=credit,
        by=asked.by,
    )


def cancel(desk: Desk, asked: commands.Cancel, now: datetime, pen: Pen) -> None:
    """Give a ticket back."""
    ticket = desk.ticket(asked.ticket)
    after(ticket.state, "cancel")
    pen.of(events.TicketCancelled, ticket, by=asked.by)


def restore(desk: Desk, asked: commands.Restore, now: datetime, pen: Pen) -> None:
    """Put a ticket back into the line."""
    ticket = desk.ticket(asked.ticket)
    after(ticket.state, "restore")
    pen.of(events.TicketRestored, ticket, by=asked.by)


def come_back(desk: Desk, asked: commands.Return, now: datetime, pen: Pen) -> None:
    """Put the ticket of a citizen who missed the call back into the line."""
    ticket = desk.ticket(asked.ticket)
    if ticket.state is not State.NO_SHOW:
        raise WrongState(ticket.state)
    if not _may_return(desk, ticket, pen.at):
        raise ReturnRefused(number=ticket.number)
    pen.of(events.TicketRestored, ticket, by=CITIZEN)


def _may_return(desk: Desk, ticket: Ticket, now: datetime) -> bool:
    """Tell whether a missed call is still so fresh, and missed so rarely."""
    rule = desk.office.returning
    late = now - (ticket.ended_at or now) > rule.within
    return rule.allowed and not late and ticket.returned < rule.times


def open_to_holder(desk: Desk, ticket: Ticket, now: datetime) -> list[Deed]:
    """Say what whoever holds a ticket may do with it now, alone."""
    allowed: dict[Deed, bool] = {
        "cancel": "cancel" in TABLE[ticket.state],
        "return": ticket.state is State.NO_SHOW and _may_return(desk, ticket, now),
        "rate": ticket.state is State.DONE and not ticket.rated,
    }
    return [deed for deed, may in allowed.items() if may]


def is_near(ahead: int, wait: Wait | None) -> bool:
    """Tell whether a citizen in the line should stay close; never if nobody calls."""
    return wait is not None and ahead <= NEAR and wait.low <= NEAR_WITHIN


def rate(desk: Desk, asked: commands.Rate, now: datetime, pen: Pen) -> None:
    """Note how a visit was: once, after it is over."""
    ticket = _rated(desk, asked.ticket)
    if ticket.state is not State.DONE:
        raise NotServed(number=ticket.number)
    if ticket.rated:
        raise AlreadyRated(number=ticket.number)
    reasons = tuple(dict.fromkeys(asked.reasons))
    for reason in reasons:
        if reason not in desk.office.rating_reasons:
            raise UnknownReason(id=reason)
    pen.of(events.RatingGiven, ticket, score=asked.score, reasons=reasons)


def report_printed(
    desk: Desk, asked: commands.ReportPrinted, now: datetime, pen: Pen
) -> None:
    """Note what became of a slip; one that is known to be out stays so."""
    ticket = desk.ticket(asked.ticket)
    printed = _PRINTED[asked.ok]
    if ticket.printed is not Printed.YES and ticket.printed is not printed:
        pen.of(events.TicketPrinted, ticket, printed=printed, detail=asked.detail)


def reprint(desk: Desk, asked: commands.Reprint, now: datetime, pen: Pen) -> None:
    """Order a slip again; nothing of the queue changes."""
    desk.ticket(asked.ticket)


# Pieces


def _rated(desk: Desk, named: TicketId | str) -> Ticket:
    """Give the ticket by its id, or today's newest with that number."""
    if isinstance(named, int):
        return desk.ticket(named)
    for ticket in reversed(desk.tickets.values()):
        if ticket.number == named:
            return ticket
    raise UnknownTicket(number=named)


def _write_issued(
    desk: Desk, asked: commands.Issue, new: Ticket, seconds: float | None, pen: Pen
) -> events.TicketIssued:
    return pen.write(
        events.TicketIssued,
        ticket=new.id,
        number=new.number,
        **_wishes(desk, asked),
        ahead=desk.outlook(pen.at).ahead_of(new),
        wait=desk.wait(seconds, pen.at),
        expected=round(seconds) if seconds is not None else None,
    )


def _wishes(desk: Desk, asked: commands.Issue) -> dict[str, Any]:
    """Give what a citizen wants of a ticket, as its event says it."""
    return {
        "service": asked.service,
        "procedures": tuple(dict.fromkeys(asked.procedures)),
        "missing": asked.missing,
        "priority": asked.priority is not None,
        "credit": _credit(desk, asked.priority),
        "lang": _language(desk, asked.lang),
        "device": asked.device,
        "appointment": asked.appointment,
    }


def _unknown_to_its_citizen(desk: Desk, asked: commands.Adopt) -> Ticket | None:
    """Give the ticket that is given back for the adopted one; None if none can be.

    One that was called meanwhile stays with its counter: nobody comes.
    """
    before = desk.tickets.get(asked.instead) if asked.instead is not None else None
    if before is None or "cancel" not in TABLE[before.state]:
        return None
    return before


def _still_good(
    desk: Desk, asked: commands.Adopt, before: Ticket | None
) -> commands.Issue:
    """Drop a right that is no more: a ticket in somebody's hand counts without it."""
    wished, booked = asked.issue, asked.issue.appointment
    known = wished.priority in desk.office.priorities
    used = booked is not None and booked.code in desk.appointments
    if before is not None and before.appointment is not None:
        used = used and before.appointment != booked
    return replace(
        wished,
        device=asked.device,
        priority=wished.priority if known else None,
        appointment=None if used else booked,
    )


def _would_be(desk: Desk, asked: commands.Issue, at: datetime) -> Ticket:
    """Give the ticket that is asked for, with every right that it has."""
    new = desk.would_be(asked.service, at)
    if asked.priority is None and asked.appointment is None:
        return new
    return replace(
        new,
        priority=asked.priority is not None,
        credit=_credit(desk, asked.priority),
        appointment=asked.appointment,
    )


def _credit(desk: Desk, reason: str | None) -> Credit:
    if reason is None:
        return 0
    try:
        return desk.office.priorities[reason].credit
    except KeyError:
        raise UnknownPriority(priority=reason) from None


def _language(desk: Desk, asked: str) -> str:
    """Give the language that was asked for, or the office's first."""
    languages = desk.office.languages
    return asked if asked in languages else languages[0]


def _must_be_known(desk: Desk, service: ServiceId) -> None:
    if service not in desk.office.services:
        raise UnknownService(service=service)


def _must_be_open(desk: Desk, service: ServiceId, now: datetime) -> None:
    _must_be_known(desk, service)
    if not calendar.is_open(desk.office, now):
        until = calendar.opens_at(desk.office, now)
        raise ServiceClosed(until=until.isoformat() if until else None)


def _must_have_room(
    desk: Desk, service: ServiceId, seconds: float | None, now: datetime
) -> None:
    """Refuse a kiosk what the office's day has no room for; staff may decide else."""
    setup = desk.office.services[service]
    if setup.quotas:
        zone = desk.office.zone
        moments = [
            ticket.issued_at.astimezone(zone)
            for ticket in desk.tickets.values()
            if ticket.service == service and ticket.state is not State.CANCELLED
        ]
        issued = [moment for moment in moments if moment.date() == desk.day]
        if calendar.quota_left(setup, issued, now.astimezone(zone)) == 0:
            again = calendar.quota_opens_again(desk.office, setup, issued, now)
            raise QuotaReached(until=again.isoformat() if again else None)
    if seconds is not None and calendar.reach(desk.office, now, seconds) is None:
        closes = calendar.closes_at(desk.office, now)
        raise ClosingSoon(closes=closes.isoformat() if closes else None)


def _must_be_free(desk: Desk, number: str, day: str) -> None:
    """Refuse a number that is, or may yet be, one of the server's own."""
    read = _KIOSK_NUMBER.fullmatch(number)
    prefixes = {service.prefix for service in desk.office.services.values()}
    taken = any(key[1:] == (day, number) for key in desk.adopted)
    if read is None or read[1] in prefixes or taken:
        raise Conflict(number=number)


def adoption(desk: Desk, asked: commands.Adopt) -> tuple[str, str, str]:
    """Give what names a ticket that a kiosk gave itself: kiosk, its day, number."""
    day = calendar.business_day(desk.office, asked.issued_at)
    return asked.device, day.isoformat(), asked.number
