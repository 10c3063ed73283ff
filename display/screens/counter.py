# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The display over one counter. Nothing is decided here; drawn for 800 by 480."""

from __future__ import annotations

from typing import Any

from kivy.clock import Clock

from assets.lang import texts
from assets.look.current import look
from assets.look.widgets import NumberBox, Rule, Shape
from display.counter import CounterBoard
from display.screens.layout import Box
from display.screens.parts import Sheet, fitting, label, sign, use_unit, widest

GRID = (800.0, 480.0)
STRIP, FOOT = 92.0, 100.0
SIGNS = {
    "starting": "hourglass",
    "unknown": "circle-x",
    "calling": "bell-ring",
    "serving": "user-check",
    "open": "clock",
    "paused": "circle-pause",
    "closed": "circle-x",
}


class Colours:
    """What a state is painted in: the strip, the middle, the foot."""

    def __init__(self, board: CounterBoard) -> None:
        """Choose for a board; one that has stopped loses its solid colour."""
        self.strip, self.title, self.state = "card", "accent", "ink"
        self.ground, self.number, self.foot, self.words = "paper", "ink", "", "ink2"
        if board.connection == "stale":
            self.strip = "attention.ground"
            self.title = self.state = "attention.ink"
        elif board.kind == "calling":
            self.strip, self.title, self.state = "press", "on_accent", "on_accent"
            self.ground = "press" if board.pressed else "accent"
            self.number, self.foot, self.words = "on_accent", "card", "ink"
        elif board.kind in ("paused", "closed", "unknown"):
            self.strip, self.title, self.state = "paused.ink", "card", "card"
            self.ground, self.foot, self.words = "paused.ground", "card", "ink"


class PriorityMark(Shape):
    """Sign and word that the ticket has priority: white on plum."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the mark."""
        self.sign = sign("heart-handshake", 42, "on_accent")
        self.word = label(size_u=42, least_u=24, weight=600, tone="on_accent")
        super().__init__(**{"fill": "priority.ink", "radius_u": 14, **kwargs})
        self.add_widget(self.sign)
        self.add_widget(self.word)


class CounterScreen(Sheet):
    """The whole display. ``show`` draws what is different from the last time.

    Attributes:
        shown: what stands there now.
    """

    def __init__(self, language: str = "vi", **kwargs: Any) -> None:
        """Make the display, empty; it takes the whole window."""
        super().__init__(**kwargs)
        self.language = language
        self.shown: CounterBoard | None = None
        self.strip, self.ground, self.floor = (Shape(radius_u=0) for _ in range(3))
        self.rule = Rule()
        self.title = label(size_u=46, least_u=26, weight=700)
        self.sign = sign("clock", 46, "ink")
        self.state = label(size_u=40, least_u=22, weight=600, halign="right")
        self.number = NumberBox(size_u=290, least_u=60)
        self.headline = label(size_u=104, least_u=44, weight=800, tone="ink")
        self.body = label(size_u=46, least_u=26, weight=500, tone="ink")
        self.arrow = sign("arrow-left", 46, "ink")
        self.foot = label(size_u=42, least_u=20, weight=600)
        self.clerk = label(size_u=32, least_u=18, weight=500)
        self.priority = PriorityMark()
        grounds = (self.strip, self.ground, self.floor, self.rule)
        words = (self.title, self.sign, self.state, self.number, self.headline)
        low = (self.arrow, self.foot, self.clerk, self.priority)
        for part in (*grounds, *words, self.body, *low):
            self.add_widget(part)
        self._settle_soon = Clock.create_trigger(lambda _dt: self._settle(), -1)
        self.fbind("size", self._settle_soon)

    def show(self, board: CounterBoard) -> None:
        """Show the board."""
        if board != self.shown:
            self.shown = board
            self._settle()

    # Inside

    def _settle(self) -> None:
        board = self.shown
        if board is None or min(self.size) <= 1:
            return
        use_unit(min(self.width / GRID[0], self.height / GRID[1]))
        self._paint(board)
        self._place_strip(board)
        middle = Box(0, STRIP, self.wide, self.high - STRIP - FOOT)
        self._place_middle(board, middle)
        self._place_foot(board, Box(0, self.high - FOOT, self.wide, FOOT))

    def _paint(self, board: CounterBoard) -> None:
        colours = Colours(board)
        self.strip.fill, self.ground.fill = colours.strip, colours.ground
        # Without words the foot is only more of the middle.
        self.floor.fill = colours.foot if board.foot else colours.ground
        self.clerk.text, self.clerk.tone = board.clerk, colours.words
        self.title.tone = colours.title
        self.state.tone = self.sign.tone = colours.state
        self.number.tone, self.foot.tone = colours.number, colours.words
        self.rule.opacity = int(colours.strip == "card")
        self.title.text, self.state.text = board.title, board.state
        self.number.text = board.number
        self.headline.text, self.body.text = board.headline, board.body
        self.foot.text = board.foot
        stopped = board.connection == "stale"
        self.sign.icon = "triangle-alert" if stopped else SIGNS[board.kind]

    def _place_strip(self, board: CounterBoard) -> None:
        wide = self.wide
        self.put(self.strip, Box(0, 0, wide, STRIP))
        self.put(self.rule, Box(0, STRIP - 3, wide, 3))
        self.put(self.title, Box(32, 0, wide * 0.36, STRIP))
        room = wide * 0.52
        self.put(self.state, Box(wide - 30 - room, 0, room, STRIP))
        state = fitting(board.state, 600, 40, 22, room, STRIP)
        taken = widest(state, 600)
        self.put(self.sign, Box(wide - 30 - taken - 62, 0, 46, STRIP))

    def _place_middle(self, board: CounterBoard, box: Box) -> None:
        self.put(self.ground, box)
        self.number.size_u = box.height * 1.02
        self.put(self.number, box.inside(36, 24, box.width - 72, box.height - 48))
        room = box.width - 92
        title = fitting(board.headline, 800, 104, 44, room, box.height * 0.6)
        body = fitting(board.body, 500, 46, 26, room, box.height * 0.42)
        title_high, body_high = title.height / self.unit, body.height / self.unit
        top = box.y + (box.height - title_high - body_high) / 2
        self.put(self.headline, Box(46, top, room, title_high + 2))
        self.put(self.body, Box(46, top + title_high, room, body_high + 2))

    def _place_foot(self, board: CounterBoard, box: Box) -> None:
        self.put(self.floor, box)
        self.arrow.opacity = int(board.elsewhere)
        self.priority.opacity = int(board.priority)
        self.priority.word.text = self._priority_word() if board.priority else ""
        left, right = 30.0 if board.number else 46.0, box.width - 30
        if board.elsewhere:
            self.put(self.arrow, box.inside(46, 0, 46, box.height))
            left = 118.0
        if board.priority:
            mark = 96 + self.priority.word.natural_width() / self.unit
            right -= mark
            self._place_priority(box.inside(right, 20, mark, box.height - 40))
            right -= 24
        service = box.height * 0.58 if board.clerk else box.height
        self.put(self.foot, box.inside(left, 0, right - left, service))
        low = box.inside(left, service - 4, right - left, box.height - service - 2)
        self.put(self.clerk, low)
        plain = board.number and not board.priority and board.kind == "serving"
        self.foot.halign = self.clerk.halign = "center" if plain else "left"

    def _place_priority(self, box: Box) -> None:
        self.put(self.priority, box)
        self.put(self.priority.sign, box.inside(20, 0, 42, box.height))
        self.put(self.priority.word, box.inside(76, 0, box.width - 90, box.height))

    def _priority_word(self) -> str:
        return texts("display", self.language)("counter.priority")

    @property
    def unit(self) -> float:
        """Pixels of one grid pixel."""
        return float(look.scale.factor)
