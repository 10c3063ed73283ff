# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A ticket that was scanned: where it stands, or "Tôi đã quay lại"."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.uix.widget import Widget

from assets.lang import manner
from assets.lang.words import line, word
from assets.look.widgets import Card, IconText, Shape, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.priority import may_claim
from kiosk.flow.returning import ComeBack, missed
from kiosk.flow.wishes import Presented
from kiosk.screens.number import Claim, put_number, put_waits
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, new_key, u
from server.protocol.messages import Followed

SIGNS = {
    "waiting": ("good", "check"),
    "called": ("calling", "bell-ring"),
    "serving": ("serving", "user-check"),
    "held": ("attention", "circle-pause"),
    "no_show": ("attention", "triangle-alert"),
}
"""The colours and the sign of each state that has a page."""


@dataclass(frozen=True)
class Parts:
    """Where on the page things stand; None has no room, or no use."""

    sentence: Rect
    number: Rect
    waits: list[Rect] | None
    claim: Rect | None
    action: Rect


def _come_back() -> ComeBack:
    return ComeBack(new_key())


class ScannedPage(Page):
    """The number, what is the matter with it, and the one thing to do."""

    def build(self, state: State) -> None:
        """Make the buttons at the bottom; the rest follows the ticket."""
        self._area = self.foot(self.head(state))
        self._what: object = None
        self._claim: Claim | None = None
        self._kept = Widget(size_hint=(None, None), size=self.size)
        self.add_widget(self._kept)

    def content(self, state: State) -> object:
        """Return the ticket as it is now, and what may be claimed."""
        shown = state.presented
        return shown and (shown.place, shown.back), may_claim(state)

    def draw(self, state: State) -> None:
        """Make everything above the bottom."""
        shown = state.presented
        if shown is None or shown.place is None:
            return
        place = shown.place
        parts = self._parts(place, claims=self._has_claim(state, place))
        self._sentence(parts.sentence, state, shown)
        ticket = place.ticket
        service = state.hall.service(ticket.service)
        title = word(service.name, self.language) if service else ""
        if self.stage.form == "wide" and parts.waits is None:
            title = line(title)
        if self.stage.small:
            self._small_number(parts.number, ticket.number)
        else:
            lead = self.t("ticket.your_number")
            put_number(self, parts.number, lead, ticket.number, title)
        if parts.waits is not None:
            put_waits(self, parts.waits, place.ahead, place.wait)
        self._buttons(parts, state, shown)

    def _small_number(self, rect: Rect, number: str) -> None:
        """Put the number beside the buttons: still the largest, but no 62 mm."""
        self.put(rect, Card(edge="accent"))
        large = {"role": "ticket_number", "size_u": 170, "least_u": 90}
        text = Text(text=number, tone="accent", halign="center", **large)
        self.put(rect.inset(u(14), u(4)), text)

    def _buttons(self, parts: Parts, state: State, shown: Presented) -> None:
        """Make the buttons, anew only where they stand or do something else."""
        what = (parts.action, parts.claim, missed(shown))
        if what != self._what:
            self._what = what
            self._kept.clear_widgets()
            self._action(parts.action, shown)
            self._claim = Claim(self, parts.claim) if parts.claim else None
            if self._claim is not None:
                self._kept.add_widget(self._claim)
        if self._claim is not None:
            self._claim.follow(state)

    def _has_claim(self, state: State, place: Followed) -> bool:
        return may_claim(state) or place.ticket.priority

    def _action(self, rect: Rect, shown: Presented) -> None:
        role, size = ("button", 46) if self.stage.small else ("main_action", 60)
        if missed(shown):
            text = self.t("scan.come_back")
            button = SolidButton(text=text, role=role, size_u=size, pad_u=10)
            self._kept.add_widget(self.on(rect.put(button), _come_back))
            return
        text = self.t("ticket.done")
        button = SolidButton(text=text, role=role, size_u=size, pad_u=10)
        self._kept.add_widget(self.on(rect.put(button), i.Done))

    # Where things stand

    def _parts(self, place: Followed, *, claims: bool) -> Parts:
        waits = place.ticket.state == "waiting"
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        return build[self.stage.form](waits, claims)

    def _tall(self, waits: bool, claims: bool) -> Parts:
        sentence, area = self._area.cut_top(u(150 if waits else 240), u(26))
        action, area = area.cut_bottom(u(148), u(30))
        claim = figures = None
        if claims:
            claim, area = area.cut_bottom(u(124), u(26))
        if waits:
            low, area = area.cut_bottom(u(176), u(26))
            figures = low.columns((1, 1), u(18))
        return Parts(sentence, area, figures, claim, action)

    def _wide(self, waits: bool, claims: bool) -> Parts:
        sentence, area = self._area.cut_top(u(130), u(20))
        if not (waits or claims):
            action, number = area.cut_bottom(u(130), u(20))
            return Parts(sentence, number, None, None, action)
        number, right = area.columns((56, 44), u(28))
        action, right = right.cut_bottom(u(130), u(20))
        claim = figures = None
        if claims:
            claim, right = right.cut_bottom(u(112), u(20))
        if waits:
            figures = right.rows(2, u(18))
        return Parts(sentence, number, figures, claim, action)

    def _small(self, waits: bool, claims: bool) -> Parts:
        sentence, area = self._area.cut_top(u(116), u(8))
        number, right = area.columns((50, 50), u(14))
        if claims:
            claim, action = right.rows(2, u(12))
            return Parts(sentence, number, None, claim, action)
        action = right.middle(right.w, min(right.h, u(140)))
        return Parts(sentence, number, None, None, action)

    # What is the matter

    def _sentence(self, rect: Rect, state: State, shown: Presented) -> None:
        place = shown.place
        if place is None:
            return
        look, icon = SIGNS.get(place.ticket.state, ("paused", "circle-pause"))
        self.put(rect, Shape(fill=f"{look}.ground", edge=f"{look}.line"))
        small = self.stage.small
        inner = rect.inset(u(20 if small else 32), 0)
        tone = f"{look}.ink"
        if not small:
            sign, inner = inner.cut_left(u(84), u(26))
            self.put(sign, IconText(icon=icon, tone=tone, size_u=84))
        text = self._words(state, shown, place)
        size = {"tall": 50, "wide": 46, "small": 40}[self.stage.form]
        self.put(inner, Text(text=text, tone=tone, weight=600, size_u=size))

    def _words(self, state: State, shown: Presented, place: Followed) -> str:
        kind = place.ticket.state
        if kind == "waiting":
            if shown.back:
                return self.t("scan.back")
            return self._short(place) if self.stage.small else self.t("scan.waiting")
        if kind == "no_show":
            text = self.t("scan.missed")
            how = "" if self.stage.small else self.t("scan.missed_how")
            return f"{text} {how}".strip()
        if kind == "held":
            return self.t("scan.held")
        counter = self._counter(state, place.ticket.counter)
        if not counter:
            return self.t(f"scan.{kind}_short")
        return self.t(f"scan.{kind}", counter=counter)

    def _short(self, place: Followed) -> str:
        """Return the wait, which has no cards of its own on the small panel."""
        people = manner.people(place.ahead, self.language)
        ahead = self.t("ticket.ahead_line", people=people)
        if place.wait is None:
            return f"{ahead}\n{self.t('ticket.no_counter')}"
        span = manner.wait_range(place.wait.low, place.wait.high, self.language)
        return f"{ahead}\n{self.t('ticket.wait')}: {span}"

    def _counter(self, state: State, id: str | None) -> str:
        office = state.hall.office
        counters = office.counters if office else []
        names = [word(one.name, self.language) for one in counters if one.id == id]
        # "Quầy 2" stays together.
        return line(names[0]).replace(" ", "\N{NO-BREAK SPACE}") if names else ""
