from hypothesis import given
from hypothesis import strategies as st

from assets.look.fit import Fit, break_lines, fit

WORDS = st.lists(st.text("abcđêẤỄ", min_size=1, max_size=9), min_size=1, max_size=12)


def ruler(text: str, size: int) -> float:
    return len(text) * size * 0.5


def test_what_fits_is_left_alone() -> None:
    assert fit("Hộ kinh doanh", 400, 80, 48, 40, ruler) == Fit(("Hộ kinh doanh",), 48)


def test_it_wraps_before_it_shrinks() -> None:
    found = fit("Hộ kinh doanh", 200, 140, 48, 40, ruler)
    assert found == Fit(("Hộ kinh", "doanh"), 48)


def test_it_shrinks_when_wrapping_is_not_enough() -> None:
    found = fit("Hộ kinh doanh", 300, 60, 48, 40, ruler)
    assert found == Fit(("Hộ kinh doanh",), 44)


def test_at_the_least_size_it_says_that_it_does_not_fit() -> None:
    assert fit("Hộ kinh doanh", 60, 60, 48, 40, ruler).whole is False
    assert fit("Hộ kinh doanh", 60, 60, 48, 40, ruler).size == 40
    assert fit("Hộ", 1, 60, 30, 40, ruler) == Fit(("Hộ",), 30, whole=False)


def test_a_growing_box_only_wraps() -> None:
    found = fit("một hai ba bốn", 110, None, 48, 40, ruler)
    assert found == Fit(("một", "hai", "ba", "bốn"), 48)
    assert found.height == 4 * 48 * 1.35


def test_breaks_set_by_the_office_are_kept() -> None:
    lines = break_lines("Khai sinh, kết hôn,\nkhai tử", 1000, 48, ruler)
    assert lines == ("Khai sinh, kết hôn,", "khai tử")
    assert break_lines("", 100, 48, ruler) == ("",)


@given(
    WORDS,
    st.integers(30, 600),
    st.none() | st.integers(20, 400),
    st.integers(8, 60),
    st.integers(8, 60),
)
def test_nothing_is_lost_and_what_is_whole_fits(
    words: list[str], width: int, height: int | None, size: int, least: int
) -> None:
    found = fit(" ".join(words), width, height, size, least, ruler)
    assert " ".join(found.lines).split() == words
    assert min(least, size) <= found.size <= size
    if found.whole:
        assert all(ruler(line, found.size) <= width for line in found.lines)
        assert height is None or found.height <= height
