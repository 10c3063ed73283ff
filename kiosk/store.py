"""The kiosk's own copy of the office and its procedures.

Two files, each an answer of the server, and the pictures of the office's pages; each
is replaced as a whole: a power cut leaves the old copy or the new one.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from server.protocol import codec
from server.protocol.errors import ProtocolError
from server.protocol.messages import Bundle, Office

log = logging.getLogger(__name__)

PICTURE = re.compile(r"[0-9a-f]{64}\.(png|jpg)")
"""How the server names a picture: nothing else is ever a file's name here."""


class Store:
    """Files in the kiosk's folder (made if missing)."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`. Raises OSError when it cannot be made."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._office = folder / "office.json"
        self._bundle = folder / "procedures.json"
        self._pictures = folder / "pictures"

    def office(self) -> Office | None:
        """Return the office as it was last known; None if it never was."""
        found: Office | None = _read(self._office, "office.get")
        return found

    def bundle(self) -> Bundle | None:
        """Return the procedures as they were last known; None if never."""
        found: Bundle | None = _read(self._bundle, "procedure.bundle")
        return found

    def keep_office(self, office: Office) -> None:
        """Keep the office. A full disk is logged: the kiosk goes on without."""
        _write(self._office, office)

    def keep_bundle(self, bundle: Bundle) -> None:
        """Keep the procedures; as `keep_office`."""
        _write(self._bundle, bundle)

    # Pictures, each under the checksum that its address ends in

    def pictures(self, addresses: Iterable[str]) -> dict[str, Path]:
        """Return the copies of those that are kept, by their addresses."""
        paths = ((address, self._picture(address)) for address in addresses)
        return {address: path for address, path in paths if path and path.is_file()}

    def keep_picture(self, address: str, data: bytes) -> None:
        """Keep a picture; a strange address is ignored, a full disk is logged."""
        path = self._picture(address)
        if path is None:
            log.warning("no name of a picture: %s", address)
            return
        try:
            self._pictures.mkdir(exist_ok=True)
            _put(path, data)
        except OSError as error:
            log.warning("the picture %s not kept: %s", address, error)

    def forget_pictures(self, but: Iterable[str]) -> None:
        """Delete every picture but those."""
        kept = set(self.pictures(but).values())
        for path in self._pictures.glob("*"):
            if path not in kept:
                path.unlink(missing_ok=True)

    def _picture(self, address: str) -> Path | None:
        name = address.rpartition("/")[2]
        return self._pictures / name if PICTURE.fullmatch(name) else None


def _read(path: Path, method: str) -> Any:
    try:
        answer = codec.read_message(path.read_bytes())
        if not isinstance(answer, codec.Reply):
            raise ValueError("no answer in it")
        return codec.read_result(method, answer)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ProtocolError) as error:
        log.warning("own copy %s is of no use: %s", path.name, error)
        return None


def _write(path: Path, shape: Office | Bundle) -> None:
    try:
        _put(path, codec.write_answer(0, shape))
    except OSError as error:
        log.warning("own copy %s not kept: %s", path.name, error)


def _put(path: Path, data: bytes) -> None:
    """Put a file there as a whole, on disk. Raises OSError when that fails."""
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
