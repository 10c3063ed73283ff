"""The administrator's pages as one: who may open them, the menu, the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from server.web.admin import AREAS, Area
from tests.running import PASSWORD, RunningServer
from tests.web.browser.visiting import (
    DESK,
    PHONE,
    TELEVISION,
    page_of,
    take_picture,
)

SIZES = {"desk": DESK, "wide": TELEVISION, "phone": PHONE}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server that only this module's administrator changes."""
    data = tmp_path_factory.mktemp("office") / "data"
    with RunningServer(data, program="tests.hurried") as running:
        running.user("thanh", "admin", "Lê Văn Thành")
        running.user("lan", "clerk", "Trần Thị Lan")
        yield running


def sign_in_to(page: Page, server: RunningServer, path: str, name: str) -> None:
    """Open a page of the administrator, which asks to sign in first."""
    page.goto(f"{server.url}{path}")
    expect(page.locator("#sign-in")).to_be_visible()
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#sign-in")).to_have_count(0)


@pytest.fixture(scope="module")
def kept(browser: Browser, office: RunningServer) -> object:
    """What a browser keeps in which the administrator has signed in."""
    with page_of(browser, DESK) as page:
        sign_in_to(page, office, "/admin/services", "thanh")
        expect(page).to_have_url(f"{office.url}/admin/services")
        return page.context.storage_state()


def test_a_clerk_does_not_come_in(browser: Browser, office: RunningServer) -> None:
    with page_of(browser, DESK, calm=False) as page:
        sign_in_to(page, office, "/admin", "lan")
        expect(page.locator(".sentence")).to_contain_text("người quản trị")


def test_who_signs_in_comes_to_no_other_site(
    browser: Browser, office: RunningServer
) -> None:
    with page_of(browser, DESK) as page:
        sign_in_to(page, office, "/sign-in?to=//elsewhere.example/admin", "thanh")
        expect(page).to_have_url(f"{office.url}/counter")


def test_the_menu_leads_everywhere(
    browser: Browser, office: RunningServer, kept: object
) -> None:
    with page_of(browser, DESK, storage_state=kept) as page:
        page.goto(f"{office.url}/admin")
        for area in AREAS:
            page.locator(f"#menu a[href='{area.path}']").click()
            here = page.locator("#menu a[aria-current=page]")
            expect(here).to_have_attribute("href", area.path)
            expect(page.locator("main h1").first).to_be_visible()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_page_is_whole_at_every_size(
    browser: Browser, office: RunningServer, kept: object, tmp_path: Path, lang: str
) -> None:
    with page_of(browser, DESK, storage_state=kept) as page:
        for area in AREAS:
            page.goto(f"{office.url}{area.path}?lang={lang}")
            expect(page.locator("main h1").first).to_be_visible()
            for name, size in SIZES.items():
                page.set_viewport_size(size)  # type: ignore[arg-type]
                take_picture(page, tmp_path, f"{area.name}_{lang}_{name}")


def test_on_a_phone_the_menu_opens(
    browser: Browser, office: RunningServer, kept: object, tmp_path: Path
) -> None:
    with page_of(browser, PHONE, storage_state=kept) as page:
        page.goto(f"{office.url}/admin")
        menu = page.locator("#menu-list")
        expect(menu).to_be_hidden()
        page.locator("#menu-button").click()
        expect(menu).to_be_visible()
        take_picture(page, tmp_path, "menu")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{office.url}/admin/office")


def serious(page: Page) -> list[str]:
    """Let axe-core look at a page; give its serious findings, and worse ones."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes']]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.name)
def test_axe_finds_nothing_serious(
    browser: Browser, office: RunningServer, kept: object, area: Area
) -> None:
    with page_of(browser, DESK, storage_state=kept) as page:
        page.goto(f"{office.url}{area.path}")
        expect(page.locator("main h1").first).to_be_visible()
        assert serious(page) == []
        for opens in (".add", "tbody .open"):
            if page.locator(opens).count():
                page.locator(opens).first.click()
                expect(page.locator(".editor")).to_be_visible()
                assert serious(page) == []
