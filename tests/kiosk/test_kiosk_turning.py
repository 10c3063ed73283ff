"""Which part of a long list is on the glass, and which the button turns to."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.screens.turning import part_of

WHOLE = st.lists(st.integers(), max_size=40)


@given(WHOLE, st.integers(1, 8), st.sampled_from([0, 1]))
def test_who_turns_on_sees_every_row_once_and_the_first_part_again(
    whole: list[int], each: int, first: int
) -> None:
    page, seen = first, 0
    for _ in range(part_of(whole, each, page, first).pages):
        part = part_of(whole, each, page, first)
        assert list(part.shown) == whole[seen : seen + each]
        seen += len(part.shown)
        assert part.rest == len(whole) - seen
        page = part.following
    assert seen == len(whole)
    assert page == first


@given(WHOLE, st.integers(1, 8), st.integers(0, 100))
def test_a_list_that_has_shrunk_is_never_turned_past_its_end(
    whole: list[int], each: int, page: int
) -> None:
    part = part_of(whole, each, page)
    assert part.shown or not whole
    assert 0 <= part.following < part.pages
