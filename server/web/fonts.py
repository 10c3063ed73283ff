"""The fonts of the pages: made small once, when a page first asks for one.

A telephone on weak Wi-Fi loads them before it can show a number. So each has only the
letters that Vietnamese and English are written with, and the icons that pages draw;
the whole icon font stands behind, for an icon that an office wrote into its file.
"""

from __future__ import annotations

import asyncio
import gzip
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from assets.look import fonts

from .admin import AREAS, admin_icons
from .files import DAY, web_folder
from .pages import FACES, SCRIPTS_ICONS

WEIGHTS = (400, 500, 600, 700, 800)
LETTERS = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x102, 0x103),  # Ă ă
    (0x110, 0x111),  # Đ đ
    (0x128, 0x129),  # Ĩ ĩ
    (0x168, 0x169),  # Ũ ũ
    (0x1A0, 0x1A1),  # Ơ ơ
    (0x1AF, 0x1B0),  # Ư ư
    (0x1EA0, 0x1EF9),  # Vietnamese letters with two marks
    (0x2013, 0x2026),  # dashes, quotes, the bullet, the ellipsis
    (0x20AB, 0x20AB),  # đồng
    (0x2190, 0x2193),
    (0x2212, 0x2212),
)
"""Ranges of Unicode, both ends included."""
WHOLE = "icons-whole.ttf"
FEATURES = ("ccmp", "kern", "locl", "tnum")


def names() -> frozenset[str]:
    """Give the names by which pages call them."""
    icons = "icons.woff2", "icons-admin.woff2", WHOLE
    return frozenset((*(f"type-{n}.woff2" for n in WEIGHTS), *icons))


def route() -> Route:
    """Give the route of all fonts."""

    async def font(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in names():
            return PlainTextResponse("not found\n", 404)
        data = await asyncio.to_thread(made, name)
        kind = "font/ttf" if name == WHOLE else "font/woff2"
        headers = {"Cache-Control": DAY}
        headers |= {"Content-Encoding": "gzip"} if name == WHOLE else {}
        return Response(data, headers=headers, media_type=kind)

    return Route("/fonts/{name}", font)


@cache
def made(name: str) -> bytes:
    """Give a font's bytes; the whole one is packed (``Content-Encoding: gzip``)."""
    if name == WHOLE:
        return gzip.compress(fonts.icon_file().read_bytes(), 6, mtime=0)
    if name.startswith("icons"):
        drawn = icons_of_all() if name == "icons.woff2" else icons_of_admin()
        return _subset(fonts.icon_file(), "".join(map(fonts.icon, sorted(drawn))))
    weight = int(name.removeprefix("type-").removesuffix(".woff2"))
    letters = "".join(chr(n) for a, z in LETTERS for n in range(a, z + 1))
    return _subset(fonts.type_file(weight), letters)


def icons_of_all() -> set[str]:
    """Give the names of the icons that pages draw."""
    return {*SCRIPTS_ICONS, *FACES, *_in_templates()}


def icons_of_admin() -> set[str]:
    """Give those that only the administrator's pages draw or offer besides."""
    areas = {area.icon for area in AREAS}
    return (areas | {*admin_icons()}) - icons_of_all()


def _in_templates() -> Iterator[str]:
    for template in (web_folder() / "templates").glob("*.html"):
        quoted = re.findall(r'"([a-z0-9-]+)"', template.read_text("utf-8"))
        yield from filter(fonts.has_icon, quoted)


def _subset(path: Path, letters: str) -> bytes:
    """Give a font with these letters alone, as WOFF2 (W3C, RFC 7932)."""
    from fontTools import subset

    options = subset.Options()
    options.flavor, options.hinting = "woff2", False
    options.layout_features = list(FEATURES)
    font = subset.load_font(str(path), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    packed = io.BytesIO()
    subset.save_font(font, packed, options)
    return packed.getvalue()
