"""The way from a ticket to its slip: each printed once, each end known.

A slip goes queued -> printing -> printed, failed or unknown, every step durable
(the ledger). Nothing is ever printed by itself later: a slip that did not come out
while the citizen stood there is reported as such, and a clerk decides. Its end is
kept as a report until the server has it.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from PIL import Image

from assets.paper.page import DOTS_PER_MM
from assets.paper.slip import Slip, draw
from kiosk.durable import DiskFault
from kiosk.printing.faults import PrinterFault, Reason
from kiosk.printing.printer import Printer
from kiosk.printing.spool.ledger import Ledger, Outcome, Report, State
from kiosk.printing.status import Condition

CUT = 10.0
"""Millimetres of paper from the head to the knife and the feed before the cut."""

PATIENCE = 20.0
"""Seconds a slip may wait for its turn; after that nobody is there to take it."""

HUNG = Outcome(State.UNKNOWN, Reason.TIMEOUT)
"""The end of what the printer had not done at the deadline."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """A slip to print for a ticket.

    ticket: the ticket's id. The slip's number and time of issue belong to its
    identity too, so that ids of another data folder are not taken for these.
    """

    ticket: int
    slip: Slip


@dataclass(frozen=True, slots=True)
class Paper:
    """Metres of paper that came out: since the roll was changed, and in all."""

    used: float
    printed: float


class Spool:
    """Prints slips one at a time and remembers how each ended."""

    def __init__(
        self,
        folder: Path,
        printer: Printer,
        *,
        width: int = 576,
        deadline: float = 30.0,
        patience: float = PATIENCE,
        clock: Callable[[], date] = date.today,
    ) -> None:
        """Open the memory in `folder` (made if missing); nothing is printed.

        width: dots across the paper. deadline: seconds after which a slip that
        is still being printed is given up as unknown. Raises DiskFault when
        the folder cannot be written.
        """
        self._ledger = Ledger(folder / "slips.db")
        self._printer = printer
        self._width = width
        self._deadline = deadline
        self._patience = patience
        self._clock = clock
        self._purged: date | None = None
        # Two first-come locks: who asked first is stored first and printed first.
        self._door = asyncio.Lock()
        self._turn = asyncio.Lock()
        self._running: dict[str, asyncio.Task[Outcome]] = {}
        self._free = threading.Event()
        self._free.set()
        try:
            self._purge()
        except DiskFault as error:
            log.error("what is old was not forgotten: %s", error)

    async def submit(self, job: Job) -> Outcome:
        """Print a ticket's slip, unless it is known as printed or unknown.

        May be called again for the same ticket at any time, also after a
        restart. Never raises for a fault of the printer.
        """
        return await self.begin(job)

    def begin(self, job: Job) -> asyncio.Future[Outcome]:
        """Begin to `submit` at once, if the printer is free for it.

        The citizen waits for it, and the loop may draw a page before a task begins.
        """
        issued = job.slip.issued_at.isoformat()
        return self._print(f"ticket:{job.ticket}:{job.slip.number}:{issued}", job)

    async def reprint(self, job: Job, order: str) -> Outcome:
        """Print a ticket's slip again because a member of staff ordered it.

        order: the id of that order; the same order prints once. The slip says
        that it is a second one.
        """
        job = replace(job, slip=replace(job.slip, reprint=True))
        return await self._print(f"reprint:{order}", job)

    async def print_sheet(self, draw: Callable[[int], Image.Image]) -> Outcome:
        """Print what is no ticket's slip, in its turn; nothing of it is kept.

        draw: makes the picture for a width in dots. Never raises for a fault of the
        printer.
        """
        async with self._turn:
            if not self._free.is_set():
                return Outcome(State.FAILED, Reason.BUSY)
            return await self._bounded(self._begun(lambda: self._sheet(draw))) or HUNG

    def _sheet(self, draw: Callable[[int], Image.Image]) -> Outcome:
        try:
            image = draw(self._width)
        except Exception:
            log.exception("a sheet cannot be drawn")
            return Outcome(State.FAILED, Reason.UNDRAWABLE)
        return self._attempt(image, "a sheet")

    async def look(self) -> Condition | None:
        """Ask the printer how it is; None while a slip is in it."""
        if self._turn.locked() or not self._free.is_set():
            return None
        async with self._turn:
            # Not through `_free`: a look that hangs must not pass for a jam.
            try:
                async with asyncio.timeout(self._deadline):
                    return await asyncio.to_thread(self._printer.look)
            except TimeoutError:
                return Condition(Reason.TIMEOUT)

    def paper(self) -> Paper | None:
        """Return what was counted of the paper, None if it cannot be read."""
        try:
            used, printed = self._ledger.paper()
        except DiskFault as error:
            log.error("what was counted of the paper cannot be read: %s", error)
            return None
        return Paper(used / 1000, printed / 1000)

    def paper_changed(self) -> bool:
        """Count a new roll from its beginning; False: it was not noted."""
        try:
            self._ledger.new_roll()
        except DiskFault as error:
            log.error("the new roll was not noted: %s", error)
            return False
        return True

    def pending_reports(self) -> list[Report]:
        """Return what is to be sent as ``ticket.printed``, oldest first."""
        return self._ledger.pending()

    def reported(self, key: str) -> None:
        """Note that the server acknowledged the report with that key."""
        self._ledger.reported(key)

    def close(self) -> None:
        """Close the memory. A slip in the printer is settled at the next start."""
        self._ledger.close()

    def _print(self, name: str, job: Job) -> asyncio.Future[Outcome]:
        """Print once however often it is asked for at the same time.

        In a task of its own: a caller that goes away leaves the slip in peace.
        """
        task = self._running.get(name)
        if task is None:
            begun = self._begun_at_rest(name, job)
            work = self._take(name, job) if begun is None else self._hold(name, begun)
            task = asyncio.create_task(work)
            self._running[name] = task
            task.add_done_callback(lambda _: self._running.pop(name))
        return asyncio.shield(task)

    def _begun_at_rest(self, name: str, job: Job) -> asyncio.Future[Outcome] | None:
        """Begin in one thread with storing it; None: others are to come first."""
        if self._running or self._turn.locked() or not self._free.is_set():
            return None
        return self._begun(lambda: self._at_once(name, job))

    async def _hold(self, name: str, begun: asyncio.Future[Outcome]) -> Outcome:
        """Keep the turn of what has begun until it is over."""
        async with self._turn:
            return await self._bounded(begun) or await self._end(name, HUNG)

    async def _take(self, name: str, job: Job) -> Outcome:
        async with self._door:
            known = await asyncio.to_thread(self._stored, name, job)
        return known or await self._in_turn(name, job)

    def _at_once(self, name: str, job: Job) -> Outcome:
        return self._stored(name, job) or self._work(name, job)

    def _stored(self, name: str, job: Job) -> Outcome | None:
        """Store it; give its end if it needs no printing."""
        try:
            return self._admit(name, job)
        except DiskFault as error:
            log.error("slip of ticket %s not stored: %s", job.ticket, error)
            return Outcome(State.FAILED, Reason.NOT_STORED)

    def _admit(self, name: str, job: Job) -> Outcome | None:
        self._purge()
        return self._ledger.admit(name, job.ticket, job.slip.issued_at.date())

    def _purge(self) -> None:
        """Forget what is old, once a day."""
        today = self._clock()
        if today != self._purged:
            self._ledger.purge(today)
            self._purged = today

    async def _in_turn(self, name: str, job: Job) -> Outcome:
        asked = asyncio.get_running_loop().time()
        async with self._turn:
            if asyncio.get_running_loop().time() - asked > self._patience:
                return await self._end(name, Outcome(State.FAILED, Reason.LATE))
            if not self._free.is_set():
                return await self._end(name, Outcome(State.FAILED, Reason.BUSY))
            begun = self._begun(lambda: self._work(name, job))
            return await self._bounded(begun) or await self._end(name, HUNG)

    async def _bounded(self, begun: asyncio.Future[Outcome]) -> Outcome | None:
        """Await its end; None: not done at the deadline, and it may still go on."""
        try:
            async with asyncio.timeout(self._deadline):
                return await begun
        except TimeoutError:
            return None

    def _begun(self, work: Callable[[], Outcome]) -> asyncio.Future[Outcome]:
        """Begin in a thread that may hang without holding up the program's end."""
        loop = asyncio.get_running_loop()
        result: asyncio.Future[Outcome] = loop.create_future()
        self._free.clear()

        def tell(outcome: Outcome) -> None:
            if not result.done():
                result.set_result(outcome)

        def begin() -> None:
            outcome = work()
            self._free.set()
            # Nobody listens any more when the program is ending.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(tell, outcome)

        threading.Thread(target=begin, name="slip", daemon=True).start()
        return result

    def _work(self, name: str, job: Job) -> Outcome:
        """Print and note how it ended."""
        try:
            image = draw(job.slip, self._width)
        except Exception:
            # Whatever is wrong with it: the number on the screen stays valid.
            log.exception("slip of ticket %s cannot be drawn", job.ticket)
            return self._note(name, Outcome(State.FAILED, Reason.UNDRAWABLE))
        try:
            self._ledger.begin(name)
        except DiskFault as error:
            log.error("slip of ticket %s not begun: %s", job.ticket, error)
            return Outcome(State.FAILED, Reason.NOT_STORED)
        return self._note(name, self._attempt(image, f"slip of ticket {job.ticket}"))

    def _attempt(self, image: Image.Image, what: str) -> Outcome:
        try:
            self._printer.print(image)
        except PrinterFault as fault:
            log.warning("%s: %s", what, fault)
            if not fault.sent:
                return Outcome(State.FAILED, fault.reason)
            outcome = Outcome(State.UNKNOWN, fault.reason)
        except Exception:
            log.exception("%s", what)
            outcome = Outcome(State.UNKNOWN, Reason.ERROR)
        else:
            outcome = Outcome(State.PRINTED)
        self._count(image)
        return outcome

    def _count(self, image: Image.Image) -> None:
        """Count the paper that a slip took, also one that perhaps came out."""
        try:
            self._ledger.use_paper(image.height / DOTS_PER_MM + CUT)
        except DiskFault as error:
            log.error("the paper was not counted: %s", error)

    def _note(self, name: str, outcome: Outcome) -> Outcome:
        try:
            self._ledger.end(name, outcome)
        except DiskFault as error:
            # The next start finds it open and reports what it then knows.
            log.error("end of slip %s not stored: %s", name, error)
        return outcome

    async def _end(self, name: str, outcome: Outcome) -> Outcome:
        return await asyncio.to_thread(self._note, name, outcome)
