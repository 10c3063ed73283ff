# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The search: a field that has the focus, what was found, the keyboard."""

from __future__ import annotations

from functools import reduce

from assets.look.text import text_width
from assets.look.widgets import (
    FlatButton,
    IconText,
    RaisedButton,
    Shape,
    SolidButton,
    Text,
    TintButton,
)
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.browsing import OpenBrowse
from kiosk.flow.comfort import OpenComfort
from kiosk.screens.keyboard import Keyboard
from kiosk.screens.place import Rect
from kiosk.screens.rows import ProcedureRow
from kiosk.screens.stage import Page, new_key, u
from kiosk.screens.turning import Part, part_of, put_turner
from kiosk.telex import struck
from kiosk.typing import TONES, with_letter, with_tone, without_last
from server.protocol.messages import Procedure

ROWS = {"tall": 4, "wide": 3, "small": 3}
SUGGESTED = 22
"""How many of the commonest procedures are offered before anything is typed."""


class Search(Page):
    """Search over the posted procedures."""

    def build(self, state: State) -> None:
        """Make the field and the keyboard."""
        self._typed = state.typed
        self._field: Text | None = None
        build = {"tall": self._tall, "wide": self._wide, "small": self._small}
        build[self.stage.form](state)

    def _tall(self, state: State) -> None:
        area = self.head(state)
        bed = Rect(0, 0, self.stage.width, u(585))
        area = area.cut_bottom(u(585 + 24))[1]
        self.add(bed, Keyboard(bed, self.t, self._struck))
        field, area = area.cut_top(u(124), u(14))
        self._make_field(field)
        self._results(area)

    def _wide(self, state: State) -> None:
        area = self.head(state).cut_bottom(u(30))[1]
        bed, area = area.cut_right(u(1000), u(30))
        bed = Rect(bed.x, bed.y, bed.w + u(40), bed.h)
        self.add(bed, Keyboard(bed, self.t, self._struck))
        field, area = area.cut_top(u(110), u(8))
        self._make_field(field)
        self._results(area)

    def _results(self, area: Rect) -> None:
        hint, area = area.cut_top(u(60), u(10))
        self._hint: Text | None = self.add(hint, Text(tone="ink2"))
        low, self._area = area.cut_bottom(u(108), u(18))
        back, rest = low.cut_left(self.least_needs(self.t("foot.back"), 36), u(16))
        bell, rest = rest.cut_right(u(112), u(16))
        easy = self.least_needs(self.t("comfort.button"), 36)
        easy_place, self._more_place = rest.cut_right(easy, u(16))
        button = FlatButton(text=self.t("foot.back"), pad_u=8)
        self.on(self.add(back, button), i.GoBack)
        self.comfort(easy_place, icon="")
        self.staff(bell, "")

    @property
    def _brief(self) -> bool:
        """Whether only short words have room between the others."""
        return self.stage.form != "tall" or self.stage.large

    def _small(self, state: State) -> None:
        self._hint = None

    def _make_field(self, rect: Rect) -> None:
        self.add(rect, Shape(edge="accent", outline_u=5))
        sign, inner = rect.inset(u(32), u(8)).cut_left(u(60), u(22))
        self.add(sign, IconText(icon="search", tone="ink", size_u=56))
        self._field = self.add(inner, Text(role="name", weight=600, size_u=50))
        self._caret = self.add(
            Rect(0, 0, max(u(4), 1), u(64)), Shape(fill="accent", radius_u=0)
        )

    # Typing

    def _struck(self, what: str) -> None:
        if what == "erase":
            self.erase()
        elif what == "clear":
            self._type("")
        elif what in TONES:
            self._type(with_tone(self._typed, what))
        else:
            self._type(with_letter(self._typed, what).lstrip())

    def press(self, text: str) -> None:
        """Type something from a real keyboard: Telex, while the page is Vietnamese."""
        if text.isprintable():
            put = struck if self.language == "vi" else with_letter
            self._type(reduce(put, text, self._typed).lstrip())

    def erase(self) -> None:
        """Take the last letter away."""
        self._type(without_last(self._typed))

    def _type(self, text: str) -> None:
        # Two keys may be struck within one frame, before `show` is called.
        self._typed = text
        self.stage.do(i.Type(text))

    # The state

    def show(self, state: State) -> None:
        """Follow the text."""
        self._typed = state.typed
        super().show(state)
        if self._field is None:
            return
        self._field.text = state.typed or self.t("search.prompt")
        self._field.tone = "ink" if state.typed else "ink2"
        end_of(self._field)
        width = self._field.text_size[0] if state.typed else -u(12)
        self._caret.pos = (
            round(self._field.x + width + u(6)),
            round(self._field.center_y - self._caret.height / 2),
        )
        if self._hint is not None:
            self._hint.text = self._said(state)

    def _said(self, state: State) -> str:
        if not state.typed.strip():
            return self.t("search.hint")
        if not state.found:
            return self.t("search.none")
        one = len(state.found) == 1
        return self.t("search.found_one" if one else "search.found", n=len(state.found))

    def content(self, state: State) -> object:
        """Return what is drawn below the field."""
        typing = state.typed if self.stage.small else bool(state.typed.strip())
        opened = tuple(s.open for s in state.hall.services)
        return state.found, state.place.page, state.hall.catalog, opened, typing

    def draw(self, state: State) -> None:
        """Make the rows that were found, or what is often asked for."""
        if self.stage.small:
            self._draw_small(state)
            return
        found = self._shown(state)
        each = self.stage.rows(self._area.h, ROWS[self.stage.form], u(16))
        if not found:
            self._nothing(self._area, state)
            self._browse(self._more_place)
            return
        part = part_of(found, each, state.place.page)
        cells = self._area.rows(each, u(16))
        for rect, one in zip(cells, part.shown, strict=False):
            self.body.add_widget(ProcedureRow(self, state, one, rect))
        if not state.typed.strip():
            self._browse(self._more_place)
        elif part.pages > 1:
            self._turner(self._more_place, part)

    def _nothing(self, area: Rect, state: State) -> None:
        """Say what else can be done, and offer the number of who can tell."""
        general = state.hall.general
        if general is not None:
            small = self.stage.small
            low, area = area.cut_bottom(u(104 if small else 132), u(16))
            button = SolidButton(
                text=self.t("search.ask"),
                icon="" if small else "ticket",
                role="main_action",
                size_u=48,
                least_u=40,
            )
            service = general.id
            self.on(self.put(low, button), lambda: i.Take(new_key(), service))
        key = "none_help" if general is None else "none_ask"
        text = Text(text=self.t(f"search.{key}"), role="name", halign="center")
        self.put(area, text)

    def _browse(self, rect: Rect) -> None:
        """Put the way to the procedures for who does not like to type."""
        brief = ("browse.open_short", "")
        key, icon = brief if self._brief else ("browse.open", "layout-list")
        button = RaisedButton(text=self.t(key), icon=icon, pad_u=8)
        self.on(self.put(rect, button), OpenBrowse)

    def _shown(self, state: State) -> list[Procedure]:
        catalog = state.hall.catalog
        codes = state.found
        if not state.typed.strip():
            codes = catalog.commonest(SUGGESTED)
        return [one for code in codes if (one := catalog.get(code))]

    def _turner(self, rect: Rect, part: Part[Procedure]) -> None:
        """Put the button that turns the list; where there is room, with the count."""
        if self._brief:
            more, again = self.t("search.more_short"), self.t("search.again_short")
            put_turner(self, rect, part, more, again)
        else:
            more, again = self.t("search.more", n=part.rest), self.t("search.again")
            put_turner(self, rect, part, more, again, part.arrow)

    # The small panel: page 0 types, the pages after it show what was found

    def _draw_small(self, state: State) -> None:
        if state.place.page == 0:
            self._draw_typing(state)
        else:
            self._draw_found(state)

    def _draw_typing(self, state: State) -> None:
        page = self.stage.page
        bar, area = page.cut_top(u(82), u(6))
        back, easy, see = bar.columns((1, 1, 1), u(14))
        button = FlatButton(text=self.t("foot.back"))
        self.on(self.put(back, button), i.GoBack)
        self._easy_use(easy)
        if state.typed.strip():
            key = "more_short" if state.found else "none_short"
            button = RaisedButton(text=self.t(f"search.{key}"), pad_u=8)
            self.on(self.put(see, button), lambda: i.TurnTo(1))
        else:
            self._browse(see)
        field, _ = area.cut_top(u(56))
        self._small_field(field, state)
        bed = Rect(0, 0, self.stage.width, field.y - u(8))
        self.put(bed, Keyboard(bed, self.t, self._struck, short=True))

    def _easy_use(self, rect: Rect) -> None:
        """Put "Dễ dùng" on a page that is all made anew."""
        button = FlatButton(text=self.t("comfort.button"), pad_u=4)
        self.on(self.put(rect, button), OpenComfort)

    def _small_field(self, rect: Rect, state: State) -> None:
        """Put what is typed, and beside it how much was found."""
        self.put(rect, Shape(edge="accent", outline_u=5, radius_u=16))
        inner = rect.inset(u(20), u(1))
        if not state.typed.strip():
            self.put(inner, Text(text=self.t("search.hint_short"), tone="ink2"))
            return
        found = Text(text=self.t("search.count", n=len(state.found)), tone="ink2")
        found.halign = "right"
        count, inner = inner.cut_right(found.natural_width() + u(4), u(20))
        self.put(count, found)
        end_of(self.put(inner, Text(text=state.typed, size_u=40)))

    def _draw_found(self, state: State) -> None:
        part = part_of(self._shown(state), ROWS["small"], state.place.page, first=1)
        low, area = self.stage.page.cut_bottom(u(90), u(12))
        keys = ["foot.back", "search.more_short", "comfort.button", "foot.staff"]
        back, more, easy, staff = low.columns(self.by_words(keys, 24), u(12))
        button = FlatButton(text=self.t("foot.back"), pad_u=4)
        self.on(self.put(back, button), lambda: i.TurnTo(0))
        self._easy_use(easy)
        if part.pages > 1:
            self._turner(more, part)
        call = TintButton(text=self.t("foot.staff"), pad_u=4)
        self.on(self.put(staff, call), lambda: i.CallStaff(new_key()))
        said, area = area.cut_top(u(54), u(6))
        self.put(said, Text(text=self._said(state), tone="ink2"))
        if not part.shown:
            self._nothing(area, state)
            self._browse(more)
            return
        cells = area.rows(ROWS["small"], u(12))
        for rect, one in zip(cells, part.shown, strict=False):
            self.body.add_widget(ProcedureRow(self, state, one, rect))


def end_of(field: Text) -> None:
    """Show the end of a text that is too long for its field: the end is typed on."""
    text = field.text
    size, font = field.role_px(), field.font_name()
    while len(text) > 1 and text_width(text, font, size) > field.width:
        text = text[1:]
    field.text = text
    field._lay_out()
