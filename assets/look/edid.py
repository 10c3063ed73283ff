"""The panel's real size, as the panel itself says it. The parsing is PURE.

EDID 1.3 and 1.4 (VESA E-EDID): byte 21 and 22 are the picture's width and height in
whole centimetres; the first detailed timing, bytes 54 to 71, has both in millimetres.
Where the two do not agree the timing is wrong. Projectors say 0; some panels give a
shape (16 by 9) instead of a size, which is no size.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from pathlib import Path

from assets.look.scale import INCH_MM

HEADER = bytes.fromhex("00ffffffffffff00")
BLOCK = 128
DETAILED = 54
LEAST_MM, MOST_MM = 100, 3000
"""No kiosk's panel is smaller or larger: whatever says so has no size."""


def picture_mm(edid: bytes) -> tuple[int, int] | None:
    """Return a panel's width and height in millimetres, None where it says none."""
    block = edid[:BLOCK]
    if len(block) < BLOCK or block[:8] != HEADER or sum(block) % 256:
        return None
    coarse = (block[21] * 10, block[22] * 10)
    fine = _detailed(block[DETAILED : DETAILED + 18])
    if fine and (not all(coarse) or _agree(fine, coarse)):
        return fine
    return coarse if _possible(coarse) else None


def _detailed(timing: bytes) -> tuple[int, int] | None:
    if not timing[0] and not timing[1]:
        return None  # a text or a range instead of a timing
    size = (timing[12] | (timing[14] & 0xF0) << 4, timing[13] | (timing[14] & 15) << 8)
    return size if _possible(size) else None


def _agree(fine: tuple[int, int], coarse: tuple[int, int]) -> bool:
    return all(abs(a - b) <= 10 for a, b in zip(fine, coarse, strict=True))


def _possible(size: tuple[int, int]) -> bool:
    return all(LEAST_MM <= side <= MOST_MM for side in size)


def inches(edid: bytes) -> float | None:
    """Return a panel's diagonal in inches, None where it says none."""
    size = picture_mm(edid)
    return None if size is None else hypot(*size) / INCH_MM


def the_panel(folder: Path = Path("/sys/class/drm")) -> float | None:
    """Return the inches of the one panel that Linux sees; None: none, or several.

    Where two panels are connected nobody knows which is the kiosk's.
    """
    found = [inches(read) for read in _connected(folder)]
    return found[0] if len(found) == 1 else None


def _connected(folder: Path) -> Iterable[bytes]:
    for status in sorted(folder.glob("card*-*/status")):
        try:
            if status.read_text().strip() == "connected":
                yield (status.parent / "edid").read_bytes()
        except OSError:
            continue  # unplugged while it was looked at
