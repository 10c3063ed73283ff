"""The machine's own speech engine, through pyttsx3: espeak-ng, SAPI5 on Windows.

The only module that imports pyttsx3. All measured with 2.99 on espeak-ng: the engine
must live in one thread of one process; it writes to standard output; it swallows its
errors and then speaks with another voice, writes an empty file or loops for ever.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from server.voice import waves
from server.voice.engines.port import SpeechError

NORMAL = 200
"""Words a minute that every driver of pyttsx3 starts with. It is not asked for:
espeak's driver leaves out an argument and gets one of two answers by chance."""


class System:
    """The machine's speech engine, one phrase at a time."""

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

    def find(self, name: str) -> str | None:
        """Return the engine's id of the voice called `name`, None if it has none.

        A voice is called by its id, the id's last part, its name or, failing
        these, its language.
        """
        return match(name.casefold(), self._engine.getProperty("voices"))

    def speak(self, text: str, voice: str, rate: float, draft: Path) -> waves.Sound:
        """Speak `text` into the file `draft` and return it, polished."""
        self._errors.clear()
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", round(NORMAL * rate))
        self._settle()
        self._engine.save_to_file(text, str(draft))
        self._engine.runAndWait()
        speaking = str(self._engine.getProperty("voice"))
        if self._errors or speaking.casefold() != voice.casefold():
            raise RuntimeError(f"{speaking} spoke, not {voice}: {self._errors}")
        return waves.polish(waves.read(draft))

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
