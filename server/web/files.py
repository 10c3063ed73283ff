"""Files the pages load: styles, scripts, sounds, pictures, videos, and the voice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from .packing import FILES
from .pictures import Picture
from .videos import KINDS

DAY = "public, max-age=86400"
FOR_EVER = "public, max-age=31536000, immutable"

_IMPORTED = re.compile(r"^(?:import|export)[^;]* from \"\./([\w-]+\.js)\";", re.M)

VoiceWav = Callable[[str], Awaitable[Path | None]]
FindPicture = Callable[[str], Picture | None]
FindVideo = Callable[[str], Path | None]


def no_picture(_: str) -> Picture | None:
    """Find none: that of an office whose pages have no pictures."""
    return None


def web_folder() -> Path:
    """Give the folder of templates, styles and scripts."""
    return Path(str(files("assets") / "web"))


@cache
def static_url(path: str) -> str:
    """Give a style's or script's address; it changes whenever the file does."""
    content = (web_folder() / path).read_bytes()
    return f"/static/{path}?v={hashlib.sha256(content).hexdigest()[:12]}"


@cache
def imported_by(name: str) -> tuple[str, ...]:
    """Give the addresses of all that a script imports, through whatever it imports.

    A page that names them has a browser ask for all at once, not for one after another
    as it reads them: over weak Wi-Fi that is seconds.
    """
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        script = (web_folder() / "js" / waiting.pop()).read_text("utf-8")
        new = [one for one in _IMPORTED.findall(script) if one not in found]
        found.update(dict.fromkeys(new))
        waiting += new
    return tuple(f"/static/js/{one}" for one in found)


class Revalidated(StaticFiles):
    """Files that a browser asks about each time; unchanged costs a few bytes."""

    def file_response(self, *args: object, **more: object) -> Response:
        """Serve a file, to be asked about again."""
        response = super().file_response(*args, **more)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "no-cache"
        return response


def no_video(_: str) -> Path | None:
    """Find no video."""
    return None


def routes(
    voice_wav: VoiceWav,
    find_picture: FindPicture = no_picture,
    find_video: FindVideo = no_video,
) -> list[BaseRoute]:
    """Give the routes of all files."""

    async def voice(request: Request) -> Response:
        path = await voice_wav(request.path_params["name"])
        return _file(path, "audio/wav", FOR_EVER)

    async def picture(request: Request) -> Response:
        found = find_picture(request.path_params["name"])
        if found is None:
            return PlainTextResponse("not found\n", 404)
        headers = {"Cache-Control": FOR_EVER}
        return Response(found.data, headers=headers, media_type=found.media)

    async def video(request: Request) -> Response:
        """Give a video, or the part of it that a player asks for (RFC 9110, Range)."""
        name = request.path_params["name"]
        path = find_video(name)
        return _file(path, KINDS.get(name.rpartition(".")[2], ""), FOR_EVER)

    async def chime(request: Request) -> Response:
        sound = Path(str(files("assets") / "sounds" / "chime.wav"))
        return _file(sound, "audio/wav", DAY)

    web = web_folder()
    return [
        Mount("/static/css", Revalidated(directory=web / "css"), middleware=FILES),
        Mount("/static/js", Revalidated(directory=web / "js"), middleware=FILES),
        Route("/sounds/chime.wav", chime),
        Route("/voice/{name}", voice),
        Route("/pictures/{name}", picture),
        Route("/videos/{name}", video),
    ]


def _file(path: Path | None, kind: str, keep: str) -> Response:
    if path is None or not path.is_file():
        return PlainTextResponse("not found\n", 404)
    return FileResponse(path, media_type=kind, headers={"Cache-Control": keep})
