from datetime import date, datetime, time

import pytest

from assets.lang import Texts, areas, languages, manner, texts


def test_vietnamese_comes_first() -> None:
    assert languages() == ("vi", "en")


def test_a_text_with_its_values() -> None:
    t = texts("common", "vi")
    assert t("wait.range", low=5, high=15) == "5–15 phút"
    assert "wait.range" in t
    assert list(t)[:2] == ["wait.range", "wait.now"]
    assert repr(t).startswith("Texts(vi/common")
    assert texts("common", "vi") is t


def test_an_unknown_key_is_an_error_never_an_empty_text() -> None:
    t = texts("common", "en")
    with pytest.raises(KeyError, match=r"en/common\.toml: wait\.nothing"):
        t("wait.nothing")
    with pytest.raises(KeyError):
        t("wait.range", low=5)


def test_an_unknown_area_or_language_is_an_error() -> None:
    with pytest.raises(LookupError):
        texts("nothing", "vi")
    with pytest.raises(LookupError):
        texts("common", "fr")


def test_a_file_holds_texts_only() -> None:
    from assets.lang import _flatten

    with pytest.raises(ValueError, match=r"a\.b is not a text"):
        dict(_flatten({"a": {"b": 3}}, ""))
    assert Texts("x", "vi", {"a": "{b}"})("a", b=1) == "1"


def test_every_area_is_there_in_every_language() -> None:
    assert "common" in areas("vi")
    assert areas("en") == areas("vi")


MONDAY = date(2026, 11, 23)


def test_numbers_and_money() -> None:
    assert manner.number(1234, "vi") == "1.234"
    assert manner.number(1234, "en") == "1,234"
    assert manner.number(1234567.5, "vi", 1) == "1.234.567,5"
    assert manner.number(1234567.5, "en", 1) == "1,234,567.5"
    assert manner.number(-5, "vi") == "-5"
    assert manner.money(8000, "vi") == "8.000 đồng"
    assert manner.money(8000, "en") == "8,000 dong"


def test_dates_and_the_clock() -> None:
    assert manner.short_date(MONDAY, "vi") == "23/11/2026"
    assert manner.short_date(date(2026, 2, 3), "en") == "03/02/2026"
    assert manner.long_date(MONDAY, "vi") == "Thứ Hai, 23/11/2026"
    assert manner.long_date(MONDAY, "en") == "Monday, 23/11/2026"
    assert manner.long_date(date(2026, 11, 29), "vi") == "Chủ nhật, 29/11/2026"
    assert manner.clock(time(9, 5)) == "09:05"
    assert manner.clock(datetime(2026, 11, 23, 16, 30)) == "16:30"


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (300, 900, "5–15 phút"),
        (0, 300, "0–5 phút"),
        (301, 899, "5–15 phút"),
        (0, 0, "Mời vào ngay"),
        (None, None, ""),
    ],
)
def test_a_wait(low: int | None, high: int | None, text: str) -> None:
    assert manner.wait_range(low, high, "vi") == text


def test_people() -> None:
    assert manner.people_waiting(5, "vi") == "5 người chờ"
    assert manner.people_waiting(0, "vi") == "chưa có ai chờ"
    assert manner.people_waiting(1, "en") == "1 person waiting"
    assert manner.people(3, "en") == "3 people"
    assert manner.people(0, "vi") == "0 người"
    assert manner.people(1200, "vi") == "1.200 người"
