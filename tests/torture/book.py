"""What everybody wanted, and what they were told: the crowd's own record.

An intention is acknowledged the moment its first answer is here, whole. From then on
it is a promise: it must be in the journal after every kill, and every later answer to
the same key must be the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from server.protocol import codec
from server.protocol.methods import METHODS


@dataclass(eq=False)
class Intention:
    """One thing that one caller wants done once.

    Attributes:
        params: what is sent, with its ``key``, on every try the same.
        answer: the first answer's ``result``, as it came; None until then.
        typed: the answer came through the product's own client, which had read it
            and wrote it again in the order of the protocol's types.
        refused: the reason it was refused for; nothing is then promised.
        asked: how often it was sent.
        told: how often it was answered.
    """

    caller: str
    method: str
    params: dict[str, Any]
    answer: bytes | None = None
    typed: bool = False
    refused: str | None = None
    asked: int = 0
    told: int = 0

    @property
    def result(self) -> Any:
        """The first answer, read."""
        assert self.answer is not None
        return msgspec.json.decode(self.answer)

    @property
    def open(self) -> bool:
        """Whether nobody knows yet what became of it."""
        return self.answer is None and self.refused is None


@dataclass
class Book:
    """The record of one crowd.

    Attributes:
        intentions: all, in the order they came up.
        acknowledged: those with an answer, in the order of their first answers.
        wrong: what was seen to be wrong on the spot.
    """

    intentions: list[Intention] = field(default_factory=list)
    acknowledged: list[Intention] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    repeats: int = 0

    def intend(self, caller: str, method: str, params: dict[str, Any]) -> Intention:
        """Note something that somebody wants."""
        wanted = Intention(caller, method, params)
        self.intentions.append(wanted)
        return wanted

    def answered(self, wanted: Intention, raw: bytes, *, typed: bool) -> None:
        """Note an answer; the second and later ones must be the first one again."""
        wanted.told += 1
        if wanted.answer is None:
            wanted.answer, wanted.typed, wanted.refused = raw, typed, None
            self.acknowledged.append(wanted)
            return
        self.repeats += 1
        if not same(wanted, raw, typed=typed):
            self.wrong.append(f"{wanted} was answered anew: {raw!r}")

    def refuse(self, wanted: Intention, reason: str, *, known: bool) -> None:
        """Note a refusal.

        It is not remembered: of two askings under way one may be refused and the other
        done. But what is ``known`` to be done when it is asked again is never refused.
        """
        wanted.told += 1
        if known:
            self.wrong.append(f"{wanted} was done and then refused: {reason}")
        elif wanted.answer is None:
            wanted.refused = reason


def same(wanted: Intention, raw: bytes, *, typed: bool) -> bool:
    """Whether an answer is the first one again, byte for byte."""
    assert wanted.answer is not None
    if wanted.typed == typed:
        return raw == wanted.answer
    return as_typed(wanted.method, raw) == as_typed(wanted.method, wanted.answer)


def as_typed(method: str, raw: bytes) -> bytes:
    """Give an answer as the product's own client reads it, written again."""
    return codec.encode(msgspec.json.decode(raw, type=METHODS[method].answer))
