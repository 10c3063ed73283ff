"""The kiosk's loudspeaker: sentences of the server, and the chime that tries it."""

from __future__ import annotations

import tempfile
from importlib.resources import as_file, files
from pathlib import Path
from typing import Protocol

from assets.sound.outputs import Output, devices, play
from assets.sound.shelf import Shelf

KEPT = 120
"""Sentences that are kept: those of home and of a service, in two languages."""


class Speaker(Protocol):
    """Where what is read aloud goes. ``volume`` is a factor of the samples."""

    async def fetch(self, address: str) -> Path | None:
        """Return a sentence's file by its address on the server, None if it fails."""

    async def play(self, path: Path, volume: float) -> bool:
        """Play it to its end, or until cancelled; False: there is no device."""

    async def chime(self, volume: float) -> bool:
        """Play the chime to its end; False: there is no device."""

    def close(self) -> None:
        """Let go of the files."""


class Loudspeaker:
    """The real one.

    Args:
        server: the server's address, ``http://HOST:PORT``.
        outputs: devices to try, the best first.
    """

    def __init__(self, server: str, outputs: list[Output] | None = None) -> None:
        self._outputs = devices() if outputs is None else outputs
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-aloud-")
        self._shelf = Shelf(server, Path(self._folder.name), KEPT)

    async def fetch(self, address: str) -> Path | None:
        """Return a sentence's file, fetched once."""
        return await self._shelf.fetch(address)

    async def play(self, path: Path, volume: float) -> bool:
        """Play it on the first device that can."""
        return await play(self._outputs, path, volume)

    async def chime(self, volume: float) -> bool:
        """Play the chime."""
        with as_file(files("assets") / "sounds" / "chime.wav") as path:
            return await play(self._outputs, path, volume)

    def close(self) -> None:
        """Give up what is being fetched and delete the files."""
        self._shelf.close()
        self._folder.cleanup()


class NoLoudspeaker:
    """That of a kiosk which is set to make no sound."""

    async def fetch(self, address: str) -> Path | None:
        """Fetch nothing."""
        return None

    async def play(self, path: Path, volume: float) -> bool:
        """Play nothing."""
        return False

    async def chime(self, volume: float) -> bool:
        """Play nothing."""
        return False

    def close(self) -> None:
        """Nothing to let go."""
