"""The log of what administrators changed: who, when and what, searched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import Protocol

from server.domain.events import OfficeChanged
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.times import stamp

from .caller import Caller
from .outcome import Handler, Outcome


class Changes(Protocol):
    """What the log needs of the journal."""

    def changes(self, before: int | None = None) -> Iterator[OfficeChanged]:
        """Give the changes of the office, the newest first."""


class Audit:
    """The log.

    Args:
        journal: has every change.
        names: gives the name to show for a user's name.
        zone: the office's.
    """

    def __init__(
        self, journal: Changes, names: Callable[[str], str], zone: tzinfo
    ) -> None:
        self._journal = journal
        self._names = names
        self._zone = zone

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {"audit.search": self._search}

    async def _search(
        self, caller: Caller, params: methods.AuditSearch, browser: bool
    ) -> Outcome:
        found: list[m.AuditEntry] = []
        for change in self._journal.changes(params.before):
            entry = self._entry(change)
            if params.first and entry.at[:10] < params.first:
                break  # they come newest first
            if _fits(entry, params):
                found.append(entry)
            if len(found) == params.limit:
                break
        return Outcome(found)

    def _entry(self, change: OfficeChanged) -> m.AuditEntry:
        return m.AuditEntry(
            seq=change.seq,
            at=stamp(change.at.astimezone(self._zone)),
            by=change.by,
            name=self._names(change.by),
            area=change.area,
            what=change.what,
            subject=change.subject,
            detail=dict(change.detail),
        )


def _fits(entry: m.AuditEntry, asked: methods.AuditSearch) -> bool:
    if asked.last and entry.at[:10] > asked.last:
        return False
    if asked.area and entry.area != asked.area:
        return False
    words = (entry.by, entry.name, entry.subject, *entry.detail, *entry.detail.values())
    return asked.text.casefold() in "\n".join(words).casefold()
