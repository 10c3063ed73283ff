"""The methods of counters."""

from __future__ import annotations

from server.domain import answers, commands
from server.domain.desk import Desk
from server.domain.errors import CounterNotOpen
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.methods import SUPERVISORS
from server.protocol.shape import Shape
from server.service import Service

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome, intent
from .views import Views


class Counters:
    """What a clerk does at a counter.

    Args:
        service: the one way to change the queue.
        views: shows the queue to its audiences.
    """

    def __init__(self, service: Service, views: Views) -> None:
        self._service = service
        self._views = views

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "counter.get": self._get,
            "counter.open": self._open,
            "counter.close": self._close,
            "counter.pause": self._pause,
            "counter.resume": self._resume,
            "counter.call_next": self._call_next,
            "counter.call": self._call,
            "counter.recall": self._recall,
            "counter.start": self._start,
            "counter.walk_in": self._walk_in,
            "counter.finish": self._finish,
            "counter.no_show": self._no_show,
            "counter.hold": self._hold,
            "counter.transfer": self._transfer,
            "counter.undo": self._undo,
        }

    @property
    def _desk(self) -> Desk:
        return self._service.seen

    async def _get(
        self, caller: Caller, params: methods.CounterGet, browser: bool
    ) -> Outcome:
        own = self._desk.counter_of(caller.name or "")
        id = params.counter or (own.id if own else None)
        if id is None:
            raise texts.refusal(CounterNotOpen())
        if caller.role not in SUPERVISORS and self._desk.counter(id) != own:
            raise texts.refused("forbidden")
        standing = self._desk.standing(id, self._service.now)
        return Outcome(self._views.desk(standing, self._desk.reasons))

    # Who sits there

    async def _open(
        self, caller: Caller, params: methods.CounterOpen, browser: bool
    ) -> Outcome:
        clerk = caller.name or ""
        if params.take_over and caller.role not in SUPERVISORS:
            raise texts.refused("forbidden")
        sit = commands.TakeOver if params.take_over else commands.OpenCounter
        command = sit(params.counter, clerk)
        return await self._counter(caller, "counter.open", params, command)

    async def _close(
        self, caller: Caller, params: methods.CounterReason, browser: bool
    ) -> Outcome:
        command = commands.CloseCounter(*_at(caller, params), params.reason)
        return await self._counter(caller, "counter.close", params, command)

    async def _pause(
        self, caller: Caller, params: methods.CounterReason, browser: bool
    ) -> Outcome:
        command = commands.Pause(*_at(caller, params), params.reason)
        return await self._counter(caller, "counter.pause", params, command)

    async def _resume(
        self, caller: Caller, params: methods.CounterReason, browser: bool
    ) -> Outcome:
        command = commands.Resume(*_at(caller, params))
        return await self._counter(caller, "counter.resume", params, command)

    # Whom it calls

    async def _call_next(
        self, caller: Caller, params: methods.CounterStep, browser: bool
    ) -> Outcome:
        command = commands.CallNext(*_at(caller, params))
        return await self._called(caller, "counter.call_next", params, command)

    async def _call(
        self, caller: Caller, params: methods.CounterCall, browser: bool
    ) -> Outcome:
        command = commands.Call(*_at(caller, params), ticket=params.ticket)
        return await self._called(caller, "counter.call", params, command)

    async def _recall(
        self, caller: Caller, params: methods.CounterStep, browser: bool
    ) -> Outcome:
        command = commands.Recall(*_at(caller, params))
        return await self._ticket(caller, "counter.recall", params, command)

    # What becomes of them

    async def _start(
        self, caller: Caller, params: methods.CounterStep, browser: bool
    ) -> Outcome:
        command = commands.Start(*_at(caller, params))
        return await self._ticket(caller, "counter.start", params, command)

    async def _walk_in(
        self, caller: Caller, params: methods.CounterWalkIn, browser: bool
    ) -> Outcome:
        command = commands.WalkIn(
            *_at(caller, params),
            service=params.service,
            procedures=params.procedures,
            lang=params.lang,
        )
        return await self._ticket(caller, "counter.walk_in", params, command)

    async def _finish(
        self, caller: Caller, params: methods.CounterFinish, browser: bool
    ) -> Outcome:
        command = commands.Finish(*_at(caller, params), params.outcome, params.dossier)
        return await self._ticket(caller, "counter.finish", params, command)

    async def _no_show(
        self, caller: Caller, params: methods.CounterStep, browser: bool
    ) -> Outcome:
        command = commands.NoShow(*_at(caller, params))
        return await self._ticket(caller, "counter.no_show", params, command)

    async def _hold(
        self, caller: Caller, params: methods.CounterHold, browser: bool
    ) -> Outcome:
        command = commands.Hold(*_at(caller, params), reason=params.reason)
        return await self._ticket(caller, "counter.hold", params, command)

    async def _transfer(
        self, caller: Caller, params: methods.CounterTransfer, browser: bool
    ) -> Outcome:
        command = commands.Transfer(
            *_at(caller, params), params.service, params.to, params.note
        )
        return await self._ticket(caller, "counter.transfer", params, command)

    async def _undo(
        self, caller: Caller, params: methods.CounterStep, browser: bool
    ) -> Outcome:
        command = commands.Undo(*_at(caller, params))
        asked = intent(caller, "counter.undo", params)
        given = await self._service.handle(command, asked)
        assert isinstance(given, answers.Standing)
        # Without the reasons of priorities, which may change until a retry asks again.
        return Outcome(self._views.desk(given, {}))

    # Answers

    async def _counter(
        self, caller: Caller, method: str, params: Shape, command: commands.Command
    ) -> Outcome:
        given = await self._service.handle(command, intent(caller, method, params))
        assert isinstance(given, answers.OneCounter)
        setup = self._views.office.counters[given.counter.id]
        return Outcome(
            self._views.counter_with(given.counter, given.ticket, setup, staff=True)
        )

    async def _called(
        self, caller: Caller, method: str, params: Shape, command: commands.Command
    ) -> Outcome:
        given = await self._service.handle(command, intent(caller, method, params))
        assert isinstance(given, answers.Called)
        ticket = self._views.ticket(given.ticket) if given.ticket else None
        return Outcome(m.Called(ticket=ticket, because=texts.because(given.because)))

    async def _ticket(
        self, caller: Caller, method: str, params: Shape, command: commands.Command
    ) -> Outcome:
        given = await self._service.handle(command, intent(caller, method, params))
        assert isinstance(given, answers.OneTicket)
        return Outcome(self._views.ticket(given.ticket))


def _at(caller: Caller, params: methods.CounterStep) -> tuple[str, str | None]:
    """Say whose step at which counter it is; only a supervisor may name one."""
    if params.counter is not None and caller.role not in SUPERVISORS:
        raise texts.refused("forbidden")
    return caller.name or "", params.counter
