"""The posted procedures as the kiosk uses them. PURE."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kiosk.groups import Group, events, field_group
from server.procedures.search import Entry, Index
from server.protocol.messages import Procedure, Words

FOUND_AT_MOST = 40
"""Procedures that one search shows: ten pages are more than anybody reads."""

OF_A_WORD = 12
"""Finds of one of a life event's searches that belong to it."""


class Catalog:
    """The procedures by code, service, field and life event, and the search.

    A withdrawn one is offered nowhere, but whoever looks for it finds it, last and
    marked: "it is no more" is an answer too.
    """

    def __init__(self, procedures: Iterable[Procedure] = ()) -> None:
        posted = sorted(procedures, key=_order)
        self._by_code = {p.code: p for p in posted}

    def __len__(self) -> int:
        """Say how many there are."""
        return len(self._by_code)

    def get(self, code: str) -> Procedure | None:
        """Return the procedure with that code, None if it is not posted."""
        return self._by_code.get(code)

    def of_service(self, service: str) -> tuple[Procedure, ...]:
        """Return what a service receives, the most asked for first."""
        return tuple(p for p in self._standing if p.service == service)

    def commonest(self, most: int) -> tuple[str, ...]:
        """Return the codes asked for most, at most so many."""
        ranked = [p for p in self._standing if p.rank is not None]
        return tuple(p.code for p in ranked[:most])

    def search(self, text: str) -> tuple[str, ...]:
        """Return the codes that fit what was typed, best first, withdrawn ones last."""
        if not text.strip():
            return ()
        found = self._index.search(text, FOUND_AT_MOST)
        return tuple(sorted(found, key=lambda code: gone(self._by_code[code])))

    # Without typing

    @cached_property
    def fields(self) -> tuple[Group, ...]:
        """The fields that have procedures, those most asked for first."""
        return tuple(field_group(f) for f in self._of_fields)

    @cached_property
    def events(self) -> tuple[Group, ...]:
        """The life events that have procedures here."""
        return tuple(event for event in events() if self._of_events[event.id])

    def of_group(self, kind: str, id: str) -> tuple[Procedure, ...]:
        """Return the procedures of an event or a field ("event", "field")."""
        groups = self._of_events if kind == "event" else self._of_fields
        return groups.get(id, ())

    def group(self, kind: str, id: str) -> Group | None:
        """Return an event or a field by its id, None if nothing is posted of it."""
        groups = self.events if kind == "event" else self.fields
        return next((one for one in groups if one.id == id), None)

    def prepare(self) -> None:
        """Do now what the first search and the first list of life events wait for."""
        _ = self._index, self._of_events

    @cached_property
    def _index(self) -> Index:
        return Index(_entry(p) for p in self._by_code.values())

    @cached_property
    def _standing(self) -> tuple[Procedure, ...]:
        return tuple(p for p in self._by_code.values() if not gone(p))

    @cached_property
    def _of_fields(self) -> dict[str, tuple[Procedure, ...]]:
        found: dict[str, tuple[Procedure, ...]] = {}
        for one in self._standing:
            if one.field:
                found[one.field] = (*found.get(one.field, ()), one)
        return found

    @cached_property
    def _of_events(self) -> dict[str, tuple[Procedure, ...]]:
        return {event.id: self._belonging(event) for event in events()}

    def _belonging(self, event: Group) -> tuple[Procedure, ...]:
        codes = dict.fromkeys(event.codes)
        for words in event.words:
            codes.update(dict.fromkeys(self._index.search(words, OF_A_WORD)))
        found = (self.get(code) for code in codes)
        return tuple(one for one in found if one is not None and not gone(one))


def gone(procedure: Procedure) -> bool:
    """Tell whether it is withdrawn."""
    return procedure.status == "withdrawn"


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
