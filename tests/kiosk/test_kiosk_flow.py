"""The flow alone: every page, every time-out, one key for one wish."""

from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.state import HOME, Hall, Place, Screen
from kiosk.flow.waiting import idle_limit
from kiosk.flow.wishes import Calling, Message, Pending, Slip
from server.protocol.messages import ServiceWait, Wait, Waits
from tests.kiosk.kiosk_office import AT, closed_office, issued, office, procedures

CATALOG = Catalog(procedures())
BIRTH, COPY, POLICE = "1.001193", "2.000635", "1.004222"
KEY, OTHER = "key-one-1", "key-two-2"


def start(**changes: Any) -> State:
    state = State(hall=Hall(catalog=CATALOG))
    state = after(state, i.OfficeKnown(office()), i.LineUp())
    return replace(state, **changes)


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def taken(state: State, key: str = KEY, now: float = 0.0) -> State:
    return after(
        state, i.Take(key, "ho-tich", COPY), i.TicketGiven(key, issued()), now=now
    )


def test_the_ways_through_the_pages() -> None:
    state = after(start(), i.OpenService("ho-tich"))
    assert state.place == Place(Screen.SERVICE, service="ho-tich")
    state = after(state, i.TurnTo(1))
    assert state.place.page == 1
    state = after(state, i.OpenProcedure(COPY), i.OpenDetails())
    assert state.screen is Screen.DETAILS
    state = after(state, i.GoBack(), i.GoBack())
    assert state.place == Place(Screen.SERVICE, service="ho-tich", page=1)
    assert after(state, i.GoBack()).path == HOME
    assert after(state, i.OpenPages()).screen is Screen.PAGES
    assert after(state, i.OpenHelp()).screen is Screen.HELP
    assert after(state, i.GoHome()).path == HOME


@pytest.mark.parametrize(
    "touch",
    [
        i.OpenService("none"),
        i.OpenProcedure("none"),
        i.OpenDetails(),
        i.TickPaper("none"),
        i.Type("a"),
        i.Done(),
    ],
)
def test_a_touch_on_what_is_not_there_changes_nothing(touch: i.Touch) -> None:
    assert after(start(), touch).path == HOME
    assert after(start(), touch).typed == ""


def test_search_is_forgiving_and_empty_again_next_time() -> None:
    state = after(start(), i.OpenSearch(), i.TurnTo(2), i.Type("giay khai sinh"))
    assert COPY in state.found
    assert state.place.page == 0
    assert after(state, i.Type("")).found == ()
    assert len(after(state, i.Type("a" * 500)).typed) == 60
    again = after(state, i.GoBack(), i.OpenSearch())
    assert (again.typed, again.found) == ("", ())


def test_ticked_papers_make_the_missing_list() -> None:
    state = after(start(), i.OpenProcedure(COPY))
    papers = [p.id for p in CATALOG.get(COPY).papers]  # type: ignore[union-attr]
    assert state.missing(COPY) == ()
    state = after(state, i.TickPaper(papers[0]), i.TickPaper("none"))
    assert state.missing(COPY) == tuple(papers[1:])
    _, effects = step(state, i.Take(KEY, "ho-tich", COPY), 0)
    [issue] = effects
    assert isinstance(issue, i.Issue)
    assert issue.wish.missing == tuple(papers[1:])
    assert after(state, i.TickPaper(papers[0])).missing(COPY) == ()
    assert state.missing("none") == ()


def test_a_number_comes_before_its_paper() -> None:
    state = start()
    state, effects = step(state, i.Take(KEY, "ho-tich"), 1)
    assert [e.key for e in effects if isinstance(e, i.Issue)] == [KEY]
    state, effects = step(state, i.TicketGiven(KEY, issued()), 2)
    assert state.screen is Screen.TICKET
    assert [type(e) for e in effects] == [i.Print]
    state = after(state, i.SlipEnded(87, True), now=3)
    assert state.given is not None
    assert state.given.slip is Slip.PRINTED
    state = after(state, i.Done(), now=4)
    assert (state.path, state.given, state.awaited) == (HOME, None, None)


def test_while_a_wish_is_on_its_way_nothing_more_can_be_wished() -> None:
    state = after(start(), i.Take(KEY, "ho-tich"))
    for touch in (i.Take(OTHER, "ho-tich"), i.GoHome(), i.OtherLanguage()):
        following, effects = step(state, touch, 1)
        assert effects == ()
        assert following.pending == state.pending
        assert following.path == state.path


def test_an_answer_that_nobody_waits_for_is_ignored() -> None:
    state = after(start(), i.Take(KEY, "ho-tich"))
    for answer in (i.TicketGiven(OTHER, issued()), i.TicketRefused(OTHER, None)):
        assert step(state, answer, 1) == (state, ())
        assert step(start(), answer, 1) == (start(), ())


@pytest.mark.parametrize("words", [{"vi": "Hôm nay đã hết số."}, None])
def test_a_refusal_says_why(words: dict[str, str] | None) -> None:
    state = after(start(), i.Take(KEY, "ho-tich"))
    state, effects = step(state, i.TicketRefused(KEY, words), 1)
    assert state.pending is None
    assert state.message == Message("" if words else "message.failed", words, 1)
    assert effects == (i.Refresh(),)
    assert after(state, i.GoHome()).message is not None
    assert after(state, i.Dismiss()).message is None


def test_no_answer_for_a_minute_and_the_same_wish_keeps_its_key() -> None:
    state = after(start(), i.Take(KEY, "ho-tich", COPY))
    assert after(state, i.Passed(), now=59.9).pending is not None
    state, effects = step(state, i.Passed(), 60)
    assert i.GiveUp(KEY) in effects
    assert state.message == Message("message.no_answer", since=60)
    state = after(state, i.Dismiss(), now=61)
    same, effects = step(state, i.Take(OTHER, "ho-tich", COPY), 62)
    assert same.pending == Pending(KEY, state.unanswered.wish, 62)  # type: ignore[union-attr]
    other, _ = step(state, i.Take(OTHER, "ho-tich"), 62)
    assert other.pending is not None
    assert other.pending.key == OTHER
    assert other.unanswered is None


@pytest.mark.parametrize(
    ("hall", "take", "message"),
    [
        ("down", i.Take(KEY, "ho-tich"), "message.away"),
        ("up", i.Take(KEY, "none"), "message.gone"),
        ("up", i.Take(KEY, "ho-tich", "none"), "message.gone"),
        ("up", i.Take(KEY, "chung-thuc", COPY), "message.gone"),
        ("closed", i.Take(KEY, "ho-tich"), ""),
        ("unsaid", i.Take(KEY, "ho-tich"), "message.closed"),
        ("police", i.Take(KEY, "ho-tich", COPY), "elsewhere.police"),
    ],
)
def test_why_there_is_no_number_now(hall: str, take: i.Take, message: str) -> None:

    state = start()
    if hall == "down":
        state = after(state, i.LineDown())
    if hall in ("closed", "unsaid"):
        shut = closed_office()
        if hall == "unsaid":
            services = [replace(s, closed_because=None) for s in shut.services]
            shut = replace(shut, services=services)
        state = after(state, i.OfficeKnown(shut))
        assert state.hall.closed
    if hall == "police":
        there = [
            replace(p, received="police") if p.code == COPY else p for p in procedures()
        ]
        state = after(state, i.ProceduresKnown(Catalog(there)))
    state, effects = step(state, take, 0)
    assert effects == ()
    assert state.pending is None
    assert state.message is not None
    assert state.message.key == message


@pytest.mark.parametrize(
    ("ended", "slip"),
    [
        (i.SlipEnded(87, False), Slip.FAILED),
        (i.SlipEnded(87, None), Slip.FAILED),
        (i.SlipEnded(87, False, no_printer=True), Slip.NO_PRINTER),
    ],
)
def test_a_failed_slip_keeps_the_number_for_half_a_minute(
    ended: i.SlipEnded, slip: Slip
) -> None:
    state = after(taken(start()), ended, now=5)
    assert state.screen is Screen.FAULT
    assert state.given is not None
    assert state.given.slip is slip
    assert after(state, i.Passed(), now=34.9).screen is Screen.FAULT
    assert after(state, i.Passed(), now=35).path == HOME


def test_a_slip_that_fails_after_the_page_was_closed_is_still_said() -> None:
    english = start(language="en")
    state = after(taken(english), i.Passed(), now=15)
    assert (state.path, state.language) == (HOME, "vi")
    failed = after(state, i.SlipEnded(87, False), now=17)
    assert (failed.screen, failed.language) == (Screen.FAULT, "en")
    assert after(state, i.SlipEnded(87, True), now=17).path == HOME
    assert after(state, i.SlipEnded(1, False), now=17).path == HOME
    touched = after(state, i.OpenSearch(), i.SlipEnded(87, False), now=17)
    assert touched.screen is Screen.SEARCH
    talking = replace(state, message=Message("help.called"))
    assert after(talking, i.SlipEnded(87, False), now=17).path == HOME


def test_only_home_leads_out_of_a_ticket() -> None:
    state = taken(start())
    for touch in (i.OpenSearch(), i.Take(OTHER, "ho-tich")):
        assert after(state, touch).screen is Screen.TICKET
    assert after(state, i.GoBack()).path == HOME


def test_the_ticket_page_closes_by_itself_but_not_under_a_message() -> None:
    state = taken(start(), now=10)
    assert after(state, i.Passed(), now=24.9).screen is Screen.TICKET
    state = replace(state, message=Message("help.called", since=20))
    assert after(state, i.Passed(), now=39).screen is Screen.TICKET
    assert after(state, i.Passed(), now=40).path == HOME
    dismissed = after(state, i.Dismiss(), now=30)
    assert after(dismissed, i.Passed(), now=44).screen is Screen.TICKET
    late = replace(state, shown_at=35.0)
    assert after(late, i.Passed(), now=41).message is None


@pytest.mark.parametrize(
    ("touches", "limit"),
    [
        ((i.OpenService("ho-tich"),), 45),
        ((i.OpenProcedure(COPY),), 45),
        ((i.OpenHelp(),), 45),
        ((i.OpenProcedure(COPY), i.OpenDetails()), 90),
        ((i.OpenSearch(),), 90),
        ((i.OpenPages(),), 90),
    ],
)
def test_time_outs_and_the_countdown(touches: tuple[i.Touch, ...], limit: int) -> None:
    state = after(start(), i.OtherLanguage(), *touches)
    assert idle_limit(state) == limit
    assert after(state, i.Passed(), now=limit - 0.1).counting is None
    state = after(state, i.Passed(), now=limit)
    assert state.counting == limit
    # Beside the button, and on what is hidden: the countdown goes on.
    state = after(state, i.Touched(), i.GoBack(), now=limit + 5)
    assert state.counting == limit
    assert after(state, i.Passed(), now=limit + 19.9).path != HOME
    home = after(state, i.Passed(), now=limit + 20)
    assert (home.path, home.language) == (HOME, "vi")
    more = after(state, i.MoreTime(), now=limit + 19)
    assert more.counting is None
    assert after(more, i.Passed(), now=limit + 30).path == state.path


def test_at_home_the_language_is_forgotten_without_a_countdown() -> None:
    state = after(start(), i.OtherLanguage(), i.TurnTo(1))
    assert state.language == "en"
    # The first notice takes the question's place: see test_kiosk_slides.
    home = replace(after(state, i.Passed(), now=45), slide=None)
    assert home == start(refresh_at=75.0)
    assert after(state, i.OtherLanguage()).language == "vi"
    unknown = State(language="xx")
    assert after(unknown, i.OtherLanguage()).language == "xx"


def test_going_home_keeps_the_language_of_who_stands_there() -> None:
    state = after(start(), i.OtherLanguage(), i.OpenSearch(), i.GoHome())
    assert (state.path, state.language) == (HOME, "en")


def test_staff_are_called_once_and_it_is_said() -> None:
    state, effects = step(start(), i.CallStaff(KEY), 0)
    assert effects == (i.Assist(KEY, "home"),)
    assert state.calling == Calling(KEY, 0)
    assert step(state, i.CallStaff(OTHER), 1)[1] == ()
    assert step(state, i.StaffCalled(OTHER, True), 1) == (state, ())
    told = after(state, i.StaffCalled(KEY, True), now=1)
    assert told.message == Message("help.called", since=1)
    failed = after(state, i.StaffCalled(KEY, False), now=1)
    assert failed.message == Message("help.away", since=1)
    assert after(told, i.Passed(), now=20.9).message is not None
    assert after(told, i.Passed(), now=21).message is None
    assert after(state, i.Passed(), now=4.9).calling is not None
    late, effects = step(state, i.Passed(), 5)
    assert i.GiveUp(KEY) in effects
    assert late.message == Message("help.away", since=5)
    away, effects = step(after(start(), i.LineDown()), i.CallStaff(KEY), 0)
    assert (away.message, effects) == (Message("help.away"), ())


def test_the_office_is_asked_for_again() -> None:
    state, effects = step(State(), i.LineUp(), 0)
    assert effects == (i.Refresh(),)
    assert step(state, i.Passed(), 29)[1] == ()
    state, effects = step(state, i.Passed(), 30)
    assert effects == (i.Refresh(),)
    assert step(state, i.OfficeChanged(), 31)[1] == (i.Refresh(),)
    assert step(after(state, i.LineDown()), i.Passed(), 99)[1] == ()


def test_waits_are_news_and_not_known_while_away() -> None:
    news = ServiceWait(waiting=7, wait=Wait(low=600, high=900))
    state = after(start(), Waits(at=AT, services={"ho-tich": news}))
    assert state.hall.wait("ho-tich") == news
    assert state.hall.wait("chung-thuc") is not None
    assert after(state, i.LineDown()).hall.wait("ho-tich") is None
    old = after(state, i.OfficeKnown(office(), fresh=False))
    assert old.hall.wait("ho-tich") is None
    assert Hall().wait("ho-tich") is None
    assert not Hall().closed


def test_pages_of_what_the_office_took_away_are_left() -> None:
    state = after(start(), i.OpenService("ho-tich"), i.OpenProcedure(COPY))
    kept = [p for p in procedures() if p.code != COPY]
    assert after(state, i.ProceduresKnown(Catalog(kept))).screen is Screen.SERVICE
    fewer = office(services=[s for s in office().services if s.id != "ho-tich"])
    assert after(state, i.OfficeKnown(fewer)).screen is Screen.PROCEDURE
    assert after(start(), i.OfficeKnown(fewer)).path == HOME


def test_the_way_back_has_an_end() -> None:
    state = start()
    for _ in range(30):
        state = after(state, i.OpenSearch(), i.OpenProcedure(BIRTH))
    assert len(state.path) <= 12
    for _ in range(12):
        state = after(state, i.GoBack())
    assert state.path == HOME


def test_a_deep_way_still_begins_at_home() -> None:
    state = start()
    for _ in range(30):
        state = after(state, i.OpenProcedure(POLICE))
        assert state.path[0] == HOME[0]
