"""``office.toml`` as a tree that a page can change: its areas, its differences. PURE.

The tree is what JSON can carry: a date is a text such as ``2026-12-01``.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date
from typing import Any, get_args, get_origin

from server.domain import model

from .office import OfficeFile, read_tables, tables_of
from .reader import shallow

Tree = dict[str, Any]
SCALARS = "office"
"""The area of the values that stand at the top of the file."""
FIXED = ("id", "timezone")
"""What a running office keeps: its own name for itself, and its clock."""


def areas() -> tuple[str, ...]:
    """Give the areas by name: the scalars, and every table of the file."""
    hints = typing.get_type_hints(OfficeFile)
    return (SCALARS, *(name for name, hint in hints.items() if not _is_scalar(hint)))


def tree_of(text: str) -> Tree:
    """Read a file as a tree.

    Raises:
        ConfigError: it is no TOML.
    """
    return typing.cast(Tree, _plain(tables_of(text)))


def replaced(tree: Tree, area: str, value: Any) -> Tree:
    """Give the tree with another value of an area; None in it is not there.

    Raises:
        ConfigError: the value is nested too deep.
    """
    shallow(value, "office.toml", (area,))
    if area != SCALARS:
        return {**tree, area: _without_none(value)}
    given = _without_none(value) if isinstance(value, Mapping) else {}
    kept = {name: one for name, one in tree.items() if not _is_scalar_field(name)}
    fixed = {name: tree[name] for name in FIXED if name in tree}
    return {**given, **fixed, **kept}


def typed(tree: Tree) -> dict[str, Any]:
    """Give the tree with the dates that a file has in it."""
    return typing.cast(dict[str, Any], _typed(OfficeFile, tree))


def office_of(tree: Tree) -> model.Office:
    """Make the office of a tree.

    Raises:
        ConfigError: with every mistake at once.
    """
    return read_tables(typed(tree))


@dataclass(frozen=True)
class Difference:
    """One value that two trees have otherwise; None: it is not there."""

    at: str
    before: Any
    after: Any


def differences(before: Any, after: Any, at: str = "") -> Iterator[Difference]:
    """Find every value that is not the same, by its way."""
    if isinstance(before, dict) and isinstance(after, dict):
        names = {**before, **after}
        for name in names:
            here = f"{at}.{name}" if at else str(name)
            yield from differences(before.get(name), after.get(name), here)
    elif _are_tables(before) and _are_tables(after):
        yield from differences(_numbered(before), _numbered(after), at)
    elif before != after:
        yield Difference(at, before, after)


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def _numbered(values: list[Any]) -> dict[str, Any]:
    return {str(n): value for n, value in enumerate(values)}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float) else str(value)


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {name: one for name, one in value.items() if one is not None}
        return {name: _without_none(one) for name, one in kept.items()}
    if isinstance(value, list | tuple):
        return [_without_none(one) for one in value]
    return value


def _typed(hint: Any, value: Any) -> Any:
    """Make dates of the texts that stand where the file has dates."""
    args = [arg for arg in get_args(hint) if arg is not type(None)]
    if date in (hint, *args) and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    if get_origin(hint) is tuple and isinstance(value, list):
        return [_typed(args[0], one) for one in value]
    if is_dataclass(hint) and isinstance(value, dict):
        hints = typing.get_type_hints(hint)
        return {name: _typed(hints.get(name), one) for name, one in value.items()}
    return value


def _is_scalar_field(name: str) -> bool:
    hints = typing.get_type_hints(OfficeFile)
    return name not in hints or _is_scalar(hints[name])


def _is_scalar(hint: Any) -> bool:
    parts = get_args(hint) if get_origin(hint) is tuple else (hint,)
    return not any(is_dataclass(part) for part in parts)
