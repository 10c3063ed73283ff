"""Backups as files: fetched and sent, each over an address that opens once."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import Protocol

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import BaseRoute, Route

from server.protocol.errors import Refused
from server.storage.folder import BINARY

RESERVE = 100_000_000
"""Bytes that a file that comes in leaves free: the queue needs the disk too."""
LARGEST = 4_000_000_000
"""Bytes of a backup that is taken in; a hundred years of a small commune."""
PART = 4_000_000
"""Bytes after which it is looked again whether there is still room."""
KEPT = {"Cache-Control": "no-store"}


class Backups(Protocol):
    """Who knows which address opens what, for whom."""

    def take(self, ticket: str, name: str) -> Path | None:
        """Give a backup once to whom it was handed; None to everybody else."""

    def place_for(self, ticket: str, name: str) -> Path | None:
        """Say once, to whom it was told, where a file may be put that comes in."""

    async def keep(self, sent: Path, name: str) -> str:
        """Keep a file that came in, and give what it is called. Raises Refused."""


class NoRoom(Exception):
    """What comes in is too much for the disk."""


def routes(backups: Backups) -> list[BaseRoute]:
    """Give the routes, which the doors keep for administrators."""
    one = asyncio.Lock()

    async def give(request: Request) -> Response:
        path = backups.take(request.path_params["ticket"], request.state.name)
        if path is None or not path.is_file():  # a newer one may have taken its place
            return PlainTextResponse("not found\n", 404)
        return FileResponse(
            path, filename=path.name, media_type="application/zip", headers=KEPT
        )

    async def take_in(request: Request) -> Response:
        name = request.state.name
        place = backups.place_for(request.path_params["ticket"], name)
        if place is None:
            return PlainTextResponse("not found\n", 404)
        try:
            async with one:
                await asyncio.to_thread(_make_way, place)
                await _receive(request, place)
                kept = await backups.keep(place, name)
        except NoRoom:
            return JSONResponse({"reason": "no_room"}, 413, KEPT)
        except Refused as why:
            told = {"reason": why.reason, "text": why.text}
            return JSONResponse(told, 422, KEPT)
        finally:
            await asyncio.to_thread(place.unlink, missing_ok=True)
        return JSONResponse({"name": kept}, headers=KEPT)

    async def door(request: Request) -> Response:
        return await (take_in if request.method == "POST" else give)(request)

    # One route: a 405 says all that the address allows.
    return [Route("/admin/backups/{ticket}", door, methods=["GET", "POST"])]


def _make_way(place: Path) -> None:
    """Make the folder, and remove what was cut off on its way in."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    sign = place.name[: place.name.index("-") + 1]
    for left in place.parent.glob(f"{sign}*"):
        left.unlink()


async def _receive(request: Request, place: Path) -> None:
    """Put what comes on the disk, as long as there is room. Raises NoRoom."""
    told = request.headers.get("content-length", "")
    _look_for_room(place, int(told) if told.isdecimal() else 0)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY
    taken = looked = 0
    with os.fdopen(os.open(place, flags, 0o600), "wb") as file:
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > LARGEST:
                raise NoRoom
            if taken - looked > PART:
                looked = taken
                _look_for_room(place, PART)
            await asyncio.to_thread(file.write, chunk)
        file.flush()
        await asyncio.to_thread(os.fsync, file.fileno())


def _look_for_room(place: Path, size: int) -> None:
    if size > LARGEST or shutil.disk_usage(place.parent).free < size + RESERVE:
        raise NoRoom
