"""``motcua voice``: the office records its own voice, and looks at what it has."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from server.voice import waves
from server.voice.office import recordings_of
from server.voice.recorded import RATE, UNUSABLE, Found, Recordings, judge
from server.voice.waves import Sound

from . import microphone
from .data import data_folder, office_of, settings_of
from .microphone import NoMicrophone
from .recordings import look, named, needed, t, told
from .shell import CommandError, add_data
from .shell import t as say_of_cli

KEEP, SKIP, QUIT = ("k", "g"), ("s", "b"), ("q", "t")
"""What is typed, in English and in Vietnamese (giữ lại, bỏ qua, thôi)."""


class _Enough(Exception):
    """Whoever records wants to stop; what is recorded stays."""


def add_to(commands: Any) -> None:
    """Add the command ``voice``."""
    voice = commands.add_parser("voice", help=say_of_cli("help.voice"))
    what = voice.add_subparsers(dest="what", required=True, metavar="WHAT")
    record = what.add_parser("record", help=say_of_cli("help.voice_record"))
    record.add_argument("names", nargs="*", metavar="NAME")
    record.add_argument("--lang", default="vi", choices=("vi", "en"))
    add_data(record)
    record.set_defaults(run=run_record)
    check = what.add_parser("check", help=say_of_cli("help.voice_check"))
    add_data(check)
    check.set_defaults(run=run_check)


def run_check(asked: argparse.Namespace) -> int:
    """Say of every recording what is wrong; exit 1 if something is."""
    folder = data_folder(asked)
    settings = settings_of(folder)
    bad = False
    for finding in look(folder, office_of(folder), settings):
        print(finding)
        bad = bad or finding.state == "bad"
    if not settings.voice.recorded:
        print(t("recorded.off"))
    return int(bad)


def run_record(asked: argparse.Namespace) -> None:
    """Record what is missing or badly recorded, or what is named."""
    folder = data_folder(asked)
    settings, office = settings_of(folder), office_of(folder)
    found = recordings_of(folder.path, office, settings.voice)
    recordings = found.get(asked.lang)
    if recordings is None:
        languages = ", ".join(settings.voice.languages)
        raise CommandError(t("recorded.no_languages", languages=languages))
    wanted = (
        _named(recordings, asked.names)
        if asked.names
        else [one for one in needed(recordings, office, settings) if one.faults]
    )
    if not wanted:
        print(t("record.nothing", language=asked.lang))
    elif not microphone.available():
        _by_hand(recordings.folder, wanted)
    else:
        _record(wanted, asked.lang)
        if not settings.voice.recorded:
            print(t("recorded.off"))


def _named(recordings: Recordings, names: Sequence[str]) -> list[Found]:
    known = {clip.name: found for clip, found in recordings.found.items()}
    plain = [name.removesuffix(".wav") for name in names]
    for name in plain:
        if name not in known:
            raise CommandError(t("record.unknown", name=name))
    return [known[name] for name in plain]


def _by_hand(folder: Path, wanted: Sequence[Found]) -> None:
    print(t("record.by_hand", folder=folder, rate=RATE))
    for one in wanted:
        print(f"  {named(one.clip)}")


def _record(wanted: Sequence[Found], language: str) -> None:
    count = len(wanted)
    print(t("record.begin", count=count, language=language))
    for n, one in enumerate(wanted, 1):
        clip = {"words": one.clip.words, "file": one.path.name}
        print(t("record.clip", n=n, count=count, **clip))
        try:
            sound = _take(one)
        except _Enough:
            return
        except NoMicrophone as problem:
            detail = str(problem)
            raise CommandError(t("record.no_microphone", detail=detail)) from problem
        if sound is not None:
            _keep(one.path, sound)


def _take(one: Found) -> Sound | None:
    """Record until it is good, or the speaker says so; None: it is skipped."""
    answer = _asked(t("record.ready"))
    while answer not in SKIP:
        sound = microphone.take(lambda: input(t("record.speaking")))
        faults = judge(sound, one.clip)
        if not faults:
            return sound
        answer = _asked(t("record.judge", faults=told(faults)))
        if answer in KEEP and not UNUSABLE & set(faults):
            return sound
    return None


def _asked(question: str) -> str:
    answer = input(question).strip().lower()
    if answer in QUIT:
        raise _Enough
    return answer


def _keep(path: Path, sound: Sound) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    waves.write(draft, sound)
    draft.replace(path)
    level = f"{waves.level(sound):.0f}"
    print(t("record.kept", seconds=f"{waves.trim(sound).seconds:.1f}", level=level))
