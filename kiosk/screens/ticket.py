# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The number, at once and large; then the paper, or the fault of the printer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assets.lang import manner
from assets.lang.words import line, word
from assets.look.widgets import Bar, Card, IconText, Shape, SolidButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.priority import for_staff, may_claim
from kiosk.flow.wishes import Given, Slip
from kiosk.screens.code import Code
from kiosk.screens.number import (
    Claim,
    put_figure,
    put_number,
    put_waits,
    wait_words,
)
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u
from kiosk.slips import phone_address


class NumberPage(Page):
    """What ticket and fault share: the number's card, the button, the bar."""

    button = ""
    _claim: Rect | None = None
    _claim_kept: Claim | None = None
    _closing: Text | None = None

    def ending(self, area: Rect, state: State) -> Rect:
        """Put the button and the bar at the bottom; return the page above."""
        claims = self.claims(state)
        small = self.stage.small
        if small:
            action, area = area.cut_bottom(u(92), u(8))
            strip, area = area.cut_bottom(u(8), u(8))
        else:
            bar, area = area.cut_bottom(u(56), u(20))
            action, area = area.cut_bottom(u(156), u(34))
            words, strip = bar.cut_right(u(400), u(24))
            strip = strip.middle(strip.w, u(16))
            self._closing = self.add(words, Text(tone="ink2", halign="right"))
        self._bar = self.add(strip, Bar())
        action = self._easy_beside(action)
        if claims:
            # Words instead of the button need more room on the small panel.
            shares = (68, 32) if for_staff(state) else (46, 54)
            action, area = self._claim_beside(action, area, shares)
        role, pad = ("button", 8) if small and claims else ("main_action", 16)
        done = SolidButton(text=self.t(self.button), role=role, pad_u=pad)
        self.on(self.add(action, done), i.Done)
        return area

    def claims(self, state: State) -> bool:
        """Tell whether there is a place for priority."""
        return bool(state.hall.reasons)

    def _easy_beside(self, action: Rect) -> Rect:
        """Put "Dễ dùng" beside the button; return what it leaves."""
        small = self.stage.small
        width = self.least_needs(self.t("comfort.button"), 24 if small else 60)
        easy, action = action.cut_left(width, u(14 if small else 24))
        self.comfort(easy, icon_at="top")
        return action

    def _claim_beside(
        self, action: Rect, area: Rect, small: tuple[int, int]
    ) -> tuple[Rect, Rect]:
        """Cut the place of "Tôi thuộc diện ưu tiên" from the button or the page.

        A page that was brought down into reach has no room for it above the button.
        """
        if self.stage.form == "tall" and area.h > u(1250):
            self._claim, area = area.cut_bottom(u(124), u(34))
            return action, area
        shares, gap = (small, 14) if self.stage.small else ((2, 3), 24)
        self._claim, action = action.columns(shares, u(gap))
        return action, area

    def claim(self, state: State) -> None:
        """Follow what may be claimed, apart from the rest that is drawn anew."""
        if self._claim is not None:
            if self._claim_kept is None:
                self._claim_kept = self.add(self._claim, Claim(self, self._claim))
            self._claim_kept.follow(state)

    def count(self, left: float, whole: float) -> None:
        """Show the seconds until the page closes."""
        seconds = max(round(left), 0)
        self._bar.share = seconds / whole
        if self._closing is not None:
            self._closing.text = self.t("ticket.closing", n=seconds)
        elif self._head is not None:
            self._head.clock.text = self.t("ticket.closing_shortest", n=seconds)

    def tell(self, now: datetime) -> None:
        """Show the time of day; the small panel has its place for the seconds."""
        if not self.stage.small:
            super().tell(now)

    def above(self, area: Rect) -> Rect:
        """Return the page without the bottom's margin."""
        if self.stage.form == "small":
            return area
        return area.cut_bottom(u(30))[1]

    def number(self, rect: Rect, given: Given, lead: str, under: str = "") -> None:
        """Put the card with the number and what it is for."""
        number, title = given.issued.ticket.number, self._title_of(given)
        put_number(self, rect, lead, number, title, under)

    def _title_of(self, given: Given) -> str:
        title = word(self._words(given), self.language)
        return line(title) if self.stage.small else title

    def _words(self, given: Given) -> Any:
        procedure = self.hall.catalog.get(given.wish.procedure or "")
        service = self.hall.service(given.wish.service)
        if procedure is not None:
            return procedure.short
        return service.name if service else None

    def show(self, state: State) -> None:
        """Follow the slip."""
        self.hall = state.hall
        super().show(state)
        self.claim(state)


class TicketPage(NumberPage):
    """The number while its slip is printed and taken, and priority is claimed."""

    button = "ticket.done"

    def build(self, state: State) -> None:
        """Make the button and the bar."""
        self.hall = state.hall
        self._area = self.ending(self.above(self.head(state)), state)

    def content(self, state: State) -> object:
        """Return the ticket, what is known of its slip, and what may be claimed."""
        return state.given, may_claim(state)

    def draw(self, state: State) -> None:
        """Make the number, the wait and what to do now."""
        given = state.given
        if given is None:
            return
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        build[self.stage.form](self._area, given)

    def _tall(self, area: Rect, given: Given) -> None:
        missing = self._missing(given)
        shares = (64, 19, 19, 18) if missing else (68, 22, 22)
        parts = _parts(area, shares, u(22))
        self.number(parts[0], given, self.t("ticket.your_number"))
        self._waits(parts[1].columns((1, 1), u(18)), given)
        self._paper(parts[2], given)
        if missing:
            self._need(parts[3], missing)

    def _wide(self, area: Rect, given: Given) -> None:
        left, right = area.columns((56, 44), u(28))
        self.number(left, given, self.t("ticket.your_number"))
        missing = self._missing(given)
        parts = right.rows(4 if missing else 3, u(20))
        self._waits(parts[:2], given)
        self._paper(parts[2], given)
        if missing:
            self._need(parts[3], missing)

    def _small(self, area: Rect, given: Given) -> None:
        low, card = area.cut_bottom(u(114), u(10))
        self.number(card, given, self.t("ticket.your_number"))
        paper, wait = low.columns((54, 46), u(16))
        self._paper(paper, given)
        upper, lower = wait.rows(2, 0)
        first, second = self._short_waits(given)
        self.put(upper, Text(text=first))
        self.put(lower, Text(text=second, weight=700))

    def _short_waits(self, given: Given) -> tuple[str, str]:
        if given.own:
            return self.t("own.order_how"), self.t("own.call_how")
        people = manner.people(given.issued.ahead, self.language)
        ahead = self.t("ticket.ahead_line", people=people)
        return ahead, wait_words(self, given.issued.wait)

    def _waits(self, places: list[Rect], given: Given) -> None:
        if given.own:
            put_figure(self, places[0], self.t("own.order"), self.t("own.order_how"))
            put_figure(self, places[1], self.t("own.call"), self.t("own.call_how"))
            return
        put_waits(self, places, given.issued.ahead, given.issued.wait)

    def _paper(self, rect: Rect, given: Given) -> None:
        printed = given.slip is Slip.PRINTED
        title, second = (
            ("take_slip", "then_sit") if printed else ("printing", "printing_wait")
        )
        self.put(rect, Shape(fill="tint"))
        inner = rect.inset(u(30 if not self.stage.small else 16), 0)
        if not self.stage.small:
            sign, inner = inner.cut_left(u(90), u(24))
            self.put(sign, IconText(icon="printer", tone="on_tint", size_u=86))
            if printed:
                sign, inner = inner.cut_right(u(72), u(8))
                self.put(sign, IconText(icon="arrow-down", tone="on_tint", size_u=72))
        high = min(u(136), inner.h)
        upper, lower = inner.middle(inner.w, high).cut_top(high - u(60))
        text = self.t(f"ticket.{title}")
        self.put(upper, Text(text=text, role="name", tone="on_tint", size_u=52))
        brief = self.stage.small and second == "printing_wait"
        text = self.t(f"ticket.{second}_short" if brief else f"ticket.{second}")
        self.put(lower, Text(text=text, tone="on_tint", size_u=42))

    def _missing(self, given: Given) -> str:
        procedure = self.hall.catalog.get(given.wish.procedure or "")
        papers = procedure.papers if procedure else []
        names = [
            word(p.name, self.language) for p in papers if p.id in given.wish.missing
        ]
        return ", ".join(names)

    def _need(self, rect: Rect, papers: str) -> None:
        self.put(rect, Shape(fill="attention.ground"))
        sign, inner = rect.inset(u(30), u(6)).cut_left(u(72), u(24))
        self.put(sign, IconText(icon="clipboard-list", tone="attention.ink", size_u=66))
        text = self.t("ticket.missing", papers=papers)
        self.put(inner, Text(text=text, weight=600, tone="attention.ink", size_u=42))


class FaultPage(NumberPage):
    """The number when no slip came out: to remember, or to keep on a phone."""

    button = "fault.done"

    def build(self, state: State) -> None:
        """Make the button and the bar."""
        self.hall = state.hall
        self._area = self.ending(self.above(self.head(state)), state)

    def claims(self, state: State) -> bool:
        """Tell whether there is a place for priority.

        The small panel has no room to ask twice that staff be told.
        """
        said = self.stage.small and for_staff(state)
        return super().claims(state) and not said

    def content(self, state: State) -> object:
        """Return the ticket, and what may be claimed."""
        return state.given, may_claim(state)

    def draw(self, state: State) -> None:
        """Make the sentence, the number and the code."""
        given = state.given
        if given is None:
            return
        office = state.hall.office
        address = phone_address(office, given.issued) if office else None
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        build[self.stage.form](self._area, given, address)

    def _tall(self, area: Rect, given: Given, address: str | None) -> None:
        strip, area = area.cut_top(u(184), u(28))
        self._sentence(strip, given)
        if address:
            code, area = area.cut_bottom(u(400), u(28))
            self._phone(code, address)
        self._number(area, given)

    def _wide(self, area: Rect, given: Given, address: str | None) -> None:
        strip, area = area.cut_top(u(140), u(20))
        self._sentence(strip, given)
        if address:
            code, area = area.cut_right(u(800), u(24))
            self._phone(code, address)
        self._number(area, given)

    def _small(self, area: Rect, given: Given, address: str | None) -> None:
        strip, area = area.cut_top(u(116), u(6))
        if address:
            code, strip = strip.cut_right(u(116), u(12))
            self.put(code, Code(address))
        self._sentence(strip, given)
        self._number(area, given)

    def _number(self, rect: Rect, given: Given) -> None:
        under = "" if self.stage.small else self._waiting(given)
        self.number(rect, given, self.t("fault.remember"), under)

    def _waiting(self, given: Given) -> str:
        if given.own:
            return self.t("own.line")
        wait = given.issued.wait
        people = manner.people(given.issued.ahead, self.language)
        if wait is None:
            return self.t("fault.ahead_only", people=people)
        if wait.high == 0:
            return self.t("fault.ahead_now")
        span = manner.wait_range(wait.low, wait.high, self.language)
        return self.t("fault.ahead", people=people, range=span)

    def _sentence(self, rect: Rect, given: Given) -> None:
        """Say what is the matter: amber, for the citizen did nothing wrong."""
        none = given.slip is Slip.NO_PRINTER
        state, key = ("good", "no_printer") if none else ("attention", "")
        self.put(rect, Shape(fill=f"{state}.ground", edge=f"{state}.line"))
        inner = rect.inset(u(32 if not self.stage.small else 20), 0)
        tone = f"{state}.ink"
        title = self.t(f"fault.{key or 'title'}")
        # Without the server nobody could be told of it.
        own = given.own and not none
        valid = self.t("own.valid" if own else f"fault.{key + '_' if key else ''}valid")
        if self.stage.small:
            self.put(inner, Text(text=f"{title}. {valid}", tone=tone, weight=600))
            return
        icon = "printer" if none else "triangle-alert"
        sign, inner = inner.cut_left(u(90), u(28))
        self.put(sign, IconText(icon=icon, tone=tone, size_u=90))
        upper, lower = inner.middle(inner.w, u(132)).cut_top(u(74))
        self.put(upper, Text(text=title, tone=tone, role="name", size_u=54))
        self.put(lower, Text(text=valid, tone=tone, size_u=42))

    def _phone(self, rect: Rect, address: str) -> None:
        self.put(rect, Card())
        side = min(rect.h - u(24), rect.w * 0.38)
        code, words = rect.inset(u(20), u(8)).cut_left(side, u(24))
        self.put(code.middle(side, side), Code(address))
        upper, lower = words.middle(words.w, min(words.h, u(360))).cut_top(u(124))
        title = self.t("fault.phone")
        self.put(upper, Text(text=title, role="procedure", valign="bottom"))
        text = self.t("fault.phone_how")
        wifi = self.hall.office.wifi if self.hall.office else None
        if wifi:
            text += "\n" + self.t("fault.phone_wifi", name=wifi)
        self.put(lower, Text(text=text, size_u=42, valign="top"))


def _parts(rect: Rect, shares: tuple[int, ...], gap: float) -> list[Rect]:
    room = rect.h - gap * (len(shares) - 1)
    parts = []
    for share in shares:
        part, rect = rect.cut_top(room * share / sum(shares), gap)
        parts.append(part)
    return parts
