# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""What every page shares: the glass, the head, the buttons at the bottom."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kivy.uix.widget import Widget

from assets.lang import Texts, manner, texts
from assets.look.current import look
from assets.look.images import opened
from assets.look.widgets import FlatButton, OpenDoor, Text, TintButton
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.comfort import OpenComfort
from kiosk.screens.picture import Picture, fitted
from kiosk.screens.place import Rect
from kiosk.screens.reach import Reach

Do = Callable[[i.Touch], None]


LEAST_HIGH = 1020
"""Grid pixels under which no page of the tall panel has room for what it needs."""
LEAST_ROW = 168
"""Least height of a row of a list: a name in two lines, and a second line."""


def new_key() -> str:
    """Make the key of one intention."""
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Stage:
    """The glass in pixels, and where touches go."""

    width: int
    height: int
    do: Do
    reach: Reach = field(default_factory=Reach)

    @property
    def form(self) -> str:
        """ "small" (a 10-inch panel), "wide" or "tall"; by millimetres."""
        if min(self.width, self.height) / look.u(1) < 800:
            return "small"
        return "wide" if self.width > self.height else "tall"

    @property
    def small(self) -> bool:
        """Whether the panel is so small that only the needful has room."""
        return self.form == "small"

    @property
    def large(self) -> bool:
        """Whether texts are enlarged: then fewer rows have room."""
        return look.enlarge > 1

    @property
    def page(self) -> Rect:
        """The glass without its margins."""
        margin = u(20 if self.small else 40)
        return Rect(0, 0, self.width, self.height).inset(
            margin, u(8) if self.small else 0
        )

    @property
    def zone(self) -> Rect:
        """The part of the page that can be reached: all of it, but on a high panel."""
        return self.within_reach(self.page)

    def within_reach(self, rect: Rect) -> Rect:
        """Return the lower part of `rect` that can be reached."""
        if self.form != "tall":
            return rect
        height = min(rect.h, max(look.mm(self.reach.height), u(LEAST_HIGH)))
        return rect.cut_bottom(height)[0]

    def touchable(self, rect: Rect) -> Rect:
        """Return the lower part of `rect` that hands reach; it may have no height."""
        if self.form != "tall":
            return rect
        highest = look.mm(self.reach.touched)
        return rect.cut_bottom(min(max(highest - rect.y, 0), rect.h))[0]

    def rows(
        self, height: float, most: int, gap: float, least_u: float | None = None
    ) -> int:
        """Return how many rows of a list, at most `most`, have room in `height`."""
        least = u((least_u or LEAST_ROW) * look.enlarge**0.5)
        return max(min(most, int((height + gap) // (least + gap))), 1)


def u(grid: float) -> float:
    """Return pixels of this panel for pixels of the grid."""
    return look.u(grid)


class Page(Widget):
    """One page. Built for a place and a language; ``show`` follows the state.

    A page whose list changes with the state keeps it in ``self.body`` and builds
    that anew; everything that can be pressed otherwise stays the same widget, so
    that a finger on it is never pulled off.
    """

    def __init__(self, stage: Stage, state: State, **kwargs: Any) -> None:
        super().__init__(
            size_hint=(None, None), size=(stage.width, stage.height), **kwargs
        )
        self.stage = stage
        self.t: Texts = texts("kiosk", state.language)
        self.language = state.language
        self.body = Widget(size_hint=(None, None), size=self.size)
        self._drawn: object = None
        self.heading = ""
        """What stands in the small panel's head instead of the office's name."""
        self._head: Head | None = None
        self.build(state)
        self.add_widget(self.body)
        self.show(state)

    # What a page fills in

    def build(self, state: State) -> None:
        """Make what stays."""

    def show(self, state: State) -> None:
        """Follow the state; called after every step."""
        content = self.content(state)
        if content != self._drawn:
            self._drawn = content
            self.body.clear_widgets()
            self.draw(state)
        if self._head is not None:
            self._head.show(state, self.heading if self.stage.small else "")

    def content(self, state: State) -> object:
        """Return what the body shows; when it changes the body is drawn anew."""
        return None

    def draw(self, state: State) -> None:
        """Make the body."""

    def tell(self, now: datetime) -> None:
        """Show the time of day."""
        if self._head is not None:
            self._head.tell(now)

    # Helpers

    def add(self, rect: Rect, widget: Any) -> Any:
        """Put a widget that stays; return it."""
        self.add_widget(rect.put(widget))
        return widget

    def put(self, rect: Rect, widget: Any) -> Any:
        """Put a widget of the body; return it."""
        self.body.add_widget(rect.put(widget))
        return widget

    def on(self, widget: Any, touch: Callable[[], i.Touch]) -> Any:
        """Let a button do something; the touch is made when it is struck."""
        widget.bind(on_release=lambda *_: self.stage.do(touch()))
        return widget

    def head(self, state: State) -> Rect:
        """Put the office's name and the clock; return the page below."""
        head = Head(self.stage, state, self.language)
        self._head = head
        self.add_widget(head)
        return head.below

    def foot(self, rect: Rect) -> Rect:
        """Put back, home and call staff at the bottom; return the page above."""
        small = self.stage.small
        low, rest = rect.cut_bottom(u(90 if small else 120), u(12 if small else 24))
        if not small:
            low, rest = (
                Rect(low.x, low.y + u(36), low.w, low.h),
                rest.cut_bottom(u(36))[1],
            )
        above: dict[str, Any] = {}
        if self.stage.form == "tall":
            above["icon_at"] = "top"
        names = ("foot.back", "foot.home", "comfort.button", "foot.staff")
        shares = self.by_words(names, 70 if self.stage.form == "wide" else 24)
        back, home, comfort, staff = low.columns(shares, u(12 if small else 14))
        above["size_u"] = 40 if small else 42
        above["pad_u"] = 4 if small else 8
        t, sign = self.t, "" if small else "{}"
        buttons = (
            (back, FlatButton, "back", "arrow-left", i.GoBack),
            (home, FlatButton, "home", "house", i.GoHome),
        )
        for place, kind, key, icon, touch in buttons:
            icon = icon if sign else ""
            button = kind(text=t(f"foot.{key}"), icon=icon, **above)
            self.on(self.add(place, button), touch)
        self.comfort(comfort, **above)
        self.staff(staff, icon="bell-ring" if sign else "", **above)
        return rest

    def by_words(self, keys: Sequence[str], beside: float) -> list[float]:
        """Give each button what its word needs, and what stands beside it."""
        return [self.needs(self.t(key), beside) for key in keys]

    def needs(self, text: str, beside: float) -> float:
        """Return the width that a button's word needs, and what stands beside it."""
        return Text(text=text, role="button").natural_width() + u(beside)

    def least_needs(self, text: str, beside: float) -> float:
        """Return the same in the usual size, which large text may shrink to."""
        return self.needs(text, beside) / look.enlarge

    def comfort(self, rect: Rect, **kwargs: Any) -> Any:
        """Put "Dễ dùng"; the small panel has room for its word alone."""
        icon = "" if self.stage.small else "accessibility"
        look_of = {"text": self.t("comfort.button"), "icon": icon, "pad_u": 8, **kwargs}
        return self.on(self.add(rect, FlatButton(**look_of)), OpenComfort)

    def staff(self, rect: Rect, text: str | None = None, **kwargs: Any) -> Any:
        """Put "Gọi cán bộ"."""
        label = self.t("foot.staff") if text is None else text
        button = TintButton(text=label, **{"icon": "bell-ring", **kwargs})
        return self.on(self.add(rect, button), lambda: i.CallStaff(new_key()))


class Head(Widget):
    """The mark, the office's name and unit, and the clock. Nothing to touch."""

    def __init__(self, stage: Stage, state: State, language: str) -> None:
        super().__init__(size_hint=(None, None))
        self._language = language
        self.clock: Any = None
        self.name: Any = None
        self.unit: Any = None
        self.date: Any = None
        self._mark: Any = None
        self._emblem = ""
        self.place = stage.page
        """Where the small panel has the name."""
        build = {"small": self._small, "tall": self._tall, "wide": self._wide}
        self.below = stage.within_reach(build[stage.form](stage.page))
        self.show(state)

    def _put(self, rect: Rect, widget: Any) -> Any:
        self.add_widget(rect.put(widget))
        return widget

    def _small(self, page: Rect) -> Rect:
        bar, rest = page.cut_top(u(56), u(6))
        clock, name = bar.cut_right(u(160))
        self.clock = self._put(clock, Text(role="clock", size_u=44, halign="right"))
        self.name, self.place = self._put(name, Text(role="office", size_u=44)), name
        return rest

    def _tall(self, page: Rect) -> Rect:
        bar, rest = page.cut_top(u(184))
        bar = Rect(bar.x, bar.y, bar.w, bar.h - u(20)).inset(0, u(24))
        # Large text needs the width for the names.
        right = u(150) / look.scale.zoom if look.enlarge > 1 else u(180)
        self._names_beside_the_mark(bar, right)
        clock = bar.cut_right(right)[0]
        self.clock = self._put(clock, Text(role="clock", halign="right"))
        return rest

    def _wide(self, page: Rect) -> Rect:
        bar, rest = page.cut_top(u(150))
        bar = bar.inset(0, u(17))
        self._names_beside_the_mark(bar, u(560))
        upper, lower = bar.cut_right(u(560))[0].rows(2, 0)
        self.clock = self._put(upper, Text(role="clock", halign="right"))
        self.date = self._put(lower, Text(halign="right", tone="ink2"))
        return rest

    def _names_beside_the_mark(self, bar: Rect, right: float) -> None:
        side = u(104) / look.scale.zoom**2
        mark, rest = bar.cut_left(side, u(20) / look.scale.zoom)
        self._mark = self._put(mark.middle(side, side), OpenDoor())
        rest = rest.cut_right(right)[1]
        upper, lower = rest.middle(rest.w, u(124)).rows(2, 0)
        self.name = self._put(upper, Text(role="office"))
        self.unit = self._put(lower, Text(tone="ink2"))

    def show(self, state: State, heading: str = "") -> None:
        """Show the office's names as they are now, or a heading instead."""
        office = state.hall.office
        if office is not None:
            # Set once: a text that changes to and fro is drawn anew each time.
            self.name.text = heading or office.name
            if self.unit is not None:
                self.unit.text = office.unit
            self._show_emblem(state.hall.pictures.get(office.emblem or "", ""))

    def _show_emblem(self, file: str) -> None:
        """Put the office's own mark in the place of the open door, once it is here."""
        if self._mark is None or not file or file == self._emblem:
            return
        image, self._emblem = opened(file), file
        if image is not None:
            place = Rect(*self._mark.pos, *self._mark.size)
            self.remove_widget(self._mark)
            self._mark = self._put(place, Picture(image, fitted(image, place)))

    def tell(self, now: datetime) -> None:
        """Show the time of day."""
        self.clock.text = manner.clock(now)
        if self.date is not None:
            self.date.text = manner.long_date(now.date(), self._language)
