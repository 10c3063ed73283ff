"""What the browser's wall has like the wall of its own: rooms, pages, lines, sound."""

from __future__ import annotations

import os
import re
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from server.storage.office import OfficeStore
from tests.bench import hour
from tests.running import Client, RunningServer
from tests.web.browser.visiting import (
    DESK,
    TELEVISION,
    fits_without_scrolling,
    issue,
    page_of,
    sign_in,
    sit_down,
    take_picture,
)

SPOKEN_WITHIN = 30_000
SLIDE = "Sơ đồ các phòng"
MARK = "dau-hieu.png"
LINE = "Chiều thứ Sáu mất điện từ 14 giờ."
CHANGED = "Khai sinh có yếu tố nước ngoài"
MORE = f"""
[[slides]]
title = {{ vi = "{SLIDE}", en = "Where the rooms are" }}
body = {{ vi = "Phòng tiếp công dân ở tầng 1.", en = "Citizens are received below." }}
picture = {{ vi = "so-do-cac-phong.png" }}

[[ticker]]
text = {{ vi = "{LINE}", en = "No power on Friday from 2 pm." }}

[[rooms]]
id = "tang-2"
name = {{ vi = "Tầng 2", en = "Upstairs" }}
counters = ["q3"]
"""
NOTED = """
  const { play } = HTMLMediaElement.prototype;
  window.sounded = [];
  HTMLMediaElement.prototype.play = function () {
    sounded.push([this.src, this.volume]);
    this.playbackRate = 6;
    return play.call(this);
  };
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server whose office has a slide, a line, a room and a changed procedure."""
    data = tmp_path_factory.mktemp("wall") / "data"
    running = RunningServer(data, program="tests.hurried")
    office = (data / "office.toml").read_text("utf-8") + MORE
    shown = re.sub(r"show_clerk_names = \w+", "show_clerk_names = true", office)
    shown = shown.replace('emblem = ""', f'emblem = "{MARK}"')
    (data / "office.toml").write_text(shown, "utf-8")
    pictures = Path(__file__).parents[3] / "assets" / "office"
    shutil.copy(pictures / "so-do-cac-phong.png", data)
    mark = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(mark).ellipse((10, 10, 390, 390), (0xC8, 0x10, 0x2E))
    mark.save(data / MARK)
    change_procedure(data)
    with running:
        yield running


def change_procedure(data: Path) -> None:
    """Post a change of yesterday that the office has confirmed."""
    store = OfficeStore(data / "office.db")
    first = store.procedures()[0]
    day = (datetime.now() - timedelta(days=1)).date().isoformat()
    more = {
        "status": "changed",
        "updated": day,
        "short": {"vi": CHANGED, "en": "Births abroad"},
    }
    store.put_procedures([{**first, **more, "confirmed": True}])
    store.close()


class Desks:
    """The kiosk and two clerks, at counters 2 and 3."""

    def __init__(self, server: RunningServer) -> None:
        self.kiosk = server.kiosk()
        self.below = server.user("nam", "clerk", "Trần Văn Nam")
        self.above = server.user("lan", "clerk", "Lê Thị Lan")

    def call(self, clerk: Client, service: str) -> str:
        """Let somebody come for a service and be called; give the number."""
        ticket = issue(self.kiosk, service)
        clerk.do("counter.call", ticket=ticket["id"])
        return str(ticket["number"])


@pytest.fixture(scope="module")
def staff(server: RunningServer) -> Desks:
    return Desks(server)


@pytest.fixture
def desks(staff: Desks) -> Iterator[Desks]:
    """Both counters open and free; closed again afterwards."""
    staff.below.do("counter.open", counter="q2")
    staff.above.do("counter.open", counter="q3")
    yield staff
    for clerk in (staff.below, staff.above):
        if clerk.call("counter.get")["counter"]["ticket"]:
            clerk.do("counter.finish")
        clerk.do("counter.close")


@pytest.fixture
def television(browser: Browser) -> Iterator[Page]:
    """An empty page on a television; its sounds are short and noted."""
    with page_of(browser, TELEVISION) as page:
        page.add_init_script(NOTED)
        yield page


def show(page: Page, server: RunningServer, query: str = "") -> None:
    page.goto(f"{server.url}/display{query}")
    expect(page.locator("#foot h2").first).to_be_attached()
    expect(page.locator("#page, #call").filter(visible=True)).to_have_count(1)


def turned(page: Page, words: str, selector: str = "#page h2") -> None:
    """Let the pages turn until these words stand there."""
    place = page.locator(selector)
    for _ in range(12):
        if place.filter(has_text=words, visible=True).count():
            return
        page.clock.run_for(4000)
    expect(place).to_have_text(words)


def test_before_the_first_call_the_wall_says_that_no_counter_is_open(
    television: Page, server: RunningServer, tmp_path: Path
) -> None:
    television.clock.install()
    show(television, server)
    turned(television, "Các quầy chưa mở")
    assert television.evaluate("document.body.classList.contains('alone')")
    take_picture(television, tmp_path, "no_counter")
    assert fits_without_scrolling(television)


INSIDE = """() => [...document.querySelectorAll('#note, #page .words')].filter(
  (it) => it.checkVisibility() && it.scrollHeight > it.clientHeight + 1
).map((it) => it.textContent)"""
"""The notes and pages whose words are higher than their place."""


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (1080, 1920), (3840, 2160)], ids=str)
def test_every_page_fits_every_television(
    browser: Browser,
    server: RunningServer,
    desks: Desks,
    tmp_path: Path,
    size: tuple[int, int],
    lang: str,
) -> None:
    with page_of(browser, {"width": size[0], "height": size[1]}) as page:
        page.clock.install()
        show(page, server, f"?lang={lang}")
        for n in range(6):
            take_picture(page, tmp_path, f"{lang}_{n}")
            assert fits_without_scrolling(page)
            assert page.evaluate(INSIDE) == []
            page.clock.run_for(12_000)


def test_a_quiet_wall_turns_its_pages_and_a_call_comes_first(
    television: Page, server: RunningServer, desks: Desks, tmp_path: Path
) -> None:
    television.clock.install()
    show(television, server)
    turned(television, "Kính chào quý vị")
    turned(television, "Nhớ mang căn cước")
    turned(television, SLIDE)
    drawn = television.locator("#page img")
    assert drawn.evaluate("(it) => it.decode().then(() => it.naturalWidth)") > 300
    assert television.evaluate(INSIDE) == []
    take_picture(television, tmp_path, "slide")
    turned(television, CHANGED)
    expect(television.locator("#page .body")).to_contain_text("Có thay đổi từ ngày")
    number = desks.call(desks.below, "ho-tich")
    expect(television.locator("#call-number")).to_have_text(number)
    expect(television.locator("#page")).not_to_be_visible()
    expect(television.locator("#note")).to_be_visible()
    for _ in range(4):
        take_picture(television, tmp_path, "first_call")
        assert fits_without_scrolling(television)
        assert television.evaluate(INSIDE) == []
        television.clock.run_for(12_000)


def test_the_office_s_line_has_its_turn_at_the_foot(
    television: Page, server: RunningServer, tmp_path: Path
) -> None:
    television.clock.install()
    show(television, server)
    turned(television, LINE, "#line")
    expect(television.locator("#foot")).not_to_be_visible()
    take_picture(television, tmp_path, "line")
    turned(television, "Chứng thực", "#foot")
    expect(television.locator("#line")).not_to_be_visible()


def test_the_office_s_own_mark_is_in_the_head(
    television: Page, server: RunningServer
) -> None:
    show(television, server)
    mark = television.locator("header img.mark")
    assert mark.evaluate("(it) => it.decode().then(() => it.naturalWidth)") == 400


def test_a_room_shows_and_speaks_only_its_own_calls(
    television: Page, server: RunningServer, desks: Desks
) -> None:
    show(television, server, "?room=tang-2")
    elsewhere = desks.call(desks.below, "ho-tich")
    own = desks.call(desks.above, "dat-dai")
    expect(television.locator("#call-number")).to_have_text(own)
    expect(television.locator("#call-counter")).to_have_text("3")
    rows = television.locator("#rows")
    expect(rows).not_to_contain_text(elsewhere)
    chimes = "sounded.filter(([one]) => one.endsWith('/chime.wav')).length"
    assert television.evaluate(chimes) == 1


CUT_SHORT = """() => [...document.querySelectorAll(
  'header h1, #foot h2, #foot p, #line, #call-words, .row .number')].filter(
  (it) => it.checkVisibility() && it.scrollWidth > it.clientWidth
).map((it) => it.textContent)"""
"""Texts on one line that are wider than their place."""


OVER_THE_EDGE = """() => [...document.querySelectorAll('.row .counter')].filter(
  (it) => it.getBoundingClientRect().bottom
    > it.parentElement.getBoundingClientRect().bottom
).length"""
"""Counters whose plate reaches beyond its row."""


@pytest.mark.parametrize(
    ("size", "inches", "rows"),
    [
        ((1920, 1080), "", 4),
        ((1920, 1080), "&diagonal=55", 5),
        ((3840, 2160), "&diagonal=75", 6),
        ((1080, 1920), "", 4),
        ((1080, 1920), "&diagonal=65", 6),
    ],
)
def test_a_larger_panel_shows_more_calls(
    browser: Browser,
    server: RunningServer,
    desks: Desks,
    tmp_path: Path,
    size: tuple[int, int],
    inches: str,
    rows: int,
) -> None:
    for _ in range(4):
        for clerk, service in ((desks.below, "ho-tich"), (desks.above, "dat-dai")):
            if clerk.call("counter.get")["counter"]["ticket"]:
                clerk.do("counter.finish")
            desks.call(clerk, service)
    with page_of(browser, {"width": size[0], "height": size[1]}) as page:
        for lang in ("vi", "en"):
            show(page, server, f"?lang={lang}{inches}")
            expect(page.locator("#rows li")).to_have_count(rows)
            expect(page.locator("#foot p").first).to_be_visible()
            take_picture(page, tmp_path, f"rows_{lang}")
            assert fits_without_scrolling(page)
            assert page.evaluate(CUT_SHORT) == []
            assert page.evaluate(OVER_THE_EDGE) == 0


def test_a_room_that_is_none_shows_every_call(
    television: Page, server: RunningServer, desks: Desks
) -> None:
    show(television, server, "?room=tang-9")
    number = desks.call(desks.below, "ho-tich")
    expect(television.locator("#call-number")).to_have_text(number)


def test_a_display_speaks_as_loud_as_its_address_says(
    television: Page, server: RunningServer, desks: Desks
) -> None:
    show(television, server, "?volume=0.3")
    with television.expect_request("**/voice/*.wav", timeout=SPOKEN_WITHIN):
        desks.call(desks.below, "ho-tich")
    assert {volume for _, volume in television.evaluate("sounded")} == {0.3}


def test_a_silent_display_keeps_the_time_of_the_sentence(
    television: Page, server: RunningServer, desks: Desks
) -> None:
    """Longer than a number stands at the least: it is being spoken elsewhere."""
    show(television, server, "?sound=off")
    first = desks.call(desks.below, "ho-tich")
    shown = television.locator("#call-number")
    expect(shown).to_have_text(first)
    begun = television.evaluate("performance.now()")
    second = desks.call(desks.above, "dat-dai")
    expect(shown).to_have_text(second, timeout=SPOKEN_WITHIN)
    assert television.evaluate("performance.now()") - begun > 4800
    assert television.evaluate("sounded") == []


def test_a_counter_names_its_clerk_where_the_office_wants_it(
    browser: Browser, server: RunningServer, desks: Desks, tmp_path: Path
) -> None:
    with page_of(browser, {"width": 800, "height": 480}) as page:
        page.goto(f"{server.url}/display/counter/3")
        clerk = page.locator("#clerk")
        expect(clerk).to_have_text("Lê Thị Lan")
        take_picture(page, tmp_path, "open")
        number = desks.call(desks.above, "dat-dai")
        expect(page.locator("#number")).to_have_text(number)
        take_picture(page, tmp_path, "calling")
        desks.above.do("counter.finish")
        desks.above.do("counter.pause", reason="Họp đến 10 giờ")
        expect(page.locator("#body")).to_have_text("Lý do: Họp đến 10 giờ.")
        expect(clerk).to_have_text("")
        take_picture(page, tmp_path, "paused")
        assert fits_without_scrolling(page)
        desks.above.do("counter.resume")


def test_a_browser_remembers_how_loud_it_is(
    television: Page, server: RunningServer, desks: Desks
) -> None:
    show(television, server, "?volume=0.3")
    show(television, server)
    with television.expect_request("**/sounds/chime.wav", timeout=SPOKEN_WITHIN):
        desks.call(desks.below, "ho-tich")
    assert {volume for _, volume in television.evaluate("sounded")} == {0.3}


@contextmanager
def asleep(browser: Browser) -> Iterator[None]:
    """Stop the browser's pages as a television does that sleeps, for some seconds.

    Their lines stay open, and what comes meanwhile is waiting when they wake.
    """
    devtools = browser.new_browser_cdp_session()
    told = devtools.send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [int(one["id"]) for one in told if one["type"] == "renderer"]
    devtools.detach()
    for process in pages:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
        time.sleep(SLEPT)  # nothing can be awaited: the time itself is what is tested
    finally:
        for process in pages:
            os.kill(process, signal.SIGCONT)


SLEPT = 6.0
"""Seconds after which a page notices that it slept."""
CHIMES = "sounded.filter(([one]) => one.endsWith('/chime.wav')).length"


@pytest.fixture
def spoken(television: Page, server: RunningServer, desks: Desks) -> Page:
    """A wall that has spoken one call and is silent again."""
    show(television, server)
    number = desks.call(desks.below, "ho-tich")
    expect(television.locator("#call-number")).to_have_text(number)
    silent(television)
    assert television.evaluate(CHIMES) == 1
    return television


def silent(page: Page) -> None:
    """Await that nothing is spoken any more."""
    page.locator("body:not(.speaking)").wait_for(timeout=SPOKEN_WITHIN)


def one_over_one_still(desks: Desks) -> tuple[str, str]:
    """Call somebody who comes at once, and somebody who is still to come."""
    desks.below.do("counter.finish")
    over = desks.call(desks.below, "ho-tich")
    desks.below.do("counter.start")
    return over, desks.call(desks.above, "dat-dai")


def speaks_only(page: Page, over: str, still: str) -> None:
    """Await that one more call is spoken: that which is still true."""
    expect(page.locator("#call-number")).to_have_text(still, timeout=30_000)
    expect(page.locator("#rows")).to_contain_text(over)
    silent(page)
    assert page.evaluate(CHIMES) == 2


def test_a_wall_that_slept_speaks_only_what_is_still_true(
    spoken: Page, browser: Browser, desks: Desks
) -> None:
    with asleep(browser):
        over, still = one_over_one_still(desks)
    speaks_only(spoken, over, still)


def test_a_wall_whose_line_was_cut_speaks_only_what_is_still_true(
    browser: Browser, server: RunningServer, desks: Desks
) -> None:
    with page_of(browser, TELEVISION, calm=False) as page:
        page.add_init_script(NOTED + UNPLUGGED)
        show(page, server)
        number = desks.call(desks.below, "ho-tich")
        expect(page.locator("#call-number")).to_have_text(number)
        silent(page)
        page.context.set_offline(True)
        page.evaluate("lines.forEach((line) => line.close())")
        over, still = one_over_one_still(desks)
        page.context.set_offline(False)
        speaks_only(page, over, still)


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


def test_a_wall_lives_through_a_restart_of_its_server(
    browser: Browser, own_server: RunningServer
) -> None:
    server = own_server
    desks = Desks(server)
    desks.below.do("counter.open", counter="q2")
    desks.above.do("counter.open", counter="q3")
    with page_of(browser, TELEVISION, calm=False) as page:
        page.add_init_script(NOTED)
        show(page, server)
        first = desks.call(desks.below, "ho-tich")
        expect(page.locator("#call-number")).to_have_text(first)
        silent(page)
        page.context.set_offline(True)
        server.kill()
        server.start()
        over, still = one_over_one_still(desks)
        page.context.set_offline(False)
        speaks_only(page, over, still)
        expect(page.locator("#rows")).to_contain_text(first)


def test_a_call_that_waited_to_be_spoken_and_is_over_is_not_spoken(
    television: Page, browser: Browser, server: RunningServer, desks: Desks
) -> None:
    """The wall slept while it spoke: who was called next has come meanwhile."""
    show(television, server)
    first = desks.call(desks.below, "ho-tich")
    waiting = desks.call(desks.above, "dat-dai")
    shown = television.locator("#call-number")
    expect(shown).to_have_text(first)
    with asleep(browser):
        desks.above.do("counter.start")
    expect(television.locator("#rows")).to_contain_text(waiting, timeout=SPOKEN_WITHIN)
    silent(television)
    assert television.evaluate(CHIMES) == 1


def test_a_display_of_the_office_s_own_tells_staff_that_it_is_mute(
    silent_browser: Browser, server: RunningServer, staff: Desks
) -> None:
    """A public one is asked for a touch too, but nobody is told of it by name."""
    token = server.device("tv", "display")
    bearer = {"Authorization": f"Bearer {token}"}
    with page_of(silent_browser, DESK, calm=False) as desk:
        sign_in(desk, server, "lan")
        sit_down(desk, 2)
        problems = desk.locator("#problems")
        with page_of(silent_browser, TELEVISION, extra_http_headers=bearer) as page:
            show(page, server)
            expect(problems).to_contain_text("tv chưa có tiếng")
            page.locator("#unlock").click()
            expect(problems).to_be_empty()
            expect(desk.locator("#health")).to_contain_text("tv tốt (1920×1080")
        with page_of(silent_browser, TELEVISION) as public:
            show(public, server)
            expect(public.locator("#unlock")).to_be_visible()
            expect(problems).to_contain_text("tv mất kết nối")
        desk.locator("#close").click()


def test_twenty_minutes_of_calls_leave_nothing_behind(
    browser: Browser, tmp_path: Path
) -> None:
    """A short version of the hour that ``python -m tests.bench hour`` measures."""
    with RunningServer(tmp_path / "data", program=hour.PROGRAM) as server:
        grown = hour.grow(browser, server, minutes=20)
    assert grown.announced >= 0.8 * grown.calls > 15
    assert grown.after - grown.before < hour.LIMIT
