"""How long somebody who gave wrong passwords must wait. PURE.

Wrong passwords count for a name together with the address they come from: so nobody can
lock a colleague out from elsewhere. An address that tries many names has a limit too.
Every try counts as wrong until it is known to be right, so that many at once are not
more than many one after another.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

TRIES = 5
"""Wrong passwords for one name from one address before it must wait."""
PAUSE, LONGEST_PAUSE = 60.0, 900.0
"""Seconds of the first wait and of the longest; each is twice the one before."""
FORGOTTEN = 3600.0
"""Seconds without a try after which a name at an address begins anew."""
TRIES_OF_ADDRESS = 50
"""Wrong passwords of one address, whatever the names, before it must wait."""
AGAIN = 6.0
"""Seconds until such an address has one more try."""
MOST = 10_000
"""Names at addresses, and addresses, that are remembered; the longest unseen goes."""


@dataclass
class _Wrong:
    """Wrong passwords in a row, the moment of the last, and when the next may come."""

    tries: int = 0
    last: float = 0.0
    until: float = 0.0


class Lockout:
    """Remembers wrong passwords. Times are seconds on a clock that nobody sets."""

    def __init__(self) -> None:
        self._pairs: OrderedDict[tuple[str, str], _Wrong] = OrderedDict()
        self._addresses: OrderedDict[str, float] = OrderedDict()

    def begin(self, name: str, address: str, now: float) -> float:
        """Count a try; give 0.0, or the seconds to wait, when it does not count."""
        wait = max(self._left(name, address, now), self._address_left(address, now))
        if wait > 0:
            return wait
        wrong = self._wrong(name, address, now)
        wrong.tries, wrong.last = wrong.tries + 1, now
        if wrong.tries >= TRIES:
            pause = PAUSE * 2.0 ** min(wrong.tries - TRIES, 16)
            wrong.until = now + min(pause, LONGEST_PAUSE)
        begins = max(self._addresses.pop(address, now), now)
        self._addresses[address] = begins + AGAIN
        _keep(self._addresses)
        return 0.0

    def succeed(self, name: str, address: str) -> None:
        """The password was right: this name begins anew at this address."""
        self._pairs.pop((name, address), None)
        if address in self._addresses:
            self._addresses[address] -= AGAIN

    def _left(self, name: str, address: str, now: float) -> float:
        wrong = self._pairs.get((name, address))
        return 0.0 if wrong is None else max(0.0, wrong.until - now)

    def _address_left(self, address: str, now: float) -> float:
        """A bucket that holds ``TRIES_OF_ADDRESS``, told by when it is full again."""
        full = self._addresses.get(address, now)
        return max(0.0, full + AGAIN - now - TRIES_OF_ADDRESS * AGAIN)

    def _wrong(self, name: str, address: str, now: float) -> _Wrong:
        wrong = self._pairs.pop((name, address), None)
        if wrong is None or now - wrong.last > FORGOTTEN:
            wrong = _Wrong()
        self._pairs[name, address] = wrong
        _keep(self._pairs)
        return wrong


def _keep(
    places: OrderedDict[tuple[str, str], _Wrong] | OrderedDict[str, float],
) -> None:
    while len(places) > MOST:
        places.popitem(last=False)
