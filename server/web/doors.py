"""Who may see which page: one table, looked at before any page is drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from server.protocol.methods import ANYBODY, STAFF, Role

from .pages import Pages

ADMIN: frozenset[Role] = frozenset(("admin",))
LEADERS: frozenset[Role] = frozenset(("leader", "supervisor", "admin"))

PAGES: dict[str, frozenset[Role]] = {
    "/": ANYBODY,
    "/sign-in": ANYBODY,
    "/counter": STAFF,
    "/counter/practice": STAFF,
    "/live": LEADERS,
    "/admin": ADMIN,
    "/admin/{area:str}": ADMIN,
    "/display": ANYBODY,
    "/display/counter/{number:int}": ANYBODY,
    "/take": ANYBODY,
    "/t/{ticket:int}": ANYBODY,
    "/t/{number}": ANYBODY,
    # It opens with the one-time code that the starting command prints.
    "/first-run": ANYBODY,
    # It opens with a screen's own one-time code, then with the cookie made for it.
    "/screens/{name}": ANYBODY,
    # Each request in it is looked at by itself (server.api.dispatch).
    "/rpc": ANYBODY,
    "/health": ANYBODY,
    "/static/css": ANYBODY,
    "/static/js": ANYBODY,
    "/fonts/{name}": ANYBODY,
    "/sounds/chime.wav": ANYBODY,
    "/voice/{name}": ANYBODY,
    "/pictures/{name}": ANYBODY,
    "/videos/{name}": ANYBODY,
}
"""Every page with the roles that may see it. What is below ``/admin`` and not in it is
for administrators."""

Endpoint = Callable[[Request], Awaitable[Response]]


def roles_of(path: str) -> frozenset[Role]:
    """Give who may see a route's page."""
    below_admin = path.startswith("/admin")
    return PAGES.get(path, ADMIN if below_admin else ANYBODY)


def guarded(route: BaseRoute, pages: Pages) -> BaseRoute:
    """Put a door before a route, if not everybody may come in."""
    if not isinstance(route, Route) or (roles := roles_of(route.path)) == ANYBODY:
        return route
    methods = sorted(route.methods or ())
    endpoint = _behind_door(route.endpoint, roles, pages)
    return Route(route.path, endpoint, methods=methods)


def _behind_door(
    endpoint: Endpoint, roles: frozenset[Role], pages: Pages
) -> Callable[[Request], Awaitable[Response]]:
    async def open_door(request: Request) -> Response:
        caller = pages.caller(request)
        if caller is None or not caller.is_staff:
            return RedirectResponse(f"/sign-in?to={request.url.path}", 303)
        if caller.role not in roles:
            return pages.error(
                request, 403, "not_admin" if roles == ADMIN else "not_allowed"
            )
        request.state.name = caller.name
        return await endpoint(request)

    return open_door
