"""The tables of the documents, made from the code; ``--write`` puts them there.

It writes ``docs/openapi.json`` too.
A table stands between ``<!-- table NAME -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from server.config.display import DisplaySettings
from server.config.kiosk import KioskSettings
from server.config.office import OfficeFile
from server.config.printer import PrinterSettings
from server.config.scanner import ScannerSettings
from server.config.settings import ServerSettings
from server.domain.transitions import TABLE
from server.protocol import (
    administration,
    answers,
    hall,
    notices,
    posted,
    procedures,
)
from server.protocol import messages as m
from server.protocol.errors import REASONS
from server.protocol.methods import METHODS
from server.voice.settings import VoiceSettings
from tests.project import openapi

DOCS = Path(__file__).parents[2] / "docs"
MARKED = re.compile(r"(<!-- table (\w+) -->\n).*?(<!-- end -->)", re.S)


def type_name(kind: Any) -> str:
    """Say a type as the documents do."""
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return type_name(args[0])
    if origin is Literal:
        return " \\| ".join(str(arg) for arg in args)
    if origin in (Union, types.UnionType):
        inner = [type_name(arg) for arg in args if arg is not type(None)]
        return " or ".join([*inner, *["null"] * (len(inner) < len(args))])
    if origin in (list, tuple):
        return f"[{type_name(args[0])}]"
    if origin is dict:
        return f"{{{type_name(args[0])}: {type_name(args[1])}}}"
    plain = {
        str: "text",
        int: "integer",
        bool: "true/false",
        Any: "any",
        float: "number",
    }
    return plain.get(kind, getattr(kind, "__name__", str(kind)))


def methods() -> str:
    """Every method: params, result, who may call it."""
    rows = ["| method | params | result | who |", "| --- | --- | --- | --- |"]
    for name, row in METHODS.items():
        params = ", ".join(_params(row.params)) or "–"
        who = "anybody" if len(row.roles) == 6 else ", ".join(sorted(row.roles))
        only = "" if row.transport == "both" else f" (`/{row.transport}` only)"
        again = ", password again" if row.confirmed else ""
        answer = type_name(row.answer)
        rows.append(f"| `{name}` | {params} | {answer} | {who}{again}{only} |")
    return "\n".join(rows)


def _params(kind: type[msgspec.Struct]) -> list[str]:
    return [
        f"`{field.encode_name}{'' if field.required else '?'}`"
        for field in msgspec.structs.fields(kind)
    ]


def shapes() -> str:
    """Every shape with its fields and their types."""
    parts = []
    for part in (hall, posted, procedures, answers, administration, notices):
        for name, kind in vars(part).items():
            if getattr(kind, "__module__", "") == part.__name__ and is_struct(kind):
                parts.append(_shape(name, kind))
    return "\n\n".join(parts)


def is_struct(kind: Any) -> bool:
    """Whether this is a shape and not, say, a union of some."""
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _shape(name: str, kind: type[msgspec.Struct]) -> str:
    told = (kind.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")
    hints = get_type_hints(kind, include_extras=True)
    rows = [f"- `{f}`: {type_name(hints[f])}" for f in kind.__struct_fields__]
    return "\n".join([f"### {name}", "", told, "", *rows])


def notifications() -> str:
    """Every notification and its params."""
    rows = ["| method | params |", "| --- | --- |"]
    rows += [
        f"| `{name}` | {kind.__name__} |" for name, kind in m.NOTIFICATIONS.items()
    ]
    return "\n".join(rows)


def kinds() -> str:
    """Every kind of event."""
    return ", ".join(f"`{kind}`" for kind in get_args(m.EventKind)) + "."


def reasons() -> str:
    """Every reason for a refusal."""
    return ", ".join(f"`{reason}`" for reason in REASONS) + "."


def states() -> str:
    """The life of a ticket as a diagram."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> waiting"]
    for state, steps in TABLE.items():
        lines += [f"    {state} --> {after}: {step}" for step, after in steps.items()]
    ended = [state for state, steps in TABLE.items() if not steps]
    return "\n".join([*lines, *[f"    {state} --> [*]" for state in ended], "```"])


def settings() -> str:
    """Every setting of motcua.toml with its default."""
    rows = [
        "| section | setting | default | what is accepted |",
        "| --- | --- | --- | --- |",
    ]
    for section, kind in {
        "server": ServerSettings,
        "voice": VoiceSettings,
        "kiosk": KioskSettings,
        "kiosk.printer": PrinterSettings,
        "kiosk.scanner": ScannerSettings,
        "display": DisplaySettings,
    }.items():
        hints, given = get_type_hints(kind), kind()
        for field in fields(kind):
            if field.name in ("printer", "scanner"):
                continue
            default = getattr(given, field.name)
            shown = "–" if default is None else f"`{_toml(default)}`"
            kind_name = type_name(hints[field.name])
            rows.append(f"| {section} | `{field.name}` | {shown} | {kind_name} |")
    return "\n".join(rows)


def office() -> str:
    """Every setting of office.toml; lists of tables are `[[…]]`."""
    rows = [
        "| section | setting | default | what is accepted |",
        "| --- | --- | --- | --- |",
    ]
    _section("", OfficeFile, rows)
    return "\n".join(rows)


def _section(name: str, kind: Any, rows: list[str]) -> None:
    """Add the rows of a section's own settings, then those of the sections in it."""
    hints, inner = get_type_hints(kind), []
    shown = "" if name in ("", "order", "call", "hours") else f"`[[{name}]]`"
    shown = f"`[{name}]`" if name in ("order", "call", "hours") else shown
    for field in fields(kind):
        held = (get_args(hints[field.name]) or (hints[field.name],))[0]
        if is_dataclass(held):
            inner.append((f"{name}.{field.name}".lstrip("."), held))
            continue
        given = "required" if field.default is MISSING else f"`{_toml(field.default)}`"
        accepted = type_name(hints[field.name])
        rows.append(f"| {shown} | `{field.name}` | {given} | {accepted} |")
    for section, held in inner:
        _section(section, held, rows)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(list(value)) if isinstance(value, tuple) else str(value)


MAKERS: dict[str, Callable[[], str]] = {
    maker.__name__: maker
    for maker in (
        *(methods, shapes, notifications, kinds, reasons, states),
        *(office, settings),
    )
}


def filled(text: str) -> str:
    """Give a document with every table as the code has it now."""
    return MARKED.sub(lambda found: f"{found[1]}{MAKERS[found[2]]()}\n{found[3]}", text)


if __name__ == "__main__" and "--write" in sys.argv:
    for document in DOCS.glob("*.md"):
        document.write_text(filled(document.read_text("utf-8")), "utf-8")
    openapi.FILE.write_text(openapi.written(), "utf-8")
