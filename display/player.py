"""Sound out of the loudspeaker, one at a time, awaited to its real end.

Kivy's SDL2 audio plays; where it cannot, ALSA's ``aplay`` does; where there is no
sound device at all, the time of the sound passes in silence, so that the board keeps
its rhythm, and ``health`` says so. Nothing here ever raises towards the app.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import shutil
import tempfile
import urllib.error
import urllib.request
import wave
from collections import OrderedDict
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin

log = logging.getLogger(__name__)

FETCH_WITHIN = 4.0
"""Seconds for which a call waits for its sentence from the server."""

LARGEST = 4 * 1024 * 1024
"""Bytes of a WAV that are accepted: a sentence of 10 s takes about 0.5 MB."""

KEPT = 40
"""Sentences that are kept, for recalls and repetitions."""

OVERRUN = 2.0
"""Seconds after a WAV's length at which a player that says no end is left."""


class Player(Protocol):
    """Where sounds go. ``health`` is "ok", or a word for what is wrong."""

    health: str

    async def chime(self) -> None:
        """Play the chime; return when it has ended."""

    async def say(self, address: str) -> bool:
        """Play a sentence of the server to its end; False: there was none."""

    async def prepare(self, address: str) -> None:
        """Fetch a sentence that will be said soon."""

    def close(self) -> None:
        """Let go of the files."""


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
        """Play the file through ALSA; the volume is the mixer's own here."""
        command = shutil.which("aplay")
        if command is None:
            return False
        process = await asyncio.create_subprocess_exec(
            command,
            "-q",
            str(path),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(seconds + OVERRUN):
                return await process.wait() == 0
        except TimeoutError:
            return False
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


class Loudspeaker:
    """The real player.

    Attributes:
        health: "ok", "no_device" (nothing came out last time) or "no_voice" (the
            server's sentence did not come last time).

    Args:
        server: the server's address, ``http://HOST:PORT``.
        volume: 0.0 to 1.0.
        outputs: devices to try, the best first.
    """

    def __init__(
        self, server: str, volume: float = 1.0, outputs: list[Output] | None = None
    ) -> None:
        self.health = "ok"
        self._server = server.replace("ws", "http", 1) if server[:2] == "ws" else server
        self._volume = volume
        devices: list[Output] = [KivyOutput(), AlsaOutput()]
        self._outputs = devices if outputs is None else outputs
        self._folder = tempfile.TemporaryDirectory(prefix="motcua-voice-")
        self._kept: OrderedDict[str, Path] = OrderedDict()
        self._fetching: dict[str, asyncio.Task[Path | None]] = {}
        self._one = asyncio.Lock()

    async def chime(self) -> None:
        """Play the chime; return when it has ended."""
        with as_file(files("assets") / "sounds" / "chime.wav") as path:
            await self._play(path)

    async def say(self, address: str) -> bool:
        """Play a sentence to its end; False if the server does not give it."""
        path = await self._fetch(address)
        if path is None:
            self.health = "no_voice"
            return False
        await self._play(path)
        return True

    async def prepare(self, address: str) -> None:
        """Fetch a sentence that will be said soon."""
        await self._fetch(address)

    def close(self) -> None:
        """Give up what is being fetched and delete the files."""
        for task in self._fetching.values():
            task.cancel()
        self._folder.cleanup()

    # Inside

    async def _play(self, path: Path) -> None:
        seconds = length(path)
        async with self._one:
            for output in self._outputs:
                started = asyncio.get_running_loop().time()
                try:
                    if await output.play(path, seconds, self._volume):
                        self.health = "ok"
                        return
                except Exception:
                    # The board must go on whatever a sound library does.
                    log.exception("%s cannot play", output.name)
                seconds -= asyncio.get_running_loop().time() - started
            self.health = "no_device"
            await asyncio.sleep(max(0.0, seconds))

    async def _fetch(self, address: str) -> Path | None:
        known = self._kept.get(address)
        if known is not None:
            self._kept.move_to_end(address)
            return known
        task = self._fetching.get(address)
        if task is None:
            task = asyncio.create_task(self._get(address))
            self._fetching[address] = task
            task.add_done_callback(lambda _: self._fetching.pop(address, None))
        try:
            async with asyncio.timeout(FETCH_WITHIN):
                return await asyncio.shield(task)
        except TimeoutError:
            return None

    async def _get(self, address: str) -> Path | None:
        url = urljoin(self._server.rstrip("/") + "/", address)
        name = hashlib.sha256(address.encode()).hexdigest()[:24]
        path = Path(self._folder.name) / f"{name}.wav"
        try:
            await asyncio.to_thread(download, url, path)
        except (OSError, ValueError, EOFError, wave.Error) as failed:
            log.warning("no sentence from %s: %s", address, failed)
            return None
        self._kept[address] = path
        while len(self._kept) > KEPT:
            _, old = self._kept.popitem(last=False)
            old.unlink(missing_ok=True)
        return path


def download(url: str, path: Path) -> None:
    """Fetch a WAV over HTTP into ``path``; call it in a thread.

    Raises OSError when it does not come, ValueError or wave.Error when it is none.
    """
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"not an address of the web: {url}")
    draft = path.with_suffix(".part")
    # A voice lives on the office's own network: no proxy stands in between.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=FETCH_WITHIN) as answer:
            data = answer.read(LARGEST + 1)
    except urllib.error.HTTPError as refused:
        refused.close()
        raise OSError(f"HTTP {refused.code}") from None
    if len(data) > LARGEST:
        raise ValueError(f"longer than {LARGEST} bytes")
    draft.write_bytes(data)
    length(draft)
    draft.replace(path)


def length(path: Path) -> float:
    """Return the seconds of a WAV. Raises wave.Error or EOFError if it is none."""
    with wave.open(str(path), "rb") as sound:
        return sound.getnframes() / sound.getframerate()


class Silence:
    """The player of a display that is set to make no sound."""

    health = "off"

    async def chime(self) -> None:
        """Play nothing."""

    async def say(self, address: str) -> bool:
        """Say nothing."""
        return True

    async def prepare(self, address: str) -> None:
        """Fetch nothing."""

    def close(self) -> None:
        """Nothing to let go."""
