"""Chromium and a real server, for the tests of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.running import Client, RunningServer
from tests.web.browser.visiting import DESK, page_of, sign_in, sit_down

CHROMIUM = "/usr/bin/chromium"
QUIETLY = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# A busy machine may take longer than Playwright's five seconds to draw a change.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers.

    It keeps an event loop running in this thread, in which no other test could run
    one; so it ends with each module.
    """
    with sync_playwright() as driving:
        yield driving


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium, which lets a page sound without a touch."""
    chromium = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*QUIETLY, "--autoplay-policy=no-user-gesture-required"],
    )
    yield chromium
    chromium.close()


@pytest.fixture
def silent_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as it comes: a page sounds only after a touch."""
    chromium = playwright.chromium.launch(
        executable_path=CHROMIUM,
        args=[*QUIETLY, "--autoplay-policy=document-user-activation-required"],
    )
    yield chromium
    chromium.close()


class Hall:
    """One server for all tests, with a clerk ``hoai``; emptied after each test."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server
        self.kiosk = server.kiosk()
        server.user("hoai", "clerk", "Nguyễn Thị Hoài")
        self.clerk = server.user("nam", "clerk", "Trần Văn Nam")
        self._admin = server.user("admin", "admin")

    def empty(self) -> None:
        """Close every counter and let nobody wait or be set aside."""
        for counter in self._admin.call("queue.get")["counters"]:
            if counter["ticket"]:
                self._admin.do("counter.finish", counter=counter["id"])
            if counter["state"] != "closed":
                self._admin.do("counter.close", counter=counter["id"])
        self._admin.do("counter.open", counter="q4")  # it serves everything
        for ticket in self._admin.call("counter.get")["aside"]:
            self._admin.do("ticket.restore", ticket=ticket["id"])
        while self._admin.do("counter.call_next")["ticket"]:
            self._admin.do("counter.finish")
        self._admin.do("counter.close")


@pytest.fixture(scope="session")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """The hall, open all day; its figures are told at once."""
    data = tmp_path_factory.mktemp("hall") / "data"
    with RunningServer(data, program="tests.hurried") as running:
        yield Hall(running)


@pytest.fixture
def server(hall: Hall) -> Iterator[RunningServer]:
    """A server with the sample office: always open, every counter closed."""
    yield hall.server
    hall.empty()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, hall: Any) -> Any:
    """What a browser keeps in which ``hoai`` has signed in."""
    with page_of(browser, DESK) as page:
        sign_in(page, hall.server, "hoai")
        return page.context.storage_state()


@pytest.fixture
def page(browser: Browser, server: RunningServer, signed_in: Any) -> Iterator[Page]:
    """The page of a clerk who has just sat down at counter 2."""
    with page_of(browser, DESK, storage_state=signed_in) as page:
        page.goto(f"{server.url}/counter?lang=vi")
        sit_down(page, 2)
        yield page


@pytest.fixture
def kiosk(hall: Hall, server: RunningServer) -> Client:
    """The kiosk of the hall."""
    return hall.kiosk


@pytest.fixture
def hall_clerk(hall: Hall, server: RunningServer) -> Client:
    """A second clerk, ``nam``, who works without a page."""
    return hall.clerk


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[RunningServer]:
    """A server for a test that kills it at length."""
    with RunningServer(tmp_path / "data") as running:
        yield running
