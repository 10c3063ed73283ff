"""Reading aloud in the flow: what is read when, silence at a touch, nothing kept."""

import pytest
from msgspec.structs import replace

from kiosk.flow import State, aloud, step
from kiosk.flow import inputs as i
from kiosk.flow.aloud import (
    Focused,
    Heard,
    Hush,
    Loudness,
    Name,
    Read,
    ReadAloud,
    ReadingEnded,
    ReadingFailed,
    Repeat,
    StopReading,
    Tick,
    Typing,
    Volume,
    Whole,
)
from kiosk.flow.modes import Aloud
from kiosk.flow.rating import GiveScore, OpenRating, ToFaces, TouchReason, TypeNumber
from kiosk.flow.scanning import Scanned
from kiosk.flow.state import HOME, Screen
from kiosk.flow.waiting import COUNTDOWN, TAKING_IDLE, TICKET_SHOWN
from kiosk.flow.wishes import Message
from kiosk.scanning.codes import TicketCode
from server.protocol import messages as m
from tests.kiosk.kiosk_office import issued, office
from tests.speech.test_speech_sentences import COPY, do, taken, world

Done = tuple[State, tuple[i.Effect, ...]]


def after(state: State, *happened: i.Input, now: float = 1.0) -> Done:
    """Return the state after all of it, and what it wants done."""
    done: list[i.Effect] = []
    for one in happened:
        state, effects = step(state, one, now)
        done += effects
    return state, tuple(e for e in done if isinstance(e, Read | Hush))


def listening(state: State | None = None) -> State:
    """Return a state in which its page is being read."""
    return after(state or world(), ReadAloud())[0]


def test_the_button_reads_this_page_and_then_each_that_opens() -> None:
    state, effects = after(world(), ReadAloud())
    assert effects == (Read(1, Whole(), 3),)
    state, effects = after(state, i.OpenService("ho-tich"))
    assert effects == (Read(2, Whole(), 3),)
    state, effects = after(state, i.OpenProcedure(COPY))
    assert effects == (Read(3, Whole(), 3),)
    state, effects = after(state, i.OtherLanguage())
    assert effects == (Read(4, Whole(), 3),)
    _, effects = after(state, i.GoBack())
    assert effects == (Read(5, Whole(), 3),)


def test_nothing_is_read_unasked() -> None:
    state, effects = after(
        world(), i.OpenService("ho-tich"), Repeat(), Focused("Lấy số"), Volume(5)
    )
    assert effects == ()
    assert state.aloud == Aloud(volume=5)


def test_any_touch_is_silence_at_once() -> None:
    state, effects = after(listening(), i.Touched())
    assert effects == (Hush(),)
    assert state.aloud.on
    assert state.aloud.reading is None
    # Of a touch that opens nothing new nothing more is heard.
    _, effects = after(listening(), i.OpenService("no such service"))
    assert effects == (Hush(),)
    # What opens is read instead, and that alone ends what was heard.
    _, effects = after(listening(), i.OpenPages())
    assert effects == (Read(2, Whole(), 3),)


def test_it_can_be_heard_again_and_switched_off() -> None:
    state, effects = after(listening(), i.Touched(), Repeat())
    assert effects == (Hush(), Read(2, Whole(), 3))
    state, effects = after(state, ReadAloud())
    assert effects == (Read(3, Whole(), 3),)
    state, effects = after(state, StopReading())
    assert effects == (Hush(),)
    assert not state.aloud.on
    _, effects = after(state, i.OpenService("ho-tich"), Repeat())
    assert effects == ()


@pytest.mark.parametrize(("wanted", "step"), [(0, 1), (2, 2), (5, 5), (9, 5)])
def test_the_volume_has_five_steps_and_is_heard(wanted: int, step: int) -> None:
    state, effects = after(listening(), Volume(wanted))
    assert state.aloud.volume == step
    assert effects == (Read(2, Loudness(), step),)
    _, effects = after(state, i.OpenPages())
    assert effects == (Read(3, Whole(), step),)


def test_a_tick_a_letter_and_the_focus_are_heard() -> None:
    state = listening(do(world(), i.OpenProcedure(COPY)))
    paper = state.hall.catalog.get(COPY).papers[1].id  # type: ignore[union-attr]
    state, effects = after(state, i.TickPaper(paper))
    assert effects == (Read(2, Tick(paper), 3),)
    state, effects = after(state, Focused("Lấy số thứ tự"), Focused(" "))
    assert effects == (Read(3, Name("Lấy số thứ tự"), 3), Hush())
    state, _ = after(state, i.GoHome(), i.OpenSearch())
    number = state.aloud.readings
    state, effects = after(state, i.Type("k"), i.Type("kh"), i.Type("k"), i.Type(""))
    assert effects == tuple(
        Read(number + n, Typing(last), 3)
        for n, last in enumerate(("k", "h", "", ""), start=1)
    )


def test_a_scanned_ticket_is_read_to_who_listened_to_another() -> None:
    state = listening(taken())
    state, effects = after(state, Scanned("key-00004", TicketCode(99, "s" * 22)))
    assert state.aloud.on
    assert effects == (Read(2, Whole(), 3),)


def test_a_letter_is_heard_though_it_turns_the_list_back() -> None:
    state = listening(do(world(), i.OpenSearch(), i.Type("kh")))
    state, effects = after(state, i.TurnTo(1))
    assert effects == (Read(2, Whole(), 3),)
    _, effects = after(state, i.Type("kha"))
    assert effects == (Read(3, Typing("a"), 3),)


def test_a_reason_for_a_low_mark_is_heard() -> None:
    slow = m.Reason(id="cham", name={"vi": "Phải chờ lâu"})
    state = do(world(whole=office(rating_reasons=[slow])), OpenRating())
    state = do(state, TypeNumber("B018"), ToFaces(), GiveScore("key-00009", 1))
    _, effects = after(listening(state), TouchReason("cham"))
    assert effects == (Read(2, Tick("cham"), 3),)


def test_what_lies_over_the_page_is_read_when_it_comes() -> None:
    state = listening(do(world(), i.OpenService("ho-tich")))
    state, effects = after(state, ReadingEnded(1), i.Passed(), now=TAKING_IDLE + 1)
    assert state.counting == TAKING_IDLE + 1
    assert effects == (Read(2, Whole(), 3),)
    _, effects = after(state, i.MoreTime(), now=50)
    assert effects == (Read(3, Whole(), 3),)
    asked, effects = after(state, i.MoreTime(), i.Take("key-00001", "ho-tich"), now=50)
    assert effects[-1] == Read(4, Whole(), 3)
    given, effects = after(asked, i.TicketGiven("key-00001", issued()), now=51)
    assert given.screen is Screen.TICKET
    assert effects == (Read(5, Whole(), 3),)


def test_a_slip_that_comes_out_does_not_begin_the_number_anew() -> None:
    state = listening(taken())
    _, effects = after(state, i.SlipEnded(87, True))
    assert effects == ()
    _, effects = after(state, i.SlipEnded(87, False))
    assert effects == (Read(2, Whole(), 3),)


def test_no_time_runs_out_while_somebody_listens() -> None:
    state = listening(taken())
    for now in range(2, 120, 2):
        state, effects = after(state, Heard(1), i.Passed(), now=now)
        assert effects == ()
    assert state.screen is Screen.TICKET
    state, _ = after(state, ReadingEnded(1), now=120)
    assert after(state, i.Passed(), now=118 + TICKET_SHOWN - 0.1)[0].given
    assert after(state, i.Passed(), now=120 + TICKET_SHOWN)[0].path == HOME


def test_the_countdown_waits_for_its_own_reading() -> None:
    state = listening(do(world(), i.OpenService("ho-tich")))
    state, _ = after(state, ReadingEnded(1), i.Passed(), now=60)
    state, _ = after(state, i.Passed(), now=75)
    assert state.counting == 75
    state, _ = after(state, ReadingEnded(2), i.Passed(), now=76)
    assert after(state, i.Passed(), now=75 + COUNTDOWN - 0.1)[0].counting == 75
    assert after(state, i.Passed(), now=75 + COUNTDOWN)[0].path == HOME


def test_a_message_stays_while_it_is_read_and_its_time_after() -> None:
    said = replace(world(), message=Message("message.gone", since=1.0))
    state = listening(said)
    state, _ = after(state, Heard(1), i.Passed(), now=30)
    assert state.message == said.message
    state, _ = after(state, ReadingEnded(1), i.Passed(), now=35)
    assert state.message
    assert after(state, i.Passed(), now=54.9)[0].message
    assert after(state, i.Passed(), now=55)[0].message is None


def test_a_voice_that_says_no_end_holds_nobody_up_for_ever() -> None:
    state, effects = after(listening(), i.Passed(), now=1 + aloud.UNHEARD)
    assert state.aloud.reading is None
    assert effects == (Hush(),)


def test_news_of_an_older_reading_are_no_news() -> None:
    state = listening()
    state, _ = after(state, Repeat())
    assert after(state, ReadingEnded(1))[0] == state
    assert after(state, ReadingFailed(1))[0] == state
    assert after(state, Heard(1), now=9)[0] == state
    assert after(state, Heard(2), now=9)[0].aloud.heard_at == 9


def test_what_cannot_be_read_is_said_kindly() -> None:
    state, effects = after(listening(), ReadingFailed(1), now=5)
    assert state.message == Message("aloud.away", since=5)
    assert not state.aloud.on
    assert effects == ()
    over = replace(world(), message=Message("message.gone", since=1.0))
    state, _ = after(listening(over), ReadingFailed(1), now=5)
    assert state.message == over.message
    assert not state.aloud.on


def test_an_over_leaves_the_keys_of_reading_alone() -> None:
    said = replace(world(), message=Message("message.gone"))
    state, effects = after(said, ReadAloud(), Repeat())
    assert effects == (Read(1, Whole(), 3), Read(2, Whole(), 3))
    assert state.message == said.message


def test_the_next_citizen_finds_it_off_and_at_its_usual_volume() -> None:
    usual = replace(world(), aloud=Aloud(volume=2, usual=2))
    state, _ = after(usual, ReadAloud(), Volume(5), i.OpenService("ho-tich"))
    state, _ = after(state, ReadingEnded(state.aloud.reading or 0))
    # The same citizen goes home: it goes on.
    home, _ = after(state, i.GoHome())
    assert home.aloud.on
    assert home.aloud.volume == 5
    # Nobody is there any more.
    state, _ = after(state, i.Passed(), now=60)
    state, _ = after(state, ReadingEnded(state.aloud.reading or 0), now=61)
    state, effects = after(state, i.Passed(), now=90)
    assert state.path == HOME
    assert (state.aloud.on, state.aloud.volume) == (False, 2)
    assert effects == ()
    done, _ = after(listening(replace(taken(), aloud=usual.aloud)), i.Done())
    assert (done.aloud.on, done.aloud.volume) == (False, 2)
