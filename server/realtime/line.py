"""What a client is sent, at its own pace.

A client that keeps up is written to at once. One that does not gets an outbox; when
that overflows, the live events in it give way to one fresh snapshot. So a slow client
hurts only itself. One that takes nothing at all is cut by the listener.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

OUTBOX = 64
"""Live messages that wait for one client before a snapshot replaces them."""
FULL = 64 * 1024
"""Bytes written but not yet taken, above which a client does not keep up."""


class Wire(Protocol):
    """One WebSocket connection."""

    def write(self, message: bytes) -> None:
        """Write a text message at once, without waiting."""

    async def send(self, message: bytes) -> None:
        """Write a text message and wait until the client takes it."""

    def unsent(self) -> int:
        """How many bytes are written and not yet taken."""

    def abort(self) -> None:
        """Cut the connection."""


class Line:
    """The way to one client.

    Args:
        wire: the connection.
        snapshot: makes a fresh snapshot, for a client that fell behind.
    """

    def __init__(self, wire: Wire, snapshot: Callable[[], bytes]) -> None:
        self.wire = wire
        self._snapshot = snapshot
        self._outbox: deque[tuple[bytes, bool]] = deque()
        self._live = 0
        self._pump: asyncio.Task[None] | None = None

    @property
    def keeps_up(self) -> bool:
        """Whether a message can be written to it at once."""
        return self._pump is None and self.wire.unsent() < FULL

    def answer(self, message: bytes) -> None:
        """Send an answer: it is never dropped."""
        self._put(message, live=False)

    def tell(self, message: bytes) -> None:
        """Send a live message: a snapshot may replace it."""
        self._put(message, live=True)

    def close(self) -> None:
        """Stop sending."""
        if self._pump is not None:
            self._pump.cancel()

    def _put(self, message: bytes, *, live: bool) -> None:
        if self.keeps_up:
            self.wire.write(message)
            return
        self._outbox.append((message, live))
        self._live += live
        if self._live > OUTBOX:
            self._start_over()
        if self._pump is None:
            self._pump = asyncio.create_task(self._drain())

    def _start_over(self) -> None:
        """Give up on the live messages: one snapshot tells more, and sooner."""
        answers = [entry for entry in self._outbox if not entry[1]]
        self._outbox = deque([*answers, (self._snapshot(), True)])
        self._live = 1

    async def _drain(self) -> None:
        try:
            while self._outbox:
                message, live = self._outbox.popleft()
                self._live -= live
                await self.wire.send(message)
        except ConnectionError:
            self._outbox.clear()
        finally:
            self._pump = None
