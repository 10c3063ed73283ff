"""The office's notices as slides at home, while nobody is there."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from kiosk.flow import State, aloud, step
from kiosk.flow import inputs as i
from kiosk.flow.posted import OpenPost
from kiosk.flow.slides import EACH, slide_at
from kiosk.flow.state import Hall, Screen
from kiosk.flow.waiting import TAKING_IDLE
from kiosk.speech import sentences
from server.protocol.messages import Page
from tests.kiosk.glass import Kiosk, kiosk
from tests.kiosk.kiosk_office import closed_office, office
from tests.kiosk.test_kiosk_screens import _looks_right

TITLES = [one.title["vi"] for one in office().notices]
LONG = "Thông báo về việc nghỉ lễ Quốc khánh và lịch làm bù của bộ phận một cửa" + (
    " trong tuần lễ đầu tiên của tháng Chín năm nay tại trụ sở xã và tại các thôn"
)


def knows(whole: Any = None) -> State:
    state, _ = step(State(), i.OfficeKnown(whole or office()), 0.0)
    return step(state, i.LineUp(), 0.0)[0]


def after(state: State, *inputs: i.Input, now: float) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def shown(state: State) -> str | None:
    notice = state.hall.notices.get(state.slide or "")
    return notice.title["vi"] if notice else None


def test_each_notice_has_its_turn_and_then_the_question() -> None:
    state, seen = knows(), []
    for turn in range(len(TITLES) + 2):
        state = after(state, i.Passed(), now=TAKING_IDLE + turn * EACH)
        seen.append(shown(state))
    assert seen == [*TITLES, None, TITLES[0]]


def test_nothing_moves_while_somebody_is_there() -> None:
    state = after(knows(), i.Passed(), now=TAKING_IDLE - 0.1)
    assert state.slide is None
    state = after(state, i.Passed(), now=TAKING_IDLE)
    state = after(state, i.Touched(), now=50.0)
    state = after(state, i.Passed(), now=50.0 + TAKING_IDLE - 0.1)
    assert shown(state) == TITLES[0]
    home = after(state, i.OpenSearch(), i.GoHome(), now=60.0)
    assert home.slide is None


@pytest.mark.parametrize(
    "hall",
    [
        Hall(office=office()),
        Hall(office=office(notices=[]), online=True),
        Hall(office=closed_office(), online=True),
        Hall(online=True),
    ],
    ids=["away", "none", "closed", "starting"],
)
def test_there_are_none_where_there_is_something_else_to_say(hall: Hall) -> None:
    assert {slide_at(hall, alone) for alone in (0.0, 8.0, 999.0)} == {None}


def test_a_touch_opens_that_notice_and_it_is_read_aloud() -> None:
    state = after(knows(), i.Passed(), now=TAKING_IDLE + EACH)
    said = " ".join(one.text for one in sentences.of(state, aloud.Whole()))
    assert TITLES[1] in said
    state = after(state, OpenPost(state.slide or ""), now=60.0)
    assert state.screen is Screen.POST
    said = " ".join(one.text for one in sentences.of(state, aloud.Whole()))
    assert said.index(TITLES[1]) < said.index(TITLES[0])
    gone = after(state, i.OfficeKnown(office(notices=[])), now=61.0)
    assert gone.screen is Screen.HOME


def _long() -> Any:
    notices = [Page(title={"vi": LONG, "en": LONG}, body={"vi": "Xem.", "en": "See."})]
    return msgspec.structs.replace(office(), notices=notices)


async def _idle(k: Kiosk, turn: int) -> None:
    await k.after(TAKING_IDLE if turn == 0 else EACH)
    assert shown(k.desk.state) is not None
    _looks_right(k)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_slides_leave_the_services_where_they_are(
    form: str, language: str, tmp_path: Path
) -> None:
    from kiosk.screens.services import ServiceButton

    def services() -> list[Any]:
        widgets = k.pilot.widgets()
        return [one for one in widgets if isinstance(one, ServiceButton)]

    async with kiosk(tmp_path, form=form, language=language) as k:
        before = [(one, tuple(one.pos), tuple(one.size)) for one in services()]
        for turn, notice in enumerate(office().notices):
            await _idle(k, turn)
            title = notice.title[language]
            assert any(title in getattr(w, "text", "") for w in k.pilot.widgets())
        now = [(one, tuple(one.pos), tuple(one.size)) for one in services()]
        assert now == before


@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_a_long_title_is_begun_and_a_finger_reads_on(
    form: str, tmp_path: Path
) -> None:
    async with kiosk(tmp_path, _long(), form=form) as k:
        await _idle(k, 0)
        texts = [getattr(w, "text", "") for w in k.pilot.widgets()]
        [begun] = {text for text in texts if text.endswith(" …")}
        assert LONG.startswith(begun.removesuffix(" …"))
        await k.tap("Thông\nbáo" if form == "small" else begun)
        await k.pilot.until(lambda: k.desk.state.screen is Screen.POST)
        await k.pilot.frames(2)
        _looks_right(k)


@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_nothing_is_drawn_between_two_slides(form: str, tmp_path: Path) -> None:
    async with kiosk(tmp_path, form=form) as k:
        await _idle(k, 0)
        drawn: list[object] = []
        k.pilot.window.bind(on_draw=drawn.append)
        for _ in range(7):
            await k.after(1.0)
        # Kivy lets go of an older glass with a frame; one a step would be seven.
        assert len(drawn) < 3
        drawn.clear()
        await k.after(1.0)
        assert drawn
        k.pilot.window.unbind(on_draw=drawn.append)


async def test_hands_that_do_not_reach_it_find_it_only_to_read(tmp_path: Path) -> None:
    from assets.look.current import look

    async with kiosk(tmp_path) as k:
        look.mounted = 900.0
        k.pilot.app.root.relook()
        await _idle(k, 0)
        await k.tap(TITLES[0])
        assert k.desk.state.screen is Screen.HOME


async def test_many_services_are_whole_below_a_slide(tmp_path: Path) -> None:
    six = office().services
    more = [msgspec.structs.replace(s, id=f"{s.id}-2") for s in six[:2]]
    for n, appointments in enumerate((False, True)):
        whole = office(services=[*six, *more], appointments=appointments)
        async with kiosk(tmp_path / str(n), whole) as k:
            await _idle(k, 0)
