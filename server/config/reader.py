"""Fills a dataclass from a TOML table and collects every mistake on the way."""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

T = TypeVar("T")

_SIMPLE: dict[Any, str] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a date",
}


class ConfigError(Exception):
    """The settings are wrong; ``problems`` has a sentence for each mistake."""

    def __init__(self, source: str, problems: Sequence[str]) -> None:
        super().__init__(f"{source}: " + "; ".join(problems))
        self.source = source
        self.problems = tuple(problems)


class _Wrong(Exception):
    """One value is of the wrong kind."""


def fill(kind: type[T], table: Mapping[str, Any], where: str, wrong: list[str]) -> T:
    """Make a ``kind`` of a table.

    Mistakes are added to ``wrong``; a field that is wrong is left out, so the result
    is only good when ``wrong`` stayed empty.

    Args:
        kind: a dataclass; its field types say what is accepted.
        table: what TOML gave.
        where: the table's name, for the sentences.
        wrong: gets a sentence for each mistake.
    """
    before = len(wrong)
    hints = typing.get_type_hints(kind)
    names = {field.name: field for field in fields(cast(Any, kind))}
    values: dict[str, Any] = {}
    for name, given in table.items():
        place = f"{where}.{name}" if where else name
        if name not in names:
            wrong.append(_unknown(place, name, list(names)))
            continue
        try:
            values[name] = _value(hints[name], given, place, wrong)
        except _Wrong as problem:
            wrong.append(f"{place}: {problem}")
    for name, field in names.items():
        required = field.default is MISSING and field.default_factory is MISSING
        if required and name not in table:
            wrong.append(f"{where or 'the file'}: {name} is missing")
    if len(wrong) > before:
        return cast(T, None)
    try:
        return kind(**values)
    except ValueError as problem:
        wrong.append(f"{where}: {problem}")
        return cast(T, None)


def _unknown(place: str, name: str, known: list[str]) -> str:
    return f"{place}: there is no such setting{meant(name, known)}"


def meant(name: str, known: Iterable[str], nearness: float = 0.6) -> str:
    """Ask whether the nearest of the known names was meant; empty if none is near.

    ``nearness`` is from 0 to 1, the same name (``difflib.SequenceMatcher.ratio``).
    """
    close = difflib.get_close_matches(name, list(known), 1, nearness)
    return f"; did you mean {close[0]!r}?" if close else ""


def _value(hint: Any, given: Any, place: str, wrong: list[str]) -> Any:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = next(arg for arg in args if arg is not type(None))
        return _value(inner, given, place, wrong)
    if origin is Literal:
        if given in args:
            return given
        raise _Wrong(f"must be one of {', '.join(map(str, args))}")
    if origin is tuple:
        return _several(args[0], given, place, wrong)
    if origin is dict or origin is Mapping:
        return _mapping(args[1], given, place, wrong)
    if is_dataclass(hint):
        if not isinstance(given, Mapping):
            raise _Wrong("must be a table")
        return fill(cast(type[Any], hint), given, place, wrong)
    return _simple(hint, given)


def _several(kind: Any, given: Any, place: str, wrong: list[str]) -> tuple[Any, ...]:
    if not isinstance(given, list):
        raise _Wrong("must be a list")
    return tuple(
        _value(kind, one, f"{place}[{n}]", wrong) for n, one in enumerate(given, 1)
    )


def _mapping(kind: Any, given: Any, place: str, wrong: list[str]) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise _Wrong("must be a table")
    return {
        name: _value(kind, one, f"{place}.{name}", wrong) for name, one in given.items()
    }


def _simple(hint: Any, given: Any) -> Any:
    if hint is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if type(given) is not hint:
        raise _Wrong(f"must be {_SIMPLE.get(hint, hint.__name__)}")
    return given


def from_environment(
    kind: type[Any], prefix: str, environment: Mapping[str, str], wrong: list[str]
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
            wrong.append(f"${name}: {problem}")
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


def doubles(what: str, values: list[str]) -> Iterable[str]:
    """Say which values stand more than once."""
    for value in sorted({v for v in values if values.count(v) > 1}):
        yield f"{what} {value!r} stands twice"
