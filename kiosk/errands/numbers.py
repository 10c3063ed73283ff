"""Asks for numbers, for what an appointment's code stands for, and for staff."""

from __future__ import annotations

import asyncio

from kiosk.errands.away import OwnNumbers
from kiosk.errands.ground import Ground, Table, Work
from kiosk.flow import inputs as i
from server.protocol import messages as m
from server.protocol import methods as ask
from server.protocol.errors import ProtocolError, Refused


class Numbers:
    """Questions that a citizen waits for; each can be given up by its key."""

    def __init__(self, ground: Ground, own: OwnNumbers) -> None:
        self._ground = ground
        self._own = own
        self._asked: dict[str, asyncio.Task[None]] = {}

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {
            i.Issue: lambda effect: self._ask(effect.key, self._issue(effect)),
            i.Check: lambda effect: self._ask(effect.key, self._check(effect)),
            i.Assist: lambda effect: self._ask(effect.key, self._assist(effect)),
            i.GiveUp: self._give_up,
        }

    def _ask(self, key: str, work: Work) -> None:
        task = self._asked[key] = self._ground.start(work)

        def forget(_: object) -> None:
            # A found appointment asks for its number with the same key.
            if self._asked.get(key) is task:
                del self._asked[key]

        task.add_done_callback(forget)

    def _give_up(self, effect: i.GiveUp) -> None:
        if (task := self._asked.pop(effect.key, None)) is not None:
            task.cancel()

    async def _issue(self, effect: i.Issue) -> None:
        wish = effect.wish
        params = ask.TicketIssue(
            key=effect.key,
            service=wish.service,
            procedures=(wish.procedure,) if wish.procedure else (),
            missing=wish.missing,
            lang=wish.language,
            appointment=wish.appointment,
            priority=wish.priority,
        )
        happen = self._ground.happen
        await self._own.handed_in()
        try:
            issued: m.Issued = await self._ground.link.call("ticket.issue", params)
        except Refused as refused:
            happen(i.TicketRefused(effect.key, refused.text))
        except Exception:
            happen(i.TicketRefused(effect.key, None))
            raise
        else:
            happen(i.TicketGiven(effect.key, issued))

    async def _check(self, effect: i.Check) -> None:
        params = ask.AppointmentGet(code=effect.code)
        happen = self._ground.happen
        try:
            found: m.Appointment = await self._ground.link.call(
                "appointment.get", params
            )
        except Refused as refused:
            happen(i.AppointmentRefused(effect.key, refused.reason, refused.text))
        except Exception:
            happen(i.AppointmentRefused(effect.key, "", None))
            raise
        else:
            today = self._ground.office_time().date()
            happen(i.AppointmentFound(effect.key, found, today))

    async def _assist(self, effect: i.Assist) -> None:
        params = ask.AssistanceRequest(key=effect.key, reason=effect.page)
        try:
            await self._ground.link.call("assistance.request", params)
        except ProtocolError:
            self._ground.happen(i.StaffCalled(effect.key, ok=False))
            raise
        else:
            self._ground.happen(i.StaffCalled(effect.key, ok=True))
