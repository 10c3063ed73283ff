"""The archive that a backup is: its files, what it says of itself, packing, reading.

It is a zip file, so that any program can open it, with a manifest that has every
file's checksum, and the journal's last event with its own.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from . import verify
from .folder import Folder, is_picture, is_recording

MANIFEST = "manifest.json"
FORMAT = 2
"""Of what is packed. 1 had no recordings and is still read."""
EARLIEST, LATEST = 2000, 9000
"""Years in which a backup may say that it was made: every time zone has them."""
LARGEST_MANIFEST = 4_000_000
"""Bytes; a manifest names a few hundred files."""
FILES = ("journal.db", "office.db", "ticket.key", "motcua.toml", "office.toml")
"""What an archive may hold beside pictures and recordings."""
NEEDED = frozenset(("journal.db", "office.db", "office.toml"))
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OverflowError,
    RuntimeError,  # a flipped bit that says "encrypted"
    ValueError,
)
"""What the standard library raises for an archive that is not whole."""
PART = 1 << 20
"""Bytes that are read at once."""


class BadBackup(Exception):
    """An archive is not whole, or is no backup."""

    def __init__(self, path: Path, why: object) -> None:
        super().__init__(f"{path}: {why}")
        self.path, self.why = path, str(why)


class File(msgspec.Struct, frozen=True):
    """One file of an archive."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive says of itself.

    Attributes:
        format: of the archive.
        made: when.
        events: how many the journal has.
        last: the number of the newest event.
        chain: its checksum, in hexadecimal digits.
        files: every file but the manifest, by name.
    """

    format: int
    made: datetime
    events: int
    last: int
    chain: str
    files: dict[str, File]


def contents(folder: Folder) -> tuple[Path, ...]:
    """Give the files that a backup holds; the last one makes it a data folder."""
    return (
        folder.journal,
        folder.people,
        folder.key,
        folder.settings,
        *folder.pictures(),
        *folder.recordings(),
        folder.office,
    )


def read_manifest(path: Path) -> Manifest:
    """Read what an archive says of itself, and check nothing else.

    Raises:
        BadBackup: it cannot be read, or is no backup.
        OSError: the disk fails.
    """
    with _bad(path), zipfile.ZipFile(path) as archive:
        return _manifest(archive, path)


@contextmanager
def _bad(path: Path) -> Iterator[None]:
    """Say that an archive is not whole in one word."""
    try:
        yield
    except BROKEN as broken:
        raise BadBackup(path, broken) from broken
    except OSError as failed:
        if failed.errno != errno.EINVAL:  # it names a place before its beginning
            raise
        raise BadBackup(path, failed) from failed


def _new(path: Path) -> IO[bytes]:
    """Make a file that only its user may read."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")


def describe(path: Path) -> File:
    """Give a file's size and checksum."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return File(path.stat().st_size, digest)


def pack(packed: Path, work: Path, manifest: Manifest) -> None:
    """Pack what a manifest names into a private archive, and put it on disk."""
    with _new(packed) as file:
        how = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": 1}
        with zipfile.ZipFile(file, "w", **how) as archive:  # type: ignore[call-overload]
            archive.writestr(MANIFEST, msgspec.json.encode(manifest))
            for name in manifest.files:
                archive.write(work / name, name)
        file.flush()
        os.fsync(file.fileno())


def check(path: Path, work: Path, tell: verify.Tell = verify.silent) -> Manifest:
    """Check all of an archive, unpacking it into a folder of its own in ``work``.

    Raises:
        BadBackup: it is not whole.
        OSError: the disk fails.
    """
    with tempfile.TemporaryDirectory(prefix=".checking-", dir=work) as into:
        return unpack(path, Path(into), tell)


def unpack(path: Path, into: Path, tell: verify.Tell = verify.silent) -> Manifest:
    """Unpack an archive and check every file and every event in it.

    Raises:
        BadBackup: it is not whole; what was unpacked may not be used.
        OSError: the disk fails.
    """
    with _bad(path), zipfile.ZipFile(path) as archive:
        manifest = _manifest(archive, path)
        for name, file in manifest.files.items():
            (into / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _new(into / name) as target:
                _member(archive, name, file, target)
                target.flush()
                os.fsync(target.fileno())
    folder = Folder(into)
    found = verify.journal(folder.journal, alone=True, tell=tell)
    wrong = (*found.faults, *verify.office(folder.people, alone=True))
    if wrong:
        raise BadBackup(path, f"{wrong[0].path.name}: {wrong[0].detail}")
    if (found.last, found.chain.hex()) != (manifest.last, manifest.chain):
        raise BadBackup(path, "its journal is not the one that it names")
    return manifest


def read_file(path: Path, name: str) -> bytes:
    """Read one small file of an archive whose manifest names it.

    Raises:
        BadBackup: it is not what was packed.
        OSError: the disk fails.
    """
    with _bad(path), zipfile.ZipFile(path) as archive:
        told, into = _manifest(archive, path).files[name], io.BytesIO()
        _member(archive, name, told, into)
        return into.getvalue()


def read_back(path: Path, manifest: Manifest) -> None:
    """Read an archive that was just written, every byte."""
    with zipfile.ZipFile(path) as archive:
        for name, file in manifest.files.items():
            _member(archive, name, file, None)


def _member(
    archive: zipfile.ZipFile, name: str, file: File, target: IO[bytes] | None
) -> None:
    """Read one file of an archive, no further than its size, and check it."""
    digest, left = hashlib.sha256(), file.size
    with archive.open(name) as member:
        while part := member.read(PART):
            left -= len(part)
            if left < 0:
                break
            digest.update(part)
            if target is not None:
                target.write(part)
    if left or digest.hexdigest() != file.sha256:
        raise zipfile.BadZipFile(f"{name} is not what was packed")


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise BadBackup(path, "what it says of itself is too long")
        told = archive.read(MANIFEST)
        manifest = msgspec.json.decode(told, type=Manifest)
    except (KeyError, msgspec.DecodeError) as wrong:
        raise BadBackup(path, f"no backup of motcua ({wrong})") from wrong
    if not EARLIEST <= manifest.made.year <= LATEST:
        raise BadBackup(path, "it says that it was made in no year of ours")
    if manifest.format > FORMAT:
        raise BadBackup(path, f"made by a newer motcua (format {manifest.format})")
    names = manifest.files.keys()
    whole = names <= set(archive.namelist()) and names >= NEEDED
    if not (whole and all(map(_belongs, names))):
        raise BadBackup(path, "it does not hold the files that it should")
    return manifest


def _belongs(name: str) -> bool:
    """Tell whether a file may be in an archive: no name leads out of its folder."""
    return name in FILES or is_picture(name) or is_recording(name)
