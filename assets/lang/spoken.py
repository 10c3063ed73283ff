"""Numbers and the letters of a ticket as they are spoken. PURE.

Beside the texts, because both that which calls in the hall and that which reads a
screen aloud say them, and neither may know the other.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

Reading = Literal["digits", "number"]
"""``digits``: A015 is "a không một năm"; ``number``: "a mười lăm"."""

Words = Literal["north", "south"]
"""``north``: linh, nghìn; ``south``: lẻ, ngàn."""

# fmt: off
DIGITS_VI = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
DIGITS_EN = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
]
_TEENS_EN = [
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
]
_TENS_EN = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]
_SCALES_EN = ("", " thousand", " million", " billion", " trillion")

# J is "gi" in print, but the voice spells that out; "di" sounds the same.
LETTERS_VI = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê",
    "E": "e", "Ê": "ê", "F": "ép", "G": "giê", "H": "hát", "I": "i", "J": "di",
    "K": "ca", "L": "lờ", "M": "mờ", "N": "nờ", "O": "o", "Ô": "ô", "Ơ": "ơ",
    "P": "pê", "Q": "quy", "R": "rờ", "S": "sờ", "T": "tê", "U": "u", "Ư": "ư",
    "V": "vê", "W": "vê kép", "X": "ích", "Y": "y", "Z": "dét",
}
# fmt: on
"""The letters' names as they are spoken in an office."""

_NUMBER = re.compile(r"([^\W\d_]*)([0-9]+)")
_LIMIT_EN = 1000 ** len(_SCALES_EN)


def cardinal(n: int, language: str, words: Words = "north") -> str:
    """Return `n` in words, as one counts: 21 is "hai mươi mốt", "twenty-one".

    Raises ValueError for a negative number or, in English, one of 10^15 and up.
    """
    if n < 0:
        raise ValueError(f"a number of the queue is not negative: {n}")
    return _cardinal_vi(n, words) if language == "vi" else _cardinal_en(n)


def read_number(number: str, language: str, reading: Reading, words: Words) -> str:
    """Return how a ticket's number sounds.

    Digit by digit A015 is "a không một năm": each digit has its plain name, never
    mốt, tư or lăm, which belong to counting. As a number it is "a mười lăm".
    Raises ValueError when `number` is not letters followed by digits.
    """
    letters, digits = _parse(number)
    spelt = [_letter(letter, language) for letter in letters]
    if reading == "digits":
        names = DIGITS_VI if language == "vi" else DIGITS_EN
        spelt += [names[int(digit)] for digit in digits]
    else:
        spelt.append(cardinal(int(digits), language, words))
    return " ".join(spelt)


def _parse(number: str) -> tuple[str, str]:
    found = _NUMBER.fullmatch(unicodedata.normalize("NFC", number).upper())
    if found is None:
        raise ValueError(f"not a ticket number: {number!r}")
    return found[1], found[2]


def _letter(letter: str, language: str) -> str:
    if language != "vi":
        # Without the comma an English voice takes "A" for the article.
        return f"{letter},"
    if letter not in LETTERS_VI:
        raise ValueError(f"no name for the letter {letter!r}")
    return LETTERS_VI[letter]


def _cardinal_vi(n: int, words: Words) -> str:
    if n == 0:
        return DIGITS_VI[0]
    return " ".join(_words_vi(n, words, after_higher=False))


def _words_vi(n: int, words: Words, after_higher: bool) -> Iterator[str]:
    """Speak a number above 0; `after_higher`: a higher group was spoken before.

    Above a billion the same words begin again: one million billions.
    """
    billions, rest = divmod(n, 1_000_000_000)
    if billions:
        yield from _words_vi(billions, words, after_higher)
        yield "tỷ"
    spoken = after_higher or billions > 0
    thousand = "nghìn" if words == "north" else "ngàn"
    for unit, name in ((1_000_000, "triệu"), (1_000, thousand), (1, "")):
        group, rest = divmod(rest, unit)
        if group:
            yield from _group_vi(group, words, spoken)
            spoken = True
            if name:
                yield name


def _group_vi(group: int, words: Words, after_higher: bool) -> Iterator[str]:
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    if hundreds or after_higher:
        yield DIGITS_VI[hundreds]
        yield "trăm"
    if tens == 0:
        if units and (hundreds or after_higher):
            yield "linh" if words == "north" else "lẻ"
    elif tens == 1:
        yield "mười"
    else:
        yield DIGITS_VI[tens]
        yield "mươi"
    if units:
        yield _unit_vi(tens, units)


def _unit_vi(tens: int, units: int) -> str:
    if tens >= 1 and units == 5:
        return "lăm"
    if tens >= 2 and units == 1:
        return "mốt"
    if tens >= 2 and units == 4:
        return "tư"
    return DIGITS_VI[units]


def _cardinal_en(n: int) -> str:
    if n >= _LIMIT_EN:
        raise ValueError(f"too large to say in English: {n}")
    if n == 0:
        return DIGITS_EN[0]
    spoken = []
    for scale in _SCALES_EN:
        n, group = divmod(n, 1000)
        if group:
            spoken.append(_group_en(group) + scale)
    return " ".join(reversed(spoken))


def _group_en(group: int) -> str:
    hundreds, rest = divmod(group, 100)
    spoken = [f"{DIGITS_EN[hundreds]} hundred"] if hundreds else []
    if rest:
        spoken.append(_below_hundred_en(rest))
    return " and ".join(spoken)


def _below_hundred_en(rest: int) -> str:
    if rest < 10:
        return DIGITS_EN[rest]
    if rest < 20:
        return _TEENS_EN[rest - 10]
    tens, units = divmod(rest, 10)
    return _TENS_EN[tens - 2] + (f"-{DIGITS_EN[units]}" if units else "")
