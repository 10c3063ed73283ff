"""Real sockets that stop reading, that read slowly, and those beside them."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.frames import Frame, Opcode

from tests.running import Client, RunningServer

GONE_WITHIN = 5.0


LATE = 1.0
"""Seconds; the others hear a call in a few milliseconds on an idle machine."""
WITHIN = 15.0


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RunningServer]:
    with RunningServer(tmp_path / "data") as running:
        yield running


def request(method: str, **params: object) -> str:
    told = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return json.dumps(told)


@asynccontextmanager
async def line(
    server: RunningServer,
    token: str,
    *topics: str,
    max_queue: int | None = None,
    sock: socket.socket | None = None,
) -> AsyncIterator[ClientConnection]:
    """A client that takes everything at once, unless it may not keep much."""
    async with connect(
        f"ws{server.url[4:]}/ws",
        additional_headers={"Authorization": f"Bearer {token}"},
        proxy=None,
        close_timeout=1,  # who has not read everything never hears the last word
        max_queue=max_queue,
        sock=sock,
    ) as opened:
        if topics:
            await opened.send(request("subscribe", topics=topics))
            await opened.recv()
        yield opened


async def called(line: ClientConnection) -> None:
    """Wait until a display hears a call."""
    async with asyncio.timeout(WITHIN):
        while "ticket.called" not in str(await line.recv()):
            pass


async def raw_display(server: RunningServer, token: str) -> socket.socket:
    """Open a display's line by hand, so that nothing reads unless we do."""
    where = urlsplit(server.url)
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(line, (where.hostname, where.port))
    key = base64.b64encode(os.urandom(16)).decode()
    hello = (
        f"GET /ws HTTP/1.1\r\nHost: {where.netloc}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        f"Sec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
    )
    await loop.sock_sendall(line, hello.encode())
    assert b" 101 " in await loop.sock_recv(line, 1000)
    asked = request("subscribe", topics=["queue"]).encode()
    frame = Frame(Opcode.TEXT, asked).serialize(mask=True)
    await loop.sock_sendall(line, frame)
    assert b'"queue"' in await loop.sock_recv(line, 1000)
    return line


def at_a_desk(server: RunningServer) -> Client:
    """A clerk with a ticket in hand, who may recall it as often as wanted."""
    clerk = server.user("hoai", "clerk")
    server.kiosk().do("ticket.issue", service="ho-tich")
    clerk.do("counter.open", counter="q2")
    clerk.do("counter.call_next")
    return clerk


async def gone(staff: ClientConnection, device: str) -> float:
    """Wait until the staff hear that a device is gone; give the seconds."""
    began = time.monotonic()
    while await online(staff, device):
        pass
    return time.monotonic() - began


async def online(staff: ClientConnection, device: str) -> bool:
    """Wait for the next news of a device: is it there?"""
    async with asyncio.timeout(WITHIN):
        while True:
            told = json.loads(await staff.recv()).get("params", {})
            if told.get("device") == device:
                return bool(told["state"]["online"])


async def flood(desk: ClientConnection, recalls: int) -> None:
    """Recall again and again, far more than a socket holds."""
    for _ in range(recalls):
        await desk.send(request("counter.recall", key=uuid4().hex))
    for _ in range(recalls):
        await desk.recv()


@pytest.mark.parametrize("recalls", [1, 1500], ids=["small traffic", "big traffic"])
async def test_a_stalled_display_is_gone_and_delays_no_other(
    server: RunningServer, recalls: int
) -> None:
    desk, token = at_a_desk(server), server.device("wall-2", "display")
    own = desk.token or ""
    async with (
        line(server, token, "queue") as healthy,
        line(server, own, "devices") as staff,
        line(server, own) as clerk,
    ):
        stalled = await raw_display(server, server.device("wall-1", "display"))
        going = asyncio.create_task(gone(staff, "wall-1"))
        flooding = asyncio.create_task(flood(clerk, recalls))
        for _ in range(recalls):
            await called(healthy)
        await flooding
        while not going.done():
            began = time.monotonic()
            await flood(clerk, 1)
            await called(healthy)
            assert time.monotonic() - began < LATE
        assert going.result() < GONE_WITHIN
        stalled.close()


async def test_a_display_that_reads_slowly_stays(server: RunningServer) -> None:
    """Its backlog takes longer than the silence that is allowed."""
    desk = at_a_desk(server)
    token = server.device("wall", "display")
    narrow = socket.socket()
    narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    narrow.connect(("127.0.0.1", server.port))
    async with (
        line(server, token, "queue", sock=narrow, max_queue=4) as slow,
        line(server, desk.token or "") as clerk,
    ):
        began = time.monotonic()
        await flood(clerk, 1500)
        while "snapshot" not in str(await slow.recv()):
            await asyncio.sleep(0.01)  # this is how slow it is
        assert time.monotonic() - began > GONE_WITHIN
        await flood(clerk, 1)
        await called(slow)
