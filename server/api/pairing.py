"""Devices that ask to be let in: each shows six digits, which an administrator types.

Kept in memory only: a restart forgets the codes, and the devices ask again. PURE but
for the randomness of codes and secrets.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

LIVES = 300.0
"""Seconds that a code can be typed."""
MOST, MOST_AN_ADDRESS = 20, 3
"""Codes that may be open at once, in all and of one address."""
TRIES, TRIES_IN = 5, 60.0
"""Wrong codes in so many seconds; then all open codes die, as somebody guesses."""


@dataclass
class Asked:
    """A device that waits. ``token`` is there once it was let in."""

    kind: str
    address: str
    until: float
    token: str | None = None


class Pairings:
    """The devices that wait to be let in.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._by_secret: dict[str, Asked] = {}
        self._by_code: dict[str, Asked] = {}
        self._wrong: list[float] = []

    def ask(self, kind: str, address: str) -> tuple[str, str] | None:
        """Give a code and the secret to ask with; None while too many are open."""
        self._forget()
        own = [one for one in self._by_code.values() if one.address == address]
        if len(self._by_code) >= MOST or len(own) >= MOST_AN_ADDRESS:
            return None
        code = f"{secrets.randbelow(1_000_000):06d}"
        while code in self._by_code:
            code = f"{secrets.randbelow(1_000_000):06d}"
        secret = secrets.token_urlsafe(24)
        asked = Asked(kind, address, self._clock() + LIVES)
        self._by_code[code] = self._by_secret[secret] = asked
        return code, secret

    def find(self, code: str) -> Asked | None:
        """Give the device that shows this code; too many wrong ones end them all."""
        self._forget()
        found = self._by_code.get(code)
        if found is None:
            now = self._clock()
            self._wrong = [at for at in self._wrong if now - at < TRIES_IN] + [now]
            if len(self._wrong) >= TRIES:
                self._by_code.clear()
                self._wrong.clear()
        return found

    def let_in(self, code: str, asked: Asked, token: str) -> None:
        """Keep a device's token until it fetches it; its code has done its work."""
        self._by_code.pop(code, None)
        asked.token = token

    def claim(self, secret: str) -> Asked | None:
        """Give a waiting device; its token is given once."""
        self._forget()
        found = self._by_secret.get(secret)
        if found is not None and found.token is not None:
            del self._by_secret[secret]
        return found

    def _forget(self) -> None:
        now = self._clock()
        for known in (self._by_code, self._by_secret):
            for name in [n for n, one in known.items() if one.until <= now]:
                del known[name]
