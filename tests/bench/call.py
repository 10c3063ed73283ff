"""From the clerk's call to what the wall's loudspeaker puts out, sample by sample.

The wall is the real program; its loudspeaker is SDL's disk driver, which writes in real
time what would sound. Call to chime is taken by the clock, beside the bare event at
another display of the same calls; chime to first syllable is counted in samples.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from websockets.sync.client import ClientConnection, connect

from assets.sound.outputs import length
from tests.running import Client, RunningServer

from .fanout import message
from .report import Figure

CALLS = 7
TO_CHIME, TO_SYLLABLE = 0.150, 0.200
"""Seconds that they may take at most."""
RATE = 44100
"""Kivy opens the mixer so, in stereo."""
HEARD = 60
"""Samples of less are silence: -55 dBFS."""
CHIME = Path("assets/sounds/chime.wav")
SETTLING = 3.0
OVER = 9.0
"""Seconds in which a call is announced twice."""


class Tape:
    """What has come out of the loudspeaker so far."""

    def __init__(self, path: Path) -> None:
        """Begin with a tape that need not be there yet."""
        self._path = path
        self._at = 0

    def until_sound(self) -> int:
        """Wait until something sounds; give its first sample's place, one channel's."""
        while True:
            for place, sample in self._new():
                if abs(sample) >= HEARD:
                    return place
            time.sleep(0.001)

    def first_sound(self, after: int) -> int:
        """Wait for the first sound at or after a place."""
        self._at = after
        return self.until_sound()

    def skip(self) -> None:
        """Pass over all that has sounded."""
        for _ in self._new():
            pass

    def _new(self) -> Iterator[tuple[int, int]]:
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            file.seek(4 * self._at)
            raw = file.read()
        samples = array("h", raw[: len(raw) // 4 * 4])[::2]
        first, self._at = self._at, self._at + len(samples)
        yield from enumerate(samples, first)


class Bare:
    """Another display, which only notes when it hears of a call."""

    def __init__(self, line: ClientConnection) -> None:
        """Listen on a line that has subscribed."""
        self.heard: list[float] = []
        self._line = line
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for told in self._line:
            if "ticket.called" in str(told):
                self.heard.append(time.perf_counter())


def measure(folder: Path) -> Iterator[Figure]:
    """Call one number after another, each when the last has been spoken."""
    with RunningServer(folder / "data") as server:
        kiosk, clerk = server.kiosk(), server.user("hoai", "clerk")
        wall, other = (server.device(name, "display") for name in ("wall", "other"))
        for _ in range(CALLS):
            kiosk.do("ticket.issue", service="ho-tich")
        clerk.do("counter.open", counter="q2")
        address = f"ws{server.url[4:]}/ws"
        token = {"Authorization": f"Bearer {other}"}
        with (
            _wall(folder, server.url, wall, clerk) as tape,
            connect(address, additional_headers=token) as line,
        ):
            line.send(message("subscribe", topics=["queue"]))
            line.recv()
            yield from _figures(clerk, tape, Bare(line))


def _figures(clerk: Client, tape: Tape, bare: Bare) -> Iterator[Figure]:
    chimes, syllables, events = [], [], []
    for _ in range(CALLS):
        began = time.perf_counter()
        clerk.call("counter.call_next", key=uuid4().hex)
        chime = tape.until_sound()
        chimes.append(time.perf_counter() - began)
        events.append(bare.heard[-1] - began)
        ends = chime + round(length(CHIME) * RATE)
        syllables.append((tape.first_sound(ends) - ends) / RATE)
        time.sleep(OVER)
        tape.skip()
        for step in ("counter.start", "counter.finish"):
            clerk.do(step)
    first, *rest = chimes
    event, beside = statistics.median(events), "bare event"
    yield Figure("call to chime, the first after starting", first, event, beside)
    for what, times in (("median", statistics.median(rest)), ("slowest", max(rest))):
        yield Figure(f"call to chime, {what}", times, event, beside)
    yield Figure("call to chime, slowest", max(rest), TO_CHIME, "what it may take")
    slowest = max(syllables)
    yield Figure("chime to first syllable", slowest, TO_SYLLABLE, "what it may take")


@contextmanager
def _wall(folder: Path, url: str, token: str, clerk: Client) -> Iterator[Tape]:
    """Run the wall display; give what its loudspeaker puts out."""
    tape = folder / "loudspeaker.raw"
    settings = folder / "wall.toml"
    settings.write_text(
        f'[display]\nfolder = "{folder}"\nwidth = 1920\nheight = 1080\n', "utf-8"
    )
    command = ["display", "--server", url, "--virtual-screen", "--config", settings]
    with subprocess.Popen(
        [sys.executable, "-m", "server.cli", *map(str, command)],
        env={
            **os.environ,
            "MOTCUA_TOKEN": token,
            "SDL_AUDIODRIVER": "disk",
            "SDL_DISKAUDIOFILE": str(tape),
        },
    ) as process:
        try:
            _await_wall(url, clerk)
            yield Tape(tape)
        finally:
            process.terminate()


def _await_wall(url: str, clerk: Client) -> None:
    """Wait until the wall has told how it is, and has drawn its first pictures."""
    token = {"Authorization": f"Bearer {clerk.token}"}
    with connect(f"ws{url[4:]}/ws", additional_headers=token) as line:
        line.send(message("subscribe", topics=["devices"]))
        for told in line:
            if "picture" in str(told):
                break
    time.sleep(SETTLING)
