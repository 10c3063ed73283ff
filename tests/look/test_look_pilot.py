import asyncio
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.pilot import running


def _app(*children: Any) -> Any:
    from kivy.app import App
    from kivy.uix.widget import Widget

    class Small(App):  # type: ignore[misc]
        def build(self) -> Any:
            root = Widget()
            for child in children:
                root.add_widget(child)
            return root

    return Small()


@pytest.mark.parametrize("run", range(3))
async def test_apps_run_one_after_another(run: int, tmp_path: Path) -> None:
    from assets.look.widgets import SolidButton

    button = SolidButton(text=f"Lấy số {run}", pos=(20, 20), size=(300, 140))
    struck: list[int] = []
    button.bind(on_release=lambda _: struck.append(run))
    async with running(_app(button), size=(400, 300)) as pilot:
        assert pilot.texts() == [f"Lấy số {run}"]
        await pilot.tap(text="Lấy số")
        assert struck == [run]
        path = await pilot.picture(tmp_path / "one.png")
    with Image.open(path) as picture:
        assert picture.size == (400, 300)
        assert picture.getpixel((30, 300 - 80)) == (0x0B, 0x55, 0x53)
        assert picture.getpixel((390, 10)) == (0xF6, 0xF3, 0xEC)


async def test_a_text_that_is_not_there_names_what_is() -> None:
    from assets.look.widgets import Text

    async with running(_app(Text(text="Mời vào\nngay")), size=(400, 300)) as pilot:
        with pytest.raises(AssertionError, match="Mời vào ngay"):
            pilot.find("Tạm ngừng")
        with pytest.raises(AssertionError, match="Mời vào ngay"):
            await pilot.until(lambda: pilot.has("Tạm ngừng"), within=0.1)


async def test_an_app_that_fails_to_build_says_why() -> None:
    from kivy.app import App

    class Broken(App):  # type: ignore[misc]
        def build(self) -> Any:
            raise RuntimeError("no office")

    with pytest.raises(RuntimeError, match="no office"):
        async with running(Broken(), size=(400, 300)):
            await asyncio.sleep(0)
