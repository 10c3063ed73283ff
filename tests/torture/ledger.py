"""The reckoning: what was acknowledged beside what is in the journal's file.

It reads the file itself, as another program would, not through the server.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec

from .book import Book, Intention
from .steps import ANY_COUNTER, AT_MOST, EXACTLY, Effect
from .story import Story

ONLY_AT_MOST = frozenset(
    (
        *("ticket.printed", "ticket.prioritised"),
        *("counter.opened", "counter.closed", "counter.paused", "counter.resumed"),
    )
)
NOBODY_ASKED = frozenset(("day.opened", "day.closed", "ticket.expired"))
"""Kinds that happen by themselves."""


class Journal:
    """The journal's file, read beside a running server or after its end."""

    def __init__(self, folder: Path) -> None:
        self._uri = f"{(folder / 'journal.db').absolute().as_uri()}?mode=ro"

    def _rows(self, sql: str, *args: int) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self._uri, uri=True, timeout=10)) as database:
            return database.execute(sql, args).fetchall()

    def events(self, after: int, upto: int) -> list[dict[str, Any]]:
        """Give the events that follow ``after``, up to ``upto``."""
        rows = self._rows(
            "SELECT seq, kind, body FROM event WHERE seq > ? AND seq <= ? ORDER BY seq",
            after,
            upto,
        )
        return [
            {**msgspec.json.decode(body), "seq": seq, "kind": kind}
            for seq, kind, body in rows
        ]

    def keys(self) -> Counter[str]:
        """Give the keys that are kept, each as often as it is there."""
        return Counter(key for (key,) in self._rows("SELECT key FROM intent"))


class Ledger:
    """Compares, from one look to the next only what is new.

    Args:
        folder: the data folder.
        book: what the crowd was told.
    """

    def __init__(self, folder: Path, book: Book) -> None:
        self.journal = Journal(folder)
        self.story = Story()
        self._book = book
        self._seen = 0
        self._happened: Counter[Effect] = Counter()
        self._promised: Counter[Effect] = Counter()
        self._holders: dict[int, Intention] = {}
        self.kinds: Counter[str] = Counter()

    def look(self, queue: dict[str, Any], promised: int) -> list[str]:
        """Check what is in the journal up to ``queue``'s seq.

        Args:
            queue: what ``queue.get`` answered after a restart.
            promised: how many acknowledgements there were when the server died.
        """
        for event in self.journal.events(self.story.seq, queue["seq"]):
            self.story.tell(event)
            self.kinds[event["kind"]] += 1
            self._happened[_effect(event)] += 1
        wrong = self._take_in(promised)
        wrong += self.story.differs(queue)
        wrong += [f"missing: {effect}" for effect in self._missing()]
        told, self.story.wrong = self.story.wrong, []
        return told + wrong

    def _take_in(self, promised: int) -> list[str]:
        """Note what the new acknowledgements promise."""
        wrong = []
        for wanted in self._book.acknowledged[self._seen : promised]:
            for kind, subject in effects(wanted):
                self._promised[kind, subject] += 1
                if kind != "ticket.issued":
                    continue
                assert isinstance(subject, int)
                other = self._holders.setdefault(subject, wanted)
                if other is not wanted:
                    wrong.append(f"one ticket for two: {other} and {wanted}")
                number = self.story.numbers.get(subject)
                if number != _ticket(wanted)["number"]:
                    wrong.append(f"{wanted}: the journal has {number}")
        self._seen = max(self._seen, promised)
        return wrong

    def _missing(self) -> Counter[Effect]:
        exact = Counter(
            {k: n for k, n in self._promised.items() if k[0] not in ONLY_AT_MOST}
        )
        return exact - self._happened

    def close(self, queue: dict[str, Any]) -> list[str]:
        """Check all, once every intention is answered."""
        wrong = self.look(queue, len(self._book.acknowledged))
        doubled = self._happened - self._promised
        wrong += [
            f"nobody was told: {effect} ({times} times)"
            for effect, times in doubled.items()
            if effect[0] not in NOBODY_ASKED
        ]
        wrong += [f"no answer: {one}" for one in self._book.intentions if one.open]
        keys = self.journal.keys()
        wrong += [f"the key {key} is kept twice" for key, n in keys.items() if n > 1]
        wrong += [
            f"the key of {one} is not kept"
            for one in self._book.acknowledged
            if one.params["key"] not in keys
        ]
        return wrong

    def late(self) -> list[Intention]:
        """Give what was refused on one line while another line's asking was done.

        Asking again must then give the answer of what was done.
        """
        kept = self.journal.keys()
        return [
            wanted
            for wanted in self._book.intentions
            if wanted.refused is not None
            and wanted.answer is None
            and wanted.params["key"] in kept
        ]


def _effect(event: dict[str, Any]) -> Effect:
    kind = event["kind"]
    if kind == "counter.closed":
        return kind, ANY_COUNTER
    if kind.startswith("ticket."):
        return kind, event["ticket"]
    return kind, event.get("counter", "")


def effects(wanted: Intention) -> list[Effect]:
    """Give the events that an acknowledged intention has caused, or may have."""
    causes = EXACTLY.get(wanted.method) or AT_MOST.get(wanted.method)
    return causes(wanted.result, wanted.params) if causes else []


def _ticket(wanted: Intention) -> dict[str, Any]:
    result: dict[str, Any] = wanted.result
    return result if "number" in result else result["ticket"]
