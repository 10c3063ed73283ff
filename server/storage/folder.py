"""The data folder of one office: what lies where, and that one server has it."""

from __future__ import annotations

import os
import re
import secrets
import sys
from pathlib import Path, PurePath
from typing import IO

from server.domain.model import PICTURES

BINARY = getattr(os, "O_BINARY", 0)
KEY_BYTES = 32
"""Bytes of the key that tickets' secrets are made with."""

RECORDING = re.compile(r"recorded/[a-z]{2,8}/[a-z0-9-]{1,200}\.wav")
"""A recording's name in the folder; those of its words are plain letters."""


class FolderInUse(Exception):
    """Another server has this data folder open."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"another motcua server is using {path}")


class Folder:
    """The paths of a data folder, and the few files that are no database.

    Args:
        path: the folder.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = path / "motcua.toml"
        self.office = path / "office.toml"
        self.journal = path / "journal.db"
        self.people = path / "office.db"
        self.voice = path / "voice"
        self.recorded = path / "recorded"
        self.backups = path / "backups"
        self.key = path / "ticket.key"
        self._lock: IO[bytes] | None = None

    def pictures(self) -> list[Path]:
        """Give the pictures beside the office's file, by name."""
        if not self.path.is_dir():
            return []
        return sorted(path for path in self.path.iterdir() if is_picture(path.name))

    def recordings(self) -> list[Path]:
        """Give what the office has recorded for its calls, by language and name."""
        found = self.recorded.glob("*/*.wav")
        return sorted(path for path in found if is_recording(self.name_of(path)))

    def name_of(self, path: Path) -> str:
        """Give what a file of this folder is called in it, whatever the system."""
        return path.relative_to(self.path).as_posix()

    def exists(self) -> bool:
        """Whether this is a data folder that ``init`` has made."""
        return self.office.is_file()

    def missing(self) -> list[Path]:
        """Give the databases that are not there, or empty, as none ever is."""
        databases = (self.journal, self.people)
        return [
            path for path in databases if not path.exists() or not path.stat().st_size
        ]

    def token_file(self, device: str) -> Path:
        """Give the place of a device's token."""
        return self.path / f"{device}.token"

    def device_folder(self, device: str) -> Path:
        """Give the folder that a device on this machine may use."""
        return self.path / device

    def ticket_key(self) -> bytes:
        """Give the key that tickets' secrets are made with, making it once.

        Raises:
            OSError: the file does not hold such a key; without it anybody could
                make every ticket's secret.
        """
        if not self.key.exists():
            write_private(self.key, secrets.token_hex(KEY_BYTES))
        try:
            key = bytes.fromhex(self.key.read_text("ascii"))
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise OSError(f"{self.key} is damaged; remove it to make a new one")
        return key

    def lock(self) -> None:
        """Take the folder for this process until it ends.

        Raises:
            FolderInUse: another server has it.
        """
        file = (self.path / "server.lock").open("a+b")
        try:
            lock_file(file)
        except OSError:
            file.close()
            raise FolderInUse(self.path) from None
        self._lock = file

    def unlock(self) -> None:
        """Give the folder back."""
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def is_picture(name: str) -> bool:
    """Tell whether a name is that of a picture in the folder itself."""
    plain = PurePath(name).name == name and "\\" not in name
    return plain and name.lower().endswith(PICTURES)


def is_recording(name: str) -> bool:
    """Tell whether a name is that of a recording below ``recorded``."""
    return RECORDING.fullmatch(name) is not None


def write_private(path: Path, text: str) -> None:
    """Write a file that only its user may read, whole or not at all."""
    write_private_bytes(path, text.encode())


def write_private_bytes(path: Path, content: bytes) -> None:
    """Write the same of bytes."""
    partial = path.with_name(path.name + ".new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Put a folder's list of files on disk, so that a new name survives a power cut.

    Windows cannot open folders; NTFS keeps names in a journal of its own.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def lock_file(file: IO[bytes]) -> None:
        """Lock a file for this process alone, or raise OSError at once."""
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def lock_file(file: IO[bytes]) -> None:
        """Lock a file for this process alone, or raise OSError at once."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
