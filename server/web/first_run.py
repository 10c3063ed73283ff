"""The first administrator, made in the browser with a one-time code."""

from __future__ import annotations

import hmac
import secrets

from server.auth import Doorkeeper
from server.domain.people import User


class FirstRun:
    """Lets whoever started the server make the first administrator, once.

    Args:
        doorkeeper: adds the user.
    """

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        self._doorkeeper = doorkeeper
        self._code = secrets.token_urlsafe(16)

    @property
    def path(self) -> str:
        """The page's path with its code."""
        return f"/first-run?code={self._code}"

    def opens(self, code: str) -> bool:
        """Whether this code still opens the page: there is no user yet."""
        right = hmac.compare_digest(self._code.encode(), code.encode())
        return right and not self._doorkeeper.has_users()

    def make(self, code: str, name: str, display_name: str, password: str) -> bool:
        """Make the first administrator; False if the code does not open.

        Raises:
            Unacceptable: the name or the password cannot be used.
        """
        if not self.opens(code):
            return False
        user = User(name.strip(), display_name.strip() or name.strip(), "admin")
        self._doorkeeper.add_user(user, password)
        return True
