"""The lock files: exact versions with hashes, and not one address."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-server.lock")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")

SYSTEMS = [
    {"sys_platform": platform, "os_name": os_name, "platform_system": system}
    for platform, os_name, system in (
        ("linux", "posix", "Linux"),
        ("win32", "nt", "Windows"),
    )
]
PYTHONS = [
    {"python_version": version, "python_full_version": f"{version}.2"}
    for version in ("3.11", "3.12", "3.13")
]


def blocks(lock: str) -> list[str]:
    """Return the lock's entries, each joined to one line."""
    text = (ROOT / lock).read_text("utf-8")
    joined = text.replace("\\\n", " ").splitlines()
    return [line for line in joined if line.strip() and not line.startswith("#")]


def entries(lock: str) -> list[Requirement]:
    return [Requirement(block.split(" --hash")[0]) for block in blocks(lock)]


def locked(lock: str, environment: dict[str, str]) -> dict[str, str]:
    """Return name -> version of what is installed in this environment."""
    return {
        canonicalize_name(entry.name): str(entry.specifier).removeprefix("==")
        for entry in entries(lock)
        if entry.marker is None or entry.marker.evaluate(environment)
    }


@pytest.mark.parametrize("lock", LOCKS)
def test_it_names_no_address_and_no_folder(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    for trace in ("://", "index", "find-links", "file:", "-e ", " @ ", "/"):
        assert trace not in text, trace


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_exact_and_has_hashes(lock: str) -> None:
    assert blocks(lock)
    for block in blocks(lock):
        requirement, *hashes = re.split(r"\s+(?=--hash)", block.strip())
        [specifier] = Requirement(requirement).specifier
        assert specifier.operator == "==", block
        assert hashes, block
        assert all(HASH.fullmatch(item) for item in hashes), block


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda s: str(s["sys_platform"]))
@pytest.mark.parametrize("python", PYTHONS, ids=lambda p: str(p["python_version"]))
def test_it_holds_what_the_project_asks_for(
    system: dict[str, str], python: dict[str, str]
) -> None:
    environment = system | python
    extras = dict(PROJECT["optional-dependencies"])
    for one in ("piper", "video"):  # an office installs it that has such a file
        del extras[one]
    asked = {
        "requirements-server.lock": PROJECT["dependencies"],
        "requirements.lock": [
            *PROJECT["dependencies"],
            *(line for lines in extras.values() for line in lines),
        ],
    }
    for lock, lines in asked.items():
        versions = locked(lock, environment)
        for requirement in map(Requirement, lines):
            if requirement.marker and not requirement.marker.evaluate(environment):
                continue
            version = versions[canonicalize_name(requirement.name)]
            assert requirement.specifier.contains(version), requirement


def test_the_servers_part_has_the_same_versions_and_no_kivy() -> None:
    for environment in (s | p for s in SYSTEMS for p in PYTHONS):
        everything = locked("requirements.lock", environment)
        server = locked("requirements-server.lock", environment)
        assert server.items() <= everything.items()
        assert "kivy" in everything
        assert not {"kivy", "python-escpos", "pytest"} & server.keys()


def test_the_markers_tell_windows_from_linux() -> None:
    assert Marker("sys_platform == 'win32'").evaluate(SYSTEMS[1])
    linux, windows = (locked("requirements.lock", s | PYTHONS[0]) for s in SYSTEMS)
    assert "pywin32" in windows
    assert "pywin32" not in linux
