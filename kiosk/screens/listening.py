# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Đọc to": one button; while pages are read, those for again, volume and end."""

from __future__ import annotations

from typing import Any

from kivy.uix.widget import Widget

from assets.lang import texts
from assets.look.widgets import FlatButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.aloud import ReadAloud, Repeat, StopReading, Volume
from kiosk.flow.modes import LOUDEST
from kiosk.screens.place import Rect
from kiosk.screens.stage import Stage, u

SOON = {"again_after": 0.15}
"""Seconds after which a step of the volume may follow another, as a letter may."""


class Listening(Widget):
    """A strip as wide as a page and at least 82 grid pixels high, wherever it has room.

    Empty on a kiosk without a loudspeaker. Its buttons stay the same widgets while
    they are there, so that a finger on one is never pulled off.
    """

    def __init__(self, stage: Stage, language: str, rect: Rect) -> None:
        super().__init__(size_hint=(None, None))
        rect.put(self)
        self._stage, self._t = stage, texts("kiosk", language)
        self._volume = 0
        self._shown: bool | None = None
        self._off = [self._button(rect, "on", ReadAloud, icon="volume-2")]
        again, softer, step, louder, end = rect.columns(self._by_words(), u(12))
        self._softer = self._button(softer, "softer", lambda: self._to(-1), **SOON)
        self._louder = self._button(louder, "louder", lambda: self._to(+1), **SOON)
        self._step = step.put(Text(halign="center", weight=600))
        self._on = [
            self._button(again, "repeat", Repeat),
            *(self._softer, self._step, self._louder),
            self._button(end, "off", StopReading),
        ]

    def _by_words(self) -> list[float]:
        """Give each button what its words need."""
        words = ("repeat", "softer", "step", "louder", "off")
        texts = [self._t(f"aloud.{key}", n=LOUDEST, most=LOUDEST) for key in words]
        return [Text(text=t, role="button").natural_width() + u(16) for t in texts]

    def _button(self, rect: Rect, key: str, touch: Any, **kwargs: Any) -> Any:
        button = FlatButton(text=self._t(f"aloud.{key}"), pad_u=6, **kwargs)
        button.bind(on_release=lambda *_: self._stage.do(touch()))
        return rect.put(button)

    def _to(self, more: int) -> i.Touch:
        return Volume(self._volume + more)

    def show(self, state: State) -> None:
        """Follow whether pages are read, and how loud."""
        aloud = state.aloud
        self._volume = aloud.volume
        self._step.text = self._t("aloud.step", n=aloud.volume, most=LOUDEST)
        self._softer.disabled = aloud.volume <= 1
        self._louder.disabled = aloud.volume >= LOUDEST
        if not aloud.usual or self._shown is aloud.on:
            return
        self._shown = aloud.on
        self.clear_widgets()
        for widget in self._on if aloud.on else self._off:
            self.add_widget(widget)
