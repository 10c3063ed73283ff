"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from time import monotonic

from .shell import language

WIDTH = 24
"""Characters of the bar."""
OFTEN = 0.1
"""Seconds between two pictures on a terminal."""
STEPS = 10
"""Lines in all where there is no terminal."""


def number(count: int) -> str:
    """Write a number in the manner of the terminal's language: 1.234 or 1,234."""
    return f"{count:,}".replace(",", "." if language() == "vi" else ",")


class Progress:
    """Shows on standard error how far something is, as long as its ``with`` lasts.

    Call it with the part that is done, from 0 to 1, and what says how far that is; it
    is asked only when something is shown.
    """

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._shown = float("-inf")
        self._step = -1
        self._open_line = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open_line:
            print(file=sys.stderr, flush=True)

    def __call__(self, done: float, say: Callable[[], str]) -> None:
        """Show it, if it is time to."""
        done = min(max(done, 0.0), 1.0)
        if self._terminal:
            self._draw(done, say)
        elif int(done * STEPS) > self._step:
            self._step = int(done * STEPS)
            print(f"{done:4.0%}  {say()}", file=sys.stderr, flush=True)

    def _draw(self, done: float, say: Callable[[], str]) -> None:
        now = monotonic()
        if done < 1 and now - self._shown < OFTEN:
            return
        self._shown = now
        full = round(done * WIDTH)
        bar = "#" * full + "." * (WIDTH - full)
        line = f"[{bar}] {done:4.0%}  {say()}"
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
        self._open_line = True
        print(f"\r{line[: columns - 1]}\x1b[K", end="", file=sys.stderr, flush=True)
