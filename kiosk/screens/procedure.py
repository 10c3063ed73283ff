# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A procedure: fee, time, its papers to tick, and "Lấy số thứ tự"."""

from __future__ import annotations

from assets.lang.words import line, word
from assets.look.widgets import (
    Card,
    FlatButton,
    IconText,
    RaisedButton,
    Shape,
    SolidButton,
    Text,
)
from kiosk import receiving
from kiosk.catalog import gone
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.screens.papers import PaperRow, long_names
from kiosk.screens.place import Rect
from kiosk.screens.rows import Mark, can_take, change_of
from kiosk.screens.services import wait_line
from kiosk.screens.stage import Page, new_key, u
from server.protocol.messages import Procedure

PAPERS = {"tall": 3, "wide": 3, "small": 2}
"""Papers that have room at once; a longer list is turned."""
LEAST_PAPER = 128
"""Grid pixels of a paper's name in one line, and its note."""


class ProcedurePage(Page):
    """One procedure."""

    def build(self, state: State) -> None:
        """Make the bottom; the rest follows the procedure."""
        self._area = self.foot(self.head(state))
        self._rows: list[PaperRow] = []
        self._wait: Text | None = None

    def content(self, state: State) -> object:
        """Return the procedure, whether numbers are given, and the page."""
        one = self._one(state)
        return one, one and can_take(state, one), state.place.page

    def _one(self, state: State) -> Procedure | None:
        return state.hall.catalog.get(state.place.procedure or "")

    def show(self, state: State) -> None:
        """Follow the ticks and the line."""
        super().show(state)
        one = self._one(state)
        if one is None:
            return
        for row in self._rows:
            row.tick((one.code, row.paper) in state.ticked)
        service = state.hall.service(one.service)
        if service is not None and self._wait is not None:
            self._wait.text = wait_line(state, service, self.language)

    def draw(self, state: State) -> None:
        """Make the page of the procedure."""
        self._rows, self._wait = [], None
        one = self._one(state)
        if one is None:
            return
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        build[self.stage.form](self._area, state, one)

    def _tall(self, area: Rect, state: State, one: Procedure) -> None:
        area = self._title(area, one)
        if not gone(one):  # what it cost helps nobody
            high = u(178 if self.stage.reach.low else 198)
            facts, area = area.cut_top(high, u(18))
            self._facts(facts.columns((1, 1), u(18)), one)
        area = self._action(area, state, one)
        self._papers(area, state, one)

    def _wide(self, area: Rect, state: State, one: Procedure) -> None:
        left, right = area.columns((46, 54), u(40))
        left = self._title(left, one)
        left = self._action(left, state, one)
        if not gone(one):
            facts = left.cut_top(min(left.h, u(256)))[0]
            self._facts(facts.columns((1, 1), u(16)), one)
        self._papers(right, state, one)

    def _small(self, area: Rect, state: State, one: Procedure) -> None:
        if gone(one):
            self._small_gone(area, state, one)
            return
        takes = can_take(state, one)
        left, right = area.columns((42, 58) if takes else (50, 50), u(16))
        if takes:
            left = self._action(left, state, one, brief=True)
        else:
            place, left = left.cut_bottom(u(192), u(8))
            self._elsewhere(place, state, one)
        # Fee and time stand in the details: the name needs the room.
        name = line(word(one.short, self.language))
        self.put(left, Text(text=name, role="name", size_u=46))
        self._papers(right, state, one)

    def _small_gone(self, area: Rect, state: State, one: Procedure) -> None:
        """Make the page of what is no more: its papers would help nobody."""
        low, area = area.cut_bottom(u(112), u(12))
        name, place = area.cut_top(u(108), u(8))
        text = line(word(one.short, self.language))
        self.put(name, Text(text=text, role="name", size_u=46))
        self.put(place, Shape(fill="paused.ground", edge="paused.line"))
        text = receiving.no_more(self.t, one, state.hall.catalog)
        inner = place.inset(u(14), u(4))
        self.put(inner, Text(text=text, role="name", weight=600, size_u=46))
        following = receiving.successor(one, state.hall.catalog)
        if following is None:
            self._open_details(low)
            return
        details, led = low.columns((30, 70), u(14))
        self._open_details(details)
        self._lead(led, following)

    def _title(self, area: Rect, one: Procedure) -> Rect:
        name = word(one.short, self.language)
        lines = name.count("\n") + 1
        title, area = area.cut_top(u(82 * lines), u(4))
        self.put(title, Text(text=name, role="title"))
        second, area = area.cut_top(u(60), u(20))
        key = "confirmed" if one.confirmed else "code"
        text = self.t(f"procedure.{key}", code=one.code)
        code = self.put(second, Text(text=text, tone="ink2"))
        doubt = "" if one.confirmed else self.t("procedure.unconfirmed")
        texts = (doubt, change_of(self.t, one, self.language))
        marks = [Mark(text, 0, 0) for text in texts if text]
        x = second.x + code.natural_width() + u(20)
        if x + sum(mark.width + u(14) for mark in marks) > second.x + second.w + u(14):
            code.text, x = "", second.x  # the code stands in the details too
        for mark in marks:
            mark.move(x, second.y + second.h / 2)
            self.body.add_widget(mark)
            x += mark.width + u(14)
        return area

    def _facts(self, places: list[Rect], one: Procedure) -> None:
        facts = (("fee", "banknote", one.fee), ("time", "clock", one.time))
        for rect, (key, icon, value) in zip(places, facts, strict=True):
            self.put(rect, Card())
            inner = rect.inset(u(28), u(6 if self.stage.reach.low else 14))
            upper, lower = inner.cut_top(u(56))
            sign, label = upper.cut_left(u(50), u(12))
            self.put(sign, IconText(icon=icon, tone="ink2", size_u=48))
            self.put(label, Text(text=self.t(f"procedure.{key}"), tone="ink2"))
            text = word(value, self.language)
            self.put(lower, Text(text=text, role="name"))

    def _action(
        self, area: Rect, state: State, one: Procedure, brief: bool = False
    ) -> Rect:
        """Put "Lấy số thứ tự" at the bottom, or say where the matter belongs."""
        if not brief:
            low, area = area.cut_bottom(u(58), u(8))
        takes = can_take(state, one)
        height = 110 if brief else 168
        if receiving.successor(one, state.hall.catalog) is not None:
            height += 124
        place, area = area.cut_bottom(u(height), u(12 if brief else 22))
        if takes:
            button = SolidButton(
                text=self.t("procedure.take"),
                icon="" if brief else "ticket",
                role="main_action",
                icon_u=84,
                size_u=48 if brief else 0,
                least_u=40,
            )
            service = one.service or ""
            self.on(
                self.put(place, button), lambda: i.Take(new_key(), service, one.code)
            )
            if not brief:
                center = self.stage.form == "tall"
                text = Text(tone="ink2", halign="center" if center else "left")
                self._wait = self.put(low, text)
            return area
        self._elsewhere(Rect(low.x, low.y, low.w, place.top - low.y), state, one)
        return area

    def _elsewhere(self, rect: Rect, state: State, one: Procedure) -> None:
        """Say why no number is given; lead to what is done instead."""
        self.put(rect, Shape(fill="paused.ground", edge="paused.line"))
        inner = rect.inset(u(14 if self.stage.small else 24), u(8))
        following = receiving.successor(one, state.hall.catalog)
        if following is not None:
            low, inner = inner.cut_bottom(u(112), u(8))
            self._lead(low.inset(0, u(6)), following)
        if not self.stage.small:
            sign, inner = inner.cut_left(u(80), u(20))
            here = one.received == "here"
            icon = "archive" if gone(one) else "moon" if here else "map-pin"
            self.put(sign, IconText(icon=icon, tone="ink", size_u=72))
        text = self._why_not(state, one)
        self.put(inner, Text(text=text, role="name", weight=600))

    def _why_not(self, state: State, one: Procedure) -> str:
        if gone(one):
            return receiving.no_more(self.t, one, state.hall.catalog)
        service = state.hall.service(one.service)
        said = receiving.place_short if self.stage.small else receiving.place
        if where := said(self.t, one):
            return where
        if service is not None:
            return wait_line(state, service, self.language)
        return self.t("procedure.not_here")

    def _lead(self, rect: Rect, one: Procedure) -> None:
        """Put the button to what takes the place of the one that is shown."""
        icon = "" if self.stage.small else "arrow-right"
        name = line(word(one.short, self.language))
        button = RaisedButton(text=name, icon=icon, icon_at="right", pad_u=8)
        self.on(self.put(rect, button), lambda: i.OpenProcedure(one.code))

    def _papers(self, area: Rect, state: State, one: Procedure) -> None:
        small = self.stage.small
        papers = one.papers
        each = (
            1 if small and long_names(self, papers, area) else PAPERS[self.stage.form]
        )
        if not small:
            area = self._papers_title(area, bool(papers))
            each = self.stage.rows(area.h - u(122), each, u(16), LEAST_PAPER)
        if not papers:
            area = self._details(area, 0, 1)
            return
        pages = -(-len(papers) // each)
        page = state.place.page % pages
        area = self._details(area, page, pages)
        shown = papers[page * each : (page + 1) * each]
        gap = u(12 if small else 16)
        most = (area.h - gap * (each - 1)) / each
        height = (
            most
            if small
            else min((area.h - gap * (len(shown) - 1)) / len(shown), u(196))
        )
        for paper in shown:
            place, area = area.cut_top(height, gap)
            row = PaperRow(self, paper, place)
            self._rows.append(row)
            self.body.add_widget(row)

    def _papers_title(self, area: Rect, some: bool) -> Rect:
        upper, area = area.cut_top(u(66))
        self.put(upper, Text(text=self.t("procedure.papers"), role="name"))
        lower, area = area.cut_top(u(58), u(14))
        key = "tick" if some else "no_papers"
        self.put(lower, Text(text=self.t(f"procedure.{key}"), tone="ink2"))
        return area

    def _details(self, area: Rect, page: int, pages: int) -> Rect:
        low, area = area.cut_bottom(u(86 if self.stage.small else 106), u(16))
        places = low.columns((1, 1) if pages > 1 else (1,), u(14))
        self._open_details(places[0])
        if pages > 1:
            following = i.TurnTo((page + 1) % pages)
            button = FlatButton(text=self.t("procedure.more"), pad_u=8)
            self.on(self.put(places[1], button), lambda: following)
        return area

    def _open_details(self, rect: Rect) -> None:
        icon = "" if self.stage.small else "chevron-right"
        button = FlatButton(
            text=self.t("procedure.details"), icon=icon, icon_at="right"
        )
        self.on(self.put(rect, button), i.OpenDetails)
