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
import urllib.request
import wave
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from websockets.sync.client import connect

from tests.e2e.product import (
    ACCENT,
    CHROMIUM,
    PRESS,
    WHITE,
    WITHIN,
    Product,
    Screen,
    make_data,
    near,
    open_kiosk,
    open_wall,
    sign_in,
    until,
)
from tests.emulator.printer import PrinterEmulator, read_qr
from tests.running import Client, free_port


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
    make_data(data, port, printer.port)
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


def test_from_the_finger_to_the_spoken_call(
    product: Product, printer: PrinterEmulator, browser: Browser
) -> None:
    public = Client(product.url, None)
    kiosk = open_kiosk(product, browser)
    wall = open_wall(product, browser)

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
    clerk = sign_in(product, browser)
    clerk.wait_for_selector("#next:enabled")
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
