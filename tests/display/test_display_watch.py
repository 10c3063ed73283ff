"""The display tells systemd that it lives, while its frames are really drawn."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets.notify import READY, STOPPING, WATCHDOG, Notifier
from display.watch import watch
from tests.manager import Manager


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    with Manager(str(tmp_path / "notify")) as made:
        yield made


class Window:
    """A window that draws a frame that is asked for when a test says so."""

    def __init__(self) -> None:
        self.canvas = self
        self.asked = asyncio.Event()
        self.draw: Any = None

    def bind(self, on_flip: Any) -> None:
        self.draw = on_flip

    def unbind(self, on_flip: Any) -> None:
        assert on_flip is self.draw

    def ask_update(self) -> None:
        self.asked.set()


async def test_a_frame_that_is_not_drawn_makes_no_ping(manager: Manager) -> None:
    window = Window()
    watching = asyncio.create_task(watch(window, Notifier(manager.address), 0))
    for told in ([READY, WATCHDOG], [WATCHDOG]):
        await window.asked.wait()
        assert manager.received() == []
        window.asked.clear()
        window.draw(window)
        await asyncio.wait_for(window.asked.wait(), 5)
        assert manager.received() == told
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    assert manager.received() == [STOPPING]


def test_a_real_display_tells_it(
    manager: Manager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = tmp_path / "token"
    token.write_text("none", "ascii")
    monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
    monkeypatch.setenv("WATCHDOG_USEC", "300000")
    monkeypatch.setenv("MOTCUA_DISPLAY_FOLDER", str(tmp_path / "display"))
    nowhere = ("--server", "http://127.0.0.1:9", "--token-file", str(token))
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", "display", *nowhere, "--virtual-screen"]
    ) as process:
        try:
            assert manager.until(WATCHDOG)[0] == READY
            manager.until(WATCHDOG)
            process.terminate()
            manager.until(STOPPING)
            assert process.wait(10) == 0
        finally:
            process.kill()
