"""A citizen's own page in Chromium, as on a phone, against the real server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    Page,
    Request,
    WebSocket,
    WebSocketRoute,
    expect,
)

from assets.lang import texts
from tests.nightfall import set_ahead
from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    FRAME_BY_FRAME,
    PHONE,
    issue,
    page_of,
    take_picture,
)

WATCH_THE_ALARM = """
  window.rung = 0;
  window.shaken = [];
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    return play.call(this).then(() => { window.rung += 1; });
  };
  const vibrate = Navigator.prototype.vibrate;
  Navigator.prototype.vibrate = function (pattern) {
    if (vibrate.call(this, pattern)) window.shaken.push(pattern);
  };
"""
"""Counts what really sounds, and notes how the phone is shaken."""


@pytest.fixture
def clerk(hall_clerk: Client) -> Client:
    """A clerk at counter 2."""
    hall_clerk.do("counter.open", counter="q2")
    return hall_clerk


SMALL = {"width": 360, "height": 640}
WATCH_THE_LOCK = """
  window.awake = [];
  const request = WakeLock.prototype.request;
  WakeLock.prototype.request = async function (kind) {
    const lock = await request.call(this, kind);
    awake.push(lock);
    lock.addEventListener("release", () => awake.splice(awake.indexOf(lock), 1));
    return lock;
  };
"""
"""Holds, in ``window.awake``, the real locks that keep the screen on."""
UNPLUGGED = """
  window.lines = [];
  window.WebSocket = class extends WebSocket {
    constructor(...given) {
      super(...given);
      lines.push(this);
    }
  };
"""
"""Lets a test cut a line that is open; ``set_offline`` only keeps new ones closed."""


class Story:
    """A page from state to state: each is whole, readable by all, and has a picture."""

    def __init__(self, page: Page, folder: Path, lang: str) -> None:
        self._page = page
        self._folder = folder
        self._lang = lang
        self._said = texts("phone", lang)

    def says(self, key: str, **values: object) -> str:
        """Give what the page says for a key of ``phone``."""
        return self._said(f"phone.{key}", **values)

    def shows(self, name: str, key: str, **values: object) -> None:
        """Await a text, and look at the page as it is then."""
        page = self._page
        awaited = self.says(key, **values) if key != "stale" else "Mất kết nối từ"
        expect(page.get_by_text(awaited).first).to_be_visible()
        take_picture(page, self._folder, f"{name}_{self._lang}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for touched in page.locator("button:visible, a:visible, label:visible").all():
            box = touched.bounding_box()
            assert box
            assert box["height"] >= 47.5, touched.inner_text()
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []


def open_ticket(
    page: Page, server: RunningServer, ticket: dict[str, Any], lang: str = "vi"
) -> None:
    """Open a ticket's page as its code does."""
    page.goto(f"{server.url}/t/{ticket['id']}?lang={lang}#{ticket['secret']}")
    expect(page.locator("#number")).to_have_text(ticket["number"])


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


def test_after_a_touch_it_rings_and_shakes_when_the_turn_is_near_and_at_each_call(
    silent_browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    for _ in range(3):
        issue(kiosk, "ho-tich")
    mine = issue(kiosk, "ho-tich")
    with page_of(silent_browser, PHONE) as page:
        page.add_init_script(WATCH_THE_ALARM)
        open_ticket(page, server, mine)
        page.locator("#alarm-card label").click()
        expect(page.locator("#alarm")).to_be_checked()
        page.evaluate(FRAME_BY_FRAME % "rung === 1 && shaken.length === 1")
        clerk.do("counter.call_next")
        expect(page.locator("#near")).to_be_visible()
        page.evaluate(FRAME_BY_FRAME % "rung === 2 && shaken.length === 2")
        clerk.do("counter.finish")
        clerk.do("counter.call_next")
        expect(page.locator("#ahead")).to_have_text("Còn 1 người trước")
        page.click("#give-back")
        clerk.do("counter.finish")
        clerk.do("counter.call", ticket=mine["id"])
        expect(page.locator("#title")).to_be_in_viewport()
        expect(page.locator("#ask")).to_be_hidden()
        page.evaluate(FRAME_BY_FRAME % "rung === 3 && shaken.length === 3")
        clerk.do("counter.recall")
        page.evaluate(FRAME_BY_FRAME % "rung === 4 && shaken.length === 4")
        assert page.evaluate("shaken.map((one) => [one].flat().length)") == [1, 1, 5, 5]


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


def test_without_a_lock_the_citizen_is_asked_to_keep_the_screen_on(
    browser: Browser, server: RunningServer, kiosk: Client, tmp_path: Path
) -> None:
    """As on every phone where the office's address is plain http."""
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, SMALL) as page:
        page.add_init_script("delete Navigator.prototype.wakeLock")
        open_ticket(page, server, mine)
        Story(page, tmp_path, "vi").shows("dim", "alarm_text_dim")


def test_a_screen_that_was_off_is_kept_on_again(
    browser: Browser, server: RunningServer, clerk: Client, kiosk: Client
) -> None:
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE) as page:
        page.add_init_script(WATCH_THE_LOCK)
        open_ticket(page, server, mine)
        page.evaluate(FRAME_BY_FRAME % "awake.length === 1")
        page.evaluate("awake[0].release()")  # as a phone does when it is put away
        page.evaluate(FRAME_BY_FRAME % "awake.length === 0")
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        page.evaluate(FRAME_BY_FRAME % "awake.length === 1")
        clerk.do("counter.call_next")
        clerk.do("counter.finish")
        page.evaluate(FRAME_BY_FRAME % "awake.length === 0")


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


@pytest.mark.parametrize(("lang", "size"), [("vi", PHONE), ("en", SMALL)])
def test_the_whole_way_of_a_number(
    browser: Browser,
    server: RunningServer,
    clerk: Client,
    kiosk: Client,
    tmp_path: Path,
    lang: str,
    size: dict[str, int],
) -> None:
    codes = [head["code"] for head in kiosk.call("procedure.list", service="ho-tich")]
    for _ in range(4):
        issue(kiosk, "ho-tich")
    mine = issue(kiosk, "ho-tich", procedures=codes[:1])

    with page_of(browser, size, device_scale_factor=2) as page:
        page.add_init_script(WATCH_THE_LOCK)
        told = Story(page, tmp_path, lang)
        open_ticket(page, server, mine, lang)
        expect(page.locator("#papers li").first).to_be_visible()
        told.shows("waiting", "ahead", n=4)
        page.evaluate(FRAME_BY_FRAME % "awake.length === 1")
        clerk.do("counter.call_next")
        clerk.do("counter.finish")
        told.shows("waiting", "ahead", n=3)
        expect(page.locator("#near")).to_be_hidden()
        clerk.do("counter.call_next")
        told.shows("near", "near")
        clerk.do("counter.finish")
        clerk.do("counter.call_next")
        told.shows("one_ahead", "ahead_one")
        clerk.do("counter.finish")
        clerk.do("counter.call_next")
        told.shows("next", "next")
        clerk.do("counter.finish")
        clerk.do("counter.call_next")
        told.shows("called", "your_turn")
        expect(page.locator("#counter")).to_have_text("2")
        expect(page).to_have_title(f"{mine['number']} · {told.says('go_to')} 2")
        clerk.do("counter.start")
        told.shows("serving", "state.serving", counter=2)
        page.evaluate(FRAME_BY_FRAME % "awake.length === 0")
        clerk.do("counter.hold", reason="thieu-giay")
        told.shows("held", "state.held")
        page.evaluate(FRAME_BY_FRAME % "awake.length === 1")
        clerk.do("counter.call", ticket=mine["id"])
        expect(page.locator("#title")).to_have_text(told.says("your_turn"))
        clerk.do("counter.no_show")
        told.shows("missed", "state.missed")
        page.click("#come-back")
        expect(page.locator("#ahead")).to_have_text(told.says("next"))
        expect(page.locator("#come-back")).to_be_hidden()
        clerk.do("counter.call_next")
        clerk.do("counter.finish")
        told.shows("done", "rating.title")
        page.get_by_role("button", name=told.says("rating.score_1")).click()
        page.locator("#reasons label").first.click()
        told.shows("why", "rating.why")
        page.click("#send")
        told.shows("rated", "rating.thanks")
        page.evaluate(FRAME_BY_FRAME % "awake.length === 0")
        page.reload()
        expect(page.locator("#thanks")).to_be_visible()
        expect(page.locator("#asked")).to_be_hidden()


def test_a_number_is_given_back_after_a_question(
    browser: Browser, server: RunningServer, kiosk: Client, tmp_path: Path
) -> None:
    codes = [head["code"] for head in kiosk.call("procedure.list", service="ho-tich")]
    papers = kiosk.call("procedure.get", code=codes[0])["papers"]
    mine = issue(kiosk, "ho-tich", procedures=codes[:1], missing=[papers[0]["id"]])
    with page_of(browser, SMALL) as page:
        told = Story(page, tmp_path, "vi")
        open_ticket(page, server, mine)
        expect(page.locator("#near")).to_be_hidden()  # no counter is at work
        expect(page.locator("#papers-title")).to_have_text("Cần thêm")
        expect(page.locator("#papers li")).to_have_count(1)
        page.click("#give-back")
        told.shows("question", "give_back_title")
        page.get_by_role("button", name="Giữ số").click()
        expect(page.locator("#ask")).to_be_hidden()
        expect(page.locator("#ahead-card")).to_be_visible()
        page.click("#give-back")
        page.locator("#ask").get_by_role("button", name="Trả lại số này").click()
        told.shows("given_back", "state.cancelled")
        expect(page.locator("#give-back")).to_be_hidden()
    assert kiosk.call("queue.get")["waiting"]["ho-tich"] == []


def test_a_picture_that_is_old_says_so_and_the_page_comes_back_by_itself(
    browser: Browser,
    server: RunningServer,
    clerk: Client,
    kiosk: Client,
    tmp_path: Path,
) -> None:
    mine = issue(kiosk, "ho-tich")
    with page_of(browser, PHONE, calm=False) as page:
        page.clock.install()
        page.add_init_script(UNPLUGGED)
        told = Story(page, tmp_path, "vi")
        open_ticket(page, server, mine)
        page.context.set_offline(True)
        page.evaluate("lines.forEach((line) => line.close())")
        page.clock.fast_forward(15_000)
        expect(page.locator("#updated")).to_have_text(told.says("updating"))
        expect(page.locator("#stale")).to_be_hidden()
        page.clock.fast_forward(60_000)
        told.shows("stale", "stale")
        clerk.do("counter.call_next")
        expect(page.locator("#called")).to_be_hidden()
        page.context.set_offline(False)
        expect(page.locator("#counter")).to_have_text("2")
        expect(page.locator("#stale")).to_be_hidden()
        page.context.set_offline(True)
        page.evaluate("lines.at(-1).close()")
        page.clock.fast_forward(70_000)
        told.shows("stale_called", "stale")
        page.context.set_offline(False)
        expect(page.locator("#stale")).to_be_hidden()
        # Asleep for hours: nothing ran, and no end of the line was heard of.
        clerk.do("counter.no_show")
        expect(page.locator("#come-back")).to_be_visible()
        page.clock.fast_forward(4 * 3600 * 1000)
        page.evaluate(FRAME_BY_FRAME % "lines.filter((l) => l.readyState < 2).length")
        clerk.do("counter.call", ticket=mine["id"])
        expect(page.locator("#counter")).to_have_text("2")
        expect(page.locator("#stale")).to_be_hidden()


def test_a_page_that_came_at_a_bad_moment_asks_again(
    browser: Browser, server: RunningServer, kiosk: Client
) -> None:
    mine = issue(kiosk, "ho-tich")
    refused: list[int] = []

    def between(line: WebSocketRoute) -> None:
        behind = line.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            asked = json.loads(message)
            if asked["method"] == "ticket.follow" and not refused:
                refused.append(asked["id"])
                error = {"code": 1, "message": "", "data": {"reason": "rate_limited"}}
                told = {"jsonrpc": "2.0", "id": asked["id"], "error": error}
                line.send(json.dumps(told))
            else:
                behind.send(message)

        line.on_message(pass_on)

    with page_of(browser, PHONE) as page:
        page.clock.install()
        page.route_web_socket("**/ws", between)
        page.goto(f"{server.url}/t/{mine['id']}?lang=vi#{mine['secret']}")
        expect(page.locator("#end")).to_contain_text("Vui lòng đợi ít giây")
        page.clock.fast_forward(5000)
        expect(page.locator("#number")).to_have_text(mine["number"])
        expect(page.locator("#end")).to_be_hidden()


def test_a_page_that_stays_open_overnight_says_that_the_day_is_over(
    browser: Browser, tmp_path: Path
) -> None:
    with RunningServer(tmp_path / "data", program="tests.nightfall") as server:
        mine = issue(server.kiosk(), "ho-tich")
        with page_of(browser, PHONE) as page:
            told = Story(page, tmp_path, "vi")
            open_ticket(page, server, mine)
            set_ahead(server.folder, 24 * 3600)
            told.shows("expired", "state.expired")
            page.reload()
            told.shows("another_day", "refused.unknown_ticket")
            assert mine["number"] not in page.locator("body").inner_text()
