"""What each method of the protocol does."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from server.auth import (
    BadCredentials,
    Doorkeeper,
    TooManyAttempts,
    ticket_secret,
)
from server.domain import answers, commands
from server.domain.desk import Desk
from server.domain.errors import CounterNotOpen
from server.domain.record import Intent
from server.protocol import codec, methods
from server.protocol import messages as m
from server.protocol.messages import Topic
from server.protocol.shape import Shape
from server.protocol.times import stamp
from server.service import Service

from . import procedures, texts
from .caller import Caller
from .ports import Catalogue, Post, Voice
from .views import Views


@dataclass(frozen=True)
class Outcome:
    """A method's result, and what the transport has to do besides."""

    result: Any
    set_session: str | None = None
    end_session: bool = False
    subscribe: tuple[frozenset[Topic], int | None] | None = None
    follow: int | None = None


Handler = Callable[[Caller, Any, bool], Awaitable[Outcome]]


class Methods:
    """The methods of one office.

    Args:
        service: the one way to change the queue.
        views: shows the queue to its audiences.
        catalogue: gives the posted procedures as they are now.
        doorkeeper: signs staff in and out.
        voice: speaks the calls.
        post: tells clients what is no event.
        ticket_key: the key of the tickets' secrets.
    """

    def __init__(
        self,
        service: Service,
        views: Views,
        catalogue: Callable[[], Catalogue],
        doorkeeper: Doorkeeper,
        voice: Voice,
        post: Post,
        ticket_key: bytes,
    ) -> None:
        self._service = service
        self._views = views
        self._catalogue = catalogue
        self._doorkeeper = doorkeeper
        self._voice = voice
        self._post = post
        self._ticket_key = ticket_key
        self._assisted: dict[tuple[str, str], None] = {}

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "office.get": self._office_get,
            "queue.get": self._queue_get,
            "subscribe": self._subscribe,
            "procedure.list": self._procedure_list,
            "procedure.search": self._procedure_search,
            "procedure.get": self._procedure_get,
            "procedure.bundle": self._procedure_bundle,
            "ticket.issue": self._ticket_issue,
            "ticket.printed": self._ticket_printed,
            "ticket.follow": self._ticket_follow,
            "ticket.reprint": self._ticket_reprint,
            "counter.get": self._counter_get,
            "counter.open": self._counter_open,
            "counter.close": self._counter_close,
            "counter.call_next": self._counter_call_next,
            "counter.recall": self._step(commands.Recall),
            "counter.start": self._step(commands.Start),
            "counter.finish": self._counter_finish,
            "counter.no_show": self._step(commands.NoShow),
            "assistance.request": self._assistance_request,
            "device.report": self._device_report,
            "session.login": self._session_login,
            "session.logout": self._session_logout,
        }

    @property
    def _desk(self) -> Desk:
        return self._service.seen

    # Reading

    async def _office_get(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        return Outcome(self.office(staff=caller.is_staff))

    def office(self, *, staff: bool) -> m.Office:
        """Show the office with its services as they are now."""
        return self._views.show_office(self._desk, self._service.now, staff=staff)

    async def _queue_get(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        return Outcome(self._queue(caller))

    def _queue(self, caller: Caller) -> m.Queue:
        return self._views.queue(self._desk, self._service.now, staff=caller.is_staff)

    async def _subscribe(
        self, caller: Caller, params: methods.Subscribe, browser: bool
    ) -> Outcome:
        topics = frozenset(params.topics)
        if "devices" in topics and not caller.is_staff:
            raise texts.refused("forbidden")
        desk, after = self._desk, params.after
        before_today = desk.first_seq - 1
        if after is not None and (after == 0 or before_today <= after <= desk.seq):
            start = max(after, before_today)
            return Outcome(m.Subscribed(seq=desk.seq), subscribe=(topics, start))
        answer = m.Subscribed(seq=desk.seq, queue=self._queue(caller))
        return Outcome(answer, subscribe=(topics, None))

    # Procedures

    async def _procedure_list(
        self, caller: Caller, params: methods.ProcedureList, browser: bool
    ) -> Outcome:
        found = self._catalogue().list(
            params.service, params.field, params.limit, params.start
        )
        return Outcome([procedures.head(one) for one in found])

    async def _procedure_search(
        self, caller: Caller, params: methods.ProcedureSearch, browser: bool
    ) -> Outcome:
        found = self._catalogue().search(params.text, params.limit)
        return Outcome([procedures.head(one) for one in found])

    async def _procedure_get(
        self, caller: Caller, params: methods.ProcedureGet, browser: bool
    ) -> Outcome:
        found = self._catalogue().get(params.code)
        if found is None:
            raise texts.refused("unknown_procedure", code=params.code)
        return Outcome(procedures.whole(found))

    async def _procedure_bundle(
        self, caller: Caller, params: methods.ProcedureBundle, browser: bool
    ) -> Outcome:
        catalogue = self._catalogue()
        if params.version == catalogue.version:
            return Outcome(m.Bundle(version=catalogue.version))
        found = [procedures.whole(one) for one in catalogue.all()]
        return Outcome(m.Bundle(version=catalogue.version, procedures=found))

    # Tickets

    async def _ticket_issue(
        self, caller: Caller, params: methods.TicketIssue, browser: bool
    ) -> Outcome:
        intent = self._intent(caller, "ticket.issue", params)
        if not self._service.knows(intent):
            for code in params.procedures:
                if self._catalogue().get(code) is None:
                    raise texts.refused("unknown_procedure", code=code)
        command = commands.Issue(
            service=params.service,
            procedures=params.procedures,
            missing=params.missing,
            priority=params.priority,
            lang=params.lang,
            device=caller.name if caller.is_device else None,
        )
        given = await self._service.handle(command, intent)
        assert isinstance(given, answers.Issued)
        self._voice.prepare(given.ticket.number)
        answer = m.Issued(
            ticket=self._views.ticket(given.ticket),
            ahead=given.ahead,
            wait=self._views.wait(given.wait),
            secret=self._secret(given.ticket.id),
        )
        return Outcome(answer)

    async def _ticket_printed(
        self, caller: Caller, params: methods.TicketPrinted, browser: bool
    ) -> Outcome:
        command = commands.ReportPrinted(params.ticket, params.ok, params.detail)
        intent = self._intent(caller, "ticket.printed", params)
        await self._service.handle(command, intent)
        return Outcome(m.Empty())

    async def _ticket_follow(
        self, caller: Caller, params: methods.TicketFollow, browser: bool
    ) -> Outcome:
        if not self.holds(params.ticket, params.secret):
            raise texts.refused("forbidden")
        ticket = self._desk.ticket(params.ticket)
        return Outcome(self._views.followed(self._desk, ticket), follow=ticket.id)

    async def _ticket_reprint(
        self, caller: Caller, params: methods.TicketReprint, browser: bool
    ) -> Outcome:
        intent = self._intent(caller, "ticket.reprint", params)
        again = self._service.knows(intent)
        ticket = self._desk.ticket(params.ticket)
        online = self._post.kiosks()
        wanted = params.device or ticket.device
        device = wanted if wanted in online else next(iter(online), None)
        if not again and (device is None or (params.device and device != wanted)):
            raise texts.refused("unknown_device")
        await self._service.handle(commands.Reprint(params.ticket), intent)
        if not again and device is not None:
            place = self._views.followed(self._desk, self._desk.ticket(params.ticket))
            slip = m.Slip(
                id=f"{caller.id}:{params.key}",
                ticket=place.ticket,
                ahead=place.ahead,
                wait=place.wait,
                secret=self._secret(ticket.id),
                missing=list(ticket.missing),
            )
            self._post.to_device(device, "print", m.Print(ticket=ticket.id, slip=slip))
        return Outcome(m.Empty())

    # Counters

    async def _counter_get(
        self, caller: Caller, params: methods.CounterGet, browser: bool
    ) -> Outcome:
        if params.counter is not None:
            id = self._desk.counter(params.counter).id
        else:
            own = self._desk.counter_of(caller.name or "")
            if own is None:
                raise texts.refusal(CounterNotOpen())
            id = own.id
        return Outcome(self._views.desk(self._desk, id, self._service.now))

    async def _counter_open(
        self, caller: Caller, params: methods.CounterOpen, browser: bool
    ) -> Outcome:
        command = commands.OpenCounter(params.counter, caller.name or "")
        return await self._counter(caller, "counter.open", params, command)

    async def _counter_close(
        self, caller: Caller, params: methods.CounterClose, browser: bool
    ) -> Outcome:
        command = commands.CloseCounter(*self._at(caller, params))
        return await self._counter(caller, "counter.close", params, command)

    async def _counter(
        self, caller: Caller, method: str, params: Shape, command: commands.Command
    ) -> Outcome:
        given = await self._service.handle(
            command, self._intent(caller, method, params)
        )
        assert isinstance(given, answers.OneCounter)
        setup = self._views.office.counters[given.counter.id]
        return Outcome(
            self._views.counter_with(given.counter, given.ticket, setup, staff=True)
        )

    async def _counter_call_next(
        self, caller: Caller, params: methods.CounterStep, browser: bool
    ) -> Outcome:
        command = commands.CallNext(*self._at(caller, params))
        intent = self._intent(caller, "counter.call_next", params)
        given = await self._service.handle(command, intent)
        assert isinstance(given, answers.Called)
        ticket = self._views.ticket(given.ticket) if given.ticket else None
        return Outcome(m.Called(ticket=ticket, because=texts.because(given.because)))

    async def _counter_finish(
        self, caller: Caller, params: methods.CounterFinish, browser: bool
    ) -> Outcome:
        command = commands.Finish(
            *self._at(caller, params), params.outcome, params.dossier
        )
        return await self._ticket(caller, "counter.finish", params, command)

    def _step(
        self, kind: type[commands.Recall | commands.Start | commands.NoShow]
    ) -> Handler:
        """Make the handler of a step that has no params of its own."""
        method = {
            commands.Recall: "counter.recall",
            commands.Start: "counter.start",
            commands.NoShow: "counter.no_show",
        }[kind]

        async def handler(
            caller: Caller, params: methods.CounterStep, browser: bool
        ) -> Outcome:
            command = kind(*self._at(caller, params))
            return await self._ticket(caller, method, params, command)

        return handler

    async def _ticket(
        self, caller: Caller, method: str, params: Shape, command: commands.Command
    ) -> Outcome:
        given = await self._service.handle(
            command, self._intent(caller, method, params)
        )
        assert isinstance(given, answers.OneTicket)
        return Outcome(self._views.ticket(given.ticket))

    @staticmethod
    def _at(caller: Caller, params: methods.CounterStep) -> tuple[str, str | None]:
        """Say whose step at which counter it is; only a supervisor may name one."""
        if params.counter is not None and caller.role == "clerk":
            raise texts.refused("forbidden")
        return caller.name or "", params.counter

    # The rest

    async def _assistance_request(
        self, caller: Caller, params: methods.AssistanceRequest, browser: bool
    ) -> Outcome:
        place = (caller.id, params.key)
        if place not in self._assisted:
            self._assisted[place] = None
            while len(self._assisted) > 1000:
                self._assisted.pop(next(iter(self._assisted)))
            told = m.Assistance(
                device=caller.name or "",
                reason=params.reason,
                at=stamp(self._service.now),
            )
            self._post.to_staff("assistance", told)
        return Outcome(m.Empty())

    async def _device_report(
        self, caller: Caller, params: methods.DeviceReport, browser: bool
    ) -> Outcome:
        self._post.device_reported(caller.name or "", params.state)
        return Outcome(m.Empty())

    async def _session_login(
        self, caller: Caller, params: methods.SessionLogin, browser: bool
    ) -> Outcome:
        try:
            user = await asyncio.to_thread(  # a password's hash takes its time
                self._doorkeeper.check, params.name, params.password, caller.address
            )
        except BadCredentials:
            raise texts.refused("bad_credentials") from None
        except TooManyAttempts as wait:
            raise texts.refused("too_many_attempts", seconds=wait.seconds) from None
        token = self._doorkeeper.begin_session(user)
        if browser:
            answer = m.SignedIn(role=user.role, display_name=user.display_name)
            return Outcome(answer, set_session=token)
        return Outcome(
            m.SignedIn(role=user.role, display_name=user.display_name, token=token)
        )

    async def _session_logout(
        self, caller: Caller, params: Any, browser: bool
    ) -> Outcome:
        if caller.token is not None:
            self._doorkeeper.end_session(caller.token)
        return Outcome(m.Empty(), end_session=True)

    def _intent(self, caller: Caller, method: str, params: Any) -> Intent:
        digest = hashlib.blake2b(codec.encode(params), digest_size=16).digest()
        return Intent(caller.id, method, params.key, digest)

    def holds(self, ticket: int, secret: str) -> bool:
        """Whether a secret is that of a ticket."""
        known = self._secret(ticket).encode()
        return hmac.compare_digest(secret.encode(), known)

    def _secret(self, ticket: int) -> str:
        return ticket_secret(self._ticket_key, ticket)
