"""The methods of taking a number by phone: in the hall, by the code that it shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import segno

from server.domain import hall_code
from server.domain.model import State, TicketId
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.times import stamp
from server.service import Service

from . import texts
from .caller import Caller
from .guesses import WrongCodes
from .outcome import Handler, Outcome, intent
from .tickets import Tickets

MOST = 3
"""Open tickets of one address by one code: of a family, not of somebody's joke."""
OPEN = frozenset((State.WAITING, State.CALLED, State.SERVING, State.HELD))
SOMEBODY = Caller("public", None, "phone")
"""Who takes a number, for its key: a phone's address changes, and is nobody's business
in the journal."""


@dataclass
class _Share:
    """What one address has taken by one code, and is being given now."""

    given: list[TicketId] = field(default_factory=list)
    coming: int = 0


class Phone:
    """Gives numbers to phones in the hall.

    Args:
        service: tells the time, the office, and which tickets are open.
        tickets: gives them.
        key: what the codes are made with.
        steady: seconds, monotonic.
    """

    def __init__(
        self,
        service: Service,
        tickets: Tickets,
        key: bytes,
        steady: Callable[[], float],
    ) -> None:
        self._service = service
        self._tickets = tickets
        self._key = key
        self._wrong = WrongCodes(steady)
        self._shares: dict[tuple[str, str], _Share] = defaultdict(_Share)

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {"phone.code": self._code, "phone.take": self._take}

    async def _code(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        self._must_be_on()
        now = self._service.now
        code = hall_code.shown(self._key, now)
        address = f"{self._service.office.public_url}/take"
        return Outcome(
            m.PhoneCode(
                code=code,
                changes=stamp(hall_code.changes_at(now)),
                until=stamp(hall_code.ends_at(now)),
                address=address,
                qr=list(_rows(f"{address}#{code}")),
            )
        )

    async def _take(
        self, caller: Caller, params: methods.PhoneTake, browser: bool
    ) -> Outcome:
        self._must_be_on()
        asked = intent(SOMEBODY, "phone.take", params)
        if self._service.knows(asked):  # also when its code is over by now
            return await self._tickets.by_phone(params, asked)
        self._must_be_here(caller, params.code)
        with self._share(params.code, caller.address) as share:
            outcome = await self._tickets.by_phone(params, asked)
            share.given.append(outcome.result.ticket.id)
        return outcome

    def _must_be_on(self) -> None:
        if not self._service.office.phone_tickets:
            raise texts.refused("phone_off")

    def _must_be_here(self, caller: Caller, code: str) -> None:
        """Refuse who does not know the hall's code, and who tries too many."""
        self._wrong.must_not_wait(caller.address)
        if not hall_code.is_right(self._key, code, self._service.now):
            self._wrong.count(caller.address)
            raise texts.refused("wrong_code")

    @contextmanager
    def _share(self, code: str, address: str) -> Iterator[_Share]:
        """Give what an address has by a code; refuse it while that is enough."""
        self._forget()
        share = self._shares[code, address]
        share.given = [id for id in share.given if self._is_open(id)]
        if len(share.given) + share.coming >= MOST:
            raise texts.refused("enough_tickets", most=MOST)
        share.coming += 1
        try:
            yield share
        finally:
            share.coming -= 1

    def _is_open(self, id: TicketId) -> bool:
        ticket = self._service.seen.tickets.get(id)
        return ticket is not None and ticket.state in OPEN

    def _forget(self) -> None:
        """Forget what was taken by codes that are over: addresses are not kept."""
        good = hall_code.accepted(self._key, self._service.now)
        for place in [p for p in self._shares if p[0] not in good]:
            del self._shares[place]


@lru_cache(maxsize=4)
def _rows(text: str) -> tuple[str, ...]:
    """Give the rows of a QR code."""
    code = segno.make_qr(text, error="m", boost_error=False)
    return tuple("".join(str(int(cell)) for cell in row) for row in code.matrix)
