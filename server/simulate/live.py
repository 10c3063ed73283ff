"""A simulated day against a running server: a kiosk and clerks over the protocol.

The hall (who comes, who is free) runs in a thread of its own and waits for every
answer, so that the day is the same at any speed; the lines to the server run on the
event loop. Whom a clerk calls is the server's word alone: somebody who takes a ticket
at a real kiosk meanwhile is called and served like everybody else.
"""

from __future__ import annotations

import asyncio
import statistics
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as Late
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from random import Random
from time import monotonic
from typing import Any
from uuid import uuid4

from server.protocol import messages as m
from server.protocol import methods as asks
from server.protocol.errors import Refused
from server.protocol.link import Link
from server.protocol.shape import Params

from .accounts import Accounts
from .hall import play
from .world import Day, Kind, Visitor, takes

ANSWER_WITHIN = 30.0
"""Seconds to wait for an answer; a line that is cut comes back in less."""
CONNECT_WITHIN = 10.0
"""Seconds within which the server must answer for the first time."""

Tell = Callable[[float, "Told"], None]
"""Is told the moment of the day, in seconds since midnight, and what happened."""


class NoServer(Exception):
    """There is no server at the address, or it has gone."""


class Stopped(Exception):
    """The simulation was told to stop."""


@dataclass
class Told:
    """What happened; ``waits`` are in seconds of the simulated day."""

    issued: int = 0
    called: int = 0
    done: int = 0
    absent: int = 0
    refused: int = 0
    cancelled: int = 0
    waits: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median wait in seconds; 0 if nobody was called."""
        return statistics.median(self.waits) if self.waits else 0.0


class LiveDay:
    """Plays one day.

    Args:
        day: who comes.
        counters: the counters' ids, one for each clerk.
        reasons: ids of the priority reasons.
        kinds: the services, for the visits of strangers.
        speed: seconds of the day in a second; infinite waits for nothing.
        chance: for what the day does not say.
        tell: is told of the progress.
    """

    def __init__(
        self,
        day: Day,
        counters: Sequence[str],
        reasons: Sequence[str],
        kinds: Sequence[Kind],
        speed: float,
        chance: Random,
        tell: Tell,
    ) -> None:
        self.told = Told()
        self._visitors = list(day.visitors)
        self._day = replace(day, visitors=self._visitors)
        self._counters = counters
        self._reasons = reasons
        self._kinds = {kind.id: kind for kind in kinds}
        self._speed = speed
        self._chance = chance
        self._tell = tell
        self._stop = threading.Event()
        self._at = day.sessions[0][0] if day.sessions else 0.0
        self._began = 0.0
        self._opened_at = self._at
        self._who: dict[int, int] = {}
        self._tickets: dict[int, m.Issued] = {}
        self._open: set[int] = set()
        self._started: dict[int, bool] = {}
        self._gone = False
        self._loop: asyncio.AbstractEventLoop
        self._kiosk: Link
        self._clerks: list[Link]

    async def run(self, url: str, accounts: Accounts) -> Told:
        """Play the day; on ``stop`` leave the hall as it was found.

        Raises:
            NoServer: nobody answers.
            Refused: the server refuses a step, such as a counter that is taken.
        """
        self._loop = asyncio.get_running_loop()
        async with AsyncExitStack() as lines:
            self._kiosk = await lines.enter_async_context(_line(url, accounts.kiosk))
            self._clerks = [
                await lines.enter_async_context(_line(url, token))
                for token in accounts.clerks
            ]
            await _answers(self._kiosk)
            await asyncio.to_thread(self._play)
        return self.told

    def stop(self) -> None:
        """End the day early."""
        self._stop.set()

    def _play(self) -> None:
        self._began = monotonic()
        try:
            with suppress(Stopped):
                play(self._day, self)
        finally:
            self._leave()
            self._tell(self._at, self.told)

    # What the hall tells

    def open(self, counter: int, at: float) -> None:
        """A clerk sits down."""
        self._until(at)
        self._step(
            counter,
            "counter.open",
            asks.CounterOpen(key=_key(), counter=self._counters[counter]),
        )
        self._open.add(counter)

    def issue(self, visitor: int, at: float) -> None:
        """A citizen takes a ticket; one whom the server refuses goes home."""
        self._until(at)
        wants = self._visitors[visitor]
        try:
            issued: m.Issued = self._ask(
                self._kiosk,
                "ticket.issue",
                asks.TicketIssue(key=_key(), service=wants.service),
            )
        except Refused:
            self.told.refused += 1
            return
        ticket = issued.ticket.id
        self._who[ticket], self._tickets[ticket] = visitor, issued
        self.told.issued += 1
        if wants.priority and self._reasons:
            reason = self._reasons[visitor % len(self._reasons)]
            declared = asks.TicketPrioritise(
                key=_key(), ticket=ticket, priority=reason, secret=issued.secret
            )
            self._ask(self._kiosk, "ticket.prioritise", declared)
        printed = asks.TicketPrinted(key=_key(), ticket=ticket, ok=True)
        self._ask(self._kiosk, "ticket.printed", printed)
        self._tell(at, self.told)

    def call(self, counter: int, at: float) -> int | None:
        """Whoever the server says is called."""
        self._until(at)
        called: m.Called = self._step(counter, "counter.call_next")
        if called.ticket is None:
            return None
        ticket = called.ticket.id
        self._tickets.pop(ticket, None)
        self._started[counter] = False
        visitor = self._who.get(ticket)
        if visitor is None:
            visitor = self._who[ticket] = self._stranger(called.ticket.service, at)
        self.told.called += 1
        self.told.waits.append(at - self._visitors[visitor].at)
        self._tell(at, self.told)
        return visitor

    def start(self, counter: int, at: float) -> None:
        """Who was called has come."""
        self._until(at)
        self._step(counter, "counter.start")
        self._started[counter] = True

    def finish(self, counter: int, at: float) -> None:
        """The visit is over."""
        self._until(at)
        self._finish(counter)
        self._tell(at, self.told)

    def no_show(self, counter: int, at: float) -> None:
        """Who was called did not come."""
        self._until(at)
        self._step(counter, "counter.no_show")
        del self._started[counter]
        self.told.absent += 1

    def pause(self, counter: int, at: float) -> None:
        """The clerk's break."""
        self._until(at)
        self._step(counter, "counter.pause", asks.CounterReason(key=_key()))

    def resume(self, counter: int, at: float) -> None:
        """The clerk is back."""
        self._until(at)
        self._step(counter, "counter.resume", asks.CounterReason(key=_key()))

    def close(self, counter: int, at: float) -> None:
        """The clerk leaves."""
        self._until(at)
        self._close(counter)

    # Pieces

    def _until(self, at: float) -> None:
        """Wait for a moment of the day.

        Raises:
            Stopped: it was told to stop.
        """
        self._at = at
        due = self._began + (at - self._opened_at) / self._speed
        if self._stop.wait(max(0.0, due - monotonic())):
            raise Stopped

    def _step(self, counter: int, method: str, params: Params | None = None) -> Any:
        params = params or asks.CounterStep(key=_key())
        return self._ask(self._clerks[counter], method, params)

    def _finish(self, counter: int) -> None:
        self._step(counter, "counter.finish", asks.CounterFinish(key=_key()))
        del self._started[counter]
        self.told.done += 1

    def _close(self, counter: int) -> None:
        self._step(counter, "counter.close", asks.CounterReason(key=_key()))
        self._open.remove(counter)

    def _ask(self, line: Link, method: str, params: Params) -> Any:
        """Ask from the hall's thread and wait for the answer.

        Raises:
            NoServer: there is none in time.
            Refused: a rule refuses it.
        """
        asked: Future[Any] = asyncio.run_coroutine_threadsafe(
            line.call(method, params), self._loop
        )
        try:
            return asked.result(ANSWER_WITHIN)
        except (Late, CancelledError):
            asked.cancel()
            self._gone = True
            raise NoServer from None

    def _stranger(self, service: str, at: float) -> int:
        """Take in somebody who has their ticket from elsewhere."""
        kind = self._kinds.get(service) or Kind(service)
        length = takes(kind, self._chance)
        self._visitors.append(Visitor(at, service, length, length / 10, True, False))
        return len(self._visitors) - 1

    def _leave(self) -> None:
        """Leave the hall as it was: nobody in hand, no counter open, nobody waiting."""
        if self._gone:
            return
        for counter, started in list(self._started.items()):
            if not started:
                self._step(counter, "counter.start")
            self._finish(counter)
        for counter in sorted(self._open):
            self._close(counter)
        for ticket, issued in self._tickets.items():
            secret = issued.secret
            asked = asks.TicketCancel(key=_key(), ticket=ticket, secret=secret)
            self._ask(self._kiosk, "ticket.cancel", asked)
            self.told.cancelled += 1


@asynccontextmanager
async def _line(url: str, token: str) -> AsyncIterator[Link]:
    """Keep a line up; nothing is subscribed to."""
    link = Link(url, token, (), lambda news: None)
    running = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _answers(link: Link) -> None:
    """Wait until the server answers.

    Raises:
        NoServer: it does not.
    """
    try:
        async with asyncio.timeout(CONNECT_WITHIN):
            await link.call("office.get", asks.Nothing())
    except TimeoutError:
        raise NoServer from None


def _key() -> str:
    return uuid4().hex
