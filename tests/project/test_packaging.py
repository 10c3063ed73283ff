"""The wheel: exactly our four packages with their data, and nobody else's names."""

import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {"assets", "display", "kiosk", "server"}
DATA = {".css", ".html", ".js", ".json", ".kv", ".png", ".svg", ".toml", ".wav"}
MADE = shutil.ignore_patterns("__pycache__")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Return the names in the wheel, built from a copy and without the network."""
    copy = tmp_path_factory.mktemp("source")
    for name in PACKAGES | {"tests"}:
        shutil.copytree(ROOT / name, copy / name, ignore=MADE)
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(ROOT / name, copy)
    made = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    [path] = (copy / "out").glob("motcua-*-py3-none-any.whl")
    with zipfile.ZipFile(path) as archive:
        return set(archive.namelist())


def test_its_top_level_names_are_the_four_packages(wheel: set[str]) -> None:
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith(".dist-info")} == PACKAGES


def test_it_holds_every_file_of_the_packages(wheel: set[str]) -> None:
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.suffix in DATA | {".py"}:
                assert path.relative_to(ROOT).as_posix() in wheel


@pytest.mark.parametrize("suffix", [".toml", ".json", ".html", ".css", ".js", ".wav"])
def test_it_holds_each_kind_of_data(wheel: set[str], suffix: str) -> None:
    assert any(n.startswith("assets/") and n.endswith(suffix) for n in wheel)


def test_it_holds_the_screens_of_kivy(wheel: set[str]) -> None:
    for package in ("kiosk", "display"):
        assert any(name.startswith(f"{package}/screens/") for name in wheel)


def test_it_holds_no_test(wheel: set[str]) -> None:
    assert not [name for name in wheel if "test" in name.lower()]


def test_it_brings_the_command(wheel: set[str]) -> None:
    assert any(name.endswith(".dist-info/entry_points.txt") for name in wheel)
    assert "server/cli/__init__.py" in wheel


def test_no_other_distribution_owns_our_names() -> None:
    owners = {
        (found.name, path.parts[0].removesuffix(".py"))
        for found in distributions()
        if found.name != "motcua"
        for path in found.files or ()
    }
    assert [pair for pair in owners if pair[1] in PACKAGES] == []
