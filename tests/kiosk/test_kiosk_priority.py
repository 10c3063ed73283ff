"""Priority, the flow alone: chosen with a finger, or proved by a card."""

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.priority import (
    ClaimPriority,
    OpenPriority,
    Prioritise,
    PriorityGiven,
    PriorityRefused,
    for_staff,
    may_claim,
)
from kiosk.flow.scanning import Scanned
from kiosk.flow.state import HOME, Hall, Screen
from kiosk.flow.wishes import Claim, Message, Right, Slip
from kiosk.scanning.codes import Card
from server.protocol.messages import Ticket
from tests.kiosk.kiosk_office import issued, office, priorities, procedures

CATALOG = Catalog(procedures())
KEY, OTHER = "key-one-1", "key-two-2"
OLD, PREGNANT = "nguoi-cao-tuoi", "phu-nu-mang-thai"
SECRET = "s" * 22


def start(**changes: Any) -> State:
    state = State(hall=Hall(catalog=CATALOG))
    known = i.OfficeKnown(office(priorities=priorities()))
    return replace(after(state, known, i.LineUp()), **changes)


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def numbered(**changes: Any) -> State:
    """A citizen before the page of their number, the slip taken."""
    state = after(start(**changes), i.Take(KEY, "ho-tich"))
    return after(state, i.TicketGiven(KEY, issued()), i.SlipEnded(87, True))


def choosing() -> State:
    return after(numbered(), OpenPriority())


def claiming() -> State:
    return after(choosing(), ClaimPriority(OTHER, PREGNANT), now=1)


def ticket(**changes: Any) -> Ticket:
    """The ticket of `numbered` after it got its priority."""
    return replace(issued().ticket, **{"priority": True, **changes})


def test_one_touch_and_the_reason() -> None:
    state = numbered()
    assert may_claim(state)
    state, effects = step(state, OpenPriority(), 1)
    assert (state.screen, effects) == (Screen.PRIORITY, ())
    state, effects = step(state, ClaimPriority(OTHER, PREGNANT), 2)
    assert effects == (Prioritise(OTHER, 87, SECRET, PREGNANT),)
    assert state.right.claim == Claim(OTHER, PREGNANT, 2)
    state, effects = step(state, PriorityGiven(OTHER, ticket()), 3)
    assert (state.screen, state.shown_at, effects) == (Screen.TICKET, 3, ())
    assert state.given is not None
    assert state.given.issued.ticket.priority
    assert not may_claim(state)
    state = after(state, OpenPriority(), i.Done())
    assert (state.path, state.right) == (HOME, Right())


def test_a_page_back_gives_the_number_its_time_again() -> None:
    state = after(choosing(), i.GoBack(), now=7)
    assert (state.screen, state.shown_at) == (Screen.TICKET, 7)
    assert after(choosing(), i.GoHome()).path == HOME


def test_it_is_only_offered_where_it_can_be_had() -> None:
    for state in (start(), numbered(hall=Hall(office=office(), online=True))):
        assert not may_claim(state)
        assert after(state, OpenPriority()).screen is not Screen.PRIORITY
    state = after(numbered(), ClaimPriority(OTHER, PREGNANT))
    assert state.right.claim is None
    state = after(choosing(), OpenPriority(), ClaimPriority(OTHER, "none"))
    assert (len(state.path), state.right.claim) == (3, None)


def test_reasons_that_the_office_takes_away_take_their_page_along() -> None:
    state = after(choosing(), i.OfficeKnown(office()))
    assert state.screen is Screen.TICKET
    assert after(choosing(), i.OfficeKnown(office(priorities=priorities()))) == (
        choosing()
    )


def test_without_a_line_the_number_stands_and_staff_help() -> None:
    state, effects = step(
        after(choosing(), i.LineDown()), ClaimPriority(OTHER, PREGNANT), 2
    )
    assert (state.screen, effects) == (Screen.TICKET, ())
    assert state.message == Message("priority.away", since=2)


def test_nothing_else_can_be_struck_while_it_is_on_its_way() -> None:
    state = claiming()
    for touch in (ClaimPriority("key-three", OLD), i.GoBack(), i.GoHome(), i.Done()):
        following, effects = step(state, touch, 2)
        assert (following.right, following.path) == (state.right, state.path)
        assert effects == ()


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (PriorityRefused(OTHER, {"vi": "Không."}), Message("", {"vi": "Không."}, 3)),
        (PriorityRefused(OTHER, None), Message("priority.away", since=3)),
    ],
)
def test_a_refusal_is_said_over_the_number(answer: i.News, message: Message) -> None:
    state = after(claiming(), answer, now=3)
    assert (state.screen, state.message) == (Screen.TICKET, message)
    assert state.right.claim is None
    assert may_claim(after(state, i.Dismiss()))


def test_answers_to_another_question_are_nothing() -> None:
    for answer in (PriorityGiven("key-none", ticket()), PriorityRefused("x" * 8, None)):
        assert after(claiming(), answer, now=1) == claiming()
        assert after(numbered(), answer) == numbered()
    # The answer is about a ticket that is no longer on the glass.
    state = after(claiming(), PriorityGiven(OTHER, ticket(id=88)), now=3)
    assert state.given is not None
    assert not state.given.issued.ticket.priority


def test_who_gets_no_answer_is_told_so() -> None:
    state = after(claiming(), i.Passed(), now=15.9)
    assert state.right.claim is not None
    state = after(state, i.Passed(), now=16)
    assert (state.screen, state.right.claim) == (Screen.TICKET, None)
    assert state.message == Message("priority.away", since=16)


def test_who_chooses_has_time_and_is_asked_before_the_page_goes() -> None:
    state = choosing()
    state = after(state, i.Passed(), now=44.9)
    assert (state.screen, state.counting) == (Screen.PRIORITY, None)
    state = after(state, i.Passed(), now=45)
    assert state.counting == 45
    more = after(state, i.MoreTime(), i.Passed(), now=50)
    assert (more.screen, more.counting) == (Screen.PRIORITY, None)
    assert after(state, i.Passed(), now=65).path == HOME


def test_who_goes_away_while_the_slip_is_printed_still_gets_its_fault() -> None:
    state = after(start(), i.Take(KEY, "ho-tich"), i.TicketGiven(KEY, issued()))
    state = after(state, OpenPriority())
    state = after(state, i.Passed(), now=45)
    state = after(state, i.Passed(), now=65)
    assert state.path == HOME
    assert state.awaited is not None
    assert after(state, i.SlipEnded(87, False), now=66).screen is Screen.FAULT


def test_a_fault_of_the_slip_waits_below_the_reasons() -> None:
    state = after(start(), i.Take(KEY, "ho-tich"), i.TicketGiven(KEY, issued()))
    state = after(state, OpenPriority(), i.SlipEnded(87, False))
    assert state.screen is Screen.PRIORITY
    assert [p.screen for p in state.path] == ["home", "fault", "priority"]
    state = after(state, ClaimPriority(OTHER, OLD), PriorityGiven(OTHER, ticket()))
    assert state.screen is Screen.FAULT
    assert state.given is not None
    assert (state.given.slip, state.given.issued.ticket.priority) == (Slip.FAILED, True)


# A card


def test_a_card_on_the_page_of_the_number_is_enough() -> None:
    for state in (numbered(), choosing()):
        state, effects = step(state, Scanned(OTHER, Card(60)), 2)
        assert effects == (Prioritise(OTHER, 87, SECRET, OLD),)
        state = after(state, PriorityGiven(OTHER, ticket()), now=3)
        assert state.screen is Screen.TICKET
        again = after(state, Scanned("key-three", Card(60)), now=4)
        assert again.message == Message("scan.has_priority", since=4)


def test_who_is_younger_is_told_kindly() -> None:
    for state in (start(), numbered(), choosing()):
        following, effects = step(state, Scanned(OTHER, Card(59)), 2)
        assert following.message == Message("scan.too_young", since=2)
        assert effects == ()
        assert following.path == state.path


def test_a_card_before_the_number_counts_for_the_next_one() -> None:
    state = after(start(), Scanned(OTHER, Card(75)), now=1)
    assert state.message == Message("scan.proved", since=1)
    assert state.right == Right(proved=OLD)
    state, effects = step(after(state, i.Dismiss()), i.Take(KEY, "ho-tich"), 2)
    [asked] = effects
    assert isinstance(asked, i.Issue)
    assert asked.wish.priority == OLD
    given = issued()
    given = replace(given, ticket=ticket())
    state = after(state, i.TicketGiven(KEY, given), i.SlipEnded(87, True), i.Done())
    assert state.right == Right()
    assert after(state, i.Take(OTHER, "ho-tich")).pending.wish.priority is None  # type: ignore[union-attr]


@pytest.mark.parametrize("end", ["home", "idle", "taken_away"])
def test_what_a_card_proved_is_forgotten(end: str) -> None:
    state = after(start(), Scanned(OTHER, Card(75)), i.Dismiss())
    if end == "home":
        state = after(state, i.GoHome())
    elif end == "idle":
        state = after(state, i.Passed(), now=45)
    else:
        state = after(state, i.OfficeKnown(office()))
    assert state.proved is None
    state = after(state, i.Take(KEY, "ho-tich"), now=46)
    assert state.pending is not None
    assert state.pending.wish.priority is None


def test_the_highest_age_that_fits_gives_the_reason() -> None:
    reasons = priorities()
    very = replace(reasons[0], id="rat-cao-tuoi", age=80)
    state = start(hall=Hall(office=office(priorities=[*reasons, very]), online=True))
    assert after(state, Scanned(OTHER, Card(85))).right.proved == "rat-cao-tuoi"
    assert after(state, Scanned(OTHER, Card(79))).right.proved == OLD


def test_an_office_without_ages_needs_no_card() -> None:
    young = [replace(one, age=None) for one in priorities()]
    for hall in (Hall(office=office(priorities=young), online=True), Hall()):
        state = start(hall=hall)
        state = after(state, Scanned(OTHER, Card(75)), now=1)
        assert state.message == Message("scan.no_ages", since=1)


def test_a_number_that_was_called_needs_no_priority() -> None:
    given = replace(issued(), ticket=ticket(priority=False, state="called"))
    state = after(start(), i.Take(KEY, "ho-tich"), i.TicketGiven(KEY, given))
    state = after(state, Scanned(OTHER, Card(75)), now=1)
    assert state.message == Message("scan.not_waiting", since=1)


def test_a_number_of_the_kiosks_own_is_for_staff_to_prefer() -> None:
    own = replace(issued(), ticket=ticket(priority=False, id=-1))
    state = after(start(), i.Take(KEY, "ho-tich"), i.TicketGiven(KEY, own))
    assert not may_claim(state)
    assert for_staff(state)
    assert not for_staff(numbered())
    assert not for_staff(after(state, i.OfficeKnown(office())))
    state = after(state, Scanned(OTHER, Card(75)), now=1)
    assert state.message == Message("priority.away", since=1)


def test_without_a_line_the_card_is_no_use_for_the_number() -> None:
    state = after(numbered(), i.LineDown(), Scanned(OTHER, Card(75)), now=1)
    assert state.message == Message("priority.away", since=1)
    assert (state.screen, state.right) == (Screen.TICKET, Right())
