"""Lists with more rows than the glass has room for: one part of them, and the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from assets.look.widgets import RaisedButton
from kiosk.flow import inputs as i
from kiosk.screens.place import Rect
from kiosk.screens.stage import Page, u

T = TypeVar("T")


@dataclass(frozen=True)
class Part(Generic[T]):
    """What of a list is on the glass.

    shown: its rows. pages: of how many parts this is one. rest: how many rows come
    after it. following: the part that the button turns to.
    """

    shown: Sequence[T]
    pages: int
    rest: int
    following: int

    @property
    def arrow(self) -> str:
        """The icon of the button that turns it: on, or up to the beginning."""
        return "arrow-down" if self.rest else "arrow-up"


def part_of(found: Sequence[T], each: int, page: int, first: int = 0) -> Part[T]:
    """Return a part of a list.

    Args:
        found: the whole list.
        each: how many rows have room at once.
        page: how far the list was turned; the parts come round and round.
        first: what `page` is at the list's beginning.
    """
    pages = max(-(-len(found) // each), 1)
    at = (page - first) % pages
    shown = found[at * each : (at + 1) * each]
    rest = max(len(found) - (at + 1) * each, 0)
    return Part(shown, pages, rest, first + (at + 1) % pages)


def put_turner(
    page: Page, rect: Rect, part: Part[T], more: str, again: str, icon: str = ""
) -> None:
    """Put the button that turns a list: `more` of it, or `again` from its beginning."""
    text = more if part.rest else again
    button = RaisedButton(text=text, icon=icon, icon_at="right", pad_u=4)
    page.on(page.put(rect, button), lambda: i.TurnTo(part.following))


def turned(page: Page, area: Rect, part: Part[T], more: str) -> Rect:
    """Put that button at the list's edge; return what it leaves for the rows.

    Where the whole list has room there is none. The small panel has its own short
    words instead of `more`.
    """
    if part.pages == 1:
        return area
    t = page.t
    if page.stage.small:
        place, area = area.cut_right(u(136), u(12))
        more, again = t("service.more_short"), t("service.again_short")
        put_turner(page, place, part, more, again)
    else:
        place, area = area.cut_bottom(u(106), u(16))
        put_turner(page, place, part, more, t("service.again"), part.arrow)
    return area
