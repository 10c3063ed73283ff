# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The on-screen keyboard: letters in school order, tones by name, digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.uix.widget import Widget

from assets.lang import Texts
from assets.look.widgets import KeyCap, Rule, Shape
from kiosk.screens.place import Rect
from kiosk.screens.stage import u
from kiosk.typing import DIGITS, LETTERS, TONES

GAP = 12
"""Between two keys, in grid pixels: 3 mm."""


class Keyboard(Widget):
    """Tells `strike` what was struck: a letter, "erase", "clear" or a tone's name.

    With `short` (the small panel) nine columns, and the tones beside the digits.
    """

    def __init__(
        self, rect: Rect, t: Texts, strike: Callable[[str], None], short: bool = False
    ) -> None:
        super().__init__(size_hint=(None, None))
        rect.put(self)
        self._rect, self._t, self._strike, self._short = rect, t, strike, short
        self._digits = False
        self._build()

    def _build(self) -> None:
        self.clear_widgets()
        bed = self._rect
        self.add_widget(bed.put(Shape(fill="keyboard", radius_u=0)))
        edge = Rect(bed.x, bed.top - max(u(2), 1), bed.w, max(u(2), 1))
        self.add_widget(edge.put(Rule(tone="edge")))
        inner = bed.inset(u(20 if self._short else 40), u(10 if self._short else 22))
        if self._short:
            self._nine(inner)
        else:
            self._ten(inner)

    def _ten(self, inner: Rect) -> None:
        rows = inner.rows(5, u(GAP))
        letters = self._letters(29)
        for n, letter in enumerate(letters):
            if letter:
                self._key(rows[n // 10].columns([1] * 10, u(GAP))[n % 10], letter)
        self._erase(rows[2].columns([1] * 10, u(GAP))[9])
        for place, tone in zip(rows[3].columns([1] * 5, u(GAP)), TONES, strict=True):
            self._command(place, self._t(f"key.{tone}"), tone)
        self._last(rows[4].columns((19, 56, 24), u(GAP)))

    def _nine(self, inner: Rect) -> None:
        rows = inner.rows(4, u(GAP))
        for n, letter in enumerate(self._letters(29)):
            self._key(rows[n // 9].columns([1] * 9, u(GAP))[n % 9], letter)
        if self._digits:
            for place, tone in zip(
                rows[2].columns([1] * 5, u(GAP)), TONES, strict=True
            ):
                self._tone(place, tone)
        cells = rows[3].columns([1] * 9, u(GAP))
        wide = cells[1].w * 3 + u(GAP) * 2
        digits, space = (Rect(cells[n].x, cells[n].y, wide, cells[n].h) for n in (2, 5))
        self._last((digits, space, None))
        self._erase(cells[8])

    def _letters(self, count: int) -> list[str]:
        letters = DIGITS if self._digits else LETTERS
        return list(letters)[:count]

    def _last(self, places: Any) -> None:
        digits, space, clear = places
        digits_key = "key.digits_tones" if self._short else "key.digits"
        other = self._t("key.letters" if self._digits else digits_key)
        key = KeyCap(text=other, kind="tint", size_u=42)
        key.bind(on_release=lambda *_: self._turn())
        self.add_widget(digits.put(key))
        self._command(space, self._t("key.space"), " ", kind="raised")
        if clear is not None:
            self._command(clear, self._t("key.clear"), "clear")

    def _tone(self, rect: Rect, tone: str) -> None:
        """Put a tone that gives the letters back: a word is being typed."""
        key = KeyCap(text=self._t(f"key.{tone}"), kind="tint", size_u=42)

        def strike(*_: object) -> None:
            self._strike(tone)
            self._turn()

        key.bind(on_release=strike)
        self.add_widget(rect.put(key))

    def _turn(self) -> None:
        self._digits = not self._digits
        self._build()

    def _key(self, rect: Rect, letter: str) -> None:
        self._command(rect, letter.upper(), letter, kind="raised", size_u=50)

    def _erase(self, rect: Rect) -> None:
        key = KeyCap(icon="delete", kind="tint")
        key.bind(on_release=lambda *_: self._strike("erase"))
        self.add_widget(rect.put(key))

    def _command(self, rect: Rect, text: str, what: str, **kwargs: Any) -> None:
        key = KeyCap(text=text, **{"kind": "tint", "size_u": 42, **kwargs})
        key.bind(on_release=lambda *_: self._strike(what))
        self.add_widget(rect.put(key))
