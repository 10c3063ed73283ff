"""Who asks for help, on the pages of the clerks; sounds, keys and windows."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    DESK,
    FRAME_BY_FRAME,
    fits_without_scrolling,
    issue,
    page_of,
    press,
    sit_down,
)

LISTENING = """
window.sounds = [];
HTMLMediaElement.prototype.play = function () {
  window.sounds.push([new URL(this.src).pathname, this.volume]);
  setTimeout(() => this.onended?.());
  return Promise.resolve();
};
"""
"""Writes down what a page would sound."""


@pytest.fixture
def heard(browser: Browser, server: RunningServer, signed_in: Any) -> Any:
    """The page of a clerk at counter 2 whose sounds are written down."""
    with page_of(browser, DESK, storage_state=signed_in) as page:
        page.add_init_script(LISTENING)
        page.goto(f"{server.url}/counter?lang=vi")
        sit_down(page, 2)
        yield page


def sounds(page: Page, n: int) -> list[Any]:
    """Wait until so many sounds were made; give them."""
    page.locator("body").evaluate(FRAME_BY_FRAME % f"window.sounds.length >= {n}")
    found: list[Any] = page.evaluate("window.sounds")
    return found


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_a_citizen_who_needs_help_rings_until_one_goes(
    heard: Page, kiosk: Client, hall_clerk: Client, way: str
) -> None:
    kiosk.do("assistance.request")
    expect(heard.locator("#help-words")).to_contain_text("cần giúp ở Ki-ốt")
    expect(heard).to_have_title(re.compile(r"^\(!\) "))
    assert sounds(heard, 1) == [["/sounds/chime.wav", 1]]
    assert fits_without_scrolling(heard)
    if way == "mouse":
        heard.click("#help-seen")
    else:
        press(heard, "Alt+N")
    expect(heard.locator("#help")).not_to_be_visible()
    expect(heard).to_have_title("Quầy 2")
    assert hall_clerk.call("assistance.list") == []


def test_the_others_see_who_goes_and_a_new_page_who_still_waits(
    heard: Page, kiosk: Client, hall_clerk: Client
) -> None:
    kiosk.do("assistance.request")
    expect(heard.locator("#help")).to_be_visible()
    heard.reload()
    expect(heard.locator("#help")).to_be_visible()
    [asked] = hall_clerk.call("assistance.list")
    hall_clerk.do("assistance.answer", id=asked["id"])
    expect(heard.locator("#toast")).to_have_text("Trần Văn Nam đang đến Ki-ốt.")
    expect(heard.locator("#help")).not_to_be_visible()


def test_a_colleague_in_need_is_shown_first(
    heard: Page, kiosk: Client, hall_clerk: Client
) -> None:
    kiosk.do("assistance.request")
    sounds(heard, 1)
    hall_clerk.do("counter.open", counter="q4")
    hall_clerk.do("colleague.call")
    words = heard.locator("#help-words")
    expect(words).to_contain_text("Quầy 4 cần đồng nghiệp đến ngay (Trần Văn Nam")
    expect(words).to_contain_text("Còn 1 yêu cầu nữa.")
    assert sounds(heard, 2)[1] == ["/sounds/chime.wav", 0.5]
    press(heard, "Alt+N")
    expect(words).to_contain_text("cần giúp ở Ki-ốt")
    press(heard, "Alt+N")
    expect(heard.locator("#help")).not_to_be_visible()


@pytest.mark.parametrize("way", ["mouse", "key"])
def test_a_clerk_calls_the_colleagues_without_a_sound(
    heard: Page, hall_clerk: Client, way: str
) -> None:
    if way == "mouse":
        heard.click("#colleague")
    else:
        press(heard, "Alt+G")
    expect(heard.locator("#colleague")).to_contain_text("Đã báo")
    expect(heard.locator("#colleague")).to_be_disabled()
    expect(heard.locator("#help")).not_to_be_visible()
    [asked] = hall_clerk.call("assistance.list")
    assert (asked["counter"], asked["clerk"]) == ("q2", "Nguyễn Thị Hoài")
    hall_clerk.do("assistance.answer", id=asked["id"])
    expect(heard.locator("#toast")).to_have_text("Trần Văn Nam đang đến.")
    expect(heard.locator("#colleague")).to_contain_text("Cần hỗ trợ")
    assert heard.evaluate("window.sounds") == []


def test_an_idle_counter_sounds_when_somebody_waits_and_a_paused_one_does_not(
    heard: Page, kiosk: Client
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    expect(heard.locator("#next-number")).to_have_text(number)
    assert sounds(heard, 1) == [["/sounds/chime.wav", 0.5]]
    expect(heard).to_have_title("(1) Quầy 2")
    press(heard, "F2")
    heard.keyboard.press("1")
    expect(heard.locator("#next")).to_contain_text("Tiếp tục nhận khách")
    issue(kiosk, "ho-tich")
    expect(heard).to_have_title("(2) Quầy 2")
    assert len(heard.evaluate("window.sounds")) == 1


def test_two_windows_are_one_counter_and_one_of_them_sounds(
    browser: Browser, server: RunningServer, kiosk: Client, signed_in: Any
) -> None:
    with page_of(browser, DESK, storage_state=signed_in) as first:
        first.add_init_script(LISTENING)
        first.goto(f"{server.url}/counter?lang=vi")
        sit_down(first, 2)
        second = first.context.new_page()
        second.add_init_script(LISTENING)
        second.goto(f"{server.url}/counter")
        for page in (first, second):
            expect(page.locator("#windows")).to_have_text(re.compile("Mở ở 2 cửa sổ"))
            expect(page.locator("#place")).to_have_text("Quầy 2")
        second.bring_to_front()
        second.evaluate("window.dispatchEvent(new Event('focus'))")
        number = issue(kiosk, "ho-tich")["number"]
        sounds(second, 1)
        press(second, "F8")
        for page in (first, second):
            expect(page.locator("#number")).to_have_text(number)
        assert first.evaluate("window.sounds") == []
        second.close()
        expect(first.locator("#windows")).not_to_be_visible()


def test_a_window_of_somebody_who_signed_in_since_starts_anew(
    browser: Browser, server: RunningServer, hall_clerk: Client, signed_in: Any
) -> None:
    """One browser has one session: the page must not act in another's name unseen."""
    lines: list[WebSocketRoute] = []

    def between(line: WebSocketRoute) -> None:
        lines.append(line)
        line.connect_to_server()

    with page_of(browser, DESK, calm=False, storage_state=signed_in) as page:
        page.route_web_socket("**/ws", between)
        page.goto(f"{server.url}/counter?lang=vi")
        sit_down(page, 2)
        hall_clerk.do("counter.open", counter="q4")
        page.context.clear_cookies(name="motcua_session")
        token = hall_clerk.token or ""
        page.context.add_cookies(
            [{"name": "motcua_session", "value": token, "url": server.url}]
        )
        lines[-1].close()
        expect(page.locator("#user")).to_contain_text("Trần Văn Nam")
        expect(page.locator("#place")).to_have_text("Quầy 4")


def test_the_line_of_a_machine_that_slept_is_up_again(
    browser: Browser, server: RunningServer, kiosk: Client, signed_in: Any
) -> None:
    with page_of(browser, DESK, calm=False, storage_state=signed_in) as page:
        page.clock.install()
        page.goto(f"{server.url}/counter?lang=vi")
        sit_down(page, 2)
        page.clock.fast_forward(4 * 3600 * 1000)  # nothing ran meanwhile
        number = issue(kiosk, "ho-tich")["number"]
        expect(page.locator("#next-number")).to_have_text(number)
        page.clock.run_for(3000)
        expect(page.locator("#line-words")).to_have_text("Đã kết nối")
        press(page, "F8")
        expect(page.locator("#number")).to_have_text(number)


def test_every_button_of_the_page_shows_its_key(page: Page, kiosk: Client) -> None:
    code = kiosk.call("procedure.list", service="ho-tich")[0]["code"]
    number = issue(kiosk, "ho-tich", procedures=[code])["number"]
    bare = "#work button:visible:not(:has(kbd)):not([role=tab]):not([data-ticket])"
    expect(page.locator(bare)).to_have_count(0)
    press(page, "F8")
    expect(page.locator("#number")).to_have_text(number)
    press(page, "F1")
    expect(page.locator("#dossier")).to_be_visible()
    expect(page.locator(bare)).to_have_count(0)
    shown = page.locator("#work kbd:visible").all_inner_texts()
    assert len(shown) == len(set(shown))


def test_the_dossiers_code_goes_along_and_the_procedure_is_shown(
    page: Page, kiosk: Client, server: RunningServer
) -> None:
    head = kiosk.call("procedure.list", service="ho-tich")[0]
    number = issue(kiosk, "ho-tich", procedures=[head["code"]])["number"]
    expect(page.locator("#next-number")).to_have_text(number)
    press(page, "F8")
    press(page, "F1")
    press(page, "Alt+T")
    expect(page.locator("#ask-title")).to_have_text(
        head["name"]["vi"].replace("\n", " ")
    )
    expect(page.locator("#ask-text")).to_contain_text("Nguồn:")
    page.keyboard.press("Escape")
    press(page, "Alt+M")
    page.keyboard.type("000.00.12-261124-0007")
    press(page, "F10")
    expect(page.locator("#idle")).to_be_visible()
    press(page, "Ctrl+Z")
    expect(page.locator("#number")).to_have_text(number)
    expect(page.locator("#chips")).to_contain_text("Đang phục vụ")
