"""A ticket that was scanned, and who comes back with one; the flow alone."""

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.modes import Comfort
from kiosk.flow.priority import ClaimPriority, OpenPriority, Prioritise, PriorityGiven
from kiosk.flow.returning import (
    CameBack,
    ComeBack,
    ComeBackRefused,
    Look,
    Return,
    TicketFound,
    TicketMoved,
    TicketNotFound,
)
from kiosk.flow.scanning import Scanned, ScannerThere
from kiosk.flow.state import HOME, Hall, Place, Screen
from kiosk.flow.wishes import Message, Right
from kiosk.scanning.codes import (
    AppointmentCode,
    BrokenCard,
    Card,
    Code,
    ForeignCode,
    TicketCode,
)
from tests.kiosk.kiosk_office import (
    followed,
    issued,
    office,
    priorities,
    procedures,
)

CATALOG = Catalog(procedures())
KEY, OTHER = "key-one-1", "key-two-2"
SECRET = "s" * 22
SLIP = TicketCode(87, SECRET)
OWN = TicketCode("U001", SECRET)
OLD = "nguoi-cao-tuoi"


def start(**changes: Any) -> State:
    state = State(hall=Hall(catalog=CATALOG))
    whole = office(priorities=priorities(), appointments=True)
    return replace(after(state, i.OfficeKnown(whole), i.LineUp()), **changes)


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def shown(state: str = "waiting", **changes: Any) -> State:
    """The page of a ticket in that state."""
    place = followed(state, **changes)
    return after(start(), Scanned(KEY, SLIP), TicketFound(KEY, place))


def numbered() -> State:
    state = after(start(), i.Take(KEY, "ho-tich"))
    return after(state, i.TicketGiven(KEY, issued()))


def test_a_ticket_that_waits_shows_its_place() -> None:
    state, effects = step(start(), Scanned(KEY, SLIP), 1)
    assert effects == (Look(KEY, 87, SECRET),)
    assert (state.path, state.underway) == (HOME, ("presented", 1))
    state, effects = step(state, TicketFound(KEY, followed()), 2)
    assert effects == ()
    assert state.path == (*HOME, Place(Screen.SCANNED))
    assert state.presented is not None
    assert state.presented.place == followed()
    assert state.underway is None
    closed = after(state, i.Done())
    assert (closed.path, closed.presented) == (HOME, None)


def test_its_place_is_followed() -> None:
    state = after(shown(), TicketMoved(followed("called", counter="q2")))
    assert state.presented is not None
    assert state.presented.place == followed("called", counter="q2")
    other = TicketMoved(followed("done", id=88))
    assert after(state, other) == state
    assert after(start(), TicketMoved(followed())) == start()
    asking = after(start(), Scanned(KEY, SLIP))
    assert after(asking, TicketMoved(followed())) == asking


@pytest.mark.parametrize("over", ["cancelled", "expired"])
def test_what_is_over_is_only_said(over: str) -> None:
    state = shown(over)
    assert (state.path, state.presented) == (HOME, None)
    assert state.message == Message("scan.over")
    state = after(shown(), TicketMoved(followed(over)), now=3)
    assert (state.path, state.presented) == (HOME, None)
    assert state.message == Message("scan.over", since=3)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unknown_ticket", "scan.unknown"),
        ("forbidden", "scan.unknown"),
        ("rate_limited", "scan.away"),
        ("", "scan.away"),
    ],
)
def test_a_ticket_that_is_not_found_is_said_kindly(reason: str, said: str) -> None:
    at = after(start(), i.OpenService("ho-tich"))
    state = after(at, Scanned(KEY, SLIP), TicketNotFound(KEY, reason), now=2)
    assert (state.path, state.presented) == (at.path, None)
    assert state.message == Message(said, since=2)


def test_who_was_called_and_missed_comes_back() -> None:
    state = shown("no_show")
    state, effects = step(state, ComeBack(OTHER), 2)
    assert effects == (Return(OTHER, 87, SECRET),)
    assert state.underway == ("presented", 2.0)
    waiting = followed().ticket
    state, effects = step(state, CameBack(OTHER, waiting), 3)
    assert effects == (Look(OTHER, 87, SECRET),)
    place = replace(followed(), ahead=7)
    state = after(state, TicketFound(OTHER, place), now=4)
    assert state.screen is Screen.SCANNED
    assert state.presented is not None
    assert (state.presented.back, state.presented.place) == (True, place)
    assert after(state, ComeBack("key-three")) == replace(state, touched_at=0)


@pytest.mark.parametrize("words", [{"vi": "Đã quá giờ."}, None])
def test_who_may_not_come_back_is_told_why(words: dict[str, str] | None) -> None:
    state = after(shown("no_show"), ComeBack(OTHER))
    state = after(state, ComeBackRefused(OTHER, words), now=3)
    key = "" if words else "scan.not_back"
    assert state.message == Message(key, words, 3)
    assert (state.screen, state.underway) == (Screen.SCANNED, None)


def test_it_is_asked_once() -> None:
    state = after(shown("no_show"), ComeBack(OTHER))
    assert step(state, ComeBack("key-three"), 1)[1] == ()
    assert step(shown("waiting"), ComeBack(OTHER), 1)[1] == ()
    assert step(start(), ComeBack(OTHER), 1)[1] == ()


def test_without_a_line_it_says_so() -> None:
    state = after(start(), i.LineDown(), Scanned(KEY, SLIP), now=2)
    assert (state.presented, state.message) == (None, Message("scan.away", since=2))
    state = after(shown("no_show"), i.LineDown(), ComeBack(OTHER), now=3)
    assert state.message == Message("scan.away", since=3)
    assert state.screen is Screen.SCANNED


def test_no_answer_is_said_too() -> None:
    state = after(start(), Scanned(KEY, SLIP))
    assert after(state, i.Passed(), now=14.9).underway is not None
    state = after(state, i.Passed(), now=15)
    assert (state.presented, state.message) == (None, Message("scan.away", since=15))
    state = after(shown("no_show"), ComeBack(OTHER))
    state = after(state, i.Passed(), now=15)
    assert (state.screen, state.underway) == (Screen.SCANNED, None)
    assert state.message == Message("scan.not_back", since=15)


def test_answers_to_another_question_are_nothing() -> None:
    asking = after(start(), Scanned(KEY, SLIP))
    for news in (
        TicketFound(OTHER, followed()),
        TicketNotFound(OTHER, ""),
        CameBack(OTHER, followed().ticket),
        CameBack(KEY, followed().ticket),
        ComeBackRefused(OTHER, None),
    ):
        assert after(asking, news) == asking
        assert after(start(), news) == start()


def test_the_page_goes_home_after_a_countdown_and_forgets() -> None:
    state = after(shown(), i.Passed(), now=45)
    assert state.counting == 45
    state = after(state, i.Passed(), now=65)
    assert (state.path, state.presented) == (HOME, None)
    assert after(shown(), i.GoBack()).presented is None
    # What is over takes a countdown along.
    state = after(shown(), i.Passed(), now=45)
    assert after(state, TicketMoved(followed("expired")), now=50).counting is None


def test_a_scanned_ticket_may_claim_priority_too() -> None:
    state = after(shown(), OpenPriority())
    assert state.screen is Screen.PRIORITY
    state, effects = step(state, ClaimPriority(OTHER, OLD), 1)
    assert effects == (Prioritise(OTHER, 87, SECRET, OLD),)
    state = after(state, PriorityGiven(OTHER, followed(priority=True).ticket), now=2)
    assert state.screen is Screen.SCANNED
    assert state.presented is not None
    assert state.presented.place == followed(priority=True)
    card = after(shown(), Scanned(OTHER, Card(75)))
    assert card.right.claim is not None
    state = after(card, PriorityGiven(OTHER, followed(id=88).ticket))
    assert state.presented == shown().presented
    # While reasons are shown the ticket is given up: their page goes too.
    gone = after(shown(), OpenPriority(), TicketMoved(followed("cancelled")))
    assert gone.path == HOME


def test_the_slip_of_the_number_on_the_glass_shows_its_place() -> None:
    state, effects = step(numbered(), Scanned(OTHER, SLIP), 2)
    assert effects == (Look(OTHER, 87, SECRET),)
    assert (state.given, state.path) == (None, HOME)
    assert state.awaited is not None  # its slip is still on its way
    state = after(state, TicketFound(OTHER, followed()), now=3)
    assert state.screen is Screen.SCANNED


# Any code, anywhere


def test_a_code_counts_as_a_touch_and_takes_away_what_lies_over() -> None:
    state = after(start(), i.OpenService("ho-tich"))
    state = after(state, i.Passed(), now=45)
    assert state.counting == 45
    state = after(state, Scanned(KEY, ForeignCode()), now=46)
    assert (state.counting, state.touched_at) == (None, 46)
    assert state.message == Message("scan.foreign", since=46)
    state = after(state, Scanned(KEY, BrokenCard()), now=47)
    assert state.message == Message("scan.broken_card", since=47)
    assert state.screen is Screen.SERVICE


@pytest.mark.parametrize(
    "code", [SLIP, AppointmentCode("407152"), Card(75), BrokenCard(), ForeignCode()]
)
def test_what_is_on_its_way_is_not_disturbed(code: Code) -> None:
    for waiting in (
        after(start(), i.Take(KEY, "ho-tich")),
        after(start(), i.CallStaff(KEY)),
        after(start(), Scanned(KEY, SLIP)),
    ):
        state, effects = step(waiting, Scanned(OTHER, code), 1)
        assert effects == ()
        assert state == replace(waiting, touched_at=1)


def test_an_appointment_is_as_if_it_were_typed() -> None:
    code = AppointmentCode("407152")
    state, effects = step(start(), Scanned(KEY, code), 1)
    assert effects == (i.Check(KEY, "407152"),)
    assert (state.screen, state.code) == (Screen.APPOINTMENT, "407152")
    half = after(start(), i.OpenAppointment(), i.TypeCode("99"))
    state, effects = step(half, Scanned(KEY, code), 1)
    assert (len(state.path), state.code) == (2, "407152")
    away = after(start(), i.LineDown(), Scanned(KEY, code), now=1)
    assert away.message == Message("message.away", since=1)


@pytest.mark.parametrize("before", [numbered(), shown()])
def test_an_appointment_leaves_the_last_number(before: State) -> None:
    state, effects = step(before, Scanned(OTHER, AppointmentCode("407152")), 1)
    assert effects == (i.Check(OTHER, "407152"),)
    assert [p.screen for p in state.path] == ["home", "appointment"]
    assert (state.given, state.presented) == (None, None)


def test_where_no_appointments_are_taken_six_digits_are_foreign() -> None:
    state = after(start(), i.OfficeKnown(office()))
    state, effects = step(state, Scanned(KEY, AppointmentCode("407152")), 1)
    assert (state.message, effects) == (Message("scan.foreign", since=1), ())


def test_the_language_and_what_a_card_proved_outlast_a_scanned_ticket() -> None:
    state = after(start(), i.OtherLanguage(), Scanned(KEY, Card(75)), i.Dismiss())
    state = after(state, Scanned(KEY, SLIP), TicketFound(KEY, followed()))
    state = after(state, Scanned(OTHER, SLIP), TicketFound(OTHER, followed()))
    assert (state.language, state.right) == ("en", Right(proved=OLD))
    state = after(state, i.Done())
    assert (state.language, state.right) == ("vi", Right())


def test_the_pages_know_whether_there_is_a_scanner() -> None:
    state = after(start(), ScannerThere(True))
    assert state.hall.scanner
    assert after(state, i.GoHome()).hall.scanner
    assert not after(state, ScannerThere(False)).hall.scanner


def test_nothing_of_a_card_is_in_the_state() -> None:
    for years in (75, 20):
        state = after(numbered(), Scanned(OTHER, Card(years)))
        assert f"years={years}" not in repr(state)
        assert "Card" not in repr(state)
        assert str(years) not in repr((state.right, state.message))
    assert SECRET not in repr(shown().presented)


def test_a_fault_of_the_last_slip_does_not_cover_a_scanned_ticket() -> None:
    state = after(numbered(), i.Done(), Scanned(OTHER, SLIP), i.SlipEnded(87, False))
    assert (state.path, state.given, state.awaited) == (HOME, None, None)
    assert after(state, TicketFound(OTHER, followed())).screen is Screen.SCANNED


def test_large_text_and_contrast_outlast_a_scanned_ticket() -> None:
    wanted = Comfort(contrast=True, large=True, low=True)
    state = replace(shown(), comfort=wanted)
    assert after(state, Scanned(OTHER, SLIP)).comfort == wanted
    state = replace(numbered(), comfort=wanted)
    assert after(state, Scanned(OTHER, AppointmentCode("123456"))).comfort == wanted
    assert after(state, i.Done()).comfort == Comfort()


def test_what_can_be_set_gives_way_to_a_code() -> None:
    state = replace(start(), comfort=Comfort(large=True, open=True))
    for code in (SLIP, ForeignCode()):
        assert after(state, Scanned(KEY, code)).comfort == Comfort(large=True)


def test_a_slip_of_a_kiosks_own_is_asked_for_by_its_number() -> None:
    state, effects = step(start(), Scanned(KEY, OWN), 1)
    assert effects == (Look(KEY, "U001", SECRET),)
    missed = followed("no_show", number="U001")
    state, effects = step(state, TicketFound(KEY, missed), 2)
    assert (state.screen, effects) == (Screen.SCANNED, ())
    # From now on its id is known.
    state, effects = step(state, ComeBack(OTHER), 3)
    assert effects == (Return(OTHER, 87, SECRET),)
    state, effects = step(state, CameBack(OTHER, followed().ticket), 4)
    assert effects == (Look(OTHER, 87, SECRET),)
    called = followed("called", number="U001")
    state = after(state, TicketFound(OTHER, followed()), TicketMoved(called))
    assert state.presented is not None
    assert state.presented.place == called


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("unknown_ticket", "scan.own_unknown"),
        ("forbidden", "scan.own_unknown"),
        ("rate_limited", "scan.away"),
        ("", "scan.own_away"),
    ],
)
def test_a_kiosks_own_that_is_not_handed_in_is_said_kindly(
    reason: str, said: str
) -> None:
    state = after(start(), Scanned(KEY, OWN), TicketNotFound(KEY, reason), now=2)
    assert (state.path, state.presented) == (HOME, None)
    assert state.message == Message(said, since=2)


def test_without_a_line_a_kiosks_own_is_said_to_be_called_by_voice() -> None:
    state = after(start(), i.LineDown(), Scanned(KEY, OWN), now=2)
    assert (state.presented, state.message) == (
        None,
        Message("scan.own_away", since=2),
    )
    state = after(start(), Scanned(KEY, OWN))
    state = after(state, i.Passed(), now=15)
    assert state.message == Message("scan.own_away", since=15)
