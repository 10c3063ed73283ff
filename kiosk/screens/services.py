# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A service's button: icon, name, people waiting, the expected wait."""

from __future__ import annotations

from typing import Any

from assets.lang import manner, texts
from assets.lang.words import word
from assets.look.current import look
from assets.look.widgets import Plate, Pressable, Rule, Text
from kiosk.flow import State, away
from kiosk.screens.place import Rect
from kiosk.screens.stage import u
from server.protocol.messages import Service


def wait_words(state: State, service: Service, language: str) -> tuple[str, str, bool]:
    """Return the wait, the people waiting, and whether to go in at once.

    While the server is away nothing is known, so nothing is said.
    """
    t = texts("kiosk", language)
    if not service.open:
        return t("wait.closed"), "", False
    line = state.hall.wait(service.id)
    if line is None:
        return "", "", False
    key = "wait.people_one" if line.waiting == 1 else "wait.people"
    people = t(key, n=manner.number(line.waiting, language))
    if line.wait is None:
        return t("wait.no_counter"), people if line.waiting else "", False
    if line.wait.high == 0:
        return t("wait.now"), t("wait.people_none"), True
    low, high = line.wait.low // 60, -(-line.wait.high // 60)
    return t("wait.range", low=low, high=high), people, False


def wait_line(state: State, service: Service, language: str) -> str:
    """Return the wait in one sentence, for a page's second line."""
    t = texts("kiosk", language)
    if not service.open:
        return word(service.closed_because, language) or t("wait.closed")
    line = state.hall.wait(service.id)
    if line is None:
        return t(away.short_sentence(state))
    people = manner.people_waiting(line.waiting, language)
    if line.wait is None:
        return t("wait.line_no_counter", people=people)
    if line.wait.high == 0:
        return t("wait.line_now")
    span = manner.wait_range(line.wait.low, line.wait.high, language)
    return t("wait.line", people=people, range=span)


class ServiceButton(Pressable):
    """A service at home, as a row ("tall", "small") or as a tile ("wide")."""

    def __init__(self, service: Service, form: str, language: str, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        self.service = service.id
        self._language, self._form = language, form
        self._moved: list[tuple[Any, float]] = []
        self._range = Text(role="button", weight=700)
        self._people = Text(tone="ink2")
        self._name = Text(role="name", text=word(service.name, language))
        build = {"tall": self._row, "wide": self._tile, "small": self._short_row}
        build[form](service, rect)
        self.fbind("down_u", self._press)

    @property
    def text(self) -> str:
        """The service's name: how a test finds the button."""
        return str(self._name.text)

    def _put(self, rect: Rect, widget: Any) -> Any:
        self.add_widget(rect.put(widget))
        self._moved.append((widget, widget.y))
        return widget

    def _press(self, *_: object) -> None:
        for widget, y in self._moved:
            widget.y = y - round(u(self.down_u))

    def _row(self, service: Service, rect: Rect) -> None:
        # A low row has room for a name of two lines and for nothing else.
        inner = rect.inset(u(24), max(min(u(12), (rect.h - u(109)) / 2), 0))
        if look.enlarge > 1:
            # The office's line breaks are meant for the usual size.
            self._name.text = " ".join(self._name.text.split())
        plate, rest = inner.cut_left(u(116), u(26))
        side = min(u(116), inner.h)
        sign = Plate(icon=service.icon, colour=service.colour)
        self._put(plate.middle(side, side), sign)
        right, left = rest.cut_right(u(316), u(12))
        self._put(left, self._name)
        upper, lower = right.middle(right.w, u(118)).rows(2, 0)
        self._range.halign = self._people.halign = "right"
        self._put(upper, self._range)
        self._put(lower, self._people)

    def _tile(self, service: Service, rect: Rect) -> None:
        inner = rect.inset(u(28), u(16))
        low, high = inner.cut_bottom(u(56), u(10))
        side = min(u(116), high.h)
        plate, name = high.cut_left(u(116), u(24))
        sign = Plate(icon=service.icon, colour=service.colour)
        self._put(plate.middle(side, side), sign)
        self._put(name, self._name)
        self._put(Rect(low.x, low.top + u(4), low.w, max(u(2), 1)), Rule())
        self._people.halign = "right"
        left, right = low.columns((11, 9), 0)
        self._put(left, self._range)
        self._put(right, self._people)

    def _short_row(self, service: Service, rect: Rect) -> None:
        inner = rect.inset(u(20), u(2))
        right, left = inner.cut_right(u(250), u(8))
        self._name.size_u = 42
        self._range.size_u = 40
        self._put(left, self._name)
        self._people.halign = self._range.halign = "right"
        upper, lower = right.middle(right.w, min(u(110), right.h)).rows(2, 0)
        self._put(upper, self._range)
        self._put(lower, self._people)

    def show(self, state: State) -> None:
        """Show the line as it is now."""
        service = state.hall.service(self.service)
        if service is None:
            return
        span, people, now = wait_words(state, service, self._language)
        line = state.hall.wait(self.service)
        if self._form == "small" and service.open and line is not None:
            people = manner.people(line.waiting, self._language) if people else ""
            if line.wait is None:
                span = texts("kiosk", self._language)("wait.no_counter_short")
        if now and self._form != "tall":
            people = ""  # "Mời vào ngay" says it
        self._range.text, self._people.text = span, people
        self._range.tone = "accent" if now else "ink"
