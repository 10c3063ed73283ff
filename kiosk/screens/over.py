# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""What lies over a page: a countdown, a wish on its way, a message.

It takes every touch: what it hides cannot be struck.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.uix.widget import Widget

from assets.lang import manner, texts
from assets.lang.words import word
from assets.look.current import look
from assets.look.widgets import Bar, Card, IconText, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.waiting import COUNTDOWN, SIGN_AFTER, SLOW_AFTER
from kiosk.flow.wishes import Message
from kiosk.screens.place import Rect
from kiosk.screens.stage import Stage, u
from server.protocol.times import moment


class Over(Widget):
    """A card in the middle of the glass, over a page that is veiled."""

    def __init__(self, stage: Stage, language: str) -> None:
        super().__init__(size_hint=(None, None), size=(stage.width, stage.height))
        self.stage, self.language = stage, language
        self.t = texts("kiosk", language)
        with self.canvas.before:
            red, green, blue, _ = look.rgba("paper")
            Color(red, green, blue, 0.86)
            Rectangle(pos=(0, 0), size=self.size)

    def on_touch_down(self, touch: Any) -> bool:
        """Take the touch whether it hits a button or not."""
        super().on_touch_down(touch)
        return True

    def card(self, height: float) -> Rect:
        """Put the card; return its inner part."""
        page = self.stage.zone
        width = min(u(1000), page.w)
        rect = page.middle(width, min(u(height), page.h))
        self.put(rect, Card(edge="accent"))
        return rect.inset(
            u(30 if self.stage.small else 56), u(24 if self.stage.small else 44)
        )

    def put(self, rect: Rect, widget: Any) -> Any:
        """Put a widget; return it."""
        self.add_widget(rect.put(widget))
        return widget

    def button(self, rect: Rect, text: str, touch: type[Any]) -> None:
        """Put the one button."""
        button = SolidButton(text=text, role="main_action", size_u=58)
        button.bind(on_release=lambda *_: self.stage.do(touch()))
        self.put(rect, button)

    def follow(self, state: State, now: float) -> None:
        """Follow the time."""


class Countdown(Over):
    """ "Ông/bà còn ở đây không?" before everything is forgotten."""

    def __init__(self, stage: Stage, language: str) -> None:
        super().__init__(stage, language)
        inner = self.card(460 if stage.small else 640)
        title, inner = inner.cut_top(u(90 if stage.small else 130))
        text = self.t("countdown.title")
        self.put(title, Text(text=text, role="title", halign="center"))
        action, inner = inner.cut_bottom(u(120 if stage.small else 156), u(24))
        self.button(action, self.t("countdown.more"), i.MoreTime)
        bar, inner = inner.cut_bottom(u(20), u(20))
        self._bar = self.put(bar, Bar())
        self._text = self.put(inner, Text(halign="center", size_u=46))

    def follow(self, state: State, now: float) -> None:
        """Show the seconds that are left."""
        since = state.counting if state.counting is not None else now
        left = max(COUNTDOWN - (now - since), 0)
        self._text.text = self.t("countdown.back", n=max(round(left), 0))
        self._bar.share = round(left) / COUNTDOWN


SIGNS = {
    "pending": "ticket",
    "calling": "bell-ring",
    "checking": "calendar-clock",
    "claim": "heart-handshake",
    "presented": "ticket",
    "rating": "star",
    "printout": "printer",
}
TITLES = {
    "pending": "pending.title",
    "calling": "help.calling",
    "checking": "appointment.checking",
    "claim": "priority.asking",
    "presented": "scan.looking",
    "rating": "rating.sending",
    "printout": "printout.printing",
}


class OnItsWay(Over):
    """A wish or a question without an answer; after a while it says so honestly."""

    def __init__(self, stage: Stage, language: str, key: str) -> None:
        super().__init__(stage, language)
        self._key = key
        self.opacity = 0
        inner = self.card(400 if stage.small else 480)
        icon, inner = inner.cut_top(u(100), u(10))
        self.put(
            icon,
            IconText(icon=SIGNS[key], size_u=92),
        )
        title, inner = inner.cut_top(u(90))
        text = self.t(TITLES[key])
        self.put(title, Text(text=text, role="title", halign="center"))
        self._text = self.put(inner, Text(halign="center", size_u=44))

    def follow(self, state: State, now: float) -> None:
        """Show itself when the answer does not come at once."""
        passed = now - state.underway[1] if state.underway else 0.0
        self.opacity = 1 if passed >= SIGN_AFTER else 0
        slow = passed >= SLOW_AFTER and state.pending is not None
        self._text.text = self.t("pending.slow" if slow else "pending.wait")


class Said(Over):
    """A calm sentence."""

    def __init__(self, stage: Stage, language: str, state: State) -> None:
        super().__init__(stage, language)
        message = state.message
        key = message.key if message else ""
        said = self._words(message) if message else ""
        inner = self.card(470 if stage.small else 660)
        action, inner = inner.cut_bottom(u(110 if stage.small else 150), u(24))
        self.button(action, self.t("message.ok"), i.Dismiss)
        icon = "bell-ring" if key == "help.called" else "info"
        if not stage.small:
            sign, inner = inner.cut_top(u(110), u(12))
            self.put(sign, IconText(icon=icon, size_u=92))
        text = Text(text=said, role="name", weight=600, halign="center")
        self.put(inner, text)

    def _words(self, message: Message) -> str:
        if not message.key:
            return word(message.words, self.language)
        if not message.at:
            return self.t(message.key)
        at = moment(message.at)
        date = manner.short_date(at.date(), self.language)
        return self.t(message.key, time=manner.clock(at), date=date)


def over_of(stage: Stage, state: State) -> tuple[object, Any]:
    """Return what lies over the page: what it is of, and how to make it."""
    language = state.language
    if state.message is not None:
        return (state.message, language), lambda: Said(stage, language, state)
    if state.underway is not None:
        what = state.underway[0]
        return (what, language), lambda: OnItsWay(stage, language, what)
    if state.counting is not None:
        return ("counting", language), lambda: Countdown(stage, language)
    if state.comfort.open:
        # The panel is an "over" itself, and imports this module.
        from kiosk.screens.comfort import ComfortPanel

        what_set = ("comfort", language, state.comfort)
        return what_set, lambda: ComfortPanel(stage, language, state)
    return None, None
