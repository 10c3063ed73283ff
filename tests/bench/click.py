"""A clerk's click until the page has changed, in Chromium, beside a bare echo.

Each ticket is two clicks, on "call next" and on "done"; the change is the number in
hand, and its going. The reference is a page with one button, whose message a bare
websockets server sends back; the answer is written into the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import PASSWORD, RunningServer

from .bare import echoing
from .report import Figure, percentile

TICKETS = 60
AIM = 0.050
"""Seconds of the 99th of a hundred clicks, on a computer of two cores."""

CLICK = """([button, place, change]) => new Promise((done) => {
  const watched = document.querySelector(place);
  const before = watched.textContent;
  const begun = performance.now();
  const look = () => {
    const now = watched.textContent;
    if (change === "number" ? now === before : !watched.checkVisibility()) return;
    seen.disconnect();
    done((performance.now() - begun) / 1000);
  };
  const seen = new MutationObserver(look);
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  seen.observe(document.body, all);
  document.querySelector(button).click();
})"""
READY = "(button) => !document.querySelector(button).disabled"
BARE = """(address) => new Promise((ready) => {
  document.body.innerHTML = "<button id=ask>ask</button><p id=said></p>";
  const line = new WebSocket(address);
  let n = 0;
  line.onmessage = ({ data }) => {
    document.querySelector("#said").textContent = data;
  };
  document.querySelector("#ask").onclick = () => line.send(`${++n}`);
  line.onopen = () => ready();
})"""


def measure(folder: Path) -> Iterator[str]:
    """Measure the clicks of a clerk who serves sixty tickets."""
    with (
        RunningServer(folder / "data") as server,
        sync_playwright() as driving,
        echoing() as address,
    ):
        browser = driving.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        bare = _bare(browser, address)
        ours = _ours(browser, server)
        browser.close()
    for percent in (50, 99):
        figure = Figure(
            f"clerk's click to the changed page, p{percent}",
            percentile(ours, percent),
            percentile(bare, percent),
            "echo in a bare page",
        )
        yield f"{figure}" + (f"  aim {AIM * 1000:.0f} ms" if percent == 99 else "")


def _ours(browser: Browser, server: RunningServer) -> list[float]:
    kiosk = server.kiosk()
    for _ in range(TICKETS + 1):
        kiosk.do("ticket.issue", service="ho-tich")
    server.user("nam", "clerk")
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(f"{server.url}/counter")
    page.fill("input[name=name]", "nam")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#counters button").nth(1).click()
    times = []
    for _ in range(TICKETS):
        times.append(_click(page, "#next", "#number", "number"))
        times.append(_click(page, "#finish", "#idle", "shown"))
    page.close()
    return times


def _bare(browser: Browser, address: str) -> list[float]:
    page = browser.new_page()
    page.evaluate(BARE, address)
    times = [_click(page, "#ask", "#said", "number") for _ in range(2 * TICKETS)]
    page.close()
    return times


def _click(page: Page, button: str, place: str, change: str) -> float:
    page.wait_for_function(READY, arg=button)
    # The page takes two clicks within 0.6 s for one.
    page.wait_for_timeout(700)
    return float(page.evaluate(CLICK, [button, place, change]))
