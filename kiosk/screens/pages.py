# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""Pages of large buttons: what the office posts, and its languages; each post."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from assets.lang import texts
from assets.lang.words import line, word
from assets.look.images import opened
from assets.look.widgets import Plate, Pressable, RaisedButton, Text
from kiosk.flow import State, language
from kiosk.flow.posted import OpenPost
from kiosk.posts import Post
from kiosk.screens.flowing import Flowing
from kiosk.screens.lines import Line
from kiosk.screens.picture import Picture, fitted
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u
from kiosk.screens.turning import part_of, turned

CELLS = {"tall": (1, 7), "wide": (2, 4), "small": (1, 2)}
"""Columns and rows of buttons that have room at once."""
PICTURE = 0.56
"""The share of a page that a picture may take."""


LANGUAGES = {"tall": (1, 7), "wide": (2, 4), "small": (2, 3)}
"""The same for names of languages, which are short."""


class PostButton(Pressable):
    """One posted page."""

    def __init__(self, page: Page, post: Post, rect: Rect) -> None:
        super().__init__()
        rect.put(self)
        small = page.stage.small
        inner = rect.inset(u(20 if small else 24), u(4 if small else 12))
        side = min(u(100), inner.h)
        if not small:
            plate, inner = inner.cut_left(side, u(26))
            self.add_widget(plate.middle(side, side).put(Plate(icon=post.icon)))
        name = Text(text=word(post.title, page.language), role="name")
        self.add_widget(inner.put(name))


class Choices(Page):
    """A page of large buttons, as many at once as have room."""

    cells: Mapping[str, tuple[int, int]] = CELLS

    def title(self) -> str:
        """Return what is chosen."""
        raise NotImplementedError

    def choices(self, state: State) -> Sequence[Any]:
        """Return what there is to choose from."""
        raise NotImplementedError

    def button(self, one: Any, rect: Rect) -> Any:
        """Make the button of one of them."""
        raise NotImplementedError

    def build(self, state: State) -> None:
        """Make the title."""
        area = self.foot(self.head(state))
        self.heading = self.title()
        if not self.stage.small:
            title, area = area.cut_top(u(100), u(20))
            self.add(title, Text(text=self.heading, role="title", size_u=58))
        self._area = area

    def content(self, state: State) -> object:
        """Return what can be chosen, and how far it was turned."""
        return self.choices(state), state.place.page

    def draw(self, state: State) -> None:
        """Make the buttons."""
        whole = self.choices(state)
        if not whole:
            text = Text(text=self.t("pages.nothing"), role="name", halign="center")
            self.put(self._area, text)
            return
        across, down = self.cells[self.stage.form]
        part = part_of(whole, across * down, state.place.page)
        area = turned(self, self._area, part, self.t("pages.more"))
        gap = u(12 if self.stage.small else 18)
        places = [
            c for row in area.rows(down, gap) for c in row.columns([1] * across, gap)
        ]
        for rect, one in zip(places, part.shown, strict=False):
            self.body.add_widget(self.button(one, rect))


class Pages(Choices):
    """ "Thông báo – Nội quy" and the office's own pages, to choose from."""

    def title(self) -> str:
        """Return the page's title."""
        return self.t("pages.title")

    def choices(self, state: State) -> Sequence[Post]:
        """Return what is posted."""
        return list(state.hall.posts.values())

    def button(self, one: Post, rect: Rect) -> PostButton:
        """Make the button that opens it."""
        return self.on(PostButton(self, one, rect), partial(OpenPost, one.id))


class LanguageButton(RaisedButton):
    """A language by its own name; the one that is shown is marked."""


class Languages(Choices):
    """The office's languages, to choose from."""

    cells = LANGUAGES

    def title(self) -> str:
        """Return the page's title."""
        return self.t("languages.title")

    def choices(self, state: State) -> Sequence[str]:
        """Return the languages in the office's own order."""
        return language.offered(state)

    def button(self, one: str, rect: Rect) -> LanguageButton:
        """Make the button that changes to it."""
        now = one == self.language
        name = texts("kiosk", one)("home.own")
        button = LanguageButton(
            text=name, icon="check" if now else "", selected=now, size_u=48
        )
        return self.on(rect.put(button), partial(language.ChooseLanguage, one))


class PostPage(Flowing):
    """One posted page."""

    area = "pages"

    def title(self, state: State) -> str:
        """Return its title on one line."""
        post = _post(state)
        return line(word(post.title, self.language)) if post else ""

    def content(self, state: State) -> object:
        """Return what is drawn: the texts, their page, the picture."""
        return super().content(state), self._file(state)

    def _file(self, state: State) -> str | None:
        """Return the picture's own copy: in this language, or the Vietnamese one."""
        post = _post(state)
        address = word(post.picture, self.language) if post else ""
        return state.hall.pictures.get(address)

    def beside(self, state: State, area: Rect) -> Rect:
        """Put the picture above the text, or at its left."""
        self._picture = opened(self._file(state))
        if self._picture is None or self.stage.small:
            return area
        if self.stage.form == "wide":
            room, area = area.cut_left(area.w * PICTURE, u(40))
        else:
            room, area = area.cut_top(area.h * PICTURE, u(24))
        place = fitted(self._picture, room)
        if self.stage.form == "tall":
            place, area = self._area.cut_top(place.h, u(24))
            place = fitted(self._picture, place)
        self.put(place, Picture(self._picture, place))
        return area

    def pages(self, state: State, area: Rect) -> list[list[Line]]:
        """Return the pages of text; on the small panel the picture comes first."""
        whole = super().pages(state, area)
        first = self._picture is not None and self.stage.small
        return [[], *whole] if first else whole

    def draw_page(self, state: State, lines: list[Line], area: Rect) -> None:
        """Put the lines, or the picture where it has a page of its own."""
        super().draw_page(state, lines, area)
        if not lines and self._picture is not None:
            place = fitted(self._picture, area)
            self.put(place, Picture(self._picture, place))

    def blocks(self, state: State) -> list[tuple[str, str]]:
        """Return its parts in the language that is shown."""
        post = _post(state)
        first = [(self.title(state), "")] if self.stage.small else []
        return first + [
            (word(heading, self.language), word(text, self.language))
            for heading, text in (post.blocks if post else ())
        ]


def _post(state: State) -> Post | None:
    group = state.place.group
    return state.hall.post(group.id) if group else None
