"""Sound out of the loudspeaker, one at a time, awaited to its real end.

Kivy's SDL2 audio plays; where it cannot, ALSA's ``aplay`` does; where there is no
sound device at all, the time of the sound passes in silence, so that the board keeps
its rhythm, and ``health`` says so. Nothing here ever raises towards the app.
"""

from __future__ import annotations

import asyncio
import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

from assets.sound.outputs import Output, devices, length, play
from assets.sound.shelf import Shelf

KEPT = 40
"""Sentences that are kept, for recalls and repetitions."""


class Player(Protocol):
    """Where sounds go. ``health`` is "ok", or a word for what is wrong."""

    health: str

    async def chime(self) -> None:
        """Play the chime; return when it has ended."""

    async def say(self, address: str) -> bool:
        """Play a sentence of the server to its end; False: there was none."""

    async def prepare(self, address: str) -> None:
        """Fetch a sentence that will be said soon."""

    def close(self) -> None:
        """Let go of the files."""


class Loudspeaker:
    """The real player.

    Attributes:
        health: "ok", "no_device" (nothing came out last time) or "no_voice" (the
            server's sentence did not come last time).

    Args:
        server: the server's address, ``http://HOST:PORT``.
        volume: 0.0 to 1.0.
        outputs: devices to try, the best first.
    """

    def __init__(
        self, server: str, volume: float = 1.0, outputs: list[Output] | None = None
    ) -> None:
        self.health = "ok"
        self._volume = volume
        self._outputs = devices() if outputs is None else outputs
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-voice-")
        self._shelf = Shelf(server, Path(self._folder.name), KEPT)
        self._one = asyncio.Lock()

    async def chime(self) -> None:
        """Play the chime; return when it has ended."""
        with as_file(files("assets") / "sounds" / "chime.wav") as path:
            await self._play(path)

    async def say(self, address: str) -> bool:
        """Play a sentence to its end; False if the server does not give it."""
        path = await self._shelf.fetch(address)
        if path is None:
            self.health = "no_voice"
            return False
        await self._play(path)
        return True

    async def prepare(self, address: str) -> None:
        """Fetch a sentence that will be said soon."""
        await self._shelf.fetch(address)

    def close(self) -> None:
        """Give up what is being fetched and delete the files."""
        self._shelf.close()
        self._folder.cleanup()

    # Inside

    async def _play(self, path: Path) -> None:
        clock = asyncio.get_running_loop().time
        async with self._one:
            started = clock()
            if await play(self._outputs, path, self._volume):
                self.health = "ok"
                return
            self.health = "no_device"
            await asyncio.sleep(max(0.0, length(path) - (clock() - started)))


class Silence:
    """The player of a display that makes no sound, because another one speaks.

    It lets the time of every sound pass, so that the large number here is the one that
    is being spoken there.
    """

    health = "off"

    def __init__(self, server: str) -> None:
        """Fetch sentences, whose lengths count, from ``http://HOST:PORT``."""
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-voice-")
        self._shelf = Shelf(server, Path(self._folder.name), KEPT)

    async def chime(self) -> None:
        """Wait for as long as the chime lasts."""
        with as_file(files("assets") / "sounds" / "chime.wav") as path:
            await asyncio.sleep(length(path))

    async def say(self, address: str) -> bool:
        """Wait for as long as a sentence lasts; False: the server does not give it."""
        path = await self._shelf.fetch(address)
        if path is not None:
            await asyncio.sleep(length(path))
        return path is not None

    async def prepare(self, address: str) -> None:
        """Fetch a sentence that will be said soon."""
        await self._shelf.fetch(address)

    def close(self) -> None:
        """Give up what is being fetched and delete the files."""
        self._shelf.close()
        self._folder.cleanup()
