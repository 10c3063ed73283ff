"""The websockets library's connections on the port that uvicorn listens on.

uvicorn hands every upgrade to a protocol of our making (``upgrade``), so one port
serves the pages and the live lines, and the realtime side keeps its own connections.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any, cast

from websockets.asyncio.server import Server, ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.http11 import Request, Response
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

from server.api.caller import SESSION_COOKIE, Caller
from server.gate import Gate
from server.protocol.codec import MAX_REQUEST
from server.protocol.errors import Refused

from .line import Wire

log = logging.getLogger(__name__)

OPEN_WITHIN = 5.0
"""Seconds for the handshake."""
LARGEST_PICTURE = 4 * 1024 * 1024
"""Bytes of one picture that a virtual screen sends."""

BEAT = 0.25
"""Seconds between two looks at which lines still live."""
DEVICE_SILENT = 4.5
"""Seconds without a sign of life after which a device is cut: it answers a ping in
a moment or its screen stands still. It is asked after a third of them."""
OTHER_SILENT = 20.0
"""The same for a browser, which may be a phone in a pocket."""
PING = Frame(Opcode.PING, b"").serialize(mask=False)

FindCaller = Callable[..., Caller]
Serve = Callable[["Visitor"], Awaitable[None]]


class Connection(ServerConnection):
    """A connection that knows when its client gave the last sign of life.

    Attributes:
        written: how many bytes were given to it to send.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.written = 0
        self._heard = self._took = self.loop.time()
        self._unsent = self._taken = 0

    def data_received(self, data: bytes) -> None:
        """Take what the client sent, be it a message or the answer to a ping."""
        self._heard = self.loop.time()
        super().data_received(data)

    def write(self, frame: bytes) -> None:
        """Write a whole frame at once, if the connection is open."""
        if self.protocol.state is OPEN:
            self.transport.write(frame)
            self.written += len(frame)

    def beat(self, silent: float) -> None:
        """Cut a client that was silent, or took nothing, for so many seconds.

        It is pinged before. One whose backlog shrinks is slow and gives a sign of
        life by that: its answer to a ping may be behind all the rest.
        """
        now, unsent = self.loop.time(), self.transport.get_write_buffer_size()
        taken = self.written - unsent
        if self._unsent and taken > self._taken:
            self._heard = self._took = now
        if not unsent:
            self._took = now
        self._unsent, self._taken = unsent, taken
        quiet = now - self._heard
        if quiet > silent or now - self._took > silent:
            log.warning("a client gave no sign of life for %s s and was cut", silent)
            self.transport.abort()
        elif quiet > silent / 3 and not unsent:
            self.write(PING)


class Visitor:
    """One open connection: the wire, and who came in through the gate.

    Attributes:
        path: where it came to, such as ``/ws``.
        caller: who it is.
        browser: whether it sent an Origin.
        cookies: the cookies it sent.
    """

    def __init__(self, connection: Connection, caller: Caller) -> None:
        assert connection.request is not None
        self.connection = connection
        self.caller = caller
        self.path = connection.request.path.partition("?")[0]
        self.browser = "Origin" in connection.request.headers
        self.cookies = _cookies(connection.request)

    def write(self, message: bytes) -> None:
        """Write a text message at once."""
        broadcast([self], message)

    async def send(self, message: bytes) -> None:
        """Write a text message and wait until the client takes it.

        Raises:
            ConnectionError: the client is gone.
        """
        self.connection.written += len(message)
        try:
            await self.connection.send(message, text=True)
        except ConnectionClosed as gone:
            raise ConnectionError(str(gone)) from gone

    async def send_picture(self, picture: bytes) -> None:
        """Write a binary message. Raises ConnectionError if the client is gone."""
        self.connection.written += len(picture)
        try:
            await self.connection.send(picture)
        except ConnectionClosed as gone:
            raise ConnectionError(str(gone)) from gone

    def unsent(self) -> int:
        """How many bytes are written and not yet taken."""
        return self.connection.transport.get_write_buffer_size()

    def abort(self) -> None:
        """Cut the connection."""
        self.connection.transport.abort()

    async def messages(self) -> AsyncIterator[str | bytes]:
        """Give the client's messages until it closes or is cut."""
        try:
            async for message in self.connection:
                yield message
        except ConnectionClosed:
            return

    async def close(self, code: int, reason: str) -> None:
        """Close the connection with a code and a reason."""
        await self.connection.close(code, reason)


def broadcast(wires: Iterable[Wire], message: bytes) -> None:
    """Write one message to many visitors at once.

    The frame is the same for all of them, as no connection has an extension; so it is
    made once, where ``websockets.broadcast`` makes it for each.
    """
    frame = Frame(Opcode.TEXT, message).serialize(mask=False)
    for wire in wires:
        cast(Visitor, wire).connection.write(frame)


class Listener:
    """Lets WebSocket clients in and gives each to whoever serves its path.

    Args:
        gate: looks at Host, Origin and the number of connections.
        caller: says who a token or cookie belongs to; raises ``Refused``.
        serve: serves a path's visitors; None for a path there is not.
    """

    def __init__(
        self, gate: Gate, caller: FindCaller, serve: Callable[[str], Serve | None]
    ) -> None:
        self._gate = gate
        self._caller = caller
        self._serve = serve
        self._open = True
        self._callers: dict[Connection, Caller] = {}
        self.handler_tasks: set[asyncio.Task[None]] = set()

    def upgrade(self, **_: Any) -> asyncio.Protocol:
        """Make the protocol of one upgraded connection (``uvicorn.Config(ws=…)``)."""
        protocol = ServerProtocol(max_size=MAX_REQUEST)
        # It pings by itself no more: ``watch`` does that for all connections.
        return Connection(
            protocol, cast(Server, self), ping_interval=None, close_timeout=3
        )

    async def watch(self) -> None:
        """Cut whoever is gone without a word or stands still, until cancelled."""
        while True:
            await asyncio.sleep(BEAT)
            for connection, caller in list(self._callers.items()):
                if connection.protocol.state is OPEN:
                    connection.beat(DEVICE_SILENT if caller.is_device else OTHER_SILENT)

    async def close(self) -> None:
        """Let nobody in any more, close all lines and wait for them."""
        self._open = False
        closing = [c.close(1001, "the server stops") for c in list(self._callers)]
        await asyncio.gather(*closing, return_exceptions=True)
        await asyncio.gather(*self.handler_tasks, return_exceptions=True)

    # What ServerConnection asks of its server

    def is_serving(self) -> bool:
        """Whether handshakes are accepted."""
        return self._open

    async def handler(self, connection: Connection) -> None:
        """See one connection through, from the handshake to its end."""
        try:
            async with asyncio.timeout(OPEN_WITHIN):
                await connection.handshake(self._let_in, None, None)
            if connection.protocol.state is not OPEN:
                connection.transport.abort()
                return
            async with connection:
                await self._see_through(connection)
        except (TimeoutError, ConnectionClosed, OSError):
            connection.transport.abort()
        except Exception:
            log.exception("a connection failed")
            connection.transport.abort()
        finally:
            caller = self._callers.pop(connection, None)
            if caller is not None:
                self._gate.leave(caller.id)
            task = asyncio.current_task()
            if task is not None:
                self.handler_tasks.discard(task)

    async def _see_through(self, connection: Connection) -> None:
        visitor = Visitor(connection, self._callers[connection])
        serve = self._serve(visitor.path)
        assert serve is not None
        await serve(visitor)

    # The door

    def _let_in(
        self, connection: ServerConnection, request: Request
    ) -> Response | None:
        assert isinstance(connection, Connection)
        headers = request.headers
        host, origin = headers.get("Host"), headers.get("Origin")
        if not self._gate.host_known(host):
            return connection.respond(HTTPStatus.MISDIRECTED_REQUEST, "unknown host\n")
        if not self._gate.origin_allowed(origin, host, self._scheme(connection)):
            return connection.respond(HTTPStatus.FORBIDDEN, "foreign origin\n")
        path = request.path.partition("?")[0]
        if self._serve(path) is None:
            return connection.respond(HTTPStatus.NOT_FOUND, "no such place\n")
        try:
            caller = self._who(connection, request)
        except Refused as refused:
            return connection.respond(HTTPStatus.UNAUTHORIZED, f"{refused.reason}\n")
        if not self._gate.enter(caller.id, known=caller.name is not None):
            return connection.respond(HTTPStatus.TOO_MANY_REQUESTS, "too many lines\n")
        self._callers[connection] = caller
        if path.endswith("/feed"):
            connection.protocol.max_message_size = LARGEST_PICTURE
        return None

    def _scheme(self, connection: Connection) -> str:
        assert connection.request is not None
        peer = connection.transport.get_extra_info("peername")
        secured = connection.transport.get_extra_info("ssl_object") is not None
        told = connection.request.headers.get("X-Forwarded-Proto")
        plain = "https" if secured else "http"
        return self._gate.scheme(peer[0] if peer else "", plain, told)

    def _who(self, connection: Connection, request: Request) -> Caller:
        peer = connection.transport.get_extra_info("peername")
        forwarded = request.headers.get("X-Forwarded-For")
        address = self._gate.address(peer[0] if peer else "", forwarded)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        bearer = token.strip() if scheme.lower() == "bearer" else None
        cookie = _cookies(request).get(SESSION_COOKIE)
        return self._caller(address=address, bearer=bearer, cookie=cookie)


def _cookies(request: Request) -> dict[str, str]:
    jar: SimpleCookie = SimpleCookie()
    for header in request.headers.get_all("Cookie"):
        try:
            jar.load(header)
        except CookieError:
            continue
    return {name: morsel.value for name, morsel in jar.items()}
