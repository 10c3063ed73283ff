"""What stands before every page: Host, Origin, rates, and the safe headers."""

from __future__ import annotations

import logging
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.gate import Gate

log = logging.getLogger(__name__)

SAFE = {
    # Nothing inline, nothing from anywhere else, no frame around us.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        "media-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """An ASGI middleware in front of all pages.

    The caller's address is left in ``scope["state"]["address"]``: this is the one
    place of the HTTP side that finds it out.
    """

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self._app = app
        self._gate = gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        peer = scope["client"][0] if scope.get("client") else ""
        address = self._gate.address(peer, headers.get("x-forwarded-for"))
        scope.setdefault("state", {})["address"] = address
        refused = self._refused(headers, address, scope["path"])
        if refused is not None:
            await refused(scope, receive, self._safely(send))
            return
        try:
            await self._app(scope, receive, self._safely(send))
        except Exception:
            log.exception("a page failed: %s %s", scope["method"], scope["path"])
            raise

    def _refused(self, headers: Headers, address: str, path: str) -> Response | None:
        host, origin = headers.get("host"), headers.get("origin")
        if not self._gate.host_known(host):
            return PlainTextResponse("unknown host\n", 421)
        if not self._gate.origin_allowed(origin, host):
            return PlainTextResponse("foreign origin\n", 403)
        if path == "/rpc":
            return None  # counted for each request in it, by who is calling
        wait = self._gate.admit(address)
        if wait > 0:
            after = {"Retry-After": str(int(wait) + 1)}
            return PlainTextResponse("too many requests\n", 429, after)
        return None

    @staticmethod
    def _safely(send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_safe_headers(message)
            await send(message)

        return sending


def _add_safe_headers(message: MutableMapping[str, Any]) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in SAFE.items():
        headers.setdefault(name, value)
