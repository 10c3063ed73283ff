"""What the methods need of the world around them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from server.domain.model import Appointment, Office
from server.procedures.records import Procedure
from server.protocol.shape import Shape


class Post(Protocol):
    """Tells clients what is no event of the queue."""

    def to_staff(self, method: str, params: Shape) -> None:
        """Tell everybody of the staff who is connected."""

    def to_device(self, device: str, method: str, params: Shape) -> bool:
        """Tell one device; False if it is not connected."""

    def device_reported(self, device: str, state: dict[str, Any]) -> None:
        """Keep and pass on what a device says of itself."""

    def kiosks(self) -> list[str]:
        """Give the names of the kiosks that are connected."""


class Voice(Protocol):
    """Speaks the calls."""

    def prepare(self, number: str, language: str = "vi") -> None:
        """Render a number's part soon, so that its call does not wait for it."""

    def sentence(self, number: str, counter: int) -> dict[str, str]:
        """Give the WAV name of a call's sentence per language; none if unhealthy."""

    def reading(self, text: str, language: str) -> str | None:
        """Give the WAV name of a sentence of a screen; None: it cannot be said."""


class Trial(Protocol):
    """Speaks a call in an office's words before they are in force."""

    def trial(
        self, office: Office, number: str, counter: int, language: str
    ) -> str | None:
        """Give the WAV name of a call; None: it cannot be said."""


class Catalogue(Protocol):
    """The posted procedures."""

    @property
    def version(self) -> str:
        """A hash of all that is posted."""

    def list(
        self,
        service: str | None = None,
        field: str | None = None,
        limit: int = 100,
        start: int = 0,
    ) -> Sequence[Procedure]:
        """Give procedures in the office's order."""

    def search(self, text: str, limit: int = 20) -> Sequence[Procedure]:
        """Find procedures, best first."""

    def get(self, code: str) -> Procedure | None:
        """Give one procedure."""

    def whole(self) -> Sequence[Procedure]:
        """Give every procedure, withdrawn ones too."""


class Posted(Protocol):
    """What the office posts, in memory."""

    @property
    def catalogue(self) -> Whole:
        """The procedures as they are now."""

    def refresh(self) -> list[str]:
        """Read everything again from the disk; give the codes of what changed."""

    def display_name(self, name: str) -> str:
        """Give the name to show for a user's name."""


class Whole(Protocol):
    """All that the office has, drafts too."""

    def every(self) -> Sequence[Procedure]:
        """Give every procedure in the office's order."""

    def get(self, code: str) -> Procedure | None:
        """Give one procedure."""


class Appointments(Protocol):
    """Who has a right to a time today."""

    def booked(self, code: str, service: str) -> Appointment | None:
        """Give today's appointment of this code for a service, if it stands."""
