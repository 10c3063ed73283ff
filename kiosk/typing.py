"""Letters and tones of the on-screen keyboard. PURE.

Twenty-nine letters in school order; a tone goes onto the vowel of the last
syllable that carries it in writing. Nobody must know Telex.
"""

from __future__ import annotations

import re
import unicodedata

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
DIGITS = "0123456789.-/"
TONES = {
    "acute": "\u0301",
    "grave": "\u0300",
    "hook": "\u0309",
    "tilde": "\u0303",
    "dot": "\u0323",
}
"""The five tones by the names of their keys, as combining marks (Unicode)."""

_MARKS = frozenset(TONES.values())
_VOWELS = frozenset("aăâeêioôơuưy")
_SYLLABLE = re.compile(r"[^\W\d_]+$")


def with_tone(text: str, tone: str) -> str:
    """Return `text` with a tone (a key of TONES) on its last syllable.

    The same tone once more takes it away. A text that does not end in a syllable
    with a vowel stays as it is.
    """
    head, syllable = split(text)
    plain, before = without_tone(syllable)
    mark = TONES[tone]
    return head + toned(plain, "" if mark == before else mark)


def with_letter(text: str, letter: str) -> str:
    """Return `text` with a letter more; the tone goes where it is then written.

    "hòa" and n are "hoàn".
    """
    return _settled(text + letter)


def without_last(text: str) -> str:
    """Return `text` without its last letter, its tone where it is then written."""
    return _settled(unicodedata.normalize("NFC", text)[:-1])


def _settled(text: str) -> str:
    head, syllable = split(text)
    return head + toned(*without_tone(syllable))


def split(text: str) -> tuple[str, str]:
    """Return `text` in NFC as what stands before its last syllable, and that one."""
    text = unicodedata.normalize("NFC", text)
    found = _SYLLABLE.search(text)
    at = found.start() if found else len(text)
    return text[:at], text[at:]


def toned(plain: str, mark: str) -> str:
    """Return a syllable without a tone with one; "" or no vowel: as it is."""
    at = _carrier(plain) if mark else None
    if at is None:
        return plain
    return unicodedata.normalize("NFC", plain[: at + 1] + mark + plain[at + 1 :])


def without_tone(syllable: str) -> tuple[str, str]:
    """Return the syllable without its tone, and that tone."""
    tone, kept = "", []
    for letter in unicodedata.normalize("NFD", syllable):
        if letter in _MARKS:
            tone = letter
        else:
            kept.append(letter)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def _carrier(syllable: str) -> int | None:
    """Return where the tone of a syllable without one is written."""
    low = syllable.lower()
    vowels = [n for n, letter in enumerate(low) if letter in _VOWELS]
    if len(vowels) > 1 and (low.startswith("qu") or low.startswith("gi")):
        vowels = vowels[1:]
    if not vowels:
        return None
    marked = [n for n in vowels if low[n] in "ăâêôơư"]
    if marked:
        return marked[-1]
    last = vowels[-1]
    if last < len(low) - 1 or len(vowels) == 1:
        return last
    # An open syllable: "hòa", "mùa", "khoái" carry it on the vowel before last.
    return vowels[-2]
