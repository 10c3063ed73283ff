# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Tôi có lịch hẹn": a large pad for the digits of an appointment's code."""

from __future__ import annotations

from typing import Any

from assets.look.widgets import Shape, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.meeting import DIGITS
from kiosk.screens.pad import PadPage
from kiosk.screens.place import Rect
from kiosk.screens.stage import new_key, u


class AppointmentPage(PadPage):
    """The code's six places, the pad, and the one button that takes the number."""

    def build(self, state: State) -> None:
        """Make everything; only the digits follow the state."""
        self.heading = self.t("appointment.title")
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
        self.pad(area.middle(u(820), area.h))

    def _wide(self, area: Rect) -> None:
        pad, left = area.cut_right(u(780), u(60))
        self.pad(pad)
        left = self._title(left)
        places, left = left.cut_top(u(150))
        self._six(places)
        self._action(left.cut_bottom(u(148))[0])

    def _small(self, area: Rect) -> None:
        pad, left = area.cut_right(u(350), u(24))
        self.pad(pad)
        hint, left = left.cut_top(u(124), u(10))
        self.add(hint, Text(text=self.t("appointment.hint"), tone="ink2"))
        action, left = left.cut_bottom(u(104), u(14))
        self._action(action)
        self._six(left.middle(left.w, min(left.h, u(110))))

    def _title(self, area: Rect) -> Rect:
        title, area = area.cut_top(u(96), u(6))
        self.add(title, Text(text=self.heading, role="title", size_u=58))
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

    def typing(self, text: str) -> i.Touch:
        """Type a code."""
        return i.TypeCode(text)

    # The state

    def show(self, state: State) -> None:
        """Follow the digits; the place of the next one is outlined."""
        super().show(state)
        self.typed = state.code
        for n, (box, digit) in enumerate(self._places):
            digit.text = state.code[n : n + 1]
            box.edge = "accent" if n == len(state.code) else "edge"
            box.outline_u = 5 if n == len(state.code) else 2
        self._take.disabled = len(state.code) < DIGITS
