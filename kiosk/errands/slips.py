"""Prints slips, and tells the server how each came out."""

from __future__ import annotations

import asyncio
import logging

from kiosk.errands.away import OwnNumbers
from kiosk.errands.ground import PATIENCE, Ground, Table
from kiosk.errands.printer import PrinterWatch
from kiosk.flow import inputs as i
from kiosk.printing.faults import Reason
from kiosk.printing.spool import Outcome, Report, Spool
from kiosk.slips import job_again, job_of
from server.protocol import messages as m
from server.protocol import methods as ask
from server.protocol.errors import Refused

log = logging.getLogger(__name__)

NOBODYS = ("unknown_ticket", "conflict")
"""Refusals of a slip's report that no later try will change."""


class Slips:
    """The spool's work, and its reports until the server has them."""

    def __init__(
        self, ground: Ground, spool: Spool, printer: PrinterWatch, own: OwnNumbers
    ) -> None:
        self._ground = ground
        self._own = own
        self._spool = spool
        self._printer = printer
        self._reporting = asyncio.Lock()

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {i.Print: self._print}

    def _print(self, effect: i.Print) -> None:
        given = effect.given
        printing: asyncio.Future[Outcome]
        try:
            printing = self._spool.begin(job_of(self._ground.state.hall, given))
        except Exception as fault:
            printing = asyncio.get_running_loop().create_future()
            printing.set_exception(fault)
        self._ground.start(self._await(given.issued.ticket.id, printing))

    async def _await(self, ticket: int, printing: asyncio.Future[Outcome]) -> None:
        try:
            outcome = await printing
        except Exception:
            # Whatever it is: the number on the glass is all the citizen has.
            self._ground.happen(i.SlipEnded(ticket, ok=False))
            raise
        no_printer = outcome.reason is Reason.NO_PRINTER
        self._ground.happen(i.SlipEnded(ticket, outcome.ok, no_printer))
        await self._printed(outcome)

    async def print_again(self, order: m.Print) -> None:
        """Print a slip that staff asked for; each order once."""
        job = job_again(self._ground.state.hall, order)
        await self._printed(await self._spool.reprint(job, order.slip.id))

    async def _printed(self, outcome: Outcome) -> None:
        await self.report()
        await self._printer.printed(outcome)

    async def report(self) -> None:
        """Tell the server how slips ended, with the same key until it knows."""
        async with self._reporting:
            for report in await asyncio.to_thread(self._spool.pending_reports):
                if not self._ground.link.online:
                    return
                await self._tell(report)

    async def _tell(self, report: Report) -> None:
        ticket = await self._own.known(report.ticket)
        if ticket is None:
            return  # the kiosk's own; it is told when the server has the ticket
        params = ask.TicketPrinted(
            key=report.key, ticket=ticket, ok=report.ok, detail=report.detail
        )
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ground.link.call("ticket.printed", params)
        except TimeoutError:
            return  # the next line, or the next slip, sends it again
        except Refused as refused:
            if refused.reason not in NOBODYS:
                return  # such as a full disk: it is sent again
            log.warning("slip report of ticket %s: %s", report.ticket, refused)
        await asyncio.to_thread(self._spool.reported, report.key)
