"""Fills a dataclass from a TOML table and collects every mistake on the way."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

from .mistakes import At, Mistake, nearest

T = TypeVar("T")

_SIMPLE: dict[Any, str] = {
    str: "text",
    int: "whole",
    float: "number",
    bool: "truth",
    date: "date",
}
"""The sentences that say what a simple value must be."""
DEEPEST = 20
"""Tables and lists within each other."""
MOST = 10_000_000
"""No number here is larger: what is reckoned with it, such as a time, would fail."""
UNSEEN = frozenset(map(chr, range(32))) - {"\t", "\n", "\r"}
"""Characters that no text has; a file's name with the first of them is none."""


class ConfigError(Exception):
    """The settings are wrong; ``problems`` has a sentence for each mistake."""

    def __init__(self, source: str, problems: Sequence[Mistake]) -> None:
        super().__init__(f"{source}: " + "; ".join(map(str, problems)))
        self.source = source
        self.problems = tuple(problems)


def shallow(value: Any, source: str, at: At = ()) -> None:
    """See that a value is not nested deeper than any table of ours could be.

    Raises:
        ConfigError: it is; whatever walks through it would end for want of a stack.
    """
    level = [value]
    for _ in range(DEEPEST):
        inner = (one.values() if isinstance(one, Mapping) else one for one in level)
        level = [
            one
            for many in inner
            if not isinstance(many, str) and isinstance(many, Iterable)
            for one in many
        ]
        if not level:
            return
    raise ConfigError(source, [Mistake(at, "too_deep")])


class _Wrong(Exception):
    """One value is of the wrong kind; ``key`` is its sentence."""

    def __init__(self, key: str, known: str = "") -> None:
        super().__init__(key)
        self.key, self.known = key, known


def fill(kind: type[T], table: Mapping[str, Any], at: At, wrong: list[Mistake]) -> T:
    """Make a ``kind`` of a table.

    Mistakes are added to ``wrong``; a field that is wrong is left out, so the result
    is only good when ``wrong`` stayed empty.

    Args:
        kind: a dataclass; its field types say what is accepted.
        table: what TOML gave.
        at: the way to the table.
        wrong: gets every mistake.
    """
    before = len(wrong)
    hints = typing.get_type_hints(kind)
    names = {field.name: field for field in fields(cast(Any, kind))}
    values: dict[str, Any] = {}
    for name, given in table.items():
        here = (*at, name)
        if name not in names:
            wrong.append(Mistake(here, "unknown", nearest(name, names)))
            continue
        try:
            values[name] = _value(hints[name], given, here, wrong)
        except _Wrong as problem:
            wrong.append(Mistake(here, problem.key, known=problem.known))
    for name, field in names.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and name not in table:
            wrong.append(Mistake((*at, name), "missing"))
    if len(wrong) > before:
        return cast(T, None)
    try:
        return kind(**values)
    except ValueError as problem:
        wrong.append(Mistake(at, "other", problem=problem))
        return cast(T, None)


def _value(hint: Any, given: Any, at: At, wrong: list[Mistake]) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = next(arg for arg in args if arg is not type(None))
        return _value(inner, given, at, wrong)
    if origin is Literal:
        if given in args:
            return given
        raise _Wrong("must_be.one_of", known=", ".join(map(str, args)))
    if origin is tuple:
        return _several(args[0], given, at, wrong)
    if origin is dict or origin is Mapping:
        return _mapping(args[1], given, at, wrong)
    if is_dataclass(hint):
        if not isinstance(given, Mapping):
            raise _Wrong("must_be.table")
        return fill(cast(type[Any], hint), given, at, wrong)
    return _simple(hint, given)


def _several(kind: Any, given: Any, at: At, wrong: list[Mistake]) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise _Wrong("must_be.list")
    return tuple(_value(kind, one, (*at, n), wrong) for n, one in enumerate(given))


def _mapping(kind: Any, given: Any, at: At, wrong: list[Mistake]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise _Wrong("must_be.table")
    return {name: _value(kind, one, (*at, name), wrong) for name, one in given.items()}


def _simple(hint: Any, given: Any) -> Any:
    if isinstance(given, int) and abs(given) > MOST:
        raise _Wrong("must_be.in_reason")
    if isinstance(given, str) and not UNSEEN.isdisjoint(given):
        raise _Wrong("must_be.readable")
    if hint is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if type(given) is not hint:
        raise _Wrong(f"must_be.{_SIMPLE[hint]}")
    return given


def from_environment(
    kind: type[Any], prefix: str, environment: Mapping[str, str], wrong: list[Mistake]
) -> dict[str, Any]:
    """Give the simple fields of a dataclass that the environment sets.

    ``MOTCUA_SERVER_PORT=8801`` sets ``port`` of the section ``server``.
    """
    hints, found = typing.get_type_hints(kind), {}
    for field in fields(kind):
        name = f"{prefix}_{field.name}".upper()
        if name not in environment:
            continue
        try:
            found[field.name] = _from_text(hints[field.name], environment[name])
        except ValueError as problem:
            wrong.append(Mistake((f"${name}",), "other", problem=problem))
    return found


def _from_text(hint: Any, text: str) -> Any:
    args = [arg for arg in get_args(hint) if arg is not type(None)]
    if get_origin(hint) in (Union, types.UnionType):
        return _from_text(args[0], text)
    if get_origin(hint) is tuple:
        return [part.strip() for part in text.split(",") if part.strip()]
    if hint is bool:
        if text.lower() not in ("true", "false"):
            raise ValueError("must be true or false")
        return text.lower() == "true"
    if hint is int or hint is float:
        return hint(text)
    return text
