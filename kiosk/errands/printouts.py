"""Prints lists of papers."""

from __future__ import annotations

from assets.paper.checklist import draw_checklist
from kiosk.errands.ground import Ground, Table
from kiosk.errands.printer import PrinterWatch
from kiosk.flow.printout import ListPrinted, PrintPapers
from kiosk.printing.spool import Spool
from kiosk.slips import checklist_of


class Printouts:
    """One list for each touch; nothing of it is kept."""

    def __init__(self, ground: Ground, spool: Spool, printer: PrinterWatch) -> None:
        self._ground = ground
        self._spool = spool
        self._printer = printer

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {PrintPapers: lambda effect: self._ground.start(self._print(effect))}

    async def _print(self, effect: PrintPapers) -> None:
        happen = self._ground.happen
        try:
            made = checklist_of(
                self._ground.state.hall,
                effect.procedure,
                effect.ticked,
                effect.language,
            )
            outcome = await self._spool.print_sheet(
                lambda width: draw_checklist(made, width)
            )
        except Exception:
            happen(ListPrinted(effect.key, ok=False))
            raise
        happen(ListPrinted(effect.key, outcome.ok))
        await self._printer.printed(outcome)
