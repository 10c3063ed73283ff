"""Where things stand on panels of every shape."""

from __future__ import annotations

import pytest

from assets.look.tokens import CAP_HEIGHT
from display.screens.layout import (
    ROW_CAPITAL_MM,
    ROW_SHARE,
    Box,
    WallLayout,
    digits_size,
    foot_places,
    wall_layout,
)

PANELS = [(1920, 1080), (3840, 2160), (1080, 1920), (1280, 800), (1366, 768)]


def mm_per_px(pixels: tuple[int, int], inches: float) -> float:
    return float(inches * 25.4 / (pixels[0] ** 2 + pixels[1] ** 2) ** 0.5)


def boxes(plan: WallLayout, *, stale: bool) -> list[Box]:
    found = [plan.head, plan.hero, plan.rows_head, *plan.rows]
    return [*found, plan.strip] if stale else [*found, *plan.foot]


def apart(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    above = one.y + one.height <= other.y or other.y + other.height <= one.y
    return beside or above


@pytest.mark.parametrize("stale", [False, True])
@pytest.mark.parametrize("inches", [19.0, 43.0, 75.0])
@pytest.mark.parametrize("pixels", PANELS)
def test_nothing_overlaps_or_leaves_the_panel(
    pixels: tuple[int, int], inches: float, stale: bool
) -> None:
    plan = wall_layout(pixels, mm_per_px(pixels, inches), stale=stale)
    found = boxes(plan, stale=stale)
    for box in found:
        assert box.x >= 0
        assert box.y >= 0
        assert (box.x + box.width) * plan.unit <= pixels[0]
        assert (box.y + box.height) * plan.unit <= pixels[1]
    pairs = [(a, b) for n, a in enumerate(found) for b in found[n + 1 :]]
    assert all(apart(one, other) for one, other in pairs)


@pytest.mark.parametrize("pixels", PANELS)
def test_the_promise_from_43_inches(pixels: tuple[int, int]) -> None:
    mm = mm_per_px(pixels, 43.0)
    for stale in (False, True):
        plan = wall_layout(pixels, mm, stale=stale)
        assert len(plan.rows) == 4
        capital = plan.rows[0].height * ROW_SHARE * plan.unit * mm
        assert capital >= ROW_CAPITAL_MM


def test_on_less_there_are_fewer_rows_not_lower_ones() -> None:
    pixels = (1920, 1080)
    counts = []
    for inches in (43.0, 32.0, 24.0, 15.0):
        mm = mm_per_px(pixels, inches)
        plan = wall_layout(pixels, mm, stale=False)
        counts.append(len(plan.rows))
        if len(plan.rows) > 2:
            capital = plan.rows[0].height * ROW_SHARE * plan.unit * mm
            assert capital >= ROW_CAPITAL_MM
    assert counts == [4, 3, 2, 2]


def test_on_more_there_are_more_rows_of_the_same_height() -> None:
    plans = [
        wall_layout((1920, 1080), mm_per_px((1920, 1080), inches), stale=False)
        for inches in (55.0, 75.0, 98.0)
    ]
    assert [len(plan.rows) for plan in plans] == [5, 6, 6]


@pytest.mark.parametrize("pixels", PANELS)
def test_rows_leave_the_room_below_them(pixels: tuple[int, int]) -> None:
    plan = wall_layout(pixels, mm_per_px(pixels, 43.0), stale=False)
    low = plan.rows[-1].y + plan.rows[-1].height
    for rows, box in enumerate(plan.rows):
        free = plan.free(rows)
        assert free is not None
        assert free.y == (box.y if rows else plan.rows_head.y)
        assert free.y + free.height == pytest.approx(low)
    assert plan.free(len(plan.rows)) is None


def test_twice_the_pixels_are_the_same_picture() -> None:
    small = wall_layout((1920, 1080), mm_per_px((1920, 1080), 43), stale=False)
    large = wall_layout((3840, 2160), mm_per_px((3840, 2160), 43), stale=False)
    assert (small.unit, large.unit) == (1.0, 2.0)
    assert (small.hero, small.rows, small.foot) == (large.hero, large.rows, large.foot)


def test_a_standing_panel_has_the_rows_below_and_two_services() -> None:
    plan = wall_layout((1080, 1920), mm_per_px((1080, 1920), 43), stale=False)
    assert plan.hero.width == plan.rows[0].width == 1000
    assert plan.rows[0].y > plan.hero.y + plan.hero.height
    assert foot_places(1080, 1920) == len(plan.foot) == 2
    assert foot_places(1920, 1080) == 3


def test_digits_take_their_share_of_a_row() -> None:
    assert digits_size(161) * CAP_HEIGHT == pytest.approx(161 * ROW_SHARE)
