"""An office that an administrator sets up in the browser, and what the tests need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.running import PASSWORD, Client, RunningServer
from tests.web.browser.visiting import DESK, page_of


class AdminOffice:
    """A server, its administrator ``thanh`` in a browser and a second one, ``ha``."""

    def __init__(self, server: RunningServer, browser: Browser) -> None:
        self.server = server
        self._browser = browser
        server.user("thanh", "admin", "Lê Văn Thành")
        self.other = server.user("ha", "admin", "Trần Thị Hà")
        with page_of(browser, DESK) as page:
            sign_in_to(page, server, "/admin", "thanh")
            expect(page.locator("#menu")).to_be_visible()
            self.kept = page.context.storage_state()

    @contextmanager
    def page(self, **more: Any) -> Iterator[Page]:
        """Give a page in which ``thanh`` is signed in."""
        size = more.pop("size", DESK)
        with page_of(self._browser, size, storage_state=self.kept, **more) as page:
            yield page

    def open(self, page: Page, path: str) -> None:
        """Open a page of the administrator and wait until it is drawn."""
        page.goto(f"{self.server.url}{path}")
        expect(page.locator("main h1").first).to_be_visible()
        expect(page.locator("#loading")).to_have_count(0)

    @property
    def settings(self) -> dict[str, Any]:
        """What the server has now: the office's file as a tree."""
        return dict(self.other.call("settings.get")["office"])

    def change(self, area: str, value: Any) -> None:
        """Change an area as the other administrator does."""
        version = self.other.call("settings.get")["version"]
        self.other.do("settings.put", version=version, area=area, value=value)

    @property
    def kiosk(self) -> Client:
        """The public: who reads what the kiosk shows."""
        return self.server.client()


@contextmanager
def admin_office(folder: Path, browser: Browser) -> Iterator[AdminOffice]:
    """Run the office of one module's tests."""
    with RunningServer(folder, program="tests.hurried") as running:
        yield AdminOffice(running, browser)


def sign_in_to(page: Page, server: RunningServer, path: str, name: str) -> None:
    """Open a page of the administrator, which asks to sign in first."""
    page.goto(f"{server.url}{path}")
    expect(page.locator("#sign-in")).to_be_visible()
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in")).to_have_count(0)


def row(page: Page, text: str) -> Locator:
    """Give the row of a list in which a text stands."""
    return page.locator("tbody tr", has_text=text)


def edit(page: Page, text: str) -> None:
    """Open the form of the row in which a text stands."""
    row(page, text).locator(".open").click()
    expect(page.locator(".editor h2")).to_contain_text("Sửa")


def saves(page: Page) -> None:
    """Save by the button, and see that it is done."""
    page.locator(".save:visible").click()
    expect(page.locator(".state:visible")).to_contain_text("Đã lưu")


def answer(page: Page, words: str) -> None:
    """Answer the question in front of the page."""
    page.locator("#ask button", has_text=words).click()
    expect(page.locator("#ask")).to_be_hidden()
