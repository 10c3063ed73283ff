"""A video on a slide: sent by the administrator, played on a wall, gone for a call."""

from __future__ import annotations

import base64
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.browser.admin_office import AdminOffice, admin_office
from tests.web.browser.visiting import TELEVISION, issue, page_of, take_picture

FILM = """async () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 360];
  const brush = canvas.getContext("2d");
  const kind = { mimeType: "video/webm" };
  const recorder = new MediaRecorder(canvas.captureStream(30), kind);
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  recorder.start();
  for (let n = 0; n < 40; n++) {
    brush.fillStyle = "#0B5553";
    brush.fillRect(0, 0, 640, 360);
    brush.fillStyle = "#FFF";
    brush.fillRect(n * 14, 120, 120, 120);
    await new Promise(requestAnimationFrame);
  }
  const stopped = new Promise((done) => (recorder.onstop = done));
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""
WORDS = "Chợ phiên dời sang thứ Bảy"


@pytest.fixture(scope="module")
def office(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AdminOffice]:
    data = tmp_path_factory.mktemp("video") / "data"
    with admin_office(data, browser) as made:
        yield made


@pytest.fixture(scope="module")
def film(browser: Browser) -> bytes:
    """A real video of a second."""
    with page_of(browser, TELEVISION) as page:
        return base64.b64decode(page.evaluate(FILM))


def turn_until(wall: Page, office: AdminOffice, shown: str) -> None:
    """Open a wall and let its pages have their turns until one shows that."""
    wall.clock.install()
    wall.goto(f"{office.server.url}/display?lang=vi")
    expect(wall.locator("#office")).to_have_text("UBND xã Thạch Khê")
    for _ in range(200):
        if wall.locator(shown).count():
            return
        wall.clock.run_for(3_000)
    raise AssertionError(f"{shown} never had its turn")


def test_a_video_that_cannot_be_played_leaves_the_words(
    browser: Browser, office: AdminOffice
) -> None:
    broken = b"\0\0\0\x20ftypisom" + bytes(1000)
    status, body = office.other.send("/admin/videos", broken)
    assert status == 200, body
    office.change("slides", [{"title": {"vi": WORDS}, "video": {"vi": body["file"]}}])
    with page_of(browser, TELEVISION, calm=False) as wall:
        turn_until(wall, office, f"#page h2:text-is('{WORDS}')")
        expect(wall.locator("#page video")).to_have_count(0)
    office.change("slides", [])


def test_a_video_is_sent_seen_and_gone_for_a_call(
    browser: Browser, office: AdminOffice, film: bytes, tmp_path: Path
) -> None:
    sent = tmp_path / "gioi-thieu.webm"
    sent.write_bytes(film)
    with office.page() as page:
        office.open(page, "/admin/posts?lang=vi#slides")
        page.locator(".add").click()
        page.get_by_label("Chọn video (tiếng Việt)").set_input_files(sent)
        field = page.locator(".picture", has=page.locator("video"))
        expect(field).to_contain_text("Đã nhận")
        page.get_by_label("Hiện trong (giây)").fill("300")
        take_picture(page, tmp_path, "sent")
        page.locator(".save").click()
        expect(page.locator(".state")).to_contain_text("Đã lưu")
    slide = office.settings["slides"][0]
    assert (office.server.folder / slide["video"]["vi"]).read_bytes() == film
    [shown] = office.kiosk.call("office.get")["slides"]
    part = urllib.request.Request(
        office.server.url + shown["video"]["vi"], headers={"Range": "bytes=0-99"}
    )
    with urllib.request.urlopen(part, timeout=20) as answer:
        assert (answer.status, answer.read()) == (206, film[:100])
        assert "immutable" in answer.headers["Cache-Control"]
    with page_of(browser, TELEVISION) as wall:
        turn_until(wall, office, "#page video")
        video = wall.locator("#page video")
        expect(video).to_be_visible()
        playing = "(it) => new Promise((done) => it.requestVideoFrameCallback(done))"
        video.evaluate(playing)
        assert video.evaluate("(it) => it.muted && it.videoWidth") == 640
        take_picture(wall, tmp_path, "video")
        number = issue(office.server.kiosk(), "ho-tich")["number"]
        clerk = office.server.user("hoai", "clerk")
        clerk.do("counter.open", counter="q2")
        clerk.do("counter.call_next")
        expect(wall.locator("#call-number")).to_have_text(number)
        expect(video).to_have_count(0)


def test_what_is_no_video_is_refused(office: AdminOffice) -> None:
    status, body = office.other.send("/admin/videos", b"MZ no video at all")
    assert (status, "MP4" in body["text"]["vi"]) == (422, True)
    clerk = office.server.user("lan", "clerk")
    assert clerk.send("/admin/videos", b"\0\0\0\x20ftypisom")[0] == 403
    assert [path.name for path in office.server.folder.glob("video.*")] == []
