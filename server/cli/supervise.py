"""Server, kiosk and wall display as three processes that are kept running."""

from __future__ import annotations

import asyncio
import os
import ssl
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field

from server.auth import Doorkeeper
from server.config.settings import Settings
from server.domain.people import Device
from server.storage.folder import Folder, write_private
from server.storage.office import OfficeStore
from server.tls import own_address

from .people import doorkeeper_of
from .shell import say

DEVICES = {"kiosk": "kiosk", "wall": "display"}
"""The devices that ``up`` runs, with their roles."""
SERVER = "server"
"""What the server is called among the processes."""
AGAIN = 75
"""A server's exit code: started again it goes back to a backup (EX_TEMPFAIL)."""
SOONEST, LATEST = 1.0, 15.0
"""Seconds before a process that stopped is started again: doubled up to the second."""
LASTED = 60.0
"""A process that ran this many seconds is started again at once."""
STOP_WITHIN = 10.0
"""Seconds that a process has to stop before it is killed."""


def make_tokens(folder: Folder) -> None:
    """Give the devices of this machine a token each, where they have none that opens.

    The files may be read by this user alone.
    """
    store = OfficeStore(folder.people)
    try:
        doorkeeper = doorkeeper_of(store)
        for name, role in DEVICES.items():
            if not _opens(doorkeeper, folder, name):
                if any(device.name == name for device in store.devices()):
                    store.remove_device(name)
                token = doorkeeper.add_device(Device(name, role))
                write_private(folder.token_file(name), token)
    finally:
        store.close()


def _opens(doorkeeper: Doorkeeper, folder: Folder, name: str) -> bool:
    try:
        token = folder.token_file(name).read_text("ascii").strip()
    except OSError:
        return False
    return doorkeeper.device(token) is not None


@dataclass
class Child:
    """One process that is kept running.

    may_end: it has a button that switches it off, and then ends with 0; it stays off.
    """

    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    may_end: bool = False
    started: float = 0.0
    wait: float = SOONEST
    process: asyncio.subprocess.Process | None = field(default=None, repr=False)


class Supervisor:
    """Keeps the three processes of one machine running.

    Args:
        folder: the office's data folder.
        settings: this computer's settings.
        virtual: kiosk and wall run on a virtual screen.
    """

    def __init__(self, folder: Folder, settings: Settings, *, virtual: bool) -> None:
        self._folder = folder
        self._settings = settings
        self._url = own_address(settings.server, "127.0.0.1", settings.server.port)
        self._virtual = virtual
        self._stopping = asyncio.Event()
        self._code = 0

    def stop(self) -> None:
        """Stop everything."""
        self._code = 0
        self._stopping.set()

    async def run(self) -> int:
        """Run until ``stop``; give the exit code.

        ``AGAIN`` is the server's: all are to start again with what it restores.
        """
        server = Child(SERVER, ["server", "--data", str(self._folder.path)])
        if self._virtual:
            server.arguments += ["--screens", ",".join(DEVICES)]
        if not await self._first(server):
            return server.process.returncode or 1 if server.process else 1
        children = [
            server,
            self._screen("kiosk", "kiosk"),
            self._screen("display", "wall"),
        ]
        keeping = [asyncio.create_task(self._keep(child)) for child in children]
        await self._stopping.wait()
        say("run.stopping")
        for task in keeping:
            task.cancel()
        await asyncio.gather(*keeping, return_exceptions=True)
        for child in reversed(children):
            await _end(child)
        return self._code

    def _screen(self, command: str, device: str) -> Child:
        arguments = [command, "--server", self._url]
        arguments += ["--token-file", str(self._folder.token_file(device))]
        if self._folder.settings.exists():
            arguments += ["--config", str(self._folder.settings)]
        if self._virtual:
            arguments.append("--virtual-screen")
        own = self._own_folder(command, device)
        return Child(device, arguments, own, may_end=command == "kiosk")

    def _own_folder(self, command: str, device: str) -> dict[str, str]:
        """Keep what a device stores in this data folder, unless it is set elsewhere."""
        section = self._settings.kiosk if command == "kiosk" else self._settings.display
        if section.folder:
            return {}
        folder = self._folder.device_folder(device).absolute()
        return {f"MOTCUA_{command.upper()}_FOLDER": str(folder)}

    async def _first(self, server: Child) -> bool:
        """Start the server and wait until it answers, or has given up."""
        await _start(server)
        assert server.process is not None
        while server.process.returncode is None and not self._stopping.is_set():
            if await asyncio.to_thread(_answers, self._url + "/health"):
                return True
            await asyncio.sleep(0.1)
        return False

    async def _keep(self, child: Child) -> None:
        """Start a process again whenever it stops, unless it was switched off."""
        while True:
            if child.process is None:
                await _start(child)
            assert child.process is not None
            code = await child.process.wait()
            if child.may_end and code == 0:
                say("run.off", name=child.name)
                return
            if child.name == SERVER and code == AGAIN:
                self._code = AGAIN
                self._stopping.set()
                return
            if time.monotonic() - child.started > LASTED:
                child.wait = SOONEST
            say("run.again", name=child.name, code=code)
            await asyncio.sleep(child.wait)
            child.wait = min(child.wait * 2, LATEST)
            child.process = None


async def _start(child: Child) -> None:
    child.started = time.monotonic()
    child.process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.cli", *child.arguments),
        env={**os.environ, **child.environment},
        start_new_session=True,
    )


async def _end(child: Child) -> None:
    process = child.process
    if process is None or process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(STOP_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _answers(url: str) -> bool:
    """Whether a server answers; it is ours, whatever its certificate says."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(url, timeout=2, context=anybody) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
