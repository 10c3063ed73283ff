"""The recordings that calls are put together from: their names and words. PURE.

An office that records its own voice speaks each of these once. A part of a call is
then a row of them: "Mời công dân có số" + "a" + "không" + "một" + "năm". The names are
plain letters, as they become names of files; those of letters are typed as in Telex.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assets.lang.spoken import DIGITS_EN, DIGITS_VI, LETTERS_VI
from server.domain.model import Wording
from server.voice.phrases import counter_part, number_part
from server.voice.settings import VoiceSettings

LANGUAGES = ("vi", "en")
"""Languages whose numbers can be put together from recordings."""


@dataclass(frozen=True, slots=True)
class Clip:
    """One recording: its file's name without ``.wav``, and the words in it."""

    name: str
    words: str


# fmt: off
_TELEX = {
    "Ă": "aw", "Â": "aa", "Đ": "dd", "Ê": "ee", "Ô": "oo", "Ơ": "ow", "Ư": "uw",
}
_COUNTING_VI = {"so-10": "mười", "muoi": "mươi", "mot": "mốt", "tu": "tư", "lam": "lăm"}
_COUNTING_EN = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty",
    "seventy", "eighty", "ninety", "hundred", "and", "thousand",
)
# fmt: on
_SCALES_VI = {
    "north": {"linh": "linh", "tram": "trăm", "nghin": "nghìn"},
    "south": {"le": "lẻ", "tram": "trăm", "ngan": "ngàn"},
}


class Clips:
    """All recordings that the calls of one language can be made from."""

    def __init__(
        self, language: str, wording: Wording, settings: VoiceSettings
    ) -> None:
        """List them. Raises LookupError for a language that has no such list."""
        if language not in LANGUAGES:
            raise LookupError(f"no recordings can be made for {language!r}")
        self._language, self._wording, self._settings = language, wording, settings
        listed = [*_numbers(language, settings), *_letters(language)]
        known = {clip.words.casefold() for clip in listed}
        parts = [c for c in _parts(wording) if c.words.casefold() not in known]
        self.all: tuple[Clip, ...] = (*dict.fromkeys(parts), *listed)
        self._by_words = {tuple(_words(clip.words)): clip for clip in self.all}
        self._longest = max(map(len, self._by_words))

    def split(self, text: str) -> tuple[Clip, ...]:
        """Return the row of recordings that says `text`, the longest ones first.

        Raises LookupError for words that are in none.
        """
        words, row = list(_words(text)), []
        while words:
            lengths = range(min(self._longest, len(words)), 0, -1)
            keys = (tuple(words[:length]) for length in lengths)
            key = next((key for key in keys if key in self._by_words), None)
            if key is None:
                raise LookupError(f"{words[0]!r} is in no recording")
            row.append(self._by_words[key])
            del words[: len(key)]
        return tuple(row)

    def needed(self, letters: Iterable[str], counters: Iterable[int]) -> Sequence[Clip]:
        """Return what calls need whose numbers have these `letters`, up to 999."""
        numbers = [f"{n:03}" for n in range(1000)]
        numbers += [f"{letter}000" for letter in letters]
        texts = [self.number(number) for number in numbers]
        texts += [self.counter(counter) for counter in counters]
        used = {clip for text in texts for clip in self.split(text)}
        return [clip for clip in self.all if clip in used]

    def number(self, number: str) -> str:
        """Return a call's first part in words. Raises ValueError for no number."""
        template = self._wording.number
        return number_part(template, number, self._language, self._settings)

    def counter(self, counter: int) -> str:
        """Return a call's last part in words."""
        template = self._wording.counter
        return counter_part(template, counter, self._language, self._settings)


def _numbers(language: str, settings: VoiceSettings) -> Iterator[Clip]:
    if language == "vi":
        yield from (Clip(f"so-{n}", word) for n, word in enumerate(DIGITS_VI))
        counting = _COUNTING_VI | _SCALES_VI[settings.words]
        yield from (Clip(name, word) for name, word in counting.items())
    else:
        yield from (Clip(word, word) for word in (*DIGITS_EN, *_COUNTING_EN))


def _letters(language: str) -> Iterator[Clip]:
    if language == "vi":
        for letter, spoken in LETTERS_VI.items():
            yield Clip(f"chu-{_TELEX.get(letter, letter.lower())}", spoken)
    else:
        yield from (
            Clip(f"letter-{c.lower()}", c) for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        )


def _parts(wording: Wording) -> Iterator[Clip]:
    """Cut the sentences at their places; other words give another name."""
    for template in (wording.number, wording.counter):
        for piece in re.split(r"\{\w+\}", template):
            if words := list(_words(piece)):
                yield Clip("-".join(map(_plain, words)), piece.strip(" ,.;:!"))


def _words(text: str) -> Iterator[str]:
    return iter(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))


def _plain(word: str) -> str:
    """Return a word without its marks: "mời" is "moi"."""
    bare = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in bare if c.isascii())
