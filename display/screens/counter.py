"""The small display over one counter."""

from __future__ import annotations

from typing import Any

from assets.lang import texts
from assets.look.widgets import IconText, NumberBox, Pill, Rule, Shape, Text
from display.counter import CounterBoard
from display.screens.parts import Page

DRAWN = (800.0, 480.0)
STRIP, FOOT = 92.0, 100.0

SIGNS = {
    "calling": "bell-ring",
    "serving": "user-check",
    "open": "door-open",
    "paused": "circle-pause",
    "closed": "circle-x",
    "starting": "hourglass",
    "unknown": "circle-x",
}

# What each kind is drawn in: strip, its ink; body, its ink.
COLOURS = {
    "calling": ("press", "on_press", "accent", "on_accent"),
    "pressed": ("press", "on_press", "press", "on_press"),
    "serving": ("card", "ink", "paper", "ink"),
    "open": ("card", "ink", "paper", "ink"),
    "grey": ("paused.ink", "on_accent", "paused.ground", "ink"),
}


class CounterScreen(Page):
    """Draws a ``CounterBoard``."""

    def __init__(self, language: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shown: CounterBoard | None = None
        self._units = (0.0, 0.0)
        square = {"radius_u": 0}
        self.strip, self.body, self.bottom = (Shape(**square) for _ in range(3))
        self.title = Text(role="name", weight=700, least_u=30)
        self.sign = IconText(size_u=46)
        self.state = Text(role="second", size_u=42, weight=600, least_u=24)
        self.number = NumberBox(size_u=252, least_u=60)
        self.headline = Text(role="notice_title", size_u=100, least_u=44)
        self.line = Text(role="second", size_u=46, least_u=26)
        self.away = IconText(icon="arrow-left", size_u=44, tone="ink")
        self.foot = Text(role="second", size_u=42, weight=600, least_u=24)
        self.pill = Pill(
            state="priority", text=texts("display", language)("counter.priority")
        )
        self.rule = Rule()
        for part in (self.strip, self.body, self.bottom, self.rule, self.title):
            self.add_widget(part)
        for part in (self.sign, self.state, self.number, self.headline, self.line):
            self.add_widget(part)
        for part in (self.away, self.foot, self.pill):
            self.add_widget(part)

    def drawn_for(self) -> tuple[float, float]:
        """Return the drawing's size."""
        return DRAWN

    def show(self, board: CounterBoard) -> None:
        """Show the counter; nothing is touched while nothing has changed."""
        before, self.shown = self.shown, board
        if board == before:
            return
        self._paint(board)
        self.title.text, self.state.text = board.title, board.state
        stale = board.connection == "stale"
        self.sign.icon = "triangle-alert" if stale else SIGNS[board.kind]
        self.number.text, self.headline.text = board.number, board.headline
        self.line.text, self.foot.text = board.body, board.foot
        self.away.opacity = int(board.elsewhere)
        self.pill.opacity = int(board.priority)
        if self._units[0]:
            self.arrange(*self._units)

    def _paint(self, board: CounterBoard) -> None:
        kind = "pressed" if board.pressed else board.kind
        grey = board.connection == "stale" or kind not in COLOURS
        strip, on_strip, body, on_body = COLOURS["grey" if grey else kind]
        self.strip.fill, self.body.fill = strip, body
        white_foot = grey or kind in ("calling", "pressed")
        self.bottom.fill = "card" if white_foot else "paper"
        light = strip == "card"
        self.title.tone = "accent" if light else on_strip
        self.state.tone = self.sign.tone = on_strip
        self.number.tone = self.headline.tone = self.line.tone = on_body
        self.foot.tone = "ink" if white_foot else "ink2"
        self.rule.opacity = int(light)

    def arrange(self, width: float, height: float) -> None:
        """Place all parts on a page of that many units."""
        self._units = (width, height)
        self.place(self.strip, 0, 0, width, STRIP)
        self.place(self.rule, 0, STRIP - 3, width, 3)
        self.place(self.body, 0, STRIP, width, height - STRIP - FOOT)
        self.place(self.bottom, 0, height - FOOT, width, FOOT)
        self._arrange_strip(width)
        low = height - FOOT
        self.place(self.number, 30, STRIP + 16, width - 60, low - STRIP - 32)
        middle = STRIP + (low - STRIP) * 0.60
        self.place(self.headline, 46, STRIP + 14, width - 92, middle - STRIP - 14)
        self.place(self.line, 46, middle, width - 92, low - middle - 14)
        self._arrange_foot(width, low)

    def _arrange_strip(self, width: float) -> None:
        title = min(self.title.natural_width() / self.unit + 4, width * 0.45)
        self.place(self.title, 30, 0, title, STRIP)
        room = width - 30 - title - 30 - 30 - 60
        state = min(self.state.natural_width() / self.unit + 4, room)
        self.place(self.state, width - 30 - state, 0, state, STRIP)
        self.place(self.sign, width - 30 - state - 60, 0, 50, STRIP)

    def _arrange_foot(self, width: float, top: float) -> None:
        left, right = 30.0, width - 30
        centred = self.shown is None or not (
            self.shown.elsewhere or self.shown.priority
        )
        self.foot.halign = "center" if centred else "left"
        if self.shown and self.shown.elsewhere:
            self.place(self.away, 46, top, 50, FOOT)
            left = 118
        if self.shown and self.shown.priority:
            self.pill.height = round(60 * self.unit)
            self.pill.pos = (0, self.at(0, top + (FOOT + 60) / 2)[1])
            self.pill.x = round(self.x + right * self.unit - self.pill.width)
            right -= self.pill.width / self.unit + 20
        self.place(self.foot, left, top, right - left, FOOT)
