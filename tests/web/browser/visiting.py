"""Pages as a person uses it, and what every page must be."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.running import PASSWORD, Client, RunningServer

DESK = {"width": 1280, "height": 720}
TELEVISION = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}

CUT_OFF = """() => {
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: holder } = walker.currentNode;
    if (!walker.currentNode.textContent.trim() || !holder.checkVisibility()) continue;
    if (holder.closest('#line, #papers')) continue;  // these scroll, with a bar
    if (holder.closest('textarea, option')) continue;  // drawn by the browser itself
    if (getComputedStyle(holder).textOverflow === 'ellipsis') continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const text = range.getBoundingClientRect();
    const box = (holder.closest('.card, button, dialog, header, li') ?? document.body)
      .getBoundingClientRect();
    const right = Math.min(box.right, innerWidth) + 1;
    if (text.right > right || text.left < box.left - 1)
      cut.push(walker.currentNode.textContent.trim());
  }
  return cut;
}"""
"""Texts that reach beyond the card, button or window that they stand in."""

FRAME_BY_FRAME = """(it) => new Promise((done, fail) => {
  const last = performance.now() + 20_000;
  const look = () => {
    if (%s) done();
    else if (performance.now() > last) fail(new Error("waited in vain"));
    else requestAnimationFrame(look);
  };
  look();
})"""
"""Awaits a condition; `wait_for_function` would use eval, which our pages forbid."""


@contextmanager
def page_of(
    browser: Browser, size: dict[str, int], calm: bool = True, **more: Any
) -> Iterator[Page]:
    """Open an empty page; a fault in its scripts or its policy fails the test.

    Args:
        calm: whether the browser's console must stay empty; not where a test cuts
            the line, which browsers write there.
    """
    context = browser.new_context(viewport=size, **more)  # type: ignore[arg-type]
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda told: (
            faults.append(told.text)
            if calm and told.type in ("error", "warning")
            else None
        ),
    )
    try:
        yield page
        assert not faults, faults
    finally:
        context.close()


def sign_in(page: Page, server: RunningServer, name: str, lang: str = "vi") -> None:
    """Sign in as somebody who is known, by the form."""
    page.goto(f"{server.url}/counter?lang={lang}")
    expect(page.locator("#sign-in")).to_be_visible()
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#choose, #work").filter(visible=True)).to_have_count(1)
    page.goto(f"{server.url}/counter?lang={lang}")


def sit_down(page: Page, number: int) -> None:
    """Open a counter by its button."""
    page.locator("#counters button").nth(number - 1).click()
    expect(page.locator("#work")).to_be_visible()


def press(page: Page, key: str) -> None:
    """Press a key as soon as the page takes one: its button is then enabled."""
    button = page.locator(f"button:visible:has(kbd:text-is('{key}'))")
    button.evaluate(FRAME_BY_FRAME % "!it.disabled")
    page.keyboard.press("Control+z" if key == "Ctrl+Z" else key)


def settle(page: Page) -> None:
    """Wait until the fonts are there and the next frame is drawn."""
    page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def come_to_rest(page: Page) -> None:
    """Wait until a page has loaded, drawn itself, and has nothing more to do."""
    page.wait_for_load_state("load")
    for _ in range(2):  # what it draws may need one more font
        settle(page)
        page.evaluate("new Promise((done) => requestIdleCallback(() => done()))")


def take_picture(page: Page, folder: Path, name: str) -> None:
    """Take a picture, and make sure that nothing on it is cut off."""
    settle(page)
    page.screenshot(path=folder / f"{name}.png")
    assert page.evaluate(CUT_OFF) == []


def fits_without_scrolling(page: Page) -> bool:
    """Whether the whole page is on the screen."""
    return bool(
        page.evaluate(
            "() => { const page = document.documentElement;"
            " return page.scrollHeight <= innerHeight"
            " && page.scrollWidth <= innerWidth; }"
        )
    )


def issue(kiosk: Client, service: str, **more: Any) -> dict[str, Any]:
    """Take a number at the kiosk; gives the ticket with its ``secret``."""
    given = kiosk.do("ticket.issue", service=service, **more)
    return {**given["ticket"], "secret": given["secret"]}


def events_of(server: RunningServer, kind: str) -> int:
    """Count the events of a kind that the journal holds."""
    path = f"file:{server.folder / 'journal.db'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True)) as journal:
        found = journal.execute("SELECT count(*) FROM event WHERE kind = ?", [kind])
        return int(found.fetchone()[0])
