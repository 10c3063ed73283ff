"""Asks about a ticket that a citizen holds: its priority, its place, its return."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from kiosk.errands.ground import PATIENCE, Ground, Table
from kiosk.flow import inputs as i
from kiosk.flow import priority, returning
from server.protocol import messages as m
from server.protocol import methods as ask
from server.protocol.errors import Refused
from server.protocol.shape import Params


class Tickets:
    """Questions about one ticket; its secret proves that it is held here."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def table(self) -> Table:
        """Give what is done for each effect."""
        start = self._ground.start
        return {
            priority.Prioritise: lambda effect: start(self._prioritise(effect)),
            returning.Look: lambda effect: start(self._look(effect)),
            returning.Return: lambda effect: start(self._return(effect)),
        }

    async def _prioritise(self, effect: priority.Prioritise) -> None:
        params = ask.TicketPrioritise(
            key=effect.key,
            ticket=effect.ticket,
            priority=effect.reason,
            secret=effect.secret,
        )

        def refused(error: Refused | None) -> i.News:
            return priority.PriorityRefused(effect.key, error.text if error else None)

        ticket: m.Ticket | None = await self._ask("ticket.prioritise", params, refused)
        if ticket is not None:
            self._ground.happen(priority.PriorityGiven(effect.key, ticket))

    async def _look(self, effect: returning.Look) -> None:
        method, params = _looking(effect.ticket, effect.secret)

        def refused(error: Refused | None) -> i.News:
            return returning.TicketNotFound(effect.key, error.reason if error else "")

        place: m.Followed | None = await self._ask(method, params, refused)
        if place is not None:
            self._ground.happen(returning.TicketFound(effect.key, place))

    async def _return(self, effect: returning.Return) -> None:
        params = ask.TicketReturn(
            key=effect.key, ticket=effect.ticket, secret=effect.secret
        )

        def refused(error: Refused | None) -> i.News:
            return returning.ComeBackRefused(effect.key, error.text if error else None)

        ticket: m.Ticket | None = await self._ask("ticket.return", params, refused)
        if ticket is not None:
            self._ground.happen(returning.CameBack(effect.key, ticket))

    async def _ask(
        self, method: str, params: Params, refused: Callable[[Refused | None], i.News]
    ) -> Any:
        """Ask the server; a refusal and a fault are news, and give None."""
        happen = self._ground.happen
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ground.link.call(method, params)
        except Refused as error:
            happen(refused(error))
        except TimeoutError:
            happen(refused(None))
        except Exception:
            happen(refused(None))
            raise
        return None


def _looking(ticket: int | str, secret: str) -> tuple[str, Params]:
    """Return how the server is asked for a ticket; both ways it is then followed."""
    if isinstance(ticket, str):
        return "ticket.find", ask.TicketFind(number=ticket, secret=secret)
    return "ticket.follow", ask.TicketFollow(ticket=ticket, secret=secret)
