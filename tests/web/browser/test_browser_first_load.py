"""What goes over the line when somebody opens a page for the first time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from server.web.admin import AREAS
from tests.web.browser.admin_office import AdminOffice, admin_office
from tests.web.browser.visiting import (
    PHONE,
    TELEVISION,
    come_to_rest,
    issue,
    page_of,
)

MOST = 150_000
"""Bytes of a page with all that it needs, fonts included."""
AGAIN = 30_000
"""Bytes when it is opened once more: the page itself, and what has not changed."""


@pytest.fixture(scope="module")
def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AdminOffice]:
    with admin_office(tmp_path_factory.mktemp("first") / "data", browser) as made:
        yield made


def taken(page: Page, address: str) -> int:
    """Open a page; give the bytes that came over the line, heads included."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    came: list[float] = []
    session.on("Network.loadingFinished", lambda e: came.append(e["encodedDataLength"]))
    page.goto(address, wait_until="load")
    come_to_rest(page)
    session.detach()
    return int(sum(came))


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/take", "/display", "/display/counter/2", "/t/"]
)
def test_what_the_public_opens(
    browser: Browser, office: AdminOffice, path: str
) -> None:
    if path == "/t/":
        mine = issue(office.server.kiosk(), "ho-tich")
        path = f"/t/{mine['id']}#{mine['secret']}"
    size = PHONE if path.startswith("/t/") else TELEVISION
    with page_of(browser, size) as page:
        first = taken(page, office.server.url + path)
        page.goto("about:blank")
        again = taken(page, office.server.url + path)
    assert first < MOST, first
    assert again < AGAIN, again


@pytest.mark.parametrize("path", ["/counter", "/live", *(area.path for area in AREAS)])
def test_what_staff_open(office: AdminOffice, path: str) -> None:
    with office.page() as page:
        first = taken(page, office.server.url + path)
        assert page.url.endswith(path), "nobody was sent elsewhere"
    assert first < MOST, first
