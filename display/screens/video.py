# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
# mypy: disable-error-code="has-type,assignment"
"""A video of the office, without its sound, over and over while it stands."""

from __future__ import annotations

import logging
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.widget import Widget

log = logging.getLogger(__name__)


class SlideVideo(Widget):
    """Plays a file in the middle of its place, in its own shape.

    Attributes:
        file: the video's path; "" stops it and shows nothing.
        showing: whether a frame of it has come.
    """

    file = StringProperty("")
    showing = BooleanProperty(False)

    def __init__(self, **kwargs: Any) -> None:
        """Make the place, empty."""
        super().__init__(**kwargs)
        self._player: Any = None
        with self.canvas:
            self._light = Color(1, 1, 1, 0)
            self._glass = Rectangle(size=(0, 0))
        self.fbind("file", lambda *_: self._change())
        for what in ("pos", "size"):
            self.fbind(what, lambda *_: self._settle())
        self._change()

    def _change(self) -> None:
        if self._player is not None:
            self._player.unload()
            self._player = None
        self._light.a = 0
        self.showing = False
        if self.file:
            self._player = _playing(self.file, self._settle)

    def _settle(self) -> None:
        texture = self._player.texture if self._player else None
        if texture is None or min(self.size) <= 1:
            return
        share = min(self.width / texture.width, self.height / texture.height)
        wide, high = texture.width * share, texture.height * share
        self._light.a, self._glass.texture = 1, texture
        self._glass.size = wide, high
        self._glass.pos = self.center_x - wide / 2, self.center_y - high / 2
        self.canvas.ask_update()
        self.showing = True


def _playing(file: str, drawn: Any) -> Any:
    """Start a player; one that cannot play it shows nothing, the log says why."""
    from kivy.core.video import Video  # looks for players when it is imported

    try:
        player = Video(filename=file, eos="loop", volume=0.0)
        player.bind(on_frame=lambda *_: drawn())
        player.play()
    except Exception:  # whatever a player of somebody else's does, the calls go on
        log.exception("the video %s cannot be played", file)
        return None
    return player
