# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""A procedure's row: its name and what it needs, and its own "Lấy số"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from assets.lang import Texts, manner
from assets.lang.words import word
from assets.look.current import look
from assets.look.widgets import IconText, Pressable, Shape, SolidButton, Text
from kiosk import receiving
from kiosk.catalog import gone
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, new_key, u
from server.protocol.messages import Procedure


def can_take(state: State, procedure: Procedure) -> bool:
    """Tell whether a number for it is given here at this hour."""
    return receiving.given(procedure, state.hall.service(procedure.service))


def second_line(t: Texts, procedure: Procedure, language: str) -> str:
    """Return what a row says below the name. Unconfirmed money is not promised."""
    if procedure.status == "withdrawn":
        return change_of(t, procedure, language)
    if receiving.elsewhere(procedure):
        return receiving.place_row(t, procedure)
    count = len(procedure.papers)
    papers = t("service.papers", n=count) if count else t("service.papers_none")
    if not procedure.confirmed:
        return papers
    return f"{papers} · {word(procedure.fee, language)}"


def brief(day: date, _: str) -> str:
    """Return a date without its year."""
    return f"{day.day}/{day.month}"


def change_of(
    t: Texts,
    procedure: Procedure,
    language: str,
    written: Callable[[date, str], str] = manner.short_date,
) -> str:
    """Return "Sửa đổi 22/11/2026": what became of it and when; empty if nothing."""
    if procedure.status == "same":
        return ""
    change = t(f"change.{procedure.status}")
    try:
        day = date.fromisoformat(procedure.updated)
    except ValueError:
        return change
    return t("change.dated", change=change, date=written(day, language))


class Mark(Shape):
    """ "chưa xác nhận" in a grey outline: as wide as its words."""

    def __init__(self, text: str, x: float, middle: float) -> None:
        super().__init__(
            fill="card", edge="paused.line", radius_u=14, size_hint=(None, None)
        )
        label = Text(text=text, tone="paused.ink", hug=True, size_hint=(None, None))
        label.height = u(56)
        self.text = text
        self.size = (label.natural_width() + u(28), u(56))
        self._label = label
        label.height = self.height
        self.move(x, middle)
        self.add_widget(label)

    def move(self, x: float, middle: float) -> None:
        """Put its left edge and its middle there."""
        self.pos = (round(x), round(middle - self.height / 2))
        self._label.pos = (self.x + u(14), self.y)


class ProcedureRow(Pressable):
    """One procedure in a list."""

    def __init__(self, page: Page, state: State, one: Procedure, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        self._page, self._rect = page, rect
        page.on(self, lambda: i.OpenProcedure(one.code))
        small = page.stage.small
        inner = rect.inset(u(14 if small else 30), u(0 if small else 6))
        if can_take(state, one):
            inner = self._take(inner, one)
        else:
            sign, inner = inner.cut_right(u(60), u(8))
            self._put(sign, IconText(icon="chevron-right", tone="ink"))
        name = word(one.short, page.language)
        label = Text(text=name, role="procedure")
        if small:
            self._put(inner, label)
        else:
            self._two(inner, label, state, one)

    def _put(self, rect: Rect, widget: Any) -> Any:
        self.add_widget(rect.put(widget))
        return widget

    def _take(self, inner: Rect, one: Procedure) -> Rect:
        page, small = self._page, self._page.stage.small
        width = u(158 if small else 236)
        place, inner = inner.cut_right(width, u(10 if small else 16))
        place = Rect(place.x + u(6 if small else 12), place.y, place.w, place.h)
        height = min(place.h + u(-14 if small else 4), u(148))
        tall = height >= u(130)
        button = SolidButton(
            text=page.t("service.take"),
            size_u=42,
            pad_u=8,
            icon="ticket" if tall else "",
            icon_at="top",
        )
        self._put(place.middle(width, height), button)
        service = one.service or ""
        page.on(button, lambda: i.Take(new_key(), service, one.code))
        return inner

    def _two(self, inner: Rect, label: Text, state: State, one: Procedure) -> None:
        text = second_line(self._page.t, one, self._page.language)
        lines = label.text.count("\n") + 1
        high = min(u(46 * 1.37 * look.enlarge) * max(lines, 1), inner.h - u(56))
        whole = inner.middle(inner.w, high + u(56))
        upper, lower = whole.cut_top(high)
        self._put(upper, label)
        here = not receiving.elsewhere(one) and not gone(one)
        if gone(one):
            sign, lower = lower.cut_left(u(44), u(10))
            self._put(sign, IconText(icon="archive", tone="ink2", size_u=40))
        elif not here and Text(text=text).natural_width() + u(54) <= lower.w:
            sign, lower = lower.cut_left(u(44), u(10))
            self._put(sign, IconText(icon="map-pin", tone="ink2", size_u=40))
        second = self._put(lower, Text(text=text, tone="accent" if here else "ink2"))
        if here:
            x = lower.x + second.natural_width() + u(18)
            self._marks(one, Rect(x, lower.y, lower.x + lower.w - x, lower.h), second)

    def _marks(self, one: Procedure, room: Rect, second: Text) -> None:
        """Mark what the office has not confirmed, and what is new or has changed.

        Where not all of it has room, what has changed takes the place of the papers,
        then leaves its year to the procedure's page.
        """
        t = self._page.t
        doubt = "" if one.confirmed else t("service.unconfirmed")
        change = change_of(t, one, self._page.language)
        marks = [Mark(text, 0, 0) for text in (change, doubt) if text]
        if change and sum(m.width + u(14) for m in marks) > room.w:
            room = Rect(second.x, room.y, room.x + room.w - second.x, room.h)
            second.text = ""
            if sum(m.width + u(14) for m in marks) > room.w:
                # The year stands on the procedure's page.
                marks[0] = Mark(change_of(t, one, "", brief), 0, 0)
        x = room.x
        for mark in marks:
            mark.move(x, room.y + room.h / 2)
            self.add_widget(mark)
            x += mark.width + u(14)
