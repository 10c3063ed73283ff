import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from PIL import Image
from websockets.asyncio.server import ServerConnection, serve

from assets.look.mirror import INTERVAL, feed_base, mirror
from tests.pilot import running

TOKEN = "a-token-of-the-test"


@dataclass
class Watcher:
    """A real server's side of the feed."""

    url: str = ""
    lines: list[ServerConnection] = field(default_factory=list)
    pictures: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    connected: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, line: ServerConnection) -> None:
        self.lines.append(line)
        self.connected.set()
        async for message in line:
            assert isinstance(message, bytes)
            self.pictures.put_nowait(message)

    async def say(self, **content: object) -> None:
        await self.lines[-1].send(json.dumps(content))

    async def picture(self) -> Image.Image:
        async with asyncio.timeout(5):
            picture = Image.open(BytesIO(await self.pictures.get()))
        assert picture.format == "JPEG"
        return picture


@asynccontextmanager
async def mirrored(window: Any) -> AsyncIterator[Watcher]:
    watcher = Watcher()
    async with serve(watcher.handle, "127.0.0.1", 0) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        watcher.url = f"ws://127.0.0.1:{port}"
        task = asyncio.create_task(mirror(window, watcher.url, TOKEN, "kiosk"))
        try:
            async with asyncio.timeout(5):
                await watcher.connected.wait()
            yield watcher
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def at_rest(watcher: Watcher) -> None:
    """Take the pictures of the window's first drawings until no more come."""
    for _ in range(10):
        try:
            # Eight times what lies between two pictures of a window that moves.
            await asyncio.wait_for(watcher.pictures.get(), 8 * INTERVAL)
        except TimeoutError:
            return
    raise AssertionError("pictures without end, though nothing changes")


def _app(button: Any) -> Any:
    from kivy.app import App

    class Small(App):  # type: ignore[misc]
        def build(self) -> Any:
            from kivy.uix.widget import Widget

            root = Widget()
            root.add_widget(button)
            return root

    return Small()


def _button(**kwargs: Any) -> Any:
    from assets.look.widgets import SolidButton

    return SolidButton(text="Lấy số", pos=(100, 100), size=(200, 100), **kwargs)


async def test_the_feed_has_its_own_address_and_token() -> None:
    async with (
        running(_app(_button()), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        request = watcher.lines[0].request
    assert request is not None
    assert request.path == "/screens/kiosk/feed"
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


def test_any_address_of_the_server_will_do() -> None:
    for url in ("ws://h:1", "ws://h:1/", "ws://h:1/ws", "http://h:1", "http://h:1/ws"):
        assert feed_base(url) == "ws://h:1"
    assert feed_base("https://h") == "wss://h"


async def test_a_picture_comes_at_once_when_somebody_watches() -> None:
    async with (
        running(_app(_button()), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        await pilot.frames(5)
        assert watcher.pictures.empty()
        await watcher.say(watch=True)
        picture = await watcher.picture()
    assert picture.size == (400, 300)
    red, green, blue = picture.getpixel((110, 150))  # type: ignore[misc]
    assert abs(red - 0x0B) < 12
    assert abs(green - 0x55) < 12
    assert abs(blue - 0x53) < 12


async def test_a_touch_in_the_browser_is_a_touch_on_the_glass() -> None:
    button = _button()
    struck: list[bool] = []
    button.bind(on_release=lambda _: struck.append(True))
    async with (
        running(_app(button), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        await watcher.say(watch=True)
        await watcher.picture()
        # y from the top: the button's middle is 150 from the bottom.
        await watcher.say(touch="down", x=0.3, y=0.4)
        await pilot.until(lambda: button.pressed)
        pressed = await watcher.picture()
        assert not struck
        await watcher.say(touch="up", x=0.3, y=0.4)
        await pilot.until(lambda: struck)
        assert struck == [True]
        released = await watcher.picture()
    assert pressed.getpixel((110, 155)) != released.getpixel((110, 155))


async def test_y_counts_from_the_top() -> None:
    button = _button()
    button.y = 200
    async with (
        running(_app(button), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        await watcher.say(touch="down", x=0.5, y=0.1)
        await pilot.until(lambda: button.pressed)


async def test_nothing_is_sent_while_nothing_changes_or_nobody_watches() -> None:
    button = _button()
    async with (
        running(_app(button), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        await watcher.say(watch=True)
        await watcher.picture()
        await at_rest(watcher)
        await pilot.frames(30)
        assert watcher.pictures.empty()
        await watcher.say(watch=False)
        await (await watcher.lines[0].ping())
        button.text = "Xong"
        await pilot.frames(30)
        assert watcher.pictures.empty()


async def test_at_most_four_pictures_a_second() -> None:
    button = _button()
    loop = asyncio.get_running_loop()
    async with (
        running(_app(button), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        began, count = loop.time(), 0
        await watcher.say(watch=True)
        async with asyncio.timeout(30):
            while watcher.pictures.qsize() < 5:
                count += 1
                button.text = f"Số {count}"
                await pilot.frames()
    assert loop.time() - began >= 4 * INTERVAL


async def test_a_cut_line_strikes_nothing_and_is_taken_up_again() -> None:
    button = _button()
    struck: list[bool] = []
    button.bind(on_release=lambda _: struck.append(True))
    async with (
        running(_app(button), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        await watcher.say(touch="down", x=0.5, y=0.5)
        await pilot.until(lambda: button.pressed)
        watcher.connected.clear()
        watcher.lines[0].transport.abort()
        await pilot.until(lambda: not button.pressed)
        async with asyncio.timeout(5):
            await watcher.connected.wait()
        assert not struck
        await watcher.say(watch=True)
        assert (await watcher.picture()).size == (400, 300)


async def test_rubbish_from_the_line_is_passed_over() -> None:
    button = _button()
    async with (
        running(_app(button), size=(400, 300)) as pilot,
        mirrored(pilot.window) as watcher,
    ):
        beside = '{"touch": "down", "x": NaN, "y": 7}'
        half = '{"touch": "down", "x": 0.5}'
        for rubbish in ("{", "[]", "7", half, '{"touch": 1, "x": "a"}', beside):
            await watcher.lines[0].send(rubbish)
        await watcher.say(touch="up", x=0.5, y=0.5)
        await watcher.say(watch=True)
        assert (await watcher.picture()).size == (400, 300)
        assert len(watcher.lines) == 1
