"""The browser's wall for an hour of calls at a hundred times the speed: its memory.

The page's clock and timers run a hundred times as fast, and so does what the server
tells by itself; calls come every 45 s of the page's time. A sound lasts as long as it
would, on that clock, but nothing is played. What is measured is what the page holds
after garbage was collected.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.running import Client, RunningServer

SPEED = 100
WARM, HOUR = 5.0, 65.0
"""Minutes of the page's time at which its memory is measured."""
BETWEEN = 45.0 / SPEED
"""Seconds between two calls."""
PROGRAM = "tests.bench.hundredfold"
LIMIT = 1024 * 1024
"""Bytes that may be added in an hour after the first five minutes."""

FAST = f"""
  const [date, begun] = [Date, Date.now()];
  const now = () => begun + (date.now() - begun) * {SPEED};
  window.Date = class extends date {{
    constructor(...given) {{ super(...(given.length ? given : [now()])); }}
    static now() {{ return now(); }}
  }};
  const steady = performance.now.bind(performance);
  performance.now = () => steady() * {SPEED};
  for (const timer of ["setTimeout", "setInterval"]) {{
    const real = window[timer].bind(window);
    window[timer] = (act, after = 0, ...more) => real(act, after / {SPEED}, ...more);
  }}
  window.chimes = 0;
  const media = HTMLMediaElement.prototype;
  Object.defineProperty(media, "duration", {{ get: () => 5 }});
  media.play = function () {{
    chimes += Number(this.src.endsWith("/chime.wav"));
    setTimeout(() => this.dispatchEvent(new Event("loadedmetadata")), 100);
    setTimeout(() => this.dispatchEvent(new Event("ended")), 5000);
    return Promise.resolve();
  }};
"""


@dataclass(frozen=True)
class Growth:
    """What a page held, in bytes, early and late; calls made and announced."""

    before: int
    after: int
    calls: int
    announced: int


def measure(folder: Path) -> Iterator[str]:
    """Measure an hour, in Debian's Chromium."""
    with (
        RunningServer(folder / "data", program=PROGRAM) as server,
        sync_playwright() as driving,
    ):
        browser = driving.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        grown = grow(browser, server, HOUR)
        browser.close()
    added = (grown.after - grown.before) / 1024
    yield (
        f"browser's wall, {grown.announced} of {grown.calls} calls announced: "
        f"{grown.before / 1024:.0f} KiB after {WARM:.0f} min, {added:+.0f} KiB in the "
        f"{HOUR - WARM:.0f} min after (aim: below {LIMIT / 1024:.0f})"
    )


def grow(browser: Browser, server: RunningServer, minutes: float) -> Growth:
    """Let a wall run for so many minutes of its own time, with calls all the time."""
    kiosk, clerk = server.kiosk(), server.user("nam", "clerk")
    clerk.do("counter.open", counter="q2")
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(FAST)
    page.goto(f"{server.url}/display")
    page.locator("#foot h2").first.wait_for()
    begun, calls, before = time.monotonic(), 0, 0
    while (passed := time.monotonic() - begun) < minutes * 60 / SPEED:
        if not before and passed >= WARM * 60 / SPEED:
            before = _held(page)
        _call(kiosk, clerk)
        calls += 1
        page.wait_for_timeout(max(begun + calls * BETWEEN - time.monotonic(), 0) * 1000)
    growth = Growth(before, _held(page), calls, int(page.evaluate("chimes")))
    context.close()
    return growth


def _call(kiosk: Client, clerk: Client) -> None:
    if clerk.call("counter.get")["counter"]["ticket"]:
        clerk.do("counter.finish")
    kiosk.do("ticket.issue", service="ho-tich")
    clerk.do("counter.call_next")


def _held(page: Page) -> int:
    """Return the bytes that scripts and elements hold, without what is garbage."""
    devtools = page.context.new_cdp_session(page)
    for _ in range(3):
        devtools.send("HeapProfiler.collectGarbage")
    usage = devtools.send("Runtime.getHeapUsage")
    devtools.detach()
    parts = ("usedSize", "embedderHeapUsedSize", "backingStorageSize")
    return sum(int(usage.get(part, 0)) for part in parts)
