"""Draws the sample office's map of its rooms: ``python -m tests.kiosk.sample_map``.

One picture for each language goes to assets/office, in the product's own colours and
type. Its smallest words keep their millimetres on a panel of 21.5 inches.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from assets.look import fonts
from assets.look.tokens import NORMAL

OFFICE = Path(__file__).parents[2] / "assets" / "office"
NAMES = {"vi": "so-do-cac-phong.png", "en": "so-do-cac-phong-en.png"}
SIZE = (1600, 1100)
OUTER = (24, 24, 1576, 1010)
COLOURS = 32

WORDS = {
    "vi": {
        "counter": "Quầy {n}",
        "reception": "Phòng\nTiếp\ncông dân",
        "desks": "Bàn viết\ntờ khai,\nsao chụp",
        "toilets": "Nhà vệ sinh",
        "ramp": "Lối xe lăn",
        "help": "Bàn hướng dẫn",
        "seats": "Ghế chờ",
        "here": "Ông/bà đang ở đây",
        "entrance": "Cửa vào",
    },
    "en": {
        "counter": "Counter {n}",
        "reception": "Reception\nroom",
        "desks": "Desks for\nforms,\ncopier",
        "toilets": "Toilets",
        "ramp": "Wheelchairs",
        "help": "Help desk",
        "seats": "Seats",
        "here": "You are here",
        "entrance": "Entrance",
    },
}


class Plan:
    """A drawing of rooms, lines and words."""

    def __init__(self, language: str) -> None:
        self.words = WORDS[language]
        self.image = Image.new("RGB", SIZE, NORMAL.paper)
        self.draw = ImageDraw.Draw(self.image)

    def room(self, box: tuple[int, int, int, int], fill: str, line: str) -> None:
        """Draw a place with a rounded outline."""
        self.draw.rounded_rectangle(box, 24, fill=fill, outline=line, width=6)

    def walls(self, box: tuple[int, int, int, int], fill: str) -> None:
        """Draw a room with its walls."""
        self.draw.rectangle(box, fill=fill, outline=NORMAL.edge, width=6)

    def write(
        self, at: tuple[float, float], text: str, ink: str, size: int = 66
    ) -> None:
        """Write words around a point."""
        face = ImageFont.truetype(str(fonts.type_file(600)), size)
        self.draw.multiline_text(
            at, text, font=face, fill=ink, anchor="mm", align="center", spacing=12
        )

    def sign(self, at: tuple[float, float], name: str, ink: str, size: int) -> None:
        """Draw an icon around a point."""
        face = ImageFont.truetype(str(fonts.icon_file()), size)
        self.draw.text(at, fonts.icon(name), font=face, fill=ink, anchor="mm")

    def beside(self, at: tuple[float, float], icon: str, key: str, ink: str) -> None:
        """Draw an icon and a word beside it, both around a point."""
        face = ImageFont.truetype(str(fonts.type_file(600)), 66)
        width = face.getlength(self.words[key])
        self.sign((at[0] - width / 2 - 10, at[1]), icon, ink, 80)
        self.write((at[0] + 50, at[1]), self.words[key], ink)

    def labelled(
        self, box: tuple[int, int, int, int], icon: str, key: str, fill: str
    ) -> None:
        """Draw a room with its icon over its name."""
        left, top, right, bottom = box
        self.walls(box, fill)
        middle, text = (left + right) / 2, self.words[key]
        rows = text.count("\n") + 1
        high = 110 + rows * 84
        start = (top + bottom - high) / 2
        self.sign((middle, start + 50), icon, NORMAL.accent, 96)
        self.write((middle, start + 110 + rows * 42), text, NORMAL.ink)


def draw(language: str) -> Image.Image:
    """Draw the map in a language."""
    plan = Plan(language)
    plan.walls(OUTER, NORMAL.card)
    # At the back: toilets and the way for wheelchairs.
    plan.walls((24, 24, 800, 190), NORMAL.paper)
    plan.walls((794, 24, 1576, 190), NORMAL.paper)
    for middle, icon, key in (
        (412, "toilet", "toilets"),
        (1185, "accessibility", "ramp"),
    ):
        plan.beside((middle, 107), icon, key, NORMAL.ink)
    plan.labelled((24, 184, 404, 1010), "file-pen", "desks", NORMAL.paper)
    plan.labelled((1196, 184, 1576, 1010), "messages-square", "reception", NORMAL.paper)
    # The hall: four counters, the help desk, seats, the kiosk at the door.
    for n in range(4):
        left, top = 434 + (n % 2) * 374, 226 + (n // 2) * 136
        box = (left, top, left + 358, top + 120)
        plan.room(box, NORMAL.tint, NORMAL.accent)
        plan.write(
            (left + 179, top + 60),
            plan.words["counter"].format(n=n + 1),
            NORMAL.accent,
        )
    plan.write((800, 546), plan.words["help"], NORMAL.ink)
    plan.draw.rounded_rectangle((520, 596, 1080, 610), 7, fill=NORMAL.edge)
    for n in range(8):
        left = 520 + n * 72
        plan.draw.rounded_rectangle((left, 650, left + 56, 706), 14, fill=NORMAL.line)
    plan.write((800, 752), plan.words["seats"], NORMAL.ink2, 60)
    plan.room((416, 816, 1184, 946), NORMAL.accent, NORMAL.accent)
    plan.beside((800, 881), "map-pin", "here", NORMAL.on_accent)
    # The door is a gap in the outer wall.
    plan.draw.rectangle((640, 1002, 960, 1012), fill=NORMAL.card)
    plan.beside((800, 1052), "arrow-up", "entrance", NORMAL.ink)
    return plan.image


def main(folder: Path) -> int:
    """Write the pictures into a folder, small enough to travel."""
    for language, name in NAMES.items():
        small = draw(language).quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(folder / name, optimize=True)
        print(name, (folder / name).stat().st_size, "bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else OFFICE))
