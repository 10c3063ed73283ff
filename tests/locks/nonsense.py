"""Params as the protocol's own schema has them, and the same with something wrong."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import strategies as st

from server.protocol.methods import METHODS

Json = st.SearchStrategy[Any]

KNOWN = (
    *("ho-tich", "chung-thuc", "dat-dai", "q1", "q2", "q3", "q4", "nguoi-cao-tuoi"),
    *("vi", "en", "A001", "B001", "U001", "kiosk", "display", "a-key-of-mine", ""),
)
"""What means something to the sample office, or once did."""
AWKWARD = (
    *("\x00", "\ud7ff", "\u202e", "e\u0301", "../../etc/passwd", "' OR 1=1 --", "%s"),
    *("<script>alert(1)</script>", "=1+1", "{{7*7}}", "\U0010ffff" * 3, "x" * 600),
)
SCHEMAS, PARTS = msgspec.json.schema_components(
    [row.params for row in METHODS.values()], ref_template="{name}"
)
PARAMS = {name: PARTS[row.params.__name__] for name, row in METHODS.items()}
"""What each method takes, as a JSON schema."""

junk: Json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(AWKWARD + KNOWN)
    | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KNOWN), inner, max_size=3)
    ),
    max_leaves=6,
)


def like(schema: dict[str, Any]) -> Json:
    """Give values that fit a schema."""
    if "$ref" in schema:
        return like(PARTS[schema["$ref"]])
    if "anyOf" in schema:
        return st.one_of([like(one) for one in schema["anyOf"]])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "const" in schema:
        return st.just(schema["const"])
    return _PLAIN[schema["type"]](schema) if "type" in schema else junk


def _text(schema: dict[str, Any]) -> Json:
    least, most = schema.get("minLength", 0), schema.get("maxLength", 100)
    if schema.get("format") == "date-time":
        return st.datetimes().map(lambda at: at.isoformat() + "+07:00")
    if schema.get("format") == "date":
        return st.dates().map(lambda day: day.isoformat())
    known = [word for word in KNOWN + AWKWARD if least <= len(word) <= most]
    free = st.text(min_size=least, max_size=min(most, least + 20))
    return (st.sampled_from(known) | free) if known else free


def _integer(schema: dict[str, Any]) -> Json:
    least, most = schema.get("minimum", 0), schema.get("maximum", 2**53)
    return st.integers(least, min(most, least + 30)) | st.integers(least, most)


def _list(schema: dict[str, Any]) -> Json:
    least, most = schema.get("minItems", 0), schema.get("maxItems", 4)
    inner = like(schema["items"]) if schema.get("items") else junk
    return st.lists(inner, min_size=least, max_size=min(most, 4))


def _object(schema: dict[str, Any]) -> Json:
    fields, needed = schema.get("properties"), schema.get("required", [])
    if fields is None:
        inner = schema.get("additionalProperties")
        value = like(inner) if isinstance(inner, dict) and inner else junk
        return st.dictionaries(st.sampled_from(KNOWN), value, max_size=4)
    made = {name: like(field) for name, field in fields.items()}
    return st.fixed_dictionaries(
        {name: made[name] for name in needed},
        optional={name: made[name] for name in made.keys() - set(needed)},
    )


_PLAIN = {
    "string": _text,
    "integer": _integer,
    "number": lambda _: st.floats(-1e6, 1e6),
    "boolean": lambda _: st.booleans(),
    "null": lambda _: st.none(),
    "array": _list,
    "object": _object,
}


@st.composite
def broken(draw: st.DrawFn, right: Json) -> Any:
    """Give params with one thing gone, put in, or of another kind."""
    params = dict(draw(right))
    names = [*sorted(params), "key", "nonsense"]
    name = draw(st.sampled_from(names))
    if draw(st.booleans()):
        params.pop(name, None)
    else:
        params[name] = draw(junk)
    return params


def params_of(method: str) -> Json:
    """Give params of a method: right ones, nearly right ones, and no params at all."""
    right = like(PARAMS[method])
    return st.one_of(right, right, broken(right), junk)
