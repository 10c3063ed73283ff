"""Where the keypad's focus goes; nothing of Kivy is needed."""

from itertools import pairwise

import pytest

from kiosk.screens.focus import Way, in_order, moved, nearest
from kiosk.screens.place import Rect
from kiosk.screens.reach import Reach

# Three rows of a list, each with its own button, and three buttons below.
ROWS = [Rect(0, 600 - 100 * n, 900, 90) for n in range(3)]
TAKE = [Rect(700, 610 - 100 * n, 190, 70) for n in range(3)]
FOOT = [Rect(310 * n, 100, 300, 90) for n in range(3)]
PAGE = [*ROWS, *TAKE, *FOOT]


def test_one_reads_from_the_top_and_in_a_row_from_the_left() -> None:
    assert in_order(PAGE) == [0, 3, 1, 4, 2, 5, 6, 7, 8]
    assert in_order([Rect(50, 0, 10, 10), Rect(0, 2, 10, 10)]) == [1, 0]


@pytest.mark.parametrize(
    ("at", "way", "to"),
    [
        (0, Way.DOWN, 1),
        (1, Way.UP, 0),
        (0, Way.RIGHT, 3),
        (3, Way.DOWN, 4),
        (5, Way.DOWN, 8),
        (2, Way.DOWN, 7),
        (6, Way.RIGHT, 7),
        (8, Way.LEFT, 7),
        (7, Way.UP, 2),
    ],
)
def test_an_arrow_leads_to_what_lies_that_way(at: int, way: Way, to: int) -> None:
    found = moved(PAGE, at, way)
    assert (found, PAGE[found]) == (to, PAGE[to])


def test_where_nothing_lies_ahead_the_next_of_the_order_follows() -> None:
    assert moved(PAGE, 8, Way.DOWN) == 0
    assert moved(PAGE, 0, Way.UP) == 8
    assert moved(FOOT, 2, Way.RIGHT) == 0
    assert moved([FOOT[0]], 0, Way.LEFT) == 0


def test_everything_is_reached_with_two_arrows() -> None:
    reached, left = {0}, [0]
    while left:
        at = left.pop()
        for way in (Way.RIGHT, Way.DOWN):
            if (to := moved(PAGE, at, way)) not in reached:
                reached.add(to)
                left.append(to)
    assert reached == set(range(len(PAGE)))


def test_what_is_gone_is_followed_by_what_lies_nearest() -> None:
    assert nearest(FOOT, Rect(600, 120, 300, 90)) == 2
    assert nearest(PAGE, TAKE[1]) == 4


def test_the_reach_follows_the_height_of_the_panel() -> None:
    heights = [Reach(mounted).height for mounted in (600.0, 800.0, 1000.0)]
    assert all(one - other == 200 for one, other in pairwise(heights))
    assert Reach(800.0, low=True).height == Reach(800.0).height - 100
    assert Reach(800.0).helps(476.0)
    assert not Reach(640.0).helps(476.0)
