"""The head of the office follows the day, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.running import PASSWORD, RefusedCall, RunningServer
from tests.web.browser.visiting import (
    DESK,
    PHONE,
    fits_without_scrolling,
    issue,
    page_of,
    take_picture,
)

LARGE = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    data = tmp_path_factory.mktemp("live") / "data"
    with RunningServer(data, program="tests.hurried") as running:
        running.user("hung", "leader", "Trần Quốc Hùng")
        yield running


@pytest.fixture(scope="module")
def signed_in(browser: Browser, server: RunningServer) -> object:
    with page_of(browser, LARGE) as page:
        page.goto(f"{server.url}/sign-in")
        page.fill("input[name=name]", "hung")
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{server.url}/live")
        return page.context.storage_state()


@pytest.fixture
def page(browser: Browser, server: RunningServer, signed_in: object) -> Iterator[Page]:
    with page_of(browser, LARGE, storage_state=signed_in) as page:
        page.goto(f"{server.url}/live")
        yield page


def test_the_day_is_followed_as_it_happens(
    page: Page, server: RunningServer, tmp_path: Path
) -> None:
    kiosk, clerk = server.kiosk(), server.user("hoai", "clerk", "Nguyễn Thị Hoài")
    figures = page.locator("#figures .card")
    expect(figures.nth(0)).to_contain_text("0 người")
    given = [issue(kiosk, "ho-tich")["number"] for _ in range(3)]
    expect(figures.nth(0)).to_contain_text("3 người")
    expect(figures.nth(0)).to_contain_text("đã cấp 3 số")
    expect(figures.nth(1)).to_contain_text(given[0])
    expect(page.locator("#attention")).to_contain_text("3 người chờ mà chưa quầy nào")
    clerk.do("counter.open", counter="q2")
    clerk.do("counter.call_next")
    counter = page.locator("#counters tr").nth(1)
    expect(counter).to_contain_text("Nguyễn Thị Hoài")
    expect(counter).to_contain_text(f"{given[0]} · Khai sinh")
    expect(counter).to_contain_text("Đang gọi")
    expect(page.locator("#attention")).not_to_contain_text("chưa quầy nào")
    clerk.do("counter.start")
    expect(counter).to_contain_text("Phục vụ")
    clerk.do("counter.finish")
    expect(figures.nth(3)).to_contain_text("1")
    expect(figures.nth(2)).to_contain_text("1 số đã gọi")
    take_picture(page, tmp_path, "live")
    assert fits_without_scrolling(page)
    clerk.do("counter.undo")
    expect(figures.nth(3).locator(".value")).to_have_text("0")
    clerk.do("counter.finish")
    clerk.do("counter.pause", reason="Họp đến 10 giờ")
    expect(counter).to_contain_text("Họp đến 10 giờ")
    clerk.do("counter.close")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("size", [LARGE, DESK, PHONE], ids=lambda s: str(s["width"]))
def test_the_page_fits(
    browser: Browser,
    server: RunningServer,
    signed_in: object,
    tmp_path: Path,
    size: dict[str, int],
    lang: str,
) -> None:
    with page_of(browser, size, storage_state=signed_in) as page:
        page.goto(f"{server.url}/live?lang={lang}")
        expect(page.locator("#counters tr").first).to_be_visible()
        take_picture(page, tmp_path, f"live_{lang}_{size['width']}")


def test_the_head_of_the_office_changes_nothing(
    page: Page, server: RunningServer
) -> None:
    leader = server.client(
        server.client().call("session.login", name="hung", password=PASSWORD)["token"]
    )
    assert leader.call("queue.get")["counters"]
    for method, params in (
        ("counter.open", {"counter": "q2"}),
        ("ticket.issue", {"service": "ho-tich"}),
        ("settings.put", {"version": "x", "area": "order", "value": {}}),
    ):
        with pytest.raises(RefusedCall, match="forbidden"):
            leader.do(method, **params)
    page.goto(f"{server.url}/live")
    expect(page.locator("#today")).not_to_be_empty()
    assert page.locator("button").count() == 2  # to sign out, here or everywhere


def test_a_clerk_does_not_see_it(server: RunningServer) -> None:
    clerk = server.user("nam", "clerk")
    assert clerk.get("/live")[0] == 403
