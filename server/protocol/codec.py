"""JSON to types and back: strict, size-limited, and never a raw dict further in.

JSON-RPC 2.0, one message a WebSocket text frame; ``/rpc`` also takes batches.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NoReturn

import msgspec

from .errors import (
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    PARSE_ERROR,
    REFUSED,
    Malformed,
    Refused,
)
from .messages import NOTIFICATIONS
from .methods import METHODS, Method
from .shape import Params, Shape

MAX_REQUEST = 64 * 1024
"""Largest message that the server accepts, in bytes."""
MAX_UPLOAD = 8 * 1024 * 1024
"""Largest message that the server accepts from an administrator, by ``/rpc``."""
MAX_ANSWER = 8 * 1024 * 1024
"""Largest message that a client accepts, in bytes."""
MAX_BATCH = 50
"""Most requests in one batch of ``/rpc``."""

CallId = int | str


BROKEN = (msgspec.DecodeError, ValueError, RecursionError)
"""What reading JSON may raise: it is none, no UTF-8, has a number of more digits than
Python reads (``sys.set_int_max_str_digits``), or is nested too deep."""


class Request(msgspec.Struct, frozen=True):
    """A request before its params are looked at; ``id`` is null for none given."""

    method: str
    jsonrpc: str = ""
    id: int | str | None = None
    params: msgspec.Raw = msgspec.Raw(b"{}")


class Fault(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ``error`` member of a JSON-RPC answer."""

    code: int
    message: str
    data: dict[str, Any] | None = None


class Reply(msgspec.Struct, frozen=True):
    """The server's answer to the call ``id``; ``result`` is empty with an error."""

    id: int | str | None
    result: msgspec.Raw = msgspec.Raw()
    error: Fault | None = None


class _Incoming(msgspec.Struct, frozen=True):
    """Whatever a client receives: an answer or a notification."""

    jsonrpc: str = ""
    id: int | str | None = None
    method: str | None = None
    params: msgspec.Raw = msgspec.Raw(b"{}")
    result: msgspec.Raw = msgspec.Raw()
    error: Fault | None = None


_requests = msgspec.json.Decoder(Request)
_batches = msgspec.json.Decoder(list[msgspec.Raw])
_incoming = msgspec.json.Decoder(_Incoming)
_encoder = msgspec.json.Encoder()


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Make the decoder of a kind when it is first needed: each program needs few."""
    return msgspec.json.Decoder(kind)


def encode(value: Any) -> bytes:
    """Encode a shape, or anything made of shapes, as JSON."""
    return _encoder.encode(value)


# The server's side


def read_request(data: bytes | str) -> Request:
    """Read one request.

    Raises:
        Malformed: it is not JSON, or not a JSON-RPC 2.0 request.
    """
    try:
        request = _requests.decode(data)
    except (msgspec.ValidationError, RecursionError) as wrong:
        _invalid(str(wrong), data)
    except BROKEN as broken:
        raise Malformed(PARSE_ERROR, "not JSON") from broken
    if request.jsonrpc != "2.0":
        raise Malformed(INVALID_REQUEST, "jsonrpc must be '2.0'", request.id)
    if request.id is None:
        raise Malformed(INVALID_REQUEST, "a request needs an id")
    return request


def _invalid(why: str, data: bytes | str) -> NoReturn:
    """Refuse what is JSON but no request, with its id where that can be read."""
    try:
        call = msgspec.json.decode(data, type=dict[str, Any]).get("id")
    except BROKEN:
        call = None
    # true and false are int to Python, but no id of JSON-RPC.
    is_id = isinstance(call, int | str) and not isinstance(call, bool)
    known = call if is_id else None
    raise Malformed(INVALID_REQUEST, why, known)


def read_batch(data: bytes) -> list[bytes] | None:
    """Split a batch into its requests; None if it is a single request.

    Raises:
        Malformed: the batch is empty, too long or not JSON.
    """
    if data.lstrip()[:1] != b"[":
        return None
    try:
        parts = _batches.decode(data)
    except BROKEN as broken:
        raise Malformed(PARSE_ERROR, "not JSON") from broken
    if not 0 < len(parts) <= MAX_BATCH:
        raise Malformed(INVALID_REQUEST, f"a batch has 1 to {MAX_BATCH} requests")
    return [bytes(part) for part in parts]


def method_of(request: Request) -> Method:
    """Find the row of the table.

    Raises:
        Malformed: there is no such method.
    """
    try:
        return METHODS[request.method]
    except KeyError:
        raise Malformed(
            METHOD_NOT_FOUND, "there is no such method", request.id
        ) from None


def params_of(request: Request) -> Params:
    """Check the params of a request against its method's type.

    Raises:
        Malformed: a param is missing, unknown, or of the wrong type.
    """
    try:
        read: Params = _decoder(METHODS[request.method].params).decode(request.params)
        return read
    except BROKEN as wrong:
        raise Malformed(INVALID_PARAMS, str(wrong), request.id) from wrong


def write_answer(call: CallId | None, result: Any) -> bytes:
    """Encode the answer to a call."""
    return _encoder.encode({"jsonrpc": "2.0", "id": call, "result": result})


def write_malformed(problem: Malformed) -> bytes:
    """Encode the answer to a request that is malformed."""
    fault = Fault(problem.code, problem.message)
    return _encoder.encode({"jsonrpc": "2.0", "id": problem.call, "error": fault})


def write_refusal(call: CallId | None, refused: Refused) -> bytes:
    """Encode the answer to a call that a rule refuses."""
    data = {"reason": refused.reason, "text": refused.text, **refused.data}
    fault = Fault(REFUSED, refused.reason, data)
    return _encoder.encode({"jsonrpc": "2.0", "id": call, "error": fault})


def write_notification(method: str, params: Shape) -> bytes:
    """Encode a notification such as ``event`` or ``tick``."""
    return _encoder.encode({"jsonrpc": "2.0", "method": method, "params": params})


# The client's side


def write_request(call: CallId, method: str, params: Params) -> bytes:
    """Encode a request."""
    return _encoder.encode(
        {"jsonrpc": "2.0", "id": call, "method": method, "params": params}
    )


def read_message(data: bytes | str) -> Reply | Shape | None:
    """Read what the server sent: an answer, a notification, None if unknown here.

    A notification of a newer server that this client does not know is no error.

    Raises:
        Malformed: the message is neither.
    """
    try:
        message = _incoming.decode(data)
        if message.method is None:
            return Reply(message.id, message.result, message.error)
        kind = NOTIFICATIONS.get(message.method or "")
        return None if kind is None else _decoder(kind).decode(message.params)
    except BROKEN as wrong:
        raise Malformed(PARSE_ERROR, str(wrong)) from wrong


def read_result(method: str, reply: Reply) -> Any:
    """Give a reply's result as its method's type.

    Raises:
        Refused: a rule refused the call.
        Malformed: the server found the call malformed, or its answer is.
    """
    if reply.error is not None:
        raise _refusal(reply.error)
    try:
        return _decoder(METHODS[method].answer).decode(bytes(reply.result) or b"null")
    except BROKEN as wrong:
        raise Malformed(PARSE_ERROR, str(wrong), reply.id) from wrong


def _refusal(fault: Fault) -> Malformed | Refused:
    data = dict(fault.data or {})
    reason, text = data.pop("reason", None), data.pop("text", None)
    if fault.code == REFUSED and isinstance(reason, str) and isinstance(text, dict):
        return Refused(reason, text, data)
    return Malformed(fault.code, fault.message)
