"""What a display keeps on its own disk: the last queue and office it was told.

After a power cut the board shows them at once, with their age, instead of nothing.
Only public things are in it: numbers, counters, notices.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from server.protocol import codec
from server.protocol import messages as m
from server.protocol.errors import ProtocolError
from server.protocol.times import moment, stamp

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kept:
    """What was true at ``at``."""

    queue: m.Queue
    office: m.Office
    at: datetime


class Memory:
    """One display's file of the last state.

    Args:
        folder: where it lies; "" is the platform's folder for such things.
        name: "wall" or "counter-N".
    """

    def __init__(self, folder: str, name: str) -> None:
        self._path = (Path(folder) if folder else platform_folder()) / f"{name}.json"

    @property
    def folder(self) -> Path:
        """Where it lies, and what else is kept beside it."""
        return self._path.parent

    def recall(self) -> Kept | None:
        """Read what was kept; None when nothing was, or nothing that can be read."""
        try:
            lines = self._path.read_bytes().splitlines()
            at = moment(json.loads(lines[0]))
            queue = _read("queue.get", lines[1])
            return Kept(queue, _read("office.get", lines[2]), at)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, IndexError, TypeError, ProtocolError) as broken:
            log.warning("what was kept can not be read: %s", broken)
            return None

    def keep(self, kept: Kept) -> bool:
        """Write it whole or not at all; False when the disk refuses."""
        draft = self._path.with_suffix(".part")
        lines = (
            json.dumps(stamp(kept.at)).encode(),
            codec.write_answer(1, kept.queue),
            codec.write_answer(1, kept.office),
        )
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(b"\n".join(lines))
            draft.replace(self._path)
        except OSError as refused:
            log.warning("the last state is not kept: %s", refused)
            return False
        return True


def platform_folder() -> Path:
    """Return the folder of the platform for states that may be lost."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "motcua"
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "motcua"


def _read(method: str, line: bytes) -> Any:
    """Read a kept answer just as one that comes over the line."""
    reply = codec.read_message(line)
    if not isinstance(reply, codec.Reply):
        raise ValueError("no answer")
    return codec.read_result(method, reply)
