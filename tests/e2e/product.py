"""The whole product as ``motcua up --virtual-screen``, and its screens in Chromium."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.running import PASSWORD, motcua

WITHIN = 30.0
ACCENT = (0x0B, 0x55, 0x53)
PRESS = (0x07, 0x3C, 0x3B)
WHITE = (0xFF, 0xFF, 0xFF)
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def until(found: Callable[[], Any], what: str) -> Any:
    """Look again and again until something is found; fail with what is missing."""
    ends = time.monotonic() + WITHIN
    while time.monotonic() < ends:
        result = found()
        if result:
            return result
        threading.Event().wait(0.05)
    raise AssertionError(f"not within {WITHIN} s: {what}")


class Product:
    """``motcua up`` and what it prints."""

    def __init__(self, data: Path, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.output: list[str] = []
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "server.cli", "up"),
                *("--data", str(data), "--virtual-screen"),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "MOTCUA_LOG": "info"},
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            self.output += lines

    def printed(self, pattern: str) -> str:
        """Wait for a printed line; give its first group."""
        return str(
            until(
                lambda: (
                    (found := re.search(pattern, "".join(self.output))) and found[1]
                ),
                f"{pattern} in {self.output}",
            )
        )

    def server_pid(self) -> int:
        """Find the server among the processes that ``up`` keeps running."""
        for pid in _children(self.process.pid):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            if b"server" in command and b"--data" in command:
                return pid
        raise AssertionError("there is no server")

    def stop(self) -> None:
        self.process.terminate()
        code = self.process.wait(30)
        self._reader.join()
        assert code == 0, "".join(self.output)


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    return [int(child) for child in listed.split()]


def make_data(data: Path, port: int, printer: int) -> None:
    """Make a data folder: always open, a network printer, a clerk, links for phones."""
    motcua("init", "--data", str(data), "--always-open")
    office = data / "office.toml"
    text = office.read_text("utf-8")
    link = f'public_url = "http://127.0.0.1:{port}"'
    office.write_text(text.replace('public_url = ""', link), "utf-8")
    settings = f"""
        [server]
        port = {port}
        [kiosk]
        width = 1080
        height = 1920
        diagonal = 21.5
        [kiosk.printer]
        kind = "network"
        host = "127.0.0.1"
        port = {printer}
        """
    (data / "motcua.toml").write_text(settings, "utf-8")
    user = (
        "user",
        "add",
        "hoai",
        "--role",
        "clerk",
        "--display-name",
        "Nguyễn Thị Hoài",
    )
    motcua(*user, "--password-stdin", "--data", str(data), stdin=PASSWORD + "\n")


class Screen:
    """A virtual screen's live picture in a browser."""

    def __init__(self, page: Page, address: str, size: tuple[int, int]) -> None:
        self.page = page
        self.size = size
        page.goto(address)
        until(self._drawn, f"a picture at {address}")

    def _drawn(self) -> bool:
        return bool(
            self.page.evaluate("document.querySelector('#picture').naturalWidth > 0")
        )

    def picture(self) -> Image.Image:
        """Give the picture as it is now, in the screen's own pixels."""
        self.page.evaluate("document.querySelector('#state').hidden = true")
        shot = self.page.locator("#picture").screenshot()
        return Image.open(io.BytesIO(shot)).convert("RGB").resize(self.size)

    def colour(self, x: int, y: int) -> tuple[int, int, int]:
        """Give the colour at a pixel of the screen."""
        red, green, blue = self.picture().getpixel((x, y))  # type: ignore[misc]
        return red, green, blue

    def touch(self, x: int, y: int) -> None:
        """Touch the screen at a pixel."""
        box = self.page.locator("#picture").bounding_box()
        assert box is not None
        self.page.mouse.click(
            box["x"] + x * box["width"] / self.size[0],
            box["y"] + y * box["height"] / self.size[1],
        )


def near(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether two colours are the same but for what JPEG loses."""
    return all(abs(a - b) <= 12 for a, b in zip(one, other, strict=True))


def open_kiosk(product: Product, browser: Browser) -> Screen:
    address = product.printed(r"(http://\S+/screens/kiosk\?code=\S+)")
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    return Screen(page, address, (1080, 1920))


def open_wall(product: Product, browser: Browser) -> Screen:
    address = product.printed(r"(http://\S+/screens/wall\?code=\S+)")
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    return Screen(page, address, (1920, 1080))


def sign_in(product: Product, browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(product.url + "/counter")
    page.fill("[name=name]", "hoai")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/counter")
    page.locator("#counters button").nth(1).click()
    page.wait_for_selector("#close:enabled")
    return page
