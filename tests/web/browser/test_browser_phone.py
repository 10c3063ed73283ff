"""A citizen's own page in Chromium, as on a phone, against the real server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, WebSocket, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    FRAME_BY_FRAME,
    PHONE,
    issue,
    page_of,
    take_picture,
)

COUNT_SOUNDS = """() => {
  const play = HTMLMediaElement.prototype.play;
  window.rung = 0;
  HTMLMediaElement.prototype.play = function () {
    window.rung += 1;
    return play.call(this);
  };
}"""
"""Counts, in ``window.rung``, what the page plays; it sounds all the same."""


@pytest.fixture
def clerk(hall_clerk: Client) -> Client:
    """A clerk at counter 2."""
    hall_clerk.do("counter.open", counter="q2")
    return hall_clerk


def open_ticket(
    page: Page, server: RunningServer, ticket: dict[str, Any], lang: str = "vi"
) -> None:
    """Open a ticket's page as its code does."""
    page.goto(f"{server.url}/t/{ticket['id']}?lang={lang}#{ticket['secret']}")
    expect(page.locator("#number")).to_have_text(ticket["number"])


def test_a_citizen_follows_the_own_number(
    browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    issue(kiosk, "ho-tich")
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE) as page:
        open_ticket(page, server, mine)
        expect(page.locator("#ahead")).to_have_text("Còn 1 người trước")
        clerk.do("counter.call_next")
        expect(page.locator("#ahead")).to_have_text("Tiếp theo là ông/bà")
        clerk.do("counter.finish")
        clerk.do("counter.call_next")
        expect(page.locator("#title")).to_have_text("Đã đến lượt ông/bà")
        expect(page.locator("#counter")).to_have_text("2")
        clerk.do("counter.start")
        expect(page.locator("#end")).to_contain_text("quầy 2")
        clerk.do("counter.finish")
        expect(page.locator("body")).to_have_attribute("data-state", "done")


def test_the_secret_goes_over_the_line_and_nowhere_else(
    browser: Browser, server: RunningServer, kiosk: Client
) -> None:
    mine = issue(kiosk, "ho-tich")
    asked: list[str] = []
    sent: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.partition("#")[0] + str(request.headers))

    def listen(line: WebSocket) -> None:
        asked.append(line.url)
        line.on("framesent", lambda frame: sent.append(str(frame)))

    with page_of(browser, PHONE) as page:
        page.on("request", note)
        page.on("websocket", listen)
        open_ticket(page, server, mine)
    assert asked
    assert not [one for one in asked if mine["secret"] in one]
    assert len([one for one in sent if mine["secret"] in one]) == 1


@pytest.mark.parametrize("secret", ["", "falsch", "AAAAAAAAAAAAAAAAAAAAAA"])
def test_without_the_right_secret_nothing_is_shown(
    browser: Browser, server: RunningServer, kiosk: Client, secret: str
) -> None:
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE) as page:
        page.goto(f"{server.url}/t/{mine['id']}#{secret}")
        expect(page.locator("#end")).to_be_visible()
        expect(page.locator("body")).to_have_attribute("data-state", "failed")
        assert mine["number"] not in page.locator("body").inner_text()


def test_a_call_sounds_after_the_citizen_wished_for_it(
    browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE) as page:
        open_ticket(page, server, mine)
        with page.expect_request("**/sounds/chime.wav"):
            page.locator("#alarm-card label").click()
        expect(page.locator("#alarm")).to_be_checked()
        page.evaluate(COUNT_SOUNDS)
        clerk.do("counter.call_next")
        expect(page.locator("#title")).to_have_text("Đã đến lượt ông/bà")
        page.evaluate(FRAME_BY_FRAME % "window.rung === 1")
        clerk.do("counter.recall")
        page.evaluate(FRAME_BY_FRAME % "window.rung === 2")


def test_the_language_changes_and_the_secret_stays(
    browser: Browser, server: RunningServer, kiosk: Client
) -> None:
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE) as page:
        open_ticket(page, server, mine)
        page.click("a[data-lang=en]")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.locator("#number")).to_have_text(mine["number"])
        expect(page.locator("#title")).to_have_text("Your number")


def test_a_number_is_given_back_after_a_question(
    browser: Browser, server: RunningServer, kiosk: Client, tmp_path: Path
) -> None:
    codes = [head["code"] for head in kiosk.call("procedure.list", service="ho-tich")]
    papers = kiosk.call("procedure.get", code=codes[0])["papers"]
    mine = issue(kiosk, "ho-tich", procedures=codes[:1], missing=[papers[0]["id"]])
    with page_of(browser, PHONE) as page:
        open_ticket(page, server, mine)
        expect(page.locator("#near")).to_be_visible()
        expect(page.locator("#papers-title")).to_have_text("Cần thêm")
        expect(page.locator("#papers li")).to_have_count(1)
        take_picture(page, tmp_path, "soon")
        page.click("#give-back")
        take_picture(page, tmp_path, "question")
        page.get_by_role("button", name="Giữ số").click()
        expect(page.locator("#ask")).to_be_hidden()
        expect(page.locator("#ahead-card")).to_be_visible()
        page.click("#give-back")
        page.locator("#ask").get_by_role("button", name="Trả lại số này").click()
        expect(page.locator("#end")).to_contain_text("đã được trả lại")
        expect(page.locator("#give-back")).to_be_hidden()
    assert kiosk.call("queue.get")["waiting"]["ho-tich"] == []


def test_who_missed_the_call_comes_back_and_rates_the_visit_once(
    browser: Browser,
    server: RunningServer,
    clerk: Client,
    kiosk: Client,
    tmp_path: Path,
) -> None:
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE) as page:
        open_ticket(page, server, mine)
        clerk.do("counter.call_next")
        clerk.do("counter.no_show")
        expect(page.locator("#end")).to_contain_text("chưa thấy ông/bà")
        take_picture(page, tmp_path, "missed")
        page.click("#come-back")
        expect(page.locator("#ahead-card")).to_be_visible()
        expect(page.locator("#come-back")).to_be_hidden()
        clerk.do("counter.call_next")
        clerk.do("counter.start")
        clerk.do("counter.finish")
        expect(page.locator("#rate")).to_be_visible()
        take_picture(page, tmp_path, "rate")
        page.get_by_role("button", name="Không hài lòng").click()
        page.locator("#reasons label").first.click()
        take_picture(page, tmp_path, "why")
        page.click("#send")
        expect(page.locator("#thanks")).to_be_visible()
        take_picture(page, tmp_path, "thanks")
        assert Axe().run(page).response["violations"] == []
        page.reload()
        expect(page.locator("#end")).to_contain_text("Đã hoàn tất")
        expect(page.locator("#rate")).to_be_hidden()


def test_a_deed_that_got_no_answer_is_not_done_twice(
    browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    mine = issue(kiosk, "ho-tich")
    sent: list[str] = []

    def listen(line: WebSocket) -> None:
        line.on("framesent", lambda frame: sent.append(str(frame)))

    with page_of(browser, PHONE, calm=False) as page:
        page.on("websocket", listen)
        open_ticket(page, server, mine)
        clerk.do("counter.call_next")
        clerk.do("counter.finish")
        page.get_by_role("button", name="Hài lòng", exact=True).dblclick()
        expect(page.locator("#thanks")).to_be_visible()
    assert len([one for one in sent if "rating.give" in one]) == 1


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_fits_a_phone(
    browser: Browser,
    server: RunningServer,
    clerk: Client,
    kiosk: Client,
    tmp_path: Path,
    lang: str,
) -> None:
    codes = [head["code"] for head in kiosk.call("procedure.list", service="ho-tich")]
    issue(kiosk, "ho-tich")
    issue(kiosk, "ho-tich")
    mine = issue(kiosk, "ho-tich", procedures=codes[:1])
    with page_of(browser, PHONE, device_scale_factor=2) as page:
        open_ticket(page, server, mine, lang)
        expect(page.locator("#papers li").first).to_be_visible()
        take_picture(page, tmp_path, f"waiting_{lang}")
        for small in page.locator("button:visible, a:visible, label:visible").all():
            box = small.bounding_box()
            assert box
            assert box["height"] >= 47.5, small.inner_text()
        for _ in range(2):
            clerk.do("counter.call_next")
            clerk.do("counter.finish")
        clerk.do("counter.call_next")
        expect(page.locator("body")).to_have_attribute("data-state", "called")
        take_picture(page, tmp_path, f"called_{lang}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
