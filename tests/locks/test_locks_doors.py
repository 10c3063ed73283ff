"""Every page for every role, from where, by which name, and how safely."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
from starlette.routing import Mount, Route
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from server.gate import Gate
from server.web.app import make_app
from server.web.doors import PAGES, roles_of
from tests.running import RunningServer

ROLES = ("public", "kiosk", "display", "clerk", "supervisor", "admin")
EXAMPLES = {
    "/admin/{area:str}": "/admin/services",
    "/display/counter/{number:int}": "/display/counter/2",
    "/t/{ticket:int}": "/t/7",
    "/t/{number}": "/t/U001",
    "/fonts/{name}": "/fonts/icons-whole.ttf",
    "/static/css": "/static/css/base.css",
    "/static/js": "/static/js/dom.js",
}
"""An address of each route whose path is a pattern."""
ASKED = sorted(PAGES.keys() - {"/rpc", "/first-run", "/screens/{name}"})
"""Pages that a role opens; the others have codes or requests of their own."""
ABSENT = {
    "/voice/{name}": "/voice/nothing.wav",
    "/pictures/{name}": "/pictures/no.png",
} | {"/videos/{name}": "/videos/no.mp4"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("office") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def tokens(server: RunningServer) -> dict[str, str]:
    """The token of somebody of each role; the public has none."""
    made = {role: server.device(role, role) for role in ("kiosk", "display")}
    for role in ("clerk", "supervisor", "admin"):
        made[role] = server.user(f"user-{role}", role).token or ""
    return made


def ask(
    server: RunningServer, path: str, headers: dict[str, str], method: str = "GET"
) -> tuple[int, dict[str, str], bytes]:
    """Ask for a page; give status, headers and body."""
    line = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        line.request(method, path, None, headers)
        answer = line.getresponse()
        return answer.status, dict(answer.headers), answer.read()
    finally:
        line.close()


@pytest.mark.parametrize("page", ASKED)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("proof", ["cookie", "bearer"])
def test_every_page_by_every_role(
    server: RunningServer, tokens: dict[str, str], page: str, role: str, proof: str
) -> None:
    """With a right the page, without one a way to sign in, or a calm no."""
    headers = {}
    if role != "public":
        token = tokens[role]
        bearer = {"Authorization": f"Bearer {token}"}
        cookie = {"Cookie": f"motcua_session={token}"}
        headers = bearer if proof == "bearer" else cookie
    path = ABSENT.get(page, EXAMPLES.get(page, page))
    status, told, body = ask(server, path, headers)
    if role in PAGES[page]:
        assert status == (404 if page in ABSENT else 200)
    elif role in ("clerk", "supervisor", "admin"):
        assert status == 403
    else:
        assert (status, told["location"]) == (303, f"/sign-in?to={path}")
        assert body == b""


def test_every_route_has_a_row() -> None:
    """A page that nobody thought about would be open to everybody."""
    nothing: Any = object()
    gate = Gate(names=(), clock=lambda: 0.0)
    app = make_app(
        nothing,
        gate,
        office=nothing,
        display_name=nothing,
        now=nothing,
        voice_wav=nothing,
        screens=nothing,
    )
    routes = [route for route in app.routes if isinstance(route, Route | Mount)]
    paths = {route.path for route in routes}
    assert len(routes) == len(app.routes)
    unlisted = {path for path in paths if not path.startswith("/admin/")} - PAGES.keys()
    assert unlisted == set()
    assert PAGES.keys() <= paths
    assert roles_of("/admin/anything/new") == {"admin"}


# Host and Origin, at every door

FOREIGN = [
    ({"Host": "evil.example"}, 421),
    ({"Host": "evil.example:8800"}, 421),
    ({"Host": ""}, 421),
    ({"Host": "localhost.evil.example"}, 421),
    # DNS rebinding: the name is theirs, the address ours, and the origin fits the name.
    ({"Host": "evil.example", "Origin": "http://evil.example"}, 421),
    ({"Origin": "http://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "file://"}, 403),
    ({"Origin": "http://localhost:1"}, 403),
    ({"Origin": "http://[bad"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), FOREIGN)
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/counter"), ("GET", "/"), ("POST", "/rpc"), ("GET", "/health")],
)
def test_pages_and_calls_for_foreign_names_and_origins(
    server: RunningServer,
    tokens: dict[str, str],
    headers: dict[str, str],
    status: int,
    method: str,
    path: str,
) -> None:
    """Whoever it is: a cookie that a foreign page makes a browser send is no help."""
    session = {"Cookie": f"motcua_session={tokens['admin']}"}
    assert ask(server, path, headers | session, method)[0] == status


@pytest.mark.parametrize(("headers", "status"), FOREIGN)
async def test_lines_for_foreign_names_and_origins(
    server: RunningServer, tokens: dict[str, str], headers: dict[str, str], status: int
) -> None:
    """``connect`` has a Host of its own; so the request is sent by hand."""
    import asyncio

    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        own = {
            "Host": f"127.0.0.1:{server.port}",
            "Cookie": f"motcua_session={tokens['admin']}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
        }
        lines = [f"{name}: {value}\r\n" for name, value in (own | headers).items()]
        writer.write(f"GET /ws HTTP/1.1\r\n{''.join(lines)}\r\n".encode())
        async with asyncio.timeout(10):
            first = await reader.readline()
    finally:
        writer.close()
    assert first.split()[1] == str(status).encode()


async def test_a_line_with_an_old_cookie_is_the_publics(server: RunningServer) -> None:
    old = {"Cookie": "motcua_session=nonsense", "Origin": server.url}
    address = f"ws{server.url[4:]}/ws"
    async with connect(address, additional_headers=old, proxy=None) as line:
        await line.send('{"jsonrpc":"2.0","id":1,"method":"counter.get"}')
        assert json.loads(await line.recv())["error"]["message"] == "not_signed_in"
    bearer = {"Authorization": "Bearer nonsense"}
    with pytest.raises(InvalidStatus):
        await connect(address, additional_headers=bearer, proxy=None)


# Headers

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@pytest.mark.parametrize(
    "path",
    [
        *(EXAMPLES.get(page, ABSENT.get(page, page)) for page in sorted(PAGES)),
        "/nothing",
        "/t/%00",
    ],
)
def test_safe_headers_stand_on_every_answer(server: RunningServer, path: str) -> None:
    _, headers, _ = ask(server, path, {})
    headers = {name.lower(): value for name, value in headers.items()}
    assert headers.items() >= SAFE.items()
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers
    rules = dict(
        rule.strip().partition(" ")[::2]
        for rule in headers["content-security-policy"].split(";")
    )
    assert rules["default-src"] == rules["frame-ancestors"] == "'none'"
    assert rules["script-src"] == rules["style-src"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    own = {"'self'", f"ws://127.0.0.1:{server.port}", f"wss://127.0.0.1:{server.port}"}
    assert set(rules["connect-src"].split()) == own


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", "no-store"),
        ("/counter", "no-store"),
        ("/admin", "no-store"),
        ("/t/7", "no-store"),
        ("/health", "no-store"),
        ("/static/js/dom.js", "no-cache"),
        ("/static/css/base.css", "no-cache"),
        ("/fonts/icons-whole.ttf", "public, max-age=86400"),
    ],
)
def test_what_a_browser_keeps(
    server: RunningServer, tokens: dict[str, str], path: str, kept: str
) -> None:
    """Pages, which show who is signed in, never; files as long as they are good."""
    cookie = {"Cookie": f"motcua_session={tokens['admin']}"}
    status, headers, _ = ask(server, path, cookie)
    assert status == 200
    assert {n.lower(): v for n, v in headers.items()}["cache-control"] == kept


def test_an_unchanged_file_costs_a_few_bytes(server: RunningServer) -> None:
    _, headers, body = ask(server, "/static/js/dom.js", {})
    known = {"If-None-Match": {n.lower(): v for n, v in headers.items()}["etag"]}
    status, _, again = ask(server, "/static/js/dom.js", known)
    assert (status, again) == (304, b"")
    assert len(body) > 500


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "OPTIONS", "CONNECT"])
@pytest.mark.parametrize("path", ["/", "/rpc", "/counter", "/static/js/dom.js"])
def test_other_methods_do_nothing(
    server: RunningServer, method: str, path: str
) -> None:
    status, headers, body = ask(server, path, {}, method)
    assert status in (400, 405)
    if status == 405:  # RFC 9110 §15.5.6
        assert {name.lower(): v for name, v in headers.items()}["allow"]
    assert not re.search(rb"Traceback|File \"", body)
