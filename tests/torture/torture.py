"""One torture from beginning to end: an office, its crowd, the bad network, the kills.

``Torture.run`` goes through a number of kills and gives what was found to be wrong;
the test runs it once, ``make bench`` in many chapters, each with a new office.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from tests.running import PASSWORD, Client, RunningServer

from .book import Book, Intention, same
from .crowd import Clerk, Hall, Kiosk, Person
from .ledger import Ledger
from .lines import (
    Asking,
    Denied,
    LineCut,
    LinkLine,
    PostLine,
    SocketLine,
    closing,
)
from .listeners import Heard, LinkListener, Listener, RawListener
from .proxy import Proxy
from .steps import CLERK, KIOSK, SUPERVISOR, Mind, possible
from .violence import How, Violence

KIOSKS = 4
CLERKS = 4
CALM = 30.0
"""Seconds that the reckoning waits for an answer, on a line that nobody cuts."""
FINISHED_WITHIN = 90.0
"""Seconds in which everything must come to its end on a network that is whole."""


@dataclass
class Account:
    """What one torture was made of, in figures."""

    kills: dict[str, int]
    unfinished: int
    cuts: dict[str, int]
    restarts: list[float]
    intentions: int
    acknowledged: int
    refused: int
    asked: int
    repeats: int
    events: dict[str, int]
    heard: int
    wrong: list[str]

    def __str__(self) -> str:
        cuts = sum(n for fate, n in self.cuts.items() if fate != "no server")
        return (
            f"{sum(self.kills.values())} kills ({self.kills}, {self.unfinished} left"
            f" half a commit), {cuts} lines cut, {self.intentions} intentions asked"
            f" {self.asked} times: {self.acknowledged} acknowledged, {self.refused}"
            f" refused, {self.repeats} answers repeated; {sum(self.events.values())}"
            f" events, heard {self.heard} times; {len(self.wrong)} wrong"
        )


class Torture:
    """An office under torture.

    Args:
        folder: where its data folder is made.
        seed: decides everything that can be decided.
        how: where the kills fall.
        works_for: seconds of work before a kill, about, at the most.
    """

    def __init__(
        self, folder: Path, seed: int, how: How = "both", works_for: float = 1.5
    ) -> None:
        self._dice = random.Random(seed)
        self.server = RunningServer(folder / "data")
        lay_at_noon(self.server.folder)
        self.book = Book()
        self.hall = Hall()
        self.violence = Violence(self.server, self._roll(), how, works_for)
        self.ledger = Ledger(self.server.folder, self.book)
        self.people: list[Person] = []
        self.listeners: list[Listener] = []
        self.heard = {"staff": Heard(), "public": Heard()}
        self.wrong: list[str] = []
        self._callers: dict[str, str] = {}

    def _roll(self) -> random.Random:
        return random.Random(self._dice.getrandbits(64))

    async def run(self, kills: int) -> Account:
        """Torture it with so many kills and settle the account."""
        await self.violence.revive()
        try:
            async with Proxy(self.server.port, self._roll()) as proxy:
                await self._invite(proxy.url)
                async with self._crowd():
                    proxy.kind = False
                    for _ in range(kills - 1):
                        await self._kill(proxy)
                    proxy.kind = True
                    proxy.release()
                    await self._to_the_end()
                    await self._kill(proxy, at_peace=True)
                    await self._settle()
                return self._account(proxy)
        finally:
            await asyncio.to_thread(self.server.stop)

    # The people

    async def _invite(self, url: str) -> None:
        """Make everybody's tokens and lines."""
        admin = await asyncio.to_thread(self.server.user, "admin", "admin")
        assert admin.token is not None
        self._witness = PostLine(self.server.url, admin.token, CALM)
        office = msgspec.json.decode(await self._witness.ask("office.get", {}))
        for n in range(KIOSKS):
            name = f"kiosk-{n}"
            token = await asyncio.to_thread(self.server.device, name, "kiosk")
            table = possible(KIOSK)
            self._add(Kiosk, url, name, f"device:{name}", token, table, office)
        for n in range(CLERKS + 1):
            role = "clerk" if n else "supervisor"
            name = f"{role}-{n}"
            client = await asyncio.to_thread(self.server.user, name, role)
            assert client.token is not None
            table = possible(CLERK if n else SUPERVISOR)
            self._add(Clerk, url, name, f"user:{name}", client.token, table, office)
        await self._add_listeners(url, admin.token)

    def _add(
        self,
        kind: type[Kiosk | Clerk],
        url: str,
        name: str,
        caller: str,
        token: str,
        table: list[Any],
        office: dict[str, Any],
    ) -> None:
        mind = Mind(
            self._roll(),
            [one["id"] for one in office["counters"]],
            [one["id"] for one in office["services"]],
            [one["id"] for one in office["priorities"]],
            {},
            letter=_letters(office)[len(self.people)],
        )
        # The first of each kind is the product's own client and nothing else.
        product = name.endswith("-1")
        lines: list[Asking] = (
            [LinkLine(url, token)]
            if product
            else [SocketLine(url, token), PostLine(url, token)]
        )
        self._callers[name] = token
        self.people.append(kind(name, lines, table, mind, self.book, self.hall))

    async def _add_listeners(self, url: str, admin: str) -> None:
        token = await asyncio.to_thread(self.server.device, "wall", "display")
        staff, public = self.heard["staff"], self.heard["public"]
        self.listeners = [
            RawListener(url, admin, staff, self._roll()),
            RawListener(self.server.url, admin, staff, self._roll()),
            RawListener(url, token, public, self._roll()),
            LinkListener(url, token, Heard()),
        ]

    @asynccontextmanager
    async def _crowd(self) -> AsyncIterator[None]:
        """Let everybody live and listen; nobody's failure goes unseen."""
        async with AsyncExitStack() as parts:
            listening = [asyncio.create_task(one.listen()) for one in self.listeners]
            self._living = [asyncio.create_task(one.live()) for one in self.people]
            parts.push_async_callback(self._hang_up)
            parts.push_async_callback(_end, [*listening, *self._living])
            self._listening = listening
            yield

    async def _hang_up(self) -> None:
        for person in self.people:
            await person.leave()
        await self._witness.close()

    def _all_live(self) -> None:
        for task in (*self._living, *self._listening):
            if task.done() and not task.cancelled():
                task.result()

    # Kill and look

    async def _kill(self, proxy: Proxy, *, at_peace: bool = False) -> None:
        if not at_peace:
            await self.violence.strike()
        else:
            await self.violence.kill("at peace")
        promised = len(self.book.acknowledged)
        proxy.release()
        await self.violence.revive()
        self._all_live()
        queue = await self._queue()
        self.hall.recount(queue)
        self._complain(self.ledger.look(queue, promised))
        await self._sign_in_anew(self._dice.choice(self.people))

    async def _sign_in_anew(self, person: Person) -> None:
        """Give a clerk a new session, in which the old keys hold as before."""
        if not isinstance(person, Clerk):
            return
        lines = [one for one in person.lines if not isinstance(one, LinkLine)]
        login = await asyncio.to_thread(
            Client(self.server.url, None).call,
            "session.login",
            name=person.name,
            password=PASSWORD,
        )
        for line in lines:
            line.token = login["token"]
        self._callers[person.name] = login["token"]

    async def _queue(self) -> dict[str, Any]:
        while True:
            try:
                raw = await self._witness.ask("queue.get", {})
            except LineCut:
                continue  # the line of before the kill; the next one is new
            queue: dict[str, Any] = msgspec.json.decode(raw)
            return queue

    def _complain(self, wrong: list[str]) -> None:
        self.wrong += wrong

    # The end

    async def _to_the_end(self) -> None:
        """Let every intention come to its end."""
        for person in self.people:
            person.rest()
        async with asyncio.timeout(FINISHED_WITHIN):
            await asyncio.gather(*self._living)

    async def _settle(self) -> None:
        """Ask everything again, and hear everything to the last event."""
        for wanted in self.ledger.late():
            await self._ask_again(wanted)
        for caller, token in self._callers.items():
            await self._all_again(caller, token)
        queue = await self._queue()
        self._complain(self.ledger.close(queue))
        last = self.ledger.story.seq
        async with asyncio.timeout(FINISHED_WITHIN):
            await asyncio.gather(*(one.reach(last) for one in self.listeners))
        for one in self.listeners:
            self._complain(one.wrong)
        self._complain([wrong for one in self.heard.values() for wrong in one.wrong])
        self._complain(self.book.wrong)
        orphans = await self.violence.left_alone()
        self._complain([f"process {pid} outlives its server" for pid in orphans])
        self._complain(self._heard_otherwise(last))

    async def _ask_again(self, wanted: Intention) -> None:
        token = self._callers[wanted.caller]
        async with closing(PostLine(self.server.url, token, CALM)) as line:
            try:
                raw = await line.ask(wanted.method, wanted.params)
            except Denied as denied:
                self._complain([f"{wanted} is kept, but refused: {denied.reason}"])
                return
        self.book.answered(wanted, raw, typed=False)

    async def _all_again(self, caller: str, token: str) -> None:
        """Ask all that a caller was ever answered once more: the same bytes."""
        mine = [one for one in self.book.acknowledged if one.caller == caller]
        async with closing(PostLine(self.server.url, token, CALM)) as line:
            for start in range(0, len(mine), 50):
                some = mine[start : start + 50]
                raws = await line.ask_all([(one.method, one.params) for one in some])
                self._complain(
                    [
                        f"{one} was at last answered {raw!r}"
                        for one, raw in zip(some, raws, strict=True)
                        if isinstance(raw, Denied) or not same(one, raw, typed=False)
                    ]
                )

    def _heard_otherwise(self, last: int) -> list[str]:
        """Compare what was heard with what is in the journal's file."""
        wrong = []
        kept = {event["seq"]: event for event in self.ledger.journal.events(0, last)}
        for name, heard in self.heard.items():
            if heard.events.keys() != kept.keys():
                wrong.append(f"{name} heard {len(heard.events)} of {len(kept)} events")
            for seq, raw in heard.events.items():
                told = msgspec.json.decode(raw)
                ours = kept.get(seq, {})
                if any(told[key] != ours.get(key) for key in _SHARED & told.keys()):
                    wrong.append(f"{name} heard {told}, the journal has {ours}")
        return wrong

    def _account(self, proxy: Proxy) -> Account:
        book = self.book
        return Account(
            dict(self.violence.kills),
            self.violence.unfinished,
            dict(proxy.cuts),
            self.violence.restarts,
            len(book.intentions),
            len(book.acknowledged),
            sum(one.refused is not None for one in book.intentions),
            sum(one.asked for one in book.intentions),
            book.repeats,
            dict(self.ledger.kinds),
            sum(one.count for one in self.listeners),
            self.wrong,
        )


_SHARED = {"seq", "kind", "ticket", "number", "service", "counter", "n"}
"""What the journal's events and the protocol's have in common, word for word."""


def lay_at_noon(folder: Path) -> None:
    """Keep midnight away: then the keys of the day are rightly forgotten.

    So the office lies where it is about noon.
    """
    east = 12 - datetime.now(UTC).hour
    zone = f"Etc/GMT{-east:+d}" if east else "Etc/GMT"
    office = folder / "office.toml"
    told = office.read_text("utf-8")
    text, times = re.subn(r"(?m)^timezone = .*$", f'timezone = "{zone}"', told)
    assert times == 1
    office.write_text(text, "utf-8")


def _letters(office: dict[str, Any]) -> str:
    """Give letters that no service has, for tickets that kiosks gave themselves."""
    taken = {one["prefix"] for one in office["services"]}
    return "".join(c for c in "CDEFGIJLNOPQRSTUVWYZ" if c not in taken)


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
