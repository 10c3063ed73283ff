"""The drawing of a slip: strips of paper, one under the other. PURE.

A strip is a grey picture as wide as the paper; :func:`stack` glues strips
together and makes them black and white. All sizes are dots: 8 dots are 1 mm on
every printer of this kind (203 dpi).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from importlib.resources import as_file, files
from math import ceil, floor
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    import segno

REGULAR, MEDIUM, BOLD, HEAVY = "Regular", "Medium", "Bold", "ExtraBold"
"""The weights of Be Vietnam Pro that a slip uses: 400, 500, 700, 800."""

CAPITAL = 0.74
"""Height of a capital or digit of Be Vietnam Pro, in em."""

RISE, DROP = 1.16, 0.26
"""How far Ễ rises over the baseline and ợ falls below it, in em."""

MODULE = 6
"""Dots of one module of a QR code: 0.75 mm, read by old phones too."""

QUIET = 4
"""White modules that a QR code needs on every side (ISO/IEC 18004)."""

WHITE, BLACK = 255, 0

_KEPT = 128
"""Drawn texts that are kept, some megabytes: those of a slip in a few languages."""

_THRESHOLD = 150

_HARD_SPACE = "\N{NO-BREAK SPACE}"
_TOGETHER = re.compile(r"\d \w+|\([^()]{1,12}\)")
"""What stays on one line: "8.000 đồng", "(có mẫu)"."""


@cache
def font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    """Return Be Vietnam Pro of that weight, `size` dots to the em, loaded once.

    The basic layout engine is asked for because it is in every Pillow: the same
    slip on every machine, and Vietnamese needs no more when it is NFC.
    """
    source = files("fontpkg_be_vietnam_pro") / "files" / f"BeVietnamPro-{weight}.ttf"
    with as_file(source) as path:
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def width_of(text: str, face: ImageFont.FreeTypeFont) -> int:
    """Return how many dots `text` takes on a line."""
    return ceil(face.getlength(text))


def wrap(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Return `text` as lines that are no wider than `width`.

    The text's own line breaks stay; a word that is wider than a whole line is
    broken between letters, because nothing may run off the paper.
    """
    plain = unicodedata.normalize("NFC", text)
    lines: list[str] = []
    for paragraph in plain.splitlines():
        words = _TOGETHER.sub(_hold, " ".join(paragraph.split())).split(" ")
        lines += _fill(words, face, width)
    return lines


def _hold(match: re.Match[str]) -> str:
    return match[0].replace(" ", _HARD_SPACE)


def _fill(words: Iterable[str], face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if width_of(longer, face) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        broken = (part.strip() for part in _break_word(word, face, width))
        *whole, line = [part for part in broken if part]
        lines += whole
    return [*lines, line] if line else lines


def _break_word(word: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    parts = [""]
    for letter in word:
        if parts[-1] and width_of(parts[-1] + letter, face) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def balance(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Wrap `text` so that its lines are about equally long.

    No more lines than :func:`wrap` needs, but no single word left alone on the
    last one either.
    """
    lines = wrap(text, face, width)
    low, high = 1, width
    while len(lines) > 1 and high - low > 8:
        middle = (low + high) // 2
        if len(wrap(text, face, middle)) > len(lines):
            low = middle
        else:
            high = middle
    return wrap(text, face, high)


def blank(width: int, height: int) -> Image.Image:
    """Return a white strip."""
    return Image.new("L", (width, height), WHITE)


def stack(width: int, strips: Iterable[Image.Image]) -> Image.Image:
    """Glue `strips` one under the other into one black and white picture."""
    parts = list(strips)
    whole = blank(width, sum(part.height for part in parts))
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height
    return whole.point(lambda grey: WHITE if grey >= _THRESHOLD else BLACK, mode="1")


def line(
    width: int, text: str, face: ImageFont.FreeTypeFont
) -> tuple[Image.Image, int]:
    """Return an empty strip for one line of that text, and its baseline.

    All lines are equally high but the few with a letter that rises higher still,
    as a capital with breve and hook does at small sizes: nothing is ever cut.
    """
    _, top, _, bottom = _bounds(text, face)
    rise = max(round(face.size * RISE), 1 - floor(top))
    drop = max(round(face.size * DROP), 1 + ceil(bottom))
    return blank(width, rise + drop), rise


def write(
    strip: Image.Image,
    at: tuple[int, int],
    text: str,
    face: ImageFont.FreeTypeFont,
) -> None:
    """Write `text` on a strip, `at` being its left end on the baseline."""
    left, top, _, _ = _bounds(text, face)
    strip.paste(BLACK, (at[0] + left, at[1] + top), _ink(text, face))


@lru_cache(maxsize=_KEPT)
def _bounds(text: str, face: ImageFont.FreeTypeFont) -> tuple[int, int, int, int]:
    """Return the box of the ink of `text` around the left end of its baseline."""
    left, top, right, bottom = face.getbbox(text, anchor="ls")
    return floor(left), floor(top), ceil(right), ceil(bottom)


@lru_cache(maxsize=_KEPT)
def _ink(text: str, face: ImageFont.FreeTypeFont) -> Image.Image:
    """Return how black each dot of `text` is; most words are those of every slip."""
    left, top, right, bottom = _bounds(text, face)
    ink = Image.new("L", (max(right - left, 1), max(bottom - top, 1)), 0)
    at = (-left, -top)
    ImageDraw.Draw(ink).text(at, text, fill=255, font=face, anchor="ls")
    return ink


def centred(
    width: int, margin: int, text: str, face: ImageFont.FreeTypeFont
) -> list[Image.Image]:
    """Return strips with `text` in the middle, in as many lines as it needs."""
    strips = []
    for words in balance(text, face, width - 2 * margin):
        strip, baseline = line(width, words, face)
        write(strip, ((width - width_of(words, face)) // 2, baseline), words, face)
        strips.append(strip)
    return strips


def left(
    width: int, start: int, end: int, text: str, face: ImageFont.FreeTypeFont
) -> list[Image.Image]:
    """Return strips with `text` between the columns `start` and `end`."""
    strips = []
    lines = wrap(text, face, end - start)
    if len(lines) > 1 and len(lines[-1].split()) == 1:
        lines = balance(text, face, end - start)
    for words in lines:
        strip, baseline = line(width, words, face)
        write(strip, (start, baseline), words, face)
        strips.append(strip)
    return strips


def pair(
    width: int,
    margin: int,
    label: tuple[str, ImageFont.FreeTypeFont],
    value: tuple[str, ImageFont.FreeTypeFont],
) -> list[Image.Image]:
    """Return a label at the left and its value at the right, on one line.

    What does not fit side by side goes on lines of its own.
    """
    end = width - margin
    (name, thin), (text, thick) = label, value
    if width_of(name, thin) + width_of(text, thick) + thick.size > end - margin:
        below = wrap(text, thick, end - margin)
        named = left(width, margin, end, name, thin)
        return named + [_right(width, end, words, thick)[0] for words in below]
    strip, baseline = _right(width, end, text, thick)
    write(strip, (margin, baseline), name, thin)
    return [strip]


def _right(
    width: int, end: int, text: str, face: ImageFont.FreeTypeFont
) -> tuple[Image.Image, int]:
    strip, baseline = line(width, text, face)
    write(strip, (end - width_of(text, face), baseline), text, face)
    return strip, baseline


def rule(width: int, margin: int, before: int, after: int) -> Image.Image:
    """Return a dashed line with so many white dots before and after it."""
    strip = blank(width, before + 3 + after)
    draw = ImageDraw.Draw(strip)
    for start in range(margin, width - margin, 8):
        end = min(start + 4, width - margin - 1)
        draw.rectangle((start, before, end, before + 2), fill=BLACK)
    return strip


def squeezed(
    width: int, margin: int, text: str, height: int, lowest: int
) -> Image.Image:
    """Return `text` in capitals `height` dots high, filling at most the line.

    Too wide: it is squeezed in width down to 0.75, then made lower, never below
    `lowest`, then squeezed as much as it takes.
    """
    room = width - 2 * margin
    while True:
        strip = _capitals(text, height)
        if strip.width * 0.75 <= room or height <= lowest:
            break
        height = max(lowest, round(height * room / (strip.width * 0.75)))
    if strip.width > room:
        strip = strip.resize((room, strip.height), Image.Resampling.LANCZOS)
    whole = blank(width, strip.height)
    whole.paste(strip, ((width - strip.width) // 2, 0))
    return whole


def _capitals(text: str, height: int) -> Image.Image:
    """Return `text` cut to its black dots, a capital `height` dots high."""
    face = font(HEAVY, -(-height * 100 // round(CAPITAL * 100)))
    box = [round(edge) for edge in face.getbbox(text, anchor="ls")]
    strip = blank(box[2] - box[0] + 2, box[3] - box[1] + 2)
    # Drawn here and not kept: no other slip has this number.
    at = (1 - box[0], 1 - box[1])
    ImageDraw.Draw(strip).text(at, text, fill=BLACK, font=face, anchor="ls")
    return strip.crop(strip.point(lambda grey: WHITE - grey).getbbox())


def tag(width: int, texts: Sequence[str], face: ImageFont.FreeTypeFont) -> Image.Image:
    """Return outlined tags side by side in the middle of the paper."""
    pad = round(face.size * 0.6)
    wide = [width_of(text, face) + 2 * pad for text in texts]
    strip, baseline = line(width, "".join(texts), face)
    start = (width - sum(wide) - pad * (len(texts) - 1)) // 2
    draw = ImageDraw.Draw(strip)
    for text, box in zip(texts, wide, strict=True):
        edge = (start, 0, start + box - 1, strip.height - 1)
        draw.rounded_rectangle(edge, radius=pad, outline=BLACK, width=3)
        write(strip, (start + pad, baseline - round(face.size * 0.06)), text, face)
        start += box + pad
    return strip


def tick_box(strip: Image.Image, at: tuple[int, int], side: int, ticked: bool) -> None:
    """Draw a box of `side` dots with its upper left corner `at`, ticked or not."""
    x, y = at
    draw = ImageDraw.Draw(strip)
    edge = (x, y, x + side - 1, y + side - 1)
    draw.rounded_rectangle(edge, radius=side // 6, outline=BLACK, width=3)
    if ticked:
        points = [(0.26, 0.52), (0.44, 0.70), (0.76, 0.34)]
        path = [(x + round(side * a), y + round(side * b)) for a, b in points]
        draw.line(path, fill=BLACK, width=4, joint="curve")


def qr_code(text: str, room: int) -> Image.Image:
    """Return a QR code of `text` without its quiet zone, for `room` dots.

    Six dots a module and 15 % of repair; a link too long for that on narrow
    paper gets less repair first, then smaller modules, so that it can still be
    read. Raises ValueError when even three dots a module would be too wide.
    """
    # Here, for it is large, and a kiosk's first picture does not wait for it.
    import segno

    code = cache(lambda repair: segno.make_qr(text, error=repair, boost_error=False))
    for module in range(MODULE, 2, -1):
        for repair in ("m", "l"):
            size = len(code(repair).matrix)
            if (size + 2 * QUIET) * module <= room:
                return _modules(code(repair), module)
    raise ValueError(f"a QR code of {len(text)} letters does not fit the paper")


def _modules(code: segno.QRCode, module: int) -> Image.Image:
    cells = bytes(BLACK if cell else WHITE for row in code.matrix for cell in row)
    size = len(code.matrix)
    picture = Image.frombytes("L", (size, size), cells)
    side = size * module
    return picture.resize((side, side), Image.Resampling.NEAREST)
