"""Kiosks and clerks at full speed: each wants one thing after another.

They do what the product's clients do: an intention gets its key once and is repeated,
on whatever line, until it is answered. Now and then an impatient one asks twice at
once, and an old intention is asked again long after it was answered.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

import msgspec

from .book import Book, Intention
from .lines import Asking, Denied, LineCut
from .steps import EXPECTED, Mind, Situation, Step

FULL = 60
"""Waiting tickets above which the kiosks wait for the clerks."""
WILD = 0.06
"""How often a clerk tries what makes no sense now."""
TWICE = 0.08
"""How often an intention is asked on two lines at once."""
AGAIN = 0.15
"""How often an old intention is asked once more."""
OTHERWISE = 0.03
"""How often an old key is used for something else."""
SOON = 0.05
"""Seconds at the most until a cut line is dialled again."""


class Hall:
    """How full the hall is, as far as the crowd was told."""

    def __init__(self) -> None:
        self._waiting: set[int] = set()
        self._room = asyncio.Event()
        self._room.set()
        self._closing = False

    def heard(self, ticket: dict[str, Any]) -> None:
        """Take in a ticket as an answer showed it."""
        if ticket["state"] == "waiting":
            self._waiting.add(ticket["id"])
        else:
            self._waiting.discard(ticket["id"])
        self._look()

    def recount(self, queue: dict[str, Any]) -> None:
        """Take in what the server shows."""
        lines = queue["waiting"].values()
        self._waiting = {one["ticket"] for line in lines for one in line}
        self._look()

    def _look(self) -> None:
        if self._closing or len(self._waiting) < FULL:
            self._room.set()
        else:
            self._room.clear()

    async def room(self) -> None:
        """Wait until there is room in the hall."""
        await self._room.wait()

    def let_all_in(self) -> None:
        """Let everybody finish who waits for room, now and from now on."""
        self._closing = True
        self._room.set()


class Person(ABC):
    """Somebody, or a kiosk, with lines to the server.

    Args:
        name: by which the server knows the caller.
        lines: the ways to ask; at least one.
        table: what they may want.
        mind: what they know; its dice decide everything.
        book: where it is all written down.
        hall: how full it is.
    """

    def __init__(
        self,
        name: str,
        lines: Sequence[Asking],
        table: list[Step],
        mind: Mind,
        book: Book,
        hall: Hall,
    ) -> None:
        self.name = name
        self.lines = list(lines)
        self.mind = mind
        self._table = table
        self._book = book
        self._hall = hall
        self._resting = asyncio.Event()
        self._past: list[Intention] = []
        self._situation: Situation | None = None

    @property
    def _dice(self) -> random.Random:
        return self.mind.dice

    def rest(self) -> None:
        """Ask for nothing new; what is under way is brought to its end."""
        self._resting.set()
        self._hall.let_all_in()

    async def live(self) -> None:
        """Want one thing after another until told to rest."""
        while not self._resting.is_set():
            if self._past and self._dice.random() < AGAIN:
                await self.until_answered(self._dice.choice(self._past))
            if self._past and self._dice.random() < OTHERWISE:
                await self._mistake(self._dice.choice(self._past))
            await self._next()

    async def _next(self) -> None:
        step = await self._choose()
        params = step.think(self.mind)
        if params is None:
            return
        key = f"{self._dice.getrandbits(96):024x}"
        wanted = self._book.intend(self.name, step.method, {"key": key, **params})
        await self.until_answered(wanted)
        self._learn(wanted)

    async def _mistake(self, past: Intention) -> None:
        """Use an old key for something else: that is refused, and changes nothing."""
        if past.method != "ticket.issue":
            return
        try:
            told = await self.look(past.method, **{**past.params, "lang": "en"})
        except Denied as denied:
            if denied.reason == "conflict":
                return
            told = denied
        self._book.wrong.append(f"the key of {past} was taken for another: {told}")

    @abstractmethod
    async def _choose(self) -> Step:
        """Say what to do next."""

    def _learn(self, wanted: Intention) -> None:
        """Take in what an answer says."""
        if wanted.answer is None:
            return
        self._past.append(wanted)
        result = wanted.result
        ticket = result.get("ticket", result) if "state" not in result else result
        if isinstance(ticket, dict) and "issued_at" in ticket:
            self._hall.heard(ticket)
            if wanted.method in ("ticket.issue", "ticket.adopt"):
                self.mind.tickets[ticket["id"]] = result["secret"]
            elif wanted.method in ("counter.no_show", "counter.hold"):
                self.mind.tickets[ticket["id"]] = None

    # Asking until there is an answer

    async def until_answered(self, wanted: Intention) -> None:
        """Ask, on whatever line, until there is an answer."""
        if self._dice.random() < TWICE and len(self.lines) > 1:
            await asyncio.gather(*(self._ask(line, wanted) for line in self.lines[:2]))
        told = wanted.told
        while wanted.open or wanted.told == told:
            await self._ask(self._dice.choice(self.lines), wanted)

    async def _ask(self, line: Asking, wanted: Intention) -> None:
        wanted.asked += 1
        known = wanted.answer is not None
        try:
            raw = await line.ask(wanted.method, wanted.params)
        except LineCut:
            await asyncio.sleep(self._dice.uniform(0, SOON))
        except Denied as denied:
            self._book.refuse(wanted, denied.reason, known=known)
            if denied.reason not in EXPECTED:
                self._book.wrong.append(f"{wanted} was refused for {denied.reason}")
        else:
            self._book.answered(wanted, raw, typed=line.typed)

    async def look(self, method: str, **params: Any) -> Any:
        """Ask, until there is an answer, what changes nothing. Raises Denied."""
        while True:
            line = self._dice.choice(self.lines)
            try:
                return msgspec.json.decode(await line.ask(method, params))
            except LineCut:
                await asyncio.sleep(self._dice.uniform(0, SOON))

    async def leave(self) -> None:
        """Hang up."""
        for line in self.lines:
            await line.close()


class Kiosk(Person):
    """Gives tickets, as long as there is room in the hall."""

    async def _choose(self) -> Step:
        step = _pick(self._dice, self._table)
        if step.method == "ticket.issue":
            await self._hall.room()
        return step


class Clerk(Person):
    """Works at a counter, mostly with sense."""

    async def _choose(self) -> Step:
        if self._situation is None:
            self._situation = await self._see()
        fitting = [step for step in self._table if self._situation in step.when]
        wild = self._dice.random() < WILD or not fitting
        return _pick(self._dice, self._table if wild else fitting)

    async def _see(self) -> Situation:
        try:
            desk = await self.look("counter.get")
        except Denied:
            return "away"
        if desk["counter"]["state"] == "paused":
            return "paused"
        return desk["ticket"]["state"] if desk["ticket"] else "free"

    def _learn(self, wanted: Intention) -> None:
        super()._learn(wanted)
        self._situation = None
        if wanted.answer is None:
            return
        result = wanted.result
        if wanted.method in ("counter.call_next", "counter.call"):
            self._situation = "called" if result["ticket"] else "free"
            return
        self._situation = _AFTER.get(wanted.method)


_AFTER: dict[str, Situation] = {
    "counter.recall": "called",
    "counter.start": "serving",
    "counter.walk_in": "serving",
    "counter.finish": "free",
    "counter.no_show": "free",
    "counter.hold": "free",
    "counter.transfer": "free",
    "counter.close": "away",
    "counter.resume": "free",
}
"""Where an acknowledged step leaves its clerk, unless a supervisor interferes."""


def _pick(dice: random.Random, table: list[Step]) -> Step:
    return dice.choices(table, [step.weight for step in table])[0]
