"""Who is calling, once the token or the cookie is looked at."""

from __future__ import annotations

from dataclasses import dataclass

from server.protocol.methods import Role

SESSION_COOKIE = "motcua_session"
"""The cookie of a member of staff, or of a browser that is a display."""


@dataclass(frozen=True)
class Caller:
    """One caller.

    Attributes:
        role: what it may do (``server.protocol.methods``).
        name: the user's or device's name; None for the public.
        address: where it calls from; no right comes from it.
        token: what it proved itself with; None for the public.
    """

    role: Role
    name: str | None
    address: str
    token: str | None = None

    @property
    def is_device(self) -> bool:
        """Whether it is a kiosk or a display."""
        return self.role in ("kiosk", "display")

    @property
    def is_staff(self) -> bool:
        """Whether it is a member of staff."""
        return self.role in ("leader", "clerk", "supervisor", "admin")

    @property
    def id(self) -> str:
        """Who it is, for keys and rates: a user and a device never share it."""
        if self.name is None:
            return self.address
        return f"{'device' if self.is_device else 'user'}:{self.name}"
