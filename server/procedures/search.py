"""Find procedures by everyday words, with or without accents. PURE.

Each word of what was typed must begin a word of the procedure, in any order; a known
everyday phrase ("sổ đỏ") may stand for the official one. What is best comes first:
words of the name or the short name, typed as they are written, then folded ones, then
words found elsewhere; among equals the commonest.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """Return what people say, and what the procedures call it.

    A data file of ours (``assets/office/synonyms.toml``); the source is usage, not law.
    """
    found = files("assets") / "office" / "synonyms.toml"
    table = tomllib.loads(found.read_text("utf-8"))
    return {said: tuple(meant) for said, meant in table.items()}


FILLERS = frozenset(
    (
        *("ai", "can", "cho", "cua", "giay", "lam", "minh", "muon", "nao", "thu"),
        *("toi", "tuc", "ve", "voi", "xin", "the", "a", "for", "to", "of", "my", "i"),
    )
)
"""Words that say only that somebody wants something; dropped when nothing is found."""

_NAME, _ELSEWHERE = 2, 0
_EXACT = 1
_WHOLE = 0.25
"""A whole word stands before the mere beginning of one."""
_BOTH = 0.1
"""What says the everyday phrase and the official one stands before one of them."""
_PHRASE = 2.5
"""What has the typed words one after another stands before what has them scattered."""
_COVERED = 0.3
"""Of two names that have all the words the one with fewer others stands first; what is
often asked for counts as if it had no others."""
_ENOUGH = 0.5
"""The share of the typed words that must be more than matched when not all can be."""
_UNRANKED = 1_000_000
_MOST_WORDS = 12
"""More words than this are not a search; the rest of the text is not read."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Entry:
    """What of a procedure can be found. ``rank`` 1 = commonest; None = unknown."""

    code: str
    name: str
    short: str
    field: str = ""
    words: tuple[str, ...] = ()
    rank: int | None = None


def fold(text: str) -> str:
    """Give lower case without marks, đ as d, single blanks between the words."""
    return " ".join(_split(_strip(text)))


def _strip(text: str) -> str:
    parts = unicodedata.normalize("NFKD", _exact(text))
    return _without_marks(parts).casefold().replace("đ", "d")


def _exact(text: str) -> str:
    """Give lower case with all marks, in one way of writing them.

    A mark that no letter takes is a slip of the finger, not the end of a word.
    """
    lower = unicodedata.normalize("NFKC", text).casefold()
    return _without_marks(unicodedata.normalize("NFKC", lower))


def _without_marks(text: str) -> str:
    """Drop the marks that stand by themselves (Unicode categories M*)."""
    return "".join(c for c in text if not unicodedata.category(c).startswith("M"))


def _split(text: str) -> list[str]:
    return _WORD.findall(text)


@dataclass(frozen=True)
class _Hit:
    """One word of one entry, as folded and as written."""

    folded: str
    exact: str
    entry: int
    place: int


class Index:
    """All entries, built once; searching is a few look-ups by binary search."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = tuple(entries)
        hits = {hit for n, entry in enumerate(self._entries) for hit in _hits(n, entry)}
        self._hits = sorted(hits, key=lambda hit: (hit.folded, hit.entry))
        self._texts = [_texts(entry) for entry in self._entries]
        self._folded = [hit.folded for hit in self._hits]
        self._synonyms = {
            tuple(_split(_strip(said))): (
                _split(_exact(said)),
                [[(_strip(w), w) for w in _split(_exact(m))] for m in meant],
            )
            for said, meant in synonyms().items()
        }

    def search(self, text: str, limit: int = 20) -> list[str]:
        """Give the codes of what matches, best first, at most ``limit``."""
        typed = _typed(text)
        if not typed or limit < 1:
            return []
        scores = self._found(typed)
        if not scores:
            scores = self._found([w for w in typed if w[0] not in FILLERS])
        if not scores:
            scores = self._nearly(typed)
        best = sorted(scores, key=lambda n: (-scores[n], *self._common(n)))
        return [self._entries[n].code for n in best[:limit]]

    def _found(self, typed: list[tuple[str, str]]) -> dict[int, float]:
        """Score what has all the words, or what an everyday phrase among them means."""
        if not typed:
            return {}
        direct = self._scores(typed)
        scores = dict(direct)
        for other in self._meant(typed):
            for entry, score in self._scores(other).items():
                score += _BOTH if entry in direct else 0
                scores[entry] = max(score, scores.get(entry, score))
        return scores

    def _nearly(self, typed: list[tuple[str, str]]) -> dict[int, float]:
        """Score what has more than half of the words, when nothing has them all."""
        hits: dict[int, list[float]] = {}
        for folded, exact in typed:
            for entry, score in self._word(folded, exact).items():
                hits.setdefault(entry, []).append(score)
        least = len(typed) * _ENOUGH
        return {n: sum(s) for n, s in hits.items() if len(s) > least}

    def _common(self, n: int) -> tuple[int, int]:
        rank = self._entries[n].rank
        return (_UNRANKED if rank is None else rank), n

    def _scores(self, typed: Sequence[tuple[str, str]]) -> dict[int, float]:
        """Score every entry that has all the words: the mean over the words."""
        total: dict[int, float] = {}
        for n, (folded, exact) in enumerate(typed):
            found = self._word(folded, exact)
            if n:
                total = {e: total[e] + found[e] for e in total if e in found}
            else:
                total = dict(found)
        phrase = " ".join(folded for folded, _ in typed)
        return {
            entry: score / len(typed) + self._closeness(entry, phrase, len(typed))
            for entry, score in total.items()
        }

    def _closeness(self, entry: int, phrase: str, words: int) -> float:
        """Give what the words get for standing together, and for being all there is."""
        texts, length = self._texts[entry]
        together = _PHRASE if words > 1 and f" {phrase}" in texts else 0.0
        ranked = self._entries[entry].rank is not None
        return together + _COVERED * (1 if ranked else min(words / length, 1))

    def _word(self, folded: str, exact: str) -> dict[int, float]:
        """Score the entries in which some word begins so."""
        found: dict[int, float] = {}
        at = bisect_left(self._folded, folded)
        while at < len(self._folded) and self._folded[at].startswith(folded):
            hit = self._hits[at]
            score = float(hit.place)
            if hit.exact.startswith(exact):
                score += _EXACT
            if hit.folded == folded:
                score += _WHOLE
            found[hit.entry] = max(score, found.get(hit.entry, score))
            at += 1
        return found

    def _meant(self, typed: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
        """Give the searches in which an everyday phrase is put as it is official."""
        folded = [word for word, _ in typed]
        others = []
        for at in range(len(folded)):
            for end in range(len(folded), at, -1):
                found = self._synonyms.get(tuple(folded[at:end]))
                if found is None or not _agrees(found[0], typed[at:end]):
                    continue
                others += [typed[:at] + meant + typed[end:] for meant in found[1]]
        return others


def _typed(text: str) -> list[tuple[str, str]]:
    """Split what was typed into words, folded and as typed."""
    pairs = [(_strip(word), word) for word in _split(_exact(text))]
    return [pair for pair in pairs if pair[0]][:_MOST_WORDS]


def _agrees(said: list[str], typed: Sequence[tuple[str, str]]) -> bool:
    """Tell whether marks that were typed are the phrase's: "mặt" is not "mất"."""
    return all(
        exact in (folded, whole)
        for whole, (folded, exact) in zip(said, typed, strict=True)
    )


def _texts(entry: Entry) -> tuple[str, int]:
    """Give all texts of an entry folded, for phrases; and its short name's words."""
    texts = (entry.short, entry.name, entry.field, *entry.words)
    length = len(_split(_strip(entry.short or entry.name)))
    return " | ".join(["", *map(fold, texts)]), max(length, 1)


def _hits(n: int, entry: Entry) -> Iterable[_Hit]:
    places = (
        (_NAME, (entry.name, entry.short)),
        # A code can be typed without its dot: the keyboard may have none.
        (_ELSEWHERE, (entry.field, entry.code, *entry.words)),
        (_ELSEWHERE, (entry.code.replace(".", "").replace("-", ""),)),
    )
    for place, texts in places:
        for text in texts:
            for word in _split(_exact(text)):
                yield _Hit(_strip(word), word, n, place)
