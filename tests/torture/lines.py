"""Three ways to ask the server, as the product's clients have them.

``SocketLine`` and ``PostLine`` show the very bytes of an answer and give up a line
after ``PATIENCE``; ``LinkLine`` is the product's own client, which asks again by
itself for as long as it takes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from server.protocol import codec
from server.protocol.errors import ProtocolError, Refused
from server.protocol.link import Link
from server.protocol.methods import METHODS

PATIENCE = 3.0
"""Seconds after which a client gives a silent line up."""


class LineCut(Exception):
    """The line broke; whether the server did what was asked is not known."""


class Denied(Exception):
    """The server answered with an error; ``reason`` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Asking(Protocol):
    """A way to ask the server."""

    typed: bool
    token: str

    async def ask(self, method: str, params: dict[str, Any]) -> bytes:
        """Give the answer's ``result``. Raises LineCut or Denied."""

    async def close(self) -> None:
        """Hang up."""


Line = TypeVar("Line", bound=Asking)


class _Said(msgspec.Struct, frozen=True):
    """Whatever comes from the server, its result untouched."""

    id: int | None = None
    result: msgspec.Raw = msgspec.Raw()
    error: dict[str, Any] | None = None


_said = msgspec.json.Decoder(_Said)
_calls = itertools.count(1)


def request(call: int, method: str, params: dict[str, Any]) -> bytes:
    """Write a request."""
    return msgspec.json.encode(
        {"jsonrpc": "2.0", "id": call, "method": method, "params": params}
    )


def result_of(said: _Said) -> bytes:
    """Give the result's own bytes. Raises Denied."""
    denied = denial_of(said)
    if denied is not None:
        raise denied
    return bytes(said.result)


def denial_of(said: _Said) -> Denied | None:
    """Give the error, if it is one."""
    if said.error is None:
        return None
    return Denied(said.error.get("data", {}).get("reason", str(said.error)))


@asynccontextmanager
async def closing(line: Line) -> AsyncIterator[Line]:
    """Hang up at the end."""
    try:
        yield line
    finally:
        await line.close()


class SocketLine:
    """Asks over ``/ws``, one question at a time.

    Args:
        url: the address, ``http://…``.
        token: proves who asks; may be replaced after a new sign-in.
    """

    typed = False

    def __init__(self, url: str, token: str) -> None:
        self.token = token
        self._url = url.replace("http", "ws", 1) + "/ws"
        self._line: ClientConnection | None = None

    async def ask(self, method: str, params: dict[str, Any]) -> bytes:
        """Give the answer's ``result``. Raises LineCut or Denied."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._ask(method, params)
        except (OSError, EOFError, TimeoutError, WebSocketException) as broken:
            await self.close()
            raise LineCut from broken
        except asyncio.CancelledError:
            await self.close()
            raise

    async def _ask(self, method: str, params: dict[str, Any]) -> bytes:
        if self._line is None:
            self._line = await connect(
                self._url,
                additional_headers={"Authorization": f"Bearer {self.token}"},
                compression=None,
                ping_interval=None,
                close_timeout=0.1,
                max_size=codec.MAX_ANSWER,
                proxy=None,
            )
        call = next(_calls)
        await self._line.send(request(call, method, params).decode())
        while True:
            said = _said.decode(await self._line.recv())
            if said.id == call:
                break
        return result_of(said)

    async def close(self) -> None:
        """Hang up without a word."""
        line, self._line = self._line, None
        if line is not None:
            line.transport.abort()
            await line.wait_closed()


class PostLine:
    """Asks over ``POST /rpc`` on a line that is kept for the next question.

    Args:
        url: the address, ``http://…``.
        token: proves who asks; may be replaced after a new sign-in.
        patience: seconds after which a silent line is given up.
    """

    typed = False

    def __init__(self, url: str, token: str, patience: float = PATIENCE) -> None:
        self.token = token
        self._patience = patience
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        self._host, self._port = parts.hostname, parts.port
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, params: dict[str, Any]) -> bytes:
        """Give the answer's ``result``. Raises LineCut or Denied."""
        body = await self.post(request(next(_calls), method, params))
        return result_of(_said.decode(body))

    async def ask_all(
        self, asked: list[tuple[str, dict[str, Any]]]
    ) -> list[bytes | Denied]:
        """Ask many things in one batch. Raises LineCut."""
        batch = [request(n, *one) for n, one in enumerate(asked)]
        body = await self.post(b"[" + b",".join(batch) + b"]")
        found = msgspec.json.decode(body, type=list[_Said])
        assert [one.id for one in found] == list(range(len(asked)))
        return [denial_of(one) or bytes(one.result) for one in found]

    async def post(self, body: bytes) -> bytes:
        """Post and give the answer's body. Raises LineCut."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._post(body)
        except (OSError, EOFError, TimeoutError, asyncio.IncompleteReadError) as broken:
            await self.close()
            raise LineCut from broken
        except asyncio.CancelledError:
            await self.close()
            raise

    async def _post(self, body: bytes) -> bytes:
        if self._ends is None:
            self._ends = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._ends
        head = (
            f"POST /rpc HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Authorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        writer.write(head.encode() + body)
        await writer.drain()
        top = (await reader.readuntil(b"\r\n\r\n")).lower()
        fields = dict(
            line.split(b": ", 1) for line in top.strip().split(b"\r\n")[1:] if line
        )
        answer = await reader.readexactly(int(fields[b"content-length"]))
        if fields.get(b"connection") == b"close":
            await self.close()
        return answer

    async def close(self) -> None:
        """Hang up."""
        ends, self._ends = self._ends, None
        if ends is not None:
            ends[1].transport.abort()
            with contextlib.suppress(OSError):
                await ends[1].wait_closed()


class LinkLine:
    """Asks through the product's own ``Link``, which knows no cut lines."""

    typed = True

    def __init__(self, url: str, token: str) -> None:
        self.token = token
        self._link = Link(url, token, (), lambda news: None)
        self._running = asyncio.create_task(self._link.run())

    async def ask(self, method: str, params: dict[str, Any]) -> bytes:
        """Give the answer's ``result`` as its type. Raises Denied."""
        told = msgspec.convert(params, METHODS[method].params)
        try:
            return codec.encode(await self._link.call(method, told))
        except Refused as refused:
            raise Denied(refused.reason) from None
        except ProtocolError as wrong:
            raise Denied(str(wrong)) from None

    async def close(self) -> None:
        """Hang up."""
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)
