"""The methods of tickets."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable

from server.auth import ticket_secret
from server.domain import answers, commands
from server.domain.desk import Desk
from server.domain.model import CITIZEN
from server.domain.record import Intent
from server.gate import Tries
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.shape import Shape
from server.service import Service

from . import texts
from .caller import Caller
from .contacts import Contacts
from .outcome import Handler, Outcome, intent
from .ports import Appointments, Catalogue, Post, Voice
from .views import Views


class Tickets:
    """Gives tickets, takes them in, and changes them.

    Args:
        service: the one way to change the queue.
        views: shows the queue to its audiences.
        catalogue: gives the posted procedures as they are now.
        appointments: who has a right to a time today.
        contacts: since when a kiosk has been out of touch.
        voice: speaks the calls.
        post: tells clients what is no event.
        ticket_key: the key of the tickets' secrets.
        tries: how often a kiosk may try a number that somebody typed.
    """

    def __init__(
        self,
        service: Service,
        views: Views,
        catalogue: Callable[[], Catalogue],
        appointments: Appointments,
        contacts: Contacts,
        voice: Voice,
        post: Post,
        ticket_key: bytes,
        tries: Tries,
    ) -> None:
        self._service = service
        self._views = views
        self._catalogue = catalogue
        self._appointments = appointments
        self._contacts = contacts
        self._voice = voice
        self._post = post
        self._ticket_key = ticket_key
        self._tries = tries

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "ticket.issue": self._issue,
            "ticket.adopt": self._adopt,
            "ticket.prioritise": self._prioritise,
            "ticket.printed": self._printed,
            "ticket.find": self._find,
            "ticket.follow": self._follow,
            "ticket.cancel": self._cancel,
            "ticket.restore": self._restore,
            "ticket.return": self._return,
            "ticket.reprint": self._reprint,
            "rating.give": self._rate,
        }

    @property
    def _desk(self) -> Desk:
        return self._service.seen

    # Given

    async def _issue(
        self, caller: Caller, params: methods.TicketIssue, browser: bool
    ) -> Outcome:
        asked = intent(caller, "ticket.issue", params)
        command = self._issuing(caller, params, again=self._service.knows(asked))
        outcome = await self._give(command, asked)
        if caller.is_device:
            self._contacts.served(caller.name or "")
        return outcome

    async def by_phone(self, params: methods.PhoneTake, asked: Intent) -> Outcome:
        """Give a ticket to a citizen in the hall, bound as at a kiosk."""
        if not self._service.knows(asked):
            self._must_be_posted(params.procedures)
        command = commands.Issue(
            service=params.service,
            procedures=params.procedures,
            missing=params.missing,
            lang=params.lang,
            by_phone=True,
        )
        return await self._give(command, asked)

    async def _give(self, command: commands.Issue, asked: Intent) -> Outcome:
        given = await self._service.handle(command, asked)
        assert isinstance(given, answers.Issued)
        return self._given(given, self._secret(given.ticket.id))

    async def _adopt(
        self, caller: Caller, params: methods.TicketAdopt, browser: bool
    ) -> Outcome:
        asked = intent(caller, "ticket.adopt", params)
        device = caller.name or ""
        command = commands.Adopt(
            issue=self._given_already(params, device),
            device=device,
            number=params.number,
            issued_at=params.issued_at,
            earliest=self._contacts.earliest(device),
            secret=_digest(params.secret),
            unanswered=params.instead,
        )
        given = await self._service.handle(command, asked)
        assert isinstance(given, answers.Issued)
        return self._given(given, params.secret)

    def _must_be_posted(self, procedures: Iterable[str]) -> None:
        for code in procedures:
            if self._catalogue().get(code) is None:
                raise texts.refused("unknown_procedure", code=code)

    def _issuing(
        self, caller: Caller, params: methods.TicketIssue, *, again: bool
    ) -> commands.Issue:
        """Make the command; what was accepted before is not looked up again."""
        if not again:
            self._must_be_posted(params.procedures)
        booked = None
        if params.appointment is not None:
            booked = self._appointments.booked(params.appointment, params.service)
            if booked is None and not again:
                raise texts.refused("unknown_appointment", code=params.appointment)
        return commands.Issue(
            service=params.service,
            procedures=params.procedures,
            missing=params.missing,
            priority=params.priority,
            lang=params.lang,
            device=caller.name if caller.is_device else None,
            appointment=booked,
        )

    def _given_already(
        self, params: methods.TicketAdopt, device: str
    ) -> commands.Issue:
        """Make the command of a ticket that somebody holds in their hand.

        A procedure that was withdrawn meanwhile must not keep it out.
        """
        known = [code for code in params.procedures if self._catalogue().get(code)]
        booked = None
        if params.appointment is not None:
            booked = self._appointments.booked(params.appointment, params.service)
        return commands.Issue(
            service=params.service,
            procedures=tuple(known),
            missing=params.missing,
            priority=params.priority,
            lang=params.lang,
            device=device,
            appointment=booked,
        )

    def _given(self, given: answers.Issued, secret: str) -> Outcome:
        self._voice.prepare(given.ticket.number)
        answer = m.Issued(
            ticket=self._views.ticket(given.ticket),
            ahead=given.ahead,
            wait=self._views.wait(given.wait),
            secret=secret,
        )
        return Outcome(answer)

    # Changed

    async def _prioritise(
        self, caller: Caller, params: methods.TicketPrioritise, browser: bool
    ) -> Outcome:
        if not caller.is_staff:
            self._must_hold(params.ticket, params.secret)
        command = commands.Prioritise(params.ticket, params.priority, caller.id)
        return await self._changed(caller, "ticket.prioritise", params, command)

    async def _cancel(
        self, caller: Caller, params: methods.TicketCancel, browser: bool
    ) -> Outcome:
        if caller.role not in methods.SUPERVISORS:
            self._must_hold(params.ticket, params.secret)
        caller = _citizen(caller, params.ticket)
        by = caller.id if caller.name else CITIZEN
        command = commands.Cancel(params.ticket, by)
        return await self._changed(caller, "ticket.cancel", params, command)

    async def _restore(
        self, caller: Caller, params: methods.TicketRestore, browser: bool
    ) -> Outcome:
        command = commands.Restore(params.ticket, caller.id)
        return await self._changed(caller, "ticket.restore", params, command)

    async def _return(
        self, caller: Caller, params: methods.TicketReturn, browser: bool
    ) -> Outcome:
        self._must_hold(params.ticket, params.secret)
        command = commands.Return(params.ticket)
        caller = _citizen(caller, params.ticket)
        return await self._changed(caller, "ticket.return", params, command)

    async def _rate(
        self, caller: Caller, params: methods.RatingGive, browser: bool
    ) -> Outcome:
        if params.number is None:
            assert params.ticket is not None
            self._must_hold(params.ticket, params.secret)
            caller = _citizen(caller, params.ticket)
            rated: int | str = params.ticket
        else:
            if not caller.is_device:
                raise texts.refused("forbidden")
            rated = params.number
        asked = intent(caller, "rating.give", params)
        typed = params.number is not None and not self._service.knows(asked)
        if typed and (wait := self._tries.take(caller.id)):
            raise texts.refused("rate_limited", seconds=round(wait, 2))
        command = commands.Rate(rated, params.score, params.reasons)
        await self._service.handle(command, asked)
        return Outcome(m.Empty())

    async def _changed(
        self, caller: Caller, method: str, params: Shape, command: commands.Command
    ) -> Outcome:
        given = await self._service.handle(command, intent(caller, method, params))
        assert isinstance(given, answers.OneTicket)
        return Outcome(self._views.ticket(given.ticket))

    async def _follow(
        self, caller: Caller, params: methods.TicketFollow, browser: bool
    ) -> Outcome:
        self._must_hold(params.ticket, params.secret)
        ticket = self._desk.ticket(params.ticket)
        place = self._views.followed(self._desk, ticket, self._service.now)
        return Outcome(place, follow=place)

    async def _find(
        self, caller: Caller, params: methods.TicketFind, browser: bool
    ) -> Outcome:
        """Give the ticket that a kiosk gave itself: its slip cannot name the id."""
        for ticket in self._desk.tickets.values():
            own = ticket.number == params.number and ticket.secret is not None
            if own and self.holds(ticket.id, params.secret):
                place = self._views.followed(self._desk, ticket, self._service.now)
                return Outcome(place, follow=place)
        raise texts.refused("unknown_ticket", id=params.number)

    # Printed

    async def _printed(
        self, caller: Caller, params: methods.TicketPrinted, browser: bool
    ) -> Outcome:
        command = commands.ReportPrinted(params.ticket, params.ok, params.detail)
        asked = intent(caller, "ticket.printed", params)
        await self._service.handle(command, asked)
        return Outcome(m.Empty())

    async def _reprint(
        self, caller: Caller, params: methods.TicketReprint, browser: bool
    ) -> Outcome:
        asked = intent(caller, "ticket.reprint", params)
        again = self._service.knows(asked)
        ticket = self._desk.ticket(params.ticket)
        online = self._post.kiosks()
        wanted = params.device or ticket.device
        device = wanted if wanted in online else next(iter(online), None)
        if not again and (device is None or (params.device and device != wanted)):
            raise texts.refused("unknown_device")
        await self._service.handle(commands.Reprint(params.ticket), asked)
        if not again and device is not None:
            slip = self._slip(f"{caller.id}:{params.key}", ticket.id)
            self._post.to_device(device, "print", m.Print(ticket=ticket.id, slip=slip))
        return Outcome(m.Empty())

    def _slip(self, order: str, id: int) -> m.Slip:
        ticket = self._desk.ticket(id)
        place = self._views.followed(self._desk, ticket, self._service.now)
        return m.Slip(
            id=order,
            ticket=place.ticket,
            ahead=place.ahead,
            wait=place.wait,
            secret=self._secret(id),
            missing=list(ticket.missing),
        )

    # Secrets

    def holds(self, ticket: int, secret: str) -> bool:
        """Whether a secret is that of a ticket: the server's, or the kiosk's own.

        A ticket that a kiosk gave itself has both: its slip that is printed again
        comes from the server.
        """
        known = self._desk.tickets.get(ticket)
        own = known.secret if known is not None else None
        if own is not None and hmac.compare_digest(_digest(secret), own):
            return True
        return hmac.compare_digest(secret.encode(), self._secret(ticket).encode())

    def _must_hold(self, ticket: int, secret: str | None) -> None:
        if secret is None or not self.holds(ticket, secret):
            raise texts.refused("forbidden")

    def _secret(self, ticket: int) -> str:
        return ticket_secret(self._ticket_key, ticket)


def _citizen(caller: Caller, ticket: int) -> Caller:
    """Name somebody unknown by the ticket they hold: where they are is their own."""
    return caller if caller.name else Caller(caller.role, None, f"ticket:{ticket}")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
