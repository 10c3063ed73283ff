"""``docs/openapi.json``: HTTP as OpenAPI 3.1, made from the code.

Routes, doors and the protocol's types are the server's own; what the pages and files
take and give stands in ``openapi_paths``.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from starlette.routing import Mount, Route

from server.api.caller import SESSION_COOKIE
from server.gate import Gate
from server.protocol import codec
from server.protocol.errors import REASONS
from server.protocol.methods import ANYBODY, METHODS, Method, Role
from server.web.app import make_app
from server.web.doors import roles_of

from .openapi_paths import ADDRESSES, PAGE, SENTENCE, TEXT, Address, Schema

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "openapi.json"
IN_COMPONENTS = "#/components/schemas/{name}"
ABOUT = """\
The HTTP side of one office's server, made from its code. All that kiosks, displays and
pages do goes through `POST /rpc` or, with live events, through the WebSocket `/ws`,
which OpenAPI cannot describe: see docs/protocol.md."""
SAME_PATH = {"/t/{number}": "/t/{ticket}"}
"""Routes that differ only in what they call a part: they are one path here."""
ALWAYS = ("403", "421", "429", "431")
"""Answers of the guard before every address."""


def document() -> Schema:
    """Give the whole description."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    kinds = [kind for row in METHODS.values() for kind in (row.params, row.answer)]
    found, types = msgspec.json.schema_components(kinds, ref_template=IN_COMPONENTS)
    schemas = dict(sorted(types.items()))
    for (name, row), params, answer in zip(
        METHODS.items(), found[::2], found[1::2], strict=True
    ):
        schemas[f"{name}.call"] = _call(name, row, params)
        schemas[f"{name}.answer"] = _answer(answer)
    schemas["Error"] = _error()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "motcua",
            "version": project["version"],
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": {
            path: {
                method: _operation(method, path, roles)
                for method, roles in doors.items()
            }
            for path, doors in sorted(paths().items())
        },
        "components": {
            "schemas": schemas,
            "responses": _responses(),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
            },
        },
    }


# Paths


def paths() -> dict[str, dict[str, frozenset[Role]]]:
    """Give every path that the application has: its methods and who may call them."""
    found: dict[str, dict[str, frozenset[Role]]] = {}
    for route in _routes():
        path = re.sub(r"{(\w+)(:\w+)?}", r"{\1}", route.path)
        path = f"{path}/{{name}}" if isinstance(route, Mount) else path
        methods = {"GET"} if isinstance(route, Mount) else set(route.methods or ())
        methods -= {"HEAD"}  # whatever can be got answers it
        doors = found.setdefault(SAME_PATH.get(path, path), {})
        doors |= {method.lower(): roles_of(route.path) for method in sorted(methods)}
    return found


def _routes() -> Iterator[Route | Mount]:
    nothing: Any = object()
    app = make_app(
        nothing,
        Gate(names=(), clock=lambda: 0.0),
        office=nothing,
        display_name=nothing,
        now=nothing,
        voice_wav=nothing,
        folder=Path(),
        screens=nothing,
        saved=nothing,
    )
    for route in app.routes:
        assert isinstance(route, Route | Mount)
        yield route


def _operation(method: str, path: str, roles: frozenset[Role]) -> Schema:
    if path == "/rpc":
        return _rpc()
    address = ADDRESSES[method, path]
    guarded = roles != ANYBODY
    statuses = {*address.also, *ALWAYS, *(("303",) if guarded else ())}
    answers = {status: _answered(status, address) for status in sorted(statuses)}
    if address.gives:
        told = {"description": "As asked for.", "content": _content(address.gives)}
        answers = {"200": told, **answers}
    made: Schema = {"summary": address.summary, "x-roles": sorted(roles)}
    if parameters := [*_parameters(address)]:
        made["parameters"] = parameters
    if address.takes:
        made["requestBody"] = {"required": True, "content": _content(address.takes)}
    return {**made, "responses": answers, "security": _security(anybody=not guarded)}


def _parameters(address: Address) -> Iterator[Schema]:
    for place, named in (("path", address.params), ("query", address.query)):
        for name, schema in (named or {}).items():
            told = {"name": name, "in": place, "schema": schema}
            yield {**told, "required": True} if place == "path" else told


def _content(kinds: dict[str, Schema]) -> Schema:
    return {kind: {"schema": schema} for kind, schema in kinds.items()}


def _security(*, anybody: bool) -> list[Schema]:
    proofs: list[Schema] = [{"token": []}, {"cookie": []}]
    return [{}, *proofs] if anybody else proofs


def _answered(status: str, address: Address) -> Schema:
    """Give an answer besides 200: those that are the same everywhere by their name."""
    if status == "206":
        return {"description": "A part.", "content": _content(_parts(address.gives))}
    if status in ("413", "422") and "application/json" in address.gives:
        return {
            "description": "It is not kept, and why.",
            "content": _content({"application/json": SENTENCE}),
        }
    return {"$ref": f"#/components/responses/{status}"}


def _parts(gives: dict[str, Schema]) -> dict[str, Schema]:
    several: Schema = {"type": "string", "format": "binary"}
    return {**gives, "multipart/byteranges": several}


def _responses() -> Schema:
    said = {PAGE: TEXT, "text/plain": TEXT}
    seconds = {"schema": {"type": "integer", "minimum": 1}}
    told = {
        "400": "The `Range` cannot be read.",
        "403": "Of a foreign origin, or not for this role.",
        "404": "There is none.",
        "413": "The body is too large.",
        "416": "No such part.",
        "421": "`Host` does not name this server.",
        "422": "It cannot be used; the page says why.",
        "429": "Too many requests.",
        "431": "Too many headers.",
    }
    made: Schema = {
        status: {"description": text, "content": _content(said)}
        for status, text in told.items()
    }
    made["429"]["headers"] = {"Retry-After": {"required": True, **seconds}}
    place = {"required": True, "schema": TEXT}
    made["303"] = {"description": "Go there.", "headers": {"Location": place}}
    return dict(sorted(made.items()))


# The protocol


def _rpc() -> Schema:
    calls = {"anyOf": [_named(f"{name}.call") for name in by_rpc()]}
    answers = [_named(f"{name}.answer") for name in by_rpc()]
    one = {"anyOf": [*answers, _named("Error")]}
    batch = {"type": "array", "minItems": 1, "maxItems": codec.MAX_BATCH}
    error = {"application/json": _named("Error")}
    told = {
        "401": "The bearer is not valid.",
        "413": "The body is too large.",
        "415": "The body does not say that it is JSON.",
    }
    taken = {"anyOf": [calls, {**batch, "items": calls}]}
    given = {"anyOf": [one, {**batch, "items": one}]}
    return {
        "summary": "The protocol's methods, one call or a batch (JSON-RPC 2.0).",
        "description": "`METHOD.call` is answered by `METHOD.answer` or `Error`.",
        "x-roles": sorted(ANYBODY),
        "requestBody": {
            "required": True,
            "content": _content({"application/json": taken}),
        },
        "responses": {
            "200": {
                "description": "The answer of each call, refusals too.",
                "content": _content({"application/json": given}),
            },
            **{
                status: {"description": text, "content": _content(error)}
                for status, text in told.items()
            },
            **{
                status: {"$ref": f"#/components/responses/{status}"}
                for status in ALWAYS
                if status != "429"  # each call in it is counted, and refused, by itself
            },
        },
        "security": _security(anybody=True),
    }


def by_rpc() -> list[str]:
    """Give the methods that can be called here."""
    return [name for name, row in METHODS.items() if row.transport != "ws"]


def _named(name: str) -> Schema:
    return {"$ref": IN_COMPONENTS.format(name=name)}


def _call(name: str, row: Method, params: Schema) -> Schema:
    needed = any(field.required for field in msgspec.structs.fields(row.params))
    return {
        "type": "object",
        "x-roles": sorted(row.roles),
        "required": ["jsonrpc", "id", "method", *(["params"] if needed else [])],
        "properties": {
            "jsonrpc": {"const": "2.0"},
            "id": {"type": ["integer", "string"]},
            "method": {"const": name},
            "params": params,
        },
    }


def _answer(result: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["jsonrpc", "id", "result"],
        "properties": {
            "jsonrpc": {"const": "2.0"},
            "id": {"type": ["integer", "string"]},
            "result": result,
        },
        "additionalProperties": False,
    }


def _error() -> Schema:
    """Describe a refusal: a code below zero is JSON-RPC's own, 1 is a rule's."""
    data = {
        "type": "object",
        "required": ["reason", "text"],
        "properties": {
            "reason": {"enum": list(REASONS)},
            "text": {"type": "object", "additionalProperties": TEXT},
        },
    }
    fault = {
        "type": "object",
        "required": ["code", "message"],
        "properties": {"code": {"type": "integer"}, "message": TEXT, "data": data},
        "if": {"properties": {"code": {"const": 1}}},
        "then": {"required": ["data"]},
        "else": {"properties": {"code": {"maximum": -1}, "data": False}},
    }
    return {
        "type": "object",
        "required": ["jsonrpc", "id", "error"],
        "properties": {
            "jsonrpc": {"const": "2.0"},
            "id": {"type": ["integer", "string", "null"]},
            "error": fault,
        },
        "additionalProperties": False,
    }


def written() -> str:
    """Give the file's content."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"
