"""The speech process: lines of JSON in, WAV files and lines of JSON out.

Started as ``python -m server.voice.child``. The only module that imports
pyttsx3, for good reasons, all measured with 2.99 on espeak-ng: the engine must
live in one thread of one process; it writes to standard output; it swallows its
errors and then speaks with another voice, writes an empty file or loops for
ever. So each phrase is rendered alone, to a temporary name, and checked.

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
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from server.voice import waves

NORMAL = 200
"""Words a minute that every driver of pyttsx3 starts with. It is not asked for:
espeak's driver leaves out an argument and gets one of two answers by chance."""
ROOM = 256 * 1024
"""Bytes that a rendered phrase may take: six seconds of speech at 22 kHz."""
TRIES = 2
LEAVE_WITHIN = 2.0
"""Seconds after the end of the orders in which the engine may end in good order."""
SHORTEST = 0.2
"""Seconds; a shorter file is one of the engine's silent failures."""


class SpeechError(Exception):
    """A phrase was not rendered; `reason` is a key of ``voice.toml``."""

    def __init__(self, reason: str, detail: str) -> None:
        """Hold what staff read and what the technician reads."""
        super().__init__(detail)
        self.reason = reason


class Speaker:
    """The speech engine, one phrase at a time."""

    def __init__(self) -> None:
        """Load the engine. Raises SpeechError when there is none."""
        try:
            import pyttsx3

            self._engine: Any = pyttsx3.init()
            # A new engine is "busy" until a first run, and a busy one gets its
            # orders mixed up: it cancels its own voice, speed and speech.
            self._settle()
            self._engine.runAndWait()
        except Exception as error:  # ImportError, OSError, RuntimeError: by platform
            raise SpeechError("health.engine_missing", str(error)) from error
        self._errors: list[str] = []
        self._engine.connect("error", self._note)
        self._found: dict[str, str | None] = {}

    def find(self, name: str) -> str | None:
        """Return the engine's id of the voice called `name`, None if it has none.

        A voice is called by its id, the id's last part, its name or, failing
        these, its language.
        """
        if name not in self._found:
            voices = self._engine.getProperty("voices")
            self._found[name] = match(name.casefold(), voices)
        return self._found[name]

    def render(self, text: str, path: Path, voice: str, rate: float) -> float:
        """Speak `text` into the file `path` and return its seconds.

        `rate` is a factor of the normal speed. The file appears whole or not at
        all. Raises SpeechError.
        """
        if not text.strip():
            raise SpeechError("health.child_failed", "nothing to say")
        found = self.find(voice)
        if found is None:
            raise SpeechError("health.voice_missing", f"no voice {voice!r}")
        draft = path.with_name(f".{path.stem}.{os.getpid()}.wav")
        try:
            return self._render(text, path, found, rate, draft)
        except OSError as error:
            raise SpeechError("health.folder_unwritable", str(error)) from error
        finally:
            draft.unlink(missing_ok=True)

    def _render(
        self, text: str, path: Path, voice: str, rate: float, draft: Path
    ) -> float:
        trouble = ""
        for _ in range(TRIES):
            # Fails here when the disk does; inside the engine it would hang. And
            # nothing of the last try is left to be taken for this one's.
            _find_room(draft)
            try:
                self._speak(text, draft, voice, rate)
                sound = _checked(draft)
            except (waves.WaveError, RuntimeError) as error:
                trouble = str(error)
                continue
            waves.write(draft, sound)
            draft.replace(path)
            return sound.seconds
        raise SpeechError("health.child_failed", trouble)

    def _speak(self, text: str, draft: Path, voice: str, rate: float) -> None:
        self._errors.clear()
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", round(NORMAL * rate))
        self._settle()
        self._engine.save_to_file(text, str(draft))
        self._engine.runAndWait()
        speaking = str(self._engine.getProperty("voice"))
        if self._errors or speaking.casefold() != voice.casefold():
            raise RuntimeError(f"{speaking} spoke, not {voice}: {self._errors}")

    def _settle(self) -> None:
        """Wait for espeak-ng's own thread, where orders are carried out later."""
        if self._engine.driver_name == "espeak":
            from pyttsx3.drivers import _espeak

            _espeak.Synchronize()

    def _note(self, exception: Exception | None = None, **_: object) -> None:
        self._errors.append(str(exception))


def match(name: str, voices: Iterable[Any]) -> str | None:
    """Return the id of the voice called `name` (in small letters), None if none is."""
    by_language = None
    for voice in voices:
        identity = str(voice.id)
        called = {identity, identity.rsplit("/", 1)[-1], str(voice.name)}
        if name in {one.casefold() for one in called}:
            return identity
        spoken = [str(language).casefold() for language in voice.languages or ()]
        if by_language is None and name in spoken:
            by_language = identity
    return by_language


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


def _checked(draft: Path) -> waves.Sound:
    sound = waves.polish(waves.read(draft))
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
        _say(answers, voices={name: speaker.find(name) for name in names})
    except SpeechError as error:
        _say(answers, reason=error.reason, detail=str(error))
        return 1
    serve(speaker, orders, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
