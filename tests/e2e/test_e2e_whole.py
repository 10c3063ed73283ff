"""Everything real, from the citizen's finger to the spoken call.

``motcua up --virtual-screen`` runs server, kiosk and wall; Chromium touches the
kiosk's live picture, is the clerk, and opens the link of the slip; the slip arrives at
a printer emulator on TCP; the server is killed in the middle.
"""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from websockets.sync.client import connect

from tests.emulator.printer import PrinterEmulator, read_qr
from tests.running import PASSWORD, Client, free_port, motcua

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


@pytest.fixture(scope="module")
def printer() -> Iterator[PrinterEmulator]:
    with PrinterEmulator() as emulator:
        yield emulator


@pytest.fixture(scope="module")
def product(
    tmp_path_factory: pytest.TempPathFactory, printer: PrinterEmulator
) -> Iterator[Product]:
    data = tmp_path_factory.mktemp("whole") / "data"
    port = free_port()
    motcua("init", "--data", str(data), "--always-open")
    office = data / "office.toml"
    text = office.read_text("utf-8")
    link = f'public_url = "http://127.0.0.1:{port}"'
    office.write_text(text.replace('public_url = ""', link), "utf-8")
    (data / "motcua.toml").write_text(
        f"""
        [server]
        port = {port}
        [kiosk]
        folder = "{data / "kiosk"}"
        width = 1080
        height = 1920
        diagonal = 21.5
        [kiosk.printer]
        kind = "network"
        host = "127.0.0.1"
        port = {printer.port}
        [display]
        folder = "{data / "wall"}"
        """,
        "utf-8",
    )
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
    running = Product(data, port)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=CHROMIUM
        )
        yield chromium
        chromium.close()


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


def test_from_the_finger_to_the_spoken_call(
    product: Product, printer: PrinterEmulator, browser: Browser
) -> None:
    public = Client(product.url, None)
    kiosk = _open_kiosk(product, browser)
    wall = _open_wall(product, browser)

    # The citizen: births, marriages, deaths; then "Lấy số" beside the first matter.
    until(lambda: near(kiosk.colour(690, 610), WHITE), "the home page")
    kiosk.touch(600, 580)
    until(lambda: near(kiosk.colour(800, 560), ACCENT), "the matters of the service")
    kiosk.touch(900, 560)
    waiting = until(lambda: public.call("queue.get")["waiting"]["ho-tich"], "a ticket")
    assert [ticket["number"] for ticket in waiting] == ["B001"]

    # The paper, with the link to the ticket's own page.
    slip = printer.wait_slip(WITHIN)
    link = read_qr(slip.image) or ""
    assert re.fullmatch(rf"{product.url}/t/1#[\w-]{{22}}", link)

    # The clerk.
    clerk = _sign_in(product, browser)
    clerk.keyboard.press("F8")
    until(lambda: clerk.locator("#number").inner_text() == "B001", "B001 in hand")
    assert "khai sinh" in clerk.locator("#matter").inner_text()

    # The wall shows it, and the voice says it.
    until(lambda: _is_called(wall), "the call on the wall")
    assert _sentence(product) > 2.5

    # The phone of the citizen.
    phone = browser.new_page(viewport={"width": 390, "height": 844})
    phone.goto(link)
    until(lambda: phone.locator("#counter").inner_text().strip() == "2", "the counter")

    # The server is killed; everything is there again.
    before = public.call("queue.get")
    os.kill(product.server_pid(), signal.SIGKILL)
    until(lambda: _same(public, before), "the same queue after the kill")
    until(lambda: clerk.locator("#finish").is_enabled(), "the clerk's page is live")
    clerk.keyboard.press("F10")
    until(lambda: _counter(public, "q2")["ticket"] is None, "the visit is over")
    assert public.call("queue.get")["calls"][0]["number"] == "B001"
    assert len(printer.slips) == 1

    # The kiosk goes home by itself and gives the next number.
    until(lambda: near(kiosk.colour(690, 610), WHITE), "the kiosk is home again")
    assert "Traceback" not in "".join(product.output)


def _open_kiosk(product: Product, browser: Browser) -> Screen:
    address = product.printed(r"(http://\S+/screens/kiosk\?code=\S+)")
    page = browser.new_page(viewport={"width": 1080, "height": 1920})
    return Screen(page, address, (1080, 1920))


def _open_wall(product: Product, browser: Browser) -> Screen:
    address = product.printed(r"(http://\S+/screens/wall\?code=\S+)")
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    return Screen(page, address, (1920, 1080))


def _sign_in(product: Product, browser: Browser) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 720})
    page.goto(product.url + "/counter")
    page.fill("[name=name]", "hoai")
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/counter")
    page.locator("#counters button").nth(1).click()
    page.wait_for_selector("#next:enabled")
    return page


def _is_called(wall: Screen) -> bool:
    """Whether the large card is in the solid colour of a call, on or between blinks."""
    shown = wall.colour(80, 700)
    return near(shown, ACCENT) or near(shown, PRESS)


def _sentence(product: Product) -> float:
    """Give the seconds of the sentence that the call named."""
    subscribe = {"topics": ["queue"], "after": 0}
    message = {"jsonrpc": "2.0", "id": 1, "method": "subscribe", "params": subscribe}
    with connect(f"ws{product.url[4:]}/ws", proxy=None) as line:
        line.send(json.dumps(message))
        told: dict[str, Any] = {}
        while told.get("kind") != "ticket.called":
            told = json.loads(line.recv(timeout=WITHIN)).get("params", {})
    assert (told["number"], told["counter"]) == ("B001", "q2")
    address = product.url + told["voice"]["vi"]
    with urllib.request.urlopen(address, timeout=10) as answer:
        content = io.BytesIO(answer.read())
    with wave.open(content) as sound:
        return float(sound.getnframes() / sound.getframerate())


def _same(public: Client, before: dict[str, Any]) -> bool:
    try:
        return bool(public.call("queue.get") == before)
    except (OSError, json.JSONDecodeError):
        return False


def _counter(public: Client, id: str) -> dict[str, Any]:
    counters = public.call("queue.get")["counters"]
    found: dict[str, Any] = next(c for c in counters if c["id"] == id)
    return found
