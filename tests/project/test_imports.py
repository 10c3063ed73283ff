"""Who may import whom: the table, and a walk through every real import."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("assets", "display", "kiosk", "server")

# Package or module -> what it may import of our own, besides what lies inside it.
# The longest name that fits a module counts for it.
OWN = {
    "assets": (),
    "assets.lang": (),
    "assets.sound": ("assets.fetch",),
    "assets.paper": ("assets.lang",),
    "assets.look": (
        "assets.fetch",
        "assets.lang",
        "server.protocol",
        "server.config",
    ),
    "server": (),
    "server.domain": (),
    "server.config": ("assets.lang", "server.domain", "server.voice.settings"),
    "server.protocol": (),
    "server.gate": ("server.config",),
    "server.service": ("server.domain",),
    "server.clock": (),
    "server.storage": ("server.domain",),
    "server.auth": (
        "server.domain",
        "server.config",
        "server.lockout",
        "server.passwords",
    ),
    "server.procedures": ("assets", "server.domain", "server.config"),
    "server.procedures.search": ("server.domain",),
    "server.voice": ("assets", "server.domain", "server.config"),
    "server.voice.phrases": ("assets.lang", "server.domain", "server.voice.settings"),
    "server.voice.settings": ("assets.lang.spoken",),
    "server.api": (
        "assets.lang",
        "assets.paper",
        "server.auth",
        "server.config",
        "server.domain",
        "server.gate",
        "server.procedures",
        "server.protocol",
        "server.service",
        "server.storage",
        "server.voice",
    ),
    # The one port, which uvicorn and the live lines share.
    "server.port": (
        "server.config",
        "server.gate",
        "server.incoming",
        "server.realtime",
        "server.tls",
    ),
    "server.tls": ("server.config",),
    "server.incoming": ("server.gate",),
    # What is posted and who works here, as last read from disk.
    "server.posted": ("server.procedures", "server.storage"),
    "server.realtime": (
        "server.api",
        "server.auth",
        "server.config",
        "server.domain",
        "server.gate",
        "server.protocol",
        "server.service",
    ),
    "server.web": (
        "assets",
        "server.api",
        "server.auth",
        "server.config",
        "server.domain",
        "server.gate",
        "server.procedures",
        "server.protocol",
        "server.service",
        "server.storage.folder",
        "server.storage.reports",
    ),
    # A simulated day: the world and the hall (the rest is measured in them) import
    # nothing of the product.
    "server.simulate": (
        "server.auth",
        "server.domain",
        "server.procedures",
        "server.protocol",
        "server.storage",
    ),
    "server.simulate.world": (),
    "server.simulate.hall": ("server.simulate.world",),
    # A small server of its own: a queue to practise with, without a disk.
    "server.practice": (
        "assets.lang",
        "server.api",
        "server.auth",
        "server.chores",
        "server.config",
        "server.domain",
        "server.gate",
        "server.procedures",
        "server.protocol",
        "server.realtime",
        "server.service",
    ),
    # The composition root and the command may know every part of the server.
    "server.app": ("assets", "server"),
    "server.chores": ("assets", "server"),
    "server.cli": ("assets", "server", "display", "kiosk"),
    "kiosk": (
        "assets",
        "server.config",
        "server.procedures.search",
        "server.protocol",
    ),
    "display": (
        "assets",
        "server.config",
        "server.procedures.search",
        "server.protocol",
    ),
}

# Library -> the only places that may import it. What is not here may not be imported.
LIBRARIES = {
    "PIL": (
        "assets.look",
        "assets.paper",
        "display.screens.slide",
        "kiosk",
        "server.web",
    ),
    "argon2": ("server.passwords", "kiosk.guard.pin"),
    "escpos": ("kiosk.printing",),
    "fontTools": ("server.web",),
    "fontpkg": ("assets",),
    "fontpkg_be_vietnam_pro": ("assets",),
    "jinja2": ("server.web",),
    "markupsafe": ("server.web",),
    "kivy": ("assets.look", "assets.sound", "display", "kiosk"),
    "msgspec": (
        "server.protocol",
        "server.api",
        "server.storage",
        "server.simulate.shapes",
        # A shape of the protocol with another value, as dataclasses.replace.
        "kiosk.flow",
        "kiosk.away",
    ),
    "piper": ("server.voice.engines.piper",),
    "pyttsx3": ("server.voice.engines.system",),
    "segno": ("assets.paper", "kiosk", "server.api.phone", "server.web"),
    "serial": ("kiosk",),
    "sqlite3": ("server.storage", "kiosk.durable", "kiosk.away.glance"),
    "sqlite_utils": ("server.storage",),
    "starlette": ("server.web", "server.port"),
    "tkinter_icons_lucide": ("assets.look",),
    "usb": ("kiosk.printing",),
    "uvicorn": ("server.incoming", "server.port"),
    "tomlkit": ("server.storage.office_file",),
    "uvloop": ("server.cli",),
    "websockets": (
        "assets.look.mirror",
        "server.protocol.link",
        "server.realtime.listener",
    ),
}

# No input or output, no clock, no window, no socket: time comes in as an argument.
PURE = (
    "assets.lang.spoken",
    "assets.paper",
    "display.announcer",
    "display.board",
    "kiosk.flow",
    "assets.paper.slip",
    "kiosk.speech",
    "server.config",
    "server.domain",
    "server.lockout",
    "server.procedures.search",
    "server.voice.phrases",
)
IMPURE = frozenset(
    {
        "asyncio",
        "concurrent",
        "ctypes",
        "http",
        "io",
        "kivy",
        "escpos",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "secrets",
        "select",
        "selectors",
        "shutil",
        "signal",
        "socket",
        "sqlite3",
        "ssl",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib",
    }
)
# The configuration names files, and opens none.
PURE_BUT = {"server.config": frozenset({"pathlib"})}
# What a pure module may not even reach through what it imports.
HEAVY = frozenset(
    {"asyncio", "escpos", "kivy", "pyttsx3", "socket", "sqlite3", "websockets"}
)


@dataclass(frozen=True)
class Import:
    """One imported name, and the line that imports it."""

    name: str
    line: int


def module_name(path: Path) -> str:
    parts = list(path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source: str, module: str, *, is_package: bool) -> Iterator[Import]:
    """Yield every import of a module, relative ones made absolute.

    `from a import b` is `a.b`: b may be a module, and the rules go by prefixes.
    Imports inside functions and by `importlib.import_module("...")` count too.
    """
    package = module if is_package else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                above = parents[: len(parents) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            for alias in node.names:
                yield Import(f"{base}.{alias.name}", node.lineno)
        elif (
            isinstance(node, ast.Call)
            and ast.unparse(node.func) in ("import_module", "importlib.import_module")
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            yield Import(str(node.args[0].value), node.lineno)


def within(name: str, prefixes: tuple[str, ...]) -> bool:
    return any(name == p or name.startswith(f"{p}.") for p in prefixes)


def rule_of(module: str) -> str:
    return max((r for r in OWN if within(module, (r,))), key=len)


def fault(module: str, imported: str) -> str | None:
    """Return why this import is forbidden, or None."""
    top = imported.partition(".")[0]
    if within(module, PURE) and top in IMPURE:
        spared = [PURE_BUT[p] for p in PURE_BUT if within(module, (p,))]
        if not any(top in names for names in spared):
            return f"{module} is pure and may not import {top}"
    if top in PACKAGES:
        rule = rule_of(module)
        allowed = (*OWN[rule], *(() if rule == "server" else (rule,)))
        return None if within(imported, allowed) else forbidden(module, imported)
    if top in LIBRARIES:
        return None if within(module, LIBRARIES[top]) else forbidden(module, top)
    if top in sys.stdlib_module_names:
        return None
    return f"{module} imports {top}, which no rule names"


def forbidden(module: str, imported: str) -> str:
    return f"{module} may not import {imported}"


def faults(source: str, path: Path) -> list[str]:
    module = module_name(path)
    is_package = path.name == "__init__.py"
    return [
        f"{path}:{found.line}: {why}"
        for found in imports(source, module, is_package=is_package)
        if (why := fault(module, found.name)) is not None
    ]


def sources() -> list[Path]:
    found = [p for top in PACKAGES for p in (ROOT / top).rglob("*.py")]
    return sorted(path.relative_to(ROOT) for path in found)


def graph() -> dict[str, set[str]]:
    """Return each of our modules with all names it imports, its packages included."""
    modules = {}
    for path in sources():
        name = module_name(path)
        source = (ROOT / path).read_text("utf-8")
        found = imports(source, name, is_package=path.name == "__init__.py")
        modules[name] = {item.name for item in found} | set(parents(name))
    return modules


def parents(module: str) -> Iterator[str]:
    while module := module.rpartition(".")[0]:
        yield module


def reached(start: str, modules: dict[str, set[str]]) -> dict[str, str]:
    """Return all that importing a module loads: name -> the one that imports it."""
    by: dict[str, str] = {}
    waiting = [start]
    while waiting:
        module = waiting.pop()
        for name in modules.get(module, ()):
            for part in (name, *parents(name)):
                if part not in by:
                    by[part] = module
                    waiting.append(part)
    return by


@pytest.mark.parametrize("path", sources(), ids=str)
def test_a_module_imports_only_what_its_rule_allows(path: Path) -> None:
    assert faults((ROOT / path).read_text("utf-8"), path) == []


def test_pure_modules_reach_nothing_heavy() -> None:
    modules = graph()
    pure = [name for name in modules if within(name, PURE)]
    found = [
        f"{name} reaches {heavy} through {by[heavy]}"
        for name in pure
        for by in [reached(name, modules)]
        for heavy in HEAVY & by.keys()
    ]
    assert pure
    assert found == []


@pytest.mark.parametrize(
    ("path", "source", "why"),
    [
        ("kiosk/a.py", "import display.board", "may not import display.board"),
        ("display/a.py", "from kiosk import flow", "may not import kiosk.flow"),
        ("kiosk/a.py", "from server import service", "may not import server.service"),
        (
            "kiosk/screens/a.py",
            "def f():\n    from server.storage.journal import Journal",
            "may not import server.storage.journal",
        ),
        ("kiosk/flow.py", "from kivy.app import App", "is pure"),
        ("display/board.py", "import time", "is pure"),
        ("server/config/read.py", "import os", "is pure"),
        ("server/domain/desk.py", "import msgspec", "may not import msgspec"),
        ("server/domain/desk.py", "from random import random", "is pure"),
        ("server/domain/desk.py", "from ..storage import journal", "server.storage"),
        ("server/protocol/__init__.py", "from ..domain import x", "server.domain"),
        ("server/protocol/codec.py", "import websockets", "import websockets"),
        ("server/realtime/hub.py", "import websockets.server", "import websockets"),
        ("server/realtime/peer.py", "from server.web import x", "server.web"),
        ("server/realtime/a.py", "from starlette import x", "import starlette"),
        ("server/web/rpc.py", "from server.realtime import hub", "server.realtime"),
        ("server/voice/cache.py", "import pyttsx3", "import pyttsx3"),
        ("server/service.py", "import sqlite3", "import sqlite3"),
        ("kiosk/away/ledger.py", "import sqlite3", "import sqlite3"),
        ("assets/lang/__init__.py", "import kivy", "import kivy"),
        ("assets/look/a.py", "import server.domain.model", "server.domain.model"),
        ("server/other.py", "import server.domain", "may not import server.domain"),
        ("server/web/a.py", "import flask", "which no rule names"),
        (
            "kiosk/a.py",
            "import importlib\nimportlib.import_module('server.app')",
            "may not import server.app",
        ),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str, why: str) -> None:
    [found] = faults(source, Path(path))
    assert found.startswith(f"{path}:")
    assert why in found


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("kiosk/app.py", "import kivy.app, asyncio\nfrom server.protocol import link"),
        ("kiosk/durable.py", "import sqlite3"),
        ("server/protocol/link.py", "import websockets\nfrom . import session"),
        ("server/realtime/listener.py", "import websockets"),
        ("server/web/pages.py", "from starlette import routing\nimport server.api"),
        ("server/cli.py", "def f():\n    from kiosk.app import main"),
    ],
)
def test_an_allowed_import_is_let_through(path: str, source: str) -> None:
    assert faults(source, Path(path)) == []


def test_what_is_reached_through_others_is_found() -> None:
    modules = {
        "kiosk.flow": {"kiosk.words.greet"},
        "kiosk.words": {"kiosk.screens.home"},
        "kiosk.screens": set(),
        "kiosk.screens.home": {"kivy.app.App"},
    }
    assert reached("kiosk.flow", modules)["kivy"] == "kiosk.screens.home"
