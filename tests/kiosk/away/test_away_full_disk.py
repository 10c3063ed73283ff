"""A disk that is really full under a kiosk: what it showed it keeps, each once."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

OWN_MOUNTS = ("unshare", "-Urm")


def lived(kind: str, folder: Path, *before: str) -> list[str]:
    """Let a kiosk live through full disks; return what it showed to citizens."""
    script = [sys.executable, "-m", "tests.kiosk.away.full_disk", kind, str(folder)]
    done = subprocess.run(
        [*before, *script], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
    said = [line.split() for line in done.stdout.splitlines()]
    shown = [words[1] for words in said if words[0] == "shown"]
    [line] = [words[1:] for words in said if words[0] == "line"]
    assert line == shown, "all of it is in the line, each once"
    return shown


def see_that_it_went_on(shown: list[str]) -> None:
    own = [number for number in shown if number.startswith("U")]
    assert own == [f"U{n:03}" for n in range(1, len(own) + 1)]
    assert len(own) > 8, "some came while there was a little room"
    assert shown[len(own) :] == ["B001", "B002"]


def test_a_kiosk_whose_files_may_not_grow(tmp_path: Path) -> None:
    see_that_it_went_on(lived("limit", tmp_path))


def test_a_kiosk_on_a_small_disk_that_is_full(tmp_path: Path) -> None:
    if (
        not shutil.which(OWN_MOUNTS[0])
        or subprocess.run([*OWN_MOUNTS, "true"]).returncode
    ):
        pytest.skip("this machine lets nobody but root mount a small disk")
    see_that_it_went_on(lived("small", tmp_path, *OWN_MOUNTS))
