"""What must be set before any test imports Kivy.

Kivy reads these once, at its first import: without them it would take pytest's
own arguments, write to the home folder, or look for a screen.
"""

import os

from hypothesis import settings

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
