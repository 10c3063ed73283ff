"""``motcua backup`` and ``motcua restore``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from server.storage import archive, backup
from server.storage.folder import Folder, FolderInUse
from server.storage.restore import Restored, restore

from .damage import named, now_of, progress, size, told, when, words, zone_of
from .data import data_folder
from .shell import CommandError, add_data, data_path, t


def add_to(commands: Any) -> None:
    """Add the commands ``backup`` and ``restore``."""
    making = commands.add_parser("backup", help=t("help.backup"))
    making.add_argument(
        "what", nargs="?", choices=("make", "list", "check"), default="make"
    )
    making.add_argument("file", nargs="?", type=Path, metavar="FILE")
    making.add_argument("--to", type=Path, metavar="DIR", help=t("help.backup_to"))
    add_data(making)
    making.set_defaults(run=run_backup)
    back = commands.add_parser("restore", help=t("help.restore"))
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--as-it-was", action="store_true", help=t("help.as_it_was"))
    add_data(back)
    back.set_defaults(run=run_restore)


def run_backup(asked: argparse.Namespace) -> int:
    """Make, list or check backups; exit 1 if a checked one is no good."""
    folder = data_folder(asked, whole=False)
    if asked.what == "list":
        return _list(folder, asked.to or folder.backups)
    if asked.what == "check":
        return _check(folder, asked)
    return _make(folder, asked.to)


def _make(folder: Folder, place: Path | None) -> int:
    try:
        made = backup.make(folder, now_of(folder), place=place, tell=progress)
    except backup.FolderDamaged as damaged:
        zone = zone_of(folder)
        lines = [words("backup.damaged"), *(told(one, zone) for one in damaged.faults)]
        raise CommandError("\n".join(lines)) from damaged
    except backup.NoRoom as short:
        raise CommandError(_no_room(short)) from short
    except backup.BackupRunning as other:
        raise CommandError(words("backup.running")) from other
    assert made.manifest is not None
    events = made.manifest.events
    print(words("backup.made", file=made.path, size=size(made.size), events=events))
    return 0


def _no_room(short: backup.NoRoom) -> str:
    return words("backup.no_room", needed=size(short.needed), free=size(short.free))


def _list(folder: Folder, place: Path) -> int:
    found = backup.kept(place)
    if not found:
        print(words("backup.none", place=place))
    zone = zone_of(folder)
    for one in found:
        if one.manifest is None:
            print(words("backup.one_bad", file=one.path.name))
            continue
        made, events = when(one.manifest.made, zone), one.manifest.events
        name, much = one.path.name, size(one.size)
        print(words("backup.one", file=name, made=made, size=much, events=events))
    return 0


def _check(folder: Folder, asked: argparse.Namespace) -> int:
    place = asked.to or folder.backups
    paths = [one.path for one in backup.kept(place)]
    if asked.file is not None:
        paths = [named(folder, asked.file)]
        if not paths[0].is_file():
            raise CommandError(t("wrong.no_file", path=paths[0]))
    if not paths:
        raise CommandError(words("backup.none", place=place))
    bad = 0
    for path in paths:
        try:
            manifest = archive.check(path, folder.path, progress)
        except archive.BadBackup as wrong:
            print(words("backup.bad", file=path, why=wrong.why), flush=True)
            bad += 1
        else:
            made = when(manifest.made, zone_of(folder))
            whole = {"events": manifest.events, "made": made}
            print(words("backup.good", file=path, **whole), flush=True)
    return 1 if bad else 0


def run_restore(asked: argparse.Namespace) -> None:
    """Put a backup in the place of the data, which is put aside."""
    folder = Folder(data_path(asked))
    file = named(folder, asked.file)
    if not file.is_file():
        raise CommandError(t("wrong.no_file", path=file))
    try:
        done = restore(
            folder, file, now_of(folder), as_it_was=asked.as_it_was, tell=progress
        )
    except FolderInUse as used:
        raise CommandError(words("restore.in_use", path=folder.path)) from used
    except archive.BadBackup as bad:
        raise CommandError(words("backup.bad", file=file, why=bad.why)) from bad
    except backup.NoRoom as short:
        raise CommandError(_no_room(short)) from short
    for line in told_of(folder, done):
        print(line)


def told_of(folder: Folder, done: Restored) -> list[str]:
    """Give the lines that say what became of a restore."""
    zone = zone_of(folder)
    made = when(done.manifest.made, zone)
    lines = [words("restore.done", path=folder.path, made=made)]
    if done.aside is not None:
        lines.append(words("restore.aside", aside=done.aside))
    if done.taken:
        lines.append(words("restore.taken", count=done.taken))
    if done.lost:
        lines.append(words("restore.lost", count=done.lost))
    if done.last is not None:
        lines.append(words("restore.last", time=when(done.last, zone)))
    return [*lines, words("restore.kept" if done.office_kept else "restore.again")]
