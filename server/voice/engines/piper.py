"""A neural voice, Piper, from a voice file that the office provides: ``….onnx``.

An extra that is not installed with the rest (``motcua[piper]``). A voice is two files,
``NAME.onnx`` and ``NAME.onnx.json``, and is loaded once; the library is imported only
when such a voice is asked for.
"""

import wave
from pathlib import Path
from typing import Any

from server.voice import waves
from server.voice.engines.port import SpeechError

SUFFIX = ".onnx"


class Piper:
    """Piper's voices by the paths of their files."""

    def __init__(self) -> None:
        """Load the library. Raises SpeechError when it is not installed."""
        try:
            import piper
        except ImportError as error:
            raise SpeechError("health.piper_missing", str(error)) from error
        self._piper: Any = piper
        self._voices: dict[str, Any] = {}

    def find(self, name: str) -> str | None:
        """Load the voice of the file `name`; None when a file is not there.

        Raises SpeechError for files that are no voice.
        """
        if not (Path(name).is_file() and Path(f"{name}.json").is_file()):
            return None
        try:
            self._voices[name] = self._piper.PiperVoice.load(name)
        except Exception as error:  # what onnxruntime raises is not told
            raise SpeechError("health.voice_broken", f"{name}: {error}") from error
        return name

    def speak(self, text: str, voice: str, rate: float, draft: Path) -> waves.Sound:
        """Speak `text` into the file `draft` and return it, polished."""
        loaded = self._voices[voice]
        length = loaded.config.length_scale / rate
        pace = self._piper.SynthesisConfig(length_scale=length)
        try:
            with wave.open(str(draft), "wb") as file:
                loaded.synthesize_wav(text, file, syn_config=pace)
        except wave.Error as error:  # nothing was spoken, so nothing was written
            raise waves.WaveError(str(error)) from error
        return waves.polish(waves.read(draft))


def is_voice_file(name: str) -> bool:
    """Tell whether a voice is called by the path of a voice file."""
    return name.endswith(SUFFIX)


def edition(name: str) -> str:
    """Return what tells one voice file from another of the same name."""
    try:
        status = Path(name).stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"
