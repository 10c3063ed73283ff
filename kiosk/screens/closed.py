# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Outside the hours: when numbers are given again; reading stays possible."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from assets.lang import manner, texts
from assets.lang.words import line, word
from assets.look.widgets import (
    Card,
    FlatButton,
    IconText,
    Plate,
    Pressable,
    RaisedButton,
    Rule,
    Text,
)
from kiosk.flow import State, language
from kiosk.flow import inputs as i
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u
from server.protocol.messages import WEEK, Office, Service
from server.protocol.times import moment

MOST = 6
LEAST = 84
"""Grid pixels of a row of the services to read about."""


class Closed(Page):
    """Home while no service is open."""

    def build(self, state: State) -> None:
        """Make the bottom; the rest follows the office."""
        area = self.head(state)
        form = self.stage.form
        if form == "small":
            low, self._area = area.cut_bottom(u(90), u(12))
        else:
            area = area.cut_bottom(u(36))[1]
            low, self._area = area.cut_bottom(u(164 if form == "tall" else 124), u(28))
        self._low(low, state)

    def _low(self, low: Rect, state: State) -> None:
        """Put language, notices, easy use and staff at the bottom."""
        form = self.stage.form
        icon = form != "small"
        key = "home.pages" if form == "wide" else "home.pages_short"
        other = language.button(state)
        beside = 90 if form == "wide" else 24
        shares = self.by_words([key, "comfort.button", "foot.staff"], beside)
        places = low.columns(
            [self.needs(other, beside), *shares], u(14 if icon else 12)
        )
        look_of: dict[str, Any] = {"pad_u": 8 if icon else 4, "size_u": 42}
        look_of["icon_at"] = "top" if form == "tall" else "left"
        button = FlatButton(text=other, icon="languages" if icon else "", **look_of)
        self.on(self.add(places[0], button), i.OtherLanguage)
        sign = "megaphone" if icon else ""
        button = FlatButton(text=self.t(key), icon=sign, **look_of)
        self.on(self.add(places[1], button), i.OpenPages)
        self.comfort(places[2], **look_of)
        self.staff(places[3], icon="bell-ring" if icon else "", **look_of)

    def content(self, state: State) -> object:
        """Return what is drawn."""
        office = state.hall.office
        return office and (office.services, office.hours), state.place.page

    def draw(self, state: State) -> None:
        """Make when it opens, the hours, and what can be read."""
        office = state.hall.office
        if office is None:
            return
        if self.stage.small:
            self._small(self._area, office)
            return
        if self.stage.form == "tall":
            card, area = self._area.cut_top(u(500), u(20))
            hours, area = area.cut_top(u(118), u(16))
        else:
            left, area = self._area.columns((50, 50), u(30))
            hours, card = left.cut_bottom(u(118), u(16))
        self._opens(card, office)
        self._hours(hours, office)
        self._reading(area, state)

    def _small(self, area: Rect, office: Office) -> None:
        """Say when it opens; the search lists what can be read."""
        low, card = area.cut_bottom(u(96), u(12))
        search = RaisedButton(text=self.t("closed.preview"))
        self.on(self.put(low, search), i.OpenSearch)
        self._opens(card, office)

    def _opens(self, rect: Rect, office: Office) -> None:
        small = self.stage.small
        self.put(rect, Card(edge="edge"))
        inner = rect.inset(u(30), u(4 if small else 24))
        at = next((s.opens_at for s in office.services if s.opens_at), None)
        day = moment(at).date() if at else None
        holiday = "" if small else self._holiday(office, day)
        if holiday:
            low, inner = inner.cut_bottom(u(62), u(8))
            rule, inner = inner.cut_bottom(max(u(2), 1), u(12))
            self.put(rule, Rule())
            self.put(low, Text(text=holiday, tone="ink2", halign="center"))
        shares = (64, 57, 70, 59) if small else (96, 62, 112, 70)
        whole = inner.middle(inner.w, min(inner.h, u(sum(shares) + 20)))
        title, again, time, date_place = _by(whole, shares)
        self._closed_title(title)
        if at is None:
            text = Text(text=self.t("closed.no_time"), role="name", halign="center")
            self.put(Rect(time.x, date_place.y, time.w, again.top - date_place.y), text)
            return
        self.put(again, Text(text=self.t("closed.again"), size_u=40, halign="center"))
        text = Text(text=self._time(at), role="title", tone="accent", halign="center")
        text.weight, text.size_u = 800, 56 if small else 84
        self.put(time, text)
        shown = self.t(
            "closed.date", date=manner.short_date(moment(at).date(), self.language)
        )
        self.put(date_place, Text(text=shown, role="name", weight=600, halign="center"))

    def _closed_title(self, rect: Rect) -> None:
        title = Text(text=self.t("closed.title"), role="title")
        if self.stage.small:
            title.halign, title.size_u, title.least_u = "center", 46, 40
            self.put(rect, title)
            return
        width = title.natural_width() + u(94)
        sign, words = rect.middle(min(width, rect.w), rect.h).cut_left(u(72), u(20))
        self.put(sign, IconText(icon="moon", tone="ink", size_u=68))
        self.put(words, title)

    def _time(self, at: str) -> str:
        opens = moment(at)
        day = texts("common", self.language)(f"weekday.{opens.isoweekday()}")
        if self.language == "vi":
            day = day[0].lower() + day[1:]
        key = "closed.time" if opens.minute else "closed.time_full"
        return self.t(key, hour=opens.hour, minute=opens.minute, weekday=day)

    def _holiday(self, office: Office, opens: date | None) -> str:
        """Return the holiday that lies before the opening, if one does."""
        if opens is None:
            return ""
        near = [opens - timedelta(days=n) for n in range(1, 15)]
        for holiday in office.hours.holidays:
            day = date.fromisoformat(holiday.date)
            if day in near:
                shown = manner.short_date(day, self.language)
                name = word(holiday.name, self.language)
                return self.t("closed.holiday", date=shown, name=name)
        return ""

    def _hours(self, rect: Rect, office: Office) -> None:
        at = next((s.opens_at for s in office.services if s.opens_at), None)
        if at is None or office.hours.always:
            return
        ranges = office.hours.week.get(WEEK[moment(at).weekday()], [])[:2]
        keys = ("closed.morning", "closed.afternoon")
        for place, span, key in zip(
            rect.columns([1] * max(len(ranges), 1), u(16)), ranges, keys, strict=False
        ):
            upper, lower = place.rows(2, 0)
            self.put(upper, Text(text=self.t(key), tone="ink2", halign="center"))
            shown = " – ".join(part.lstrip("0") for part in span.split("-"))
            self.put(lower, Text(text=shown, role="name", halign="center"))

    def _reading(self, area: Rect, state: State) -> None:
        title, area = area.cut_top(u(72), u(8))
        self.put(
            title,
            Text(text=self.t("closed.preview"), role="name", size_u=48),
        )
        # The last row searches: what has no row of its own is found there.
        most = min(len(state.hall.services), MOST) + 1
        rows = area.rows(self.stage.rows(area.h, most, u(14), LEAST), u(14))
        shown = state.hall.services[: len(rows) - 1]
        for rect, service in zip(rows, shown, strict=False):
            button = _Row(word(service.name, self.language), service, rect)
            self.on(button, partial(i.OpenService, service.id))
            self.body.add_widget(button)
        text = self.t("closed.search")
        search = RaisedButton(text=text, icon="search", align="left", pad_u=30)
        self.on(self.put(rows[-1], search), i.OpenSearch)


class _Row(Pressable):
    """A service to read about."""

    def __init__(self, name: str, service: Service, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        inner = rect.inset(u(18), u(8))
        side = min(u(84), inner.h)
        plate, inner = inner.cut_left(u(84), u(24))
        shown = Plate(icon=service.icon, icon_u=52, colour=service.colour)
        self.add_widget(plate.middle(side, side).put(shown))
        sign, inner = inner.cut_right(u(60), u(8))
        self.add_widget(sign.put(IconText(icon="chevron-right", tone="ink")))
        text = Text(text=line(name), role="procedure", weight=600)
        self.add_widget(inner.put(text))


def _by(rect: Rect, shares: tuple[int, ...]) -> list[Rect]:
    parts, whole = [], rect.h
    for share in shares:
        part, rect = rect.cut_top(whole * share / sum(shares))
        parts.append(part)
    return parts
