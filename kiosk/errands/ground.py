"""What errands stand on: the kiosk's line, its state and its tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol

from kiosk.flow import State
from kiosk.flow import inputs as i
from server.protocol.link import Link

Work = Coroutine[Any, Any, None]

Table = dict[type[Any], Callable[[Any], object]]
"""What a module of the errands does: by kind of effect, at once or as a task."""


PATIENCE = 30.0
"""Seconds after which a question is given up until the next occasion."""


class Ground(Protocol):
    """What the desk gives to errands."""

    @property
    def state(self) -> State:
        """The state as it is now."""

    @property
    def link(self) -> Link:
        """The line to the server."""

    def happen(self, happened: i.Input) -> None:
        """Let something happen."""

    def office_time(self) -> datetime:
        """Give the office's time of day."""

    def start(self, work: Work) -> asyncio.Task[None]:
        """Do something beside; its faults are logged and harm nobody."""

    async def ask(self, method: str, params: Any) -> Any:
        """Ask the server once; None when no answer comes in time."""
