"""What the watchdog decides, alone; then on a real socket, window and loop."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets.notify import READY, WATCHDOG, Notifier
from kiosk.guard.health import FROZEN_AFTER, SILENT_AFTER, Seen, judge, worth_telling
from kiosk.guard.watch import Watch
from tests.manager import Manager


@pytest.mark.parametrize(
    ("seen", "faults", "alive"),
    [
        (Seen(100.0), (), True),
        (Seen(100.0, waits_since=100.0 - FROZEN_AFTER + 1), (), True),
        (Seen(100.0, waits_since=100.0 - FROZEN_AFTER), ("picture frozen",), False),
        (Seen(100.0, away_since=100.0 - SILENT_AFTER + 1), (), True),
        (Seen(100.0, away_since=100.0 - SILENT_AFTER), ("server silent",), True),
        (Seen(100.0, clock_off=59.4), (), True),
        (Seen(100.0, clock_off=60.0), ("clock wrong",), True),
        (Seen(100.0, clock_off=-3600.0), ("clock wrong",), True),
        (Seen(100.0, free_mb=200), (), True),
        (Seen(100.0, free_mb=199), ("disk low",), True),
    ],
)
def test_a_fault_is_named_and_only_a_frozen_picture_is_death(
    seen: Seen, faults: tuple[str, ...], alive: bool
) -> None:
    found = judge(seen)
    assert found.faults() == faults
    assert found.alive is alive


def test_what_is_reported_is_flat_and_says_what_is_not_known() -> None:
    assert judge(Seen(0.0)).facts() == {
        "frames": "drawn",
        "clock": "unknown",
        "clock_off_s": None,
        "disk": "unknown",
        "disk_free_mb": None,
    }
    wrong = Seen(20.0, waits_since=0.0, clock_off=-90.4, free_mb=12)
    assert judge(wrong).facts() == {
        "frames": "frozen",
        "clock": "wrong",
        "clock_off_s": -90,
        "disk": "low",
        "disk_free_mb": 12,
    }


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (Seen(0.0), Seen(9.0), False),
        (Seen(0.0), Seen(0.0, clock_off=1.0), True),
        (Seen(0.0, clock_off=1.0), Seen(0.0, clock_off=20.0), False),
        (Seen(0.0, clock_off=1.0), Seen(0.0, clock_off=40.0), True),
        (Seen(0.0, clock_off=59.0), Seen(0.0, clock_off=61.0), True),
        (Seen(0.0, free_mb=1000), Seen(0.0, free_mb=900), False),
        (Seen(0.0, free_mb=1000), Seen(0.0, free_mb=799), True),
        (Seen(0.0, free_mb=201), Seen(0.0, free_mb=199), True),
        (Seen(0.0, free_mb=0), Seen(0.0, free_mb=0), False),
    ],
)
def test_the_office_is_told_of_changes_and_not_of_every_second(
    before: Seen, after: Seen, told: bool
) -> None:
    assert worth_telling(judge(before), judge(after)) is told


def test_the_first_judgement_is_told() -> None:
    assert worth_telling(None, judge(Seen(0.0)))


# systemd


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    with Manager(str(tmp_path / "notify")) as made:
        yield made


class Window:
    """A window that draws a frame that is asked for when it is not frozen."""

    def __init__(self) -> None:
        self.frozen = False
        self.canvas = self
        self.asked = 0
        self._follow: Any = None

    def bind(self, on_flip: Any) -> None:
        self._follow = on_flip

    def unbind(self, on_flip: Any) -> None:
        self._follow = None

    def ask_update(self) -> None:
        self.asked += 1
        if not self.frozen and self._follow:
            self._follow(self)


class Office:
    """What the server is told, and what is known of it."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self.away_since: float | None = None
        self.off: float | None = 0.0

    def clock_off(self, wall: float) -> float | None:
        return None if self.off is None else self.off + wall

    def note(self, **facts: Any) -> None:
        self.told.append(facts)


async def test_pings_stop_while_the_picture_is_frozen(
    manager: Manager, tmp_path: Path
) -> None:
    window, office, now = Window(), Office(), [0.0]
    watch = Watch(
        window,
        office,
        tmp_path,
        Notifier(manager.address),
        clock=lambda: now[0],
        wall=lambda: 0.0,
    )
    running = asyncio.create_task(watch.run())
    while not window.asked:
        await asyncio.sleep(0)
    watch.beat(1000)
    assert manager.received() == ["STATUS=all is well", READY, WATCHDOG]
    window.frozen = True
    watch.beat(1000)  # this one's frame was drawn, the next is not
    assert manager.received() == [WATCHDOG]
    now[0] = FROZEN_AFTER
    watch.beat(1000)
    watch.beat(1000)
    assert manager.received() == ["STATUS=picture frozen"]
    assert [told["frames"] for told in office.told] == ["drawn", "drawn", "frozen"]
    window.frozen = False
    watch.beat(1000)
    watch.beat(1000)
    assert manager.received()[-1] == WATCHDOG
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert manager.received() == ["STOPPING=1"]


async def test_a_disk_that_cannot_be_asked_and_a_wrong_clock_are_told(
    tmp_path: Path,
) -> None:
    window, office = Window(), Office()
    office.off = 7200.0

    def broken(_: Path) -> int:
        raise OSError("stale handle")

    watch = Watch(window, office, tmp_path, Notifier(), wall=lambda: 0.0, free=broken)
    running = asyncio.create_task(watch.run())
    while not office.told:
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert office.told[0] == {
        "frames": "drawn",
        "clock": "wrong",
        "clock_off_s": 7200,
        "disk": "unknown",
        "disk_free_mb": None,
    }


BLOCKED = """
import asyncio, os, sys, time
from pathlib import Path
from assets.look.window import open_window
window = open_window(size=(320, 240), virtual=True)
from kivy.app import App
from kivy.uix.widget import Widget
from assets.notify import notifier_of
from kiosk.guard.watch import Watch
class Office:
    away_since = None
    def clock_off(self, wall): return None
    def note(self, **facts): pass
class Bare(App):
    def build(self): return Widget()
async def main():
    line = notifier_of(os.environ)
    watch = Watch(window, Office(), Path("."), line, every=0.1)
    asyncio.create_task(Bare().async_run(async_lib="asyncio"))
    watching = asyncio.create_task(watch.run())
    await asyncio.to_thread(sys.stdin.readline)
    print("blocked", flush=True)
    time.sleep(3600)
asyncio.run(main())
"""


def test_a_loop_that_is_really_blocked_pings_no_more(
    manager: Manager, tmp_path: Path
) -> None:
    script = tmp_path / "blocked.py"
    script.write_text(BLOCKED, "utf-8")
    path = {"PYTHONPATH": str(Path(__file__).parents[3])}
    with subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **path, "NOTIFY_SOCKET": manager.address},
    ) as process:
        try:
            for _ in range(3):  # frames are drawn, the loop turns
                manager.until(WATCHDOG)
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("\n")
            process.stdin.flush()
            assert process.stdout.readline() == "blocked\n"
            assert manager.silent(0.5), "for five beats"
        finally:
            process.kill()
