"""When the kiosk gives numbers of its own: one citizen, one number. PURE."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from kiosk.flow import State, step
from kiosk.flow import away as a
from kiosk.flow import inputs as i
from kiosk.flow.modes import Away
from kiosk.flow.state import Screen, at_home
from kiosk.flow.wishes import Pending
from tests.kiosk.kiosk_office import issued, office

KEY = "key-00000001"
TAKE = i.Take(KEY, "ho-tich")
OWN = issued("U001", -1, ahead=0, wait=None)


def known(online: bool = True, **changes: object) -> State:
    state = State(away=Away(series="U", after=5.0, since=0.0))
    state = step(state, i.OfficeKnown(office(), fresh=online), 0)[0]
    if online:
        state = step(state, i.LineUp(), 0)[0]
    return replace(state, **changes)


def asked(state: State) -> Pending:
    assert state.away.asked is not None
    return state.away.asked


def test_a_server_that_is_there_is_asked() -> None:
    state, (effect,) = step(known(), TAKE, 1)
    assert isinstance(effect, i.Issue)
    assert step(state, i.Passed(), 9.9) == (state, ())


def test_a_server_that_is_long_away_is_not_asked_at_all() -> None:
    state, effects = step(known(online=False), TAKE, 5)
    pending = asked(state)
    assert effects == (a.GiveOwn(KEY, pending.wish),)
    since = state.underway
    assert since == ("pending", 5.0)
    assert asked(step(state, i.Passed(), 99)[0]) == pending


def test_a_line_that_was_just_lost_is_waited_for() -> None:
    state = step(known(), i.LineDown(), 10)[0]
    state, effects = step(state, TAKE, 12)
    assert [type(e) for e in effects] == [i.Issue]
    assert step(state, i.Passed(), 14.9)[1] == ()
    back = step(state, i.LineUp(), 14)[0]
    assert step(back, i.Passed(), 16)[0].pending is not None
    state, effects = step(state, i.Passed(), 15)
    wish = asked(state).wish
    assert effects[1:] == (i.GiveUp(KEY), a.GiveOwn(KEY, wish))


def test_a_line_that_stands_but_gives_no_answer_is_given_up() -> None:
    state = step(known(), TAKE, 1)[0]
    state, effects = step(state, i.Passed(), 1 + a.UNANSWERED)
    assert effects == (i.GiveUp(KEY), a.GiveOwn(KEY, asked(state).wish))


def test_an_answer_that_comes_after_that_is_neither_shown_nor_printed() -> None:
    state = step(step(known(), TAKE, 1)[0], i.Passed(), 1 + a.UNANSWERED)[0]
    late = i.TicketGiven(KEY, issued())
    assert step(state, late, 12) == (state, ())
    state, effects = step(state, a.OwnGiven(KEY, OWN), 12)
    assert state.given is not None
    assert state.given.own
    assert effects == (i.Print(state.given),)
    assert state.screen is Screen.TICKET
    assert step(state, late, 13)[1] == ()


def test_a_number_that_was_not_asked_for_is_not_shown() -> None:
    state = step(known(online=False), TAKE, 5)[0]
    for news in (a.OwnGiven("another-key", OWN), a.OwnFailed("another-key")):
        assert step(state, news, 6) == (state, ())


def test_a_disk_that_fails_is_said_kindly_and_the_wish_keeps_its_key() -> None:
    state = step(known(online=False), TAKE, 5)[0]
    state, effects = step(state, a.OwnFailed(KEY), 6)
    assert effects == ()
    assert state.message is not None
    assert state.message.key == "message.away"
    state = step(state, i.Dismiss(), 7)[0]
    state, effects = step(state, i.Take("key-of-a-second-touch", "ho-tich"), 8)
    assert effects == (a.GiveOwn(KEY, asked(state).wish),)


def test_the_next_citizen_finds_it_as_it_was() -> None:
    state = step(known(online=False), TAKE, 5)[0]
    assert at_home(state).away == state.away


@pytest.mark.parametrize("series", ["", "B"])
def test_without_a_letter_of_its_own_it_gives_none(series: str) -> None:
    state = known(online=False, away=Away(series=series, since=0.0))
    assert not state.gives_own
    state, effects = step(state, TAKE, 9)
    assert effects == ()
    assert state.message is not None
    assert state.message.key == "message.away"
    assert a.sentence(state) == "home.away"
    assert a.short_sentence(state) == "home.away_short"


def test_it_looks_at_the_hours_itself() -> None:
    state = known(online=False)
    assert a.sentence(state) == "own.home"
    assert a.short_sentence(state) == "own.home_short"
    state, effects = step(state, i.Passed(), 5)
    assert effects == (a.LookAtHours(),)
    assert step(state, i.Passed(), 5 + a.LOOK_EVERY - 1)[1] == ()
    assert step(state, i.Passed(), 5 + a.LOOK_EVERY)[1] == (a.LookAtHours(),)


def test_priority_is_claimed_only_where_the_server_knows_the_number() -> None:
    from kiosk.flow.priority import may_claim
    from tests.kiosk.kiosk_office import priorities

    state = known(online=False)
    whole = office(priorities=priorities())
    state = step(state, i.OfficeKnown(whole, fresh=False), 5)[0]
    state = step(step(state, TAKE, 5)[0], a.OwnGiven(KEY, OWN), 6)[0]
    assert not may_claim(state)
