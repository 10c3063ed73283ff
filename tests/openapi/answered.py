"""What schemathesis looks at besides its own checks (``SCHEMATHESIS_HOOKS``)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import schemathesis
from schemathesis import Case, CheckContext, Response

from server.protocol import codec
from server.protocol.errors import INTERNAL_ERROR
from server.protocol.methods import METHODS

RESULTS = Path(os.environ.get("MOTCUA_RESULTS", os.devnull))
"""Where the names of methods go that had a result, not only a refusal."""


@schemathesis.serializer("application/zip")
def zip_as_it_is(_: schemathesis.SerializationContext, value: Any) -> Any:
    """Send a file as its bytes."""
    return value


@schemathesis.check
def answered_as_its_method(
    _: CheckContext, response: Response, case: Case[Any]
) -> None:
    """A result is of its method's own type, not only of any; no error is ours."""
    method = _called(case.body)
    if case.path != "/rpc" or response.status_code != 200 or method is None:
        return
    reply = codec.read_message(response.content)
    assert isinstance(reply, codec.Reply)
    if reply.error is not None:
        assert reply.error.code != INTERNAL_ERROR
        return
    codec.read_result(method, reply)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.write(f"{method}\n")


def _called(body: object) -> str | None:
    method = body.get("method") if isinstance(body, dict) else None
    return method if isinstance(method, str) and method in METHODS else None
