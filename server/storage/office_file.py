"""``office.toml`` while a server runs: changed whole or not at all, comments kept.

A change is first written beside the file; then the journal's event says so, with the
new file's checksum; then the new file takes the old one's place. Whatever is killed in
between, ``settle`` finishes what has its event, and drops what has none.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from server.storage.folder import sync_folder, write_private


def version_of(text: str) -> str:
    """Give the name of a file's content: the beginning of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class OfficeFile:
    """One office's file.

    Args:
        path: where it lies.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._next = path.with_name(path.name + ".next")

    def read(self) -> str:
        """Read it. Raises OSError."""
        return self._path.read_text("utf-8")

    def prepare(self, text: str) -> None:
        """Put what it shall say on disk beside it. Raises OSError."""
        write_private(self._next, text)

    def commit(self) -> None:
        """Let what was prepared take its place. Raises OSError."""
        self._next.replace(self._path)
        sync_folder(self._path.parent)

    def drop(self) -> None:
        """Forget what was prepared."""
        self._next.unlink(missing_ok=True)

    def settle(self, written: str) -> bool:
        """After a start: finish or drop a change; True if the file is another one now.

        ``written`` is the version that the journal's newest change names.
        """
        if not self._next.exists():
            return False
        if version_of(self._next.read_text("utf-8")) == written:
            self.commit()
            return True
        self.drop()
        return False


def edited(text: str, wanted: dict[str, Any]) -> str:
    """Give a file's text with other values; what stays the same keeps its comments.

    ``wanted`` is all that the file shall say, as ``tomllib`` would read it.
    """
    document = tomlkit.parse(text)
    before = tomllib.loads(text)
    for name in before.keys() - wanted.keys():
        document.remove(name)
    for name, value in wanted.items():
        if before.get(name) != value:
            document[name] = _item(value)
    said = tomlkit.dumps(document)
    try:
        whole = tomllib.loads(said) == wanted
    except tomllib.TOMLDecodeError:
        whole = False
    # Rather without the comments than with another meaning.
    return said if whole else tomlkit.dumps(_table(wanted))


def _item(value: Any) -> Any:
    """Lay a value out as the sample office is: tables in tables stand on one line."""
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return AoT([_table(one) for one in value])
    return _table(value) if isinstance(value, dict) else _inline(value)


def _table(value: dict[str, Any]) -> Table:
    table = tomlkit.table()
    plain = {n: v for n, v in value.items() if not _has_tables(v)}
    for name, one in {**plain, **value}.items():
        table[name] = _item(one) if _has_tables(one) else _inline(one)
    return table


def _has_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _inline(value: Any) -> Any:
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for name, one in value.items():
            table[name] = _inline(one)
        return table
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(_inline(one) for one in value)
        return array
    return value
