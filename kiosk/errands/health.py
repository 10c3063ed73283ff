"""Tells the server how this kiosk is: printer, picture, version and what goes wrong."""

from __future__ import annotations

from collections.abc import Mapping

from assets.version import own_version
from kiosk.errands.ground import Ground
from server.protocol import methods as ask


class Health:
    """The device's state; sent when the line comes up and whenever it changes."""

    def __init__(self, ground: Ground, **known: ask.Plain) -> None:
        self._ground = ground
        self._known: dict[str, ask.Plain] = dict(known)

    @property
    def known(self) -> Mapping[str, ask.Plain]:
        """What was noted so far."""
        return self._known

    def note(self, **news: ask.Plain) -> None:
        """Note what is known now; only a change is sent."""
        if news.items() <= self._known.items():
            return
        self._known |= news
        self._ground.start(self.report())

    async def report(self) -> None:
        """Send all that is known."""
        if self._ground.link.online:
            state = {**self._known, "version": own_version()}
            await self._ground.ask("device.report", ask.DeviceReport(state=state))
