"""Who hears the events: raw clients that ask for what they missed, and ``Link``.

Everybody of one audience must hear the same bytes for the same ``seq``, whenever and
however often they ask.
"""

from __future__ import annotations

import asyncio
import random
from abc import ABC, abstractmethod
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from server.protocol import codec
from server.protocol import messages as m
from server.protocol.link import Link, News

SILENCE = 12.0
"""Seconds without a word (the server ticks every 10 s) that end a line."""


class Heard:
    """What one audience heard, the same for all of it.

    Attributes:
        events: each event's bytes by its ``seq``.
        wrong: what one of them heard differently.
    """

    def __init__(self) -> None:
        self.events: dict[int, bytes] = {}
        self.wrong: list[str] = []

    def hear(self, seq: int, event: bytes) -> None:
        """Note an event; it must be what another one heard."""
        first = self.events.setdefault(seq, event)
        if first != event and not _silent(first, event):
            self.wrong.append(f"event {seq} was {first!r} and then {event!r}")


def _silent(*events: bytes) -> bool:
    """Whether events differ only because the voice was not there yet for one."""
    told = [msgspec.json.decode(event) for event in events]
    spoken = [one.pop("voice", None) for one in told]
    return None in spoken and told[0] == told[1]


class Listener(ABC):
    """Somebody who hears.

    Attributes:
        seq: the last event heard.
        count: how many were heard.
        wrong: gaps and doubles.
        lines: how many lines it took.
    """

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.seq = 0
        self.count = 0
        self.lines = 0
        self.snapshots = 0
        self.wrong: list[str] = []
        self._moved = asyncio.Event()

    def _hear(self, seq: int, event: bytes) -> None:
        if seq != self.seq + 1:
            self.wrong.append(f"event {seq} was heard after {self.seq}")
        self.seq = seq
        self.count += 1
        self.heard.hear(seq, event)
        self._moved.set()

    async def reach(self, seq: int) -> None:
        """Wait until this event was heard."""
        while self.seq < seq:
            self._moved.clear()
            await self._moved.wait()

    @abstractmethod
    async def listen(self) -> None:
        """Hear everything until cancelled."""


class _Notice(msgspec.Struct, frozen=True):
    method: str | None = None
    params: msgspec.Raw = msgspec.Raw(b"null")
    error: Any = None


class _Numbered(msgspec.Struct, frozen=True):
    seq: int


_notice = msgspec.json.Decoder(_Notice)
_numbered = msgspec.json.Decoder(_Numbered)


class RawListener(Listener):
    """Asks, on every new line, for all after the last event it has.

    Args:
        url: the address; token: whose audience.
        heard: what this audience heard.
        dice: when to hang up by itself.
    """

    def __init__(self, url: str, token: str, heard: Heard, dice: random.Random) -> None:
        super().__init__(heard)
        self._url = url.replace("http", "ws", 1) + "/ws"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._dice = dice

    async def listen(self) -> None:
        """Hear everything until cancelled, over as many lines as it takes."""
        while True:
            try:
                async with connect(
                    self._url,
                    additional_headers=self._headers,
                    compression=None,
                    ping_interval=None,
                    open_timeout=3,
                    close_timeout=0.1,
                    max_size=codec.MAX_ANSWER,
                    proxy=None,
                ) as line:
                    self.lines += 1
                    await self._follow(line)
            except (OSError, EOFError, TimeoutError, WebSocketException):
                await asyncio.sleep(self._dice.uniform(0, 0.05))

    async def _follow(self, line: ClientConnection) -> None:
        params = {"topics": ["queue"], "after": self.seq}
        await line.send(
            msgspec.json.encode(
                {"jsonrpc": "2.0", "id": 1, "method": "subscribe", "params": params}
            ).decode()
        )
        while True:
            async with asyncio.timeout(SILENCE):
                notice = _notice.decode(await line.recv())
            if notice.error is not None:
                self.wrong.append(f"subscribe was refused: {notice.error}")
            elif notice.method == "event":
                self._hear(_numbered.decode(notice.params).seq, bytes(notice.params))
            elif notice.method == "snapshot":
                # It fell behind: the events are had from the journal instead.
                self.snapshots += 1
                return


class LinkListener(Listener):
    """The product's own client, as the wall has it.

    It starts with the first snapshot it gets; after one it knows no events before.
    """

    def __init__(self, url: str, token: str, heard: Heard) -> None:
        super().__init__(heard)
        self._link = Link(url, token, ("queue",), self._news)

    def _news(self, news: News) -> None:
        match news:
            case m.Snapshot():
                self.snapshots += 1
                if news.seq < self.seq:
                    self.wrong.append(f"a snapshot of {news.seq} after {self.seq}")
                self.seq = news.seq
                self._moved.set()
            case m.Event():
                self._hear(news.seq, codec.encode(news))

    async def listen(self) -> None:
        """Hear everything until cancelled."""
        await self._link.run()
