"""What people do, as tables: who may want what when, how often, and what it causes.

A step whose method the server does not have is left out; a new command is a new row.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from server.protocol.methods import METHODS

Situation = Literal["away", "free", "paused", "called", "serving"]
EXPECTED = frozenset(
    (
        *("busy", "wrong_state", "nothing_called", "nothing_to_undo"),
        *("counter_not_open", "counter_taken"),
    )
)
"""What a rule may say to people who do the wrong thing at the wrong time."""
ANY: frozenset[Situation] = frozenset(("away", "free", "paused", "called", "serving"))


@dataclass
class Mind:
    """What somebody knows when they choose a step.

    Attributes:
        dice: theirs.
        counters: the counters of the office.
        services: its services; priorities: its reasons.
        tickets: tickets they have heard of, id -> secret (None if not theirs).
        given: how many tickets they gave by themselves.
    """

    dice: random.Random
    counters: list[str]
    services: list[str]
    priorities: list[str]
    tickets: dict[int, str | None]
    letter: str = "X"
    given: int = 0

    def ticket(self) -> int | None:
        """Think of one of the newest tickets."""
        newest = list(self.tickets)[-12:]
        return self.dice.choice(newest) if newest else None


Params = dict[str, Any]
Think = Callable[[Mind], Params | None]


@dataclass(frozen=True)
class Step:
    """One row: in ``when``, ``weight`` times out of all, with these params."""

    method: str
    when: frozenset[Situation]
    weight: int
    think: Think


def _when(*situations: Situation) -> frozenset[Situation]:
    return frozenset(situations)


def _plain(mind: Mind) -> Params:
    return {}


def _issue(mind: Mind) -> Params:
    params: Params = {"service": mind.dice.choice(mind.services)}
    if mind.dice.random() < 0.2:
        params["priority"] = mind.dice.choice(mind.priorities)
    return params


def _adopt(mind: Mind) -> Params:
    mind.given += 1
    return _issue(mind) | {
        "number": f"{mind.letter}{mind.given:03}",
        "issued_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "secret": f"{mind.dice.getrandbits(126):022x}"[-22:],
    }


def _about_ticket(mind: Mind) -> Params | None:
    ticket = mind.ticket()
    return None if ticket is None else {"ticket": ticket}


def _own_ticket(mind: Mind) -> Params | None:
    params = _about_ticket(mind)
    secret = mind.tickets[params["ticket"]] if params else None
    return params | {"secret": secret} if params and secret else None


def _printed(mind: Mind) -> Params | None:
    params = _own_ticket(mind)
    return params and {
        "ticket": params["ticket"],
        "ok": mind.dice.choice((True, True, False, None)),
    }


def _kiosk_priority(mind: Mind) -> Params | None:
    params = _own_ticket(mind)
    return params and params | {"priority": mind.dice.choice(mind.priorities)}


def _staff_priority(mind: Mind) -> Params | None:
    params = _about_ticket(mind)
    return params and params | {"priority": mind.dice.choice([*mind.priorities, None])}


def _open(mind: Mind) -> Params:
    return {"counter": mind.dice.choice(mind.counters)}


def _take_over(mind: Mind) -> Params:
    return _open(mind) | {"take_over": True}


def _walk_in(mind: Mind) -> Params:
    return {"service": mind.dice.choice(mind.services)}


def _transfer(mind: Mind) -> Params:
    if mind.dice.random() < 0.3:
        return {"to": mind.dice.choice(mind.counters)}
    return {"service": mind.dice.choice(mind.services), "note": "hồ sơ gốc"}


KIOSK = [
    Step("ticket.issue", ANY, 20, _issue),
    Step("ticket.printed", ANY, 5, _printed),
    Step("ticket.adopt", ANY, 2, _adopt),
    Step("ticket.prioritise", ANY, 1, _kiosk_priority),
    Step("ticket.cancel", ANY, 1, _own_ticket),
]
CLERK = [
    Step("counter.open", _when("away"), 40, _open),
    Step("counter.call_next", _when("free"), 40, _plain),
    Step("counter.call", _when("free"), 4, _about_ticket),
    Step("counter.walk_in", _when("free"), 2, _walk_in),
    Step("counter.pause", _when("free"), 1, lambda mind: {"reason": "họp"}),
    Step("counter.resume", _when("paused"), 40, _plain),
    Step("counter.close", _when("free", "paused"), 1, _plain),
    Step("counter.recall", _when("called"), 6, _plain),
    Step("counter.start", _when("called"), 30, _plain),
    Step("counter.no_show", _when("called"), 5, _plain),
    Step("counter.hold", _when("called", "serving"), 3, lambda mind: {"reason": "x"}),
    Step("counter.transfer", _when("called", "serving"), 4, _transfer),
    Step("counter.finish", _when("serving"), 30, _plain),
    Step("counter.undo", _when("free", "called", "serving"), 3, _plain),
    Step("ticket.restore", _when("free"), 3, _about_ticket),
    Step("ticket.prioritise", _when("free"), 2, _staff_priority),
    Step("ticket.issue", _when("free", "serving"), 1, _issue),
]
SUPERVISOR = [
    Step("counter.open", _when("away"), 20, _take_over),
    Step("ticket.cancel", ANY, 2, _about_ticket),
    *CLERK,
]


def possible(table: list[Step]) -> list[Step]:
    """Give the rows whose method the server has."""
    opens = METHODS["counter.open"].params.__struct_fields__
    return [
        step
        for step in table
        if step.method in METHODS
        and (step.think is not _take_over or "take_over" in opens)
    ]


Effect = tuple[str, int | str]
"""The kind of an event and whom it is about: a ticket's id or a counter's."""
ANY_COUNTER = "any"


def _of_ticket(kind: str) -> Callable[[Any, Params], list[Effect]]:
    return lambda answer, params: [(kind, answer["id"])]


def _called(answer: Any, params: Params) -> list[Effect]:
    return [("ticket.called", answer["ticket"]["id"])] if answer["ticket"] else []


def _issued(answer: Any, params: Params) -> list[Effect]:
    return [("ticket.issued", answer["ticket"]["id"])]


def _walked_in(answer: Any, params: Params) -> list[Effect]:
    return [("ticket.issued", answer["id"]), ("ticket.started", answer["id"])]


EXACTLY: dict[str, Callable[[Any, Params], list[Effect]]] = {
    "ticket.issue": _issued,
    "ticket.adopt": _issued,
    "ticket.cancel": _of_ticket("ticket.cancelled"),
    "ticket.restore": _of_ticket("ticket.restored"),
    "counter.call_next": _called,
    "counter.call": _called,
    "counter.recall": _of_ticket("ticket.called"),
    "counter.walk_in": _walked_in,
    "counter.start": _of_ticket("ticket.started"),
    "counter.finish": _of_ticket("ticket.done"),
    "counter.no_show": _of_ticket("ticket.no_show"),
    "counter.hold": _of_ticket("ticket.held"),
    "counter.transfer": _of_ticket("ticket.transferred"),
    "counter.undo": lambda answer, params: [
        ("counter.undone", answer["counter"]["id"])
    ],
}
"""What an acknowledged step has caused, no more and no less."""

AT_MOST: dict[str, Callable[[Any, Params], list[Effect]]] = {
    "ticket.printed": lambda answer, params: [("ticket.printed", params["ticket"])],
    "ticket.prioritise": _of_ticket("ticket.prioritised"),
    # Who sits down leaves another counter, which the answer does not name.
    "counter.open": lambda answer, params: [
        ("counter.opened", answer["id"]),
        ("counter.closed", ANY_COUNTER),
    ],
    "counter.close": lambda answer, params: [("counter.closed", ANY_COUNTER)],
    "counter.pause": lambda answer, params: [("counter.paused", answer["id"])],
    "counter.resume": lambda answer, params: [("counter.resumed", answer["id"])],
}
"""The same for steps that change nothing when it was so already."""
