# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Dễ dùng": large text, contrast, low reach, reading aloud; over any page."""

from __future__ import annotations

from typing import Any

from assets.look.current import look
from assets.look.scale import Scale
from assets.look.tokens import HIGH_CONTRAST, NORMAL
from assets.look.widgets import FlatButton, Text
from kiosk.flow import State
from kiosk.flow.comfort import (
    ChangeContrast,
    ChangeReach,
    ChangeText,
    CloseComfort,
)
from kiosk.flow.modes import Comfort
from kiosk.screens.listening import Listening
from kiosk.screens.over import Over
from kiosk.screens.place import Rect
from kiosk.screens.reach import Reach
from kiosk.screens.stage import Stage, u

ZOOM, ENLARGE = 1.12, 1.25
"""Large text: how much the whole page grows, and how much each text beyond that."""


class ComfortPanel(Over):
    """What can be set, over the page that it changes at once."""

    def __init__(self, stage: Stage, language: str, state: State) -> None:
        super().__init__(stage, language)
        comfort, small = state.comfort, stage.small
        inner = self.card(500 if small else 900)
        title, inner = inner.cut_top(u(60 if small else 84), u(8 if small else 20))
        text = self.t("comfort.title_short" if small else "comfort.title")
        self.put(title, Text(text=text, role="title", least_u=40, halign="center"))
        done, inner = inner.cut_bottom(u(92 if small else 132), u(14 if small else 24))
        self.button(done, self.t("comfort.done"), CloseComfort)
        self._listening: Listening | None = None
        if state.aloud.usual:
            strip, inner = inner.cut_bottom(
                u(86 if small else 110), u(14 if small else 24)
            )
            self._listening = Listening(stage, language, strip)
            self.add_widget(self._listening)
        self._switches(inner, comfort)

    def _switches(self, rect: Rect, comfort: Comfort) -> None:
        switches: list[tuple[str, type[Any], bool]] = [
            ("text", ChangeText, comfort.large),
            ("contrast", ChangeContrast, comfort.contrast),
        ]
        if lowers(self.stage):
            switches.append(("reach", ChangeReach, comfort.low))
        if self.stage.form == "tall":
            places = rect.rows(len(switches), u(16))
        else:
            places = rect.columns([1] * len(switches), u(16))
        for place, (key, touch, on) in zip(places, switches, strict=True):
            self._switch(place, self.t(f"comfort.{key}"), touch, on)

    def _switch(self, rect: Rect, text: str, touch: type[Any], on: bool) -> None:
        # A box that is ticked or not: the tint alone would be only a colour.
        icon = "square-check-big" if on else "square"
        button = FlatButton(text=text, icon=icon, selected=on, size_u=46)
        button.bind(on_release=lambda *_: self.stage.do(touch()))
        self.put(rect, button)

    def follow(self, state: State, now: float) -> None:
        """Follow the voice."""
        if self._listening is not None:
            self._listening.show(state)


def lowers(stage: Stage) -> bool:
    """Tell whether "Hạ thấp" moves anything on this panel."""
    helps = Reach(stage.reach.mounted).helps(look.scale.mm(stage.height))
    return stage.form == "tall" and helps


def dress(comfort: Comfort, panel: Scale, tall: bool) -> None:
    """Give the glass the colours and sizes that were asked for.

    `panel` is the scale of the panel itself. A page that is moved down has less
    height: there only the texts grow, into the room that their boxes have.
    """
    grows = comfort.large and tall and not comfort.low
    zoom = ZOOM if grows else 1.0
    look.theme = HIGH_CONTRAST if comfort.contrast else NORMAL
    look.enlarge = ENLARGE if comfort.large else 1.0
    look.scale = Scale(panel.mm_per_px, panel.grid_mm, zoom)
