# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Đánh giá": the number of the ticket whose visit is rated."""

from __future__ import annotations

from functools import partial
from string import ascii_uppercase

from assets.look.widgets import KeyCap, Shape, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.rating import ToFaces, TypeNumber, letters, whole
from kiosk.screens.pad import GAP, PadPage
from kiosk.screens.place import Rect
from kiosk.screens.stage import u

NARROWEST = 88
"""A letter's key, in grid pixels of a quarter of a millimetre: no finger needs more."""


class RatingNumber(PadPage):
    """The letters of all numbers, a pad of digits, and the number so far."""

    def build(self, state: State) -> None:
        """Make everything; only the number follows the state."""
        area = self.foot(self.head(state))
        self.heading = self.t("rating.which")
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        build[self.stage.form](area, letters(state))

    def _tall(self, area: Rect, firsts: tuple[str, ...]) -> None:
        area = self._title(area)
        place, area = area.cut_top(u(150), u(36))
        self._place(place.middle(u(560), place.h))
        action, area = area.cut_bottom(u(148), u(34))
        self._action(action)
        rows = self._rows(area, firsts)
        row, area = area.cut_top(_height(rows, 124, "tall"), u(24))
        self._letters(row, firsts, rows)
        self.pad(area.middle(u(820), area.h))

    def _wide(self, area: Rect, firsts: tuple[str, ...]) -> None:
        pad, left = area.cut_right(u(820), u(60))
        rows = self._rows(pad, firsts)
        row, pad = pad.cut_top(_height(rows, 112, "wide"), u(20))
        self._letters(row, firsts, rows)
        self.pad(pad)
        left = self._title(left)
        place, left = left.cut_top(u(150))
        self._place(place.cut_left(u(560))[0])
        self._action(left.cut_bottom(u(148))[0])

    def _small(self, area: Rect, firsts: tuple[str, ...]) -> None:
        pad, left = area.cut_right(u(400), u(16))
        self.pad(pad)
        action, left = left.cut_bottom(u(84), u(12))
        self._action(action)
        place, left = left.cut_top(u(74), u(12))
        self._place(place)
        self._letters(left, firsts, 2)

    def _title(self, area: Rect) -> Rect:
        title, area = area.cut_top(u(96), u(6))
        self.add(title, Text(text=self.heading, role="title", size_u=58))
        hint, area = area.cut_top(u(64), u(24))
        self.add(hint, Text(text=self.t("rating.which_hint"), tone="ink2"))
        return area

    def _place(self, rect: Rect) -> None:
        self._box = self.add(rect, Shape(edge="accent", outline_u=5, radius_u=16))
        size = 54 if self.stage.small else 96
        text = Text(role="name", weight=700, size_u=size, halign="center")
        self._shown = self.add(rect, text)

    def _action(self, rect: Rect) -> None:
        size = 46 if self.stage.small else 60
        self._on = SolidButton(
            text=self.t("rating.next"), role="main_action", size_u=size, pad_u=10
        )
        self.on(self.add(rect, self._on), ToFaces)

    def _rows(self, rect: Rect, firsts: tuple[str, ...]) -> int:
        """Tell in how many rows the letters have room."""
        gap = u(GAP[self.stage.form])
        most = int((rect.w + gap) // (u(NARROWEST) + gap))
        return max(-(-len(firsts) // most), 1)

    def _letters(self, rect: Rect, firsts: tuple[str, ...], rows: int) -> None:
        """Put the letters in so many rows."""
        gap = u(GAP[self.stage.form])
        across = max(-(-len(firsts) // rows), 1)
        cells = [
            cell
            for row in rect.rows(rows, gap)
            for cell in row.columns([1] * across, gap)
        ]
        for cell, letter in zip(cells, firsts, strict=False):
            key = KeyCap(text=letter, kind="raised", size_u=60)
            self.put_key(cell, key, partial(self._lead, letter))

    def _lead(self, letter: str) -> None:
        """Put a letter before the digits, in place of the one that stands there."""
        self.type(letter + self.typed.lstrip(ascii_uppercase))

    def typing(self, text: str) -> i.Touch:
        """Type a number."""
        return TypeNumber(text)

    # The state

    def show(self, state: State) -> None:
        """Follow the number."""
        super().show(state)
        self.typed = state.rating.number
        self._shown.text = state.rating.number
        self._on.disabled = not whole(state.rating)


def _height(rows: int, each: int, form: str) -> float:
    """Return the height of so many rows of keys, with what is between them."""
    return rows * u(each) + (rows - 1) * u(GAP[form])
