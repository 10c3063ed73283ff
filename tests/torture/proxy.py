"""A bad network: a TCP proxy that cuts its lines at random instants.

Each line has a fate. What a client sends or gets is counted in pieces as they come;
the fate says at which piece the line ends, and how:

- ``before``: a request is swallowed, the server never sees it.
- ``within``: half of a request's bytes reach the server.
- ``after``: the request has reached the server, its answer never comes.
- ``torn``: the answer ends in the middle of its bytes.
- ``hangs``: both ends stay open and nothing goes through any more (half-open), until
  ``release``.
- ``whole``: it lives until somebody else ends it.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
from collections import Counter

FATES = ("before", "within", "after", "torn", "hangs", "whole")
WEIGHTS = (3, 2, 5, 5, 1, 6)
LONGEST = 80
"""Pieces after which a line that is to be cut is cut at the latest."""
AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: on, 0 s. Closing then resets the line, as a dead router does."""


class Cut(Exception):
    """This line ends here."""


class Proxy:
    """The way from the crowd to the server.

    Args:
        port: the server's.
        dice: decides every line's fate.

    Attributes:
        cuts: how many lines ended by which fate.
    """

    def __init__(self, port: int, dice: random.Random) -> None:
        self._port = port
        self._dice = dice
        self._hanging = asyncio.Event()
        self._lines: set[asyncio.Task[None]] = set()
        self.kind = True
        self.cuts: Counter[str] = Counter()

    async def __aenter__(self) -> Proxy:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for line in self._lines:
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    def release(self) -> None:
        """Let the network notice its half-open lines: they end."""
        self._hanging.set()
        self._hanging = asyncio.Event()

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        task.add_done_callback(self._lines.discard)
        try:
            ahead = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            self.cuts["no server"] += 1
            _reset(writer)
            return
        try:
            await _Line(self, (reader, writer), ahead, self._fate()).run()
        except asyncio.CancelledError:
            return  # the proxy ends; asyncio's streams cannot take a cancelled task
        finally:
            for end in (writer, ahead[1]):
                if self._dice.random() < 0.5:
                    _reset(end)
                else:
                    end.close()

    def _fate(self) -> tuple[str, int]:
        if self.kind:
            return "whole", 0
        fate = self._dice.choices(FATES, WEIGHTS)[0]
        return fate, self._dice.randint(0, self._dice.randint(0, LONGEST))

    async def hang(self) -> None:
        """Wait until the half-open lines end."""
        await self._hanging.wait()


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class _Line:
    """One client's line through the proxy."""

    def __init__(
        self, proxy: Proxy, client: Ends, server: Ends, fate: tuple[str, int]
    ) -> None:
        self._proxy = proxy
        self._client, self._server = client, server
        self._fate, self._at = fate

    async def run(self) -> None:
        """Carry bytes both ways until the line ends."""
        ways = [
            asyncio.create_task(self._carry(self._client[0], self._server[1], up=True)),
            asyncio.create_task(
                self._carry(self._server[0], self._client[1], up=False)
            ),
        ]
        try:
            done, _ = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            if any(isinstance(way.exception(), Cut) for way in done):
                self._proxy.cuts[self._fate] += 1
                if self._fate == "hangs":
                    await self._proxy.hang()
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        *,
        up: bool,
    ) -> None:
        count = 0
        with contextlib.suppress(ConnectionError, TimeoutError):
            while data := await reader.read(1 << 16):
                ends = count >= self._at
                count += 1
                if ends:
                    await self._end(data, writer, up=up)
                writer.write(data)
                await writer.drain()

    async def _end(
        self, data: bytes, writer: asyncio.StreamWriter, *, up: bool
    ) -> None:
        """End the line here, if this is the way and the piece it ends at.

        Raises:
            Cut: it is.
        """
        if up and self._fate in ("before", "hangs"):
            raise Cut
        if up and self._fate in ("within", "after"):
            part = data if self._fate == "after" else data[: len(data) // 2]
            writer.write(part)
            await writer.drain()
            raise Cut
        if not up and self._fate == "torn":
            writer.write(data[: len(data) // 2])
            await writer.drain()
            raise Cut


def _reset(writer: asyncio.StreamWriter) -> None:
    """Close an end so that the other one sees a reset, not an end."""
    end = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
    writer.transport.abort()
