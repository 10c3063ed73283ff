"""The strip of reading aloud under a finger, at three sizes, in two languages."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace

from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow.aloud import ReadAloud, Repeat, StopReading, Volume
from kiosk.flow.modes import Aloud
from tests.kiosk.glass import INCHES, SIZES
from tests.pilot import Pilot, running, window_of

WIDE = {"tall": 1000, "wide": 1000, "small": 1240}
"""Pixels of the strip: those of the narrowest page it may stand on."""


class Strip:
    """A strip alone on the glass, and the flow behind it."""

    def __init__(self, language: str, volume: int) -> None:
        self.state = State(language=language, aloud=Aloud(volume=volume, usual=volume))
        self.touched: list[i.Touch] = []
        self.widget: Any = None

    def do(self, touch: i.Touch) -> None:
        self.touched.append(touch)
        self.state, _ = step(self.state, touch, 1.0)
        self.widget.show(self.state)


@asynccontextmanager
async def strip(
    form: str = "tall", language: str = "vi", volume: int = 3
) -> AsyncIterator[tuple[Strip, Pilot]]:
    window_of(SIZES[form])
    from kivy.app import App
    from kivy.uix.widget import Widget

    from assets.look.current import look
    from assets.look.scale import from_diagonal
    from kiosk.screens.listening import Listening
    from kiosk.screens.place import Rect
    from kiosk.screens.stage import Stage, u

    held = Strip(language, volume)

    class Bare(App):  # type: ignore[misc]
        def build(self) -> Any:
            look.scale = from_diagonal(INCHES[form], SIZES[form])
            page = Widget(size=SIZES[form])
            rect = Rect(10, 10, WIDE[form], u(90))
            held.widget = Listening(Stage(*SIZES[form], held.do), language, rect)
            held.widget.show(held.state)
            page.add_widget(held.widget)
            return page

        def load_kv(self, *_: object, **__: object) -> None:
            pass  # this class comes from no file

    async with running(Bare(), size=SIZES[form]) as pilot:
        await pilot.frames(2)
        yield held, pilot


async def test_each_button_does_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    async with strip() as (held, pilot):
        from assets.look.touch import strikes

        seconds = itertools.count(1000)

        async def tap(text: str) -> None:
            now = next(seconds)
            monkeypatch.setattr(strikes, "clock", lambda: float(now))
            await pilot.tap(text=text)

        assert pilot.texts() == ["Đọc to"]
        await tap("Đọc to")
        assert held.state.aloud.on
        assert not pilot.has("Đọc to")
        assert pilot.has("3/5")
        await tap("To hơn")
        await tap("To hơn")
        assert pilot.has("5/5")
        await tap("To hơn")  # it cannot
        await tap("Nhỏ hơn")
        assert pilot.has("4/5")
        await tap("Đọc lại")
        await tap("Thôi đọc")
        assert pilot.texts() == ["Đọc to"]
        assert held.touched == [
            *(ReadAloud(), Volume(4), Volume(5), Volume(4), Repeat(), StopReading())
        ]


async def test_a_kiosk_without_a_loudspeaker_has_no_button() -> None:
    async with strip(volume=0) as (held, pilot):
        assert pilot.texts() == []
        held.widget.show(replace(held.state, aloud=Aloud(on=True, usual=0)))
        assert pilot.texts() == []


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", ["tall", "wide", "small"])
async def test_every_word_is_whole_and_every_button_large(
    form: str, language: str
) -> None:
    from tests.kiosk.test_kiosk_screens import _looks_right

    class Seen:
        """What the pages' own test looks at."""

        def __init__(self, pilot: Pilot) -> None:
            self.pilot = pilot

    async with strip(form, language, volume=1) as (held, pilot):
        seen: Any = Seen(pilot)
        _looks_right(seen)
        held.do(ReadAloud())
        await pilot.frames(2)
        _looks_right(seen)
