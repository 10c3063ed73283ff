"""The kiosk's first useful frame, beside a bare Kivy window's with the same fonts."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.running import RunningServer

from .report import Figure

RUNS = 3
FIRST_FRAME = "first frame"
"""What the kiosk logs when its home screen is drawn."""

BARE = """
from assets.look.window import open_window
window = open_window(size=(1080, 1920), virtual=True)
from kivy.app import App
from kivy.clock import Clock
from assets.look.widgets import Text
class Bare(App):
    def build(self):
        return Text(text="Ông/bà cần làm việc gì?")
    def on_start(self):
        window.bind(on_flip=self.drawn)
    def drawn(self, *_):
        print("first frame", flush=True)
        self.stop()
Bare().run()
"""


def measure(folder: Path) -> Iterator[Figure]:
    """Measure from the command to the first frame."""
    with RunningServer(folder / "data") as server:
        token = folder / "kiosk.token"
        token.write_text(server.device("kiosk", "kiosk"), "ascii")
        command = [
            *(sys.executable, "-m", "server.cli", "kiosk", "--virtual-screen"),
            *("--server", server.url, "--token-file", str(token)),
        ]
        environment = {"MOTCUA_KIOSK_FOLDER": str(folder / "kiosk")}
        ours = [_first_frame(command, environment) for _ in range(RUNS)]
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    path = {"PYTHONPATH": str(Path(__file__).parents[2])}
    bare = [_first_frame([sys.executable, str(script)], path) for _ in range(RUNS)]
    yield Figure(
        f"kiosk's first frame, median of {RUNS}",
        statistics.median(ours),
        statistics.median(bare),
        "bare Kivy window",
    )


def _first_frame(command: Sequence[str], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "MOTCUA_LOG": "info", **environment},
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if FIRST_FRAME in line:
                taken = time.perf_counter() - began
                process.terminate()
                return taken
    raise RuntimeError(f"{command} drew nothing")
