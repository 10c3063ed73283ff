"""The kiosk without its glass: drives the flow, the line and the spool.

Every input goes through ``happen``; what the flow wants done becomes a task. Tasks
catch what may fail in them: a printer or a line never stops the kiosk.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from time import monotonic
from typing import Any

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.printing.faults import Reason
from kiosk.printing.spool import Outcome, Report, Spool
from kiosk.slips import job_again, job_of
from kiosk.store import Store
from server.protocol import messages as m
from server.protocol import methods as ask
from server.protocol.errors import ProtocolError, Refused
from server.protocol.link import Link, News, Offline, Online
from server.protocol.times import OfficeClock

log = logging.getLogger(__name__)

NOBODYS = ("unknown_ticket", "conflict")
"""Refusals of a slip's report that no later try will change."""
ASK_PATIENCE = 30.0
"""Seconds after which a question for the office is given up until the next."""


class Desk:
    """One kiosk's state and everything that changes it.

    Args:
        url, token: the server's address and the device's token.
        spool: prints the slips.
        store: the own copy of the office.
        language: the language at home.
        picture: the glass's size in words ("1080x1920"), for the staff.
        printer: what is known of the printer before the first slip.
        changed: called after every step.
    """

    def __init__(
        self,
        url: str,
        token: str,
        spool: Spool,
        store: Store,
        *,
        language: str = "vi",
        picture: str = "",
        printer: str = "unknown",
        changed: Callable[[], None] = lambda: None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.clock = clock
        now = clock()
        self.state = State(
            language=language, home_language=language, touched_at=now, refresh_at=now
        )
        self.link = Link(url, token, ("queue", "office"), self._hear)
        self.changed = changed
        self._spool, self._store, self._picture = spool, store, picture
        self._office_clock = OfficeClock(datetime.now().astimezone(), now)
        self._version: str | None = None
        self._printer = printer
        self._tasks: set[asyncio.Task[None]] = set()
        self._calls: dict[str, asyncio.Task[None]] = {}
        self._reporting = asyncio.Lock()

    async def run(self) -> None:
        """Take up the own copy, then keep the line until cancelled."""
        await self._remember()
        try:
            await self.link.run()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def happen(self, happened: i.Input) -> None:
        """Let something happen."""
        self.state, effects = step(self.state, happened, self.clock())
        for effect in effects:
            self._do(effect)
        self.changed()

    # The line

    def office_time(self) -> datetime:
        """Give the office's time of day, whatever this machine's clock says."""
        return self._office_clock.at(self.clock())

    def _hear(self, news: News) -> None:
        if isinstance(news, m.Tick | m.Event | m.Waits):
            self._office_clock.hear(news.at, self.clock())
        match news:
            case Online():
                self.happen(i.LineUp())
                self._start(self._report_device())
                self._start(self._report_slips())
            case Offline():
                self.happen(i.LineDown())
            case m.Waits():
                self.happen(news)
            case m.Event(kind=kind) if kind in _CHANGES:
                self.happen(i.OfficeChanged())
            case m.Print():
                self._start(self._print_again(news))

    # What the flow wants done

    def _do(self, effect: i.Effect) -> None:
        match effect:
            case i.Issue():
                self._calls[effect.key] = self._start(self._issue(effect))
            case i.Check():
                self._calls[effect.key] = self._start(self._check(effect))
            case i.Assist():
                self._calls[effect.key] = self._start(self._assist(effect))
            case i.GiveUp(key):
                if (task := self._calls.pop(key, None)) is not None:
                    task.cancel()
            case i.Print():
                self._start(self._print(effect))
            case i.Refresh():
                self._start(self._refresh())

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._guard(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _guard(self, work: Coroutine[Any, Any, None]) -> None:
        """Keep a fault of one errand from the citizen before the glass."""
        try:
            await work
        except ProtocolError as error:
            log.warning("the server did not do it: %s", error)
        except Exception:
            log.exception("an errand of the kiosk failed")

    async def _issue(self, effect: i.Issue) -> None:
        wish = effect.wish
        params = ask.TicketIssue(
            key=effect.key,
            service=wish.service,
            procedures=(wish.procedure,) if wish.procedure else (),
            missing=wish.missing,
            lang=wish.language,
            appointment=wish.appointment,
        )
        try:
            issued: m.Issued = await self.link.call("ticket.issue", params)
        except Refused as refused:
            self.happen(i.TicketRefused(effect.key, refused.text))
        except Exception:
            self.happen(i.TicketRefused(effect.key, None))
            raise
        else:
            self.happen(i.TicketGiven(effect.key, issued))
        finally:
            self._calls.pop(effect.key, None)

    async def _check(self, effect: i.Check) -> None:
        params = ask.AppointmentGet(code=effect.code)
        try:
            found: m.Appointment = await self.link.call("appointment.get", params)
        except Refused as refused:
            reason, words = refused.reason, refused.text
            self.happen(i.AppointmentRefused(effect.key, reason, words))
            return
        except Exception:
            self.happen(i.AppointmentRefused(effect.key, "", None))
            raise
        finally:
            self._calls.pop(effect.key, None)  # the ticket's call will have this key
        today = self.office_time().date()
        self.happen(i.AppointmentFound(effect.key, found, today))

    async def _assist(self, effect: i.Assist) -> None:
        params = ask.AssistanceRequest(key=effect.key, reason=effect.page)
        try:
            await self.link.call("assistance.request", params)
        except ProtocolError:
            self.happen(i.StaffCalled(effect.key, ok=False))
            raise
        else:
            self.happen(i.StaffCalled(effect.key, ok=True))
        finally:
            self._calls.pop(effect.key, None)

    # Slips

    async def _print(self, effect: i.Print) -> None:
        ticket = effect.given.issued.ticket.id
        try:
            job = job_of(self.state.hall, effect.given)
            outcome = await self._spool.submit(job)
        except Exception:
            # Whatever it is: the number on the glass is all the citizen has.
            self.happen(i.SlipEnded(ticket, ok=False))
            raise
        no_printer = outcome.reason is Reason.NO_PRINTER
        self.happen(i.SlipEnded(ticket, outcome.ok, no_printer))
        await self._printed(outcome)

    async def _print_again(self, order: m.Print) -> None:
        job = job_again(self.state.hall, order)
        await self._printed(await self._spool.reprint(job, order.slip.id))

    async def _printed(self, outcome: Outcome) -> None:
        known = "ok" if outcome.ok else str(outcome.reason or outcome.state)
        if known != self._printer:
            self._printer = known
            self._start(self._report_device())
        await self._report_slips()

    async def _report_slips(self) -> None:
        """Tell the server how slips ended, with the same key until it knows."""
        async with self._reporting:
            for report in await asyncio.to_thread(self._spool.pending_reports):
                if not self.link.online:
                    return
                await self._report(report)

    async def _report(self, report: Report) -> None:
        params = ask.TicketPrinted(
            key=report.key, ticket=report.ticket, ok=report.ok, detail=report.detail
        )
        try:
            async with asyncio.timeout(ASK_PATIENCE):
                await self.link.call("ticket.printed", params)
        except TimeoutError:
            return  # the next line, or the next slip, sends it again
        except Refused as refused:
            if refused.reason not in NOBODYS:
                return  # such as a full disk: it is sent again
            log.warning("slip report of ticket %s: %s", report.ticket, refused)
        await asyncio.to_thread(self._spool.reported, report.key)

    # The office

    async def _report_device(self) -> None:
        state: dict[str, ask.Plain] = {
            "printer": self._printer,
            "version": _own_version(),
            "picture": self._picture,
        }
        await self._ask("device.report", ask.DeviceReport(state=state))

    async def _refresh(self) -> None:
        bundle = await self._ask(
            "procedure.bundle", ask.ProcedureBundle(version=self._version)
        )
        if bundle is not None and bundle.procedures is not None:
            self._version = bundle.version
            self.happen(i.ProceduresKnown(Catalog(bundle.procedures)))
            await asyncio.to_thread(self._store.keep_bundle, bundle)
        office = await self._ask("office.get", ask.Nothing())
        if office is not None:
            known = self.state.hall.office
            self.happen(i.OfficeKnown(office))
            if known != office:
                await asyncio.to_thread(self._store.keep_office, office)

    async def _ask(self, method: str, params: Any) -> Any:
        """Ask once; None when no answer comes in time."""
        try:
            async with asyncio.timeout(ASK_PATIENCE):
                return await self.link.call(method, params)
        except TimeoutError:
            return None

    async def _remember(self) -> None:
        """Show the own copy until the server is there."""
        office = await asyncio.to_thread(self._store.office)
        bundle = await asyncio.to_thread(self._store.bundle)
        if bundle is not None and bundle.procedures is not None:
            self._version = bundle.version
            self.happen(i.ProceduresKnown(Catalog(bundle.procedures)))
        if office is not None:
            self.happen(i.OfficeKnown(office, fresh=False))


_CHANGES = ("office.changed", "day.opened", "day.closed")


def _own_version() -> str:
    try:
        return version("motcua")
    except PackageNotFoundError:
        return "unknown"
