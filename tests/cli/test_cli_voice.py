"""``motcua voice``: recording through a program that stands in for ``arecord``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from server.voice import waves
from server.voice.recorded import RATE
from tests.running import motcua
from tests.voice.recordings import clips, recorded, speak, tone

MICROPHONE = f"""#!{sys.executable}
import signal, sys
sys.path[:0] = {sys.path!r}
from tests.voice.recordings import recorded, tone
asked = sys.argv[1:]
assert asked == ["-q", *"-t raw -f S16_LE -c 1 -r {RATE}".split()], asked
sound = recorded(tone(300, 0.4, STRENGTH, {RATE}), 0.3)
sys.stdout.buffer.write(sound.samples.tobytes())
sys.stdout.flush()
open(sys.argv[0] + ".ready", "w").close()  # waits until somebody reads
signal.pause()
"""

READY = """
import builtins, sys
ready, answers = sys.argv[1], iter(sys.argv[2].split(","))
def asked(question):
    print(question, flush=True)
    answer = next(answers, None)
    if answer is None:
        raise EOFError
    if answer == "said":
        open(ready).close()  # waits until the microphone opens it too
    return answer
builtins.input = asked
from server.cli import main
sys.exit(main(sys.argv[3:]))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    motcua("init", "--data", str(folder))
    return folder


def program(folder: Path, strength: float = 0.3) -> Path:
    """Put a microphone on the path that hears a tone of this strength."""
    folder.mkdir(exist_ok=True)
    path = folder / "arecord"
    path.write_text(MICROPHONE.replace("STRENGTH", str(strength)), "utf-8")
    path.chmod(0o755)
    return path


def recording(
    data: Path, arecord: Path, answers: str, *names: str
) -> subprocess.CompletedProcess[str]:
    """Run ``motcua voice record`` and answer it; "said" waits for the microphone."""
    ready = f"{arecord}.ready"
    arecord.parent.mkdir(exist_ok=True)
    os.mkfifo(ready)
    command = ["voice", "record", *names, "--data", str(data)]
    return subprocess.run(
        [sys.executable, "-c", READY, ready, answers, *command],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8", "PATH": str(arecord.parent)},
        check=False,
    )


def check(data: Path, *command: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *command, "--data", str(data)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    return done.returncode, done.stdout


def test_what_is_said_is_kept_without_the_keys(data: Path, tmp_path: Path) -> None:
    done = recording(data, program(tmp_path / "bin"), ",said,s,,said,q")
    assert done.returncode == 0, done.stderr
    assert "[1/" in done.stdout
    assert "Say: “Mời công dân có số”" in done.stdout
    assert "recorded = true" in done.stdout
    folder = data / "recorded" / "vi"
    kept = sorted(path.name for path in folder.iterdir())
    assert kept == ["moi-cong-dan-co-so.wav", "so-0.wav"]
    sound = waves.read(folder / "moi-cong-dan-co-so.wav")
    assert sound.rate == RATE
    assert sound.seconds == pytest.approx(0.4 + 2 * (0.3 - 0.12), abs=0.001)


def test_what_is_badly_recorded_is_asked_for_again(data: Path, tmp_path: Path) -> None:
    arecord = program(tmp_path / "bin", strength=0.004)
    done = recording(data, arecord, ",said,,said,k", "so-7.wav")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("too quiet") == 2
    assert (data / "recorded/vi/so-7.wav").is_file()
    assert check(data, "voice", "check")[1].count("so-7.wav “bảy”: too quiet") == 1


def test_silence_is_never_kept(data: Path, tmp_path: Path) -> None:
    arecord = program(tmp_path / "bin", strength=0.0)
    done = recording(data, arecord, ",said,k,said,q", "so-7")
    assert done.stdout.count("nothing is heard") == 2
    assert not (data / "recorded").exists()


def test_a_machine_without_the_program_says_what_to_record(
    data: Path, tmp_path: Path
) -> None:
    done = recording(data, tmp_path / "empty" / "arecord", "")
    assert done.returncode == 0, done.stderr
    assert "arecord is not on this machine" in done.stdout
    assert str(data / "recorded" / "vi") in done.stdout
    assert "  so-2 “hai”" in done.stdout


def test_a_machine_without_a_microphone_says_so(data: Path, tmp_path: Path) -> None:
    arecord = program(tmp_path / "bin")
    arecord.write_text(
        f"#!{sys.executable}\nimport sys\n"
        f"print('audio open error: No such file', file=sys.stderr)\n"
        f"sys.stderr.flush()\nopen({f'{arecord}.ready'!r}, 'w').close()\nsys.exit(1)\n",
        "utf-8",
    )
    done = recording(data, arecord, ",said,q")
    assert done.returncode == 1
    assert "Nothing can be recorded: audio open error" in done.stderr


def test_a_name_that_is_none_is_refused(data: Path, tmp_path: Path) -> None:
    done = recording(data, program(tmp_path / "bin"), "", "so-99")
    assert done.returncode == 1
    assert "no recording called so-99" in done.stderr


def test_both_checks_name_what_is_missing_and_wrong(data: Path) -> None:
    own = data / "recorded" / "vi"
    table = clips()
    code, said = check(data, "voice", "check")
    assert code == 1
    assert "moi-cong-dan-co-so “Mời công dân có số”" in said
    assert "not enough to call a number yet" in said
    speak(own, [clip for clip in table.all if clip.name != "so-2"])
    waves.write(own / "so-3.wav", recorded(tone(300, 0.3, 0.8)))
    with (data / "motcua.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[voice]\nrecorded = true\n")
    for command in (("voice", "check"), ("check",)):
        code, said = check(data, *command)
        assert code == 1
        assert "1 of " in said
        assert "so-2 “hai”" in said
        assert "so-3.wav “ba”: too loud" in said
    speak(own, table.all)
    code, said = check(data, "voice", "check")
    assert code == 0, said
    assert "recordings (vi): all " in said


def test_a_language_without_recordings_says_so(data: Path) -> None:
    with (data / "motcua.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[voice]\nlanguages = ["vi"]\n')
    arguments = ("voice", "record", "--lang", "en", "--data", str(data))
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 1
    assert "(vi)" in done.stderr
