"""The real process: ``run`` on a virtual screen against a real socket."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.kiosk.kiosk_office import serving

PROGRAM = """
import sys
from kiosk.start import run
from server.config.kiosk import KioskSettings
server, folder, virtual = sys.argv[1:]
sys.exit(run(KioskSettings(server=server, folder=folder), "token", virtual == "yes"))
"""


async def _start(*arguments: str) -> asyncio.subprocess.Process:
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *arguments, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


async def test_it_runs_on_a_virtual_screen_and_reports_itself(tmp_path: Path) -> None:
    async with serving() as server:
        process = await _start(server.url, str(tmp_path), "yes")
        try:
            async with asyncio.timeout(40):
                while not server.calls("device.report"):
                    server.heard.clear()
                    await server.heard.wait()
        finally:
            process.send_signal(signal.SIGINT)
            await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 0
        assert server.calls("device.report")[0].state["picture"] == "1080x1920"


async def test_without_a_screen_it_says_so_and_stops(tmp_path: Path) -> None:
    process = await _start("http://127.0.0.1:9", str(tmp_path), "no")
    _, errors = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode != 0
    assert b"NoScreen" in errors
