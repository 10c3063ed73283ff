# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A number and its wait, as every page that has one shows them."""

from __future__ import annotations

from typing import Any

from kivy.uix.widget import Widget

from assets.lang import manner
from assets.lang.words import line
from assets.look.current import look
from assets.look.widgets import (
    Card,
    IconText,
    NumberBox,
    RaisedButton,
    Rule,
    Shape,
    Text,
)
from kiosk.flow import State
from kiosk.flow.priority import (
    OpenPriority,
    for_staff,
    may_claim,
    on_the_glass,
)
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u
from server.protocol.messages import Wait


class PlumButton(RaisedButton):
    """A card that starts a task of priority, in its colour."""

    @property
    def ink(self) -> str:
        """The colour of its word."""
        return "priority.ink"

    @property
    def sign_ink(self) -> str:
        """The colour of its icon."""
        return "priority.ink"

    def _restyle_light(self, pressed: bool) -> None:
        super()._restyle_light(pressed)
        if not pressed:
            self.edge = "priority.line"
        elif look.theme.raised:
            self.fill, self.edge = "priority.ground", "priority.line"


def put_number(
    page: Page, rect: Rect, lead: str, number: str, title: str, under: str = ""
) -> None:
    """Put the card: the number as large as it can be, and what it is for."""
    page.put(rect, Card(edge="accent"))
    if page.stage.small:
        # The small panel has no room for more in the card.
        page.heading = lead
        page.put(rect.inset(u(30), u(18)), NumberBox(text=number))
        return
    inner = rect.inset(u(40), u(24))
    wide = page.stage.form == "wide"
    top, inner = inner.cut_top(u(70 if wide else 84))
    page.put(top, Text(text=lead, role="name", halign="center", size_u=54))
    if under:
        last, inner = inner.cut_bottom(u(56))
        page.put(last, Text(text=under, tone="ink2", halign="center"))
    if wide and under:
        title = line(title)
    low, inner = inner.cut_bottom(u(66 * (title.count("\n") + 1)), u(4))
    page.put(low, Text(text=title, role="name", halign="center"))
    rule, inner = inner.cut_bottom(max(u(2), 1), u(10))
    page.put(rule, Rule())
    page.put(inner.inset(0, u(14)), NumberBox(text=number))


def put_figure(page: Page, rect: Rect, label: str, value: str) -> None:
    """Put a card with what is counted and how much it is."""
    page.put(rect, Card())
    upper, lower = rect.inset(u(16), 0).middle(rect.w - u(32), u(134)).rows(2, 0)
    page.put(upper, Text(text=label, tone="ink2", halign="center", valign="bottom"))
    page.put(lower, Text(text=value, role="title", halign="center"))


def put_waits(page: Page, places: list[Rect], ahead: int, wait: Wait | None) -> None:
    """Put the people ahead and the wait, each into its place."""
    people = manner.people(ahead, page.language)
    put_figure(page, places[0], page.t("ticket.ahead"), people)
    put_figure(page, places[1], page.t("ticket.wait"), wait_words(page, wait))


def wait_words(page: Page, wait: Wait | None) -> str:
    """Return the wait as a range, or that no counter is open."""
    if wait is None:
        return page.t("ticket.no_counter")
    return manner.wait_range(wait.low, wait.high, page.language)


class Claim(Widget):
    """The button to claim priority, the sign that there is some, or whom to tell.

    It stays while the page around it changes, so that no finger is pulled off it.
    """

    def __init__(self, page: Page, rect: Rect) -> None:
        super().__init__()
        self._page, self._rect, self._shown = page, rect, ""

    def follow(self, state: State) -> None:
        """Follow the ticket on the glass."""
        found = on_the_glass(state)
        priority = found is not None and found[0].priority
        shown = "button" if may_claim(state) else "given" if priority else ""
        if for_staff(state):
            shown = "own"
        if shown == self._shown:
            return
        self._shown = shown
        self.clear_widgets()
        if shown == "button":
            _put_button(self._page, self, self._rect)
        elif shown:
            small = self._page.stage.small
            text = _SIGNS[shown][1 if small else 0]
            _put_sign(self._page.t(text), self, self._rect)


_SIGNS = {
    "given": ("priority.given", "priority.mark"),
    "own": ("priority.own", "priority.own_short"),
}
"""What a sign says, and on the small panel."""


def _put_button(page: Page, into: Widget, rect: Rect) -> None:
    key = "priority.button_short" if page.stage.small else "priority.button"
    icon = "heart-handshake" if rect.w > u(560 * look.enlarge) else ""
    button = PlumButton(text=page.t(key), icon=icon, pad_u=8)
    into.add_widget(page.on(rect.put(button), OpenPriority))


def _put_sign(text: str, into: Widget, rect: Rect) -> None:
    into.add_widget(rect.put(Shape(fill="priority.ground", edge="priority.line")))
    look_of: dict[str, Any] = {"tone": "priority.ink", "weight": 700}
    if rect.w <= u(560):
        label = Text(text=text, halign="center", **look_of)
        into.add_widget(rect.inset(u(8), 0).put(label))
        return
    label = Text(text=text, size_u=46, hug=True, **look_of)
    width, most = label.natural_width() + u(4), rect.w - u(140)
    label.hug = width <= most  # else it takes two lines
    whole = rect.middle(min(width, most) + u(80), rect.h)
    sign, words = whole.cut_left(u(60), u(20))
    icon = IconText(icon="heart-handshake", tone="priority.ink", size_u=60)
    into.add_widget(sign.put(icon))
    into.add_widget(words.put(label))
