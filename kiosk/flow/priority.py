"""Priority: chosen with a finger after the number is given, or proved by a card. PURE.

The slip is not printed again, so that nobody's number waits for it. Of a card only
the reason that it proves is kept, until the way home; never the age.
"""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.state import Hall, Place, Screen, State
from kiosk.flow.wishes import Claim, Message, Right
from server.protocol.messages import Ticket, Words

# A finger


class OpenPriority(i.Touch):
    """ "Tôi thuộc diện ưu tiên" on the page of a number."""


class ClaimPriority(i.Touch):
    """A reason's row; the key is that of the wish."""

    key: str
    reason: str


# The answers


class PriorityGiven(i.News):
    """The answer to ``Prioritise``: the ticket as it is now."""

    key: str
    ticket: Ticket


class PriorityRefused(i.News):
    """The refusal of ``Prioritise``; no words: a fault, said in general."""

    key: str
    words: Words | None


# What is to be done


class Prioritise(i.Effect):
    """Ask for priority for a ticket, proved to be held by its secret."""

    key: str
    ticket: int
    secret: str
    reason: str


def may_claim(state: State) -> bool:
    """Tell whether the page of the number offers to claim priority."""
    found = on_the_glass(state)
    if found is None or not state.hall.reasons:
        return False
    if state.given is not None and state.given.own:
        return False  # the server, which grants it, does not know the number yet
    return found[0].state == "waiting" and not found[0].priority


def for_staff(state: State) -> bool:
    """Tell whether only staff can prefer the number: the kiosk gave it itself."""
    given = state.given
    if given is None or not given.own or not state.hall.reasons:
        return False
    return not given.issued.ticket.priority


def on_the_glass(state: State) -> tuple[Ticket, str] | None:
    """Return the ticket that is shown, given now or scanned, and its secret."""
    if state.given is not None:
        issued = state.given.issued
        return issued.ticket, issued.secret
    presented = state.presented
    if presented is not None and presented.place is not None:
        return presented.place.ticket, presented.secret
    return None


def opened(state: State, _: OpenPriority, __: float) -> i.Stepped:
    """Show the office's reasons."""
    if state.screen is Screen.PRIORITY or not may_claim(state):
        return state, ()
    return replace(state, path=(*state.path, Place(Screen.PRIORITY))), ()


def claimed(state: State, touch: ClaimPriority, now: float) -> i.Stepped:
    """Ask for priority for the reason that was touched."""
    held = on_the_glass(state)
    known = {reason.id for reason in state.hall.reasons}
    if state.screen is not Screen.PRIORITY or held is None or touch.reason not in known:
        return state, ()
    return _claim(state, held, Claim(touch.key, touch.reason, now), now)


def _claim(
    state: State, held: tuple[Ticket, str], claim: Claim, now: float
) -> i.Stepped:
    if not state.hall.online:
        return _said(state, Message("priority.away", since=now), now), ()
    ticket, secret = held
    ask = Prioritise(claim.key, ticket.id, secret, claim.reason)
    return replace(state, right=replace(state.right, claim=claim)), (ask,)


# A card


def card(state: State, years: int, key: str, now: float) -> i.Stepped:
    """Take what a card proves: for the number on the glass, else for the next."""
    ages = ages_of(state.hall)
    if not ages:
        return replace(state, message=Message("scan.no_ages", since=now)), ()
    reason = next((id for id, least in ages if years >= least), None)
    if reason is None:
        return replace(state, message=Message("scan.too_young", since=now)), ()
    found = on_the_glass(state)
    if found is None:
        message = Message("scan.proved", since=now)
        return replace(state, right=Right(proved=reason), message=message), ()
    if not may_claim(state):
        return replace(state, message=Message(_why_not(state, found), since=now)), ()
    return _claim(state, found, Claim(key, reason, now), now)


def _why_not(state: State, found: tuple[Ticket, str]) -> str:
    if state.given is not None and state.given.own:
        return "priority.away"
    return "scan.has_priority" if found[0].priority else "scan.not_waiting"


def ages_of(hall: Hall) -> list[tuple[str, int]]:
    """Return the reasons that an age proves and its years, the highest first."""
    ages = [(reason.id, reason.age) for reason in hall.reasons]
    known = [(id, age) for id, age in ages if age is not None]
    return sorted(known, key=lambda one: -one[1])


# What came of it


def given(state: State, answer: PriorityGiven, now: float) -> i.Stepped:
    """Show the number again, with its priority."""
    claim = state.right.claim
    if claim is None or claim.key != answer.key:
        return state, ()
    return _said(_with(state, answer.ticket), None, now), ()


def _with(state: State, ticket: Ticket) -> State:
    """Return the state with the ticket on its glass as it is now."""
    if (held := state.given) is not None and held.issued.ticket.id == ticket.id:
        issued = replace(held.issued, ticket=ticket)
        return replace(state, given=replace(held, issued=issued))
    shown = state.presented
    if shown is None or shown.place is None or shown.place.ticket.id != ticket.id:
        return state
    place = replace(shown.place, ticket=ticket)
    return replace(state, presented=replace(shown, place=place))


def refused(state: State, answer: PriorityRefused, now: float) -> i.Stepped:
    """Say the server's sentence, and that the number stands."""
    claim = state.right.claim
    if claim is None or claim.key != answer.key:
        return state, ()
    key = "" if answer.words else "priority.away"
    return _said(state, Message(key, answer.words, now), now), ()


def unanswered(state: State, now: float) -> State:
    """Return the state after a claim that nobody answered."""
    return _said(state, Message("priority.away", since=now), now)


def _said(state: State, message: Message | None, now: float) -> State:
    """Go back to the number, which gets its time again, under a sentence if any."""
    path = tuple(p for p in state.path if p.screen is not Screen.PRIORITY)
    state = replace(state, path=path, right=replace(state.right, claim=None))
    return replace(state, message=message, shown_at=now, touched_at=now)


TOUCHES: i.Table = {OpenPriority: opened, ClaimPriority: claimed}

NEWS: i.Table = {PriorityGiven: given, PriorityRefused: refused}
