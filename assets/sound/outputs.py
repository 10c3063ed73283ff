"""Devices that play a WAV file and know when it has ended.

Kivy's SDL2 audio plays; where it cannot, ALSA's ``aplay`` does. Kiosk and display
play sound alike, and neither may know the other.
"""

from __future__ import annotations

import asyncio
import io
import logging
import shutil
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

log = logging.getLogger(__name__)

OVERRUN = 2.0
"""Seconds after a WAV's length at which a player that says no end is left."""


class Output(Protocol):
    """A device that plays one WAV file and knows when it has ended."""

    name: str

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        """Play the file to its end; False at once: this device cannot."""


class KivyOutput:
    """Kivy's SDL2 audio: it looks every 0.1 s whether the mixer has played all."""

    name = "sdl2"

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        """Play the file through SDL's mixer."""
        sound = self._load(path)
        if sound is None:
            return False
        over = asyncio.Event()

        def stopped(*_: object) -> None:
            over.set()

        sound.bind(on_stop=stopped)
        try:
            sound.volume = volume
            sound.play()
            async with asyncio.timeout(seconds + OVERRUN):
                await over.wait()
        except TimeoutError:
            log.warning("the sound device does not say that %s has ended", path.name)
            return False
        finally:
            sound.unbind(on_stop=stopped)
            sound.unload()
        return True

    @staticmethod
    def _load(path: Path) -> Any:
        from kivy.core.audio import SoundLoader

        sound = SoundLoader.load(str(path))
        # Without a sound device SDL hands out a sound that has no length.
        return sound if sound is not None and sound.length > 0 else None


class AlsaOutput:
    """``aplay``, a process for each sound: its end is the end of the sound."""

    name = "aplay"

    async def play(self, path: Path, seconds: float, volume: float) -> bool:
        """Play the file through ALSA, which has no volume but the mixer's own."""
        command = shutil.which("aplay")
        if command is None:
            return False
        sound = await asyncio.to_thread(softened, path, volume)
        process = await asyncio.create_subprocess_exec(
            command,
            "-q",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(seconds + OVERRUN):
                await process.communicate(sound)
            return process.returncode == 0
        except TimeoutError:
            return False
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


def devices() -> list[Output]:
    """Return the devices to try, the best first."""
    return [KivyOutput(), AlsaOutput()]


async def play(outputs: Sequence[Output], path: Path, volume: float) -> bool:
    """Play a file to its end on the first device that can; False: on none.

    Cancelled, it is silent at once. ``volume`` is a factor of the samples, 0.0 to 1.0.
    Raises wave.Error or EOFError if the file is no WAV.
    """
    seconds = length(path)
    for output in outputs:
        started = asyncio.get_running_loop().time()
        try:
            if await output.play(path, seconds, volume):
                return True
        except Exception:
            # Whatever a sound library does, what else runs must go on.
            log.exception("%s cannot play", output.name)
        seconds -= asyncio.get_running_loop().time() - started
    return False


def softened(path: Path, volume: float) -> bytes:
    """Return a WAV with its samples times `volume`; blocking.

    One of other samples than 16 bits stays as loud as it is. Raises OSError,
    wave.Error or EOFError.
    """
    with wave.open(str(path), "rb") as sound:
        form, frames = sound.getparams(), sound.readframes(sound.getnframes())
    if volume >= 1.0 or form.sampwidth != 2:
        return path.read_bytes()
    softer = array("h", (round(sample * volume) for sample in array("h", frames)))
    whole = io.BytesIO()
    with wave.open(whole, "wb") as sound:
        sound.setparams(form)
        sound.writeframes(softer.tobytes())
    return whole.getvalue()


def length(path: Path) -> float:
    """Return the seconds of a WAV. Raises wave.Error or EOFError if it is none."""
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()
