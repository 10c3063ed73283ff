"""The log's lines for changes that are made elsewhere than in the journal.

The change and the line that is owed for it are one transaction of ``office.db``
(``server.storage.owed``); the line is written into the journal then, and struck out.
Whatever is cut off between, it is done later, and never twice: the line's event
carries its id.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import takewhile
from typing import Protocol
from uuid import uuid4

from server.domain import commands
from server.domain.errors import Refusal
from server.domain.events import OfficeChanged
from server.domain.record import Intent, Owed
from server.protocol.times import stamp
from server.service import Service

log = logging.getLogger(__name__)

LATE = timedelta(minutes=1)
"""After so long a line says itself when its change was made."""


class Lines(Protocol):
    """Where lines are owed."""

    def owed(self) -> list[Owed]:
        """Give what is owed, the oldest first."""

    def strike(self, line: str) -> None:
        """Take a line away that the journal has."""


class Changes(Protocol):
    """What was written down of changes of the office."""

    def changes(self, before: int | None = None) -> Iterator[OfficeChanged]:
        """Give them, the newest first."""


class Owing:
    """Owes lines and pays them.

    Args:
        service: writes the journal.
        store: has the lines that are owed.
        journal: has those that are written.
    """

    def __init__(self, service: Service, store: Lines, journal: Changes) -> None:
        self._service = service
        self._store = store
        self._journal = journal
        self._one = asyncio.Lock()

    def line(
        self,
        asked: Intent,
        *,
        by: str,
        area: str,
        what: str,
        subject: str,
        detail: Mapping[str, str],
    ) -> Owed:
        """Make the line that a change is going to owe."""
        return Owed(
            id=uuid4().hex,
            intent=asked,
            at=self._service.now,
            after=self._service.seen.seq,
            by=by,
            area=area,
            what=what,
            subject=subject,
            detail=detail,
        )

    async def pay(self) -> None:
        """Write every line that is owed.

        Raises:
            Refusal: the journal cannot be written now; the lines stay owed.
            OSError: a database cannot.
        """
        async with self._one:
            for line in self._store.owed():
                if not self._is_written(line):
                    await self._service.handle(self._command(line), line.intent)
                self._store.strike(line.id)

    async def repeat(self, line: Owed) -> None:
        """Answer what was asked before as it was then.

        Raises:
            Conflict: something else was asked with the same key.
        """
        await self._service.handle(self._command(line), line.intent)

    async def catch_up(self) -> None:
        """Write what is owed from before, if the disk allows it now."""
        try:
            await self.pay()
        except (Refusal, OSError) as failed:
            log.warning("lines of the log are still owed: %s", failed)

    def _is_written(self, line: Owed) -> bool:
        newer = takewhile(lambda one: one.seq > line.after, self._journal.changes())
        return any(one.owed == line.id for one in newer)

    def _command(self, line: Owed) -> commands.ChangeOffice:
        detail = dict(line.detail)
        if self._service.now - line.at > LATE:
            detail["at"] = stamp(line.at.astimezone(self._service.office.zone))
        return commands.ChangeOffice(
            by=line.by,
            area=line.area,
            what=line.what,
            subject=line.subject,
            detail=detail,
            owed=line.id,
        )
