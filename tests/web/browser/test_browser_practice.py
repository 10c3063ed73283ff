"""Practice in Chromium: the whole page, and nothing of it in the real hall."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    DESK,
    TELEVISION,
    fits_without_scrolling,
    issue,
    page_of,
    press,
    sit_down,
    take_picture,
)


@pytest.mark.parametrize(
    ("size", "lang"), [(DESK, "vi"), (TELEVISION, "en")], ids=["1280-vi", "1920-en"]
)
def test_a_practice_is_marked_and_touches_nothing(
    browser: Browser,
    server: RunningServer,
    kiosk: Client,
    signed_in: Any,
    tmp_path: Path,
    lang: str,
    size: dict[str, int],
) -> None:
    real = issue(kiosk, "ho-tich")["number"]
    before = kiosk.call("queue.get")
    with page_of(browser, size, storage_state=signed_in) as page:
        page.goto(f"{server.url}/counter?lang={lang}")
        page.locator("#choose a").click()
        word = {"vi": "LUYỆN TẬP", "en": "PRACTICE"}[lang]
        expect(page.locator("#practice b")).to_have_text(word)
        sit_down(page, 2)
        expect(page.locator("#next-number")).to_have_text("B001")
        press(page, "F8")
        expect(page.locator("#number")).to_have_text("B001")
        press(page, "F1")
        expect(page.locator("#dossier")).to_be_visible()
        take_picture(page, tmp_path, f"practice_{lang}")
        assert fits_without_scrolling(page)
        assert page.title().startswith(f"[{word}]")
        expect(page.locator("#reprint")).to_be_enabled()
        page.click("#reprint")
        expect(page.locator("#toast.done")).to_contain_text("B001")
        press(page, "F10")
        press(page, "Ctrl+Z")
        expect(page.locator("#number")).to_have_text("B001")
        assert kiosk.call("queue.get") == before
        page.click("#leave")
        expect(page.locator("#choose")).to_be_visible()
        sit_down(page, 2)
        expect(page.locator("#next-number")).to_have_text(real)


def test_two_practices_know_nothing_of_each_other(
    browser: Browser, server: RunningServer, signed_in: Any
) -> None:
    with page_of(browser, DESK, storage_state=signed_in) as first:
        first.goto(f"{server.url}/counter/practice?lang=vi")
        sit_down(first, 2)
        second = first.context.new_page()
        second.goto(f"{server.url}/counter/practice")
        sit_down(second, 2)
        press(first, "F8")
        expect(first.locator("#number")).to_have_text("B001")
        expect(second.locator("#next-number")).to_have_text("B001")
        expect(first.locator("#windows")).not_to_be_visible()
        first.reload()  # the line ends, and with it the queue
        expect(first.locator("#choose")).to_be_visible()


def test_who_is_not_of_the_staff_practises_nothing(
    browser: Browser, server: RunningServer
) -> None:
    with page_of(browser, DESK) as page:
        page.goto(f"{server.url}/counter/practice")
        expect(page.locator("#sign-in")).to_be_visible()
