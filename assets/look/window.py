"""Everything around the Kivy window: before it, and whether it is really there.

SDL falls back to drawing in memory without a word. A kiosk started before its
screen would then run "healthy" with nothing on the glass, so the driver is
chosen here beforehand and looked at afterwards.
"""

import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assets.lang import texts
from assets.look.lockdown import lock
from assets.look.sdl import desktop_size, sdl_drivers, video_driver

IN_MEMORY = ("offscreen", "dummy")
"""SDL's drivers that show nothing to anybody."""

KIVY_ENVIRONMENT = {
    # Without these Kivy takes our command line, writes to the home folder, or
    # falls back to a window that kills the process.
    "KIVY_NO_ARGS": "1",
    "KIVY_NO_CONFIG": "1",
    "KIVY_NO_ENV_CONFIG": "1",
    "KIVY_NO_FILELOG": "1",
    "KIVY_WINDOW": "sdl2",
    "KIVY_LOG_MODE": "PYTHON",
    # Sizes are real millimetres, computed by us from the panel.
    "KIVY_DPI": "96",
    "KIVY_METRICS_DENSITY": "1",
    "KIVY_METRICS_FONTSCALE": "1",
    # The panel never goes dark, and stays ours when something else takes the focus.
    "SDL_VIDEO_ALLOW_SCREENSAVER": "0",
    "SDL_VIDEO_MINIMIZE_ON_FOCUS_LOSS": "0",
    # Alt+F4 and Ctrl+C in the terminal are not a citizen's; SIGTERM stops the app.
    "SDL_WINDOWS_NO_CLOSE_ON_ALT_F4": "1",
    "SDL_NO_SIGNAL_HANDLERS": "1",
}


class NoScreen(RuntimeError):
    """There is no screen, and nobody asked for a virtual one.

    `found` is what was tried. The text is one line, in Vietnamese;
    ``text("en")`` gives the English one.
    """

    def __init__(self, found: str) -> None:
        """Say what was tried: "x11 :0", "offscreen" …"""
        self.found = found
        super().__init__(self.text("vi"))

    def text(self, language: str) -> str:
        """Return the one line for the technician."""
        return texts("common", language)("screen.none", found=self.found)


def open_window(
    size: tuple[int, int] | None = None,
    fullscreen: bool = False,
    virtual: bool = False,
    title: str = "motcua",
    canvas: tuple[int, int] | None = None,
) -> Any:
    """Open (or reuse) this process's window and return it.

    `size` in pixels, made smaller in its shape where the desktop is smaller
    (look at the window's size afterwards); with `fullscreen` the whole panel.
    `virtual`: no panel, SDL draws in memory. Call it before anything else
    imports Kivy. Raises NoScreen when there is no screen and `virtual` is
    False. The cursor is hidden when full screen; no key leaves the window, and
    what asks full screen to close is refused (`lockdown`).

    A virtual window can shrink but never grow: SDL keeps the memory of its
    first size. `canvas` reserves more for later sizes; ValueError beyond it.
    """
    prepare(virtual)
    _configure(canvas or size or (1080, 1920), fullscreen and not virtual)
    with _without_providers_complaints():
        from kivy.core.window import Window

    if Window is None:
        raise NoScreen(os.environ.get("SDL_VIDEODRIVER", "SDL"))
    driver = video_driver()
    if driver in IN_MEMORY and not virtual:
        Window.close()
        raise NoScreen(driver)
    if virtual:
        _resize_virtual(Window, size or (1080, 1920))
    elif not fullscreen:
        Window.size = _within(size or (1080, 1920), desktop_size())
    Window.set_title(title)
    Window.show_cursor = not fullscreen or virtual
    lock(Window, full=fullscreen and not virtual)
    _set_up_look()
    return Window


def _resize_virtual(window: Any, size: tuple[int, int]) -> None:
    """Give a window in memory its size, within what SDL keeps for it."""
    canvas = _canvas.setdefault(id(window), tuple(window.size))
    if size[0] > canvas[0] or size[1] > canvas[1]:
        raise ValueError(f"a virtual window of {canvas} can not grow to {size}")
    if tuple(window.size) != size:
        window.size = size


_canvas: dict[int, tuple[int, ...]] = {}
"""Size of the memory that SDL keeps for a virtual window, by the window's id."""


def prepare(virtual: bool) -> None:
    """Set the environment that Kivy and SDL read at their first import.

    Raises NoScreen when there is none and `virtual` is False.
    """
    if virtual:
        driver: str | None = "offscreen"
    else:
        driver = choose_driver(sys.platform, os.environ)
    for name, value in KIVY_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    if driver:
        os.environ["SDL_VIDEODRIVER"] = driver


def choose_driver(
    platform: str,
    environment: Mapping[str, str],
    answers: Callable[[str], bool] | None = None,
    panel_connected: Callable[[], bool] | None = None,
    built_in: tuple[str, ...] | None = None,
) -> str | None:
    """Return SDL's driver for the screen of this machine; None: SDL's choice.

    On Linux a screen is an X server that answers, a Wayland compositor (if
    this SDL knows Wayland), or a connected panel (kmsdrm). Raises NoScreen.
    """
    wanted = environment.get("SDL_VIDEODRIVER", "")
    if wanted in IN_MEMORY:
        raise NoScreen(wanted)
    if wanted or not platform.startswith("linux"):
        return wanted or None
    answers = answers or x_answers
    panel_connected = panel_connected or _panel_connected
    display = environment.get("DISPLAY", "")
    if display and answers(display):
        return "x11"
    known = built_in if built_in is not None else sdl_drivers()
    if environment.get("WAYLAND_DISPLAY") and "wayland" in known:
        return "wayland"
    if panel_connected() and "KMSDRM" in known:
        return "KMSDRM"
    raise NoScreen(f"DISPLAY={display}" if display else "DISPLAY, WAYLAND_DISPLAY, DRM")


def x_answers(display: str) -> bool:
    """Tell whether an X server answers at `display` (":0", "host:0.0").

    SDL must not be left to find out: it ends the process.
    """
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    if host in ("", "unix"):
        path = f"/tmp/.X11-unix/X{number}"
        return _connects(socket.AF_UNIX, path) or _connects(socket.AF_UNIX, f"\0{path}")
    return _connects(socket.AF_INET, (host, 6000 + int(number)))


def _connects(family: int, address: Any) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(2)
        try:
            line.connect(address)
        except OSError:
            return False
    return True


def _panel_connected() -> bool:
    """Tell whether the kernel sees a panel and we may open its card."""
    states = Path("/sys/class/drm").glob("card*-*/status")
    connected = any(state.read_text().strip() == "connected" for state in states)
    cards = Path("/dev/dri").glob("card*")
    return connected and any(os.access(card, os.R_OK | os.W_OK) for card in cards)


def _within(size: tuple[int, int], room: tuple[int, int] | None) -> tuple[int, int]:
    """Return `size`, smaller in the same shape where there is less room."""
    if room is None:
        return size
    share = min(1.0, room[0] / size[0], room[1] / size[1])
    return round(size[0] * share), round(size[1] * share)


@contextmanager
def _without_providers_complaints() -> Iterator[None]:
    """Keep Kivy from logging a traceback for each input driver we do not use."""

    def wanted(record: logging.LogRecord) -> bool:
        return "not supported by your" not in str(record.msg)

    logger = logging.getLogger("kivy")
    logger.addFilter(wanted)
    try:
        yield
    finally:
        logger.removeFilter(wanted)


def _configure(size: tuple[int, int], fullscreen: bool) -> None:
    from kivy.config import Config

    Config.set("graphics", "width", str(size[0]))
    Config.set("graphics", "height", str(size[1]))
    Config.set("graphics", "fullscreen", "auto" if fullscreen else "0")
    Config.set("graphics", "show_cursor", "0" if fullscreen else "1")
    Config.set("kivy", "exit_on_escape", "0")
    Config.set("kivy", "pause_on_minimize", "0")
    Config.set("graphics", "allow_screensaver", "0")
    Config.set("graphics", "always_on_top", "1" if fullscreen else "0")
    # Kivy's own tools (inspector on Ctrl+E, screenshots on F12) are never loaded.
    for module in list(Config.items("modules")):
        Config.remove_option("modules", module[0])
    # The red dots of a second finger made with the right mouse button.
    Config.set("input", "mouse", "mouse,disable_multitouch")
    # SDL reports touches by itself; the same finger must not come twice.
    for provider in list(Config.items("input")):
        if provider[0] != "mouse":
            Config.remove_option("input", provider[0])


def _set_up_look() -> None:
    from assets.look import fonts
    from assets.look.current import look

    fonts.register()
    _paint_paper()
    look.bind(theme=_paint_paper)


def _paint_paper(*_: object) -> None:
    """Give the bare window the colour of paper, in the theme in force."""
    from kivy.core.window import Window

    from assets.look.current import look

    Window.clearcolor = look.rgba("paper")
