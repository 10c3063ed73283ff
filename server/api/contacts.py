"""Since when a kiosk has been out of touch: it can have given no ticket before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


class Contacts:
    """Remembers when each kiosk was lost.

    A kiosk hands its own tickets in before it asks for new ones, so a ticket that it
    is given ends the time in which it was out of touch.

    Args:
        clock: gives the time, aware.
        newest: gives when a device was last given a ticket today; after a restart
            nobody knows more.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        newest: Callable[[str], datetime | None],
    ) -> None:
        self._clock = clock
        self._newest = newest
        self._lost: dict[str, datetime] = {}

    def lost(self, device: str) -> None:
        """A device's last line is gone."""
        self._lost.setdefault(device, self._clock())

    def served(self, device: str) -> None:
        """A device was given a ticket."""
        self._lost.pop(device, None)

    def earliest(self, device: str) -> datetime:
        """Give the moment before which a device can have given no ticket itself."""
        return (
            self._lost.get(device)
            or self._newest(device)
            or datetime.fromtimestamp(0, self._clock().tzinfo)
        )
