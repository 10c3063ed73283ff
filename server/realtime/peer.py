"""One connection on ``/ws``: requests in, replies out, past events at its own pace."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from server.api.caller import Caller
from server.api.dispatch import Api, Reply
from server.domain.events import Event
from server.protocol.messages import Topic

from .hub import Client, Hub
from .line import Line, Wire

log = logging.getLogger(__name__)

PAGE = 200
"""Past events read at a time."""
TEXT_ONLY = 1003
"""WebSocket close code: a kind of data that is not accepted (RFC 6455 §7.4.1)."""


class Connection(Wire, Protocol):
    """What a peer needs of its connection."""

    def messages(self) -> AsyncIterator[str | bytes]:
        """Give the client's messages until it closes."""

    async def close(self, code: int, reason: str) -> None:
        """Close the connection with a code and a reason."""


Past = Callable[[int, int], list[Event]]


class Peer:
    """Serves one connection.

    Args:
        connection: the client's.
        caller: who it is.
        browser: whether it sent an Origin.
        api: answers its requests.
        hub: tells it what happens.
        past: reads events after a ``seq`` from the journal; called in a thread.
    """

    def __init__(
        self,
        connection: Connection,
        caller: Caller,
        browser: bool,
        api: Api,
        hub: Hub,
        past: Past,
    ) -> None:
        self._connection = connection
        self._browser = browser
        self._api = api
        self._hub = hub
        self._past = past
        line = Line(connection, lambda: hub.snapshot(caller))
        self.client = Client(caller, line)
        self._replay: asyncio.Task[None] | None = None

    async def serve(self) -> None:
        """Answer until the client goes."""
        self._hub.join(self.client)
        try:
            async for message in self._connection.messages():
                if isinstance(message, bytes):
                    await self._connection.close(TEXT_ONLY, "text frames only")
                    return
                await self._answer(message)
        finally:
            self._hub.leave(self.client)
            if self._replay is not None:
                self._replay.cancel()

    async def _answer(self, message: str) -> None:
        reply = await self._api.answer(
            self.client.caller, message, transport="ws", browser=self._browser
        )
        self._carry_out(reply)

    def _carry_out(self, reply: Reply) -> None:
        """Send the answer and begin what it promised, without a gap between."""
        if reply.subscription is not None:
            self._hub.tell()  # what it subscribed to before, up to this answer
        self.client.line.answer(reply.body)
        if reply.follow is not None:
            self._hub.follow(self.client, reply.follow)
        wanted = reply.subscription
        if wanted is None:
            return
        if self._replay is not None:
            self._replay.cancel()
            self._replay = None
        if wanted.replay_from is None:
            self._hub.subscribe(self.client, wanted.topics)
            return
        self.client.behind = True
        self._replay = asyncio.create_task(
            self._catch_up(wanted.replay_from, wanted.topics)
        )

    async def _catch_up(self, after: int, topics: frozenset[Topic]) -> None:
        """Send what was missed as fast as the client takes it, then go live."""
        try:
            while after < self._hub.seq:
                events = await asyncio.to_thread(self._past, after, PAGE)
                for event in events:
                    if event.seq > self._hub.seq:
                        break  # on disk, but nobody knows that yet
                    await self._connection.send(
                        self._hub.event(event, self.client.caller)
                    )
                    after = event.seq
        except ConnectionError:
            return
        except OSError:
            log.exception("past events cannot be read; the line is cut")
            self._connection.abort()
            return
        self._hub.subscribe(self.client, topics)
        self._replay = None
