"""The administrator's pages over HTTP: to whom they are served, and how large."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.web.admin import AREAS, Area, admin_icons
from tests.running import Client, RunningServer

WEB = Path(__file__).parents[2] / "assets" / "web"
LARGEST = 150_000
"""Bytes of a page's first load, its fonts aside, which the browser keeps."""
every_area = pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(folder) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    return server.user("admin", "admin")


@pytest.fixture(scope="module", params=["clerk", "supervisor"])
def colleague(server: RunningServer, request: pytest.FixtureRequest) -> Client:
    return server.user(f"a-{request.param}", str(request.param))


class Stay(urllib.request.HTTPRedirectHandler):
    """Lets a test see where it is sent, instead of going there."""

    def redirect_request(self, *_: object) -> None:
        return None


def get(server: RunningServer, path: str, token: str | None) -> tuple[int, str, str]:
    """Give the status, the text, and where it leads."""
    sent = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"{server.url}{path}", headers=sent)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=20) as answer:
            return answer.status, answer.read().decode(), ""
    except urllib.error.HTTPError as other:
        with other:
            leads = other.headers.get("Location", "")
            return other.code, other.read().decode(), leads


@every_area
def test_an_administrator_gets_the_page(
    server: RunningServer, admin: Client, area: Area
) -> None:
    status, text, _ = get(server, area.path, admin.token)
    assert status == 200
    assert f'href="{area.path}" aria-current="page"' in text
    assert "<style" not in text
    assert not re.search(r"\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", text)


@every_area
def test_nobody_else_does(server: RunningServer, colleague: Client, area: Area) -> None:
    status, text, _ = get(server, area.path, colleague.token)
    assert status == 403
    assert "người quản trị" in text
    assert "menu-list" not in text


@every_area
def test_who_is_not_known_signs_in_first(server: RunningServer, area: Area) -> None:
    status, _, leads = get(server, area.path, None)
    assert (status, leads) == (303, f"/sign-in?to={area.path}")
    status, _, leads = get(server, area.path, server.kiosk(f"k-{area.name}").token)
    assert (status, leads) == (303, f"/sign-in?to={area.path}")


def test_what_is_no_area(server: RunningServer, admin: Client) -> None:
    assert get(server, "/admin/nothing", admin.token)[0] == 404


@every_area
def test_the_first_load_is_small(
    server: RunningServer, admin: Client, area: Area
) -> None:
    _, text, _ = get(server, area.path, admin.token)
    waiting = set(re.findall(r"(?:href|src)=\"/static/([\w./]+)\?", text))
    loaded: dict[Path, int] = {}
    while waiting:
        path = (WEB / waiting.pop()).resolve()
        if path in loaded:
            continue
        source = path.read_text("utf-8")
        loaded[path] = len(source.encode())
        for name in re.findall(r"from \"(\.{1,2}/[\w./]+)\"", source):
            found = (path.parent / name).resolve().relative_to(WEB.resolve())
            waiting.add(str(found))
    assert not area.script or WEB.resolve() / area.script in loaded
    assert len(text.encode()) + sum(loaded.values()) < LARGEST


def test_every_icon_to_choose_has_its_word() -> None:
    assert {"stamp", "baby", "house", "store", "hand-heart"} <= set(admin_icons())
