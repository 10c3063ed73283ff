"""The live picture of a virtual screen, and the touches that come back.

The screen connects to the server over a line of its own, sends a JPEG after
something was drawn, at most four times a second and only while somebody
watches, and turns the touches of the browser into real ones.

The line: ``ws://HOST:PORT/screens/NAME/feed`` with a bearer token. Binary
frames to the server are pictures; text frames from it are
``{"touch": "down" | "move" | "up", "x": 0.5, "y": 0.5}`` (shares of the
picture, y from its top) and ``{"watch": true | false}``.
"""

from __future__ import annotations

import asyncio
import json
import logging
from io import BytesIO
from time import monotonic
from typing import Any

import websockets
from PIL import Image

from assets.look.finger import Finger
from assets.look.picture import read_window
from server.protocol.link import delays

log = logging.getLogger(__name__)

INTERVAL = 0.25
"""Seconds between two pictures, at least."""

QUALITY = 82
"""JPEG quality: letters stay clean, 1080 by 1920 takes about 150 kB."""

MESSAGE_LIMIT = 4096
"""Bytes of a message from the server; touches are short."""


async def mirror(window: Any, url: str, token: str, name: str) -> None:
    """Show `window` at `url`/screens/`name`/feed until cancelled.

    `url` is the server's ``ws://HOST:PORT``. Runs beside the Kivy app in its
    loop; a lost line is taken up again for ever, after 0.5 to 10 s.
    """
    address = f"{feed_base(url)}/screens/{name}/feed"
    pauses = delays()
    while True:
        try:
            async with websockets.connect(
                address,
                additional_headers={"Authorization": f"Bearer {token}"},
                compression=None,
                max_size=MESSAGE_LIMIT,
                ping_interval=10,
                ping_timeout=10,
                close_timeout=3,
                open_timeout=5,
                proxy=None,
            ) as line:
                pauses = delays()
                await Feed(window, line).run()
        except (OSError, TimeoutError, websockets.WebSocketException) as error:
            log.info("screen %s: no line to the server (%s)", name, error)
        await asyncio.sleep(next(pauses))


def feed_base(url: str) -> str:
    """Return ``ws://HOST:PORT`` for any address of the server ("http://…/ws")."""
    base = url.rstrip("/").removesuffix("/ws")
    return base.replace("https://", "wss://", 1).replace("http://", "ws://", 1)


class Feed:
    """One line's pictures out and touches in."""

    def __init__(self, window: Any, line: websockets.ClientConnection) -> None:
        """Serve `line` with the pictures of `window`."""
        self._window = window
        self._line = line
        self._watched = asyncio.Event()
        self._changed = True
        self._wanted: asyncio.Future[Image.Image] | None = None
        self._finger: Finger | None = None

    async def run(self) -> None:
        """Send and receive until the line ends."""
        self._window.bind(on_flip=self._drawn)
        sending = asyncio.create_task(self._send())
        try:
            async for message in self._line:
                self._take(message)
        finally:
            sending.cancel()
            self._window.unbind(on_flip=self._drawn)
            if self._finger and self._finger.is_down:
                self._finger.vanish()
            await asyncio.gather(sending, return_exceptions=True)

    async def _send(self) -> None:
        while True:
            await self._watched.wait()
            started = monotonic()
            picture = await self._next_picture()
            if not self._watched.is_set():
                continue
            await self._line.send(await asyncio.to_thread(encode, picture))
            await asyncio.sleep(max(0.0, INTERVAL - (monotonic() - started)))

    async def _next_picture(self) -> Image.Image:
        self._wanted = asyncio.get_running_loop().create_future()
        if self._changed:
            # Drawn since the last picture, maybe long ago: draw once more.
            self._window.canvas.ask_update()
        return await self._wanted

    def _drawn(self, *_: object) -> None:
        wanted, self._wanted = self._wanted, None
        self._changed = wanted is None or wanted.done()
        if wanted is not None and not wanted.done():
            wanted.set_result(read_window(self._window))

    def _take(self, message: str | bytes) -> None:
        try:
            content = json.loads(message)
            if "watch" in content:
                self._watch(bool(content["watch"]))
            else:
                self._touch(content["touch"], float(content["x"]), float(content["y"]))
        except (ValueError, TypeError, KeyError):
            log.warning("screen: a message that is none: %.80r", message)

    def _watch(self, watched: bool) -> None:
        if not watched:
            self._watched.clear()
            return
        self._changed = True
        self._window.canvas.ask_update()
        self._watched.set()

    def _touch(self, kind: str, x: float, y: float) -> None:
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise ValueError(f"a touch beside the picture: {x}, {y}")
        finger = self._finger
        if kind == "down":
            if finger and finger.is_down:
                finger.vanish()
            self._finger = Finger(x, y)
            self._finger.down()
        elif kind in ("move", "up") and finger and finger.is_down:
            finger.slide(x, y)
            if kind == "up":
                finger.up()


def encode(picture: Image.Image) -> bytes:
    """Return `picture` as JPEG (45 ms for 1080 by 1920: not in the loop)."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
