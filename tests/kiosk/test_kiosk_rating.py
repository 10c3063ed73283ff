"""Rating a visit: the flow alone, then the real glass before a server."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow import rating as r
from kiosk.flow.modes import Away
from kiosk.flow.state import HOME, Hall, Screen
from kiosk.flow.waiting import CHECK_FOR, COUNTDOWN, TAKING_IDLE
from kiosk.flow.wishes import Rating
from server.protocol.errors import Refused
from server.protocol.messages import Ticket
from tests.kiosk.glass import SIZES, kiosk
from tests.kiosk.kiosk_office import issued, office
from tests.kiosk.test_kiosk_screens import _looks_right

KEY = "rating-00001"
WORDS = {"vi": "Không có số này.", "en": "There is no such number."}


def start(**changes: Any) -> State:
    state = State(hall=Hall(office=office(**changes), online=True))
    return after(state, r.OpenRating())


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def faces(**changes: Any) -> State:
    return after(start(**changes), r.TypeNumber("B018"), r.ToFaces())


def ticket() -> Ticket:
    return issued("B018").ticket


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("b018", "B018"),
        ("B 0-1.8", "B018"),
        ("018", ""),
        ("BB018", "B018"),
        ("A1000", "A1000"),
        ("A10005", "A1000"),
        ("đ", ""),
        ("Ấ1", ""),
        ("\x1d", ""),
        ("", ""),
    ],
)
def test_a_number_is_a_letter_and_digits(typed: str, number: str) -> None:
    assert after(start(), r.TypeNumber(typed)).rating.number == number


def test_the_way_to_the_thanks() -> None:
    state = start()
    assert state.screen is Screen.RATE_NUMBER
    assert after(state, r.TypeNumber("B01"), r.ToFaces()).screen is Screen.RATE_NUMBER
    state, effects = step(faces(), r.GiveScore(KEY, 4), 3.0)
    assert effects == (r.Rate(KEY, state.rating),)
    assert (state.rating.number, state.rating.score) == ("B018", 4)
    assert state.underway == ("rating", 3.0)
    assert after(state, i.GoHome()).path == state.path  # it is on its way
    state = after(state, r.RatingTaken(KEY), now=4.0)
    assert state.screen is Screen.RATED
    assert state.rating == Rating()
    assert after(state, i.Passed(), now=8.9).screen is Screen.RATED
    assert after(state, i.Passed(), now=9.0).path == HOME


def test_a_low_mark_is_asked_why() -> None:
    state, effects = step(faces(), r.GiveScore(KEY, 2), 0.0)
    assert (state.screen, effects) == (Screen.RATE_WHY, ())
    state = after(state, r.TouchReason("cho-lau"), r.TouchReason("thai-do"))
    state = after(state, r.TouchReason("thai-do"), r.TouchReason("none-such"))
    state, effects = step(state, r.SendRating(KEY), 0.0)
    assert effects == (r.Rate(KEY, state.rating),)
    assert state.rating.reasons == {"cho-lau"}
    assert after(state, r.RatingTaken(KEY)).screen is Screen.RATED


def test_an_office_without_reasons_asks_for_none() -> None:
    _, effects = step(faces(rating_reasons=[]), r.GiveScore(KEY, 1), 0.0)
    assert [type(effect) for effect in effects] == [r.Rate]


def test_a_ticket_that_was_scanned_needs_no_number() -> None:
    state = r.of_ticket(start(), ticket(), "s" * 22)
    assert state.screen is Screen.RATE
    state, effects = step(state, r.GiveScore(KEY, 3), 0.0)
    [effect] = effects
    assert isinstance(effect, r.Rate)
    assert effect.rating.of == ticket()
    assert "ssss" not in repr(effect)


@pytest.mark.parametrize("reason", r.NO_SUCH)
@pytest.mark.parametrize("scanned", [False, True])
def test_a_number_that_cannot_be_rated_is_said(reason: str, scanned: bool) -> None:
    state = r.of_ticket(start(), ticket(), "s" * 22) if scanned else faces()
    state = after(state, r.GiveScore(KEY, 4))
    state = after(state, r.RatingRefused(KEY, reason, WORDS), now=2.0)
    assert state.message is not None
    assert state.message.words == WORDS
    assert state.screen is (Screen.HOME if scanned else Screen.RATE_NUMBER)
    assert state.rating == Rating()


def test_another_refusal_and_silence_leave_the_faces() -> None:
    sent = after(faces(), r.GiveScore(KEY, 4))
    refused = after(sent, r.RatingRefused(KEY, "disk_full", None))
    silent = after(sent, i.Passed(), now=CHECK_FOR)
    for state in (refused, silent):
        assert state.message is not None
        assert state.message.key == "rating.failed"
        assert state.screen is Screen.RATE
        assert state.rating.number == "B018"
        again = after(state, i.Dismiss())
        assert after(again, r.GiveScore(KEY, 4)).underway is not None


def test_answers_to_another_question_change_nothing() -> None:
    sent = after(faces(), r.GiveScore(KEY, 4))
    assert after(sent, r.RatingTaken("another-1")) == sent
    assert after(sent, r.RatingRefused("another-1", "", None)) == sent


def test_touches_where_nothing_is_to_be_touched_change_nothing() -> None:
    home = State(hall=Hall(office=office(), online=True))
    touches = (
        r.TypeNumber("B018"),
        r.ToFaces(),
        r.GiveScore(KEY, 4),
        r.TouchReason("cho-lau"),
        r.SendRating(KEY),
    )
    for touch in touches:
        assert after(home, touch) == home
    assert after(faces(), r.GiveScore(KEY, 5)).underway is None
    unknown = after(replace(faces(), hall=Hall(online=True)), r.GiveScore(KEY, 1))
    assert unknown.underway is not None


def test_without_the_server_nothing_is_lost_and_nobody_misled() -> None:
    away = after(start(), i.GoHome(), i.LineDown(), r.OpenRating())
    assert away.message is not None
    assert away.path == HOME
    state = after(faces(), i.LineDown(), r.GiveScore(KEY, 4))
    assert state.message is not None
    assert state.underway is None


def test_nothing_of_the_last_person_remains() -> None:
    state = after(faces(), r.GiveScore(KEY, 1), r.TouchReason("cho-lau"))
    assert after(state, i.GoHome()).rating == Rating()
    idle = after(state, i.Passed(), now=TAKING_IDLE)
    assert idle.counting is not None
    gone = after(idle, i.Passed(), now=TAKING_IDLE + COUNTDOWN)
    assert (gone.path, gone.rating) == (HOME, Rating())


@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_a_visit_is_rated_with_fingers(form: str, tmp_path: Path) -> None:
    async with kiosk(tmp_path, form=form) as k:
        if form == "small":
            await k.tap("Trợ giúp")
        await k.tap("Đánh giá")
        for key in "B018":
            _looks_right(k)
            await k.tap(key)
        _looks_right(k)
        await k.tap("Tiếp tục")
        _looks_right(k)
        await k.tap("Không hài lòng")
        await k.tap("Phải chờ lâu")
        _looks_right(k)
        await k.tap("Gửi đánh giá")
        await k.pilot.until_text("Xin cảm ơn ông/bà!")
        _looks_right(k)
        [asked] = k.server.calls("rating.give")
        assert (asked.number, asked.score, asked.reasons) == ("B018", 1, ("cho-lau",))
        await k.after(5.0)
        assert k.desk.state.path == HOME


async def test_a_refused_rating_says_why_and_asks_again(tmp_path: Path) -> None:
    async with kiosk(tmp_path, language="en") as k:
        k.server.refuse = Refused("unknown_ticket", WORDS, {})
        k.desk.happen(r.OpenRating())
        k.desk.happen(r.TypeNumber("Z999"))
        k.desk.happen(r.ToFaces())
        await k.pilot.frames(2)
        _looks_right(k)
        await k.tap("Very satisfied")
        await k.pilot.until_text("There is no such number.")
        await k.tap("OK")
        assert k.desk.state.screen is Screen.RATE_NUMBER


@pytest.mark.parametrize(
    ("series", "letters"),
    [("U", "ABHKMXU"), ("", "ABHKMX"), ("A", "ABHKMX")],
    ids=["own", "none", "taken"],
)
def test_the_pad_has_the_letters_of_all_numbers(series: str, letters: str) -> None:
    state = replace(start(), away=Away(series=series))
    assert "".join(r.letters(state)) == letters


@pytest.mark.parametrize("form", SIZES)
async def test_a_number_of_the_kiosks_own_can_be_typed(
    tmp_path: Path, form: str
) -> None:
    async with kiosk(tmp_path, form=form, away=Away(series="U")) as k:
        k.desk.happen(r.OpenRating())
        await k.pilot.frames(2)
        for sign in "U012":
            await k.tap(sign)
        _looks_right(k)
        await k.tap("Tiếp tục")
        await k.tap("Hài lòng")
        await k.pilot.until_text("Xin cảm ơn ông/bà!")
        [asked] = k.server.calls("rating.give")
        assert (asked.number, asked.score) == ("U012", 3)
