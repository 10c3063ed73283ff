"""Keeps the kiosk's own copy of the office and its procedures fresh."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kiosk.catalog import Catalog
from kiosk.errands.ground import Ground, Table
from kiosk.errands.pictures import Pictures
from kiosk.flow import inputs as i
from kiosk.store import Store
from server.protocol import methods as ask
from server.protocol.answers import Bundle


class OwnCopy:
    """Asks for what changed and keeps it; shows what was kept until then.

    Args:
        url: the server's, which has the pictures.
        known: called whenever the office is known anew.
    """

    def __init__(
        self,
        ground: Ground,
        store: Store,
        url: str,
        known: Callable[[], None] = lambda: None,
    ) -> None:
        self._ground = ground
        self._store = store
        self._pictures = Pictures(ground, store, url)
        self._known = known
        self._version: str | None = None

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {i.Refresh: lambda _: self._ground.start(self._refresh())}

    async def remember(self) -> None:
        """Show the own copy until the server is there."""
        office = await asyncio.to_thread(self._store.office)
        self._show(await asyncio.to_thread(self._store.bundle))
        if office is not None:
            self._ground.happen(i.OfficeKnown(office, fresh=False))
            self._pictures.show(office)
            self._known()

    async def prepare(self) -> None:
        """Make the search ready before somebody types."""
        await asyncio.to_thread(self._ground.state.hall.catalog.prepare)

    def _show(self, bundle: Bundle | None) -> bool:
        if bundle is None or bundle.procedures is None:
            return False
        self._version = bundle.version
        self._ground.happen(i.ProceduresKnown(Catalog(bundle.procedures)))
        return True

    async def _refresh(self) -> None:
        bundle = await self._ground.ask(
            "procedure.bundle", ask.ProcedureBundle(version=self._version)
        )
        if self._show(bundle):
            await asyncio.to_thread(self._store.keep_bundle, bundle)
            self._ground.start(self.prepare())
        office = await self._ground.ask("office.get", ask.Nothing())
        if office is not None:
            known = self._ground.state.hall.office
            self._ground.happen(i.OfficeKnown(office))
            self._known()
            if known != office:
                await asyncio.to_thread(self._store.keep_office, office)
            await self._pictures.follow(office)
