# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The large place of the wall: a called number, or a page."""

from __future__ import annotations

from typing import Any

from assets.look.current import look
from assets.look.fit import Fit
from assets.look.tokens import WALL_RADIUS
from assets.look.widgets import NumberBox, Shape
from display.board import CallHero
from display.pages import PageHero
from display.screens.layout import Box
from display.screens.parts import CounterPlate, Sheet, fitting, label, sign, widest
from display.screens.slide import SlidePicture
from display.screens.video import SlideVideo

SIGNS = {
    "starting": "hourglass",
    "closed": "clock",
    "no_counter": "hourglass",
    "welcome": "hand-heart",
    "notice": "megaphone",
    "slide": "megaphone",
    "procedure": "file-text",
}

LARGER = 1.35
"""How much larger a page's type is when it has the wall for itself."""


class CallCard(Sheet):
    """A number and its counter, as large as the place allows."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the card, empty."""
        super().__init__(**kwargs)
        self.ground = Shape(radius_u=WALL_RADIUS["card"])
        self.caption = label("call_words", halign="center", least_u=40)
        self.number = NumberBox(role="called_number", size_u=400, least_u=80)
        self.words = label("call_counter_words", halign="right", least_u=50)
        self.plate = CounterPlate(radius_u=28)
        self._hero: CallHero | None = None
        for part in (self.ground, self.caption, self.number, self.words, self.plate):
            self.add_widget(part)
        self.fbind("size", lambda *_: self._settle())
        self.fbind("pos", lambda *_: self._settle())

    def set(self, hero: CallHero, stale: bool) -> None:
        """Show a call: solid while it is called, quiet after, grey when stale."""
        self._hero = hero
        self.number.text, self.caption.text = hero.number, hero.caption
        self.words.text = hero.counter_words
        if hero.calling:
            self.ground.fill, self.ground.edge = "accent", ""
            if hero.pressed:
                self.ground.fill = "press"
            self.caption.tone = self.number.tone = self.words.tone = "on_accent"
            self.plate.set(hero.counter, "accent", "card")
        else:
            self.ground.fill = "card"
            self.ground.edge = "paused.line" if stale else "line"
            self.ground.outline_u = 6 if stale else 3
            self.caption.tone = "ink2"
            self.number.tone = "ink" if stale else "accent"
            self.words.tone = "ink"
            tone, fill = ("ink", "paused.ground") if stale else ("accent", "tint")
            self.plate.set(hero.counter, tone, fill)
        self._settle()

    def _settle(self) -> None:
        if self._hero is None or min(self.size) <= 1:
            return
        wide, high = self.wide, self.high
        self.put(self.ground, Box(0, 0, wide, high))
        self.put(self.caption, Box(50, high * 0.025, wide - 100, high * 0.155))
        self.number.size_u = high * 0.52
        self.put(self.number, Box(46, high * 0.205, wide - 92, high * 0.365))
        plate_high = min(high * 0.315, 300.0)
        plate = max(plate_high * 1.06, plate_high * 0.56 * len(self._hero.counter))
        gap, room = 44.0, wide - 120 - plate - 44
        needed = fitting(self.words.text, 700, 104, 50, room, plate_high)
        width = min(max(widest(needed, 700) + 1, 40.0), room)
        left = (wide - width - gap - plate) / 2
        top = high * 0.645
        self.put(self.words, Box(left, top, width + 2, plate_high))
        self.put(self.plate, Box(left + width + gap, top, plate, plate_high))


class PageCard(Sheet):
    """A page in the large place: sign and head, title, body, dots."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the card, empty."""
        super().__init__(**kwargs)
        self.ground = Shape(edge="line", outline_u=3, radius_u=WALL_RADIUS["card"])
        self.sign = sign("megaphone", 64, "accent")
        self.page_head = label(size_u=56, least_u=34, weight=700, tone="accent")
        self.title = label("notice_title", valign="top")
        self.body = label("notice_body", valign="top")
        self.dots = [Shape(radius_u=12) for _ in range(9)]
        self.picture, self.video = SlidePicture(), SlideVideo()
        self._page: PageHero | None = None
        for part in (self.ground, self.sign, self.page_head, self.title, self.body):
            self.add_widget(part)
        for part in (self.picture, self.video, *self.dots):
            self.add_widget(part)
        self.fbind("size", lambda *_: self._settle())
        self.fbind("pos", lambda *_: self._settle())
        self.video.fbind("showing", lambda *_: self._settle())

    def set(self, page: PageHero) -> None:
        """Show a page."""
        self._page = page
        self.sign.icon = SIGNS[page.kind]
        self.page_head.text = page.head
        self.title.text, self.body.text = page.title, page.body
        self._settle()

    def rest(self) -> None:
        """Let a video end while something else has the place."""
        self.video.file = ""

    def _settle(self) -> None:
        if self._page is None or min(self.size) <= 1:
            return
        low = self.high - (90 if self._page.count > 1 else 40)
        self.put(self.ground, Box(0, 0, self.wide, self.high))
        self._place_dots(60, self.high - 66)
        self._place_words(self._place_picture(self._page, low), low)

    def _place_picture(self, page: PageHero, low: float) -> Box:
        """Place the picture or video, if any; return the room for the words."""
        self.video.file = page.video
        # Until the first frame comes, and if none does, the picture stands there.
        self.picture.file = "" if self.video.showing else page.picture
        self.picture.opacity = int(bool(self.picture.file))
        whole = Box(0, 0, self.wide, self.high)
        if not page.picture and not page.video:
            return whole
        room = whole.inside(30, 30, self.wide - 60, low - 40)
        if not page.title and not page.body:
            seen = room
        elif self.wide > self.high * 1.2:
            left = room.width * 0.55
            seen = Box(30, 30, left, room.height)
            whole = Box(left, 0, self.wide - left, self.high)
        else:
            top = room.height * 0.55
            seen = Box(30, 30, room.width, top)
            whole = Box(0, top, self.wide, self.high - top)
        self.put(self.picture, seen)
        self.put(self.video, seen)
        return whole

    def _place_words(self, box: Box, low: float) -> None:
        assert self._page is not None
        wide, high, left = box.width, self.high, box.x + 60.0
        large = LARGER if min(wide, high) > 800 or wide > 1200 else 1.0
        if self._page.picture or self._page.video:
            large = 0.75 * (LARGER if wide > 700 else 1.0)
        room, factor = wide - 120, look.scale.factor
        low -= box.y
        head = 90.0 * large if self._page.head else 0.0
        title = self._title(room, large, (low - 38 - head) * 0.55)
        title_high = title.height / factor + 2
        body = fitting(
            self._page.body, 500, 62 * large, 34, room, low - 52 - head - title_high
        )
        body_high = body.height / factor + 2
        # A page alone on the wall stands in its middle, one beside rows at its top.
        spare = low - 38 - head - title_high - 14 - body_high
        top = box.y + 38 + (max(spare, 0) / 2 if large > 1 or box.x else 0)
        self.sign.opacity = int(bool(self._page.head))
        self.sign.size_u, self.page_head.size_u = 64 * large, 56 * large
        self.put(self.sign, Box(left, top, 66 * large, 76 * large))
        indent = 92 * large
        self.put(self.page_head, Box(left + indent, top, room - indent, 76 * large))
        self.title.size_u = self.title.least_u = title.size / factor
        self.put(self.title, Box(left, top + head, room, title_high))
        self.body.size_u = self.body.least_u = body.size / factor
        under = top + head + title_high + 14
        self.put(self.body, Box(left, under, room, body_high))

    def _title(self, room: float, large: float, height: float) -> Fit:
        """Fit the title: on one line rather a little smaller than with a word alone."""
        assert self._page is not None
        text, size = self._page.title, 104 * large
        one = fitting(text, 800, size, size * 0.78, room, size * 1.36)
        if one.whole and len(one.lines) == 1:
            return one
        return fitting(text, 800, size, 54, room, height)

    def _place_dots(self, left: float, top: float) -> None:
        assert self._page is not None
        count = self._page.count if 1 < self._page.count <= len(self.dots) else 0
        for n, dot in enumerate(self.dots):
            dot.opacity = int(n < count)
            here = n == self._page.place
            dot.fill = "accent" if here else "line"
            width = 64.0 if here else 24.0
            self.put(dot, Box(left, top, width, 24))
            left += width + 18
