"""Tones on the right vowel, and rectangles that add up."""

import pytest

from kiosk.screens.place import Rect
from kiosk.typing import DIGITS, LETTERS, TONES, with_tone


@pytest.mark.parametrize(
    ("text", "tone", "toned"),
    [
        ("khai tư", "hook", "khai tử"),
        ("so", "hook", "sỏ"),
        ("sô đo", "hook", "sô đỏ"),
        ("giây", "acute", "giấy"),
        ("quyên", "grave", "quyền"),
        ("gia", "grave", "già"),
        ("gi", "grave", "gì"),
        ("hoa", "grave", "hòa"),
        ("mua", "grave", "mùa"),
        ("tuôi", "hook", "tuổi"),
        ("đươc", "dot", "được"),
        ("ngươi", "grave", "người"),
        ("hoan", "grave", "hoàn"),
        ("nga", "tilde", "ngã"),
        ("khoai", "acute", "khoái"),
        ("tử", "hook", "tư"),
        ("tử", "dot", "tự"),
        ("KHAI", "acute", "KHÁI"),
        ("bản ", "acute", "bản "),
        ("12", "acute", "12"),
        ("ng", "acute", "ng"),
        ("", "acute", ""),
    ],
)
def test_a_tone_goes_onto_its_vowel(text: str, tone: str, toned: str) -> None:
    assert with_tone(text, tone) == toned


def test_the_alphabet_is_the_schools() -> None:
    assert len(LETTERS) == len(set(LETTERS)) == 29
    assert len(TONES) == 5
    assert set("0123456789") < set(DIGITS)


def test_rectangles_are_cut_and_nothing_is_lost() -> None:
    whole = Rect(10, 20, 100, 200)
    top, rest = whole.cut_top(50, 10)
    assert (top, rest) == (Rect(10, 170, 100, 50), Rect(10, 20, 100, 140))
    low, rest = whole.cut_bottom(50, 10)
    assert (low, rest) == (Rect(10, 20, 100, 50), Rect(10, 80, 100, 140))
    left, rest = whole.cut_left(40, 10)
    assert (left, rest) == (Rect(10, 20, 40, 200), Rect(60, 20, 50, 200))
    right, rest = whole.cut_right(40, 10)
    assert (right, rest) == (Rect(70, 20, 40, 200), Rect(10, 20, 50, 200))
    assert whole.rows(2, 20)[1] == Rect(10, 20, 100, 90)
    assert whole.columns((1, 3), 20)[1] == Rect(50, 20, 60, 200)
    assert whole.middle(20, 20) == Rect(50, 110, 20, 20)
    assert whole.inset(10) == Rect(20, 30, 80, 180)
    assert whole.cut_top(300)[1].h == 0
