"""Pictures of the office's as files: read, and made smaller once and well."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from PIL import Image

log = logging.getLogger(__name__)


def opened(path: str | Path | None) -> Image.Image | None:
    """Return a picture that is whole, None if there is no such; the log says why."""
    if not path:
        return None
    try:
        with Image.open(path) as image:
            return image.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as broken:
        log.warning("the picture %s cannot be shown: %s", path, broken)
        return None


def texture_of(image: Image.Image, size: tuple[int, int]) -> Any:
    """Return a picture in this size for the glass: its thin lines stay whole."""
    from kivy.graphics.texture import Texture

    small = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    texture = Texture.create(size=size, colorfmt="rgba")
    texture.blit_buffer(small.tobytes(), colorfmt="rgba", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
