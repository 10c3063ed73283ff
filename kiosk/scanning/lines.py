"""One code a line: puts together what a scanner sends. PURE."""

from __future__ import annotations

import unicodedata

LONGEST = 500
"""Characters of a line; a citizen card's has about 200."""

SLOWEST = 5.0
"""Seconds for one line: a scanner takes less than one, a hand takes longer."""

_ENDS = "\r\n\t"
"""What scanners send behind a code, as they are set."""


class Lines:
    """Gives whole lines; what is too long or too slow is dropped as a whole.

    Control characters are dropped: no code of ours has one, and a foreign one
    must not command anything.
    """

    def __init__(self, longest: int = LONGEST, slowest: float = SLOWEST) -> None:
        """Take lines of `longest` characters within `slowest` seconds."""
        self._longest, self._slowest = longest, slowest
        self._line = ""
        self._began = self._heard = 0.0
        self._bad = False

    def __repr__(self) -> str:
        """Show nothing of the line: it may be a citizen's card."""
        return "Lines()"

    def feed(self, text: str, now: float) -> list[str]:
        """Take what was sent at `now` (seconds); return the lines that ended."""
        if now - self._heard > self._slowest:
            self.forget()
        self._heard = now
        ended = []
        for character in text:
            if character in _ENDS:
                ended.append(self._end(now))
            elif unicodedata.category(character) not in ("Cc", "Cf", "Cs"):
                self._take(character, now)
        return [line for line in ended if line]

    def forget(self) -> None:
        """Drop the line that has begun: the device went away, or fell silent."""
        self._line, self._bad = "", False

    def _take(self, character: str, now: float) -> None:
        if not self._line:
            self._began = now
        if len(self._line) < self._longest:
            self._line += character
        else:
            self._bad = True

    def _end(self, now: float) -> str:
        good = not self._bad and now - self._began <= self._slowest
        line = self._line.strip() if good else ""
        self.forget()
        return line
