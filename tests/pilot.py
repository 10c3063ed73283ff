"""Drives a real Kivy app in a test: touches it, waits for its frames, looks.

``async with running(MyApp()) as pilot: await pilot.tap(text="Lấy số")``. Apps
run one after another in one process; nothing waits for seconds, only for
frames and conditions.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PIL import Image

from assets.look.window import open_window

CANVAS = (3840, 2160)
"""The largest window of a test: in memory a window can shrink, but not grow."""

START_TIMEOUT = 30.0
UNTIL_TIMEOUT = 20.0
"""Seconds that a busy machine may take; a quiet one waits for frames only."""


class Pilot:
    """A hand on the glass and an eye on it."""

    def __init__(self, app: Any, window: Any) -> None:
        """Drive `app` in `window`."""
        self.app = app
        self.window = window

    async def frames(self, count: int = 1) -> None:
        """Wait until `count` more frames have been worked off and drawn."""
        from kivy.clock import Clock

        for _ in range(count + 1):
            ticked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            Clock.schedule_once(lambda _dt, f=ticked: f.done() or f.set_result(None), 0)
            async with asyncio.timeout(START_TIMEOUT):
                await ticked

    async def until(
        self, condition: Callable[[], Any], within: float = UNTIL_TIMEOUT
    ) -> Any:
        """Wait, frame by frame, until `condition` is true; return its value.

        Fails with every text on the screen after `within` seconds.
        """
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not (value := condition()):
            if loop.time() > end:
                raise AssertionError(f"still not so; on the screen:\n{self.shown()}")
            await self.frames()
        return value

    async def until_text(self, text: str, within: float = UNTIL_TIMEOUT) -> Any:
        """Wait until `text` is on the screen; return its widget."""
        return (await self.until(lambda: self.find_all(text), within))[0]

    def widgets(self) -> Iterator[Any]:
        """Go through everything that is on the screen, outermost first."""
        for child in reversed(self.window.children):
            yield from _visible(child)

    def texts(self) -> list[str]:
        """Return all texts on the screen, icons left out, blanks made plain."""
        texts = (_text(w) for w in self.widgets() if not getattr(w, "icon", ""))
        with_icons = (_text(w) for w in self.widgets() if getattr(w, "icon", ""))
        words = [*texts, *with_icons]
        return list(dict.fromkeys(t for t in words if t and not _is_glyph(t)))

    def shown(self) -> str:
        """Return the texts on the screen, one a line, for a failure."""
        return "\n".join(f"  {text}" for text in self.texts()) or "  (no text)"

    def find_all(self, text: str) -> list[Any]:
        """Return the widgets with that text, else those that hold it."""
        for match in (str.__eq__, str.__contains__):
            found = [w for w in self.widgets() if match(_text(w), _plain(text))]
            outer = [w for w in found if not _inside(w, found)]
            if outer:
                return outer
        return []

    def find(self, text: str, index: int = 0) -> Any:
        """Return the widget with that text (or holding it); fail if none."""
        found = self.find_all(text)
        if len(found) <= index:
            raise AssertionError(f"no {text!r}; on the screen:\n{self.shown()}")
        return found[index]

    def has(self, text: str) -> bool:
        """Tell whether `text` is on the screen."""
        return bool(self.find_all(text))

    async def tap(self, text: str = "", widget: Any = None, index: int = 0) -> None:
        """Touch the middle of a widget, named by its text, and lift."""
        target = widget if widget is not None else self.find(text, index)
        await self.tap_at(*target.to_window(*target.center))

    async def tap_at(self, x: float, y: float) -> None:
        """Touch and lift at a place of the window in pixels, y upwards."""
        finger = self.finger(x, y)
        finger.down()
        await self.frames()
        finger.up()
        await self.frames()

    def finger(self, x: float, y: float) -> Any:
        """Return a finger over a place of the window (pixels, y upwards)."""
        from assets.look.finger import Finger

        width, height = self.window.size
        # Kivy's windows scale shares by the last pixel, not by the width.
        return Finger(x / (width - 1), 1 - y / (height - 1))

    async def image(self) -> Image.Image:
        """Return the next frame as a picture."""
        from assets.look.picture import read_window

        taken: asyncio.Future[Image.Image] = asyncio.get_running_loop().create_future()

        def flip(*_: object) -> None:
            if not taken.done():
                taken.set_result(read_window(self.window))

        await self.frames(2)
        self.window.bind(on_flip=flip)
        try:
            self.window.canvas.ask_update()
            async with asyncio.timeout(START_TIMEOUT):
                return await taken
        finally:
            self.window.unbind(on_flip=flip)

    async def picture(self, path: Path | str) -> Path:
        """Save the next frame as a PNG and return its path."""
        image = await self.image()
        image.save(path)
        return Path(path)


def window_of(size: tuple[int, int]) -> Any:
    """Return this process's window in `size` pixels, at most CANVAS."""
    return open_window(size=size, virtual=True, canvas=CANVAS)


@asynccontextmanager
async def running(
    app: Any, size: tuple[int, int] = (1080, 1920)
) -> AsyncIterator[Pilot]:
    """Run `app` in a window of `size` pixels (at most CANVAS) in this block.

    The app's own failure is raised here, at the end.
    """
    window = window_of(size)
    _clean(window)
    task = asyncio.create_task(app.async_run(async_lib="asyncio"))
    pilot = Pilot(app, window)
    try:
        async with asyncio.timeout(START_TIMEOUT):
            # Kivy tells nobody that its root is in the window: look each turn.
            while not (task.done() or (app.root and app.root in window.children)):
                await asyncio.sleep(0)
        if task.done():
            await task
        await pilot.frames(2)
        yield pilot
    finally:
        app.stop()
        try:
            async with asyncio.timeout(START_TIMEOUT):
                await task
        finally:
            _clean(window)


def _clean(window: Any) -> None:
    """Leave nothing of one app to the next: Kivy keeps all of it."""
    from kivy.app import App

    from assets.look.current import Look, look
    from assets.look.touch import strikes

    for child in window.children[:]:
        window.remove_widget(child)
    App._running_app = None
    strikes.forget()
    look.theme = Look.theme.defaultvalue
    look.scale = Look.scale.defaultvalue
    look.enlarge = Look.enlarge.defaultvalue
    look.mounted = Look.mounted.defaultvalue


def _visible(widget: Any) -> Iterator[Any]:
    if widget.opacity <= 0:
        return
    yield widget
    for child in reversed(widget.children):
        yield from _visible(child)


def _text(widget: Any) -> str:
    text = getattr(widget, "text", "")
    return _plain(text) if isinstance(text, str) else ""


def _plain(text: str) -> str:
    return " ".join(text.split())


def _is_glyph(text: str) -> bool:
    return len(text) == 1 and "\ue000" <= text <= "\uf8ff"


def _inside(widget: Any, others: list[Any]) -> bool:
    parent = widget.parent
    while parent is not None and parent is not parent.parent:
        if any(parent is other for other in others):
            return True
        parent = parent.parent
    return False
