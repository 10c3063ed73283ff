"""Pictures that the office sets on its pages: looked at once, served by their content.

An address is made of the content's checksum, so that a client's copy is the right one
as long as the address is the same, and can be checked when it comes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from server.domain.model import Office, OfficePage, Page

from .unfit import PictureProblem
from .videos import look_at_video

LARGEST = 2_000_000
"""Bytes of a picture: a map of some rooms needs a fiftieth of it."""
SIDES = (300, 2400)
"""Pixels of each side: less cannot be read on a panel, more it cannot show."""
KINDS = {"PNG": ("png", "image/png"), "JPEG": ("jpg", "image/jpeg")}


@dataclass(frozen=True)
class Picture:
    """A whole picture: its name in addresses, its content and what it is."""

    name: str
    data: bytes
    media: str


def look_at(path: Path) -> Picture:
    """Read a picture and look at all of it.

    Raises:
        PictureProblem: it is not there, no whole PNG or JPEG, or not of a fit size.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PictureProblem(path.name, "heavy", most=LARGEST // 1_000_000)
        data = path.read_bytes()
    except OSError:
        raise PictureProblem(path.name, "missing") from None
    suffix, media = KINDS[_kind(path)]
    name = f"{hashlib.sha256(data).hexdigest()}.{suffix}"
    return Picture(name, data, media)


def _kind(path: Path) -> str:
    """Decode the picture, every pixel, and give its format."""
    from PIL import Image, UnidentifiedImageError

    least, most = SIDES
    try:
        with Image.open(path, formats=tuple(KINDS)) as image:
            width, height = image.size
            if not (least <= min(image.size) and max(image.size) <= most):
                size = {"width": width, "height": height, "least": least, "most": most}
                raise PictureProblem(path.name, "size", **size)
            image.load()
            return str(image.format)
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise PictureProblem(path.name, "kind") from None
    except (OSError, ValueError, SyntaxError):
        raise PictureProblem(path.name, "broken") from None


class Pictures:
    """The pictures of an office's pages and slides, its videos, and its emblem.

    A picture with a problem is left out: its page is shown without it, for nobody
    should wait for a number because of a map.

    Args:
        folder: where they lie.
        office: it and its pages name their files.

    Attributes:
        office: the same office, naming addresses.
        problems: what is wrong with those that are left out.
    """

    def __init__(self, folder: Path, office: Office) -> None:
        self._folder = folder
        self._by_name: dict[str, Picture] = {}
        self._videos: dict[str, Path] = {}
        self.problems: list[PictureProblem] = []
        pages = tuple(map(self._placed, office.pages))
        slides = tuple(map(self._slide, office.slides))
        emblem = self._address(office.emblem) if office.emblem else None
        self.office = replace(office, pages=pages, slides=slides, emblem=emblem)

    def get(self, name: str) -> Picture | None:
        """Give a picture by its name in addresses."""
        return self._by_name.get(name)

    def video(self, name: str) -> Path | None:
        """Give a video's file by its name in addresses."""
        return self._videos.get(name)

    def _placed(self, page: OfficePage) -> OfficePage:
        return replace(page, picture=dict(self._addresses(page)))

    def _slide(self, slide: Page) -> Page:
        videos = {
            language: address
            for language, file in slide.video.items()
            if (address := self._video(file)) is not None
        }
        return replace(slide, picture=dict(self._addresses(slide)), video=videos)

    def _addresses(self, page: OfficePage | Page) -> Iterator[tuple[str, str]]:
        for language, file in page.picture.items():
            address = self._address(file)
            if address is not None:
                yield language, address

    def _address(self, file: str) -> str | None:
        try:
            picture = look_at(self._folder / file)
        except PictureProblem as problem:
            self.problems.append(problem)
            return None
        self._by_name[picture.name] = picture
        return f"/pictures/{picture.name}"

    def _video(self, file: str) -> str | None:
        path = self._folder / file
        try:
            name = look_at_video(path)
        except PictureProblem as problem:
            self.problems.append(problem)
            return None
        self._videos[name] = path
        return f"/videos/{name}"
