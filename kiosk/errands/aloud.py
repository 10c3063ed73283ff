"""Reads aloud: asks for each sentence, fetches it, plays it, one after another."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from kiosk.errands.ground import Ground, Table
from kiosk.errands.health import Health
from kiosk.flow import State
from kiosk.flow.aloud import Heard, Hush, Read, ReadingEnded, ReadingFailed
from kiosk.flow.modes import LOUDEST
from kiosk.loudspeaker import Speaker
from kiosk.speech import sentences
from kiosk.speech.words import Sentence
from server.protocol import messages as m
from server.protocol import methods as ask
from server.protocol.errors import ProtocolError

log = logging.getLogger(__name__)

WITHIN = 4.0
"""Seconds for which a sentence's address is waited for."""
AHEAD = 2
"""Sentences that are fetched while one is heard."""
REMEMBERED = 400
"""Sentences whose address is known without asking."""
STEP = 6.0
"""Decibels between two steps of the volume: 24 dB in all, one step at -12 dB
(EN 301 549, 8.2.1)."""


def factor(step: int) -> float:
    """Return the factor of the samples at a step of the volume."""
    return float(10 ** (-STEP * (LOUDEST - step) / 20))


class Aloud:
    """One reading at a time; the newest ends the one before it.

    Attributes:
        rows: how many of a list have room on the glass, asked when a reading begins;
            0: all.

    Args:
        usual: the volume's step at which the loudspeaker is tried.
    """

    def __init__(
        self, ground: Ground, speaker: Speaker, health: Health, *, usual: int
    ) -> None:
        self.rows: Callable[[], int] = lambda: 0
        self._ground = ground
        self._speaker = speaker
        self._health = health
        self._usual = usual
        self._reading: asyncio.Task[None] | None = None
        self._addresses: OrderedDict[Sentence, str] = OrderedDict()

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {Read: self._read, Hush: lambda _: self._hush()}

    async def try_sound(self) -> str:
        """Play the chime at the usual volume; return "ok" or "no_device"."""
        reading = self._reading
        self._hush()
        if reading is not None:
            await asyncio.wait([reading])
        came = await self._speaker.chime(factor(max(self._usual, 1)))
        return self._note("ok" if came else "no_device")

    def _hush(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _read(self, effect: Read) -> None:
        self._hush()
        work = self._whole(effect, self._ground.state)
        self._reading = self._ground.start(work)

    async def _whole(self, effect: Read, state: State) -> None:
        """Read everything, and tell the flow how it ended."""
        happen = self._ground.happen
        try:
            said = sentences.of(state, effect.topic, self.rows())
            sound = await self._one_by_one(effect, said)
        except Exception:
            happen(ReadingFailed(effect.number))
            raise
        self._note(sound)
        ended = ReadingEnded if sound == "ok" else ReadingFailed
        happen(ended(effect.number))

    async def _one_by_one(self, effect: Read, said: Sequence[Sentence]) -> str:
        volume = factor(effect.volume)
        with self._fetched(said) as files:
            for coming in files:
                if (path := await coming) is None:
                    return "no_voice"
                self._ground.happen(Heard(effect.number))
                if not await self._speaker.play(path, volume):
                    return "no_device"
        return "ok"

    @contextmanager
    def _fetched(
        self, said: Sequence[Sentence]
    ) -> Iterator[Iterator[asyncio.Task[Path | None]]]:
        """Give each sentence's file to come, some of them asked for ahead."""
        tasks: list[asyncio.Task[Path | None]] = []

        def ahead() -> Iterator[asyncio.Task[Path | None]]:
            for n in range(len(said)):
                for sentence in said[len(tasks) : n + 1 + AHEAD]:
                    tasks.append(asyncio.create_task(self._file(sentence)))
                yield tasks[n]

        try:
            yield ahead()
        finally:
            for task in tasks:
                task.cancel()

    async def _file(self, sentence: Sentence) -> Path | None:
        """Return the file of a sentence, None if it cannot be had."""
        known = self._addresses.get(sentence)
        if known is not None and (path := await self._speaker.fetch(known)):
            self._addresses.move_to_end(sentence)
            return path
        address = await self._address(sentence)
        if address is None:
            return None
        self._addresses[sentence] = address
        if len(self._addresses) > REMEMBERED:
            self._addresses.popitem(last=False)
        return await self._speaker.fetch(address)

    async def _address(self, sentence: Sentence) -> str | None:
        """Ask the server to say it; None: it cannot, or it is away."""
        if not self._ground.link.online:
            return None
        params = ask.VoiceRender(text=sentence.text, lang=sentence.language)
        try:
            async with asyncio.timeout(WITHIN):
                answer = await self._ground.link.call("voice.render", params)
        except (TimeoutError, ProtocolError) as error:
            log.warning("nothing to read aloud: %s", error or "no answer")
            return None
        rendered: m.Rendered = answer
        return rendered.voice

    def _note(self, sound: str) -> str:
        self._health.note(sound=sound)
        return sound
