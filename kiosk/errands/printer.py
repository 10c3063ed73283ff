"""Watches the printer between slips: staff know before the next citizen does."""

from __future__ import annotations

import asyncio

from kiosk.errands.health import Health
from kiosk.printing.spool import Outcome, Paper, Spool
from kiosk.printing.status import OK, PAPER_LOW, UNKNOWN, Condition
from server.config.printer import PrinterSettings


class PrinterWatch:
    """Asks how the printer is, counts its paper, and tells staff what changed.

    Args:
        spool: knows the printer, and keeps what was counted.
        health: where it is told.
        settings: how often it is asked, and how long a roll is.
    """

    def __init__(self, spool: Spool, health: Health, settings: PrinterSettings) -> None:
        self._spool = spool
        self._health = health
        self._settings = settings
        self._asking = asyncio.Lock()

    async def run(self) -> None:
        """Ask again and again until cancelled."""
        await self.look()
        while self._settings.ask_every:
            await asyncio.sleep(self._settings.ask_every)
            await self.look()
        await asyncio.Event().wait()  # what runs beside the app ends with it

    async def look(self) -> str | None:
        """Ask now and tell; return the word for it, None while a slip is in it."""
        # One after another: what was asked before a change does not stand for after it.
        async with self._asking:
            found = await self._spool.look()
            return None if found is None else await self._tell(found)

    async def printed(self, outcome: Outcome) -> None:
        """Tell how it is after a slip; a fault says more than another question."""
        if outcome.ok:
            await self.look()
        else:
            paper = await asyncio.to_thread(self._spool.paper)
            self._note(str(outcome.reason or outcome.state), paper)

    async def paper_changed(self) -> None:
        """Count a new roll; staff said that they have put one in."""
        await asyncio.to_thread(self._spool.paper_changed)
        await self.look()

    async def _tell(self, found: Condition) -> str:
        paper = await asyncio.to_thread(self._spool.paper)
        word = found.word
        if word in (OK, UNKNOWN) and self._low(paper):
            word = PAPER_LOW
        self._note(word, paper)
        return word

    def _left(self, paper: Paper | None) -> float | None:
        """Return the metres that are left by the count, None if it is not counted."""
        if paper is None or not self._settings.roll:
            return None
        return max(self._settings.roll - paper.used, 0.0)

    def _low(self, paper: Paper | None) -> bool:
        left = self._left(paper)
        return left is not None and left <= self._settings.rest

    def _note(self, word: str, paper: Paper | None) -> None:
        left = self._left(paper)
        self._health.note(
            printer=word,
            paper_left_m=None if left is None else round(left),
            printed_m=None if paper is None else round(paper.printed),
        )
