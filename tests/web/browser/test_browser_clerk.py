"""The clerk's page in Chromium against the real server."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    DESK,
    events_of,
    fits_without_scrolling,
    issue,
    page_of,
    press,
    sign_in,
    sit_down,
    take_picture,
)


def test_a_wrong_password_is_told_in_words_and_opens_nothing(
    browser: Browser, server: RunningServer
) -> None:
    with page_of(browser, DESK) as page:
        page.goto(f"{server.url}/counter")
        assert "/sign-in" in page.url
        page.fill("input[name=name]", "hoai")
        page.fill("input[name=password]", "sai mật khẩu")
        page.keyboard.press("Enter")
        expect(page.locator("#problem")).to_have_text(
            "Tên đăng nhập hoặc mật khẩu không đúng."
        )
        page.goto(f"{server.url}/counter")
        assert "/sign-in" in page.url
        sign_in(page, server, "hoai")
        with page_of(browser, DESK) as elsewhere:
            sign_in(elsewhere, server, "hoai")
            page.click("#user summary")
            page.click("#sign-out-everywhere")
            for left in (page, elsewhere):
                expect(left.locator("#sign-in")).to_be_visible()


def test_a_visit_by_mouse(page: Page, kiosk: Client) -> None:
    done = int(page.locator("#today b").first.inner_text())
    codes = [head["code"] for head in kiosk.call("procedure.list", service="ho-tich")]
    procedure = kiosk.call("procedure.get", code=codes[0])
    lacking = procedure["papers"][1]
    expect(page.locator("#idle-title")).to_have_text("Không có công dân chờ")
    expect(page.locator("#next")).to_be_disabled()
    ticket = issue(kiosk, "ho-tich", procedures=codes[:1], missing=[lacking["id"]])
    number = ticket["number"]
    expect(page.locator("#next-number")).to_have_text(number)
    expect(page.locator("#because")).to_contain_text("Đến trước")
    page.click("#next")
    expect(page.locator("#number")).to_have_text(number)
    expect(page.locator("#chips")).to_contain_text("Đang mời, lần 1")
    lacks = page.locator("#papers .lacks")
    expect(lacks).to_have_count(1)
    expect(lacks).to_contain_text(lacking["name"]["vi"])
    expect(lacks).to_contain_text("Còn thiếu")
    page.click("#recall")
    expect(page.locator("#chips")).to_contain_text("Đang mời, lần 2")
    page.click("#start")
    expect(page.locator("#chips")).to_contain_text("Đang phục vụ")
    expect(page.locator("#recall")).to_be_disabled()
    page.click("#finish")
    expect(page.locator("#idle")).to_be_visible()
    expect(page.locator("#line")).to_contain_text(number)
    expect(page.locator("#today b").first).to_have_text(str(done + 1))
    assert kiosk.call("queue.get")["counters"][1]["ticket"] is None


def test_a_visit_by_keyboard(page: Page, kiosk: Client, server: RunningServer) -> None:
    done, absent = (events_of(server, f"ticket.{how}") for how in ("done", "no_show"))
    first, second, third = (issue(kiosk, "ho-tich")["number"] for _ in range(3))
    expect(page.locator("#next-number")).to_have_text(first)
    press(page, "F8")
    expect(page.locator("#number")).to_have_text(first)
    press(page, "F1")
    expect(page.locator("#chips")).to_contain_text("Đang phục vụ")
    press(page, "F8")  # serving: finished, and the next one called
    expect(page.locator("#number")).to_have_text(second)
    assert events_of(server, "ticket.done") == done + 1
    press(page, "F8")  # only called: asked first
    expect(page.locator("#ask-title")).to_contain_text(f"{second} vắng mặt?")
    page.keyboard.press("Escape")
    expect(page.locator("#number")).to_have_text(second)
    assert events_of(server, "ticket.no_show") == absent
    press(page, "F8")
    page.keyboard.press("Enter")
    expect(page.locator("#number")).to_have_text(third)
    assert events_of(server, "ticket.no_show") == absent + 1
    press(page, "F9")
    expect(page.locator("#chips")).to_contain_text("lần 2")
    press(page, "F7")
    expect(page.locator("#idle")).to_be_visible()
    assert events_of(server, "ticket.no_show") == absent + 2


@pytest.mark.parametrize("press", ["mouse", "key"])
def test_a_double_click_calls_one_citizen(
    page: Page, kiosk: Client, server: RunningServer, press: str
) -> None:
    called = events_of(server, "ticket.called")
    first = issue(kiosk, "ho-tich")["number"]
    issue(kiosk, "ho-tich")
    expect(page.locator("#next-number")).to_have_text(first)
    expect(page.locator("#next")).to_be_enabled()
    if press == "mouse":
        page.dblclick("#next")
    else:
        page.keyboard.press("F8")
        page.keyboard.press("F8")
    expect(page.locator("#number")).to_have_text(first)
    expect(page.locator("#finish")).to_be_enabled()
    assert not page.locator("#ask").is_visible()
    assert events_of(server, "ticket.called") == called + 1


def test_a_number_for_somebody_who_cannot_use_the_kiosk(
    page: Page, server: RunningServer
) -> None:
    page.click("#issue")
    page.locator("#ask-answers button").nth(2).click()
    number = page.locator("#ask-large")
    expect(number).to_have_text(re.compile(r"^H\d{3}$"))
    given = number.inner_text()
    page.locator("#ask-answers button").first.click()
    expect(page.locator("#ask")).not_to_be_visible()
    queue = server.client().call("queue.get")
    assert [one["number"] for one in queue["waiting"]["dat-dai"]] == [given]


def test_a_refusal_is_told_and_changes_nothing(page: Page, kiosk: Client) -> None:
    issue(kiosk, "ho-tich")
    page.click("#next")
    expect(page.locator("#reprint")).to_be_enabled()
    page.click("#reprint")  # no kiosk holds a line here
    expect(page.locator("#toast")).to_have_text(
        "Không có ki-ốt nào đang kết nối để in."
    )


def test_the_title_counts_who_waits(page: Page, kiosk: Client) -> None:
    issue(kiosk, "ho-tich")
    issue(kiosk, "chung-thuc")
    expect(page.locator("#idle-title")).to_have_text("2 công dân đang chờ")
    assert page.title().startswith("(2)")


def test_a_killed_server_leaves_all_on_the_page_and_comes_back(
    browser: Browser, server: RunningServer, kiosk: Client
) -> None:
    with page_of(browser, DESK, calm=False) as page:
        page.clock.install()
        sign_in(page, server, "hoai")
        sit_down(page, 2)
        first = issue(kiosk, "ho-tich")["number"]
        second = issue(kiosk, "ho-tich")["number"]
        expect(page.locator("#next-number")).to_have_text(first)
        page.click("#next")
        expect(page.locator("#number")).to_have_text(first)
        expect(page.locator("#finish")).to_be_enabled()
        server.kill()
        expect(page.locator("#line-words")).to_contain_text("Mất kết nối")
        page.clock.run_for(8000)
        expect(page.locator("#cut")).to_be_visible()
        expect(page.locator("#number")).to_have_text(first)
        expect(page.locator("#next-number")).to_have_text(second)
        expect(page.locator("#next")).to_be_disabled()
        server.start()
        page.clock.run_for(15000)
        expect(page.locator("#finish")).to_be_enabled()
        expect(page.locator("#number")).to_have_text(first)
        page.click("#finish")
        expect(page.locator("#idle-title")).to_have_text("1 công dân đang chờ")


def test_closing_the_counter_and_signing_out(
    browser: Browser, server: RunningServer
) -> None:
    with page_of(browser, DESK) as page:
        sign_in(page, server, "hoai")  # nobody else's session may end here
        sit_down(page, 2)
        page.click("#close")
        page.locator("#ask-answers button").first.click()
        expect(page.locator("#choose")).to_be_visible()
        assert server.client().call("queue.get")["counters"][1]["state"] == "closed"
        page.click("#sign-out")
        expect(page.locator("#sign-in")).to_be_visible()
        page.goto(f"{server.url}/counter")
        assert "/sign-in" in page.url


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_fits_on_one_screen(
    browser: Browser, server: RunningServer, kiosk: Client, tmp_path: Path, lang: str
) -> None:
    """1280×720 without scrolling, idle and with a full line, nothing cut."""
    with page_of(browser, DESK) as page:
        sign_in(page, server, "hoai", lang)
        take_picture(page, tmp_path, f"choose_{lang}")
        sit_down(page, 2)
        take_picture(page, tmp_path, f"idle_{lang}")
        assert fits_without_scrolling(page)
        codes = [
            head["code"] for head in kiosk.call("procedure.list", service="ho-tich")
        ]
        for n in range(12):
            issue(kiosk, "ho-tich", procedures=[codes[n % len(codes)]])
        expect(page.locator("#next")).to_be_enabled()
        page.click("#next")
        expect(page.locator("#chips .chip").first).to_be_visible()
        expect(page.locator("#line button")).to_have_count(10)
        assert fits_without_scrolling(page)
        take_picture(page, tmp_path, f"busy_{lang}")


def test_a_page_that_fell_behind_counts_the_day_again(
    browser: Browser, server: RunningServer, kiosk: Client
) -> None:
    """A ``snapshot`` stands for events that never came: the day is asked for anew."""
    lines: list[WebSocketRoute] = []
    asked: list[dict[str, Any]] = []

    def between(line: WebSocketRoute) -> None:
        lines.append(line)
        there = line.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            asked.append(json.loads(message))
            there.send(message)

        line.on_message(pass_on)

    with page_of(browser, DESK) as page:
        page.route_web_socket("**/ws", between)
        sign_in(page, server, "hoai")
        sit_down(page, 2)
        figure = page.locator("#today b").first
        before = int(figure.inner_text())
        number = issue(kiosk, "ho-tich")["number"]
        page.click("#next")
        page.click("#finish")
        expect(page.locator("#line b").first).to_have_text(number)
        expect(figure).to_have_text(str(before + 1))
        asked.clear()
        queue = kiosk.call("queue.get")
        params = {"seq": queue["seq"], "queue": queue}
        told = {"jsonrpc": "2.0", "method": "snapshot", "params": params}
        lines[-1].send(json.dumps(told))
        expect(figure).to_have_text(str(before + 1))
        expect(page.locator("#line b").first).to_have_text(number)
    again = [one["params"] for one in asked if one["method"] == "subscribe"]
    assert [one["after"] for one in again] == [0]
