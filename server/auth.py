"""Who is calling: staff with passwords and sessions, devices with tokens.

Only hashes are stored: argon2id for passwords (``server.passwords``), SHA-256 for
tokens, which are 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import math
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, get_args

from server.domain.people import Device, LastAdmin, User
from server.domain.record import Owed
from server.lockout import Lockout
from server.passwords import Hasher, Unusable, check_usable

log = logging.getLogger(__name__)

StaffRole = Literal["leader", "clerk", "supervisor", "admin"]
DeviceRole = Literal["kiosk", "display"]
STAFF_ROLES: tuple[str, ...] = get_args(StaffRole)
DEVICE_ROLES: tuple[str, ...] = get_args(DeviceRole)

VOICE = "voice"
"""What the server's own voice is called among the devices."""

TOUCH_EVERY = timedelta(minutes=1)
"""How exactly it is stored when a session was last used."""
CONFIRMED_FOR = 300.0
"""Seconds for which a password that was given again in a session counts there."""
MOST_TOUCHED = 10_000
"""Sessions of which that is kept in mind."""


@dataclass(frozen=True)
class SessionRules:
    """When a member of staff is signed out without doing anything.

    Attributes:
        longest: after so long in any case.
        idle: after so long without any request; zero: never for that.
        with_day: at midnight of the office, whatever else.
    """

    longest: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(hours=2)
    with_day: bool = False

    def ends(self, began: datetime) -> datetime:
        """Say when a session ends at the latest."""
        ends = began + self.longest
        if not self.with_day:
            return ends
        midnight = began.replace(hour=0, minute=0, second=0, microsecond=0)
        return min(ends, midnight + timedelta(days=1))

    def unused_since(self, now: datetime) -> datetime | None:
        """Say before when the last request of an ended session lies; None: never."""
        return now - self.idle if self.idle else None


class AuthError(Exception):
    """The call is not from who it says it is."""


class BadCredentials(AuthError):
    """There is no such user, or the password is wrong: it is not said which."""


class TooManyAttempts(AuthError):
    """Too many wrong passwords; ``seconds`` to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"wait {seconds} s")
        self.seconds = seconds


Problem = Literal["name", "taken", "password", "unknown", "last_admin", "role", "code"]
"""What is wrong with a change of the people."""


class Unacceptable(AuthError):
    """A name, role or password that cannot be used; the message says why."""

    def __init__(self, message: str, problem: Problem) -> None:
        super().__init__(message)
        self.problem = problem


class People(Protocol):
    """What must be stored of staff and devices.

    A change may owe the log a line: it is stored with the change or not at all.
    """

    def users(self) -> list[User]:
        """Give all users."""

    def add_user(self, user: User, password: str, line: Owed | None = None) -> None:
        """Add a user with a password's hash. Raises KeyError if the name is taken."""

    def user(self, name: str) -> tuple[User, str] | None:
        """Give a user and the password's hash."""

    def set_password(self, name: str, password: str, line: Owed | None = None) -> None:
        """Store another hash. Raises KeyError if there is no such user."""

    def change_user(self, user: User, line: Owed | None = None) -> None:
        """Store another role or name to show. Raises KeyError or LastAdmin."""

    def remove_user(self, name: str, line: Owed | None = None) -> None:
        """Remove a user and the sessions. Raises KeyError or LastAdmin."""

    def renew_password(self, name: str, stored: str, password: str) -> None:
        """Replace one hash by another of the same password; sessions go on."""

    def add_session(
        self, token: bytes, user: str, now: datetime, ends: datetime
    ) -> None:
        """Store a session by its token's hash, and forget those that have ended."""

    def session(
        self, token: bytes, now: datetime, unused_since: datetime | None
    ) -> User | None:
        """Give the user of a session that has not ended."""

    def touch_session(self, token: bytes, now: datetime) -> None:
        """Store that a session is used."""

    def end_session(self, token: bytes) -> None:
        """Forget a session."""

    def end_sessions(self, user: str, line: Owed | None = None) -> None:
        """Forget all sessions of a user."""

    def devices(self) -> list[Device]:
        """Give all devices."""

    def add_device(
        self, device: Device, token: bytes, line: Owed | None = None
    ) -> None:
        """Add a device by its token's hash. Raises KeyError if the name is taken."""

    def device(self, token: bytes) -> Device | None:
        """Give the device of a token."""

    def call_device(self, name: str, called: str, line: Owed | None = None) -> None:
        """Call a device something else. Raises KeyError if there is none."""

    def remove_device(self, name: str, line: Owed | None = None) -> None:
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

    Where a change takes a ``line``, that is what the log is owed for it.

    Args:
        people: where users, sessions and devices are stored.
        clock: gives the time, aware.
        rules: gives when sessions end, as the office is now.
        steady: seconds that nobody can set, for the waits after wrong passwords.
    """

    def __init__(
        self,
        people: People,
        clock: Callable[[], datetime],
        rules: Callable[[], SessionRules] = SessionRules,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._people = people
        self._clock = clock
        self._rules = rules
        self._steady = steady
        self._hasher = Hasher()
        self._lockout, self._lock = Lockout(), threading.Lock()
        self._touched: dict[bytes, datetime] = {}
        self._confirmed: dict[bytes, float] = {}

    # Staff

    def add_user(self, user: User, password: str, line: Owed | None = None) -> None:
        """Add a member of staff.

        Raises:
            Unacceptable: the name is taken, or a value cannot be used.
        """
        if not user.name or len(user.name) > 64 or not user.name.isprintable():
            raise Unacceptable("a user's name has 1 to 64 characters", "name")
        if user.role not in STAFF_ROLES:
            raise Unacceptable(f"a role is one of {', '.join(STAFF_ROLES)}", "role")
        try:
            self._people.add_user(user, self._hash(user.name, password), line)
        except KeyError:
            taken = f"there is already a user {user.name!r}"
            raise Unacceptable(taken, "taken") from None

    def set_password(self, name: str, password: str, line: Owed | None = None) -> None:
        """Give a member of staff another password.

        Raises:
            Unacceptable: there is no such user, or the password cannot be used.
        """
        try:
            self._people.set_password(name, self._hash(name, password), line)
        except KeyError:
            raise _unknown("user", name) from None

    def users(self) -> list[User]:
        """Give all members of staff by name."""
        return self._people.users()

    def change_user(self, user: User, line: Owed | None = None) -> None:
        """Give a member of staff another name to show, or another role.

        Raises:
            Unacceptable: there is no such user or role, or no administrator is left.
        """
        if user.role not in STAFF_ROLES:
            raise Unacceptable(f"a role is one of {', '.join(STAFF_ROLES)}", "role")
        try:
            self._people.change_user(user, line)
        except KeyError:
            raise _unknown("user", user.name) from None
        except LastAdmin:
            raise _last_admin(user.name) from None

    def remove_user(self, name: str, line: Owed | None = None) -> None:
        """Remove a member of staff, who is signed out everywhere.

        Raises:
            Unacceptable: there is no such user, or no administrator is left.
        """
        try:
            self._people.remove_user(name, line)
        except KeyError:
            raise _unknown("user", name) from None
        except LastAdmin:
            raise _last_admin(name) from None

    def check(self, name: str, password: str, address: str) -> User:
        """Check a password. It takes as long for a name that nobody has.

        It may be called in several threads at once.

        Raises:
            BadCredentials: the name or the password is wrong.
            TooManyAttempts: that was tried too often from this address.
        """
        with self._lock:
            wait = self._lockout.begin(name, address, self._steady())
        if wait > 0:
            raise TooManyAttempts(math.ceil(wait))
        user, stored = self._people.user(name) or (None, None)
        right = self._hasher.matches(stored, password)
        if user is None or stored is None or not right:
            log.warning("a wrong password from %s", address)
            raise BadCredentials
        with self._lock:
            self._lockout.succeed(name, address)
        if self._hasher.is_old(stored):
            self._people.renew_password(name, stored, self._hasher.hash(password))
        return user

    def begin_session(self, user: User) -> str:
        """Start a session and give its token."""
        token, now = new_token(), self._clock()
        ends = self._rules().ends(now)
        self._people.add_session(token_hash(token), user.name, now, ends)
        return token

    def confirm(self, token: str) -> float:
        """Note that the password was given again in a session; give for how long."""
        now = self._steady()
        self._confirmed = {t: end for t, end in self._confirmed.items() if end > now}
        self._confirmed[token_hash(token)] = now + CONFIRMED_FOR
        return CONFIRMED_FOR

    def is_confirmed(self, token: str) -> bool:
        """Whether the password was given again in this session, not long ago."""
        return self._confirmed.get(token_hash(token), 0.0) > self._steady()

    def end_session(self, token: str) -> None:
        """End the session that a token stands for."""
        self._confirmed.pop(token_hash(token), None)
        self._people.end_session(token_hash(token))

    def end_sessions(self, name: str, line: Owed | None = None) -> None:
        """End all sessions of a member of staff, wherever they are."""
        self._people.end_sessions(name, line)

    def user(self, token: str) -> User | None:
        """Give who is signed in with this token."""
        now = self._clock()
        unused = self._rules().unused_since(now)
        return self._people.session(token_hash(token), now, unused)

    def touch(self, token: str) -> None:
        """Note that a session is used: its idle time begins anew."""
        hashed, now = token_hash(token), self._clock()
        last = self._touched.get(hashed)
        if last is not None and abs(now - last) < TOUCH_EVERY:
            return
        if len(self._touched) > MOST_TOUCHED:
            self._touched.clear()
        self._touched[hashed] = now
        try:
            self._people.touch_session(hashed, now)
        except OSError:
            log.exception("it is not stored that a session is used")

    def has_users(self) -> bool:
        """Whether anybody can sign in at all."""
        return bool(self._people.users())

    # Devices

    def add_device(self, device: Device, line: Owed | None = None) -> str:
        """Add a kiosk or display and give its token, which is shown once.

        Raises:
            Unacceptable: the name is taken, or a value cannot be used.
        """
        _look_at_name(device.name)
        if any(device.name == other.called for other in self.devices()):
            raise Unacceptable(f"a device is called {device.name!r}", "taken")
        if device.role not in DEVICE_ROLES:
            raise Unacceptable(f"a role is one of {', '.join(DEVICE_ROLES)}", "role")
        token = new_token()
        try:
            self._people.add_device(device, token_hash(token), line)
        except KeyError:
            taken = f"there is already a device {device.name!r}"
            raise Unacceptable(taken, "taken") from None
        return token

    def devices(self) -> list[Device]:
        """Give all devices by name."""
        return self._people.devices()

    def rename_device(self, name: str, called: str, line: Owed | None = None) -> None:
        """Call a device something else; it stays known by its name.

        Raises:
            Unacceptable: there is no such device, another one is called so, or it
                cannot be a name.
        """
        _look_at_name(called)
        others = [device for device in self.devices() if device.name != name]
        if any(called in (device.name, device.called) for device in others):
            raise Unacceptable(f"there is already a device {called!r}", "taken")
        try:
            self._people.call_device(name, called, line)
        except KeyError:
            raise _unknown("device", name) from None

    def remove_device(self, name: str, line: Owed | None = None) -> None:
        """Take a device's token away.

        Raises:
            Unacceptable: there is no such device.
        """
        try:
            self._people.remove_device(name, line)
        except KeyError:
            raise _unknown("device", name) from None

    def device(self, token: str) -> Device | None:
        """Give the device that a token belongs to."""
        return self._people.device(token_hash(token))

    # Inside

    def _hash(self, name: str, password: str) -> str:
        try:
            check_usable(name, password)
        except Unusable as why:
            raise Unacceptable(str(why), "password") from None
        return self._hasher.hash(password)


def _look_at_name(name: str) -> None:
    """Refuse what no device can be called."""
    if not name.strip() or len(name) > 64 or not name.isprintable():
        raise Unacceptable("a device's name has 1 to 64 characters", "name")
    if name == VOICE:
        raise Unacceptable(f"{VOICE!r} is the server's own voice", "taken")


def _last_admin(name: str) -> Unacceptable:
    return Unacceptable(f"{name!r} is the last administrator", "last_admin")


def _unknown(what: str, name: str) -> Unacceptable:
    return Unacceptable(f"there is no {what} {name!r}", "unknown")
