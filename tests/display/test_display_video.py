"""A video on the display's own glass, where a player is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pilot import running, window_of

SIZE = (640, 360)


def film(path: Path) -> Path:
    """Write half a second of a real MP4, white on green."""
    pytest.importorskip("ffpyplayer", reason="motcua[video] is not installed")
    from ffpyplayer.pic import Image
    from ffpyplayer.writer import MediaWriter

    width, height = SIZE
    kind = {
        "pix_fmt_in": "rgb24",
        "pix_fmt_out": "yuv420p",
        "width_in": width,
        "height_in": height,
        "codec": "mpeg4",
        "frame_rate": (10, 1),
    }
    writer = MediaWriter(str(path), [kind])
    for n in range(5):
        pixels = bytearray(b"\x0b\x55\x53" * (width * height))
        pixels[n * 300 : n * 300 + 300] = b"\xff" * 300
        writer.write_frame(Image([bytes(pixels)], pix_fmt="rgb24", size=SIZE), n / 10)
    writer.close()
    return path


async def test_a_video_moves_in_its_own_shape_and_ends(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4")
    window_of((800, 800))
    from kivy.app import App

    from display.screens.video import SlideVideo

    class Frame(App):  # type: ignore[misc]
        """A glass with nothing else on it."""

        def build(self) -> Any:
            return SlideVideo(file=str(path))

    async with running(Frame(), size=(800, 800)) as pilot:
        place = pilot.app.root
        await pilot.until(lambda: place._glass.size[1] > 0)
        wide, high = place._glass.size
        assert wide / high == pytest.approx(SIZE[0] / SIZE[1], rel=0.01)
        first = place._player.position
        await pilot.until(lambda: place._player.position != first)
        place.file = ""
        assert place._player is None
        place.file = str(tmp_path / "missing.mp4")  # shows nothing, and harms nobody
        await pilot.frames(3)


async def test_a_place_without_a_picture_covers_nothing() -> None:
    window_of((800, 800))
    from kivy.app import App

    from display.screens.slide import SlidePicture

    class Frame(App):  # type: ignore[misc]
        """A glass with nothing on it."""

        def build(self) -> Any:
            return SlidePicture()

    async with running(Frame(), size=(800, 800)) as pilot:
        await pilot.frames(3)
        assert tuple(pilot.app.root._glass.size) == (0, 0)
