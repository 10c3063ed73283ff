"""What is said of a number: everything that its page and its slip say. PURE.

A machine that gives tickets says everything that they say (EN 301 549, 5.1.3.16).
"""

from __future__ import annotations

from assets.lang import manner
from kiosk.flow.priority import for_staff, may_claim
from kiosk.flow.wishes import Given, Slip
from kiosk.speech import words
from kiosk.speech.sight import Sentences, Sight
from server.protocol.messages import Procedure, Wait
from server.protocol.times import moment


def ticket(sight: Sight) -> Sentences:
    """Say the number while its slip is printed."""
    given = sight.state.given
    if given is None:
        return
    yield from _ticket(sight, given)
    printed = given.slip is Slip.PRINTED
    yield sight.say("ticket.printed" if printed else "ticket.printing")
    yield from _phone(sight, "ticket.phone")
    yield from _end(sight, given, "ticket.done")


def fault(sight: Sight) -> Sentences:
    """Say the number that has no slip: it is to be remembered."""
    given = sight.state.given
    if given is None:
        return
    prefix = "no_printer" if given.slip is Slip.NO_PRINTER else ""
    yield sight.written(f"fault.{prefix or 'title'}")
    own = "own" if given.own and not prefix else "fault"
    yield sight.written(f"fault.{prefix}_valid" if prefix else f"{own}.valid")
    yield sight.written("fault.remember")
    yield from _ticket(sight, given)
    yield from _phone(sight, "ticket.phone_here")
    yield from _end(sight, given, "fault.done")


def _ticket(sight: Sight, given: Given) -> Sentences:
    procedure = sight.state.hall.catalog.get(given.wish.procedure or "")
    yield sight.say("ticket.number", number=_number(sight, given))
    if given.issued.ticket.priority:
        yield sight.say("ticket.priority")
    yield from _matter(sight, given, procedure)
    if given.own:
        yield sight.written("own.spoken")
    else:
        yield from line(sight, given.issued.ahead, given.issued.wait)
    yield from _counters(sight, given)
    if procedure is not None:
        yield from _papers(sight, given, procedure)
    yield sight.say("ticket.listen")
    yield from sight.office()
    at = moment(given.issued.ticket.issued_at)
    day = manner.short_date(at.date(), sight.language)
    yield sight.say("ticket.taken", time=manner.clock(at), date=day)


def _number(sight: Sight, given: Given) -> str:
    return words.number(given.issued.ticket.number, sight.language)


def _matter(sight: Sight, given: Given, procedure: Procedure | None) -> Sentences:
    service = sight.state.hall.service(given.wish.service)
    name = procedure.short if procedure else service.name if service else None
    if name:
        yield sight.say("ticket.matter", name=sight.word(name))


def line(sight: Sight, ahead: int, wait: Wait | None) -> Sentences:
    """Say the people ahead, and the wait."""
    people = manner.people(ahead, sight.language)
    yield sight.say("ticket.ahead" if ahead else "ticket.nobody", people=people)
    yield _wait(sight, wait)


def _wait(sight: Sight, wait: Wait | None) -> str:
    if wait is None:
        return sight.say("ticket.no_counter")
    if wait.high == 0:
        return sight.say("ticket.now")
    span = manner.wait_range(wait.low, wait.high, sight.language)
    return sight.say("ticket.wait", range=span)


def _counters(sight: Sight, given: Given) -> Sentences:
    """Say which counters do it, where not all do."""
    office = sight.state.hall.office
    service = given.issued.ticket.service
    counters = office.counters if office else []
    those = [c for c in counters if not c.services or service in c.services]
    if those and len(those) < len(counters):
        names = words.listed((sight.word(c.name) for c in those), sight.language)
        yield sight.say("ticket.where", counters=names)


def _papers(sight: Sight, given: Given, procedure: Procedure) -> Sentences:
    if procedure.papers:
        names = "; ".join(sight.word(paper.name) for paper in procedure.papers)
        yield sight.say("ticket.papers", papers=names)
    missing = [p for p in procedure.papers if p.id in given.wish.missing]
    if missing:
        names = "; ".join(sight.word(paper.name) for paper in missing)
        yield sight.say("ticket.missing", papers=names)
    if fee := sight.word(procedure.fee):
        yield sight.say("ticket.fee", fee=fee)


def _phone(sight: Sight, key: str) -> Sentences:
    office = sight.state.hall.office
    if office is None or not office.public_url:
        return
    yield sight.say(key)
    if office.wifi:
        yield sight.say("ticket.wifi", name=words.spelt(office.wifi))


def _end(sight: Sight, given: Given, button: str) -> Sentences:
    yield sight.say("ticket.valid")
    if may_claim(sight.state):
        yield sight.button("priority.button")
    if for_staff(sight.state):
        yield f"{sight.written('priority.own')}."
    yield sight.say("ticket.again", number=_number(sight, given))
    yield from sight.buttons("comfort.button")
    yield sight.button(button)
