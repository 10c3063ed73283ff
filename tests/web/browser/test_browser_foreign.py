"""No page asks anybody but its own server for anything, nor runs what is foreign."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from server.web.admin import AREAS
from tests.running import RunningServer
from tests.web.browser.visiting import DESK, come_to_rest, issue, page_of

PUBLIC = ["/", "/sign-in", "/take", "/display", "/display/counter/2", "/nothing"]
STAFF = ["/counter", *(area.path for area in AREAS)]


def watch(page: Page) -> tuple[list[str], list[str]]:
    """Note every address that a page asks for, live lines too."""
    asked: list[str] = []
    lines: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda line: lines.append(line.url))
    return asked, lines


def foreign(server: RunningServer, addresses: list[str]) -> set[str]:
    """Give those that are not the server's own; what lies in a page is nowhere."""
    own = urlsplit(server.url).netloc
    parts = {address: urlsplit(address) for address in addresses}
    return {
        address
        for address, part in parts.items()
        if part.scheme not in ("data", "blob") and part.netloc != own
    }


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_for_everybody_asks_its_own_server_only(
    browser: Browser, server: RunningServer, path: str
) -> None:
    with page_of(browser, DESK, calm=False) as page:
        asked, lines = watch(page)
        page.goto(server.url + path)
        come_to_rest(page)
        assert asked
        assert foreign(server, asked + lines) == set()


@pytest.mark.parametrize("path", STAFF)
def test_a_page_for_staff_asks_its_own_server_only(
    browser: Browser, server: RunningServer, admin_state: Any, path: str
) -> None:
    with page_of(browser, DESK, calm=False, storage_state=admin_state) as page:
        asked, lines = watch(page)
        page.goto(server.url + path)
        come_to_rest(page)
        assert urlsplit(page.url).path == path
        assert asked
        assert foreign(server, asked + lines) == set()


@pytest.fixture(scope="module")
def admin_state(browser: Browser, hall: Any) -> Any:
    """What a browser keeps in which ``admin`` has signed in."""
    from tests.web.browser.visiting import sign_in

    with page_of(browser, DESK) as page:
        sign_in(page, hall.server, "admin")
        return page.context.storage_state()


def test_a_tickets_secret_stays_in_the_phone(
    browser: Browser, server: RunningServer, kiosk: Any
) -> None:
    """It is in no address that is asked for, and in no Referer."""
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, DESK) as page:
        told: list[str] = []
        page.context.on(
            "request",
            lambda request: told.append(
                request.url.partition("#")[0] + str(request.all_headers())
            ),
        )
        page.goto(f"{server.url}/t/{mine['id']}#{mine['secret']}")
        expect(page.locator("body")).to_contain_text(mine["number"])
        come_to_rest(page)
        assert len(told) > 5
        assert not [one for one in told if mine["secret"] in one]


def test_nothing_foreign_or_inline_runs(
    browser: Browser, server: RunningServer
) -> None:
    """The policy holds in a real browser, whatever gets into a page."""
    with page_of(browser, DESK, calm=False) as page:
        page.goto(f"{server.url}/sign-in")
        ran = page.evaluate(
            """() => new Promise((done) => {
              const refused = [];
              addEventListener("securitypolicyviolation", (it) => {
                refused.push(it.effectiveDirective);
                if (refused.length === 5) done({ refused, ran: window.ran ?? "" });
              });
              const add = (name, more) =>
                document.body.append(
                  Object.assign(document.createElement(name), more));
              add("script", { textContent: "window.ran = 'inline'" });
              add("script", { src: "http://192.0.2.1/x.js" });
              add("img", { src: "http://192.0.2.1/x.png" });
              add("iframe", { src: location.href });
              fetch("http://192.0.2.1/").catch(() => 0);
            })"""
        )
        assert ran["ran"] == ""
        refused = {rule.removesuffix("-elem") for rule in ran["refused"]}
        assert refused == {"script-src", "img-src", "frame-src", "connect-src"}
        cookies = page.evaluate("document.cookie")
        assert "motcua_session" not in cookies
