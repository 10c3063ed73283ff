"""Finding a procedure by everyday words, with or without accents. PURE.

Every word of the query must begin some word of the procedure, in any order. Texts are
folded on both sides: lower case, no marks, đ as d.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SYNONYMS: dict[str, tuple[str, ...]] = {
    "so do": ("quyen su dung dat",),
    "so hong": ("quyen su dung dat",),
    "bia dat": ("quyen su dung dat",),
    "giay khai sinh": ("khai sinh",),
    "giay doc than": ("tinh trang hon nhan",),
    "doc than": ("tinh trang hon nhan",),
    "sao y": ("chung thuc ban sao",),
    "cong chung": ("chung thuc",),
    "photo": ("ban sao",),
    "cuoi": ("ket hon",),
    "chet": ("khai tu",),
    "mat": ("khai tu",),
    "lam nha": ("xay dung",),
    "xay nha": ("xay dung",),
    "mo quan": ("ho kinh doanh",),
    "buon ban": ("ho kinh doanh",),
    "ho khau": ("thuong tru",),
    "nhap khau": ("thuong tru",),
    "cccd": ("can cuoc",),
    "chung minh": ("can cuoc",),
    "tien gia": ("huu tri xa hoi",),
    "tro cap nguoi gia": ("huu tri xa hoi",),
    "tan tat": ("khuyet tat",),
    "thuong binh": ("nguoi co cong",),
    "liet si": ("nguoi co cong",),
    "di linh": ("nghia vu quan su",),
    "nvqs": ("nghia vu quan su",),
}
"""What people say for what the papers call it, both folded."""

UNRANKED = 10_000
_NO_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Fold a text: lower case, no marks, đ as d, one blank between words."""
    lower = text.lower().replace("đ", "d")
    bare = (
        c for c in unicodedata.normalize("NFD", lower) if not unicodedata.combining(c)
    )
    return _NO_WORD.sub(" ", "".join(bare)).strip()


def _lower(text: str) -> str:
    """Lower a text and keep its marks, one blank between words."""
    return _NO_WORD.sub(" ", unicodedata.normalize("NFC", text.lower())).strip()


@dataclass(frozen=True)
class Entry:
    """What is searched of one procedure."""

    code: str
    name: str
    short: str
    field: str
    words: tuple[str, ...] = ()
    rank: int | None = None


@dataclass(frozen=True)
class _Indexed:
    """An entry, folded once: its words by how much a match there counts."""

    code: str
    title: tuple[str, ...]
    rest: tuple[str, ...]
    accents: str
    rank: int


class Index:
    """Searches many procedures; built once.

    Args:
        entries: what is searched, in the office's order.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = [_index(entry) for entry in entries]

    def search(self, text: str, limit: int = 20) -> list[str]:
        """Give the codes of what fits, best first.

        A match in the title beats one elsewhere, the very accents typed beat folded
        ones, and the commonest comes first among equals.
        """
        queries = [tuple(query.split()) for query in _meanings(fold(text))]
        typed = _lower(text)
        if not queries:
            return []
        found = []
        for place, entry in enumerate(self._entries):
            score = max(_score(entry, query) for query in queries)
            if score:
                exact = any(ord(c) > 127 for c in typed) and typed in entry.accents
                found.append((-score - exact, entry.rank, place, entry.code))
        return [code for *_, code in sorted(found)[:limit]]


def _index(entry: Entry) -> _Indexed:
    title = fold(f"{entry.short} {entry.name}").split()
    rest = fold(" ".join((entry.field, entry.code.replace(".", ""), *entry.words)))
    return _Indexed(
        entry.code,
        tuple(dict.fromkeys(title)),
        tuple(dict.fromkeys([*rest.split(), *fold(entry.code).split()])),
        _lower(f"{entry.short} {entry.name} {' '.join(entry.words)}"),
        UNRANKED if entry.rank is None else entry.rank,
    )


def _meanings(query: str) -> list[str]:
    """Give a folded query and what people mean by it."""
    if not query:
        return []
    meant = [query]
    padded = f" {query} "
    for said, names in SYNONYMS.items():
        if f" {said} " in padded:
            meant += [
                padded.replace(f" {said} ", f" {name} ").strip() for name in names
            ]
    return meant


def _score(entry: _Indexed, query: tuple[str, ...]) -> float:
    """Give 0 unless every word begins a word of the entry; titles count double."""
    score = 0.0
    for word in query:
        if any(own.startswith(word) for own in entry.title):
            score += 2
        elif any(own.startswith(word) for own in entry.rest):
            score += 1
        else:
            return 0.0
    return score / len(query) * 2
