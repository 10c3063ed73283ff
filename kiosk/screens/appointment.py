# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Tôi có lịch hẹn": a large pad for the digits of an appointment's code."""

from __future__ import annotations

from typing import Any

from assets.look.widgets import KeyCap, Shape, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.meeting import DIGITS
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, new_key, u

GAP = {"tall": 16, "wide": 16, "small": 12}
"""Between two keys, in grid pixels of a quarter of a millimetre."""
PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase")


class AppointmentPage(Page):
    """The code's six places, the pad, and the one button that takes the number."""

    def build(self, state: State) -> None:
        """Make everything; only the digits follow the state."""
        self._code = state.code
        self._places: list[tuple[Any, Any]] = []
        area = self.foot(self.head(state))
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        build[self.stage.form](area)

    def _tall(self, area: Rect) -> None:
        area = self._title(area)
        places, area = area.cut_top(u(150), u(40))
        self._six(places.middle(u(820), places.h))
        action, area = area.cut_bottom(u(148), u(34))
        self._action(action)
        self._pad(area.middle(u(820), area.h))

    def _wide(self, area: Rect) -> None:
        pad, left = area.cut_right(u(780), u(60))
        self._pad(pad)
        left = self._title(left)
        places, left = left.cut_top(u(150))
        self._six(places)
        self._action(left.cut_bottom(u(148))[0])

    def _small(self, area: Rect) -> None:
        pad, left = area.cut_right(u(350), u(24))
        self._pad(pad)
        hint, left = left.cut_top(u(124), u(10))
        self.add(hint, Text(text=self.t("appointment.hint"), tone="ink2"))
        action, left = left.cut_bottom(u(104), u(14))
        self._action(action)
        self._six(left.middle(left.w, min(left.h, u(110))))

    def _title(self, area: Rect) -> Rect:
        title, area = area.cut_top(u(96), u(6))
        text = self.t("appointment.title")
        self.add(title, Text(text=text, role="title", size_u=58))
        hint, area = area.cut_top(u(64), u(28))
        self.add(hint, Text(text=self.t("appointment.hint"), tone="ink2"))
        return area

    def _six(self, rect: Rect) -> None:
        """Put the places in two groups of three, as people read a code aloud."""
        halves = rect.columns((1, 1), u(30))
        cells = [cell for half in halves for cell in half.columns((1, 1, 1), u(10))]
        size = 52 if self.stage.small else 84
        for cell in cells:
            box = self.add(cell, Shape(edge="edge", radius_u=16))
            digit = self.add(
                cell, Text(role="name", weight=700, size_u=size, halign="center")
            )
            self._places.append((box, digit))

    def _action(self, rect: Rect) -> None:
        key = "appointment.take_short" if self.stage.small else "appointment.take"
        role = "button" if self.stage.small else "main_action"
        size = 46 if self.stage.small else 56
        self._take = SolidButton(text=self.t(key), role=role, size_u=size, pad_u=10)
        self.on(self.add(rect, self._take), lambda: i.CheckIn(new_key()))

    def _pad(self, rect: Rect) -> None:
        gap = u(GAP[self.stage.form])
        rows = rect.rows(4, gap)
        cells = [cell for row in rows for cell in row.columns((1, 1, 1), gap)]
        for cell, what in zip(cells, PAD, strict=True):
            self._key(cell, what)

    def _key(self, rect: Rect, what: str) -> None:
        if what == "erase":
            key = KeyCap(icon="delete", kind="tint")
        elif what == "clear":
            if self.stage.small:
                return  # its words have no room, and six digits are soon erased
            key = KeyCap(text=self.t("key.clear"), kind="tint", size_u=42)
        else:
            size = 56 if self.stage.small else 76
            key = KeyCap(text=what, kind="raised", size_u=size)
        key.bind(on_release=lambda *_: self._struck(what))
        self.add(rect, key)

    # Typing

    def _struck(self, what: str) -> None:
        if what == "erase":
            self.erase()
        elif what == "clear":
            self._type("")
        else:
            self.press(what)

    def press(self, text: str) -> None:
        """Type digits, from whichever keyboard or a hand scanner."""
        self._type(self._code + text)

    def erase(self) -> None:
        """Take the last digit away."""
        self._type(self._code[:-1])

    def _type(self, code: str) -> None:
        # Two keys may be struck within one frame, before `show` is called.
        self._code = code
        self.stage.do(i.TypeCode(code))

    # The state

    def show(self, state: State) -> None:
        """Follow the digits; the place of the next one is outlined."""
        super().show(state)
        self._code = state.code
        if self.stage.small and self._head is not None:
            self._head.name.text = self.t("appointment.title")
        for n, (box, digit) in enumerate(self._places):
            digit.text = state.code[n : n + 1]
            box.edge = "accent" if n == len(state.code) else "edge"
            box.outline_u = 5 if n == len(state.code) else 2
        self._take.disabled = len(state.code) < DIGITS
