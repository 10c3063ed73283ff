"""The line to the server: drives a ``Session`` over the websockets client.

It reconnects for ever, with jitter, never slower than 10 s, and treats a line on
which nothing came for 25 s (the server ticks every 10 s) as cut.

The client is imported where it is used: it is large, and a screen's first picture
does not wait for it.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .codec import MAX_ANSWER
from .errors import Malformed
from .messages import Assistance, Device, Topic
from .session import Answered, Failed, Session, Update
from .shape import Params

if TYPE_CHECKING:
    import websockets

log = logging.getLogger(__name__)

SILENCE = 25.0
"""Seconds without any message after which the line counts as cut."""


@dataclass(frozen=True)
class Online:
    """The line is open; what was missed follows."""


@dataclass(frozen=True)
class Offline:
    """The line is cut. ``why`` is technical, for the log and the staff only."""

    why: str


News = Online | Offline | Update | Assistance | Device


def delays() -> Iterator[float]:
    """Seconds before each try to connect: from 0.5 doubling to 10, with jitter."""
    longest = 0.5
    while True:
        yield random.uniform(longest / 2, longest)
        longest = min(longest * 2, 10.0)


class Link:
    """A client's line to the server.

    Args:
        url: the server's address, ``http://HOST:PORT`` or ``ws://HOST:PORT``.
        token: a device token, or None for what the public may see.
        topics: what to subscribe to; none for calls only.
        hear: gets every piece of news, in order, on the event loop.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        topics: Sequence[Topic],
        hear: Callable[[News], None],
    ) -> None:
        base = url.rstrip("/").replace("http", "ws", 1)
        self.url = base if base.endswith("/ws") else base + "/ws"
        self.online = False
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._session = Session(topics)
        self._hear = hear
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._to_send = asyncio.Event()

    @property
    def current(self) -> bool:
        """Whether everything that has happened is known here."""
        return self.online and self._session.current

    async def run(self) -> None:
        """Keep the line up until cancelled."""
        import websockets

        waits = delays()
        while True:
            why = "closed"
            try:
                async with self._connect() as line:
                    waits = delays()
                    why = await self._converse(line)
            except websockets.InvalidStatus as refused:
                why = f"refused: HTTP {refused.response.status_code}"
            except (OSError, TimeoutError, websockets.WebSocketException) as failed:
                why = f"{type(failed).__name__}: {failed}"
            finally:
                self._closed(why)
            await asyncio.sleep(next(waits))

    async def call(self, method: str, params: Params) -> Any:
        """Ask the server and wait for the answer, over as many lines as it takes.

        Cancel it (``asyncio.timeout``) to give up; the change may have happened,
        so a later try must carry the same ``key``.

        Raises:
            Refused: a rule refused it.
            Malformed: the server does not understand it.
        """
        call = self._session.call(method, params)
        answer = asyncio.get_running_loop().create_future()
        self._answers[call] = answer
        self._to_send.set()
        try:
            return await answer
        finally:
            self._answers.pop(call, None)
            self._session.forget(call)

    def _connect(self) -> websockets.connect:
        import websockets

        return websockets.connect(
            self.url,
            additional_headers=self._headers,
            compression=None,
            max_size=MAX_ANSWER,
            open_timeout=5,
            ping_interval=10,
            ping_timeout=10,
            close_timeout=1,
            proxy=None,
        )

    async def _converse(self, line: websockets.ClientConnection) -> str:
        """Talk until the line ends; give the reason it ended for."""
        import websockets

        self.online = True
        self._session.opened()
        self._hear(Online())
        self._to_send.set()
        sending = asyncio.create_task(self._send(line))
        try:
            while True:
                async with asyncio.timeout(SILENCE):
                    data = await line.recv()
                self._received(data)
        except TimeoutError:
            return "silent"
        except Malformed as wrong:
            return f"malformed: {wrong.message}"
        except websockets.ConnectionClosed as closed:
            return f"closed: {closed}"
        finally:
            sending.cancel()

    async def _send(self, line: websockets.ClientConnection) -> None:
        import websockets

        while True:
            await self._to_send.wait()
            self._to_send.clear()
            for message in self._session.data_to_send():
                try:
                    await line.send(message.decode())
                except websockets.ConnectionClosed:
                    return

    def _received(self, data: str | bytes) -> None:
        for heard in self._session.received(data):
            match heard:
                case Answered(call, result):
                    self._settle(call, result)
                case Failed(call, error):
                    self._settle(call, error)
                case _:
                    self._hear(heard)
        self._to_send.set()

    def _settle(self, call: int, outcome: Any) -> None:
        answer = self._answers.get(call)
        if answer is None or answer.done():
            return
        if isinstance(outcome, Exception):
            answer.set_exception(outcome)
        else:
            answer.set_result(outcome)

    def _closed(self, why: str) -> None:
        was_online, self.online = self.online, False
        self._session.closed()
        if was_online:
            log.warning("the line to %s is cut: %s", self.url, why)
            self._hear(Offline(why))
        else:
            log.info("no line to %s: %s", self.url, why)
