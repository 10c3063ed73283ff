"""WAVs of the server by their addresses: each fetched once, the newest kept."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import wave
from collections import OrderedDict
from pathlib import Path

from assets.fetch import WITHIN, fetch
from assets.sound.outputs import length

log = logging.getLogger(__name__)

FETCH_WITHIN = WITHIN
"""Seconds for which a sentence of the server is waited for."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a WAV that are accepted: a sentence of 10 s takes about 0.5 MB."""


class Shelf:
    """Fetched WAVs in a folder.

    Args:
        server: the server's address, ``http://HOST:PORT``.
        folder: where they are put.
        most: how many are kept.
    """

    def __init__(self, server: str, folder: Path, most: int) -> None:
        self._server = server
        self._folder = folder
        self._most = most
        self._kept: OrderedDict[str, Path] = OrderedDict()
        self._fetching: dict[str, asyncio.Task[Path | None]] = {}

    async def fetch(self, address: str) -> Path | None:
        """Return the file of an address, None if it does not come in time."""
        known = self._kept.get(address)
        if known is not None:
            self._kept.move_to_end(address)
            return known
        task = self._fetching.get(address)
        if task is None:
            task = asyncio.create_task(self._get(address))
            self._fetching[address] = task
            task.add_done_callback(lambda _: self._fetching.pop(address, None))
        try:
            async with asyncio.timeout(FETCH_WITHIN):
                return await asyncio.shield(task)
        except TimeoutError:
            return None

    async def _get(self, address: str) -> Path | None:
        name = hashlib.sha256(address.encode()).hexdigest()[:24]
        path = self._folder / f"{name}.wav"
        try:
            await asyncio.to_thread(download, self._server, address, path)
        except (OSError, ValueError, EOFError, wave.Error) as failed:
            log.warning("no sentence from %s: %s", address, failed)
            return None
        self._kept[address] = path
        while len(self._kept) > self._most:
            _, old = self._kept.popitem(last=False)
            old.unlink(missing_ok=True)
        return path

    def close(self) -> None:
        """Give up what is being fetched."""
        for task in self._fetching.values():
            task.cancel()


def download(server: str, address: str, path: Path) -> None:
    """Fetch a WAV of a server into ``path``; call it in a thread.

    Raises OSError when it does not come, ValueError or wave.Error when it is none.
    """
    draft = path.with_suffix(".part")
    draft.write_bytes(fetch(server, address, LARGEST))
    length(draft)
    draft.replace(path)
