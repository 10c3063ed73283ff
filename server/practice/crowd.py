"""Who comes to a practice: citizens with their matters, and one colleague."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import count, cycle
from uuid import uuid4

from server.domain import commands
from server.domain.answers import Answer
from server.domain.errors import Refusal
from server.domain.model import Office
from server.domain.record import Intent
from server.procedures.records import Procedure
from server.service import Service

FIRST = 6
"""How many wait when the practice begins."""
FULL = 9
"""Nobody more comes while so many wait."""
COLLEAGUE = "colleague"
"""The user's name of the colleague; nobody signs in with it here."""
KIOSK = "kiosk"


class Crowd:
    """Takes numbers and, at another counter, calls them.

    Args:
        service: the practice's queue.
        procedures: what citizens come for.
        pause: seconds between two of them, and between two steps of the colleague.
    """

    def __init__(
        self, service: Service, procedures: Sequence[Procedure], pause: float
    ) -> None:
        self._service = service
        self._office: Office = service.office
        self._pause = pause
        self._matters = cycle(self._issues(procedures))
        self._came = count(1)

    async def come(self) -> None:
        """Let the first ones wait, and the colleague sit down at the last counter."""
        for _ in range(FIRST):
            await self._take_number()
        if len(self._office.counters) > 1:
            last = list(self._office.counters)[-1]
            await self._do("counter.open", commands.OpenCounter(last, COLLEAGUE))

    async def go_on(self) -> None:
        """Let others come and the colleague work, until cancelled."""
        while True:
            await asyncio.sleep(self._pause)
            if len(self._service.desk.waiting) < FULL:
                await self._take_number()
            await self._help_along()

    def _issues(self, procedures: Sequence[Procedure]) -> list[commands.Issue]:
        """Make two matters of each service, the second with a paper missing."""
        made: list[commands.Issue] = []
        for service in self._office.services:
            mine = [one for one in procedures if one.service == service][:2]
            for n, one in enumerate(mine):
                missing = tuple(paper.id for paper in one.papers[:1] if n)
                made.append(commands.Issue(service, (one.code,), missing, device=KIOSK))
            if not mine:
                made.append(commands.Issue(service, device=KIOSK))
        return made

    async def _take_number(self) -> None:
        issued = await self._do("ticket.issue", next(self._matters))
        reasons = list(self._office.priorities)
        third = next(self._came) % 3 == 0
        if issued is not None and reasons and third:
            newest = max(self._service.desk.tickets)
            order = commands.Prioritise(newest, reasons[0], KIOSK)
            await self._do("ticket.prioritise", order)

    async def _help_along(self) -> None:
        """The colleague finishes who is there, or calls the next."""
        counter = self._service.desk.counter_of(COLLEAGUE)
        if counter is None:
            return
        if counter.ticket is not None:
            await self._do("counter.finish", commands.Finish(COLLEAGUE, None))
        else:
            await self._do("counter.call_next", commands.CallNext(COLLEAGUE, None))

    async def _do(self, method: str, command: commands.Command) -> Answer | None:
        intent = Intent("practice", method, uuid4().hex, b"")
        try:
            return await self._service.handle(command, intent)
        except Refusal:
            return None  # whatever the trainee did meanwhile
