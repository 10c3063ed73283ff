"""Recording from the machine's microphone, with ALSA's ``arecord``.

Nothing is installed for it: where the program is not, the office records elsewhere.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from array import array
from collections.abc import Callable

from server.voice.recorded import RATE
from server.voice.waves import Sound

PROGRAM = "arecord"
LEAVE_WITHIN = 2.0
KEY = 0.12
"""Seconds at both ends in which the key that was pressed is heard."""


class NoMicrophone(Exception):
    """Nothing can be recorded; the message is the program's."""


def available() -> bool:
    """Whether the program is there; whether a microphone is, shows in recording."""
    return shutil.which(PROGRAM) is not None


def take(until: Callable[[], object]) -> Sound:
    """Record until `until` returns. Raises NoMicrophone."""
    form = ("-t", "raw", "-f", "S16_LE", "-c", "1", "-r", str(RATE))
    with tempfile.TemporaryFile() as tape, tempfile.TemporaryFile() as words:
        command = (shutil.which(PROGRAM) or PROGRAM, "-q", *form)
        try:
            process = subprocess.Popen(command, stdout=tape, stderr=words)
        except OSError as problem:
            raise NoMicrophone(str(problem)) from problem
        try:
            until()
        finally:
            _end(process)
        tape.seek(0)
        words.seek(0)
        if raw := tape.read():
            return _without_keys(raw)
        raise NoMicrophone(words.read().decode(errors="replace").strip() or PROGRAM)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(LEAVE_WITHIN)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _without_keys(raw: bytes) -> Sound:
    samples = array("h", raw[: len(raw) // 2 * 2])
    key = round(KEY * RATE)
    return Sound(samples[key:-key], RATE)
