"""The wall and a counter's display as pages, in Chromium against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    TELEVISION,
    fits_without_scrolling,
    issue,
    page_of,
    take_picture,
)

SPOKEN_WITHIN = 30_000
"""Milliseconds for a chime and the sentence twice."""


@pytest.fixture
def clerk(hall_clerk: Client) -> Client:
    """A clerk at counter 2."""
    hall_clerk.do("counter.open", counter="q2")
    return hall_clerk


FASTER = """
  const { play } = HTMLMediaElement.prototype;
  window.sounded = [];
  HTMLMediaElement.prototype.play = function () {
    sounded.push(this.src);
    this.playbackRate = 6;
    return play.call(this);
  };
"""
"""Lets a page's sounds be short, and notes them: nobody hears what is said here."""


@pytest.fixture
def wall(browser: Browser, server: RunningServer) -> Iterator[Page]:
    """The wall on a television."""
    with page_of(browser, TELEVISION) as page:
        page.add_init_script(FASTER)
        page.goto(f"{server.url}/display")
        expect(page.locator("#foot h2").first).to_be_visible()
        yield page


def test_the_office_is_asked_for_every_minute(
    browser: Browser, server: RunningServer
) -> None:
    """Nobody tells a wall that the hours began, or that a notice ended."""
    with page_of(browser, TELEVISION) as page:
        page.clock.install()
        with page.expect_websocket() as opened:
            page.goto(f"{server.url}/display")
        asked: list[bool] = []
        opened.value.on("framesent", lambda sent: asked.append("office.get" in sent))
        expect(page.locator("#foot h2").first).to_be_visible()
        before = sum(asked)
        later = datetime.now() + timedelta(seconds=61)
        with opened.value.expect_event("framesent", lambda sent: "office.get" in sent):
            page.clock.set_system_time(later)
        assert sum(asked) == before + 1


def sounds_of(page: Page) -> list[str]:
    """Note the sounds that a page asks for, in order, from now on."""
    heard: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type == "media":
            heard.append(request.url.split("/", 3)[3])

    page.on("request", note)
    return heard


def chimes(page: Page) -> int:
    """Count the chimes that were sounded so far."""
    return int(
        page.evaluate("sounded.filter((one) => one.endsWith('/chime.wav')).length")
    )


def test_a_call_is_shown_and_spoken(wall: Page, clerk: Client, kiosk: Client) -> None:
    heard = sounds_of(wall)
    number = issue(kiosk, "ho-tich")["number"]
    with wall.expect_request("**/voice/*.wav", timeout=SPOKEN_WITHIN):
        clerk.do("counter.call_next")
        expect(wall.locator("#call-number")).to_have_text(number)
        expect(wall.locator("#call-counter")).to_have_text("2")
        assert wall.evaluate("document.body.classList.contains('flash')")
    assert heard[0] == "sounds/chime.wav"
    assert heard[1].startswith("voice/")
    expect(wall.locator("body.flash")).to_have_count(0, timeout=6000)


def test_two_calls_at_once_are_shown_one_after_the_other(
    wall: Page, clerk: Client, kiosk: Client
) -> None:
    first, second = (issue(kiosk, "ho-tich")["number"] for _ in range(2))
    clerk.do("counter.call_next")
    clerk.do("counter.finish")
    clerk.do("counter.call_next")
    shown = wall.locator("#call-number")
    expect(shown).to_have_text(first)
    begun = wall.evaluate("performance.now()")
    expect(shown).to_have_text(second, timeout=SPOKEN_WITHIN)
    assert wall.evaluate("performance.now()") - begun > 3500
    expect(wall.locator("#rows li").first).to_contain_text(first)


def test_a_recall_is_announced_again(wall: Page, clerk: Client, kiosk: Client) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    clerk.do("counter.call_next")
    expect(wall.locator("#call-number")).to_have_text(number)
    expect(wall.locator("body.flash")).to_have_count(1)
    expect(wall.locator("body.flash")).to_have_count(0, timeout=8000)
    clerk.do("counter.recall")
    expect(wall.locator("body.flash")).to_have_count(1, timeout=SPOKEN_WITHIN)
    expect(wall.locator("#call-number")).to_have_text(number)


def test_a_wall_that_is_opened_later_lists_and_keeps_silent(
    browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    clerk.do("counter.call_next")
    with page_of(browser, TELEVISION) as page:
        heard = sounds_of(page)
        page.goto(f"{server.url}/display")
        expect(page.locator("#call-number")).to_have_text(number)
        expect(page.locator("body.flash")).to_have_count(0)
        assert heard == []


def test_a_television_that_wants_a_touch_before_it_sounds_says_so(
    silent_browser: Browser, server: RunningServer
) -> None:
    with page_of(silent_browser, TELEVISION, calm=False) as page:
        page.goto(f"{server.url}/display")
        button = page.locator("#unlock")
        expect(button).to_contain_text("Chạm để bật tiếng")
        with page.expect_request("**/sounds/chime.wav"):
            button.click()
        expect(button).not_to_be_visible()


def test_a_cut_line_is_told_in_three_steps(
    browser: Browser, own_server: RunningServer
) -> None:
    """Nothing for 10 s, two small words, after 60 s the strip; then all is well."""
    server = own_server
    kiosk, clerk = server.kiosk(), server.user("nam", "clerk")
    clerk.do("counter.open", counter="q2")
    number = issue(kiosk, "ho-tich")["number"]
    clerk.do("counter.call_next")
    with page_of(browser, TELEVISION, calm=False) as page:
        page.clock.install()
        page.goto(f"{server.url}/display")
        expect(page.locator("#call-number")).to_have_text(number)
        server.kill()
        page.clock.run_for(5000)
        expect(page.locator("#date")).not_to_have_text("đang cập nhật…")
        page.clock.run_for(7000)
        expect(page.locator("#date")).to_have_text("đang cập nhật…")
        expect(page.locator("#strip")).not_to_be_visible()
        page.clock.run_for(55000)
        expect(page.locator("#strip-words")).to_contain_text("Bảng tạm dừng từ")
        expect(page.locator("#call-words")).to_contain_text("Số gọi gần nhất, lúc")
        expect(page.locator("#call-number")).to_have_text(number)
        server.start()
        page.clock.run_for(11000)
        expect(page.locator("#strip")).not_to_be_visible()
        expect(page.locator("#call-number")).to_have_text(number)


def test_a_counters_display_follows_its_counter(
    browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    with page_of(browser, {"width": 800, "height": 480}) as page:
        page.goto(f"{server.url}/display/counter/2")
        expect(page.locator("body")).to_have_attribute("data-state", "open")
        clerk.do("counter.call_next")
        expect(page.locator("#number")).to_have_text(number)
        expect(page.locator("#state")).to_have_text("Mời ông/bà vào")
        clerk.do("counter.start")
        expect(page.locator("#state")).to_have_text("Đang phục vụ")
        clerk.do("counter.finish")
        clerk.do("counter.close")
        expect(page.locator("body")).to_have_attribute("data-state", "closed")
        assert fits_without_scrolling(page)


@pytest.fixture(scope="module")
def colleague(hall: Any) -> Client:
    """A third clerk, without a page."""
    client: Client = hall.server.user("lan", "clerk", "Lê Thị Lan")
    return client


def test_a_counters_display_follows_every_step(
    browser: Browser,
    server: RunningServer,
    clerk: Client,
    colleague: Client,
    kiosk: Client,
) -> None:
    """Paused, set aside, taken back, given priority, served without a ticket."""
    given = issue(kiosk, "ho-tich")
    with page_of(browser, {"width": 800, "height": 480}) as page:
        page.goto(f"{server.url}/display/counter/2")
        state, number = page.locator("#state"), page.locator("#number")
        head = page.locator("#headline")
        clerk.do("counter.pause", reason="Nghỉ giải lao")
        expect(head).to_have_text("Tạm ngừng")
        expect(page.locator("#body")).to_have_text("Lý do: Nghỉ giải lao.")
        service = page.locator("#service")
        expect(service).to_have_text("")
        colleague.do("counter.open", counter="q4")
        expect(service).to_have_text("Xin mời ông/bà sang quầy 4")
        clerk.do("counter.resume")
        expect(head).to_have_text("Xin chờ gọi số")
        expect(service).to_contain_text("Chứng thực")
        colleague.do("counter.close")
        clerk.do("counter.call_next")
        expect(number).to_have_text(given["number"])
        clerk.do("ticket.prioritise", ticket=given["id"], priority="nguoi-cao-tuoi")
        expect(page.locator("#priority")).to_be_visible()
        clerk.do("ticket.prioritise", ticket=given["id"], priority=None)
        expect(page.locator("#priority")).not_to_be_visible()
        clerk.do("counter.start")
        for step, more in (
            ("hold", {"reason": "Bổ sung giấy tờ"}),
            ("transfer", {"service": "chung-thuc"}),
            ("finish", {}),
        ):
            expect(state).to_have_text("Đang phục vụ")
            clerk.do(f"counter.{step}", **more)
            expect(number).not_to_be_visible()
            clerk.do("counter.undo")
            expect(number).to_have_text(given["number"])
        clerk.do("counter.hold", reason="Bổ sung giấy tờ")
        clerk.do("counter.call", ticket=given["id"])
        expect(state).to_have_text("Mời ông/bà vào")
        clerk.do("counter.undo")
        expect(head).to_have_text("Xin chờ gọi số")
        walked = clerk.do("counter.walk_in", service="chung-thuc")
        expect(number).to_have_text(walked["number"])
        expect(state).to_have_text("Đang phục vụ")
        clerk.do("counter.finish")
        expect(head).to_have_text("Xin chờ gọi số")


def test_a_call_that_was_taken_back_is_neither_spoken_nor_shown(
    wall: Page, clerk: Client, kiosk: Client
) -> None:
    first, second, third = (issue(kiosk, "ho-tich")["number"] for _ in range(3))
    clerk.do("counter.call_next")
    expect(wall.locator("#call-number")).to_have_text(first)
    clerk.do("counter.finish")
    clerk.do("counter.call_next")
    clerk.do("counter.undo")
    waiting = {one["number"]: one for one in clerk.call("counter.get")["waiting"]}
    clerk.do("counter.call", ticket=waiting[third]["id"])
    expect(wall.locator("#call-number")).to_have_text(third, timeout=SPOKEN_WITHIN)
    expect(wall.locator("#rows")).to_contain_text(first)
    expect(wall.locator("#rows")).not_to_contain_text(second)
    assert chimes(wall) == 2


def test_a_ticket_called_at_the_next_counter_stands_there(
    wall: Page, clerk: Client, kiosk: Client, server: RunningServer
) -> None:
    number = issue(kiosk, "ho-tich")["number"]
    clerk.do("counter.call_next")
    expect(wall.locator("#call-counter")).to_have_text("2")
    clerk.do("counter.transfer", service="dat-dai")
    clerk.do("counter.open", counter="q3")
    clerk.do("counter.call_next")
    expect(wall.locator("#call-counter")).to_have_text("3", timeout=SPOKEN_WITHIN)
    expect(wall.locator("#call-number")).to_have_text(number)
    expect(wall.locator("#rows")).not_to_contain_text(number)


def test_the_foot_counts_those_who_come_back_into_the_line(
    wall: Page, clerk: Client, kiosk: Client
) -> None:
    """Set aside, put back, transferred, given back: the figures follow each."""
    foot = wall.locator("#foot .service")
    births, copies = foot.nth(1), foot.nth(0)
    given = issue(kiosk, "ho-tich")
    expect(births).to_contain_text("1 người")
    clerk.do("counter.call_next")
    expect(births).not_to_contain_text("1 người")
    clerk.do("counter.hold", reason="Bổ sung giấy tờ")
    clerk.do("ticket.restore", ticket=given["id"])
    expect(births).to_contain_text("1 người")
    clerk.do("counter.call_next")
    clerk.do("counter.transfer", service="chung-thuc")
    expect(copies).to_contain_text("1 người")
    expect(births).not_to_contain_text("1 người")
    clerk.do("counter.undo")
    expect(copies).not_to_contain_text("1 người")
    clerk.do("counter.no_show")
    clerk.do("ticket.restore", ticket=given["id"])
    expect(births).to_contain_text("1 người")
    kiosk.do("ticket.cancel", ticket=given["id"], secret=given["secret"])
    expect(births).not_to_contain_text("1 người")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "size", [(1920, 1080), (1280, 720), (1080, 1920)], ids=lambda size: f"{size[0]}"
)
def test_the_wall_fits_every_television(
    browser: Browser,
    server: RunningServer,
    clerk: Client,
    kiosk: Client,
    tmp_path: Path,
    size: tuple[int, int],
    lang: str,
) -> None:
    for n in range(5):
        issue(kiosk, "ho-tich")
        if n:
            clerk.do("counter.finish")
        clerk.do("counter.call_next")
    issue(kiosk, "chung-thuc")
    with page_of(browser, {"width": size[0], "height": size[1]}) as page:
        page.goto(f"{server.url}/display?lang={lang}")
        expect(page.locator("#rows li")).to_have_count(4)
        expect(page.locator("#foot h2").first).to_be_visible()
        take_picture(page, tmp_path, f"wall_{lang}")
        assert fits_without_scrolling(page)
        number = page.locator("#call-number").bounding_box()
        hero = page.locator("#hero").bounding_box()
        assert number
        assert hero
        assert number["height"] > 0.3 * hero["height"]
