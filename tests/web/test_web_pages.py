"""The pages' HTTP side on the real server: what is served, to whom, how safely."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from tests.running import PASSWORD, RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder: Path = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder, "--screens", "kiosk,wall") as running:
        yield running


class Answer:
    """An answer, read whole."""

    def __init__(self, response: HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")


def get(
    server: RunningServer,
    path: str,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    body: bytes | None = None,
) -> Answer:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        return Answer(connection.getresponse())
    finally:
        connection.close()


PAGES = ["/", "/sign-in", "/display", "/display/counter/2", "/t/7"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_page_is_whole_and_has_nothing_inline(
    server: RunningServer, path: str, lang: str
) -> None:
    page = get(server, f"{path}?lang={lang}")
    assert page.status == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert f'lang="{lang}"' in page.text
    assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
    assert not re.search(r"<style|\son\w+=|style=", page.text)
    assert "http://" not in page.text.replace(server.url, "")
    for asset in re.findall(r'(?:src|href)="(/[^"]+)"', page.text):
        if asset.startswith(("/static", "/fonts", "/sounds")):
            assert get(server, asset).status == 200, asset


def test_every_script_that_a_script_imports_is_there(server: RunningServer) -> None:
    for path in PAGES:
        seen: set[str] = set()
        scripts = re.findall(r'src="(/static/js/[^"]+)"', get(server, path).text)
        while scripts:
            script = scripts.pop()
            if script in seen:
                continue
            seen.add(script)
            found = get(server, script)
            assert found.status == 200, script
            folder = script.rsplit("/", 1)[0]
            scripts += [
                f"{folder}/{name}"
                for name in re.findall(r'from "\./([^"]+)"', found.text)
            ]


def test_the_clerks_page_wants_a_session(server: RunningServer) -> None:
    away = get(server, "/counter")
    assert (away.status, away.headers["Location"]) == (303, "/sign-in?to=/counter")
    clerk = server.user("hoai", "clerk", "Nguyễn Thị Hoài")
    cookie = {"Cookie": f"motcua_session={clerk.token}"}
    page = get(server, "/counter", cookie)
    assert page.status == 200
    assert "Nguyễn Thị Hoài" in page.text
    wall = server.device("a-wall", "display")
    assert get(server, "/counter", {"Cookie": f"motcua_session={wall}"}).status == 303
    assert get(server, "/counter", {"Authorization": "Bearer x"}).status == 303


def test_the_first_administrator_is_made_once(server: RunningServer) -> None:
    """The code works once; afterwards the page is gone."""
    with RunningServer(server.folder.parent / "fresh") as fresh:
        path = fresh.printed(r"(/first-run\?code=\S+)")
        code = path.partition("=")[2]
        for wrong in ("wrong", "%E1%BA%A4"):
            assert get(fresh, f"/first-run?code={wrong}").status == 404
        assert code in get(fresh, path).text
        form = {
            "code": code,
            "name": "chief",
            "display_name": "Trưởng <b>ban</b>",
            "password": "short",
        }
        refused = _post_form(fresh, form)
        assert refused.status == 422
        assert "8" in refused.text
        made = _post_form(fresh, form | {"password": PASSWORD})
        assert (made.status, made.headers["Location"]) == (303, "/sign-in")
        assert get(fresh, path).status == 404
        assert _post_form(fresh, form | {"name": "other"}).status == 404
        signed = fresh.client().call("session.login", name="chief", password=PASSWORD)
        assert signed["role"] == "admin"
        page = get(fresh, "/counter", {"Cookie": f"motcua_session={signed['token']}"})
        assert "<b>ban</b>" not in page.text
        too_long = _post_form(fresh, form | {"name": "x" * 5000})
        assert too_long.status == 413


def _post_form(server: RunningServer, form: dict[str, str]) -> Answer:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.parse.urlencode(form).encode()
    return get(server, "/first-run", kind, "POST", body)


def test_with_users_there_is_no_first_run(server: RunningServer) -> None:
    server.user("somebody", "admin")
    path = server.printed(r"(/first-run\?code=\S+)")
    assert get(server, path).status == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/display/counter/99", 404),
        ("/display/counter/x", 404),
        ("/t/x", 404),
        ("/static/js/../templates/base.html", 404),
        ("/static/js/%2e%2e/templates/base.html", 404),
        ("/static/templates/base.html", 404),
        ("/fonts/../../etc/passwd", 404),
        ("/voice/../journal.db", 404),
        ("/voice/" + "0" * 32 + ".wav", 404),
        ("/rpc", 405),
    ],
)
def test_what_is_not_there(server: RunningServer, path: str, status: int) -> None:
    page = get(server, path)
    assert page.status == status
    assert "Traceback" not in page.text


def test_fonts_and_sounds_are_kept_by_the_browser(server: RunningServer) -> None:
    for path in ("/fonts/type-700.woff2", "/fonts/icons.woff2"):
        font = get(server, path)
        assert font.headers["Content-Type"] == "font/woff2"
        assert font.body[:4] == b"wOF2"
        assert "max-age" in font.headers["Cache-Control"]
    assert get(server, "/sounds/chime.wav").body[:4] == b"RIFF"


def test_the_voice_of_a_call_is_served(server: RunningServer) -> None:
    kiosk, clerk = server.kiosk("voice-kiosk"), server.user("lan", "clerk")
    kiosk.do("ticket.issue", service="ho-tich")
    clerk.do("counter.open", counter="q2")
    clerk.do("counter.call_next")
    import asyncio

    from tests.realtime.test_realtime_ws import is_kind, listening

    async def heard() -> str:
        async with listening(server, None, "queue") as wall:
            from server.protocol import messages as m

            await wall.until(lambda news: isinstance(news, m.Snapshot))
            clerk.do("counter.recall")
            called = await wall.until(is_kind("ticket.called"))
            return str(called.voice["vi"])

    sentence = get(server, asyncio.run(heard()))
    assert sentence.status == 200
    assert sentence.body[:4] == b"RIFF"
    assert "immutable" in sentence.headers["Cache-Control"]
    assert len(sentence.body) > 60_000


def test_a_virtual_screen_opens_with_its_code_once(server: RunningServer) -> None:
    path = server.printed(r"(/screens/kiosk\?code=\S+)")
    assert get(server, "/screens/kiosk").status == 403
    assert get(server, "/screens/other").status == 404
    assert get(server, "/screens/kiosk?code=%E1%BA%A4").status == 303
    opened = get(server, path)
    assert opened.status == 303
    cookie = opened.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    mine = {"Cookie": cookie.partition(";")[0]}
    assert get(server, "/screens/kiosk", mine).status == 200
    assert get(server, "/screens/wall", mine).status == 403
    again = get(server, path)
    assert again.headers["Set-Cookie"] is None


def test_a_flood_of_pages_is_slowed_down(server: RunningServer) -> None:
    statuses = [get(server, "/health").status for _ in range(600)]
    assert statuses[0] == 200
    assert 429 in statuses
