# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""The wall on the glass: head, large place, rows, foot. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from kivy.animation import Animation
from kivy.clock import Clock

from assets.look.current import look
from assets.look.widgets import NumberBox, OpenDoor, Rule, Shape
from display.board import CallHero, FootService, Row, Wall
from display.rules import ROW_MOVE
from display.screens.by_phone import PhonePanel
from display.screens.hero import CallCard, PageCard
from display.screens.layout import Box, digits_size, foot_places, wall_layout
from display.screens.parts import CounterPlate, Sheet, label, sign, use_unit
from display.screens.side import SideCard
from display.screens.slide import SlidePicture


class RowCard(Shape):
    """One of the last calls."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the row, empty."""
        self.number = NumberBox(
            role="row_number", weight=700, halign="left", tone="ink"
        )
        self.plate = CounterPlate(radius_u=16)
        super().__init__(**{"edge": "line", "radius_u": 24, **kwargs})
        self.add_widget(self.number)
        self.add_widget(self.plate)
        self.fbind("pos", self._settle)
        self.fbind("size", self._settle)

    def set(self, row: Row, stale: bool) -> None:
        """Show a call; a board that has stopped is without colour."""
        self.number.text = row.number
        self.fill = "paper" if stale else "card"
        tone, fill = ("ink", "paused.ground") if stale else ("accent", "tint")
        self.plate.set(row.counter, tone, fill)

    def _settle(self, *_: object) -> None:
        gap, plate = look.u(12), look.u(157)
        self.plate.size = (plate, max(self.height - 2 * gap, 1))
        self.plate.pos = (self.right - plate - gap, self.y + gap)
        self.number.size_u = digits_size(self.height / look.scale.factor)
        self.number.least_u = 40
        left = self.x + look.u(30)
        self.number.pos = (left, self.y)
        self.number.size = (self.plate.x - look.u(10) - left, self.height)


class FootCell(Sheet):
    """A service in the foot: its name, who waits and how long."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the cell, empty."""
        super().__init__(**kwargs)
        self.rule = Rule()
        self.name = label(size_u=54, least_u=34, weight=700)
        self.line = label(size_u=54, least_u=34, tone="ink2")
        self.people = sign("users", 48, "ink2")
        for part in (self.rule, self.name, self.line, self.people):
            self.add_widget(part)
        self._first, self._people = False, True

    def set(self, service: FootService, *, first: bool) -> None:
        """Show a service; the first one has no rule before it."""
        self._first, self._people = first, service.people
        self.name.text, self.line.text = service.name, service.line
        self.line.tone = "accent" if service.free else "ink2"
        self.line.weight = 600 if service.free else 500
        self.rule.opacity = 0 if first else 1
        self.people.opacity = int(service.people)
        self.settle()

    def settle(self) -> None:
        """Place the parts."""
        left = 6.0 if self._first else 34.0
        room = self.wide - left - 14
        self.put(self.rule, Box(0, 6, 3, self.high - 18))
        self.put(self.name, Box(left, 4, room, 74))
        self.put(self.people, Box(left, 82, 48, 66))
        indent = 62 if self._people else 0
        self.put(self.line, Box(left + indent, 78, room - indent, 74))


class Head(Sheet):
    """The office's mark and name, the date and the clock."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the head, empty."""
        super().__init__(**kwargs)
        self.mark, self.emblem = OpenDoor(radius_u=18), SlidePicture()
        self.office = label(size_u=54, least_u=32, weight=700)
        self.date = label(size_u=46, least_u=28, tone="ink2", halign="right")
        self.clock = label("wall_clock", halign="right")
        for part in (self.mark, self.emblem, self.office, self.date, self.clock):
            self.add_widget(part)

    def set(self, wall: Wall) -> None:
        """Show the texts."""
        self.office.text, self.date.text = wall.office, wall.date
        self.clock.text, self.emblem.file = wall.clock, wall.emblem
        self.mark.opacity = int(not wall.emblem)

    def settle(self) -> None:
        """Place the parts; standing, the date goes below the office's name."""
        clock = 226.0
        self.put(self.mark, Box(0, 18, 80, 80))
        self.put(self.emblem, Box(0, 8, 100, 100))
        self.put(self.clock, Box(self.wide - clock, 8, clock, 100))
        if self.wide > 1400:
            date = 520.0
            self.put(self.date, Box(self.wide - clock - date - 46, 10, date, 96))
            room = self.wide - 102 - clock - date - 76
            self.office.least_u = 32
            self.put(self.office, Box(102, 8, room, 100))
            self.date.halign, self.date.size_u = "right", 46
        else:
            room = self.wide - 102 - clock - 20
            self.office.least_u = 32
            self.put(self.office, Box(102, 4, room, 104))
            self.put(self.date, Box(102, 108, room, 46))
            self.date.halign, self.date.size_u = "left", 34


class Strip(Shape):
    """The sentence of a board that has stopped."""

    def __init__(self, **kwargs: Any) -> None:
        """Make the strip, empty."""
        self.sign = sign("triangle-alert", 76, "attention.ink")
        self.words = label(size_u=60, least_u=34, weight=700, tone="attention.ink")
        colours = {"fill": "attention.ground", "edge": "attention.line"}
        super().__init__(**{**colours, "outline_u": 4, "radius_u": 24, **kwargs})
        self.add_widget(self.sign)
        self.add_widget(self.words)
        self.fbind("pos", self._settle)
        self.fbind("size", self._settle)

    def _settle(self, *_: object) -> None:
        left = self.x + look.u(40)
        self.sign.pos, self.sign.size = (left, self.y), (look.u(84), self.height)
        self.words.pos = (left + look.u(114), self.y)
        self.words.size = (self.right - look.u(30) - self.words.x, self.height)


class WallScreen(Sheet):
    """The whole wall. ``show`` draws what is different from the last time.

    Attributes:
        language: of the texts, which the board has already chosen.
        shown: what stands there now.
    """

    def __init__(self, language: str = "vi", **kwargs: Any) -> None:
        """Make the wall, empty; it takes the whole window."""
        super().__init__(**kwargs)
        self.language = language
        self.shown: Wall | None = None
        self.head, self.strip = Head(), Strip()
        self.call, self.page, self.side = CallCard(), PageCard(), SideCard()
        self.rows_title = label(size_u=50, least_u=30, weight=600, tone="ink2")
        self.counter_title = label(
            size_u=50, least_u=30, weight=600, tone="ink2", halign="center"
        )
        self.cells = [FootCell() for _ in range(3)]
        self.phone = PhonePanel()
        self.line = label(size_u=62, least_u=34, weight=600, tone="ink")
        self.line_sign = sign("megaphone", 64, "accent")
        self.cards: dict[int, RowCard] = {}
        titles = (self.rows_title, self.counter_title, self.line, self.line_sign)
        places = (self.call, self.page, self.side)
        for part in (self.head, self.strip, *places, *titles, *self.cells, self.phone):
            self.add_widget(part)
        self._settle_soon = Clock.create_trigger(lambda _dt: self._settle(), -1)
        self.fbind("size", self._settle_soon)

    @property
    def foot_places(self) -> int:
        """How many services the foot holds side by side."""
        return foot_places(*self.size)

    def show(self, wall: Wall) -> None:
        """Show the board."""
        if wall == self.shown:
            return
        before, self.shown = self.shown, wall
        if before is None or _room(before) != _room(wall):
            self._settle()
            return
        self._fill(moving=True)

    def plan_of(self, row: int) -> float:
        """Return where the lower edge of a row belongs, in pixels of the window."""
        box = self.plan.rows[row]
        return float(self.top - look.u(box.y + box.height))

    # Inside

    def _settle(self) -> None:
        if self.shown is None or min(self.size) <= 1:
            return
        stale = self.shown.connection == "stale"
        self.plan = wall_layout(tuple(self.size), look.scale.mm_per_px, stale=stale)
        use_unit(self.plan.unit)
        self.put(self.head, self.plan.head)
        self.head.settle()
        self.put(self.strip, self.plan.strip)
        self.put(self.call, self.plan.hero)
        line = self.plan.rows_head
        self.put(self.rows_title, line.inside(28, 0, line.width - 220, line.height))
        self.put(self.counter_title, line.inside(line.width - 200, 0, 190, line.height))
        for cell, box in zip(self.cells, self.plan.foot, strict=False):
            self.put(cell, box)
        self.put(self.phone, self.plan.foot[-1])
        of_services = self.plan.foot[: -1 if self.shown.by_phone else None]
        first, last = of_services[0], of_services[-1]
        room = last.x + last.width - first.x
        self.put(self.line_sign, first.inside(0, 0, 80, first.height))
        self.put(self.line, first.inside(110, 0, room - 110, first.height))
        self._fill(moving=False)

    def _fill(self, *, moving: bool) -> None:
        wall = self.shown
        if wall is None or min(self.size) <= 1:
            return
        stale = wall.connection == "stale"
        self.head.set(wall)
        self.strip.words.text, self.strip.opacity = wall.strip, int(stale)
        is_call = isinstance(wall.hero, CallHero)
        self.call.opacity, self.page.opacity = int(is_call), int(not is_call)
        if isinstance(wall.hero, CallHero):
            self.call.set(wall.hero, stale)
            self.page.rest()
        else:
            self.put(self.page, self.plan.hero if wall.rows else self.plan.alone)
            self.page.set(wall.hero)
        self.rows_title.text = wall.rows_title if wall.rows else ""
        self.counter_title.text = wall.counter_title if wall.rows else ""
        self._fill_rows(wall.rows[: len(self.plan.rows)], stale, moving)
        self._fill_side(wall, stale)
        self._fill_foot(wall.foot)
        self.phone.opacity = int(wall.by_phone is not None)
        if wall.by_phone is not None:
            self.phone.set(wall.by_phone)
        self.line.text = wall.line
        self.line_sign.opacity = int(bool(wall.line))

    def _fill_rows(self, rows: tuple[Row, ...], stale: bool, moving: bool) -> None:
        kept = {row.ticket for row in rows}
        for ticket in [t for t in self.cards if t not in kept]:
            card = self.cards.pop(ticket)
            Animation.cancel_all(card)
            self.remove_widget(card)
        for row, box in zip(rows, self.plan.rows, strict=False):
            self._place_row(row, box, stale, moving)

    def _place_row(self, row: Row, box: Box, stale: bool, moving: bool) -> None:
        card, was_there = self.cards.get(row.ticket), row.ticket in self.cards
        if card is None:
            card = self.cards[row.ticket] = RowCard()
            self.add_widget(card)
        card.set(row, stale)
        Animation.cancel_all(card)
        old = card.y
        self.put(card, box)
        if moving and was_there and old != card.y:
            new, card.y = card.y, old
            Animation(y=new, duration=ROW_MOVE, transition="out_quad").start(card)

    def _fill_side(self, wall: Wall, stale: bool) -> None:
        """Say something where rows are missing, unless a page has the whole wall."""
        alone = not wall.rows and not isinstance(wall.hero, CallHero)
        box = None if alone else self.plan.free(len(wall.rows))
        self.side.opacity = int(box is not None and wall.side is not None)
        if box is not None and wall.side is not None:
            self.put(self.side, box)
            self.side.set(wall.side, stale)

    def _fill_foot(self, foot: tuple[FootService, ...]) -> None:
        for n, cell in enumerate(self.cells):
            cell.opacity = int(n < len(foot))
            if n < len(foot):
                cell.set(foot[n], first=n == 0)


def _room(wall: Wall) -> tuple[str, bool]:
    """Return what the places of everything depend on."""
    return wall.connection, wall.by_phone is not None
