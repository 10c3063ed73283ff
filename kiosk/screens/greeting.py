# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""What stands over the services: the question, a calm sentence, or a notice."""

from __future__ import annotations

from functools import partial

from kivy.uix.widget import Widget

from assets.lang.words import line, word
from assets.look.current import look
from assets.look.widgets import FlatButton, IconText, Shape, Text
from kiosk.flow import State, away
from kiosk.flow.posted import OpenPost
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u
from kiosk.screens.teaser import teaser
from server.protocol.messages import Page as Notice

LEAST = 20.0
"""Millimetres that a finger needs, and a line of a notice's title."""


class Greeting(Widget):
    """The place over the services; made anew only when something else stands there.

    A notice is a button as far as hands reach on this panel. Where they do not reach
    that place at all, it is only read; "Thông báo – Nội quy" leads to it.
    """

    def __init__(self, page: Page, rect: Rect) -> None:
        super().__init__(size_hint=(None, None))
        self._page, self._rect = page, rect
        self._shown: object = None

    def show(self, state: State) -> None:
        """Follow the line and the slides."""
        calm = bool(state.hall.services) and not state.hall.online
        notice = None if calm else slide_of(state)
        what = away.sentence(state) if calm else notice
        if (what, calm) == self._shown:
            return
        self._shown = (what, calm)
        self.clear_widgets()
        if calm:
            self._sentence(away.sentence(state))
        elif notice is not None:
            self._notice(state.slide or "", notice)
        else:
            text = Text(text=self._page.t("home.question"), role="question")
            self._put(self._rect, text)

    def _put(self, rect: Rect, widget: Widget) -> None:
        self.add_widget(rect.put(widget))

    def _sentence(self, key: str) -> None:
        place = self._rect.cut_bottom(u(10))[1]
        self._put(place, Shape(fill="paused.ground", edge="paused.line"))
        text = Text(text=self._page.t(key), tone="paused.ink", size_u=40)
        self._put(place.inset(u(24), 0), text)

    def _notice(self, id: str, notice: Notice) -> None:
        page = self._page
        place = self._rect.cut_bottom(u(12))[1]
        title = line(word(notice.title, page.language))
        reached = page.stage.touchable(place)
        if reached.h < look.mm(LEAST):
            self._read(place, title)
            return
        button = FlatButton(icon="megaphone", align="left", pad_u=24)
        button.role = "procedure"
        room = Rect(0, 0, reached.w - u(2 * 24 + 54 + 18), reached.h)
        button.text = teaser([title], room, "procedure")
        page.on(button, partial(OpenPost, id))
        self._put(reached, button)

    def _read(self, place: Rect, title: str) -> None:
        self._put(place, Shape(edge="line"))
        sign, words = place.inset(u(24), 0).cut_left(u(54), u(18))
        self._put(sign, IconText(icon="megaphone"))
        text = teaser([title], words, "procedure")
        self._put(words, Text(text=text, role="procedure"))


def slide_of(state: State) -> Notice | None:
    """Return the notice that stands at home, if one does."""
    return None if state.slide is None else state.hall.notices.get(state.slide)
