"""What each address takes and gives, as far as the routes themselves do not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.web.admin import AREAS
from server.web.fonts import names as font_names

Schema = dict[str, Any]

PAGE = "text/html"
TEXT: Schema = {"type": "string"}
BYTES: Schema = {"type": "string", "format": "binary"}
KEPT: Schema = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "description": "Its name from now on."}},
}
SENTENCE: Schema = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "object", "additionalProperties": {"type": "string"}}
    },
}


@dataclass(frozen=True)
class Address:
    """What stands behind a path, for one of HTTP's methods.

    Attributes:
        summary: what it is for.
        gives: the kinds of content of its answer 200, each with its schema.
        also: other answers, by status.
        takes: the kinds of content that it takes, each with its schema.
        params: schemas of what its path names.
        query: schemas of what its query may name.
    """

    summary: str
    gives: dict[str, Schema]
    also: tuple[str, ...] = ()
    takes: dict[str, Schema] | None = None
    params: dict[str, Schema] | None = None
    query: dict[str, Schema] | None = None


def _page(
    summary: str,
    *also: str,
    params: dict[str, Schema] | None = None,
    query: dict[str, Schema] | None = None,
) -> Address:
    asked = {"lang": {"type": "string"}, **(query or {})}
    return Address(summary, {PAGE: TEXT}, also, params=params, query=asked)


def _file(summary: str, *kinds: str, name: Schema | None = None) -> Address:
    params = None if name is None else {"name": name}
    also = ("404",) if name else ()
    return Address(summary, dict.fromkeys(kinds, BYTES), also, params=params)


def _ranged(summary: str, *kinds: str, name: Schema | None = None) -> Address:
    found = _file(summary, *kinds, name=name)
    also = (*found.also, "206", "400", "416")
    return Address(found.summary, found.gives, also, params=found.params)


_DIGEST = "[0-9a-f]{64}"
ADDRESSES: dict[tuple[str, str], Address] = {
    ("get", "/"): _page("Where to go."),
    ("get", "/sign-in"): _page("The form to sign in.", query={"to": TEXT}),
    ("get", "/counter"): _page("The clerk's page."),
    ("get", "/counter/practice"): _page("The clerk's page with an invented queue."),
    ("get", "/live"): _page("The day as it goes, for the head of the office."),
    ("get", "/admin"): _page("What an administrator sets: the overview."),
    ("get", "/admin/{area}"): _page(
        "What an administrator sets: one area.",
        "404",
        params={"area": {"enum": [area.name for area in AREAS]}},
    ),
    ("get", "/admin/office.toml"): Address(
        "The office's file.", {"application/toml": TEXT}
    ),
    ("get", "/admin/backups/{ticket}"): Address(
        "A backup, once, to whom `backup.download` handed it.",
        {"application/zip": BYTES},
        ("206", "400", "404", "416"),
        params={"ticket": TEXT},
    ),
    ("post", "/admin/backups/{ticket}"): Address(
        "Take in a backup, once, at the address that `backup.send` told.",
        {
            "application/json": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "name": {"type": "string", "description": "Its name from now on."}
                },
            }
        },
        ("404", "413", "422"),
        takes={"application/zip": BYTES},
        params={"ticket": TEXT},
    ),
    ("post", "/admin/pictures"): Address(
        "Keep a picture of the office.",
        {"application/json": KEPT},
        ("413", "422"),
        takes=dict.fromkeys(("image/png", "image/jpeg"), BYTES),
    ),
    ("post", "/admin/videos"): Address(
        "Keep a video of the office.",
        {"application/json": KEPT},
        ("413", "422"),
        takes=dict.fromkeys(
            ("video/mp4", "video/webm", "application/octet-stream"), BYTES
        ),
    ),
    ("get", "/take"): _page("Where citizens in the hall take a number by phone."),
    ("get", "/display"): _page("The wall, for a television's browser."),
    ("get", "/display/counter/{number}"): _page(
        "The display of one counter.",
        "404",
        params={"number": {"type": "integer", "minimum": 0}},
    ),
    ("get", "/t/{ticket}"): _page(
        "The page of a ticket; its secret stands behind the `#` and never comes here.",
        "404",
        params={
            "ticket": {
                "anyOf": [
                    {"type": "integer", "minimum": 0},
                    {"type": "string", "pattern": "^[A-Z][0-9]{3,6}$"},
                ]
            }
        },
    ),
    ("get", "/first-run"): _page(
        "The form of the first administrator.", "404", query={"code": TEXT}
    ),
    ("post", "/first-run"): Address(
        "Make the first administrator; then 303 to `/sign-in`.",
        {},
        ("303", "404", "413", "422"),
        takes={
            "application/x-www-form-urlencoded": {
                "type": "object",
                "properties": dict.fromkeys(
                    ("code", "name", "display_name", "password"), TEXT
                ),
            }
        },
    ),
    ("get", "/screens/{name}"): _page(
        "A virtual screen: with its one-time code, then with the cookie.",
        *("303", "403", "404"),
        params={"name": TEXT},
        query={"code": TEXT},
    ),
    ("get", "/health"): Address(
        "Whether the server answers.",
        {
            "application/json": {
                "type": "object",
                "required": ["ok"],
                "properties": {"ok": {"const": True}},
            }
        },
    ),
    ("get", "/static/css/{name}"): _file("A style.", "text/css", name=TEXT),
    ("get", "/static/js/{name}"): _file(
        "A script.", "text/javascript", "application/javascript", name=TEXT
    ),
    ("get", "/fonts/{name}"): _file(
        "A font.", "font/woff2", "font/ttf", name={"enum": sorted(font_names())}
    ),
    ("get", "/sounds/chime.wav"): _ranged("The sound before a call.", "audio/wav"),
    ("get", "/voice/{name}"): _ranged("A sentence read aloud.", "audio/wav", name=TEXT),
    ("get", "/pictures/{name}"): _file(
        "A picture of the office.",
        *("image/png", "image/jpeg"),
        name={"type": "string", "pattern": rf"^{_DIGEST}\.(png|jpg)$"},
    ),
    ("get", "/videos/{name}"): _ranged(
        "A video of the office.",
        *("video/mp4", "video/webm"),
        name={"type": "string", "pattern": rf"^{_DIGEST}\.(mp4|webm)$"},
    ),
}
"""Every address but ``/rpc``, by HTTP's method and the path."""
