"""What must be set before any test imports Kivy.

Kivy reads these once, at its first import: without them it would take pytest's
own arguments, write to the home folder, or look for a screen.
"""

import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

HERE = Path(__file__).parent
SCREENS = ("display", "look")
WINDOW = ("glass", "pilot", "kivy", "assets.look")
"""What a file of the kiosk's tests names when it opens a window."""

# No test is about how long something takes on a busy machine.
settings.register_profile("motcua", deadline=None)
settings.load_profile("motcua")

os.environ.update(
    # Real OpenGL in memory. The driver "dummy" falls back to X and kills us.
    SDL_VIDEODRIVER="offscreen",
    KIVY_NO_ARGS="1",
    KIVY_NO_CONFIG="1",
    KIVY_NO_ENV_CONFIG="1",
    KIVY_NO_FILELOG="1",
    KIVY_WINDOW="sdl2",
    # Python's own logging, so that pytest's caplog sees Kivy's messages.
    KIVY_LOG_MODE="PYTHON",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say which tests stay with one worker, in their order, when several run.

    One window serves all tests of the screens: Kivy has one in a process. A file's
    tests share what they start.
    """
    for item in items:
        room = item.path.relative_to(HERE).parts[0]
        draws = room in SCREENS or (room == "kiosk" and _draws(item.path))
        group = "screens" if draws else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))


@cache
def _draws(path: Path) -> bool:
    text = path.read_text("utf-8")
    return any(word in text for word in WINDOW)
