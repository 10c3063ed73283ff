import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.lang import Texts
from kiosk.speech import words
from kiosk.speech.words import LONGEST, Sentence, sentences, spoken


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8.000 đồng/bản", "tám nghìn đồng một bản"),
        ("5–15 phút", "năm đến mười lăm phút"),
        ("05 ngày làm việc", "năm ngày làm việc"),
        ("07:30–12:00", "bảy giờ ba mươi phút đến mười hai giờ"),
        ("lúc 9:05", "lúc chín giờ năm phút"),
        (
            "ngày 23/11/2026",
            "ngày hai mươi ba tháng mười một năm hai nghìn không trăm hai mươi sáu",
        ),
        ("31/13/2026", "ba mươi mốt mười ba hai nghìn không trăm hai mươi sáu"),
        (
            "bản tháng 6–7/2026",
            "bản tháng sáu đến tháng bảy năm hai nghìn không trăm hai mươi sáu",
        ),
        ("24/2026", "hai mươi tư hai nghìn không trăm hai mươi sáu"),
        ("UBND xã", "Ủy ban nhân dân xã"),
        ("Do HĐND tỉnh", "Do Hội đồng nhân dân tỉnh"),
        ("Tờ khai (CT01)", "Tờ khai, xê tê không một"),
        (
            "23/2015/NĐ-CP",
            "nghị định của Chính phủ số hai mươi ba năm hai nghìn không trăm mười lăm",
        ),
        (
            "60/2014/QH13",
            "luật của Quốc hội khóa mười ba số sáu mươi năm hai nghìn không trăm"
            " mười bốn",
        ),
        ("1/2020/XY", "XY số một năm hai nghìn không trăm hai mươi"),
        ("66.7/2025/NQ-CP", "nghị quyết của Chính phủ số sáu mươi sáu bảy năm hai"
         " nghìn không trăm hai mươi lăm"),
        ("Thông báo – Nội quy", "Thông báo, Nội quy"),
        ("Ông/bà cần làm việc gì?", "Ông bà cần làm việc gì?"),
        ("Chạm “Lấy số” …", "Chạm Lấy số."),
        ("2 giấy tờ · Miễn phí", "hai giấy tờ, Miễn phí"),
        ("Chứng thực,\nsao y", "Chứng thực, sao y"),
        ("02393855555", "không hai ba chín ba tám năm năm năm năm năm"),
        ("1234567890123", "một hai ba bốn năm sáu bảy tám chín không một hai ba"),
        ("dichvucong.gov.vn", "dichvucong.gov.vn"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_is_written_sounds_as_people_say_it(written: str, said: str) -> None:
    assert spoken(written, "vi") == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("8,000 dong a copy", "eight thousand dong a copy"),
        ("5–15 minutes", "five to fifteen minutes"),
        ("at 09:05", "at nine oh five"),
        ("07:30–12:00", "seven thirty to twelve o'clock"),
        ("23/11/2026", "twenty-three November two thousand twenty-six"),
        ("Scan the QR code", "Scan the Q R code"),
        ("Number B018", "Number B, zero one eight"),
    ],
)
def test_english_sounds_as_english(written: str, said: str) -> None:
    assert spoken(written, "en") == said


def test_a_number_is_spelt_by_its_letters_names() -> None:
    assert words.number("B018", "vi") == "bê không một tám"
    assert words.number("Đ1000", "vi") == "đê một không không không"
    assert words.number("B018", "en") == "B, zero one eight"
    assert words.number("Ж01", "vi") == "Ж 0 1"
    assert words.number("B018", "km") == "B 0 1 8"


def test_a_language_without_words_for_numbers_leaves_them_to_its_voice() -> None:
    khmer = Texts("aloud", "km", {})
    assert words._number("8.000", khmer) == "8000"


def test_what_was_typed_last_has_its_name() -> None:
    assert words.letter("h", "vi") == "hát"
    assert words.letter("7", "vi") == "bảy"
    assert words.letter("7", "en") == "seven"
    assert words.letter("ủ", "vi") == "ủ"
    assert words.letter("h", "en") == "h"
    assert words.letter("", "vi") == ""


def test_names_are_listed_as_people_do() -> None:
    assert words.listed(["Quầy 1"], "vi") == "Quầy 1"
    assert words.listed(["Quầy 1", "Quầy 2", "Quầy 4"], "vi") == (
        "Quầy 1, Quầy 2 và Quầy 4"
    )


def test_a_networks_name_is_never_put_into_other_words() -> None:
    assert spoken(words.spelt("UBND Thach Khe"), "vi") == "U B N D Thach Khe"


def test_vietnamese_on_an_english_page_is_said_in_vietnamese() -> None:
    said = sentences("Nộp lệ phí nếu có, nhận biên lai trong 15 ngày.", "en")
    assert said == [
        Sentence("Nộp lệ phí nếu có, nhận biên lai trong mười lăm ngày.", "vi")
    ]
    mixed = "There are these buttons: Find, Notices, Tiếng Việt, Help, Call staff."
    assert [one.language for one in sentences(mixed, "en")] == ["en"]


def test_each_sentence_is_said_for_itself() -> None:
    said = sentences("Một việc. Hai việc! Ba; bốn? ", "vi")
    assert [one.text for one in said] == ["Một việc.", "Hai việc!", "Ba;", "bốn?"]
    assert sentences("  …", "vi") == []


@given(st.text(st.sampled_from("aăbc ,.;0123456789/–:đ\nABQR()"), max_size=900))
def test_nothing_is_too_long_or_left_as_digits(text: str) -> None:
    for one in sentences(text, "vi"):
        assert 0 < len(one.text) <= LONGEST
        assert not any(letter.isdigit() for letter in one.text)
        assert one.text == one.text.strip()


def test_a_word_without_end_is_broken_too() -> None:
    said = sentences("a" * 500, "vi")
    assert "".join(one.text for one in said) == "a" * 500
    assert max(len(one.text) for one in said) <= LONGEST
