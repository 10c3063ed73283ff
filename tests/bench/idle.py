"""What the kiosk takes of one core while nobody stands before it.

Beside it a bare Kivy window that shows one text and redraws nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.running import RunningServer

from .report import Figure
from .screen import FIRST_FRAME

SETTLING, SECONDS = 5.0, 20.0
"""Seconds until the last start-up work is done, and those that are measured."""
LIMIT = 8.0
"""Per cent of one core that the app may take at rest."""

BARE = """
import asyncio
from assets.look.window import open_window
window = open_window(size=(1080, 1920), virtual=True)
from kivy.app import App
from assets.look.widgets import Text
class Bare(App):
    def build(self):
        return Text(text="Ông/bà cần làm việc gì?")
    def on_start(self):
        window.bind(on_flip=self.drawn)
    def drawn(self, *_):
        window.unbind(on_flip=self.drawn)
        print("first frame", flush=True)
asyncio.run(Bare().async_run(async_lib="asyncio"))
"""


class Share(Figure):
    """A figure in per cent of one core."""

    def __str__(self) -> str:
        return (
            f"{self.what:<44} {self.ours:9.1f} %   "
            f"{self.ratio:6.2f} × {self.beside} ({self.reference:.1f} %)"
        )


def measure(folder: Path) -> Iterator[Figure]:
    """Measure the processor's time of both at rest."""
    with RunningServer(folder / "data") as server:
        token = folder / "kiosk.token"
        token.write_text(server.device("kiosk", "kiosk"), "ascii")
        command = [
            *(sys.executable, "-m", "server.cli", "kiosk", "--virtual-screen"),
            *("--server", server.url, "--token-file", str(token)),
        ]
        ours = _at_rest(command, {"MOTCUA_KIOSK_FOLDER": str(folder / "kiosk")})
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    path = {"PYTHONPATH": str(Path(__file__).parents[2])}
    bare = _at_rest([sys.executable, str(script)], path)
    yield Share("kiosk at rest, of one core", ours, bare, "bare Kivy window")
    yield Share("kiosk at rest, of one core", ours, LIMIT, "what it may take")


def _at_rest(command: Sequence[str], environment: dict[str, str]) -> float:
    """Give a process's share of one core once its first frame has settled."""
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "MOTCUA_LOG": "info", **environment},
    ) as process:
        try:
            assert process.stdout is not None
            if not any(FIRST_FRAME in line for line in process.stdout):
                raise RuntimeError(f"{command} drew nothing")
            time.sleep(SETTLING)
            began, used = time.perf_counter(), _cpu_seconds(process.pid)
            time.sleep(SECONDS)
            taken = time.perf_counter() - began
            return 100 * (_cpu_seconds(process.pid) - used) / taken
        finally:
            process.terminate()


def _cpu_seconds(pid: int) -> float:
    """Give the user and system time of a process: fields 14, 15 of proc_pid_stat(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
