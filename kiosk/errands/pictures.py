"""Keeps the kiosk's own copies of the emblem and the pictures on the office's pages."""

from __future__ import annotations

import asyncio
import logging

from assets.fetch import fetch_named
from kiosk.errands.ground import Ground
from kiosk.flow.posted import PicturesKnown
from kiosk.store import Store
from server.protocol.messages import Office

log = logging.getLogger(__name__)

LARGEST = 4_000_000
"""Bytes of a picture that are accepted; the server gives no larger ones."""


class Pictures:
    """Shows what is kept, fetches what is missing, forgets what no page names."""

    def __init__(self, ground: Ground, store: Store, url: str) -> None:
        self._ground = ground
        self._store = store
        self._url = url

    async def follow(self, office: Office) -> None:
        """Keep the pictures that an office names and no others."""
        named = _named(office)
        for address in named - self._store.pictures(named).keys():
            await self._fetch(address)
        await asyncio.to_thread(self._store.forget_pictures, named)
        self.show(office)

    def show(self, office: Office) -> None:
        """Show those that are kept."""
        found = self._store.pictures(_named(office))
        kept = {address: str(path) for address, path in found.items()}
        if kept != self._ground.state.hall.pictures:
            self._ground.happen(PicturesKnown(kept))

    async def _fetch(self, address: str) -> None:
        """Fetch one; what comes must be what the address says it is."""
        try:
            data = await asyncio.to_thread(fetch_named, self._url, address, LARGEST)
        except (OSError, ValueError) as failed:
            log.warning("no picture from %s: %s", address, failed)
            return
        await asyncio.to_thread(self._store.keep_picture, address, data)


def _named(office: Office) -> set[str]:
    pages = {a for page in office.pages for a in page.picture.values()}
    return pages | ({office.emblem} if office.emblem else set())
