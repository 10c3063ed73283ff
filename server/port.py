"""The one port of a server: its name, its socket, and uvicorn on it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from server.config.settings import ServerSettings
from server.gate import Gate
from server.incoming import Incoming
from server.realtime.listener import Listener
from server.tls import own_address, tls_of

log = logging.getLogger(__name__)

LONGEST_HEAD = 16 * 1024
"""Bytes of a request's line and headers together."""
SEND_BUFFER = 32 * 1024
"""Bytes that the system may keep for one client (Linux takes twice that). With
megabytes, its own choice, a client that takes nothing would long look like the rest."""


@asynccontextmanager
async def listening(
    settings: ServerSettings,
    folder: Path,
    pages: ASGIApp,
    listener: Listener,
    gate: Gate,
) -> AsyncIterator[str]:
    """Serve pages and live lines on the one port; give its address.

    Args:
        settings: where to listen.
        folder: where the certificate lies, unless its path is absolute.
        pages: answers HTTP.
        listener: takes the live lines.
        gate: counts connections.

    Raises:
        OSError: the address cannot be listened on, or the certificate not used.
    """
    tls = tls_of(settings, folder)
    _allow_many_files()
    bound = _bind(settings)
    config = uvicorn.Config(
        pages,
        http=partial(Incoming, gate),  # type: ignore[arg-type]
        ws=listener.upgrade,  # type: ignore[arg-type]
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=15,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        timeout_graceful_shutdown=3,
        ssl_context_factory=(lambda *_: tls) if tls is not None else None,
    )
    server = _Uvicorn(config)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    watching = asyncio.create_task(listener.watch())
    while not server.started:
        if serving.done():
            await serving
        await asyncio.sleep(0.01)
    host, port = bound.getsockname()[:2]
    address = own_address(settings, host, port)
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


def _allow_many_files() -> None:
    """Let the process have as many connections open as its user may at all."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
