"""The one cookie: who a browser is, a member of staff or a display of the office."""

from __future__ import annotations

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from server.api.caller import SESSION_COOKIE

LASTING = timedelta(days=400)
"""How long a display stays known; browsers keep no cookie longer (RFC 6265bis)."""


def keep_session(request: Request, response: Response, token: str) -> None:
    """Let a browser be somebody's until it is closed, or the session ends before."""
    _keep(request, response, token, None)


def keep_device(request: Request, response: Response, token: str) -> None:
    """Let a browser be a display of the office, also after it was switched off."""
    _keep(request, response, token, int(LASTING.total_seconds()))


def forget(response: Response) -> None:
    """Let a browser be nobody's."""
    response.delete_cookie(SESSION_COOKIE, path="/")


def _keep(
    request: Request, response: Response, token: str, seconds: int | None
) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=seconds,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        path="/",
    )
