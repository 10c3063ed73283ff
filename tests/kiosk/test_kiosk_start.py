"""The real process: ``run`` on a virtual screen against a real socket."""

import asyncio
import os
import pty
import signal
import sys
import tty
from pathlib import Path

from tests.kiosk.kiosk_office import Server, serving

CARD = "042051012345"

PROGRAM = """
import sys
from kiosk.start import run
from server.config.kiosk import KioskSettings
from server.config.scanner import ScannerSettings
server, folder, virtual, device = sys.argv[1:]
scanner = ScannerSettings("serial", device) if device else ScannerSettings()
settings = KioskSettings(server=server, folder=folder, scanner=scanner)
sys.exit(run(settings, "token", virtual == "yes"))
"""


async def _start(*arguments: str) -> asyncio.subprocess.Process:
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, *arguments, env=environment,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip


async def _until_asked(server: Server, method: str, **state: str) -> None:
    """Wait until the kiosk asks that; a device's report with that in its state."""
    async with asyncio.timeout(40):
        while not any(
            not state or state.items() <= asked.state.items()
            for asked in server.calls(method)
        ):
            server.heard.clear()
            await server.heard.wait()


async def _stop(process: asyncio.subprocess.Process) -> bytes:
    """Stop it as a technician does; return what it said."""
    process.send_signal(signal.SIGINT)
    try:
        said, errors = await asyncio.wait_for(process.communicate(), 20)
    except TimeoutError:
        # Left running it would take the scanners and printers of later tests.
        process.kill()
        await process.wait()
        raise
    return said + errors


async def test_it_runs_on_a_virtual_screen_and_reports_itself(tmp_path: Path) -> None:
    async with serving() as server:
        process = await _start(server.url, str(tmp_path), "yes", "")
        try:
            await _until_asked(server, "device.report")
        finally:
            await _stop(process)
        assert process.returncode == 0
        assert server.calls("device.report")[0].state["picture"] == "1080x1920"


async def test_it_reads_its_scanner_and_writes_nothing_of_it(tmp_path: Path) -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    async with serving() as server:
        folder = tmp_path / "kiosk"
        process = await _start(server.url, str(folder), "yes", os.ttyname(slave))
        try:
            await _until_asked(server, "device.report", scanner="ok")
            os.write(master, f"{CARD}|183456789|Nguyễn Văn Mẫu|".encode())
            os.write(master, b"23111951|Nam|x|15082021\r")
            os.write(master, f"http://x/t/87#{'s' * 22}\r".encode())
            await _until_asked(server, "ticket.follow")
        finally:
            errors = await _stop(process)
            os.close(master)
            os.close(slave)
        assert process.returncode == 0
        written = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
        asked = repr(server.asked).encode()
        for place in (errors, asked, *written):
            assert CARD.encode() not in place
            assert b"23111951" not in place


async def test_without_a_screen_it_says_so_and_stops(tmp_path: Path) -> None:
    process = await _start("http://127.0.0.1:9", str(tmp_path), "no", "")
    _, errors = await asyncio.wait_for(process.communicate(), 40)
    assert process.returncode != 0
    assert b"NoScreen" in errors
