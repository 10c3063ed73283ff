"""Who is calling: staff with passwords and sessions, devices with tokens.

Only hashes are stored: argon2id for passwords (RFC 9106; the library's defaults are
its first recommended choice), SHA-256 for tokens, which are 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from server.domain.people import Device, User

log = logging.getLogger(__name__)

StaffRole = Literal["clerk", "supervisor", "admin"]
DeviceRole = Literal["kiosk", "display"]
STAFF_ROLES: tuple[str, ...] = get_args(StaffRole)
DEVICE_ROLES: tuple[str, ...] = get_args(DeviceRole)

VOICE = "voice"
"""What the server's own voice is called among the devices."""

SHORTEST_PASSWORD = 8
"""Characters; OWASP ASVS 2.1.1 asks for 12 where there is no second barrier, NIST
SP 800-63B for 8. The office's own rule may be stricter."""
TRIES = 5
"""Wrong passwords from one address for one name before it must wait."""
PAUSE = timedelta(minutes=1)
"""How long it must wait; a colleague elsewhere is not locked out by it."""


class AuthError(Exception):
    """The call is not from who it says it is."""


class BadCredentials(AuthError):
    """There is no such user, or the password is wrong: it is not said which."""


class TooManyAttempts(AuthError):
    """Too many wrong passwords; ``seconds`` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


class Unacceptable(AuthError):
    """A name, role or password that cannot be used; the message says why."""


class People(Protocol):
    """What must be stored of staff and devices."""

    def users(self) -> list[User]:
        """Give all users."""

    def add_user(self, user: User, password: str) -> None:
        """Add a user with a password's hash. Raises KeyError if the name is taken."""

    def user(self, name: str) -> tuple[User, str] | None:
        """Give a user and the password's hash."""

    def set_password(self, name: str, password: str) -> None:
        """Store another hash. Raises KeyError if there is no such user."""

    def remove_user(self, name: str) -> None:
        """Remove a user and the sessions. Raises KeyError if there is none."""

    def add_session(self, token: bytes, user: str, ends: datetime) -> None:
        """Store a session by its token's hash."""

    def session(self, token: bytes, now: datetime) -> User | None:
        """Give the user of a session that has not ended."""

    def end_session(self, token: bytes) -> None:
        """Forget a session."""

    def devices(self) -> list[Device]:
        """Give all devices."""

    def add_device(self, device: Device, token: bytes) -> None:
        """Add a device by its token's hash. Raises KeyError if the name is taken."""

    def device(self, token: bytes) -> Device | None:
        """Give the device of a token."""

    def remove_device(self, name: str) -> None:
        """Remove a device. Raises KeyError if there is none."""


def new_token() -> str:
    """Make a token: 256 random bits, base64url."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """Give what is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


def ticket_secret(key: bytes, ticket: int) -> str:
    """Give a ticket's own secret: 128 bits of an HMAC of its id, base64url.

    It is never stored: whoever has the key file can make it again.
    """
    mac = hmac.new(key, b"ticket %d" % ticket, "sha256").digest()[:16]
    return urlsafe_b64encode(mac).rstrip(b"=").decode()


class Doorkeeper:
    """Signs staff in and out, and knows the devices.

    Args:
        people: where users, sessions and devices are stored.
        clock: gives the time, aware.
        session: how long a member of staff stays signed in.
    """

    def __init__(
        self,
        people: People,
        clock: Callable[[], datetime],
        session: timedelta = timedelta(hours=12),
    ) -> None:
        self._people = people
        self._clock = clock
        self._session = session
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_urlsafe(16))
        self._wrong: dict[tuple[str, str], tuple[int, datetime]] = {}

    # Staff

    def add_user(self, user: User, password: str) -> None:
        """Add a member of staff.

        Raises:
            Unacceptable: the name is taken, or a value cannot be used.
        """
        if not user.name or len(user.name) > 64 or not user.name.isprintable():
            raise Unacceptable("a user's name has 1 to 64 characters")
        if user.role not in STAFF_ROLES:
            raise Unacceptable(f"a role is one of {', '.join(STAFF_ROLES)}")
        try:
            self._people.add_user(user, self._hash(password))
        except KeyError:
            raise Unacceptable(f"there is already a user {user.name!r}") from None

    def set_password(self, name: str, password: str) -> None:
        """Give a member of staff another password.

        Raises:
            Unacceptable: there is no such user, or the password is too short.
        """
        try:
            self._people.set_password(name, self._hash(password))
        except KeyError:
            raise Unacceptable(f"there is no user {name!r}") from None

    def check(self, name: str, password: str, address: str) -> User:
        """Check a password. It takes as long for a name that nobody has.

        Raises:
            BadCredentials: the name or the password is wrong.
            TooManyAttempts: that was tried too often from this address.
        """
        place, now = (name, address), self._clock()
        tried, since = self._wrong.get(place, (0, now))
        if tried >= TRIES and now - since < PAUSE:
            raise TooManyAttempts(int((PAUSE - (now - since)).total_seconds()) + 1)
        found = self._people.user(name)
        user, stored = found if found else (None, self._nobody)
        if user is None or not self._matches(stored, password):
            self._count_wrong(place, now)
            raise BadCredentials(name)
        self._wrong.pop(place, None)
        return user

    def begin_session(self, user: User) -> str:
        """Start a session and give its token."""
        token = new_token()
        ends = self._clock() + self._session
        self._people.add_session(token_hash(token), user.name, ends)
        return token

    def end_session(self, token: str) -> None:
        """End the session that a token stands for."""
        self._people.end_session(token_hash(token))

    def user(self, token: str) -> User | None:
        """Give who is signed in with this token."""
        return self._people.session(token_hash(token), self._clock())

    def has_users(self) -> bool:
        """Whether anybody can sign in at all."""
        return bool(self._people.users())

    # Devices

    def add_device(self, device: Device) -> str:
        """Add a kiosk or display and give its token, which is shown once.

        Raises:
            Unacceptable: the name is taken, or a value cannot be used.
        """
        if not device.name or len(device.name) > 64 or not device.name.isprintable():
            raise Unacceptable("a device's name has 1 to 64 characters")
        if device.name == VOICE:
            raise Unacceptable(f"{VOICE!r} is the name of the server's own voice")
        if device.role not in DEVICE_ROLES:
            raise Unacceptable(f"a role is one of {', '.join(DEVICE_ROLES)}")
        token = new_token()
        try:
            self._people.add_device(device, token_hash(token))
        except KeyError:
            raise Unacceptable(f"there is already a device {device.name!r}") from None
        return token

    def device(self, token: str) -> Device | None:
        """Give the device that a token belongs to."""
        return self._people.device(token_hash(token))

    # Inside

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise Unacceptable(
                f"a password has at least {SHORTEST_PASSWORD} characters"
            )
        return self._hasher.hash(password)

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def _count_wrong(self, place: tuple[str, str], now: datetime) -> None:
        recent = {k: v for k, v in self._wrong.items() if now - v[1] < PAUSE}
        recent[place] = (recent.get(place, (0, now))[0] + 1, now)
        self._wrong = recent
        log.warning("a wrong password for %r from %s", *place)
