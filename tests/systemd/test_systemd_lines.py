"""What is told to systemd, and where: sd_notify(3), on real sockets."""

import os
from pathlib import Path
from typing import Any

import pytest

from assets.notify import (
    EVERY,
    READY,
    WATCHDOG,
    Notifier,
    beat_of,
    interval_of,
    notifier_of,
    status,
)
from tests.manager import Manager


@pytest.fixture(params=["path", "abstract"])
def address(request: Any, tmp_path: Path) -> str:
    """An address that a service manager may give to what it starts."""
    named = f"@motcua-test-{os.getpid()}-{tmp_path.name}"
    return named if request.param == "abstract" else str(tmp_path / "notify")


def test_lines_reach_the_manager(address: str) -> None:
    with Manager(address) as manager:
        notifier = notifier_of({"NOTIFY_SOCKET": address})
        assert notifier.send(READY, status("đủ\ngiấy"))
        assert manager.received() == ["READY=1", "STATUS=đủ giấy"]


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_nothing_is_sent_where_nobody_listens(environment: dict[str, str]) -> None:
    assert not notifier_of(environment).send(WATCHDOG)


def test_a_manager_that_is_gone_or_does_not_read_harms_nobody(tmp_path: Path) -> None:
    gone = Notifier(str(tmp_path / "gone"))
    assert not gone.send(WATCHDOG)
    with Manager(str(tmp_path / "full")) as manager:
        full = Notifier(manager.address)
        while full.send(WATCHDOG):
            pass  # until the queue is full: then it says no, at once
        manager.line.recv(64)
        assert full.send(WATCHDOG)


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "30000000"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"}, 30.0),
        ({"WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "8"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_a_ping_is_wanted_of_this_process(
    environment: dict[str, str], seconds: float | None
) -> None:
    assert interval_of(environment, pid=7) == seconds


@pytest.mark.parametrize(("usec", "beat"), [("3000000", 1.0), ("3600000000", EVERY)])
def test_three_beats_are_within_the_time_of_a_ping(usec: str, beat: float) -> None:
    assert beat_of({"WATCHDOG_USEC": usec}) == beat
    assert beat_of({}) == EVERY
