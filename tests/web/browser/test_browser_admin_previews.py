"""What administrators see and hear of what they type, before it is saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.running import PASSWORD, RunningServer
from tests.web.browser.visiting import DESK, page_of, take_picture


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("previews") / "data"
    with RunningServer(data, program="tests.hurried") as running:
        running.user("thanh", "admin", "Lê Văn Thành")
        yield running


@pytest.fixture(scope="module")
def kept(browser: Browser, office: RunningServer) -> object:
    with page_of(browser, DESK) as page:
        page.goto(f"{office.url}/admin/office")
        page.fill("input[name=name]", "thanh")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#sign-in")).to_have_count(0)
        return page.context.storage_state()


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_slip_follows_what_is_typed(
    browser: Browser, office: RunningServer, kept: object, tmp_path: Path, lang: str
) -> None:
    with page_of(browser, DESK, storage_state=kept) as page:
        page.goto(f"{office.url}/admin/office?lang={lang}")
        picture = page.locator("figure.slip img")
        expect(picture).to_be_visible()
        before = str(picture.get_attribute("src"))
        page.locator(".field input").first.fill("UBND xã Một Tên Khác")
        expect(picture).not_to_have_attribute("src", before)
        picture.scroll_into_view_if_needed()
        take_picture(page, tmp_path, f"slip_{lang}")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_call_is_heard_as_it_is_typed(
    browser: Browser, office: RunningServer, kept: object, tmp_path: Path, lang: str
) -> None:
    with page_of(browser, DESK, storage_state=kept) as page:
        page.goto(f"{office.url}/admin/wording?lang={lang}")
        buttons = page.locator(".hear button")
        expect(buttons).to_have_count(2)
        with page.expect_request("**/voice/*.wav"):
            buttons.first.click()
        take_picture(page, tmp_path, f"call_{lang}")
