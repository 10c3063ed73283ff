# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Pages on which digits are typed: a pad of large keys, and what was typed so far."""

from __future__ import annotations

from collections.abc import Callable

from assets.look.widgets import KeyCap
from kiosk.flow import inputs as i
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "erase")
GAP = {"tall": 16, "wide": 16, "small": 12}
"""Between two keys, in grid pixels of a quarter of a millimetre."""


class PadPage(Page):
    """A page with a pad; the keys of a real keyboard do the same.

    `typed` is ahead of the state: two keys may be struck within one frame, before
    `show` is called.
    """

    typed = ""

    def typing(self, text: str) -> i.Touch:
        """Return what tells the flow that this stands in the field now."""
        raise NotImplementedError

    def pad(self, rect: Rect) -> None:
        """Put the digits, and what takes them away again."""
        gap = u(GAP[self.stage.form])
        cells = [c for row in rect.rows(4, gap) for c in row.columns((1, 1, 1), gap)]
        for cell, what in zip(cells, KEYS, strict=True):
            if what == "erase":
                self.put_key(cell, KeyCap(icon="delete", kind="tint"), self.erase)
            elif what != "clear":
                self.sign(cell, what, 56 if self.stage.small else 76)
            elif not self.stage.small:  # its words have no room there
                key = KeyCap(text=self.t("key.clear"), kind="tint", size_u=42)
                self.put_key(cell, key, lambda: self.type(""))

    def sign(self, rect: Rect, what: str, size: int) -> None:
        """Put a key that types what stands on it."""
        key = KeyCap(text=what, kind="raised", size_u=size)
        self.put_key(rect, key, lambda: self.press(what))

    def put_key(self, rect: Rect, key: KeyCap, do: Callable[[], None]) -> None:
        """Put a key."""
        key.bind(on_release=lambda *_: do())
        self.add(rect, key)

    def press(self, text: str) -> None:
        """Type signs, from whichever keyboard or a hand scanner."""
        self.type(self.typed + text)

    def erase(self) -> None:
        """Take the last sign away."""
        self.type(self.typed[:-1])

    def type(self, text: str) -> None:
        """Let a text stand in the field."""
        self.typed = text
        self.stage.do(self.typing(text))
