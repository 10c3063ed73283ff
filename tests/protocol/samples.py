"""A filled sample of any type of the protocol."""

from __future__ import annotations

import types
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from server.protocol import methods

ONE_OF: dict[Any, dict[str, None]] = {methods.RatingGive: {"number": None}}
"""Fields that exclude one another."""

PATTERNS = {
    r"^\d{4}-\d\d-\d\d$": "2026-11-23",
    r"^[0-9]{6}$": "407192",
}
"""A text for each pattern that some text must have."""


def sample(kind: Any) -> Any:
    """Make a value of a type with every field set."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _within(args[0], args[1])
    if origin is Literal:
        return args[0]
    if origin in (Union, types.UnionType):
        return sample(next(arg for arg in args if arg is not type(None)))
    if origin is list:
        return [sample(args[0])]
    if origin is tuple:
        return (sample(args[0]),)
    if origin is dict:
        return {"vi": sample(args[1])}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind, include_extras=True)
        fields = {name: sample(hints[name]) for name in kind.__struct_fields__}
        return kind(**(fields | ONE_OF.get(kind, {})))
    if kind is datetime:
        return datetime(2026, 11, 23, 1, 2, 3, 345000, UTC)
    if kind is date:
        return date(2026, 11, 23)
    return {int: 7, float: 1.5, bool: True, Any: 3}.get(kind, "Ấp Bắc 2")


def _within(kind: Any, meta: msgspec.Meta) -> Any:
    """Make a value that keeps to what is said of its length or size."""
    if kind is str and meta.pattern in PATTERNS:
        return PATTERNS[meta.pattern]
    if kind is str:
        return ("key-" + "12345678" * 8)[: meta.min_length or meta.max_length or 12]
    if kind is int:
        return int(meta.ge or 0) + 1
    return sample(kind)
