"""The posted procedures in memory: listed, found, bundled."""

from __future__ import annotations

import builtins
import hashlib
import json
from collections.abc import Iterable

from .records import Procedure, to_json
from .search import Entry, Index


class Catalogue:
    """All procedures of an office.

    Args:
        procedures: in the office's order. Withdrawn ones can still be read by their
            code, but are neither listed nor found. Drafts can be read by their code
            only, and no kiosk gets them.
    """

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        every = tuple(procedures)
        self._by_code = {one.code: one for one in every}
        self._shown = [one for one in every if one.state == "posted"]
        self._index = Index(entry_of(one) for one in self._shown)
        content = json.dumps([to_json(one) for one in self.whole()], sort_keys=True)
        self.version = hashlib.sha256(content.encode()).hexdigest()[:16]

    def list(
        self,
        service: str | None = None,
        field: str | None = None,
        limit: int = 100,
        start: int = 0,
    ) -> builtins.list[Procedure]:
        """Give procedures in the office's order."""
        found = [
            one
            for one in self._shown
            if (service is None or one.service == service)
            and (field is None or one.field == field)
        ]
        return found[start : start + limit]

    def search(self, text: str, limit: int = 20) -> builtins.list[Procedure]:
        """Find procedures by everyday words, best first."""
        return [self._by_code[code] for code in self._index.search(text, limit)]

    def get(self, code: str) -> Procedure | None:
        """Give one procedure, whatever its state."""
        return self._by_code.get(code)

    def whole(self) -> builtins.list[Procedure]:
        """Give what citizens may see; of a withdrawn one a kiosk says that it is."""
        return [one for one in self._by_code.values() if one.state != "draft"]

    def every(self) -> builtins.list[Procedure]:
        """Give all that the office has, drafts too."""
        return builtins.list(self._by_code.values())


def entry_of(one: Procedure) -> Entry:
    """Give what is searched of a procedure, in both languages."""
    return Entry(
        one.code,
        " ".join(one.name.values()),
        one.short["vi"],
        one.field,
        one.words,
        one.rank,
    )
