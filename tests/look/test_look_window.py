import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assets.look.sdl import sdl_drivers, video_driver
from assets.look.window import (
    NoScreen,
    _within,
    choose_driver,
    x_answers,
)
from tests.pilot import running, window_of


def yes(_: str) -> bool:
    return True


def no(_: str) -> bool:
    return False


LINUX_CASES = [
    ({"DISPLAY": ":0"}, yes, False, ("x11",), "x11"),
    ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, yes, False, ("x11", "wayland"), "x11"),
    ({"WAYLAND_DISPLAY": "w"}, no, False, ("x11", "wayland"), "wayland"),
    ({"DISPLAY": ":0"}, no, True, ("x11", "KMSDRM"), "KMSDRM"),
    ({}, no, True, ("KMSDRM",), "KMSDRM"),
    ({"SDL_VIDEODRIVER": "kmsdrm"}, no, False, (), "kmsdrm"),
]


@pytest.mark.parametrize(("env", "answers", "panel", "built_in", "driver"), LINUX_CASES)
def test_the_screen_of_a_linux_machine(
    env: dict[str, str],
    answers: object,
    panel: bool,
    built_in: tuple[str, ...],
    driver: str,
) -> None:
    asks = yes if answers is yes else no
    assert choose_driver("linux", env, asks, lambda: panel, built_in) == driver


@pytest.mark.parametrize(
    ("env", "built_in"),
    [
        ({}, ("x11", "KMSDRM")),
        ({"DISPLAY": ":7"}, ("x11", "KMSDRM")),
        ({"WAYLAND_DISPLAY": "w"}, ("x11",)),
        ({"SDL_VIDEODRIVER": "offscreen", "DISPLAY": ":0"}, ("x11",)),
        ({"SDL_VIDEODRIVER": "dummy"}, ("x11",)),
    ],
)
def test_no_screen_is_one_clear_line(
    env: dict[str, str], built_in: tuple[str, ...]
) -> None:
    with pytest.raises(NoScreen) as caught:
        choose_driver("linux", env, no, lambda: False, built_in)
    for language in ("vi", "en"):
        line = caught.value.text(language)
        assert "--virtual-screen" in line
        assert "\n" not in line
    assert str(caught.value) == caught.value.text("vi")


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_elsewhere_sdl_chooses(platform: str) -> None:
    assert choose_driver(platform, {}) is None


def test_an_x_server_is_asked_before_sdl_is(tmp_path: Path) -> None:
    assert not x_answers(":4711")
    assert not x_answers("nonsense")
    assert not x_answers(":x")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        port = server.getsockname()[1]
        server.listen()
        assert x_answers(f"127.0.0.1:{port - 6000}.0")


def test_sdl_itself_says_where_it_draws() -> None:
    assert {"offscreen", "x11", "KMSDRM"} <= set(sdl_drivers())
    window = window_of((320, 240))
    assert video_driver() == "offscreen"
    assert tuple(window.size) == (320, 240)


def test_escape_and_f1_do_nothing() -> None:
    window = window_of((320, 240))
    closed: list[object] = []
    window.bind(on_request_close=lambda *_, **__: closed.append(1))
    assert window.dispatch("on_keyboard", 27, 41, "", [])
    assert window.dispatch("on_keyboard", 282, 58, "", [])
    assert not closed


@pytest.mark.parametrize("driver", ["", "offscreen", "dummy"])
def test_without_a_screen_the_product_stops(driver: str) -> None:
    env = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
    env["SDL_VIDEODRIVER"] = driver
    program = (
        "from assets.look.window import NoScreen, open_window\n"
        "import assets.look.window as w\n"
        "w._panel_connected = lambda: False\n"
        "try: open_window()\n"
        "except NoScreen as e: print(e)\n"
        "import sys; print('kivy' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=env, capture_output=True, text=True
    )
    assert done.stdout.splitlines()[1:] == ["False"]
    assert "--virtual-screen" in done.stdout
    assert done.returncode == 0


def test_a_window_is_made_smaller_in_its_shape_never_larger() -> None:
    assert _within((1080, 1920), (1920, 1080)) == (608, 1080)
    assert _within((1920, 1080), (1366, 700)) == (1244, 700)
    assert _within((600, 400), (1920, 1080)) == (600, 400)
    assert _within((600, 400), None) == (600, 400)


def test_a_virtual_window_shrinks_but_says_when_it_can_not_grow() -> None:
    for size in ((1920, 1080), (320, 240), (1080, 1920)):
        assert tuple(window_of(size).size) == size
    with pytest.raises(ValueError, match="can not grow"):
        window_of((2160, 3840))


async def test_after_any_size_the_whole_window_is_drawn() -> None:
    from kivy.app import App
    from kivy.uix.widget import Widget

    for size in ((400, 300), (1920, 1080), (1080, 1920)):
        app = App()
        app.build = Widget
        async with running(app, size=size) as pilot:
            picture = await pilot.image()
            assert picture.size == size
            assert picture.getcolors() == [(size[0] * size[1], (0xF6, 0xF3, 0xEC))]


def test_the_start_is_quiet() -> None:
    program = (
        "from assets.look.window import open_window\n"
        "open_window(size=(64, 64), virtual=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True
    )
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "MTDev" not in done.stderr


@pytest.mark.skipif(not shutil.which("xvfb-run"), reason="no Xvfb on this machine")
def test_on_a_real_x_server_the_window_is_within_the_screen() -> None:
    program = (
        "from assets.look.sdl import video_driver\n"
        "from assets.look.window import open_window\n"
        "print(video_driver(), *open_window(size=(1080, 1920)).size, video_driver())\n"
    )
    env = {k: v for k, v in os.environ.items() if k != "SDL_VIDEODRIVER"}
    screen = "-screen 0 1280x720x24 +extension GLX"
    command = ["xvfb-run", "-a", "-s", screen, sys.executable, "-c", program]
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    assert done.stdout.split() == ["405", "720", "x11"], done.stderr
