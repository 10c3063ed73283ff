import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.lang.spoken import (
    DIGITS_EN,
    DIGITS_VI,
    LETTERS_VI,
    cardinal,
    read_number,
)

COUNTED = """
0 không
1 một
4 bốn
5 năm
10 mười
11 mười một
14 mười bốn
15 mười lăm
19 mười chín
20 hai mươi
21 hai mươi mốt
22 hai mươi hai
24 hai mươi tư
25 hai mươi lăm
30 ba mươi
31 ba mươi mốt
34 ba mươi tư
35 ba mươi lăm
44 bốn mươi tư
45 bốn mươi lăm
54 năm mươi tư
55 năm mươi lăm
91 chín mươi mốt
94 chín mươi tư
95 chín mươi lăm
99 chín mươi chín
100 một trăm
101 một trăm linh một
104 một trăm linh bốn
105 một trăm linh năm
110 một trăm mười
111 một trăm mười một
114 một trăm mười bốn
115 một trăm mười lăm
120 một trăm hai mươi
121 một trăm hai mươi mốt
124 một trăm hai mươi tư
125 một trăm hai mươi lăm
201 hai trăm linh một
205 hai trăm linh năm
555 năm trăm năm mươi lăm
999 chín trăm chín mươi chín
1000 một nghìn
1001 một nghìn không trăm linh một
1005 một nghìn không trăm linh năm
1010 một nghìn không trăm mười
1015 một nghìn không trăm mười lăm
1024 một nghìn không trăm hai mươi tư
1105 một nghìn một trăm linh năm
2021 hai nghìn không trăm hai mươi mốt
10000 mười nghìn
10005 mười nghìn không trăm linh năm
21004 hai mươi mốt nghìn không trăm linh bốn
100000 một trăm nghìn
101005 một trăm linh một nghìn không trăm linh năm
1000000 một triệu
1000001 một triệu không trăm linh một
1234567 một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy
2005015 hai triệu không trăm linh năm nghìn không trăm mười lăm
1000000000 một tỷ
"""
CASES = [line.split(" ", 1) for line in COUNTED.strip().splitlines()]


def test_the_table_of_counted_numbers_is_whole() -> None:
    assert len(CASES) == 60


@pytest.mark.parametrize(("n", "words"), CASES)
def test_counts_in_vietnamese(n: str, words: str) -> None:
    assert cardinal(int(n), "vi") == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (105, "một trăm lẻ năm"),
        (1001, "một ngàn không trăm lẻ một"),
        (1_000_000_005, "một tỷ không trăm lẻ năm"),
        (2_001_000_000_000_000_000, "hai tỷ không trăm lẻ một triệu tỷ"),
    ],
)
def test_counts_with_the_words_of_the_south(n: int, words: str) -> None:
    assert cardinal(n, "vi", "south") == words


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (0, "zero"),
        (7, "seven"),
        (12, "twelve"),
        (20, "twenty"),
        (21, "twenty-one"),
        (105, "one hundred and five"),
        (300, "three hundred"),
        (1015, "one thousand fifteen"),
        (2_000_340, "two million three hundred and forty"),
    ],
)
def test_counts_in_english(n: int, words: str) -> None:
    assert cardinal(n, "en") == words


def test_refuses_what_no_queue_has() -> None:
    with pytest.raises(ValueError, match="not negative"):
        cardinal(-1, "vi")
    with pytest.raises(ValueError, match="too large"):
        cardinal(10**15, "en")


@pytest.mark.parametrize(
    ("number", "language", "reading", "spoken"),
    [
        ("A015", "vi", "digits", "a không một năm"),
        ("B024", "vi", "digits", "bê không hai bốn"),
        ("C105", "vi", "digits", "xê một không năm"),
        ("Đ001", "vi", "digits", "đê không không một"),
        ("W1000", "vi", "digits", "vê kép một không không không"),
        ("007", "vi", "digits", "không không bảy"),
        ("A015", "vi", "number", "a mười lăm"),
        ("B024", "vi", "number", "bê hai mươi tư"),
        ("C105", "vi", "number", "xê một trăm linh năm"),
        ("a000", "vi", "number", "a không"),
        ("A015", "en", "digits", "A, zero one five"),
        ("KM024", "en", "number", "K, M, twenty-four"),
    ],
)
def test_reads_a_ticket(number: str, language: str, reading: str, spoken: str) -> None:
    assert read_number(number, language, reading, "north") == spoken  # type: ignore[arg-type]


def test_reads_a_letter_however_it_was_typed() -> None:
    apart = unicodedata.normalize("NFD", "Ê01")
    assert read_number(apart, "vi", "digits", "north") == "ê không một"


@pytest.mark.parametrize("number", ["", "A", "A-15", "A 15", "15A", "A٣", "A_1"])
def test_refuses_what_is_no_ticket_number(number: str) -> None:
    with pytest.raises(ValueError, match="not a ticket number"):
        read_number(number, "vi", "digits", "north")


def test_refuses_a_letter_without_a_name() -> None:
    with pytest.raises(ValueError, match="no name for the letter 'Ж'"):
        read_number("Ж01", "vi", "digits", "north")


@given(
    letters=st.text(st.sampled_from(sorted(LETTERS_VI)), max_size=3),
    digits=st.text(st.sampled_from("0123456789"), min_size=1, max_size=5),
)
def test_every_letter_and_digit_is_heard_once_in_order(
    letters: str, digits: str
) -> None:
    spoken = read_number(letters + digits, "vi", "digits", "north")
    names = [LETTERS_VI[c] for c in letters]
    names += [DIGITS_VI[int(c)] for c in digits]
    assert spoken == " ".join(names)
    heard = spoken.split()[-len(digits) :]
    assert "".join(str(DIGITS_VI.index(word)) for word in heard) == digits

    english = read_number(letters + digits, "en", "digits", "north").split()
    assert [w.rstrip(",") for w in english[: len(letters)]] == list(letters)
    assert "".join(str(DIGITS_EN.index(w)) for w in english[len(letters) :]) == digits


def test_no_two_letters_sound_alike() -> None:
    assert len(set(LETTERS_VI.values())) == len(LETTERS_VI)


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_no_two_numbers_are_counted_alike(a: int, b: int) -> None:
    if a != b:
        assert cardinal(a, "vi") != cardinal(b, "vi")
        assert cardinal(a, "en") != cardinal(b, "en")
