"""What a method gives back, and what names an intention."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from server.domain.record import Intent
from server.protocol import codec
from server.protocol.messages import Followed, Topic

from .caller import Caller


@dataclass(frozen=True)
class Outcome:
    """A method's result, and what the transport has to do besides."""

    result: Any
    set_session: str | None = None
    set_device: str | None = None
    end_session: bool = False
    subscribe: tuple[frozenset[Topic], int | None] | None = None
    follow: Followed | None = None


Handler = Callable[[Caller, Any, bool], Awaitable[Outcome]]
"""Answers one call: who calls, the method's params, whether it is a browser."""


def intent(caller: Caller, method: str, params: Any) -> Intent:
    """Name a caller's intention by its key; its params are kept as a digest."""
    digest = hashlib.blake2b(codec.encode(params), digest_size=16).digest()
    return Intent(caller.id, method, params.key, digest)
