"""What a scanner that poses as a keyboard types, read from its events. PURE.

The numbers are those of the kernel (``linux/input-event-codes.h``); the layout is
the American one, which scanners use unless they are told otherwise.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

EVENT = struct.Struct("@llHHi")
"""``struct input_event``: seconds, microseconds, type, code, value."""

MISSED = "\N{REPLACEMENT CHARACTER}"
"""Stands where the kernel dropped events: the line is no longer a code."""

_SYN, _KEY = 0, 1
_DROPPED = 3
_PRESSED = 1
_SHIFTS = (42, 54)
_COMMANDS = (29, 97, 56, 100, 125, 126)
_CAPS = 58
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (15, "\tqwertyuiop[]\n", "\tQWERTYUIOP{}\n"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (55, "*", "*"),
    (57, " ", " "),
    (71, "789-456+1230.", "789-456+1230."),
    (96, "\n", "\n"),
    (98, "/", "/"),
)
"""Rows of neighbouring keys: the first code, plain and with Shift."""

_PLAIN = {first + n: key for first, plain, _ in _ROWS for n, key in enumerate(plain)}
_SHIFTED = {first + n: key for first, _, high in _ROWS for n, key in enumerate(high)}


class Keys:
    """Follows Shift and Caps Lock, and gives what is typed."""

    def __init__(self) -> None:
        self._held: set[int] = set()
        self._capitals = False

    def feed(self, data: bytes) -> str:
        """Return what whole events type. Raises struct.error for half an event."""
        return "".join(self._typed(EVENT.iter_unpack(data)))

    def _typed(self, events: Iterable[tuple[int, ...]]) -> Iterable[str]:
        for _, _, kind, code, value in events:
            if kind == _SYN and code == _DROPPED:
                self._held.clear()
                yield MISSED
            elif kind == _KEY and code in (*_SHIFTS, *_COMMANDS):
                (self._held.add if value else self._held.discard)(code)
            elif kind == _KEY and value == _PRESSED:
                yield self._struck(code)

    def _struck(self, code: int) -> str:
        if code == _CAPS:
            self._capitals = not self._capitals
            return ""
        if self._held.intersection(_COMMANDS):
            return ""  # a command, or a letter spelt with Alt that no code needs
        shifted = bool(self._held.intersection(_SHIFTS))
        plain = _PLAIN.get(code, "")
        if self._capitals and plain.isalpha():
            shifted = not shifted
        return _SHIFTED[code] if plain and shifted else plain
