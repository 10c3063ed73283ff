"""Damage in words: what is damaged, what is not, and the command that mends it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from shlex import quote

from server.config.office import read_office
from server.config.reader import ConfigError
from server.storage import archive, backup, verify
from server.storage.folder import Folder
from server.storage.schema import DatabaseDamaged, MigrationFailed, NewerFolder
from server.storage.verify import Fault

from .shell import texts_of

FEW = 5
"""Faults that are told when the server cannot start; ``motcua check`` tells more."""
MANY = 200_000
"""Events from which on checking them takes seconds, and progress is shown."""


words = texts_of("storage")
"""Gives a text about the data."""


def zone_of(folder: Folder) -> tzinfo | None:
    """Give the office's time zone; the machine's, when the office cannot be read."""
    try:
        return read_office(folder.office.read_text("utf-8")).zone
    except (OSError, UnicodeError, ConfigError):
        return None


def now_of(folder: Folder) -> datetime:
    """Give the office's time now."""
    return datetime.now().astimezone(zone_of(folder))


def when(at: datetime, zone: tzinfo | None) -> str:
    """Say a time in the Vietnamese manner, in the office's zone."""
    return f"{at.astimezone(zone):%H:%M:%S %d/%m/%Y}"


def size(count: float) -> str:
    """Say a number of bytes."""
    for unit in ("kB", "MB"):
        count /= 1000
        if count < 1000:
            return f"{count:.1f} {unit}"
    return f"{count / 1000:.1f} GB"


def told(fault: Fault, zone: tzinfo | None) -> str:
    """Say what is damaged and where."""
    return words(
        f"fault.{fault.what}",
        file=fault.path.name,
        seq=fault.seq,
        day=words("fault.no_day") if fault.day is None else _date(fault.day),
        time=words("fault.no_time") if fault.at is None else when(fault.at, zone),
        detail=fault.detail,
    )


def _date(day: str) -> str:
    """Say a day of the journal in the Vietnamese manner."""
    return "/".join(reversed(day.split("-")))


def progress(done: int, total: int) -> None:
    """Show on a terminal how far a long check is."""
    if total < MANY or not sys.stderr.isatty():
        return
    end = "\n" if done == total else ""
    line = words("backup.checking", done=done, total=total)
    print(f"\r{line}", end=end, file=sys.stderr, flush=True)


def explain(folder: Folder, faults: Sequence[Fault]) -> str:
    """Say why nothing can start, and what brings the office back to work."""
    zone = zone_of(folder)
    lines = [words("damage.start"), *(told(one, zone) for one in faults[:FEW])]
    if len(faults) > FEW:
        lines.append(words("fault.more"))
    first = faults[0]
    if first.seq is not None:
        lines.append(words("damage.before", seq=first.seq, path=folder.path))
    return "\n".join([*lines, *_way_back(folder, zone)])


def _way_back(folder: Folder, zone: tzinfo | None) -> list[str]:
    good = last_good(folder)
    if good is None or good.manifest is None:
        place = folder.backups
        return [words("damage.no_backup", place=place, path=folder.path)]
    made, last = when(good.manifest.made, zone), good.manifest.last
    path, file = quote(str(folder.path)), quote(str(good.path))
    return [
        words("damage.backup", made=made, last=last, file=good.path),
        words("damage.restore", path=path, file=file),
        words("damage.taken"),
    ]


def last_good(folder: Folder) -> backup.Kept | None:
    """Find the newest backup that is whole."""
    for one in backup.kept(folder.backups):
        try:
            archive.check(one.path, folder.path)
        except archive.BadBackup:
            continue
        except OSError:  # no room to unpack it: better offered unchecked than not
            pass
        return one
    return None


def damaged(folder: Folder, problem: DatabaseDamaged) -> str:
    """Explain what a command came upon, with whatever else there is."""
    here = Fault("file", problem.path, detail=str(problem))
    return explain(folder, look(folder) or [here])


def look(folder: Folder) -> list[Fault]:
    """Look for all damage there is."""
    found = verify.journal(folder.journal, tell=progress).faults
    return [*found, *verify.office(folder.people)]


def refused(problem: NewerFolder | MigrationFailed) -> str:
    """Say why the tables cannot be used."""
    if isinstance(problem, NewerFolder):
        return words("damage.newer", path=problem.path)
    return words("damage.migration", path=problem.path, why=problem.why)


def named(folder: Folder, file: Path) -> Path:
    """Give a backup's path: as it was said, or by its name in the data folder."""
    inside = folder.backups / file.name
    return inside if not file.exists() and inside.exists() else file
