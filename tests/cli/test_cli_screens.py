"""``motcua kiosk`` and ``display`` without a token: let in by the code they show."""

from __future__ import annotations

import asyncio
import re
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from tests.running import RunningServer


class Wire:
    """Passes on what goes between a device and its server, and keeps it."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._more = asyncio.Condition()
        self.passed = b""

    async def take(
        self, reader: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        """Take one connection of the device."""
        answers, onward = await asyncio.open_connection("127.0.0.1", self._port)
        await asyncio.gather(self._pass(reader, onward), self._pass(answers, out))

    async def _pass(
        self, reader: asyncio.StreamReader, out: asyncio.StreamWriter
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65_536):
                async with self._more:
                    self.passed += data
                    self._more.notify_all()
                out.write(data)
                await out.drain()
        out.close()

    async def until(self, pattern: bytes) -> bytes:
        """Wait for bytes that fit and give their first group."""
        async with asyncio.timeout(40), self._more:
            await self._more.wait_for(lambda: re.search(pattern, self.passed))
        found = re.search(pattern, self.passed)
        assert found
        return found[1]


@asynccontextmanager
async def wire_to(server: RunningServer) -> AsyncIterator[tuple[Wire, str]]:
    """Give what is between, and the address to reach the server over it."""
    wire = Wire(server.port)
    listening = await asyncio.start_server(wire.take, "127.0.0.1", 0)
    async with listening:
        port = listening.sockets[0].getsockname()[1]
        yield wire, f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("command", ["kiosk", "display"])
async def test_it_is_let_in_by_its_code(command: str, tmp_path: Path) -> None:
    token = tmp_path / "token"
    config = tmp_path / "motcua.toml"
    config.write_text(f'[{command}]\nfolder = "{tmp_path / "own"}"\n', "utf-8")
    with RunningServer(tmp_path / "data") as server:
        admin = await asyncio.to_thread(server.user, "thanh", "admin")
        async with wire_to(server) as (wire, url):
            screen = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "server.cli", command, "--virtual-screen"),
                *("--server", url, "--token-file", str(token), "--config", str(config)),
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                code = (await wire.until(rb'"code":"(\d{6})"')).decode()
                await asyncio.to_thread(admin.do, "device.pair", code=code, name="moi")
                # From now on it is the device: its live line opens with the token.
                said = await wire.until(rb"GET /ws[^\0]*?[Bb]earer (\S+)")
                await wire.until(rb"(101) Switching Protocols")
            finally:
                screen.terminate()
                _, told = await asyncio.wait_for(screen.communicate(), 20)
        assert screen.returncode == 0, told.decode()
        assert token.read_text("ascii") == said.decode()
        assert said not in told
        if sys.platform != "win32":
            assert stat.S_IMODE(token.stat().st_mode) == 0o600
