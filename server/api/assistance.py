"""The methods of those who need somebody: citizens at a kiosk, colleagues at a counter.

No event of the queue and nothing on disk: a request lives until one of the staff says
that they go, or until it is old.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import msgspec

from server.domain.desk import Desk
from server.domain.errors import Conflict, CounterNotOpen
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.shape import Shape
from server.protocol.times import moment, stamp
from server.service import Service

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome, intent
from .ports import Post

OPEN_FOR = timedelta(minutes=30)
"""After so long nobody waits for help any more: whoever asked found it or left."""
REMEMBERED = 1000
"""Intentions whose answer is kept for a retry."""


class Assistance:
    """Rings at the staff's pages and says who goes.

    Args:
        service: knows the counters and the time.
        names: gives the name to show for a user's name.
        post: tells the staff.
    """

    def __init__(
        self, service: Service, names: Callable[[str], str], post: Post
    ) -> None:
        self._service = service
        self._names = names
        self._post = post
        self._ids = count(1)
        self._open: dict[int, m.Assistance] = {}
        self._answers: dict[tuple[str, str, str], tuple[bytes, Shape]] = {}

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "assistance.request": self._request,
            "assistance.list": self._list,
            "assistance.answer": self._answer,
            "colleague.call": self._call,
        }

    @property
    def _desk(self) -> Desk:
        return self._service.seen

    async def _request(
        self, caller: Caller, params: methods.AssistanceRequest, browser: bool
    ) -> Outcome:
        def ring() -> Shape:
            self._ring(device=caller.name, reason=params.reason)
            return m.Empty()

        return self._once(caller, "assistance.request", params, ring)

    async def _call(
        self, caller: Caller, params: methods.ColleagueCall, browser: bool
    ) -> Outcome:
        own = self._desk.counter_of(caller.name or "")
        if own is None:
            raise texts.refusal(CounterNotOpen())

        def ring() -> Shape:
            return self._ring(counter=own.id, clerk=self._names(caller.name or ""))

        return self._once(caller, "colleague.call", params, ring)

    async def _list(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        self._forget_old()
        return Outcome(list(self._open.values()))

    async def _answer(
        self, caller: Caller, params: methods.AssistanceAnswer, browser: bool
    ) -> Outcome:
        def answer() -> Shape:
            asked = self._open.pop(params.id, None)
            if asked is None:
                raise texts.refused("unknown_assistance")
            told = msgspec.structs.replace(asked, by=self._names(caller.name or ""))
            self._post.to_staff("assistance", told)
            return told

        return self._once(caller, "assistance.answer", params, answer)

    def _ring(
        self,
        *,
        device: str | None = None,
        counter: str | None = None,
        clerk: str | None = None,
        reason: str | None = None,
    ) -> m.Assistance:
        """Ring everywhere; who asks again before somebody came keeps the place."""
        self._forget_old()
        again = [
            one.id
            for one in self._open.values()
            if (one.device, one.counter) == (device, counter)
        ]
        id = again[0] if again else next(self._ids)
        at = stamp(self._service.now)
        told = m.Assistance(
            id=id, device=device, counter=counter, clerk=clerk, reason=reason, at=at
        )
        self._open[id] = told
        self._post.to_staff("assistance", told)
        return told

    def _forget_old(self) -> None:
        oldest: datetime = self._service.now - OPEN_FOR
        for id, one in list(self._open.items()):
            if moment(one.at) < oldest:
                del self._open[id]

    def _once(
        self, caller: Caller, method: str, params: Shape, do: Callable[[], Shape]
    ) -> Outcome:
        """Do it once for each intention and answer the same again."""
        asked = intent(caller, method, params)
        place = (asked.caller, asked.method, asked.key)
        known = self._answers.get(place)
        if known is None:
            known = self._answers[place] = asked.params, do()
            while len(self._answers) > REMEMBERED:
                self._answers.pop(next(iter(self._answers)))
        elif known[0] != asked.params:
            raise texts.refusal(Conflict())
        return Outcome(known[1])
