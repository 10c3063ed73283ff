"""Fields and life events: the ways into the posted procedures without typing.

The names and the events are data of ours (``assets/office/browse.toml``), the fields
are the procedures' own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from server.protocol.messages import Words

FOLDER = "folder-open"
"""The icon of a field that has none of its own."""


@dataclass(frozen=True)
class Group:
    """Procedures that belong together in a citizen's eyes.

    Attributes:
        id: the event's id, or the field as the procedures name it.
        codes: procedures that belong to it, in this order.
        words: searches whose finds belong to it too.
    """

    id: str
    icon: str
    name: Words
    codes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@cache
def events() -> tuple[Group, ...]:
    """Return the life events in the order in which they are shown."""
    return tuple(
        Group(
            one["id"],
            one["icon"],
            one["name"],
            tuple(one["codes"]),
            tuple(one["words"]),
        )
        for one in _file()["events"]
    )


def field_group(field: str) -> Group:
    """Return a field of the procedures, in plain words where we have them."""
    return _fields().get(field) or Group(field, FOLDER, {"vi": field})


@cache
def _fields() -> Mapping[str, Group]:
    return {
        one["field"]: Group(one["field"], one["icon"], one["name"])
        for one in _file()["fields"]
    }


@cache
def _file() -> dict[str, Any]:
    found = files("assets") / "office" / "browse.toml"
    return tomllib.loads(found.read_text("utf-8"))
