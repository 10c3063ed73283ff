"""The README's pictures, taken from the running product.

Run ``python -m tests.e2e.pictures`` after a screen has changed.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image, ImageOps
from playwright.sync_api import Page, sync_playwright

from server.domain.people import User
from tests.e2e.product import (
    ACCENT,
    CHROMIUM,
    WHITE,
    WITHIN,
    Product,
    make_data,
    near,
    open_kiosk,
    open_wall,
    sign_in,
    until,
)
from tests.emulator.printer import PrinterEmulator
from tests.running import Client, free_port, new_device, new_user

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
BUSY = ("chung-thuc", "dat-dai", "tro-cap", "viec-khac", "ho-tich", "dat-dai")
PAPERS = {"ho-tich": "2.000635", "chung-thuc": "2.000815"}


def main() -> None:
    """Take all pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, PrinterEmulator() as printer:
        data, port = Path(folder) / "data", free_port()
        make_data(data, port, printer.port)
        product = Product(data, port)
        try:
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=CHROMIUM
                )
                kiosk = open_kiosk(product, chromium)
                wall = open_wall(product, chromium)
                clerk = sign_in(product, chromium)
                _be_busy(product, data, clerk)
                until(lambda: near(kiosk.colour(690, 610), WHITE), "the home page")
                until(lambda: near(wall.colour(80, 700), ACCENT), "the call")
                kiosk.page.wait_for_timeout(12_000)  # all is drawn, nothing blinks
                _save(kiosk.picture(), "kiosk", 540)
                _save(wall.picture(), "wall", 960)
                clerk.screenshot(path=PICTURES / "clerk.png")
                _save(Image.open(PICTURES / "clerk.png").convert("RGB"), "clerk", 1280)
                kiosk.touch(600, 580)
                until(lambda: near(kiosk.colour(800, 560), ACCENT), "the matters")
                kiosk.touch(900, 560)
                slip = printer.wait_slip(WITHIN).image.convert("RGB")
                _save(ImageOps.expand(slip, 30, "#d8d2c4"), "slip", 420)
                chromium.close()
        finally:
            product.stop()


def _be_busy(product: Product, data: Path, clerk: Page) -> None:
    """Let some people come, and two counters call."""
    kiosk = Client(product.url, new_device(data, "helper", "kiosk"))
    other = new_user(data, product.url, User("lan", "Trần Thị Lan", "clerk"))
    other.do("counter.open", counter="q4")
    for service in ("ho-tich", *BUSY, *BUSY):
        papers = [PAPERS[service]] if service in PAPERS else []
        missing = ["to-khai"] if service == "ho-tich" else []
        kiosk.do("ticket.issue", service=service, procedures=papers, missing=missing)
    for _ in range(3):
        other.do("counter.call_next")
        other.do("counter.finish")
    clerk.wait_for_selector("#next:enabled")
    clerk.keyboard.press("F8")
    until(lambda: clerk.locator("#number").inner_text() != "", "a ticket in hand")
    clerk.wait_for_selector("#start:enabled")
    clerk.keyboard.press("F1")
    number = clerk.locator("#number").inner_text()
    public = Client(product.url, None)
    until(lambda: public.call("queue.get")["calls"][0]["number"] == number, "the call")


def _save(picture: Image.Image, name: str, width: int) -> None:
    """Keep a picture small: scaled, with a palette."""
    height = round(picture.height * width / picture.width)
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
    scaled.quantize(128).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
