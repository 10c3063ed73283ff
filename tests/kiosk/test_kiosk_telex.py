"""Telex from a real keyboard, alone and mixed with the keys of the glass."""

import unicodedata
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.telex import struck
from kiosk.typing import TONES, with_letter, with_tone, without_last


def typed(keys: str, before: str = "") -> str:
    return reduce(struck, keys, before)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("aa", "â"), ("aw", "ă"), ("ee", "ê"), ("oo", "ô"), ("ow", "ơ"), ("uw", "ư"),
        ("w", "ư"), ("tw", "tư"), ("dd", "đ"), ("DD", "Đ"), ("W", "Ư"), ("AA", "Â"),
        ("as", "á"), ("af", "à"), ("ar", "ả"), ("ax", "ã"), ("aj", "ạ"), ("asz", "a"),
        ("asf", "à"), ("z", "z"), ("az", "az"), ("s", "s"), ("ngs", "ngs"),
        # Doubling takes the mark away and leaves the letter.
        ("ass", "as"), ("aaa", "aa"), ("aww", "aw"), ("uww", "uw"), ("ooo", "oo"),
        ("eee", "ee"), ("ddd", "dd"), ("uoww", "uow"), ("oww", "ow"),
        ("uow", "ươ"), ("uwow", "ươ"), ("uowi", "ươi"), ("muaw", "mưa"),
        ("muwa", "mưa"), ("quaw", "quă"), ("hoawcj", "hoặc"), ("loawn", "loăn"),
        ("moiws", "mới"), ("huuw", "hưu"), ("giaws", "giắ"), ("quowr", "quở"),
        ("khai sinh", "khai sinh"), ("ddaats ddai", "đất đai"),
        ("soor ddor", "sổ đỏ"), ("hooj tichj", "hộ tịch"), ("ddwowcj", "được"),
        ("duocwjd", "được"), ("nguwowif", "người"), ("nguoiwf", "người"),
        ("giaays chuwngs tuwr", "giấy chứng tử"), ("tuaans", "tuấn"),
        ("tuana", "tuân"), ("hoaf", "hòa"), ("hoafn", "hoàn"), ("quyeenf", "quyền"),
        ("thuyr", "thủy"), ("HOOJ TICHJ", "HỘ TỊCH"), ("Dduwowngf", "Đường"),
        ("2.000635", "2.000635"), ("kws", "kứ"), ("mbw", "mbư"), ("oabw", "oabư"),
    ],
)  # fmt: skip
def test_what_the_keys_give(keys: str, text: str) -> None:
    assert typed(keys) == text


def test_the_keys_of_the_glass_and_real_ones_mix() -> None:
    text = with_tone(typed("ddaa"), "acute")  # "đấ", the tone from the glass
    assert typed("t", text) == "đất"
    assert typed("s", typed("t", text)) == "đâts"  # the same tone again: a letter
    assert with_letter("hòa", "n") == "hoàn"
    assert with_letter(typed("hoaf"), "i") == "hoài"
    assert without_last("hoàn") == "hòa"
    assert without_last("a") == without_last("") == ""
    assert typed("w", "thuô") == "thươ"


LETTERS = st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxywzfjAWDSĐ \u0301\u0323 1")


@given(LETTERS, LETTERS)
def test_no_keys_break_it_and_the_text_is_one_way_of_writing(a: str, b: str) -> None:
    text = typed(b, unicodedata.normalize("NFC", a))
    assert unicodedata.is_normalized("NFC", text)
    for tone in TONES:
        assert unicodedata.is_normalized("NFC", with_tone(text, tone))
    assert unicodedata.is_normalized("NFC", without_last(text))


@given(st.text(), st.characters())
def test_no_text_breaks_it(text: str, key: str) -> None:
    assert unicodedata.is_normalized("NFC", struck(text, key))
