"""The live pictures of virtual screens: from a device, through here, to browsers.

A kiosk or display that runs without a screen sends its picture after each change;
who opened the page with the one-time code sees it, and a click there is a touch.
Nothing is sent while nobody watches.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import secrets
from collections.abc import Iterable

from .listener import Visitor

log = logging.getLogger(__name__)

SHORT = 1024
"""Characters of the longest touch message."""


class Screen:
    """One virtual screen: its device, its newest picture, who watches."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.picture: bytes | None = None
        self.feed: Visitor | None = None
        self.watchers: set[Visitor] = set()
        self.changed = asyncio.Condition()


class Screens:
    """All virtual screens of a server.

    Args:
        names: the screens there are, such as ``kiosk`` and ``wall``.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._screens = {name: Screen(name) for name in names}
        self._codes = {name: secrets.token_urlsafe(16) for name in self._screens}
        self._cookies: dict[str, str] = {}

    def address(self, name: str) -> str:
        """Give the page's path with its one-time code."""
        return f"/screens/{name}?code={self._codes[name]}"

    def names(self) -> list[str]:
        """Give the names of the screens."""
        return list(self._screens)

    def exchange(self, name: str, code: str) -> str | None:
        """Take the one-time code and give a cookie's value for it, once."""
        known = self._codes.get(name, "")
        if not known or not _same(known, code):
            return None
        self._codes[name] = ""
        self._cookies[name] = secrets.token_urlsafe(32)
        return self._cookies[name]

    def may_watch(self, name: str, cookie: str | None) -> bool:
        """Whether this cookie opens this screen."""
        known = self._cookies.get(name)
        return bool(known and cookie and _same(known, cookie))

    # The lines

    async def feed(self, name: str, visitor: Visitor) -> None:
        """Take pictures from the device whose screen it is."""
        screen = self._screens.get(name)
        if screen is None or not visitor.caller.is_device:
            await visitor.close(4403, "not yours")
            return
        screen.feed = visitor
        await self._tell_watched(screen)
        async for message in visitor.messages():
            if isinstance(message, bytes):
                async with screen.changed:
                    screen.picture = message
                    screen.changed.notify_all()
        if screen.feed is visitor:
            screen.feed = None

    async def watch(self, name: str, visitor: Visitor) -> None:
        """Show a screen to a browser, and pass its touches on."""
        screen = self._screens.get(name)
        if screen is None or not self.may_watch(
            name, visitor.cookies.get(cookie(name))
        ):
            await visitor.close(4403, "no code")
            return
        screen.watchers.add(visitor)
        await self._tell_watched(screen)
        showing = asyncio.create_task(self._show(screen, visitor))
        try:
            async for message in visitor.messages():
                if isinstance(message, str) and len(message) < SHORT:
                    await self._touch(screen, message)
        finally:
            showing.cancel()
            screen.watchers.discard(visitor)
            await self._tell_watched(screen)

    async def _show(self, screen: Screen, visitor: Visitor) -> None:
        """Send the newest picture, and again whenever it changed meanwhile."""
        shown: bytes | None = None
        with contextlib.suppress(ConnectionError):
            while True:
                async with screen.changed:
                    while screen.picture is None or screen.picture is shown:
                        await screen.changed.wait()
                    shown = screen.picture
                assert shown is not None
                await visitor.send_picture(shown)

    async def _tell_watched(self, screen: Screen) -> None:
        await self._to_device(screen, {"watch": bool(screen.watchers)})

    async def _touch(self, screen: Screen, message: str) -> None:
        """Pass a touch on, if it is one."""
        try:
            told = json.loads(message)
            touch, x, y = str(told["touch"]), float(told["x"]), float(told["y"])
        except (ValueError, KeyError, TypeError):
            return
        if touch in ("down", "move", "up") and 0 <= x <= 1 and 0 <= y <= 1:
            await self._to_device(screen, {"touch": touch, "x": x, "y": y})

    async def _to_device(self, screen: Screen, told: dict[str, object]) -> None:
        if screen.feed is not None:
            with contextlib.suppress(ConnectionError):
                await screen.feed.send(json.dumps(told).encode())


def _same(one: str, other: str) -> bool:
    """Compare two secrets in a time that does not tell where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())


def cookie(name: str) -> str:
    """Give the name of the cookie that opens a screen."""
    return f"motcua_screen_{name}"
