"""How what is written sounds: numbers, times, dates, abbreviations. PURE.

A voice takes "8.000" for a fraction, "5–15" for five fifteen and "B018" for a word;
so nothing of the kind is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assets.lang import Texts, texts
from assets.lang.spoken import LETTERS_VI, cardinal, read_number

LONGEST = 220
"""Letters of one sentence: some twenty seconds, and a fraction of one to render."""

_KNOWN = ("vi", "en")
"""Languages whose numbers are put into words here; others are left to their voice."""

_PHONE = 6
"""So many digits with a nought in front are no number but are dialled."""

_SPAN = re.compile(r"(?<=\d)\s*[–-]\s*(?=\d)")
_BLANK = re.compile(r"\s+")
_STOPS = re.compile(r"\s*([.,:;!?])(?:\s*[.,:;])*(?=\s|$)")
_MARKS = str.maketrans({
    "(": ", ", ")": ",", "“": "", "”": "", '"': "", "«": "", "»": "",
    "·": ",", "…": ".", "–": ",", "/": " ",
})  # fmt: skip


_VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
"""Letters that no other language here has."""


@dataclass(frozen=True)
class Sentence:
    """What the voice of a language is to say in one breath."""

    text: str
    language: str


def spoken(text: str, language: str) -> str:
    """Return a text as the voice is to say it."""
    t = texts("aloud", language)
    text = _SPAN.sub(f" {t('say.span')} ", _BLANK.sub(" ", text))
    text = _figures(language).sub(lambda found: _figure(found, t), text)
    text = _shorts(t).sub(lambda found: t(f"short.{found[0]}"), text)
    text = text.replace("đồng/", f"đồng {t('say.per')} ").translate(_MARKS)
    text = _BLANK.sub(" ", _STOPS.sub(r"\1 ", text)).strip(" ,:;")
    return text


def sentences(text: str, language: str) -> list[Sentence]:
    """Return a text as sentences that the voice can say one after another.

    What stands in Vietnamese on a page of another language is said in Vietnamese:
    by another voice nobody would understand it.
    """
    language = "vi" if _is_vietnamese(text) else language
    parts = re.split(r"(?<=[.!?;])\s+", spoken(text, language))
    shorts = [short for part in parts for short in _shortened(part)]
    return [Sentence(s, language) for s in shorts if any(map(str.isalnum, s))]


def spelt(name: str) -> str:
    """Return a name that is not to be put into other words: a network's."""
    words = name.split()
    return " ".join(" ".join(w) if w.isupper() else w for w in words)


def _is_vietnamese(text: str) -> bool:
    words = text.split()
    return 3 * sum(bool(_VIETNAMESE.search(word)) for word in words) > len(words)


def number(ticket: str, language: str) -> str:
    """Return a ticket's number letter by letter and digit by digit."""
    if language not in _KNOWN:
        return " ".join(ticket)
    try:
        return read_number(ticket, language, "digits", "north")
    except ValueError:  # a prefix of letters that have no name here
        return " ".join(ticket)


def letter(one: str, language: str) -> str:
    """Return the name of what was typed last."""
    if one.isdigit() and language in _KNOWN:
        return cardinal(int(one), language)
    if language == "vi":
        return LETTERS_VI.get(one.upper(), one)
    return one


def listed(names: Iterable[str], language: str) -> str:
    """Return "a, b và c"."""
    *all_but_one, last = list(names)
    if not all_but_one:
        return last
    return f"{', '.join(all_but_one)} {texts('aloud', language)('say.and')} {last}"


def _figures(language: str) -> re.Pattern[str]:
    mark = re.escape(texts("common", language)("number.thousands"))
    return re.compile(
        r"(?P<act>\d[\d.]*/\d{4}/[^\W\d_][\w-]*)"
        r"|(?:ngày )?(?P<date>\d{1,2}/\d{1,2}/\d{4})"
        r"|(?:tháng )?(?P<month>\d{1,2}/\d{4})"
        r"|(?P<time>\b\d{1,2}:\d{2}\b)"
        r"|(?P<code>\b[A-ZĐ]{1,3}\d+\b)"
        rf"|(?P<number>\d{{1,3}}(?:{mark}\d{{3}})+(?!\d)|\d+)"
    )


def _figure(found: re.Match[str], t: Texts) -> str:
    kind = str(found.lastgroup)
    return _SAYS[kind](found[kind], t)


def _act(text: str, t: Texts) -> str:
    """Say a law's number: "23/2015/NĐ-CP"."""
    n, year, kind = text.split("/", 2)
    name = kind.rstrip("0123456789")
    spelt = t(f"short.{name}") if f"short.{name}" in t else name
    if term := kind[len(name) :]:
        spelt = f"{spelt} {_number(term, t)}"
    n = " ".join(_number(part, t) for part in n.split(".") if part)
    return t("say.act", kind=spelt, n=n, year=_number(year, t))


def _date(text: str, t: Texts) -> str:
    day, month, year = text.split("/")
    if not 1 <= int(month) <= 12:
        return " ".join(_number(part, t) for part in (day, month, year))
    name = t(f"month.{int(month)}")
    return t("say.date", day=_number(day, t), month=name, year=_number(year, t))


def _month(text: str, t: Texts) -> str:
    month, year = text.split("/")
    if not 1 <= int(month) <= 12:
        return f"{_number(month, t)} {_number(year, t)}"
    return t("say.month", month=t(f"month.{int(month)}"), year=_number(year, t))


def _time(text: str, t: Texts) -> str:
    hour, minute = text.split(":")
    if not int(minute):
        return t("say.full_hour", hour=_number(hour, t))
    few = int(minute) < 10
    spoken_minute = _number(minute, t)
    if few:
        spoken_minute = t("say.minute", minute=spoken_minute)
    return t("say.time", hour=_number(hour, t), minute=spoken_minute)


def _code(text: str, t: Texts) -> str:
    return number(text, t.language)


def _number(text: str, t: Texts) -> str:
    digits = "".join(one for one in text if one.isdigit())
    if t.language not in _KNOWN:
        return digits
    dialled = digits[0] == "0" and len(digits) >= _PHONE
    if dialled or len(digits) > 12:
        return " ".join(cardinal(int(one), t.language) for one in digits)
    return cardinal(int(digits), t.language)


_SAYS = {
    "act": _act,
    "date": _date,
    "month": _month,
    "time": _time,
    "code": _code,
    "number": _number,
}


def _shorts(t: Texts) -> re.Pattern[str]:
    keys = [key.removeprefix("short.") for key in t if key.startswith("short.")]
    names = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:{names})(?!\w)")


def _shortened(text: str) -> list[str]:
    """Break what is too long for one breath at a comma, else at a blank."""
    parts = []
    while len(text) > LONGEST:
        at = max(text.rfind(", ", 0, LONGEST) + 1, 0) or text.rfind(" ", 0, LONGEST)
        at = at if at > 0 else LONGEST
        parts.append(text[:at].strip())
        text = text[at:].strip()
    return [*parts, text]
