"""Telex: Vietnamese from a real keyboard's plain letters. PURE.

The rules are those of every Vietnamese keyboard: aa â, aw ă, ee ê, oo ô, ow ơ, uw
(or w alone) ư, dd đ; s f r x j are the tones, z takes the tone away. A mark may be
typed at the end of its syllable too ("duocwj d" without the blank is "được"). The
same key once more takes its mark away and stands as a letter.
"""

from __future__ import annotations

import re
import unicodedata

from kiosk.typing import TONES, split, toned, with_letter, without_tone

_TONE_OF = {"s": "acute", "f": "grave", "r": "hook", "x": "tilde", "j": "dot"}
_ROOFED = {"a": "â", "e": "ê", "o": "ô"}
_HORNED = {"a": "ă", "o": "ơ", "u": "ư"}
_BASE = {marked: plain for plain, marked in _HORNED.items()}
_BASE |= {roofed: plain for plain, roofed in _ROOFED.items()}

_PAIR = re.compile(r"[uư][oôơ]", re.IGNORECASE)
_END = re.compile(r"[aăâeêioôơuưy]*(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE)
"""What may follow a vowel in its syllable: other vowels and an end."""
_GLIDE = re.compile(r"qu|gi(?=[aăâeêioôơuưy])", re.IGNORECASE)
_VOWELS = frozenset("aăâeêioôơuưy")


def struck(text: str, key: str) -> str:
    """Return `text` after a key of a real keyboard, in NFC."""
    head, syllable = split(text)
    plain, mark = without_tone(syllable)
    low = key.lower()
    if low in _TONE_OF:
        return head + _tone(plain, mark, key)
    if low == "z" and mark:
        return head + plain
    changed = _marked(plain, key)
    if changed is None:
        return with_letter(text, key)
    return head + toned(changed, mark)


def _tone(plain: str, mark: str, key: str) -> str:
    wanted = TONES[_TONE_OF[key.lower()]]
    with_it = toned(plain, wanted)
    if mark == wanted or with_it == plain:
        return toned(plain, "" if mark == wanted else mark) + key
    return with_it


def _marked(plain: str, key: str) -> str | None:
    """Return the syllable after a key that marks a letter, None if it does not."""
    low = key.lower()
    if low == "d":
        return _barred(plain, key)
    if low == "w":
        return _horned(plain, key)
    if low in _ROOFED:
        return _roofed(plain, key)
    return None


def _barred(plain: str, key: str) -> str | None:
    first = plain[:1]
    if first.lower() == "d":
        return _like("đ", first) + plain[1:]
    if first.lower() == "đ":
        return _like("d", first) + plain[1:] + key
    return None


def _roofed(plain: str, key: str) -> str | None:
    """Put a roof on the vowel that the key names: "hoo" is "hô"."""
    vowel = key.lower()
    at = _last(plain, (vowel, _ROOFED[vowel]))
    if at is None:
        return None
    if plain[at].lower() == vowel:
        return _put(plain, at, _ROOFED[vowel])
    return _put(plain, at, vowel) + key


def _horned(plain: str, key: str) -> str:
    """Put a horn or a breve: on both of "uo", else where the syllable takes one."""
    start = _start(plain)
    pair = _PAIR.search(plain, start)
    if pair is not None:
        at = pair.start()
        both = "ươ" if pair.group().lower() != "ươ" else "uo"
        changed = _put(_put(plain, at, both[0]), at + 1, both[1])
        return changed if both == "ươ" else changed + key
    one = _place(plain, start)
    if one is None:
        return plain + _like("ư", key)
    letter = plain[one].lower()
    if letter in _HORNED:
        return _put(plain, one, _HORNED[letter])
    return _put(plain, one, _BASE[letter]) + key


def _place(plain: str, start: int) -> int | None:
    """Return where a horn goes: "mua" takes it on its u, "hoa" on its a."""
    low = plain.lower()
    takes = [n for n in range(start, len(low)) if low[n] in "aăâoôơuư"]
    if not takes or not _END.fullmatch(low, takes[0]):
        return None
    first, last = takes[0], takes[-1]
    # The u of "ua" and "uu" takes it; of "oa" and "oi" the last that can.
    return first if low[first] in "uư" else last


def _last(plain: str, letters: tuple[str, ...]) -> int | None:
    """Return where one of the letters stands last with only its end behind it."""
    low = plain.lower()
    at = max(low.rfind(letter) for letter in letters)
    if at < 0 or not _END.fullmatch(low, at):
        return None
    return at


def _start(plain: str) -> int:
    """Return where the vowels begin; the u of "qu" and the i of "gia" are none."""
    glide = _GLIDE.match(plain)
    if glide is not None:
        return glide.end()
    return next((n for n, c in enumerate(plain.lower()) if c in _VOWELS), len(plain))


def _put(text: str, at: int, letter: str) -> str:
    return text[:at] + _like(letter, text[at]) + text[at + 1 :]


def _like(letter: str, other: str) -> str:
    """Return a letter as large or small as another."""
    made = letter.upper() if other.isupper() else letter
    return unicodedata.normalize("NFC", made)
