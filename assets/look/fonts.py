"""The typeface and the icons, found in installed packages, never copied.

Finding them needs no Kivy and does not import the packages (the one with the
icons would pull in Tk); only `register` touches Kivy.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

TYPE_PACKAGE = "fontpkg_be_vietnam_pro"
ICON_PACKAGE = "tkinter_icons_lucide"

WEIGHTS = {
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
}
ICON_FONT = "motcua-icons"


class FontMissing(RuntimeError):
    """A font package is not installed, or not as we know it."""


def type_file(weight: int = 400) -> Path:
    """Return the file of Be Vietnam Pro in `weight` (400, 500 … 800)."""
    name = f"BeVietnamPro-{WEIGHTS[weight]}.ttf"
    return _existing(_package(TYPE_PACKAGE) / "files" / name)


def icon_file() -> Path:
    """Return the file of the icon font (Lucide, ISC licence)."""
    return _existing(_package(ICON_PACKAGE) / "fonts" / "lucide.ttf")


def icon(name: str) -> str:
    """Return the character of the icon `name` ("stamp") in the icon font."""
    try:
        return _glyphs()[name]
    except KeyError:
        raise KeyError(f"no icon is called {name!r}") from None


def has_icon(name: str) -> bool:
    """Tell whether an icon has that name."""
    return name in _glyphs()


def font_name(weight: int) -> str:
    """Return the name under which Kivy knows the type in `weight`."""
    return f"motcua-{weight}" if weight in WEIGHTS else _no_weight(weight)


@cache
def register() -> None:
    """Make type and icons known to Kivy, once."""
    from kivy.core.text import LabelBase

    for weight in WEIGHTS:
        LabelBase.register(font_name(weight), str(type_file(weight)))
    LabelBase.register(ICON_FONT, str(icon_file()))


@cache
def _glyphs() -> dict[str, str]:
    table = json.loads(
        _existing(_package(ICON_PACKAGE) / "glyphmap.json").read_text("utf-8")
    )
    return {
        name.removeprefix("icon-"): chr(int(code, 16)) for name, code in table.items()
    }


@cache
def _package(name: str) -> Path:
    found = find_spec(name)
    if found is None or not found.submodule_search_locations:
        raise FontMissing(f"the package {name.replace('_', '-')} is not installed")
    return Path(found.submodule_search_locations[0])


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise FontMissing(f"{path.name} is missing from its package")
    return path


def _no_weight(weight: int) -> str:
    raise KeyError(f"the type has no weight {weight}")
