"""A device that nobody has let in yet: its digits on the real glass, a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pilot import UNTIL_TIMEOUT, Pilot, running
from tests.running import RunningServer

SIZES = [(1080, 1920), (1920, 1080), (1280, 800), (800, 480)]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with RunningServer(tmp_path_factory.mktemp("office") / "data") as made:
        yield made


def app_of(url: str) -> Any:
    from assets.look.code_page import CodeApp

    return CodeApp(url, "kiosk")


def set_up(size: tuple[int, int]) -> None:
    from assets.look.current import look
    from assets.look.scale import KIOSK_INCHES, from_diagonal
    from tests.pilot import window_of

    window_of(size)
    look.scale = from_diagonal(KIOSK_INCHES, size)


def overlapping(pilot: Pilot) -> list[tuple[str, str]]:
    """Give the texts that are cut or lie over each other."""
    texts = [one for one in pilot.app.root.children if one.text]
    wrong = [(one.text, "cut") for one in texts if not one.whole]
    for one in texts:
        for other in texts:
            apart = one.y >= other.top - 1 or other.y >= one.top - 1
            if one is not other and not apart:
                wrong.append((one.text, other.text))
    return wrong


@pytest.mark.parametrize("size", SIZES)
async def test_the_digits_lead_to_a_token(
    server: RunningServer, size: tuple[int, int], tmp_path: Path
) -> None:
    set_up(size)
    name = f"kiosk-{size[0]}"
    admin = await asyncio.to_thread(server.user, f"admin-{size[0]}", "admin")
    async with running(app_of(server.url), size=size) as pilot:
        digits = pilot.app.root.digits
        await pilot.until(lambda: len(digits.text) == 7)
        await pilot.picture(tmp_path / f"code_{size[0]}x{size[1]}.png")
        assert overlapping(pilot) == []
        assert pilot.has("sáu chữ số")
        assert pilot.has("six digits")
        assert pilot.has(server.url)
        code = digits.text.replace(" ", "")
        await asyncio.to_thread(admin.do, "device.pair", code=code, name=name)
        async with asyncio.timeout(UNTIL_TIMEOUT):
            while not pilot.app.token:  # it has ended then: no more frames come
                await asyncio.sleep(0)
    kiosk = server.client(pilot.app.token)
    assert kiosk.do("ticket.issue", service="ho-tich")["ticket"]["number"]
    known = [(one["name"], one["role"]) for one in admin.call("device.list")]
    assert (name, "kiosk") in known


async def test_without_a_server_it_says_so(unused_tcp_port: int) -> None:
    set_up((1080, 1920))
    url = f"http://127.0.0.1:{unused_tcp_port}"
    async with running(app_of(url)) as pilot:
        await pilot.until_text("chưa gặp được máy chủ")
        assert pilot.app.root.digits.text == ""
        assert overlapping(pilot) == []
        pilot.app.stop()  # as SIGTERM does
    assert pilot.app.token == ""
