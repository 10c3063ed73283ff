"""Videos on the office's slides: looked at by their first bytes, served from the disk.

An address is made of the content's checksum, as a picture's.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from .unfit import PictureProblem

LARGEST = 50_000_000
"""Bytes: a minute in the size of a television, as telephones and editors save it."""
KINDS = {"mp4": "video/mp4", "webm": "video/webm"}
"""What browsers play, by how an address ends."""
_EBML = bytes.fromhex("1A45DFA3")


def look_at_video(path: Path) -> str:
    """Give the name of a video in addresses.

    Raises:
        PictureProblem: it is not there, too large, or neither MP4 nor WebM.
    """
    try:
        found = path.stat()
        if found.st_size > LARGEST:
            raise PictureProblem(path.name, "heavy", most=LARGEST // 1_000_000)
        return _named(path, found.st_size, found.st_mtime_ns)
    except OSError:
        raise PictureProblem(path.name, "missing") from None


@lru_cache(maxsize=64)
def _named(path: Path, size: int, changed: int) -> str:
    """Read a video once for as long as it stays the same."""
    with path.open("rb") as file:
        suffix = kind_of(file.read(12))
        if suffix is None:
            raise PictureProblem(path.name, "video_kind")
        file.seek(0)
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()}.{suffix}"


def kind_of(beginning: bytes) -> str | None:
    """Tell a video's kind by its first bytes (ISO 14496-12 ``ftyp``, RFC 8794 EBML)."""
    if beginning[4:8] == b"ftyp":
        return "mp4"
    return "webm" if beginning.startswith(_EBML) else None
