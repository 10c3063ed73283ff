"""One state of an office in the place of another, whatever is killed in between.

The new state is made beside the old one. One renaming decides: before it, all is as it
was; after it, the new state comes, and each further step is one that a later start of
the server (or of the same command) does again or finds done. First all of the old state
is put aside, then the new one moves in; what makes a data folder, ``office.toml``, goes
first and comes last, so that nothing takes a half for a whole.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from .folder import Folder, sync_folder

ASIDE = "before-restore-"
"""A folder with an old state; its time follows. Nobody removes it but people."""
DECIDED = ".restored-"
"""The new state; of the old one some is aside. The time follows."""
ENTERING = ".moving-in-"
"""The new state; all of the old one is aside. The time follows."""
BESIDE = ("", "-wal", "-shm", "-journal", ".next")
"""What lies beside a file and belongs to it, by how its name goes on."""


def move_in(folder: Folder, new: Path, time: str) -> Path | None:
    """Put a state, whole and on disk, in the place of a folder's.

    Args:
        folder: whose state is put aside.
        new: the folder in it with the new state.
        time: names the old state's new place.

    Returns:
        where the old state is; None if there was none.
    """
    time = _unused(folder, time)
    new.replace(folder.path / f"{DECIDED}{time}")
    sync_folder(folder.path)
    finish(folder)
    aside = folder.path / f"{ASIDE}{time}"
    return aside if aside.exists() else None


def is_half_done(folder: Folder) -> bool:
    """Whether a state is on its way into a folder."""
    return any(True for sign in (DECIDED, ENTERING) for _ in _found(folder, sign))


def finish(folder: Folder) -> bool:
    """Bring to its end what was decided; tell whether there was anything."""
    if not is_half_done(folder):
        return False
    for new in _found(folder, DECIDED):
        time = new.name.removeprefix(DECIDED)
        _put_aside(folder, Folder(new), folder.path / f"{ASIDE}{time}")
        new.replace(folder.path / f"{ENTERING}{time}")
        sync_folder(folder.path)
    for new in _found(folder, ENTERING):
        for one in _parts(Folder(new)):
            if one.exists():
                one.replace(folder.path / one.name)
        sync_folder(folder.path)
        shutil.rmtree(new)
    return True


def _unused(folder: Folder, time: str) -> str:
    """Two restores in a second have two places."""
    names, n = time, 1
    while (folder.path / f"{ASIDE}{names}").exists():
        n += 1
        names = f"{time}-{n}"
    return names


def _found(folder: Folder, sign: str) -> Iterator[Path]:
    return iter(sorted(folder.path.glob(f"{sign}*")))


def _parts(folder: Folder) -> Iterator[Path]:
    """Give what is moved, in the order of moving in."""
    yield from (folder.journal, folder.people, folder.key, folder.settings)
    yield from folder.pictures()
    yield from (folder.recorded, folder.office)


def _put_aside(folder: Folder, new: Folder, aside: Path) -> None:
    """Move the old state away, and leave recordings that nothing takes the place of."""
    there = [
        part
        for one in reversed(tuple(_parts(folder)))
        for end in BESIDE
        if (part := one.with_name(one.name + end)).exists()
        and (one != folder.recorded or new.recorded.exists())
    ]
    if not there:
        return
    aside.mkdir(mode=0o700, exist_ok=True)
    for one in there:
        one.replace(aside / one.name)
    sync_folder(aside)
    sync_folder(folder.path)
