"""A display's own copies of the office's emblem, and of what its slides show."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterable
from pathlib import Path

from assets.fetch import fetch_named
from assets.look.player import plays
from server.protocol import messages as m

log = logging.getLogger(__name__)

LARGEST = {"png": 4_000_000, "jpg": 4_000_000, "mp4": 50_000_000, "webm": 50_000_000}
"""Bytes that are accepted; the server gives no larger ones."""
NAME = re.compile(rf"[0-9a-f]{{64}}\.({'|'.join(LARGEST)})")
"""How the server names them: nothing else is ever a file's name here."""


def named(office: m.Office) -> set[str]:
    """Return the addresses of all pictures and videos that this display can show."""
    kinds = [slide.picture for slide in office.slides]
    kinds += [slide.video for slide in office.slides] if plays() else []
    shown = {address for one in kinds for address in one.values()}
    return shown | ({office.emblem} if office.emblem else set())


class Pictures:
    """Files in a folder, each under the checksum that its address ends in.

    Args:
        server: the server's address, ``http://HOST:PORT``.
        folder: made when the first picture comes.
    """

    def __init__(self, server: str, folder: Path) -> None:
        self._server = server
        self._folder = folder

    def kept(self, addresses: Iterable[str]) -> dict[str, Path]:
        """Return those that are here, by their addresses."""
        paths = {address: self._path(address) for address in addresses}
        return {a: path for a, path in paths.items() if path and path.is_file()}

    async def follow(self, addresses: set[str]) -> dict[str, Path]:
        """Fetch what is missing, delete what is no longer named; return what is here.

        What does not come, or is not what its address says, is asked for again the
        next time; a full disk is logged.
        """
        for address in addresses - self.kept(addresses).keys():
            await asyncio.to_thread(self._fetch, address)
        kept = self.kept(addresses)
        here = {p for kind in LARGEST for p in self._folder.glob(f"*.{kind}")}
        for path in here - set(kept.values()):
            path.unlink(missing_ok=True)
        return kept

    def _fetch(self, address: str) -> None:
        path = self._path(address)
        if path is None:
            return
        try:
            data = fetch_named(self._server, address, LARGEST[path.suffix[1:]])
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(".part")
            draft.write_bytes(data)
            draft.replace(path)
        except (OSError, ValueError) as failed:
            log.warning("no picture from %s: %s", address, failed)

    def _path(self, address: str) -> Path | None:
        name = address.rpartition("/")[2]
        return self._folder / name if NAME.fullmatch(name) else None
