"""What the office has posted and who its people are, as last read from disk."""

from __future__ import annotations

from server.procedures.catalogue import Catalogue
from server.procedures.records import from_json
from server.storage.office import OfficeStore


class Posted:
    """Keeps the procedures and the names to show; reads them again on ``refresh``."""

    def __init__(self, store: OfficeStore) -> None:
        self._store = store
        self._catalogue = Catalogue([])
        self.refresh()

    def refresh(self) -> list[str]:
        """Read everything again; give the codes of the procedures that changed."""
        before = {one.code: one for one in self._catalogue.every()}
        records = [from_json(record) for record in self._store.procedures()]
        self._catalogue = Catalogue(records)
        self._names = {user.name: user.display_name for user in self._store.users()}
        return [one.code for one in records if one != before.get(one.code)]

    @property
    def catalogue(self) -> Catalogue:
        """The procedures as they were last read."""
        return self._catalogue

    def display_name(self, name: str) -> str:
        """Give the name to show for a user's name."""
        if name not in self._names:  # made since, by this very process
            found = self._store.user(name)
            if found is None:
                return name
            self._names[name] = found[0].display_name
        return self._names[name]
