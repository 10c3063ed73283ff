"""Questions to the very SDL that Kivy's window is linked with.

Kivy does not say which video driver SDL took, nor what the panel tells about
itself. Its window's library is opened again (no window opens by that), and SDL
is found through it.
"""

import ctypes
import sys
from importlib.util import find_spec
from pathlib import Path


def video_driver() -> str:
    """Return the name of the driver that SDL really uses ("x11"), "" if none.

    Asked of the very SDL that Kivy's window is linked with.
    """
    library = _sdl()
    if library is None:
        return ""
    library.SDL_GetCurrentVideoDriver.restype = ctypes.c_char_p
    return (library.SDL_GetCurrentVideoDriver() or b"").decode()


def sdl_drivers() -> tuple[str, ...]:
    """Return the video drivers that Kivy's SDL was built with."""
    library = _sdl()
    if library is None:
        return ()
    library.SDL_GetVideoDriver.restype = ctypes.c_char_p
    count = library.SDL_GetNumVideoDrivers()
    return tuple(library.SDL_GetVideoDriver(n).decode() for n in range(count))


def desktop_size() -> tuple[int, int] | None:
    """Return the pixels of the first screen that windows may use, if known."""
    library = _sdl()
    bounds = (ctypes.c_int * 4)()
    if library is None or library.SDL_GetDisplayUsableBounds(0, bounds):
        return None
    return bounds[2], bounds[3]


def panel_mm_per_px() -> float | None:
    """Return a guess of the panel's pixel in mm, from what it says (EDID).

    None when it says nothing. Panels and adapters lie: a setting goes first.
    """
    library = _sdl()
    dots = ctypes.c_float()
    if library is None or library.SDL_GetDisplayDPI(0, ctypes.byref(dots), None, None):
        return None
    return 25.4 / dots.value if dots.value > 0 else None


def _sdl() -> ctypes.CDLL | None:
    """Open the library of Kivy's window, and through it the SDL beside it."""
    found = find_spec("kivy")
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0]) / "core" / "window"
    pattern = "_window_sdl2*.pyd" if sys.platform == "win32" else "_window_sdl2*.so"
    for path in sorted(folder.glob(pattern)):
        name = "SDL2.dll" if sys.platform == "win32" else str(path)
        try:
            return ctypes.CDLL(name)
        except OSError:
            return None
    return None
