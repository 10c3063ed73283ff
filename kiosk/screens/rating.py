# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
""" "Đánh giá": the four faces, the reasons after a low mark, the thanks."""

from __future__ import annotations

from typing import Any

from assets.lang.words import line, word
from assets.look.faces import Face
from assets.look.widgets import (
    FlatButton,
    IconText,
    Pressable,
    Shape,
    SolidButton,
    Text,
)
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.rating import GiveScore, SendRating, TouchReason
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, new_key, u
from server.protocol.messages import Reason

SCORES = (4, 3, 2, 1)
"""From the happiest on."""


class Faces(Page):
    """How the visit was: one touch."""

    def build(self, state: State) -> None:
        """Make everything; nothing of it changes."""
        area = _low_buttons(self, self.head(state))
        self.heading = self.t("rating.title_short")
        if self.stage.small:
            self._grid(area, 2, u(96))
            return
        wide = self.stage.form == "wide"
        title, area = area.cut_top(u(90 if wide else 176), u(10))
        text = self.t("rating.title_line" if wide else "rating.title")
        self.add(title, Text(text=text, role="title", size_u=58))
        whose, area = area.cut_top(u(64), u(28))
        _put_whose(self, whose, state)
        promise, area = area.cut_bottom(u(64 if wide else 130), u(24))
        _put_promise(self, promise)
        if wide:
            self._columns(area)
        else:
            self._rows(area)

    def _rows(self, area: Rect) -> None:
        height = min(area.h, 4 * u(240) + 3 * u(24))
        for rect, score in zip(
            area.cut_top(height)[0].rows(4, u(24)), SCORES, strict=True
        ):
            self._beside(rect, score, u(160))

    def _grid(self, area: Rect, columns: int, face: float) -> None:
        rows = area.rows(4 // columns, u(14))
        cells = [cell for row in rows for cell in row.columns((1,) * columns, u(14))]
        for rect, score in zip(cells, SCORES, strict=True):
            self._beside(rect, score, face)

    def _columns(self, area: Rect) -> None:
        for rect, score in zip(area.columns((1,) * 4, u(24)), SCORES, strict=True):
            button = self._face_button(rect, score)
            inner = rect.inset(u(12), u(30))
            name, inner = inner.cut_bottom(u(110), u(20))
            side = min(inner.w, inner.h, u(260))
            button.add_widget(inner.middle(side, side).put(Face(score)))
            button.add_widget(name.put(self._name(score, halign="center")))

    def _beside(self, rect: Rect, score: int, face: float) -> None:
        button = self._face_button(rect, score)
        inner = rect.inset(u(20 if self.stage.small else 44), 0)
        place, inner = inner.cut_left(face, u(20 if self.stage.small else 44))
        button.add_widget(place.middle(face, face).put(Face(score)))
        button.add_widget(inner.put(self._name(score)))

    def _face_button(self, rect: Rect, score: int) -> Any:
        button = self.add(rect, Pressable())
        return self.on(button, lambda: GiveScore(new_key(), score))

    def _name(self, score: int, **kwargs: Any) -> Any:
        return Text(text=self.t(f"rating.score_{score}"), role="name", **kwargs)


class ReasonTick(Pressable):
    """One reason, ticked or not."""

    def __init__(self, page: Page, one: Reason, rect: Rect, *, ticked: bool) -> None:
        super().__init__(selected=ticked)
        rect.put(self)
        page.on(self, lambda: TouchReason(one.id))
        small = page.stage.small
        inner = rect.inset(u(14 if small else 30), 0)
        box, inner = inner.cut_left(u(60 if small else 72), u(14 if small else 28))
        box = box.middle(box.w, box.w)
        tone = "accent" if ticked else "edge"
        self.add_widget(
            box.put(Shape(fill="accent" if ticked else "card", edge=tone, radius_u=14))
        )
        if ticked:
            self.add_widget(box.put(IconText(icon="check", tone="on_accent")))
        name = Text(text=word(one.name, page.language), role="procedure")
        self.add_widget(inner.put(name))


class Why(Page):
    """What was not good, as many reasons as one likes, or none."""

    def build(self, state: State) -> None:
        """Make the question and what sends it."""
        area = _low_buttons(self, self.head(state))
        self.heading = self.t("rating.why")
        small = self.stage.small
        if not small:
            title, area = area.cut_top(u(96), u(4))
            self.add(title, Text(text=self.heading, role="title", size_u=58))
            hint, area = area.cut_top(u(60), u(24))
            self.add(hint, Text(text=self.t("rating.why_hint"), tone="ink2"))
        action, area = area.cut_bottom(u(104 if small else 148), u(12 if small else 30))
        button = SolidButton(
            text=self.t("rating.send"), role="main_action", size_u=46 if small else 60
        )
        self.on(self.add(action, button), lambda: SendRating(new_key()))
        self._area = area

    def content(self, state: State) -> object:
        """Return the reasons and which are ticked."""
        office = state.hall.office
        return office and office.rating_reasons, state.rating.reasons

    def draw(self, state: State) -> None:
        """Make the reasons."""
        office = state.hall.office
        reasons = list(office.rating_reasons)[:6] if office else []
        ticked = state.rating.reasons
        for rect, one in zip(self._cells(len(reasons)), reasons, strict=False):
            row = ReasonTick(self, one, rect, ticked=one.id in ticked)
            self.body.add_widget(row)

    def _cells(self, count: int) -> list[Rect]:
        gap = u(12 if self.stage.small else 20)
        columns = 1 if self.stage.form == "tall" else 2
        rows = max(-(-count // columns), 1)
        height = min(self._area.h, rows * u(180) + (rows - 1) * gap)
        area = self._area.cut_top(height)[0]
        return [
            c for row in area.rows(rows, gap) for c in row.columns((1,) * columns, gap)
        ]


class Thanks(Page):
    """Thanks; the kiosk goes home by itself."""

    def build(self, state: State) -> None:
        """Make everything."""
        area = self.head(state)
        small = self.stage.small
        area = area.cut_bottom(u(12 if small else 36))[1]
        action, area = area.cut_bottom(u(120 if small else 156))
        easy, action = action.cut_left(
            self.least_needs(self.t("comfort.button"), 90), u(14)
        )
        self.comfort(easy, icon_at="top")
        done = SolidButton(text=self.t("rating.done"), role="main_action")
        self.on(self.add(action, done), i.GoHome)
        middle = area.middle(area.w, min(area.h, u(330 if small else 640)))
        face = u(130 if small else 260)
        upper, middle = middle.cut_top(face, u(20 if small else 50))
        self.add(upper.middle(face, face), Face(4))
        title, middle = middle.cut_top(u(90 if small else 120), u(6))
        text = self.t("rating.thanks")
        self.add(title, Text(text=text, role="title", halign="center"))
        hint = Text(text=self.t("rating.thanks_hint"), tone="ink2", halign="center")
        self.add(middle.cut_top(u(70 if small else 130))[0], hint)


def _low_buttons(page: Page, area: Rect) -> Rect:
    """Put "Quay lại" and "Không đánh giá"; return the page above."""
    small = page.stage.small
    area = area.cut_bottom(u(0 if small else 36))[1]
    low, area = area.cut_bottom(u(90 if small else 120), u(12 if small else 24))
    shares = page.by_words(["foot.back", "comfort.button", "rating.leave"], 90)
    back, easy, leave = low.columns(shares, u(14))
    button = FlatButton(
        text=page.t("foot.back"), icon="" if small else "arrow-left", pad_u=8
    )
    page.on(page.add(back, button), i.GoBack)
    page.comfort(easy)
    text = page.t("rating.leave")
    page.on(page.add(leave, FlatButton(text=text, pad_u=8)), i.GoHome)
    return area


def _put_whose(page: Page, rect: Rect, state: State) -> None:
    """Put the number, and the counter where it is known."""
    number = page.t("rating.number", number=state.rating.number)
    text = Text(text=number, tone="accent", weight=700, halign="center")
    width = text.natural_width() + u(48)
    pill, rest = rect.cut_left(width, u(20))
    page.add(pill, Shape(fill="tint", radius_u=12))
    page.add(pill, text)
    of, office = state.rating.of, state.hall.office
    if of is None or office is None:
        return
    names = [c.name for c in office.counters if c.id == of.counter]
    counter = line(word(names[0], page.language)) if names else ""
    service = state.hall.service(of.service)
    said = line(word(service.short, page.language)) if service else ""
    told = " · ".join(part for part in (counter, said) if part)
    page.add(rest, Text(text=told, tone="ink2"))


def _put_promise(page: Page, rect: Rect) -> None:
    """Put what is kept of a rating: nothing of who gave it."""
    sign, rest = rect.cut_left(u(72), u(24))
    page.add(sign, IconText(icon="shield", tone="ink2", size_u=60))
    wide = page.stage.form == "wide"
    text = page.t("rating.promise_line" if wide else "rating.promise")
    page.add(rest, Text(text=text, tone="ink2"))
