# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The service page of staff, and the PIN before it."""

from __future__ import annotations

from typing import Any

from assets.lang import texts
from assets.look.current import look
from assets.look.widgets import FlatButton, RaisedButton, Shape, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.service_page import Ask, EnterPin, Task, TypePin, pause_left
from kiosk.screens.pad import PadPage
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, Stage, u

CORNER_MM = 25.0
"""Side of the hidden corner, upper left: where nothing else can be touched."""


def in_corner(touch: Any, size: tuple[float, float]) -> bool:
    """Tell whether a touch is on the hidden corner of a glass of `size` pixels."""
    side = look.mm(CORNER_MM)
    return bool(touch.x < side and touch.y > size[1] - side)


class StaffPage(Page):
    """A page of staff: its own texts, a title, and only the way home."""

    def __init__(self, stage: Stage, state: State, **kwargs: Any) -> None:
        self.own = texts("upkeep", state.language)
        super().__init__(stage, state, **kwargs)

    def frame(self, state: State, title: str) -> Rect:
        """Put head, title and the way home; return what is between."""
        small = self.stage.small
        area = self.head(state)
        if not small:
            area = area.cut_bottom(u(36))[1]
        low, area = area.cut_bottom(u(90 if small else 120), u(12 if small else 24))
        home = FlatButton(text=self.t("foot.home"), icon="" if small else "house")
        self.on(self.add(low.cut_left(u(360))[0], home), i.GoHome)
        if small:
            return area
        place, area = area.cut_top(u(96), u(16))
        self.add(place, Text(text=self.own(title), role="title", size_u=58))
        return area


class PinPage(StaffPage, PadPage):
    """A pad of digits; what is typed shows as dots."""

    def build(self, state: State) -> None:
        """Make the pad."""
        area = self.frame(state, "pin.title")
        if self.stage.form == "tall":
            top, pad = area.cut_top(u(470), u(30))
            pad = pad.middle(u(820), min(pad.h, u(900)))
        else:
            share = (46, 54) if self.stage.small else (50, 50)
            top, pad = area.columns(share, u(24))
        self._words(top)
        self.pad(pad)

    def _words(self, area: Rect) -> None:
        small = self.stage.small
        action, area = area.cut_bottom(u(90 if small else 148), u(20))
        self._open = SolidButton(text=self.own("pin.open"), role="main_action")
        self.on(self.add(action, self._open), EnterPin)
        box, area = area.cut_bottom(u(80 if small else 120), u(16))
        self.add(box, Shape(edge="accent", outline_u=5, radius_u=16))
        self._dots = self.add(box, Text(role="name", size_u=64, halign="center"))
        self._hint = self.add(area, Text(size_u=44))

    def typing(self, text: str) -> i.Touch:
        """Type a PIN."""
        return TypePin(text)

    def show(self, state: State) -> None:
        """Follow the dots, and say how the last PIN was."""
        super().show(state)
        upkeep = state.upkeep
        self.typed = upkeep.pin
        self._dots.text = "•" * len(upkeep.pin)
        self._open.disabled = not upkeep.pin or upkeep.checking

    def follow(self, state: State, now: float) -> None:
        """Follow the time: a pause after wrong PINs."""
        left = pause_left(state, now)
        if state.upkeep.checking:
            text = self.own("pin.checking")
        elif left:
            text = self.own("pin.pause", n=left)
        else:
            text = self.own("pin.wrong" if state.upkeep.wrong else "pin.hint")
        self._hint.text = text


NEEDFUL = ("printer", "sound")
"""The facts that have room on the small panel."""


class UpkeepPage(StaffPage):
    """What is known of the kiosk, and what staff may do."""

    def build(self, state: State) -> None:
        """Make the buttons; facts and outcomes are the body's."""
        area = self.frame(state, "page.title")
        if self.stage.form == "tall":
            self._told, buttons = area.cut_top(u(820), u(24))
        else:
            self._told, buttons = area.columns((56, 44), u(24))
        small = self.stage.small
        gap = u(12 if small else 18)
        # The small panel has no height for five: they stand in pairs.
        rows, across = (3, (1, 1)) if small else (5, (1,))
        buttons = buttons.cut_top(min(buttons.h, rows * u(168)))[0]
        cells = [c for row in buttons.rows(rows, gap) for c in row.columns(across, gap)]
        self._buttons: list[Any] = []
        for place, task in zip(cells, Task, strict=False):
            text, size = self.own(f"task.{task}"), 40 if small else 44
            button = RaisedButton(text=text, pad_u=6 if small else 24, size_u=size)
            self._buttons.append(self.on(self.add(place, button), _asking(task)))

    def content(self, state: State) -> object:
        """Return what the body shows."""
        return state.upkeep.facts, state.upkeep.said, state.upkeep.doing

    def draw(self, state: State) -> None:
        """Make the facts, and what came of the last task."""
        upkeep, small = state.upkeep, self.stage.small
        said, area = self._told.cut_bottom(u(120 if small else 150), u(8))
        text = self.own(f"said.{upkeep.said}") if upkeep.said else ""
        if upkeep.doing is not None:
            text = self.own("page.working")
        self.put(said, Text(text=text, weight=600, size_u=40))
        facts = [fact for fact in upkeep.facts if not small or fact[0] in NEEDFUL]
        rows = area.rows(len(NEEDFUL) if small else 8, 0)
        for row, (key, value) in zip(rows, facts, strict=False):
            name, place = row.columns((46, 54), u(12))
            if small:  # words need more room than the panel has beside one another
                name, place = row.rows(2, 0)
            self.put(name, Text(text=self.own(f"fact.{key}"), tone="ink2", size_u=40))
            self.put(place, Text(text=self._told_as(key, value), size_u=40))
        for button in self._buttons:
            button.disabled = upkeep.doing is not None

    def _told_as(self, key: str, value: str) -> str:
        """Return a fact as people say it; what has no words is a name or a figure."""
        known = f"{key}.{value}"
        return self.own(known) if known in self.own else value


def _asking(task: Task) -> Any:
    return lambda: Ask(task)
