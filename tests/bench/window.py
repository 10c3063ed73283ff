"""Programs with a window, started for a measurement: the kiosk, and a bare one.

Both start from bytecode as after the first start of an installed program,
whatever the environment says about writing it; a first start is not counted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.running import RunningServer

FIRST_FRAME = "first frame"
"""What the kiosk logs when its home screen is drawn."""

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


@dataclass(frozen=True)
class Program:
    """What is started, and what its environment has beside this one's."""

    command: Sequence[str]
    environment: Mapping[str, str]

    @contextmanager
    def drawn(self) -> Iterator[tuple[int, float]]:
        """Run it; give its process id and the seconds to its first frame."""
        began = time.perf_counter()
        with subprocess.Popen(
            self.command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "MOTCUA_LOG": "info", **self.environment},
        ) as process:
            try:
                assert process.stdout is not None
                if not any(FIRST_FRAME in line for line in process.stdout):
                    raise RuntimeError(f"{self.command} drew nothing")
                yield process.pid, time.perf_counter() - began
            finally:
                process.terminate()


@contextmanager
def programs(folder: Path) -> Iterator[tuple[Program, Program]]:
    """Give the kiosk before a running server, and the bare window."""
    bytecode = {
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    script = folder / "bare.py"
    script.write_text(BARE, "utf-8")
    path = str(Path(__file__).parents[2])
    bare = Program((sys.executable, str(script)), {**bytecode, "PYTHONPATH": path})
    with RunningServer(folder / "data") as server:
        token = folder / "kiosk.token"
        token.write_text(server.device("kiosk", "kiosk"), "ascii")
        command = (
            *(sys.executable, "-m", "server.cli", "kiosk", "--virtual-screen"),
            *("--server", server.url, "--token-file", str(token)),
        )
        own = {"MOTCUA_KIOSK_FOLDER": str(folder / "kiosk")}
        kiosk = Program(command, {**bytecode, **own})
        for program in (kiosk, bare):
            with program.drawn():
                pass  # its first start writes the bytecode
        yield kiosk, bare
