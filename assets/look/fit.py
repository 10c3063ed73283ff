"""Breaks a text into lines and finds the largest size at which it fits. PURE.

Measuring is a function that is handed in, so that Kivy, Pillow or a test's own
ruler can be used.
"""

from collections.abc import Callable
from dataclasses import dataclass

from assets.look.tokens import LINE_HEIGHT

Measure = Callable[[str, int], float]
"""Width in pixels of a text at a font size in pixels."""


@dataclass(frozen=True)
class Fit:
    """Lines and the font size in pixels at which they are drawn.

    `whole` is False when even the least size is too large for the box: then
    the box is wrong, not the text.
    """

    lines: tuple[str, ...]
    size: int
    whole: bool = True

    @property
    def height(self) -> float:
        """Height of all lines in pixels."""
        return len(self.lines) * self.size * LINE_HEIGHT


def break_lines(
    text: str, width: float, size: int, measure: Measure
) -> tuple[str, ...]:
    """Break `text` at blanks so that each line is at most `width` wide.

    Breaks in the text are kept. A single word that is wider than the box
    stays whole on its line: a word is never cut.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and measure(longer, size) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return tuple(lines)


def fit(
    text: str,
    width: float,
    height: float | None,
    size: int,
    least: int,
    measure: Measure,
) -> Fit:
    """Return the largest size from `size` down to `least` at which all fits.

    First the text wraps, then it shrinks. `height` None means that the box
    grows with the text. Nothing is ever left out: if the least size does not
    fit, that size comes back with `whole` False.
    """
    found = _at(text, width, height, size, measure)
    low, high = min(least, size), size - 1
    if found.whole or low > high:
        return found
    best = _at(text, width, height, low, measure)
    while low < high:
        middle = (low + high + 1) // 2
        found = _at(text, width, height, middle, measure)
        if found.whole:
            best, low = found, middle
        else:
            high = middle - 1
    return best


def _at(
    text: str, width: float, height: float | None, size: int, measure: Measure
) -> Fit:
    lines = break_lines(text, width, size, measure)
    found = Fit(lines, size)
    narrow = all(measure(line, size) <= width for line in lines)
    low = height is None or found.height <= height
    return Fit(lines, size, narrow and low)
