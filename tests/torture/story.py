"""The events told again: what the hall must look like after each of them.

This is a second, plain reading of the protocol's events that shares no code with the
server. It takes the journal's events and the protocol's alike: mappings with ``seq``,
``kind`` and the fields of that kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Told = Mapping[str, Any]


class Story:
    """The hall as the events tell it.

    Attributes:
        seq: the last event.
        wrong: what cannot be.
        numbers: every ticket's number by its id.
        waiting: the service that each waiting ticket waits for.
        hands: the ticket that each counter has in hand.
        counters: each counter's state; one that is not here is closed.
        calls: every call, as (ticket, counter, n).
    """

    def __init__(self) -> None:
        self.seq = 0
        self.wrong: list[str] = []
        self.numbers: dict[int, str] = {}
        self.waiting: dict[int, str] = {}
        self.hands: dict[str, int] = {}
        self.counters: dict[str, str] = {}
        self.calls: set[tuple[int, str, int]] = set()
        self._given: set[tuple[str, str]] = set()
        self._called: dict[int, int] = {}
        self._at: dict[int, str] = {}
        self._day = ""

    def tell(self, event: Told) -> None:
        """Take in the next event."""
        if event["seq"] != self.seq + 1:
            self._cannot(event, f"follows {self.seq}")
        self.seq = event["seq"]
        ticket = event.get("ticket")
        if ticket is not None and event["kind"] != "ticket.issued":
            known = self.numbers.get(ticket)
            if known != event["number"]:
                self._cannot(event, f"but it is {known}")
        chapter = _CHAPTERS.get(event["kind"])
        if chapter is not None:
            chapter(self, event)

    def _cannot(self, event: Told, why: str) -> None:
        self.wrong.append(f"event {dict(event)}: {why}")

    # Tickets

    def _issued(self, event: Told) -> None:
        ticket, number = event["ticket"], event["number"]
        if ticket <= max(self.numbers, default=0):
            self._cannot(event, "the id was given before")
        if (self._day, number) in self._given:
            self._cannot(event, "the number was given before")
        self._given.add((self._day, number))
        self.numbers[ticket] = number
        self._wait(event)

    def _take(self, event: Told) -> None:
        """Put a ticket into a counter's hand, where it may be already."""
        ticket, counter = event["ticket"], event["counter"]
        if self._at.get(ticket, counter) != counter:
            self._cannot(event, f"but {self._at[ticket]} has it in hand")
        if self.hands.get(counter, ticket) != ticket:
            self._cannot(event, f"but {self.hands[counter]} is in its hand")
        self.waiting.pop(ticket, None)
        self.hands[counter], self._at[ticket] = ticket, counter

    def _drop(self, event: Told) -> None:
        """Take a ticket out of its counter's hand, and out of the line."""
        ticket = event["ticket"]
        counter = self._at.pop(ticket, None)
        if event["kind"] in _FROM_HAND and counter != event["counter"]:
            self._cannot(event, f"but {counter} has it in hand")
        if counter is not None:
            del self.hands[counter]
        self.waiting.pop(ticket, None)

    def _wait(self, event: Told) -> None:
        self.waiting[event["ticket"]] = event["service"]

    def _call(self, event: Told) -> None:
        ticket, n = event["ticket"], event["n"]
        if n != self._called.get(ticket, 0) + 1:
            self._cannot(event, f"but its last call was {self._called.get(ticket)}")
        self._called[ticket] = n
        self.calls.add((ticket, event["counter"], n))
        self._take(event)

    def _back(self, event: Told) -> None:
        """A ticket goes back into the line."""
        self._drop(event)
        self._wait(event)

    def _undone(self, event: Told) -> None:
        self._drop(event)
        if event["state"] in ("called", "serving"):
            self._take(event)
        elif event["state"] == "waiting":
            self._wait(event)

    # Counters and days

    def _open(self, event: Told) -> None:
        self.counters[event["counter"]] = "open"

    def _paused(self, event: Told) -> None:
        self.counters[event["counter"]] = "paused"

    def _closed(self, event: Told) -> None:
        if event["counter"] in self.hands:
            self._cannot(event, f"with {self.hands[event['counter']]} in hand")
        self.counters[event["counter"]] = "closed"

    def _day_opened(self, event: Told) -> None:
        self._day = event["day"]
        self.counters.clear()

    # Beside the server's own picture

    def differs(self, queue: Mapping[str, Any]) -> list[str]:
        """Say how ``queue.get`` at this very ``seq`` differs from the events."""
        waiting = {
            one["ticket"]: service
            for service, line in queue["waiting"].items()
            for one in line
        }
        hands = {c["id"]: c["ticket"]["id"] for c in queue["counters"] if c["ticket"]}
        states = {c["id"]: c["state"] for c in queue["counters"]}
        told = {id: self.counters.get(id, "closed") for id in states}
        calls = {(c["ticket"], c["counter"], c["n"]) for c in queue["calls"]}
        numbers = {
            one["ticket"]: one["number"]
            for line in queue["waiting"].values()
            for one in line
        }
        pairs = {
            "seq": (queue["seq"], self.seq),
            "waiting": (waiting, self.waiting),
            "hands": (hands, self.hands),
            "counters": (states, told),
            "calls": (calls - self.calls, set()),
            "numbers": (numbers, {id: self.numbers.get(id) for id in numbers}),
        }
        return [
            f"{what}: the queue has {shown}, the events give {folded}"
            for what, (shown, folded) in pairs.items()
            if shown != folded
        ]


_FROM_HAND = frozenset(
    ("ticket.done", "ticket.no_show", "ticket.held", "ticket.transferred")
)
_CHAPTERS: dict[str, Callable[[Story, Told], None]] = {
    "ticket.issued": Story._issued,
    "ticket.called": Story._call,
    "ticket.started": Story._take,
    "ticket.done": Story._drop,
    "ticket.no_show": Story._drop,
    "ticket.held": Story._drop,
    "ticket.transferred": Story._back,
    "ticket.restored": Story._back,
    "ticket.cancelled": Story._drop,
    "ticket.expired": Story._drop,
    "counter.opened": Story._open,
    "counter.paused": Story._paused,
    "counter.resumed": Story._open,
    "counter.closed": Story._closed,
    "counter.undone": Story._undone,
    "day.opened": Story._day_opened,
}
