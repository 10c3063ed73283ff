"""The folder of rendered speech: names, what is whole, what is thrown away.

Blocking; `speech.Voice` calls all but the names from another thread. Parts lie in
``parts/``, whole sentences beside it, since only these may be asked for by name.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from server.voice import waves
from server.voice.renderer import Phrase

RECIPE = 1
"""Counted up whenever the same words would come out as other samples."""
KEEP_BYTES = 256 * 2**20
"""About a fortnight of a busy office's calls."""
KEEP_SECONDS = 3600
"""Younger files stay in any case: a display may be about to ask for them."""
DRAFT_SECONDS = 60
"""An older draft was cut off: none takes so long."""

_NAME = re.compile(r"[0-9a-f]{32}\.wav")


def part_name(phrase: Phrase) -> str:
    """Return the file name of one rendered phrase, the same for the same sound."""
    return _hash("part", phrase.text, phrase.voice, phrase.rate, phrase.edition)


def sentence_name(first: Phrase, second: Phrase) -> str:
    """Return the file name of two phrases joined."""
    return _hash("sentence", part_name(first), part_name(second), waves.JOIN_PAUSE)


def reading_name(phrase: Phrase) -> str:
    """Return the file name of a phrase that is asked for alone."""
    return _hash("reading", part_name(phrase))


def is_name(name: str) -> bool:
    """Tell whether `name` can be that of a file here: nothing that leads elsewhere."""
    return _NAME.fullmatch(name) is not None


def _hash(*what: object) -> str:
    text = json.dumps([RECIPE, *what], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32] + ".wav"


class Store:
    """Rendered parts and joined sentences on disk."""

    def __init__(self, folder: Path, keep_bytes: int = KEEP_BYTES) -> None:
        """Use `folder`, which need not exist yet."""
        self._folder = folder
        self._keep_bytes = keep_bytes

    def part(self, name: str) -> Path:
        """Return where the part `name` lies or will lie."""
        return self._folder / "parts" / name

    def sentence(self, name: str) -> Path:
        """Return where the sentence `name` lies or will lie."""
        return self._folder / name

    def open(self) -> None:
        """Make the folders, see that they can be written, clear what was cut off.

        Raises OSError.
        """
        (self._folder / "parts").mkdir(parents=True, exist_ok=True)
        # A young draft may belong to a server that runs while this one checks.
        old = time.time() - DRAFT_SECONDS
        for folder in (self._folder, self._folder / "parts"):
            for used, _, draft in _ages(folder.glob(".*.wav")):
                if used < old:
                    draft.unlink(missing_ok=True)
        probe = self._folder / f".probe.{os.getpid()}.wav"
        probe.write_bytes(bytes(64))
        probe.unlink()

    def whole(self, path: Path) -> bool:
        """Tell whether the file is whole, and note that it was used."""
        if not waves.intact(path):
            return False
        with suppress(OSError):  # a read-only disk still gives what it has
            os.utime(path)
        return True

    def join(self, first: str, second: str, name: str) -> Path:
        """Join two parts into the sentence `name`, which appears whole.

        Raises OSError, waves.WaveError.
        """
        sound = waves.join(waves.read(self.part(first)), waves.read(self.part(second)))
        path = self.sentence(name)
        draft = path.with_name(f".{path.stem}.{os.getpid()}.wav")
        try:
            waves.write(draft, sound)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return path

    def prune(self) -> int:
        """Throw away what was not used for longest until the rest fits; count it."""
        files = sorted(_ages(self._files()), reverse=True)
        oldest_to_keep = time.time() - KEEP_SECONDS
        total, thrown = 0, 0
        for used, size, path in files:
            total += size
            if total > self._keep_bytes and used < oldest_to_keep:
                path.unlink(missing_ok=True)
                thrown += 1
        return thrown

    def _files(self) -> Iterable[Path]:
        yield from self._folder.glob("*.wav")
        yield from (self._folder / "parts").glob("*.wav")


def _ages(paths: Iterable[Path]) -> Iterable[tuple[float, int, Path]]:
    """Pair each file with its last use and size, passing over what has gone."""
    for path in paths:
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        yield status.st_mtime, status.st_size, path
