"""How a call is refused: JSON-RPC's codes for malformed ones, ``reason`` for the rest.

``Refused`` is raised by the server's rules and again, with the same reason and the
same sentences, by a client's ``Link.call``.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

Reason = Literal[
    "forbidden",
    "not_signed_in",
    "bad_credentials",
    "too_many_attempts",
    "rate_limited",
    "unknown_service",
    "unknown_procedure",
    "unknown_ticket",
    "unknown_counter",
    "unknown_device",
    "unknown_priority",
    "unknown_appointment",
    "unknown_assistance",
    "service_closed",
    "quota_reached",
    "closing_soon",
    "appointment_used",
    "return_refused",
    "not_served",
    "only_practice",
    "already_rated",
    "unknown_reason",
    "counter_taken",
    "counter_not_open",
    "busy",
    "nothing_called",
    "nothing_to_undo",
    "wrong_state",
    "conflict",
    "invalid_procedure",
    "invalid_file",
    "disk_full",
    "too_large",
    "stale",
    "invalid_settings",
    "unknown_area",
    "unknown_name",
    "backup_failed",
    "password_needed",
    "bad_backup",
    "unfit_backup",
    "no_room",
    "other_history",
    "unknown_code",
    "phone_off",
    "wrong_code",
    "enough_tickets",
    "bad_name",
    "name_taken",
    "weak_password",
    "last_admin",
]
REASONS: tuple[str, ...] = get_args(Reason)

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
REFUSED = 1
"""Error codes; the negative ones are those of the JSON-RPC 2.0 specification §5.1."""

Words = dict[str, str]


class ProtocolError(Exception):
    """The tree's root: a call that did not get an answer of its method's type."""


class Malformed(ProtocolError):
    """The message breaks JSON-RPC or the method's params. ``code`` is negative."""

    def __init__(self, code: int, message: str, call: int | str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.call = call


class Refused(ProtocolError):
    """A call that a rule refuses; nothing was changed.

    Attributes:
        reason: for programs, one of ``REASONS``.
        text: for people, a sentence per language.
        data: what else the refusal tells, such as ``until`` or ``state``.
    """

    def __init__(self, reason: str, text: Words, data: dict[str, Any]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.text = text
        self.data = data

    def __str__(self) -> str:
        return f"{self.reason}: {self.text.get('en', '')}"
