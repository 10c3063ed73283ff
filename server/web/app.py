"""All pages and their routes as one ASGI application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from server.api.dispatch import Api
from server.gate import Gate
from server.protocol.messages import Office

from . import backups, files, fonts, uploads
from .admin import AdminPages
from .doors import guarded
from .first_run import FirstRun
from .guard import Guard
from .pages import Pages
from .rpc import Rpc


class Screens(Protocol):
    """The virtual screens that can be watched."""

    def names(self) -> list[str]:
        """Give the names of the screens."""

    def exchange(self, name: str, code: str) -> str | None:
        """Take the one-time code and give a cookie's value for it, once."""

    def may_watch(self, name: str, cookie: str | None) -> bool:
        """Whether this cookie opens this screen."""


def make_app(
    api: Api,
    gate: Gate,
    *,
    office: Callable[[], Office],
    display_name: Callable[[str], str],
    now: Callable[[], datetime],
    voice_wav: files.VoiceWav,
    find_picture: files.FindPicture = files.no_picture,
    find_video: files.FindVideo = files.no_video,
    folder: Path | None = None,
    saved: backups.Backups | None = None,
    screens: Screens | None = None,
    first_run: FirstRun | None = None,
) -> Starlette:
    """Make the application.

    Args:
        api: answers the protocol's requests.
        gate: says who may come in at all.
        office: gives the office as the public sees it.
        display_name: gives the name to show for a user's name.
        now: gives the time in the office's zone.
        voice_wav: finds a sentence's file by its name.
        find_picture: finds a picture of the office's pages by its name.
        find_video: finds a slide's video by its name.
        folder: the data folder that administrators change; without one nobody does.
        saved: knows which address opens which backup; without it none does.
        screens: the virtual screens; their pages exist only with them.
        first_run: makes the first administrator while there is no user.
    """
    pages = Pages(api, office, display_name, now, first_run)
    admin = AdminPages(pages)
    routes: list[BaseRoute] = [
        Route("/", pages.index),
        Route("/sign-in", pages.sign_in),
        Route("/counter", pages.counter),
        Route("/live", pages.live),
        Route("/counter/practice", pages.counter),
        *(uploads.routes(folder) if folder else ()),
        *(backups.routes(saved) if saved else ()),
        Route("/admin", admin.show),
        Route("/admin/{area:str}", admin.show),
        Route("/display", pages.display),
        Route("/display/counter/{number:int}", pages.display),
        Route("/take", pages.take),
        Route("/t/{ticket:int}", pages.ticket),
        Route("/t/{number}", pages.own_ticket),
        Route("/first-run", pages.first_run, methods=["GET", "POST"]),
        Route("/rpc", Rpc(api).answer, methods=["POST"]),
        Route("/health", _health),
        fonts.route(),
        *files.routes(voice_wav, find_picture, find_video),
    ]
    if screens is not None:
        routes.append(Route("/screens/{name}", _screen(pages, screens)))

    async def calm(request: Request, problem: Exception) -> Response:
        if not isinstance(problem, HTTPException):
            return pages.error(request, 500)
        page = pages.error(request, problem.status_code)
        page.headers.update(problem.headers or {})  # 405 says what is allowed
        return page

    return Starlette(
        routes=[guarded(route, pages) for route in routes],
        middleware=[Middleware(Guard, gate=gate, page=pages.error)],
        exception_handlers={HTTPException: calm, 500: calm},
    )


async def _health(request: Request) -> Response:
    return JSONResponse({"ok": True}, headers={"Cache-Control": "no-store"})


def _screen(pages: Pages, screens: Screens) -> Callable[[Request], object]:
    async def screen(request: Request) -> Response:
        """Show a screen's live picture to who has its cookie, or its code once."""
        name = request.path_params["name"]
        if name not in screens.names():
            return pages.error(request, 404)
        cookie = f"motcua_screen_{name}"
        code = request.query_params.get("code")
        if code is not None:
            made = screens.exchange(name, code)
            response: Response = RedirectResponse(f"/screens/{name}", 303)
            if made is not None:
                secure = request.url.scheme == "https"
                response.set_cookie(
                    cookie, made, httponly=True, samesite="strict", secure=secure
                )
            return response
        if not screens.may_watch(name, request.cookies.get(cookie)):
            return pages.error(request, 403)
        return pages.draw(request, "screen.html", name=name)

    return screen
