"""Whether videos can be played on this computer."""

from functools import cache
from importlib.util import find_spec


@cache
def plays() -> bool:
    """Tell whether Kivy's player of videos is installed (``motcua[video]``)."""
    return find_spec("ffpyplayer") is not None
