"""One display's settings. PURE."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DisplaySettings:
    """The wall display, or one counter's.

    Attributes:
        server: the server's address.
        authority: the file of the authority that signed the server's certificate
            (PEM), for ``https://``; empty = those that this system trusts.
        folder: where it keeps what it has heard; empty = a folder of the platform.
        room: the id of the office's room whose calls the wall shows and speaks; empty:
            all.
        counter: the counter's number for a counter display; None is the wall.
        width, height: the picture in pixels; 0 = the whole panel, or 1920×1080 on a
            virtual screen (800×480 for a counter).
        diagonal: the panel's real size in inches; 0 = 43 (a counter: 7).
        fullscreen: whether the window takes the whole panel.
        language: the language of the texts.
        sound: whether it speaks and chimes.
        volume: 0.0 to 1.0.
    """

    server: str = "http://127.0.0.1:8800"
    authority: str = ""
    folder: str = ""
    room: str = ""
    counter: int | None = None
    width: int = 0
    height: int = 0
    diagonal: float = 0.0
    fullscreen: bool = True
    language: str = "vi"
    sound: bool = True
    volume: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a volume that cannot be. Raises ValueError."""
        if not 0.0 <= self.volume <= 1.0:
            raise ValueError("volume must be from 0.0 to 1.0")
