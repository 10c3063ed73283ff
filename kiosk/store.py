"""The kiosk's own copy of the office and its procedures.

Two files, each an answer of the server, each replaced as a whole: a power cut
leaves the old copy or the new one.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from server.protocol import codec
from server.protocol.errors import ProtocolError
from server.protocol.messages import Bundle, Office

log = logging.getLogger(__name__)


class Store:
    """Files in the kiosk's folder (made if missing)."""

    def __init__(self, folder: Path) -> None:
        """Use `folder`. Raises OSError when it cannot be made."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._office = folder / "office.json"
        self._bundle = folder / "procedures.json"

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
    new = path.with_suffix(".new")
    try:
        with new.open("wb") as file:
            file.write(codec.write_answer(0, shape))
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        log.warning("own copy %s not kept: %s", path.name, error)
