"""Who waits in the past, and who is called: the queue's rules once more, for speed.

Per service a line of ordinary tickets and one of priority tickets, so that a call
costs the same whatever the line's length. A test asks the real desk, call by call,
whether it would have called the same ticket for the same reason. What offices rarely
have is left out: preferences and appointments.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush
from typing import Literal, NamedTuple

from server.domain.model import Credit, Office

ABSOLUTE = -(10**12)
"""The place of a ticket that goes before everybody."""

Rule = Literal["first_come", "priority", "absolute", "cap"]


class Waiting(NamedTuple):
    """A ticket; compares as it stands in line.

    Attributes:
        place: milliseconds since midnight at which it counts as issued.
        text: its time of issue, as it stands in events.
        visitor: who has it.
    """

    place: int
    id: int
    issued: int
    text: bytes
    visitor: int
    service: str
    number: bytes
    expected: int
    credit: Credit


class Choice(NamedTuple):
    """Who is called and why.

    Attributes:
        waiting: how many waited for the counter, with the one who is called.
        streak: the counter's priority calls in a row after the call; ``before`` it.
    """

    ticket: Waiting
    rule: Rule
    waiting: int
    streak: int
    before: int


class Lines:
    """The lines of one day.

    Args:
        office: whose rules hold.

    Attributes:
        serves: the services of each counter; ``served``: the counters of each service.
        waiting: how many wait for each counter.
    """

    def __init__(self, office: Office) -> None:
        services = tuple(office.services)
        self._mode = office.order_rules.mode
        self._cap = office.order_rules.cap
        self.serves: Sequence[Sequence[str]] = [
            one.services or services for one in office.counters.values()
        ]
        self._ordinary: dict[str, deque[Waiting]] = {id: deque() for id in services}
        self._priority: dict[str, list[Waiting]] = {id: [] for id in services}
        self.served: Mapping[str, Sequence[int]] = {
            id: [n for n, own in enumerate(self.serves) if id in own] for id in services
        }
        self.waiting = [0] * len(self.serves)
        self._streak = [0] * len(self.serves)

    def place(self, issued: int, credit: Credit) -> int:
        """Give the place of a ticket that was issued at this millisecond."""
        if not credit:
            return issued
        if credit == "absolute" or self._mode == "absolute":
            return ABSOLUTE + issued
        return issued - 1000 * credit

    def join(self, ticket: Waiting) -> None:
        """Let a ticket wait."""
        if ticket.credit:
            heappush(self._priority[ticket.service], ticket)
        else:
            self._ordinary[ticket.service].append(ticket)
        for counter in self.served[ticket.service]:
            self.waiting[counter] += 1

    def left(self) -> list[Waiting]:
        """Give who still waits, in the order of their tickets."""
        lines = [*self._ordinary.values(), *self._priority.values()]
        return sorted((t for line in lines for t in line), key=lambda t: t.id)

    def leave(self, counter: int) -> None:
        """Forget a counter's row of priority calls when its clerk leaves."""
        self._streak[counter] = 0

    def call(self, counter: int) -> Choice | None:
        """Take who is next out of the line; None if nobody waits for the counter."""
        own = self.serves[counter]
        ordinary = [line for id in own if (line := self._ordinary[id])]
        priority = [rest for id in own if (rest := self._priority[id])]
        if priority:
            return self._call_among(counter, ordinary, priority)
        if not ordinary:
            return None
        before, self._streak[counter] = self._streak[counter], 0
        ticket = min(ordinary, key=_first).popleft()
        return Choice(ticket, "first_come", self._leaves(counter, ticket), 0, before)

    def _call_among(
        self,
        counter: int,
        ordinary: Sequence[deque[Waiting]],
        priority: Sequence[list[Waiting]],
    ) -> Choice:
        before = streak = self._streak[counter]
        best = min(priority, key=_first)
        plain = min(ordinary, key=_first) if ordinary else None
        rule: Rule
        if plain is not None and (plain[0] < best[0] or streak >= self._cap):
            rule = "cap" if best[0] < plain[0] else "first_come"
            ticket, streak = plain.popleft(), 0
        else:
            ticket = heappop(best)
            streak = streak + 1 if plain is not None else 0
            if all(ticket.id < t.id for line in (*ordinary, *priority) for t in line):
                rule = "first_come"
            else:
                rule = "absolute" if ticket.place < ABSOLUTE / 2 else "priority"
        self._streak[counter] = streak
        return Choice(ticket, rule, self._leaves(counter, ticket), streak, before)

    def _leaves(self, counter: int, ticket: Waiting) -> int:
        """Count a ticket out; give how many waited for the counter with it."""
        waiting = self.waiting[counter]
        for other in self.served[ticket.service]:
            self.waiting[other] -= 1
        return waiting


def _first(line: deque[Waiting] | list[Waiting]) -> Waiting:
    return line[0]
