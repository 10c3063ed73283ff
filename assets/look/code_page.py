# mypy: allow-subclassing-any, allow-any-generics, no-warn-return-any
"""The page with the six digits of a device that nobody has let in yet."""

from __future__ import annotations

import asyncio
from typing import Any

from kivy.app import App
from kivy.uix.widget import Widget

from assets.lang import FIRST, texts
from assets.look.lockdown import stop_on_terminate
from assets.look.pairing import Kind, let_in
from assets.look.text import Text

FIRST_WORDS, SECOND_WORDS = (48, 700), (38, 500)
"""Size (grid pixels) and weight of the first language's words, and the other's."""


class CodePage(Widget):
    """The digits, large, between what to do with them and the server's address.

    Both languages at once: nobody has chosen one here.
    """

    def __init__(self, server: str, **kwargs: Any) -> None:
        """Make the page; it has no digits yet."""
        super().__init__(**kwargs)
        self._server = server
        self.words = [self._text(*style) for style in (FIRST_WORDS, SECOND_WORDS)]
        self.digits = Text(
            role="ticket_number", size_u=300, least_u=80, weight=800, tone="accent"
        )
        self.digits.halign = "center"
        self.where = self._text(34, 500)
        self.where.text = server
        for part in (*self.words, self.digits, self.where):
            self.add_widget(part)
        for what in ("pos", "size"):
            self.fbind(what, lambda *_: self._place())
        self.show("")

    def show(self, code: str) -> None:
        """Show a code, or without one that there is none."""
        self.digits.text = f"{code[:3]} {code[3:]}".strip()
        key = "pair.words" if code else "pair.no_server"
        for language, line in zip(FIRST, self.words, strict=True):
            line.text = texts("common", language)(key)

    def _text(self, size: int, weight: int) -> Text:
        return Text(size_u=size, least_u=20, weight=weight, halign="center")

    def _place(self) -> None:
        """Share the height out: words, digits, words of the other language, address."""
        wide = self.width * 0.88
        top = self.height * 0.86
        parts = (self.words[0], self.digits, self.words[1], self.where)
        for part, share in zip(parts, (0.2, 0.34, 0.16, 0.08), strict=True):
            part.size = (wide, self.height * share)
            top -= part.height
            part.pos = (self.x + (self.width - wide) / 2, self.y + top)


class CodeApp(App):
    """Shows codes until the device is let in.

    Attributes:
        token: the device's; "" when the app was stopped before.
    """

    def __init__(self, server: str, kind: Kind) -> None:
        """Say where to ask, and what the device is."""
        super().__init__()
        self._server, self._kind = server, kind
        self.token = ""

    def build(self) -> CodePage:
        """Make the page."""
        return CodePage(self._server)

    async def async_run(self, async_lib: Any = None) -> None:
        """Run until the token is there, or the app is stopped."""
        page = asyncio.create_task(super().async_run(async_lib=async_lib))
        asking = asyncio.create_task(self._ask())
        try:
            await asyncio.wait((page, asking), return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                self.token = await asking
        finally:
            asking.cancel()
            self.stop()
            await page

    async def _ask(self) -> str:
        return await let_in(self._server, self._kind, self._show)

    def _show(self, code: str) -> None:
        if self.root is not None:
            self.root.show(code)


def token_by_code(server: str, kind: Kind) -> str:
    """Show codes in the window that is open; give the token, "" if it was stopped."""

    async def run() -> str:
        app = CodeApp(server, kind)
        stop_on_terminate(app.stop)
        await app.async_run(async_lib="asyncio")
        return app.token

    return asyncio.run(run())
