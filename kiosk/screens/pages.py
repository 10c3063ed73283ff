# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""What the office posts: a page of large buttons, and each page behind them."""

from __future__ import annotations

from functools import partial

from assets.look.widgets import Plate, Pressable, RaisedButton, Text
from kiosk.flow import State
from kiosk.flow import inputs as i
from kiosk.flow.posted import OpenPost
from kiosk.posts import Post
from kiosk.screens.flowing import Flowing
from kiosk.screens.lines import Line
from kiosk.screens.picture import Picture, fitted, opened
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, line, u, word

CELLS = {"tall": (1, 7), "wide": (2, 4), "small": (1, 2)}
"""Columns and rows of buttons that have room at once."""
PICTURE = 0.56
"""The share of a page that a picture may take."""


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


class Pages(Page):
    """ "Thông báo – Nội quy" and the office's own pages, to choose from."""

    def build(self, state: State) -> None:
        """Make the title."""
        area = self.foot(self.head(state))
        if not self.stage.small:
            title, area = area.cut_top(u(100), u(20))
            text = Text(text=self.t("pages.title"), role="title", size_u=58)
            self.add(title, text)
        self._area = area

    def show(self, state: State) -> None:
        """Name the page in the small panel's head."""
        super().show(state)
        if self.stage.small and self._head is not None:
            self._head.name.text = self.t("pages.title")

    def content(self, state: State) -> object:
        """Return what can be chosen, and how far it was turned."""
        return [(p.id, p.title) for p in state.hall.posts.values()], state.place.page

    def draw(self, state: State) -> None:
        """Make the buttons."""
        posts = list(state.hall.posts.values())
        if not posts:
            text = Text(text=self.t("pages.nothing"), role="name", halign="center")
            self.put(self._area, text)
            return
        across, down = CELLS[self.stage.form]
        each, area = across * down, self._area
        pages = -(-len(posts) // each)
        page = state.place.page % pages
        if pages > 1:
            area = self._turn(area, (page + 1) % pages)
        gap = u(12 if self.stage.small else 18)
        cells = [
            c for row in area.rows(down, gap) for c in row.columns([1] * across, gap)
        ]
        for rect, post in zip(cells, posts[page * each :], strict=False):
            button = self.on(PostButton(self, post, rect), partial(OpenPost, post.id))
            self.body.add_widget(button)

    def _turn(self, area: Rect, page: int) -> Rect:
        """Put the button to the next of them; return what it leaves."""
        short = "_short" if self.stage.small else ""
        if short:
            place, area = area.cut_right(u(136), u(12))
        else:
            place, area = area.cut_bottom(u(106), u(16))
        key = f"service.again{short}" if page == 0 else f"pages.more{short}"
        button = RaisedButton(text=self.t(key), pad_u=8)
        self.on(self.put(place, button), lambda: i.TurnTo(page))
        return area


class PostPage(Flowing):
    """One posted page."""

    area = "pages"

    def title(self, state: State) -> str:
        """Return its title on one line."""
        post = _post(state)
        return line(word(post.title, self.language)) if post else ""

    def show(self, state: State) -> None:
        """Leave the office's name in the small head: a title may be too long for it."""
        super().show(state)
        if self._head is not None:
            self._head.show(state)

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
    return state.hall.posts.get(group.id) if group else None
