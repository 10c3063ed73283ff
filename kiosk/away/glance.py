"""A look into the file of the kiosk's own numbers, which changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.away.ledger import last_moment


@dataclass(frozen=True)
class Glance:
    """What stands in the file.

    Attributes:
        waiting: tickets that no server has yet.
        refused: tickets that the server did not take.
        last: the newest moment that is known; None: none is.
    """

    waiting: int
    refused: int
    last: datetime | None


def glance(path: Path) -> Glance:
    """Look into the file at `path`. Raises DiskFault if it cannot be read."""
    uri = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        kept, refused = database.execute(
            "SELECT count(*), count(trouble) FROM own WHERE ticket IS NULL"
        ).fetchone()
        return Glance(kept - refused, refused, last_moment(database))
