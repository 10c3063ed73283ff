"""``docs/openapi.json`` is as the code has it, and the server is as that says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis

from tests.project.openapi import FILE, by_rpc, document, paths, written
from tests.project.openapi_paths import ADDRESSES
from tests.running import Client, RunningServer

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LEAVING = {"session.logout", "session.end_all"}
"""After these the caller would be nobody."""
WITHIN = 60
KNOWN: dict[str, list[Any]] = {
    "service": ["ho-tich"],
    "counter": ["q1"],
    "to": ["q2"],
    "priority": ["nguoi-cao-tuoi"],
    "area": ["services"],
    "ticket": [1],
    "lang": ["en"],
    "at": ["2027-03-01T09:00:00+07:00"],
}
"""What the sample office knows, by the names of params."""


def test_the_file_is_as_the_code_has_it() -> None:
    now = written()
    assert FILE.read_text("utf-8") == now, (
        "run: python -m tests.project.docs_tables --write"
    )


def test_it_is_openapi() -> None:
    schemathesis.openapi.from_dict(document()).validate()


def test_every_address_is_a_route() -> None:
    """The other way round the file could not be made."""
    routes = {(method, path) for path, doors in paths().items() for method in doors}
    assert routes == {*ADDRESSES, ("post", "/rpc")}


# The server is as the file says


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("office") / "data"
    made = RunningServer(folder)
    wide = "[server]\nrequests = 1000000\nburst = 1000000\n"
    (folder / "motcua.toml").write_text(wide, "utf-8")
    with made as running:
        yield running
        assert running.client().get("/health")[0] == 200
        told = "\n".join(running.output)
        assert "Traceback" not in told
        assert " ERROR " not in told


@pytest.fixture(scope="module")
def admin(server: RunningServer) -> Client:
    """An administrator at a counter, with somebody waiting."""
    admin = server.user("quan-tri", "admin")
    admin.do("counter.open", counter="q1")
    for _ in range(5):
        admin.do("ticket.issue", service="ho-tich")
    return admin


def asked(described: dict[str, Any], admin: Client, folder: Path, *options: str) -> str:
    """Let schemathesis ask the server for all that is described; give its report."""
    file = folder / "openapi.json"
    file.write_text(json.dumps(described), "utf-8")
    hooks = {
        "SCHEMATHESIS_HOOKS": "tests.openapi.answered",
        "MOTCUA_RESULTS": str(folder / "results"),
        "PYTHONPATH": str(ROOT),
    }
    told = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", str(file), "--url", admin.url, "--no-color"),
            *("-H", f"Authorization: Bearer {admin.token}"),
            *("--phases", "coverage,fuzzing", "--request-timeout", "20"),
            *options,
        ],
        cwd=folder,
        env={**os.environ, **hooks, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=WITHIN,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def test_pages_and_files(admin: Client, tmp_path: Path) -> None:
    described = document()
    del described["paths"]["/rpc"]
    told = asked(described, admin, tmp_path, "--max-examples", "5")
    assert f"Tested: {len(ADDRESSES)}" in told


def test_calls(admin: Client, tmp_path: Path) -> None:
    """One by one: a batch is made of the same."""
    asked(_calls(), admin, tmp_path, "--max-examples", "50")
    had = set((tmp_path / "results").read_text("utf-8").split())
    assert len(had) > 25, "nearly everything was refused: KNOWN is of another office"


def _calls() -> dict[str, Any]:
    """Describe ``/rpc`` alone, with examples and without what ends the session."""
    described = document()
    rpc = described["paths"]["/rpc"]
    described["paths"] = {"/rpc": rpc}
    calls = [
        {"$ref": f"#/components/schemas/{n}.call"} for n in by_rpc() if n not in LEAVING
    ]
    content = rpc["post"]["requestBody"]["content"]
    content["application/json"]["schema"] = {"anyOf": calls}
    for schema in described["components"]["schemas"].values():
        for name, field in schema.get("properties", {}).items():
            if name in KNOWN and "$ref" not in field:
                field["examples"] = KNOWN[name]
    return described
