# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""At the end of the wall's foot: the code by which a phone takes a number."""

from __future__ import annotations

from typing import Any

from assets.look.qr import QrCode
from assets.look.widgets import Rule
from display.by_phone import ByPhone
from display.screens.layout import Box
from display.screens.parts import Sheet, label

QUIET = 4
HIGH = 170.0
"""The place's height in grid pixels, and the side of the QR code in it."""


class PhonePanel(Sheet):
    """A QR code, and beside it in words what it says."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the panel, empty."""
        super().__init__(**kwargs)
        self.rule, self.qr = Rule(), QrCode(QUIET)
        self.title = label(size_u=32, least_u=22, weight=700)
        self.wifi = label(size_u=28, least_u=18, tone="ink2")
        self.address = label(size_u=28, least_u=16, tone="ink2")
        self.code = label(size_u=62, least_u=32, weight=800, tone="accent")
        words = (self.title, self.wifi, self.address, self.code)
        for part in (self.rule, self.qr, *words):
            self.add_widget(part)

    def set(self, shown: ByPhone) -> None:
        """Show the code."""
        self.qr.set(shown.qr)
        self.title.text, self.wifi.text = shown.title, shown.wifi
        self.address.text, self.code.text = shown.address, shown.code
        self.settle()

    def settle(self) -> None:
        """Place the parts; without a Wi-Fi's name the code has its room too."""
        left = 34 + HIGH + 16
        room = self.wide - left
        self.put(self.rule, Box(0, 6, 3, self.high - 18))
        self.put(self.qr, Box(34, 0, HIGH, HIGH))
        self.put(self.title, Box(left, -4, room, 46))
        wifi = 40 if self.wifi.text else 0
        self.put(self.wifi, Box(left, 40, room, wifi))
        self.put(self.address, Box(left, 40 + wifi, room, 40))
        top = 78 + wifi
        self.put(self.code, Box(left, top, room, HIGH + 12 - top))
