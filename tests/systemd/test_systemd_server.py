"""A real server under a service manager."""

import os
import signal
from pathlib import Path

import pytest

from assets.notify import READY, STOPPING, WATCHDOG
from tests.manager import Manager
from tests.running import RunningServer


def test_a_server_tells_that_it_is_there_that_it_lives_and_that_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Manager(str(tmp_path / "notify")) as manager:
        monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
        monkeypatch.setenv("WATCHDOG_USEC", "300000")
        with RunningServer(tmp_path / "data") as server:
            assert manager.until(WATCHDOG)[0] == READY
            assert server.client().call("queue.get")["open"]
            os.kill(server.pid, signal.SIGSTOP)
            assert manager.silent(0.5), "a server that hangs makes no pings"
            os.kill(server.pid, signal.SIGCONT)
            assert READY not in manager.until(WATCHDOG)
        assert manager.received()[-1] == STOPPING
