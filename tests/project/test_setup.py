"""The scripts behind `make`: what they say, what they call, and when they fail."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / ".ci").iterdir())
SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def run(
    *command: str, cwd: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    # Under ``make test`` an inner make would speak of directories.
    without = (*SCREENS, "DATA", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    inherited = {k: v for k, v in os.environ.items() if k not in without}
    return subprocess.run(
        command,
        cwd=cwd,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def program(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{body}\n", "utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout whose motcua writes down how it was called."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(ROOT / name, tmp_path)
    program(
        tmp_path / ".venv/bin/motcua",
        'echo "$*" >>calls; if [ "$1" = init ]; then mkdir "$3"; fi',
    )
    return tmp_path


def calls(checkout: Path) -> list[str]:
    return (checkout / "calls").read_text("utf-8").splitlines()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert run("bash", "-n", str(script), cwd=ROOT).stderr == ""


def test_the_first_start_makes_an_office_that_is_open(checkout: Path) -> None:
    assert run(".ci/start", cwd=checkout).returncode == 0
    assert calls(checkout) == [
        "init --data ./data --always-open",
        "up --data ./data --virtual-screen",
    ]


def test_a_later_start_keeps_the_data(checkout: Path) -> None:
    (checkout / "office").mkdir()
    assert run(".ci/start", cwd=checkout, DATA="office").returncode == 0
    assert calls(checkout) == ["up --data office --virtual-screen"]


def test_without_a_screen_it_says_that_it_uses_a_virtual_one(checkout: Path) -> None:
    assert "virtual screen" in run(".ci/start", cwd=checkout).stdout


@pytest.mark.parametrize("screen", SCREENS)
def test_with_a_screen_it_uses_that(checkout: Path, screen: str) -> None:
    done = run(".ci/start", cwd=checkout, **{screen: ":0"})
    assert "virtual screen" not in done.stdout
    assert calls(checkout)[-1] == "up --data ./data"


def test_setup_refuses_an_option_that_it_does_not_know(checkout: Path) -> None:
    done = run(".ci/setup", "--tests", cwd=checkout)
    assert done.returncode == 1
    assert done.stderr == "[setup] The only option is --test.\n"


@pytest.mark.parametrize("target", ["run", "lint", "format", "lock"])
def test_a_target_sets_up_first(target: str) -> None:
    done = run("make", "--dry-run", target, cwd=ROOT)
    assert done.stdout.splitlines()[0] == ".ci/setup"


@pytest.mark.parametrize("target", ["test", "bench", "coverage"])
def test_a_target_that_tests_sets_up_for_tests(target: str) -> None:
    done = run("make", "--dry-run", target, cwd=ROOT)
    assert done.stdout.splitlines()[0] == ".ci/setup --test"


@pytest.mark.parametrize(
    ("failing", "called", "status"),
    [
        ("none", ["lint", "test"], 0),
        ("lint", ["lint"], 2),
        ("test", ["lint", "test"], 2),
    ],
)
def test_ci_lints_then_tests_and_fails_with_them(
    checkout: Path, failing: str, called: list[str], status: int
) -> None:
    program(
        checkout / "bin/make",
        f'echo "$1" >>calls; if [ "$1" = {failing} ]; then exit 2; fi',
    )
    path = f"{checkout / 'bin'}:{os.environ['PATH']}"
    assert run("bash", ".ci/run", cwd=checkout, PATH=path).returncode == status
    assert calls(checkout) == called
