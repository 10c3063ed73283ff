"""What administrators send and take as files: pictures, the settings."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from assets.lang import languages
from server.storage.folder import write_private_bytes

from . import videos
from .pictures import LARGEST, look_at
from .rpc import TooLarge, body_of
from .unfit import PictureProblem

READ_AWAY = 20_000_000
"""Bytes of a picture too large that are still taken and dropped: a browser hears an
answer only when its sending has ended, and a camera's pictures have that size."""


def routes(folder: Path) -> list[BaseRoute]:
    """Give the routes, which the doors keep for administrators.

    ``folder`` is the data folder.
    """

    one_picture, one_video = asyncio.Lock(), asyncio.Lock()

    async def take_picture(request: Request) -> Response:
        """Keep a picture under the name that its content gives it."""
        try:
            data = await body_of(request, LARGEST)
        except TooLarge:
            await _read_away(request)
            return _refused(PictureProblem("", "heavy", most=LARGEST // 1_000_000), 413)
        try:
            async with one_picture:
                name = await asyncio.to_thread(_keep, folder, data)
        except PictureProblem as problem:
            return _refused(problem, 422)
        return JSONResponse({"file": name}, headers={"Cache-Control": "no-store"})

    async def take_video(request: Request) -> Response:
        """Keep a video under the name that its content gives it."""
        try:
            async with one_video:
                name = await _received(request, folder / "video.sent")
        except TooLarge:
            await _read_away(request)
            heavy = PictureProblem("", "heavy", most=videos.LARGEST // 1_000_000)
            return _refused(heavy, 413)
        except PictureProblem as problem:
            return _refused(problem, 422)
        return JSONResponse({"file": name}, headers={"Cache-Control": "no-store"})

    async def give_settings(request: Request) -> Response:
        text = await asyncio.to_thread((folder / "office.toml").read_bytes)
        headers = {
            "Content-Disposition": 'attachment; filename="office.toml"',
            "Cache-Control": "no-store",
        }
        return Response(text, headers=headers, media_type="application/toml")

    return [
        Route("/admin/pictures", take_picture, methods=["POST"]),
        Route("/admin/videos", take_video, methods=["POST"]),
        Route("/admin/office.toml", give_settings),
    ]


async def _read_away(request: Request) -> None:
    left = READ_AWAY
    with suppress(RuntimeError):  # all of it had come already
        async for chunk in request.stream():
            left -= len(chunk)
            if left < 0:
                return


def _keep(folder: Path, data: bytes) -> str:
    """Look at all of a picture, then put it beside the office's file."""
    sent = folder / "picture.sent"
    write_private_bytes(sent, data)
    try:
        name = look_at(sent).name
        sent.replace(folder / name)
    finally:
        sent.unlink(missing_ok=True)
    return name


async def _received(request: Request, sent: Path) -> str:
    """Keep a video that is one, and nothing of what is none."""
    try:
        await _receive(request, sent)
        return await asyncio.to_thread(_keep_video, sent)
    finally:
        await asyncio.to_thread(sent.unlink, missing_ok=True)


async def _receive(request: Request, sent: Path) -> None:
    """Put what comes on the disk, and no more than a video may have."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > videos.LARGEST:
        raise TooLarge
    taken = 0
    with sent.open("wb") as file:
        async for chunk in request.stream():
            taken += len(chunk)
            if taken > videos.LARGEST:
                raise TooLarge
            await asyncio.to_thread(file.write, chunk)


def _keep_video(sent: Path) -> str:
    name = videos.look_at_video(sent)
    sent.replace(sent.with_name(name))
    return name


def _refused(problem: PictureProblem, status: int) -> Response:
    text = {lang: problem.say(lang) for lang in languages()}
    return JSONResponse({"text": text}, status, {"Cache-Control": "no-store"})
