"""Takes a picture of every wall and counter: ``python -m tests.display.gallery``.

One sheet for each form of panel and each language goes to docs/pictures, small. With a
folder as argument, whole pictures go there as well.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests import conftest as _conftest  # sets what Kivy reads once, at its import
from tests.kiosk.gallery import DOCS, sheet

FORMS = {"wide": (1920, 1080), "tall": (1080, 1920), "large": (3840, 2160)}
COUNTER = (800, 480)

assert _conftest


async def take(form: str, language: str, days: Iterable[Any]) -> dict[str, Any]:
    """Take some walls on one form of panel in one language."""
    from tests.display.scenes import show, wall_app
    from tests.pilot import running

    size, taken = FORMS[form], {}
    async with running(wall_app(language, size), size=size) as pilot:
        for day in days:
            pilot.app.root.shown = None  # rows that move would be caught on their way
            show(pilot, day(), language)
            taken[f"wall-{form}-{language}-{day.__name__}"] = await pilot.image()
    return taken


async def take_counter(language: str) -> dict[str, Any]:
    """Take every state of one counter's display."""
    from display.counter import show_counter
    from display.screens.counter import CounterScreen
    from tests.display.scenes import HERE, app_of
    from tests.pilot import running

    taken = {}
    app = app_of(lambda: CounterScreen(language))
    async with running(app, size=COUNTER) as pilot:
        for day in HERE:
            way = day()
            app.root.show(show_counter(way.heard, 4, way.now, language))
            taken[f"counter-{language}-{day.__name__}"] = await pilot.image()
    return taken


def keep(pictures: dict[str, Any], folder: Path | None) -> Iterable[Any]:
    """Write whole pictures where they are wanted; give them back."""
    for name, picture in pictures.items() if folder else ():
        assert folder is not None
        picture.convert("RGB").save(folder / f"{name}.png")
    return pictures.values()


def main(folder: Path | None) -> int:
    """Write all sheets; whole pictures into a folder."""
    from tests.display.scenes import WALLS

    for language in ("vi", "en"):
        for form in ("wide", "tall"):
            walls = list(keep(asyncio.run(take(form, language, WALLS)), folder))
            sheet(walls, form).save(DOCS / f"wall-{form}-{language}.png", optimize=True)
        counters = list(keep(asyncio.run(take_counter(language)), folder))
        sheet(counters, "small").save(DOCS / f"counter-{language}.png", optimize=True)
    for day in WALLS if folder else ():  # one at a time: each takes 25 MB
        keep(asyncio.run(take("large", "vi", (day,))), folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else None))
