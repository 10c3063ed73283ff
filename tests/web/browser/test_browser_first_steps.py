"""The first administrator and a virtual screen, in Chromium on a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from websockets.sync.client import ClientConnection, connect

from tests.running import PASSWORD, RunningServer
from tests.web.browser.visiting import DESK, page_of, sign_in, take_picture

SIZE = (540, 960)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[RunningServer]:
    """A server that nobody has ever used, with a virtual screen."""
    with RunningServer(tmp_path / "data", "--screens", "kiosk") as running:
        yield running


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_first_administrator_is_made_once(
    browser: Browser, fresh: RunningServer, tmp_path: Path, lang: str
) -> None:
    address = fresh.printed(r"(http://\S+/first-run\?code=\S+)")
    with page_of(browser, DESK, calm=False) as page:
        page.goto(f"{address}&lang={lang}")
        take_picture(page, tmp_path, f"first_run_{lang}")
        page.fill("input[name=name]", "   ")  # that is no name
        page.fill("input[name=display_name]", "Nguyễn Thị Hoài")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        expect(page.locator("[role=alert]")).to_be_visible()
        take_picture(page, tmp_path, f"refused_{lang}")
        page.fill("input[name=name]", "hoai")
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        expect(page.locator("#sign-in")).to_be_visible()
        again = page.goto(address)
        assert again
        assert again.status == 404
        take_picture(page, tmp_path, f"error_{lang}")
        sign_in(page, fresh, "hoai", lang)
        expect(page.locator("#user")).to_contain_text("Nguyễn Thị Hoài")


def picture(colour: str) -> bytes:
    """Make a screen's picture of one colour."""
    made = BytesIO()
    Image.new("RGB", SIZE, colour).save(made, "JPEG")
    return made.getvalue()


def touches(feed: ClientConnection, until: str) -> list[dict[str, object]]:
    """Give the touches that come until one of a kind."""
    found: list[dict[str, object]] = []
    while not found or found[-1]["touch"] != until:
        told = json.loads(feed.recv(timeout=10))
        if "touch" in told:
            found.append(told)
    return found


def test_a_click_on_a_screens_picture_is_a_touch(
    browser: Browser, fresh: RunningServer
) -> None:
    token = fresh.device("kiosk", "kiosk")
    address = fresh.printed(r"(http://\S+/screens/kiosk\?code=\S+)")
    bearer = {"Authorization": f"Bearer {token}"}
    live = fresh.url.replace("http", "ws") + "/screens/kiosk/feed"
    with (
        connect(live, additional_headers=bearer, proxy=None) as feed,
        page_of(browser, DESK, calm=False) as page,
    ):
        page.goto(address)
        assert page.url.endswith("/screens/kiosk")
        while not json.loads(feed.recv(timeout=10)).get("watch"):
            pass
        feed.send(picture("#0b5553"))
        shown = page.locator("#picture")
        expect(shown).to_be_visible()
        box = shown.bounding_box()
        assert box
        assert box["height"] / box["width"] == pytest.approx(960 / 540, rel=0.02)
        page.mouse.click(
            box["x"] + 0.25 * box["width"], box["y"] + 0.75 * box["height"]
        )
        down, *_, up = touches(feed, until="up")
        assert down["touch"] == "down"
        assert (down["x"], down["y"]) == pytest.approx((0.25, 0.75), abs=0.01)
        assert (up["x"], up["y"]) == pytest.approx((0.25, 0.75), abs=0.01)
        before = shown.get_attribute("src")
        feed.send(picture("#ffffff"))
        expect(shown).not_to_have_attribute("src", before or "")
    with page_of(browser, DESK, calm=False) as other:
        other.goto(address)
        expect(other.locator("#picture")).to_have_count(0)
        assert "screens" in other.url
