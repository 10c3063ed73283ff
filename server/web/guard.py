"""What stands before every page: Host, Origin, rates, and the safe headers."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.gate import Gate

log = logging.getLogger(__name__)

SAFE = {
    # Nothing inline, nothing from anywhere else, no frame around us.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{lines}; "
        "media-src 'self' blob:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


LONGEST_HEAD = 16 * 1024
"""Bytes of a request's headers; uvicorn counts only those of a head in parts."""
MOST_HEADERS = 100

_PLAIN_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")

ErrorPage = Callable[[Request, int, str | None], Response]
"""Draws the page for a status; the text is that of the status or of a reason."""


class Guard:
    """An ASGI middleware in front of all pages.

    The caller's address is left in ``scope["state"]["address"]``: this is the one
    place of the HTTP side that finds it out.
    """

    def __init__(self, app: ASGIApp, gate: Gate, page: ErrorPage) -> None:
        self._app = app
        self._gate = gate
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        address = self._gate.address(peer, headers.get("x-forwarded-for"))
        scope.setdefault("state", {})["address"] = address
        told = headers.get("x-forwarded-proto")
        scope["scheme"] = self._gate.scheme(peer, scope["scheme"], told)
        safely = self._safely(send, headers.get("host", ""))
        refused = self._refused(Request(scope), address)
        if refused is not None:
            await refused(scope, receive, safely)
            return
        try:
            await self._app(scope, receive, safely)
        except ClientDisconnect:
            log.debug("a client went before it had asked: %s", scope["path"])
        except Exception:
            log.exception("a page failed: %s %s", scope["method"], scope["path"])
            raise

    def _refused(self, request: Request, address: str) -> Response | None:
        host, origin = request.headers.get("host"), request.headers.get("origin")
        if not self._gate.host_known(host):
            return self._say(request, 421, "unknown host")
        if not self._gate.origin_allowed(origin, host, request.url.scheme):
            return self._say(request, 403, "foreign origin", "origin")
        if _is_too_long(request):
            return self._say(request, 431, "too many headers")
        if request.url.path == "/rpc":
            return None  # counted for each request in it, by who is calling
        wait = self._gate.admit(address)
        if wait > 0:
            refused = self._say(request, 429, "too many requests")
            refused.headers["Retry-After"] = str(int(wait) + 1)
            return refused
        return None

    def _say(
        self, request: Request, status: int, plain: str, reason: str | None = None
    ) -> Response:
        """Say no: to people on a calm page, to programs in a line."""
        if "text/html" in request.headers.get("accept", ""):
            return self._page(request, status, reason)
        return PlainTextResponse(f"{plain}\n", status)

    @staticmethod
    def _safely(send: Send, host: str) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_safe_headers(message, host)
            await send(message)

        return sending


def _is_too_long(request: Request) -> bool:
    headers = request.headers.raw
    size = sum(len(name) + len(value) for name, value in headers)
    return size > LONGEST_HEAD or len(headers) > MOST_HEADERS


def _add_safe_headers(message: MutableMapping[str, Any], host: str) -> None:
    # Older browsers, and televisions are old, do not count ws: among 'self'.
    known = _PLAIN_HOST.fullmatch(host) is not None
    lines = f" ws://{host} wss://{host}" if known else ""
    headers = MutableHeaders(scope=message)
    for name, value in SAFE.items():
        headers.setdefault(name, value.replace("{lines}", lines))
