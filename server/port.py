"""The one port of a server: its name, its socket, and uvicorn on it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.types import ASGIApp

from server.config.settings import ServerSettings
from server.realtime.listener import Listener

log = logging.getLogger(__name__)

SEND_BUFFER = 32 * 1024
"""Bytes that the system may keep for one client (Linux takes twice that). With
megabytes, its own choice, a client that takes nothing would long look like the rest."""


@asynccontextmanager
async def listening(
    settings: ServerSettings, pages: ASGIApp, listener: Listener
) -> AsyncIterator[str]:
    """Serve pages and live lines on the one port; give its address.

    Raises:
        OSError: the address cannot be listened on.
    """
    bound = _bind(settings)
    config = uvicorn.Config(
        pages,
        ws=listener.upgrade,  # type: ignore[arg-type]
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=3,
    )
    server = _Uvicorn(config)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    watching = asyncio.create_task(listener.watch())
    while not server.started:
        if serving.done():
            await serving
        await asyncio.sleep(0.01)
    host, port = bound.getsockname()[:2]
    address = f"http://{_shown(host)}:{port}"
    log.info("listening on %s", address)
    # What is there now stays for ever: no collection shall walk it, as one that does
    # keeps everybody waiting for tens of milliseconds.
    gc.collect()
    gc.freeze()
    try:
        yield address
    finally:
        watching.cancel()
        await listener.close()
        server.should_exit = True
        await serving


class _Uvicorn(uvicorn.Server):
    """uvicorn without its own signal handlers: the command line has them."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


def known_names(settings: ServerSettings) -> set[str]:
    """Give every name this machine is called by: its own, and those configured."""
    own = socket.gethostname().lower()
    names = {"localhost", "127.0.0.1", "::1", own, f"{own.partition('.')[0]}.local"}
    with contextlib.suppress(OSError):
        names |= {str(info[4][0]) for info in socket.getaddrinfo(own, None)}
    # Which address the way out has; connecting a datagram socket sends nothing.
    # 192.0.2.1 and 2001:db8:: are for documentation only (RFC 5737, RFC 3849).
    for family, far in (
        (socket.AF_INET, "192.0.2.1"),
        (socket.AF_INET6, "2001:db8::1"),
    ):
        with (
            contextlib.suppress(OSError),
            socket.socket(family, socket.SOCK_DGRAM) as probe,
        ):
            probe.connect((far, 9))
            names.add(str(probe.getsockname()[0]))
    if settings.host not in ("0.0.0.0", "::", ""):
        names.add(settings.host)
    return names | set(settings.names)


def _bind(settings: ServerSettings) -> socket.socket:
    """Open the port; the error says which one it is when it is taken."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
    else:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as taken:
        listening.close()
        place = f"{settings.host}:{settings.port}"
        raise OSError(f"cannot listen on {place}: {taken.strerror}") from taken
    listening.listen(1024)
    listening.setblocking(False)
    return listening


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
