"""The posted procedures as the kiosk uses them. PURE."""

from __future__ import annotations

from collections.abc import Iterable

from server.procedures.search import Entry, Index
from server.protocol.messages import Procedure, Words

FOUND_AT_MOST = 40
"""Procedures that one search shows: ten pages are more than anybody reads."""


class Catalog:
    """The procedures by code and by service, and the search over them."""

    def __init__(self, procedures: Iterable[Procedure] = ()) -> None:
        """Take up `procedures`; a withdrawn one is not shown."""
        posted = [p for p in procedures if p.status != "withdrawn"]
        posted.sort(key=_order)
        self._by_code = {p.code: p for p in posted}
        self._index = Index(_entry(p) for p in posted)

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self._by_code)

    def get(self, code: str) -> Procedure | None:
        """Return the procedure with that code, None if it is not posted."""
        return self._by_code.get(code)

    def of_service(self, service: str) -> tuple[Procedure, ...]:
        """Return what a service receives, the most asked for first."""
        return tuple(p for p in self._by_code.values() if p.service == service)

    def commonest(self, most: int) -> tuple[str, ...]:
        """Return the codes asked for most, at most so many."""
        ranked = [p for p in self._by_code.values() if p.rank is not None]
        return tuple(p.code for p in ranked[:most])

    def search(self, text: str) -> tuple[str, ...]:
        """Return the codes that fit what was typed, best first."""
        if not text.strip():
            return ()
        return tuple(self._index.search(text, FOUND_AT_MOST))


def _order(procedure: Procedure) -> tuple[bool, int, str]:
    rank = procedure.rank
    return rank is None, rank or 0, procedure.code


def _entry(procedure: Procedure) -> Entry:
    return Entry(
        code=procedure.code,
        name=_line(procedure.name),
        short=_line(procedure.short),
        field=procedure.field,
        words=tuple(procedure.words),
        rank=procedure.rank,
    )


def _line(words: Words) -> str:
    """Return a name in all its languages on one line: each can be typed."""
    return " ".join(dict.fromkeys(words.values())).replace("\n", " ")
