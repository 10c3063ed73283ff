"""The service page's PIN: its hash, and the tries, which survive a restart.

Only an argon2id hash (RFC 9106) stands in the settings. A PIN is short, so guessing is
stopped by pauses: after five wrong ones a minute, doubled with each further one.

The library is imported where it is used, which is seldom.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import time

log = logging.getLogger(__name__)

TRIES = 5
"""Wrong PINs before the first pause."""
PAUSE, LONGEST_PAUSE = 60.0, 3600.0
"""Seconds of the first pause, and of the longest."""


def hash_of(pin: str) -> str:
    """Return what stands in the settings for a PIN."""
    from argon2 import PasswordHasher

    return PasswordHasher().hash(pin)


@dataclass(frozen=True)
class Verdict:
    """Whether a PIN was right, and the seconds until the next may be tried."""

    right: bool
    wait: float


def pause_after(wrong: int) -> float:
    """Return the seconds of pause after so many wrong PINs."""
    if wrong < TRIES:
        return 0.0
    return float(min(PAUSE * 2.0 ** min(wrong - TRIES, 16), LONGEST_PAUSE))


class PinLock:
    """Checks PINs one after another.

    Args:
        stored: the hash of the settings; empty: there is no PIN, none is right.
        folder: where the tries are kept.
        wall: this machine's clock, in seconds: it goes on while the kiosk is off.
    """

    def __init__(
        self, stored: str, folder: Path, wall: Callable[[], float] = time
    ) -> None:
        self._stored = stored
        self._path = folder / "pin-tries.json"
        self._wall = wall
        self._wrong, self._until = self._remembered()

    @property
    def offered(self) -> bool:
        """Whether there is a PIN."""
        return bool(self._stored)

    def left(self) -> float:
        """Return the seconds until a PIN may be tried.

        Never longer than its pause: a clock that was set back lengthens nothing.
        """
        left = min(self._until - self._wall(), pause_after(self._wrong))
        return max(left, 0.0)

    def try_pin(self, pin: str) -> Verdict:
        """Check a PIN. It takes a moment: call it in a thread.

        The try is on disk before the PIN is looked at, so that pulling the plug
        gains nobody a try.
        """
        if not self._stored or self.left() > 0:
            return Verdict(right=False, wait=self.left())
        self._keep(self._wrong + 1)
        if self._matches(pin):
            self._keep(0)
            return Verdict(right=True, wait=0.0)
        log.warning("service page: wrong PIN, %d in a row", self._wrong)
        return Verdict(right=False, wait=self.left())

    def _matches(self, pin: str) -> bool:
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            return PasswordHasher().verify(self._stored, pin)
        except (VerificationError, InvalidHashError):
            return False

    def _keep(self, wrong: int) -> None:
        self._wrong, self._until = wrong, self._wall() + pause_after(wrong)
        new = self._path.with_suffix(".new")
        try:
            with new.open("w", encoding="ascii") as file:
                json.dump({"wrong": wrong, "until": self._until}, file)
                file.flush()
                os.fsync(file.fileno())
            new.replace(self._path)
        except OSError as error:
            log.warning("tries of the PIN not kept: %s", error)

    def _remembered(self) -> tuple[int, float]:
        try:
            told = json.loads(self._path.read_text("ascii"))
            return max(int(told["wrong"]), 0), float(told["until"])
        except FileNotFoundError:
            return 0, 0.0
        except (OSError, ValueError, TypeError, KeyError):
            # Unreadable is not forgiven: the next try comes after a pause.
            return TRIES, self._wall() + PAUSE
