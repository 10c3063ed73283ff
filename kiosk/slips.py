"""What is printed for a ticket. PURE."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assets.lang import texts
from assets.lang.words import word
from assets.paper.checklist import Checklist
from assets.paper.page import Paper
from assets.paper.slip import Slip
from kiosk import receiving
from kiosk.flow.state import Hall
from kiosk.flow.wishes import Given, Wish
from kiosk.printing.spool import Job
from server.protocol.messages import Issued, Office, Print, Procedure, Wait
from server.protocol.times import moment


def phone_address(office: Office, issued: Issued) -> str | None:
    """Return the ticket's page for a phone, None while phones reach none.

    The secret stands behind "#": it never travels in a request's address.
    """
    if not office.public_url:
        return None
    ticket = issued.ticket
    # Before the server has a ticket of the kiosk's own, only its number names it.
    name = ticket.number if ticket.id < 0 else ticket.id
    return f"{office.public_url.rstrip('/')}/t/{name}#{issued.secret}"


def job_of(hall: Hall, given: Given) -> Job:
    """Return the slip of a ticket that was just given.

    Raises ValueError while the office is not known, which no ticket precedes.
    """
    office, issued, wish = hall.office, given.issued, given.wish
    if office is None:
        raise ValueError("no ticket before the office is known")
    procedure = hall.catalog.get(wish.procedure or "")
    service = hall.service(wish.service)
    name = service.name if service else None
    language = wish.language
    slip = Slip(
        office=office.name,
        unit=office.unit,
        number=issued.ticket.number,
        title=word(procedure.short if procedure else name, language),
        issued_at=moment(issued.ticket.issued_at),
        ahead=None if given.own else issued.ahead,
        wait=_wait(issued.wait),
        papers=_papers(hall, wish),
        fee=word(procedure.fee, language) if procedure else None,
        qr=phone_address(office, issued),
        wifi=office.wifi or None,
        priority=issued.ticket.priority,
        language=language,
        own=given.own,
    )
    return Job(issued.ticket.id, slip)


def job_again(hall: Hall, order: Print) -> Job:
    """Return the slip that staff ordered to be printed again.

    Raises ValueError while the office is not known.
    """
    slip, ticket = order.slip, order.slip.ticket
    issued = Issued(ticket=ticket, ahead=slip.ahead, wait=slip.wait, secret=slip.secret)
    procedure = ticket.procedures[0] if ticket.procedures else None
    wish = Wish(ticket.service, procedure, tuple(slip.missing), ticket.lang)
    job = job_of(hall, Given(issued, wish))
    return replace(job, slip=replace(job.slip, reprint=True))


def checklist_of(
    hall: Hall, code: str, ticked: frozenset[str], language: str
) -> Checklist:
    """Return a procedure's list; `ticked` are the papers that the citizen has.

    Raises ValueError when the office or the procedure is not known.
    """
    office, one = hall.office, hall.catalog.get(code)
    if office is None or one is None:
        raise ValueError(f"no procedure {code}")
    return Checklist(
        office=office.name,
        unit=office.unit,
        title=word(one.short, language),
        papers=tuple(
            Paper(word(p.name, language), p.id in ticked if ticked else None)
            for p in one.papers
        ),
        fee=word(one.fee, language),
        time=word(one.time, language),
        place=_elsewhere(one, language),
        confirmed=one.confirmed,
        source=one.source,
        updated=_day(one.updated),
        portal=portal_address(office, code),
        language=language,
    )


def portal_address(office: Office | None, code: str) -> str | None:
    """Return where a procedure stands on the portal, None if the office names none."""
    if office is None or not office.portal:
        return None
    return office.portal.replace("{code}", code)


def _elsewhere(one: Procedure, language: str) -> str | None:
    return receiving.place(texts("kiosk", language), one) or None


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None


def _papers(hall: Hall, wish: Wish) -> tuple[Paper, ...]:
    procedure = hall.catalog.get(wish.procedure or "")
    if procedure is None:
        return ()

    def ticked(paper: str) -> bool | None:
        return paper not in wish.missing if wish.missing else None

    return tuple(
        Paper(word(p.name, wish.language), ticked(p.id)) for p in procedure.papers
    )


def _wait(wait: Wait | None) -> tuple[int, int] | None:
    return (wait.low, wait.high) if wait else None
