"""Who is next, and why: one pure function for the call, the list and the wait.

A ticket's place in a counter's line is its time of issue, moved forward by what its
priority earns (the credit) and by the counter's preference for its service (the head
start). After ``cap`` priority calls in a row an ordinary ticket that waits is called.
Appointments whose time has come go before everybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .model import Because, CounterSetup, Figure, OrderRules, Ticket

Place = tuple[int, datetime, int]
"""Compares as the line is ordered: rank, moment, id (which follows the issue)."""

_DUE, _ABSOLUTE, _BY_TIME = range(3)

NOBODY = Because("nobody_waits")
"""Why nobody is called."""
CHOSEN = Because("chosen")
"""Why somebody is called whom the clerk has picked."""


@dataclass(frozen=True)
class Line:
    """The order of one counter at one moment.

    Attributes:
        counter: the counter, with what it serves and prefers.
        rules: how the office orders.
        streak: the counter's priority calls in a row so far.
        now: the moment.
    """

    counter: CounterSetup
    rules: OrderRules
    streak: int
    now: datetime

    def order(self, waiting: Iterable[Ticket]) -> list[Ticket]:
        """Give these tickets in the order in which the counter will call them."""
        due, ordinary, priority = [], [], []
        for ticket in waiting:
            if self.is_due(ticket):
                due.append(ticket)
            elif self.has_priority(ticket):
                priority.append(ticket)
            else:
                ordinary.append(ticket)
        for part in (due, ordinary, priority):
            part.sort(key=self.place)
        return due + (self._merge(ordinary, priority) if priority else ordinary)

    def _merge(self, ordinary: list[Ticket], priority: list[Ticket]) -> list[Ticket]:
        ordered: list[Ticket] = []
        streak, o, p = self.streak, 0, 0
        while o < len(ordinary) and p < len(priority):
            capped = streak >= self.rules.cap
            if not capped and self.place(priority[p]) < self.place(ordinary[o]):
                ordered.append(priority[p])
                streak, p = streak + 1, p + 1
            else:
                ordered.append(ordinary[o])
                streak, o = 0, o + 1
        return ordered + ordinary[o:] + priority[p:]

    def place(self, ticket: Ticket) -> Place:
        """Give where a ticket stands as long as no cap interferes."""
        return self._place(ticket, self._head_start(ticket))

    def _place(self, ticket: Ticket, head_start: timedelta) -> Place:
        if self.is_due(ticket):
            assert ticket.appointment is not None
            return _DUE, ticket.appointment.at, ticket.id
        credit = ticket.credit
        if self.has_priority(ticket) and (
            credit == "absolute" or self.rules.mode == "absolute"
        ):
            return _ABSOLUTE, ticket.issued_at, ticket.id
        earlier = head_start
        if self.has_priority(ticket) and credit != "absolute":
            earlier += timedelta(seconds=credit)
        return _BY_TIME, ticket.issued_at - earlier, ticket.id

    def _head_start(self, ticket: Ticket) -> timedelta:
        preferred = ticket.service in self.counter.prefers
        return self.rules.head_start if preferred else timedelta()

    def has_priority(self, ticket: Ticket) -> bool:
        """Whether a ticket's priority counts."""
        return ticket.priority and self.rules.mode != "fifo"

    def is_due(self, ticket: Ticket) -> bool:
        """Whether an appointment's time has come and its citizen was there in time."""
        booked = ticket.appointment
        if booked is None:
            return False
        in_time = ticket.issued_at <= booked.at + self.rules.grace
        return in_time and booked.at <= self.now

    def streak_after(self, ticket: Ticket, waiting: Iterable[Ticket]) -> int:
        """Give the counter's priority calls in a row once this ticket is called.

        Only calls made while an ordinary ticket waits count; an appointment's
        neither counts nor breaks the row.
        """
        if self.is_due(ticket):
            return self.streak
        if not self.has_priority(ticket):
            return 0
        others = (t for t in waiting if t.id != ticket.id)
        ordinary = any(not self.has_priority(t) for t in others)
        return self.streak + 1 if ordinary else 0

    def because(self, ordered: list[Ticket]) -> Because:
        """Say why the first of an ordered line is first."""
        first = ordered[0]
        figures: dict[str, Figure] = {
            "issued_at": first.issued_at.isoformat(),
            "waiting": len(ordered),
        }
        rule = self._rule(first, ordered)
        if rule == "appointment":
            assert first.appointment is not None
            return Because(rule, {**figures, "at": first.appointment.at.isoformat()})
        if rule == "priority":
            return Because(rule, {**figures, "credit": first.credit})
        if rule == "cap":
            return Because(rule, {**figures, "calls": self.streak})
        if rule == "preference":
            head_start = int(self.rules.head_start.total_seconds())
            return Because(rule, {**figures, "head_start": head_start})
        return Because(rule, figures)

    def _rule(self, first: Ticket, ordered: list[Ticket]) -> str:
        """Name the rule that decided: the plainest one that gives the same first."""
        if self.is_due(first):
            return "appointment"
        if min(ordered, key=self.place) is not first:
            return "cap"
        if all(_by_issue(first) <= _by_issue(other) for other in ordered):
            return "first_come"
        plain = min(ordered, key=lambda ticket: self._place(ticket, timedelta()))
        if plain is not first:
            return "preference"
        return "absolute" if self.place(first)[0] == _ABSOLUTE else "priority"


def _by_issue(ticket: Ticket) -> tuple[datetime, int]:
    return ticket.issued_at, ticket.id
