"""The speech process: lines of JSON in, WAV files and lines of JSON out.

Started as ``python -m server.voice.child``. The engines (`server.voice.engines`) live
in here because they hang, die and chatter. So each phrase is rendered alone, to a
temporary name, and checked.

First line out: ``{"voices": {NAME: ID or null}}`` for the names given as
arguments, or ``{"reason", "detail"}`` when there is no engine. Then for each
``{"id", "text", "path", "voice", "rate"}`` one ``{"id", "seconds"}`` or
``{"id", "reason", "detail"}``. It ends when standard input ends, whatever the engine
is doing: a server that was killed took the pipes away that the engine chatters to,
and then the engine loops for ever.
"""

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, TextIO

from server.voice import waves
from server.voice.engines.piper import Piper, is_voice_file
from server.voice.engines.port import Engine, SpeechError
from server.voice.engines.recorded import PREFIX, Recorded
from server.voice.engines.system import System

ROOM = 256 * 1024
"""Bytes that a rendered phrase may take: six seconds of speech at 22 kHz."""
TRIES = 2
LEAVE_WITHIN = 2.0
"""Seconds after the end of the orders in which the engine may end in good order."""
SHORTEST = 0.2
"""Seconds; a shorter file is one of the engine's silent failures."""


def engine_of(name: str) -> Callable[[], Engine]:
    """Return the kind of engine that the voice called `name` belongs to."""
    if name.startswith(PREFIX):
        return Recorded
    return Piper if is_voice_file(name) else System


class Speaker:
    """All voices, one phrase at a time; each engine is loaded once it is wanted."""

    def __init__(self) -> None:
        """Load nothing yet."""
        self._engines: dict[Callable[[], Engine], Engine] = {}
        self._found: dict[str, str | None] = {}

    def find(self, name: str) -> str | None:
        """Return the id that its engine has for the voice `name`, None if it has none.

        Raises SpeechError when the engine is not there.
        """
        if name not in self._found:
            self._found[name] = self._engine(name).find(name)
        return self._found[name]

    def find_all(self, names: Iterable[str]) -> dict[str, str | None]:
        """Find several voices; one of an engine that is not there is not found.

        Raises SpeechError when the first, the hall's own, has no engine.
        """
        voices: dict[str, str | None] = {}
        for name in names:
            try:
                voices[name] = self.find(name)
            except SpeechError:
                if not voices:
                    raise
                voices[name] = None
        return voices

    def render(self, text: str, path: Path, voice: str, rate: float) -> float:
        """Speak `text` into the file `path` and return its seconds.

        `rate` is a factor of the normal speed. The file appears whole or not at
        all. Raises SpeechError.
        """
        if not text.strip():
            raise SpeechError("health.child_failed", "nothing to say")
        if self.find(voice) is None:
            raise SpeechError("health.voice_missing", f"no voice {voice!r}")
        draft = path.with_name(f".{path.stem}.{os.getpid()}.wav")
        try:
            return self._render(text, path, voice, rate, draft)
        except OSError as error:
            raise SpeechError("health.folder_unwritable", str(error)) from error
        finally:
            draft.unlink(missing_ok=True)

    def _render(
        self, text: str, path: Path, voice: str, rate: float, draft: Path
    ) -> float:
        engine, identity = self._engine(voice), self.find(voice) or voice
        trouble = ""
        for _ in range(TRIES):
            # Fails here when the disk does; inside the engine it would hang. And
            # nothing of the last try is left to be taken for this one's.
            _find_room(draft)
            try:
                sound = _checked(engine.speak(text, identity, rate, draft))
            except (waves.WaveError, RuntimeError) as error:
                trouble = str(error)
                continue
            waves.write(draft, sound)
            draft.replace(path)
            return sound.seconds
        raise SpeechError("health.child_failed", trouble)

    def _engine(self, name: str) -> Engine:
        kind = engine_of(name)
        if kind not in self._engines:
            self._engines[kind] = kind()
        return self._engines[kind]


def _find_room(draft: Path) -> None:
    """Empty the draft, after the disk has shown that a phrase fits on it.

    Where the system can, room is asked for and given back; elsewhere some bytes are
    really stored, as a full disk refuses nothing before. Nothing is synced if it can
    be helped: the journal's own syncs would wait for it. Raises OSError.
    """
    with draft.open("wb") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(file.fileno(), 0, ROOM)
        else:
            file.write(bytes(ROOM))
            file.flush()
            os.fsync(file.fileno())
        file.truncate(0)


def _checked(sound: waves.Sound) -> waves.Sound:
    if sound.seconds < SHORTEST:
        raise waves.WaveError(f"only {sound.seconds:.2f} s long")
    return sound


class Orders:
    """The lines of a stream, read ahead, so that its end is seen at any moment."""

    def __init__(self, stream: BinaryIO) -> None:
        """Begin to read; the process ends soon after the stream does."""
        self._stream = stream
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, name="orders", daemon=True).start()

    def __iter__(self) -> Iterator[bytes]:
        """Give each line when it is there."""
        while (line := self._lines.get()) is not None:
            yield line

    def _read(self) -> None:
        for line in self._stream:
            self._lines.put(line)
        self._lines.put(None)
        # The main thread may be inside the engine for ever: nothing else ends it.
        threading.Event().wait(LEAVE_WITHIN)
        os._exit(1)


def serve(speaker: Speaker, orders: Iterable[bytes], answers: TextIO) -> None:
    """Render each order and answer it, until the orders end."""
    for line in orders:
        order = json.loads(line)
        try:
            seconds = speaker.render(
                order["text"], Path(order["path"]), order["voice"], order["rate"]
            )
            _say(answers, id=order["id"], seconds=seconds)
        except SpeechError as error:
            _say(answers, id=order["id"], reason=error.reason, detail=str(error))


def _say(answers: TextIO, **fields: object) -> None:
    answers.write(json.dumps(fields) + "\n")
    answers.flush()


def _own_output() -> TextIO:
    """Keep standard output for the answers; send the engine's chatter to stderr."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _stand_back() -> None:
    """Leave Ctrl-C to the server, which then ends the orders, and the processor too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(10)


def main(names: list[str]) -> int:
    """Serve the process that started this one; `names` are the voices it wants."""
    answers = _own_output()
    _stand_back()
    orders = Orders(sys.stdin.buffer)
    try:
        speaker = Speaker()
        _say(answers, voices=speaker.find_all(names))
    except SpeechError as error:
        _say(answers, reason=error.reason, detail=str(error))
        return 1
    serve(speaker, orders, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
