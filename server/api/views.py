"""From the domain to the protocol: what each audience may see of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import structs

from server.domain import calendar, events, model
from server.domain.answers import Standing
from server.domain.desk import Desk
from server.domain.ticket_rules import is_near, open_to_holder
from server.domain.transitions import TABLE
from server.protocol import messages as m
from server.protocol.times import stamp

from . import texts

Speak = Callable[[str, int], dict[str, str]]
Names = Callable[[str], str]


class Views:
    """Shows one office.

    Args:
        office: as the administrator set it up.
        speak: gives the WAV names of a call's sentence by number and counter.
        names: gives the name to show for a user's name.
    """

    def __init__(self, office: model.Office, speak: Speak, names: Names) -> None:
        self.office = office
        self._speak = speak
        self._names = names

    # Tickets

    def ticket(self, ticket: model.Ticket) -> m.Ticket:
        """Show a ticket to anybody."""
        return m.Ticket(**self._ticket(ticket))

    def staff_ticket(
        self,
        standing: Standing,
        ticket: model.Ticket,
        reasons: Mapping[model.TicketId, str],
    ) -> m.StaffTicket:
        """Show a ticket to staff."""
        over = ticket.called_at or ticket.ended_at
        waits = ticket.state is model.State.WAITING
        until = standing.at if waits or over is None else over
        return m.StaffTicket(
            **self._ticket(ticket),
            reason=reasons.get(ticket.id),
            missing=list(ticket.missing),
            note=ticket.note,
            hold_reason=ticket.hold_reason,
            outcome=ticket.outcome,
            dossier=ticket.dossier,
            printed=ticket.printed.value,
            waited=max(0, int((until - ticket.issued_at).total_seconds())),
            wait=self.wait(ticket.wait),
            to=ticket.to,
            appointment=self._maybe(ticket.appointment.at)
            if ticket.appointment
            else None,
        )

    def _ticket(self, ticket: model.Ticket) -> dict[str, Any]:
        return {
            "id": ticket.id,
            "number": ticket.number,
            "service": ticket.service,
            "procedures": list(ticket.procedures),
            "priority": ticket.priority,
            "lang": ticket.lang,
            "state": ticket.state.value,
            "counter": ticket.counter,
            "issued_at": self._stamp(ticket.issued_at),
            "called_at": self._maybe(ticket.called_at),
            "started_at": self._maybe(ticket.started_at),
            "ended_at": self._maybe(ticket.ended_at),
            "calls": ticket.calls,
        }

    def followed(self, desk: Desk, ticket: model.Ticket, now: datetime) -> m.Followed:
        """Show a ticket's place to whoever holds it."""
        ahead, wait, waits = 0, None, ticket.state is model.State.WAITING
        if waits:
            outlook = desk.outlook(now)
            ahead = outlook.ahead(ticket)
            wait = desk.wait(outlook.seconds(ticket), now)
        return m.Followed(
            ticket=self.ticket(ticket),
            ahead=ahead,
            wait=self.wait(wait),
            may=open_to_holder(desk, ticket, now),
            missing=list(ticket.missing),
            near=waits and is_near(ahead, wait),
            rated=ticket.rated,
        )

    @staticmethod
    def left_behind(told: m.Followed) -> m.Followed:
        """Show a ticket whose day is over: nothing is open to its holder any more."""
        state = model.State(told.ticket.state)
        if TABLE[state]:  # it could still have gone on
            state = model.State.EXPIRED
        ticket = structs.replace(told.ticket, state=state.value)
        return m.Followed(ticket=ticket, ahead=0, wait=None, rated=told.rated)

    # Counters

    def counter(self, desk: Desk, id: model.CounterId, *, staff: bool) -> m.Counter:
        """Show a counter; its clerk only to staff, or where the office shows names."""
        counter, setup = desk.counters[id], self.office.counters[id]
        hand = desk.tickets[counter.ticket] if counter.ticket else None
        return self.counter_with(counter, hand, setup, staff=staff)

    def counter_with(
        self,
        counter: model.Counter,
        hand: model.Ticket | None,
        setup: model.CounterSetup,
        *,
        staff: bool,
    ) -> m.Counter:
        """Show a counter as it was at one moment."""
        shown = staff or self.office.shows_clerks
        clerk = self._names(counter.clerk) if counter.clerk and shown else None
        paused = counter.state is model.CounterState.PAUSED
        return m.Counter(
            id=counter.id,
            number=setup.number,
            name=dict(setup.name),
            state=counter.state.value,
            clerk=clerk,
            services=list(setup.services),
            ticket=self.ticket(hand) if hand else None,
            reason=counter.reason if staff or paused else None,
        )

    def desk(self, standing: Standing, reasons: Mapping[model.TicketId, str]) -> m.Desk:
        """Show a clerk the own counter and its line."""

        def shown(ticket: model.Ticket) -> m.StaffTicket:
            return self.staff_ticket(standing, ticket, reasons)

        counter, line, undo = standing.counter, standing.line, standing.undo
        following = None
        if standing.because is not None:
            because = texts.because(standing.because)
            following = m.Next(ticket=shown(line[0]), because=because)
        setup = self.office.counters[counter.id]
        return m.Desk(
            counter=self.counter_with(counter, standing.hand, setup, staff=True),
            ticket=shown(standing.hand) if standing.hand else None,
            next=following,
            waiting=[shown(ticket) for ticket in line],
            aside=[shown(ticket) for ticket in standing.aside],
            absent=standing.absent,
            undo=m.Undo(kind=undo[0], until=self._stamp(undo[1])) if undo else None,
        )

    # The hall

    def queue(self, desk: Desk, now: datetime, *, staff: bool) -> m.Queue:
        """Show the whole hall."""
        waiting: dict[str, list[m.Waiting]] = {id: [] for id in self.office.services}
        for ticket in desk.waiting.values():
            waiting.setdefault(ticket.service, []).append(
                m.Waiting(
                    ticket=ticket.id,
                    number=ticket.number,
                    priority=ticket.priority,
                    issued_at=self._stamp(ticket.issued_at),
                )
            )
        return m.Queue(
            seq=desk.seq,
            day=desk.day.isoformat() if desk.day else "",
            open=calendar.is_open(self.office, now),
            counters=[
                self.counter(desk, id, staff=staff) for id in self.office.counters
            ],
            waiting=waiting,
            calls=[
                m.Call(
                    ticket=call.ticket,
                    number=call.number,
                    counter=call.counter,
                    called_at=self._stamp(call.called_at),
                    n=call.n,
                    service=call.service,
                )
                for call in desk.calls
            ],
        )

    def waits(self, desk: Desk, now: datetime) -> m.Waits:
        """Show how many wait for what, and how long it takes."""
        return m.Waits(
            at=self._stamp(now),
            services={
                id: self._service_wait(desk, id, now) for id in self.office.services
            },
        )

    def _service_wait(
        self, desk: Desk, service: model.ServiceId, now: datetime
    ) -> m.ServiceWait:
        waiting = sum(t.service == service for t in desk.waiting.values())
        seconds = desk.outlook(now).seconds_for(desk.would_be(service, now))
        wait = self.wait(desk.wait(seconds, now))
        return m.ServiceWait(waiting=waiting, wait=wait)

    @staticmethod
    def wait(wait: model.Wait | None) -> m.Wait | None:
        """Show a range."""
        return m.Wait(low=wait.low, high=wait.high) if wait else None

    # The office

    def show_office(self, desk: Desk, now: datetime, *, staff: bool) -> m.Office:
        """Show the office with its services as they are now."""
        office, here = self.office, now.astimezone(self.office.zone)

        def shown(pages: Iterable[model.Page]) -> list[m.Page]:
            return [_page(page) for page in pages if page.shown(here)]

        return m.Office(
            name=office.name,
            unit=office.unit,
            languages=list(office.languages),
            services=[self._service(desk, s, now) for s in office.services.values()],
            priorities=[_priority(reason) for reason in office.priorities.values()],
            counters=[self.counter(desk, id, staff=staff) for id in office.counters],
            hours=_hours(office.hours, here.date()),
            notices=shown(office.notices),
            rules=shown(office.rules),
            slides=shown(office.slides),
            ticker=shown(office.ticker),
            public_url=office.public_url,
            wifi=office.wifi,
            portal=office.portal,
            emblem=office.emblem,
            general=office.general,
            appointments=office.appointments,
            phone_tickets=office.phone_tickets,
            rating_reasons=_reasons(office.rating_reasons),
            hold_reasons=_reasons(office.hold_reasons) if staff else [],
            pause_reasons=_reasons(office.pause_reasons) if staff else [],
            pages=[_office_page(page) for page in office.pages],
            rooms=[_room(room) for room in office.rooms],
            quiet=[str(session) for session in office.calls.quiet],
        )

    def _service(self, desk: Desk, service: model.Service, now: datetime) -> m.Service:
        is_open = calendar.is_open(self.office, now)
        opens = None if is_open else calendar.opens_at(self.office, now)
        now_wait = self._service_wait(desk, service.id, now)
        return m.Service(
            id=service.id,
            prefix=service.prefix,
            name=dict(service.name),
            short=dict(service.short),
            fields=list(service.fields),
            icon=service.icon,
            open=is_open,
            closed_because=None if is_open else texts.words("closed.hours"),
            opens_at=self._maybe(opens),
            waiting=now_wait.waiting,
            wait=now_wait.wait,
            colour=service.colour,
        )

    # Events

    def event(self, event: events.Event, *, staff: bool) -> m.Event:
        """Show an event; what an audience may not see is left out."""
        told: dict[str, Any] = {
            "seq": event.seq,
            "at": self._stamp(event.at),
            "kind": event.kind,
        }
        if isinstance(event, events.TicketPrinted) and not staff:
            return m.Event(**told)  # that a slip failed says where help is needed
        if isinstance(event, events.RatingGiven):
            return m.Event(**told)  # nobody shall learn who was not satisfied
        if isinstance(event, events.TicketEvent):
            told |= {
                "ticket": event.ticket,
                "number": event.number,
                "service": event.service,
                "counter": getattr(event, "counter", None),
            }
        match event:
            case events.TicketIssued():
                told |= {"priority": event.priority}
                told |= {"missing": list(event.missing) or None} if staff else {}
            case events.TicketCalled():
                told |= {"n": event.n, "priority": event.priority}
                told["voice"] = self._voice(event)
                if staff and event.because is not None:
                    told["because"] = texts.because(event.because)
            case events.TicketDone() if staff:
                told["outcome"] = event.outcome
            case events.TicketHeld() if staff:
                told["reason"] = event.reason
            case events.TicketTransferred():
                told["to"] = event.to
                told |= {"note": event.note} if staff else {}
            case events.TicketPrioritised():
                told["priority"] = event.priority
                told |= {"by": event.by} if staff else {}
            case events.TicketRestored() | events.TicketCancelled() if staff:
                told["by"] = event.by
            case events.CounterUndone():
                told |= {"undone": event.undone, "state": event.state.value}
            case events.TicketPrinted():
                told |= {"printed": event.printed.value, "detail": event.detail}
            case events.CounterOpened():
                shown = staff or self.office.shows_clerks
                told["counter"] = event.counter
                told["clerk"] = self._names(event.clerk) if shown else None
            case events.CounterPaused():  # its display tells people why
                told |= {"counter": event.counter, "reason": event.reason}
            case events.CounterEvent():
                told["counter"] = event.counter
                told |= {"reason": getattr(event, "reason", None)} if staff else {}
            case events.OfficeChanged() if staff:
                told |= {"by": event.by, "area": event.area, "what": event.what}
                told["subject"] = event.subject or None
            case events.DayOpened() | events.DayClosed():
                told["day"] = event.day
        return m.Event(**told)

    def _voice(self, called: events.TicketCalled) -> m.Words | None:
        setup = self.office.counters.get(called.counter)
        names = self._speak(called.number, setup.number) if setup else {}
        return {lang: f"/voice/{name}" for lang, name in names.items()} or None

    def _stamp(self, at: datetime) -> str:
        return stamp(at.astimezone(self.office.zone))

    def _maybe(self, at: datetime | None) -> str | None:
        return self._stamp(at) if at else None


def _priority(reason: model.PriorityReason) -> m.Priority:
    return m.Priority(
        id=reason.id,
        name=dict(reason.name),
        proof=reason.proof,
        credit=reason.credit,
        age=reason.age,
    )


def _reasons(reasons: Mapping[str, model.Words]) -> list[m.Reason]:
    return [m.Reason(id=id, name=dict(name)) for id, name in reasons.items()]


def _page(page: model.Page) -> m.Page:
    return m.Page(
        title=dict(page.title),
        body=dict(page.body),
        picture=dict(page.picture),
        video=dict(page.video),
        seconds=int(page.stands.total_seconds()) if page.stands else None,
    )


def _office_page(page: model.OfficePage) -> m.OfficePage:
    return m.OfficePage(
        id=page.id,
        title=dict(page.title),
        icon=page.icon,
        body=dict(page.body),
        rows=[m.Row(label=dict(row.label), text=dict(row.text)) for row in page.rows],
        picture=dict(page.picture),
    )


def _room(room: model.Room) -> m.Room:
    return m.Room(
        id=room.id,
        name=dict(room.name),
        counters=list(room.counters),
        services=list(room.services),
    )


def _hours(hours: model.Hours, today: date) -> m.Hours:
    """Show the hours of the seven days from today on, by their weekdays.

    So a season, a holiday and a swapped day are told when they come.
    """
    days = [today + timedelta(days=ahead) for ahead in range(7)]
    return m.Hours(
        always=hours.always,
        week={
            m.WEEK[day.weekday()]: [str(s) for s in calendar.sessions(hours, day)]
            for day in sorted(days, key=date.weekday)
        },
        holidays=[
            m.Holiday(date=day.isoformat(), name=dict(name))
            for day, name in sorted(hours.holidays.items())
        ],
    )
