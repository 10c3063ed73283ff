"""Contrast, large text, low reach and a keypad on every page of the real kiosk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kiosk.flow import inputs as i
from kiosk.flow.comfort import (
    ChangeContrast,
    ChangeReach,
    ChangeText,
    CloseComfort,
    OpenComfort,
)
from kiosk.flow.modes import Comfort
from kiosk.flow.rating import GiveScore, OpenRating, ToFaces, TypeNumber
from kiosk.flow.state import Screen
from kiosk.printing.faults import Reason
from tests.kiosk.gallery import views
from tests.kiosk.glass import Kiosk, Slips, kiosk
from tests.kiosk.kiosk_office import closed_office, office, priorities
from tests.kiosk.test_kiosk_screens import COPY, _looks_right

ASKED: dict[str, list[tuple[type[i.Touch], ...]]] = {
    "tall": [
        (ChangeContrast,),
        (ChangeText,),
        (ChangeReach,),
        (ChangeContrast, ChangeText, ChangeReach),
    ],
    "wide": [(ChangeContrast,), (ChangeContrast, ChangeText)],
    "small": [(ChangeContrast,), (ChangeContrast, ChangeText)],
}
"""What is asked for together: contrast changes no size, so it is never alone long."""
ENTER, ESCAPE, UP, DOWN, RIGHT, LEFT, F1 = 13, 27, 273, 274, 275, 276, 282


async def _see(k: Kiosk, *touches: i.Input) -> None:
    for touch in touches:
        k.desk.happen(touch)
    await k.pilot.frames(2)
    _looks_right(k)
    _can_be_read(k)


def _can_be_read(k: Kiosk) -> None:
    """Every text has 7:1 on the ground that lies under it."""
    from assets.look.current import look
    from assets.look.shapes import Shape
    from assets.look.text import IconText, Text
    from assets.look.tokens import contrast

    grounds: list[tuple[Any, str]] = []
    for widget in k.pilot.widgets():
        if isinstance(widget, Shape) and widget.fill:
            grounds.append((widget, widget.fill))
        if (
            not isinstance(widget, Text)
            or isinstance(widget, IconText)
            or not widget.text
        ):
            continue
        under = [fill for shape, fill in grounds if shape.collide_point(*widget.center)]
        ground = look.theme.hex(under[-1] if under else "paper")
        ink = look.theme.hex(widget.tone)
        assert contrast(ink, ground) >= 7, (widget.text, widget.tone, under[-1:])


async def _walk(k: Kiosk) -> None:
    """See every kind of page that is reached without a ticket."""
    await _see(k)
    await _see(k, i.OpenService("ho-tich"))
    await _see(k, i.TurnTo(1), i.GoHome())
    await _see(k, i.OpenProcedure(COPY))
    await _see(k, i.OpenDetails())
    await _see(k, i.GoHome(), i.OpenSearch())
    await _see(k, i.Type("khai"))
    await _see(k, i.GoHome(), i.OpenPages())
    await _see(k, i.GoHome(), i.OpenHelp())
    await k.after(46)
    _looks_right(k)
    await _see(k, i.MoreTime(), i.GoHome())


@pytest.mark.parametrize(
    ("form", "language"),
    [("tall", "vi"), ("wide", "vi"), ("small", "vi"), ("small", "en")],
)
async def test_every_page_is_whole_however_it_was_set(
    form: str, language: str, tmp_path: Path
) -> None:
    async with kiosk(tmp_path, form=form, language=language) as k:
        for asked in ASKED[form]:
            await _see(k, OpenComfort())
            for change in asked:
                await _see(k, change())
            k.desk.happen(CloseComfort())
            if asked != (ChangeContrast,):
                await _walk(k)
            key = f"key-00000{ASKED[form].index(asked)}"
            k.desk.happen(i.Take(key, "ho-tich", COPY))
            await k.pilot.until(lambda: k.desk.state.given)
            await _see(k)
            k.desk.happen(i.Done())
            assert k.desk.state.comfort == Comfort()
            await _see(k)


async def test_low_reach_brings_all_that_is_touched_below_the_hand(
    tmp_path: Path,
) -> None:
    from assets.look.current import look
    from assets.look.touch import Touchable

    async with kiosk(tmp_path) as k:
        await k.tap("Hạ thấp")
        for touch in (i.GoHome(), i.OpenService("ho-tich"), i.OpenSearch()):
            k.desk.happen(touch)
            await k.pilot.frames(2)
            tops = [w.top for w in k.pilot.widgets() if isinstance(w, Touchable)]
            assert 800 + look.scale.mm(max(tops)) <= 1120
        k.desk.happen(i.GoHome())
        await k.pilot.frames(2)
        await k.tap("Đưa lên")
        assert not k.desk.state.comfort.low


async def test_what_a_citizen_set_is_worn_at_once_and_taken_off_after(
    tmp_path: Path,
) -> None:
    from assets.look.current import look
    from assets.look.tokens import HIGH_CONTRAST, NORMAL

    async with kiosk(tmp_path) as k:
        await k.tap("Dễ dùng")
        await k.tap("Tương phản cao")
        assert look.theme is HIGH_CONTRAST
        await k.tap("Chữ to")
        assert look.enlarge > 1.2
        await k.tap("Xong")
        assert not k.desk.state.comfort.open
        assert k.desk.state.comfort.large
        await k.after(46)
        assert k.desk.state.comfort == Comfort()
        assert (look.theme, look.enlarge) == (NORMAL, 1)


def _easy(k: Kiosk) -> list[Any]:
    return [
        widget
        for widget in k.pilot.widgets()
        if getattr(widget, "text", "").split() == ["Dễ", "dùng"]
    ]


@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_every_page_can_be_made_easier(form: str, tmp_path: Path) -> None:
    key, printer = "key-00001", Slips()
    whole = office(appointments=True, priorities=priorities())
    async with kiosk(tmp_path, whole, form=form, printer=printer) as k:
        for view in views():
            for one in (i.LineUp(), i.GoHome(), *view.inputs):
                k.desk.happen(one)
            await k.pilot.frames(2)
            assert _easy(k), view.name
        for again in (i.LineUp(), i.GoHome(), i.OpenSearch(), i.Type("khai sinh")):
            k.desk.happen(again)
        for page in (0, 1, 2):
            await _see(k, i.TurnTo(page))
            assert _easy(k)
        faces = (OpenRating(), TypeNumber("B018"), ToFaces(), GiveScore(key, 4))
        for touch in (i.GoHome(), *faces):
            k.desk.happen(touch)
        await k.pilot.until(lambda: k.desk.state.screen is Screen.RATED)
        await _see(k)
        await k.tap("Dễ dùng")
        await k.after(30)
        assert k.desk.state.screen is Screen.RATED
        k.desk.happen(CloseComfort())
        for n, fault in enumerate((None, Reason.PAPER_OUT)):
            printer.fault = fault
            k.desk.happen(i.GoHome())
            k.desk.happen(i.Take(f"key-1000{n}", "ho-tich", COPY))
            await k.pilot.until(lambda: k.desk.state.given)
            await k.pilot.until(lambda: k.desk.state.given.slip != "printing")
            await _see(k)
            await k.tap("Dễ dùng")
            await _see(k, ChangeText(), CloseComfort())
            await _see(k, ChangeReach())
            k.desk.happen(i.Done())
        k.server.office = closed_office()
        k.desk.happen(i.OfficeChanged())
        await k.pilot.until(lambda: k.desk.state.hall.closed)
        await _see(k)
        await k.tap("Dễ dùng")
        await _see(k, ChangeText(), CloseComfort())
        await _see(k, ChangeText(), ChangeReach())
        await _see(k, ChangeText())


# The keypad


async def _press(k: Kiosk, *keys: int) -> None:
    for key in keys:
        k.pilot.window.dispatch("on_key_down", key, 0, None, [])
        k.pilot.window.dispatch("on_key_up", key, 0)
        await k.pilot.frames(2)


def _focus(k: Kiosk) -> Any:
    return k.pilot.app.root.keypad.focus


async def test_a_number_is_taken_with_the_keypad_alone(tmp_path: Path) -> None:
    from assets.look.touch import strikes

    async with kiosk(tmp_path) as k:
        await _press(k, DOWN)
        assert _focus(k).text.startswith("Chứng thực")
        await _press(k, DOWN)
        assert _focus(k).text.startswith("Khai sinh")
        await _press(k, ENTER)
        assert k.desk.state.screen is Screen.SERVICE
        await _press(k, RIGHT)
        assert _focus(k).text == "Lấy số"
        ring = await k.pilot.image()
        x, y = _focus(k).to_window(*_focus(k).pos)
        spot = (round(x) - 7, 1919 - round(y + _focus(k).height / 2))
        assert ring.convert("L").getpixel(spot) == 255
        now = strikes.clock()
        k.pilot.app.root.keypad._struck_at = now - 1
        await _press(k, ENTER)
        await k.pilot.until(lambda: k.desk.state.given)
        # The same key held, or struck again at once, is the same strike.
        k.pilot.window.dispatch("on_key_down", ENTER, 0, None, [])
        k.pilot.window.dispatch("on_key_down", ENTER, 0, None, [])
        assert len(k.server.calls("ticket.issue")) == 1
        await _press(k, ESCAPE)
        assert k.desk.state.given is not None


async def test_the_focus_stays_sensible_and_a_finger_hides_it(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        await _press(k, UP)
        shown = _focus(k)
        assert shown is not None
        k.desk.happen(i.OpenService("ho-tich"))
        await k.pilot.frames(2)
        assert _focus(k) is not shown
        assert _focus(k).get_root_window()
        await k.after(46)  # the countdown lies over the page
        assert _focus(k).text == "Tôi cần thêm thời gian"
        await _press(k, ESCAPE)
        assert k.desk.state.counting is None
        await _press(k, ESCAPE)
        assert k.desk.state.screen is Screen.HOME
        await k.rest()
        await k.pilot.tap_at(540, 1600)
        assert _focus(k) is None


async def test_f1_reads_aloud_and_again(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        k.desk.happen(i.OpenSearch())
        await _press(k, F1)
        first = k.desk.state.aloud.readings
        assert first == 1
        assert _focus(k) is None
        k.pilot.window.dispatch("on_key_down", F1, 0, None, [])
        k.pilot.window.dispatch("on_key_down", F1, 0, None, [])
        assert k.desk.state.aloud.readings == first + 1
        assert k.desk.state.typed == ""
        # The kiosk of these tests has no loudspeaker, and says so kindly.
        await k.pilot.until(lambda: k.desk.state.aloud.reading is None)


async def test_letters_are_typed_while_arrows_move(tmp_path: Path) -> None:
    async with kiosk(tmp_path) as k:
        k.desk.happen(i.OpenSearch())
        await k.pilot.frames(2)
        k.pilot.window.dispatch("on_key_down", ord("k"), 0, "k", [])
        k.pilot.window.dispatch("on_textinput", "k")
        await k.pilot.frames(2)
        assert k.desk.state.typed == "k"
        assert _focus(k) is None
        await _press(k, DOWN, DOWN)
        k.pilot.window.dispatch("on_textinput", "h")
        await k.pilot.frames(2)
        assert k.desk.state.typed == "kh"
        assert _focus(k).get_root_window()
        k.pilot.window.dispatch("on_key_down", 8, 0, None, [])
        await k.pilot.frames(2)
        assert k.desk.state.typed == "k"
