"""The methods of appointments, and the right to a time at check-in."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Literal

from server.domain import calendar, model
from server.domain.errors import AppointmentUsed, ServiceClosed, UnknownService
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.errors import Refused
from server.protocol.times import stamp
from server.service import Service
from server.storage.appointments import AppointmentStore, Booked, KeyUsed

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome

State = Literal["booked", "here", "cancelled", "gone"]


class Appointments:
    """Books, shows and cancels; knows who has a right to a time today.

    Args:
        service: the one way to change the queue; tells who has a ticket.
        book: where the appointments are kept.
    """

    def __init__(self, service: Service, book: AppointmentStore) -> None:
        self._service = service
        self._book = book

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "appointment.list": self._list,
            "appointment.add": self._add,
            "appointment.cancel": self._cancel,
            "appointment.get": self._get,
        }

    def booked(self, code: str, service: str) -> model.Appointment | None:
        """Give today's appointment of this code for a service, if it stands."""
        found = self._book.find(self._today, code)
        if found is None or found.cancelled or found.service != service:
            return None
        return model.Appointment(found.code, found.at)

    @property
    def _today(self) -> date:
        return calendar.business_day(self._service.office, self._service.now)

    async def _list(
        self, caller: Caller, params: methods.AppointmentList, browser: bool
    ) -> Outcome:
        found = self._book.of_day(params.day or self._today)
        return Outcome([self._shown(one) for one in found])

    async def _get(
        self, caller: Caller, params: methods.AppointmentGet, browser: bool
    ) -> Outcome:
        found = self._book.find_nearest(self._today, params.code)
        if found is None:
            raise texts.refused("unknown_appointment", code=params.code)
        return Outcome(self._shown(found))

    async def _add(
        self, caller: Caller, params: methods.AppointmentAdd, browser: bool
    ) -> Outcome:
        day = calendar.business_day(self._service.office, params.at)
        self._must_be_possible(params, day)
        try:
            intent = _intent(caller, params.key)
            added = self._book.add(day, params.at, params.service, intent)
        except KeyUsed:
            raise texts.refused("conflict") from None
        return Outcome(self._as_it_was(added, "booked"))

    def _must_be_possible(self, params: methods.AppointmentAdd, day: date) -> None:
        if params.service not in self._service.office.services:
            raise UnknownService(service=params.service)
        if day < self._today:
            text = texts.words("refused.appointment_past")
            raise Refused("service_closed", text, {})
        if not calendar.is_open(self._service.office, params.at):
            raise ServiceClosed

    async def _cancel(
        self, caller: Caller, params: methods.AppointmentCancel, browser: bool
    ) -> Outcome:
        day = params.day or self._today
        known = self._book.find(day, params.code)
        if known is not None and self._state(known) == "here":
            raise AppointmentUsed(code=params.code)
        try:
            found = self._book.cancel(day, params.code, _intent(caller, params.key))
        except KeyUsed:
            raise texts.refused("conflict") from None
        if found is None:
            raise texts.refused("unknown_appointment", code=params.code)
        return Outcome(self._as_it_was(found, "cancelled"))

    def _shown(self, one: Booked) -> m.Appointment:
        return self._as_it_was(one, self._state(one))

    @staticmethod
    def _as_it_was(one: Booked, state: State) -> m.Appointment:
        """Show an appointment as it was answered first, however it stands now."""
        return m.Appointment(
            code=one.code, at=stamp(one.at), service=one.service, state=state
        )

    def _state(self, one: Booked) -> State:
        if one.day == self._today and one.code in self._service.seen.appointments:
            return "here"
        if one.cancelled:
            return "cancelled"
        late = self._service.now > one.at + self._service.office.order_rules.grace
        return "gone" if late else "booked"


def _intent(caller: Caller, key: str) -> bytes:
    """Name a caller's intention by its key, in a way that names nobody."""
    return hashlib.blake2b(f"{caller.id}\n{key}".encode(), digest_size=16).digest()
