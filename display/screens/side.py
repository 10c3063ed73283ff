# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The note that stands where the rows of the wall leave room."""

from __future__ import annotations

from typing import Any

from assets.look.current import look
from assets.look.fit import Fit
from assets.look.widgets import Shape
from display.pages import SideNote
from display.screens.layout import Box
from display.screens.parts import Sheet, fitting, label, sign

SIGNS = {
    "closed": "clock",
    "no_counter": "hourglass",
    "wait": "armchair",
    "notice": "megaphone",
}
LEAST = 40.0
"""No words are smaller: capitals of 15 mm on 43 inches."""
LINE = 1.4
"""A little more than the height of one line."""
TALL = 420.0
"""From this height in grid pixels the sign stands above the words, else before."""


class SideCard(Sheet):
    """A sign on its plate, a title and a text; flat, for it is no call."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the card, empty."""
        super().__init__(**kwargs)
        self.ground = Shape(fill="paper", edge="line", outline_u=3, radius_u=24)
        self.plate = Shape(fill="tint", radius_u=28)
        self.sign = sign("armchair", 88, "accent")
        self.title = label("notice_title", weight=700, valign="top")
        self.body = label("notice_body", valign="top", tone="ink2")
        self._note: SideNote | None = None
        for part in (self.ground, self.plate, self.sign, self.title, self.body):
            self.add_widget(part)
        self.fbind("size", lambda *_: self._settle())
        self.fbind("pos", lambda *_: self._settle())

    def set(self, note: SideNote, stale: bool) -> None:
        """Show a note; a board that has stopped is without colour."""
        self._note = note
        self.sign.icon = SIGNS[note.kind]
        self.sign.tone = "ink" if stale else "accent"
        self.plate.fill = "paused.ground" if stale else "tint"
        self._settle()

    def _settle(self) -> None:
        if self._note is None or min(self.size) <= 1:
            return
        self.put(self.ground, Box(0, 0, self.wide, self.high))
        if self.high >= TALL:
            self._stand(self._note)
        else:
            self._lie(self._note)

    def _stand(self, note: SideNote) -> None:
        """Sign above, then the words, all of it in the middle."""
        room, plate = self.wide - 96, 150.0
        words = self.high - plate - 108
        title, body = self._fitted(note, 88, 62, Box(0, 0, room, words))
        high = plate + 28 + self._high(title) + self._high(body)
        top = (self.high - high) / 2
        self._place_sign(Box(48, top, plate, plate))
        self._place_words(Box(48, top + plate + 28, room, words), title, body)

    def _lie(self, note: SideNote) -> None:
        """Sign before the words."""
        plate = min(self.high - 44, 150.0)
        left = 28 + plate + 28
        room, words = self.wide - left - 24, self.high - 20
        title, body = self._fitted(note, 68, 52, Box(0, 0, room, words))
        top = (self.high - self._high(title) - self._high(body)) / 2
        self._place_sign(Box(28, (self.high - plate) / 2, plate, plate))
        self._place_words(Box(left, top, room, words), title, body)

    def _fitted(
        self, note: SideNote, title: float, body: float, room: Box
    ) -> tuple[Fit, Fit]:
        """Fit the words; a text that would be too small to be read is left out."""
        wide, high = room.width, room.height
        first = fitting(note.title, 700, title, title * 0.75, wide, title * LINE)
        if not first.whole:
            first = fitting(note.title, 700, title, LEAST, wide, high * 0.5)
        left = high - self._high(first)
        second = fitting(note.body, 500, body, LEAST, wide, left)
        if second.whole:
            self.title.text, self.body.text = note.title, note.body
            return first, second
        self.title.text, self.body.text = note.title, ""
        return (
            fitting(note.title, 700, title, LEAST, wide, high),
            fitting("", 500, body, LEAST, wide, 0),
        )

    def _place_sign(self, box: Box) -> None:
        self.put(self.plate, box)
        self.sign.size_u = box.height * 0.6
        self.put(self.sign, box)

    def _place_words(self, box: Box, title: Fit, body: Fit) -> None:
        high = self._high(title)
        for part, found, top in ((self.title, title, 0.0), (self.body, body, high)):
            part.size_u = part.least_u = found.size / look.scale.factor
            self.put(part, box.inside(0, top, box.width, self._high(found) + 2))

    @staticmethod
    def _high(found: Fit) -> float:
        """Return the height of fitted words in grid pixels."""
        return float(found.height / look.scale.factor) if any(found.lines) else 0.0
