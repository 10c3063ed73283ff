"""What may be a password, and how its hash is made and compared.

argon2id (RFC 9106) with the library's defaults, its first recommended choice. When they
change, a password is hashed anew the next time it is used.
"""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 8, 128
"""Characters; OWASP ASVS 2.1.1 asks for 12 where there is no second barrier, NIST
SP 800-63B for 8. The office's own rule may be stricter. ASVS 2.1.2 wants 64 to be
accepted and more than 128 not; one that was set before still opens."""
LEAST_VARIED = 4
"""Different characters that a password has at least."""


class Unusable(Exception):
    """A password that cannot be used; the message says why."""


def check_usable(name: str, password: str) -> None:
    """Look whether a password may be somebody's.

    Any characters are accepted, spaces too, and no kind of them is asked for.

    Args:
        name: whose it would be.
        password: as typed.

    Raises:
        Unusable: it is too short or too long, or one of the first that are tried.
    """
    if len(password) < SHORTEST:
        raise Unusable(f"a password has at least {SHORTEST} characters")
    if len(password) > LONGEST:
        raise Unusable(f"a password has at most {LONGEST} characters")
    plain = password.casefold()
    if plain in commonest() or len(set(plain)) < LEAST_VARIED or plain == name.lower():
        raise Unusable("this password is one of the first that are tried")


@cache
def commonest() -> frozenset[str]:
    """Give the 3,000 passwords of at least eight characters that are tried first.

    From the public lists in zxcvbn (MIT licence), and those of Vietnamese offices.
    """
    told = (files("assets") / "passwords" / "commonest.txt").read_text("utf-8")
    return frozenset(told.splitlines())


class Hasher:
    """Makes hashes of passwords and compares with them; some 50 ms each."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher()
        self._nobody = self._argon2.hash(secrets.token_urlsafe(16))

    def hash(self, password: str) -> str:
        """Make the hash of a password, with a salt of its own."""
        return self._argon2.hash(password)

    def matches(self, stored: str | None, password: str) -> bool:
        """Whether this is the password; without a stored one it takes as long."""
        try:
            right = self._argon2.verify(stored or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return right and stored is not None

    def is_old(self, stored: str) -> bool:
        """Whether the hash was made with other parameters than are used now."""
        return self._argon2.check_needs_rehash(stored)
