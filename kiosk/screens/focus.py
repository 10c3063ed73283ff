"""Where the keypad's focus goes, by what lies where on the glass. PURE.

The nearest in an arrow's direction; where nothing lies that way, the next in the order
of reading, so that everything on a page is reached with one arrow alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from math import hypot

from kiosk.screens.place import Rect


class Way(Enum):
    """An arrow: the share of x and of y (upwards) that it goes."""

    LEFT = (-1, 0)
    RIGHT = (1, 0)
    UP = (0, 1)
    DOWN = (0, -1)


ASIDE = 3.0
"""How many times farther something seems for each pixel that it lies to the side."""


def in_order(spots: Sequence[Rect]) -> list[int]:
    """Return the indices as one reads: from the top, and in a row from the left.

    What reaches higher than the middle of a row's first belongs to that row.
    """
    left = sorted(range(len(spots)), key=lambda n: (-_top(spots[n]), spots[n].x))
    ordered: list[int] = []
    while left:
        middle = spots[left[0]].y + spots[left[0]].h / 2
        row = [n for n in left if _top(spots[n]) > middle]
        row.sort(key=lambda n: (spots[n].x, -_top(spots[n])))
        ordered += row
        left = [n for n in left if n not in row]
    return ordered


def _top(spot: Rect) -> float:
    return spot.y + spot.h


def moved(spots: Sequence[Rect], at: int, way: Way) -> int:
    """Return the index of what an arrow leads to from `at`."""
    ahead = [n for n in range(len(spots)) if _ahead(spots[at], spots[n], way) > 0]
    if ahead:
        return min(ahead, key=lambda n: _far(spots[at], spots[n], way))
    order = in_order(spots)
    step = 1 if way in (Way.RIGHT, Way.DOWN) else -1
    return order[(order.index(at) + step) % len(order)]


def nearest(spots: Sequence[Rect], to: Rect) -> int:
    """Return the index of what lies nearest to a place whose button is gone."""
    return min(
        range(len(spots)), key=lambda n: hypot(*_between(to, spots[n], (0.5, 0.5)))
    )


def _between(one: Rect, other: Rect, share: tuple[float, float]) -> tuple[float, float]:
    across = other.x - one.x + (other.w - one.w) * share[0]
    along = other.y - one.y + (other.h - one.h) * share[1]
    return across, along


def _ahead(one: Rect, other: Rect, way: Way) -> float:
    """Return how far the other's edges lie beyond the one's; below 0: not that way.

    Of a button that lies on its row, only the middle can be beyond the row's.
    """
    x, y = way.value
    if not _gap(one.x, one.w, other.x, other.w) and not _gap(
        one.y, one.h, other.y, other.h
    ):
        across, along = _between(one, other, (0.5, 0.5))
        return across * x + along * y
    across, along = _between(one, other, ((1 + x) / 2, (1 + y) / 2))
    begins, starts = _between(one, other, ((1 - x) / 2, (1 - y) / 2))
    return min(across * x + along * y, begins * x + starts * y)


def _far(one: Rect, other: Rect, way: Way) -> float:
    x, y = way.value
    ahead = _ahead(one, other, way)
    aside = _gap(one.y, one.h, other.y, other.h) * abs(x)
    aside += _gap(one.x, one.w, other.x, other.w) * abs(y)
    across, along = _between(one, other, (0.5, 0.5))
    # Of two that both lie straight ahead, the one whose middle is nearer.
    return ahead + ASIDE * aside + 0.1 * abs(across * y + along * x)


def _gap(start: float, length: float, other: float, other_length: float) -> float:
    """Return the room between two stretches of a line; 0 where they overlap."""
    return max(other - start - length, start - other - other_length, 0.0)
