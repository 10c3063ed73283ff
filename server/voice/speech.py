"""The server's voice: from a ticket's number to a sentence that displays can play.

The number's part is rendered when the ticket is issued, each counter's part at
start; a call only joins two files. Whatever fails is logged and ends in "no
sentence", which displays answer with the chime alone.

A kiosk's screens are read aloud by the same voice, sentence by sentence; a call that
must still be rendered goes before all of them.
"""

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from pathlib import Path

from server.domain.model import Office, Wording
from server.voice.cast import Cast, usual_wording
from server.voice.recorded import Recordings
from server.voice.renderer import (
    ANSWER_WITHIN,
    SLOWLY_WITHIN,
    Phrase,
    Renderer,
    RenderError,
)
from server.voice.settings import VoiceHealth, VoiceSettings
from server.voice.store import (
    Store,
    is_name,
    part_name,
    reading_name,
    sentence_name,
)
from server.voice.waves import WaveError

log = logging.getLogger(__name__)

WAIT = 5.0
"""Seconds that a display's request waits for a sentence under way."""
REMEMBERED = 1000
"""Sentences that can still be made again after their file was lost."""
BACKLOG = 200
"""Numbers' parts that may wait to be rendered; more are left to their calls."""
PRUNE_EVERY = 200
"""Sentences between two looks at the folder's size."""
READINGS = 40
"""Sentences to read aloud that may be under way: a page's, for some kiosks at once."""
LONGEST = 400
"""Letters of a sentence to read aloud: more would not be rendered in time."""


class Voice:
    """Speech for one reception area. All methods belong to the event loop."""

    def __init__(
        self,
        folder: Path,
        settings: VoiceSettings,
        languages: Sequence[str],
        *,
        read: Sequence[str] = (),
        wording: Mapping[str, Wording] | None = None,
        recorded: Mapping[str, Recordings] | None = None,
        on_health: Callable[[VoiceHealth], None] | None = None,
        renderer: Renderer | None = None,
    ) -> None:
        """Keep the sound in `folder` and call in `languages`, the hall's own first.

        In the languages of `read` screens are read aloud too. `wording` and
        `recorded` are the office's own sentences and recordings, by language.
        `on_health` is called when the engine comes or goes; `renderer` is for tests.
        Raises LookupError for a language of the calls without texts.
        """
        usual = {each: usual_wording(each) for each in languages}
        self._settings = settings
        self._cast = Cast(
            settings,
            {**usual, **(wording or {})},
            recorded or {},
        )
        self._store = Store(folder)
        self._renderer = renderer or Renderer(
            self._cast.names(read),
            answer_within=SLOWLY_WITHIN if self._cast.slow else ANSWER_WITHIN,
            on_health=on_health,
        )
        self._folder_fault: VoiceHealth | None = None
        self._sentences: OrderedDict[str, tuple[Phrase, ...]] = OrderedDict()
        self._under_way: dict[str, asyncio.Task[Path | None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._to_prepare: deque[tuple[str, str]] = deque()
        self._preparing: asyncio.Task[None] | None = None
        self._readings: set[str] = set()
        self._made = 0

    @property
    def health(self) -> VoiceHealth:
        """Whether calls are spoken and, if not, why."""
        return self._folder_fault or self._renderer.health

    async def start(self, counter_numbers: Iterable[int]) -> None:
        """Start the engine and find its health; render the counters' parts meanwhile.

        Never fails: see `health`.
        """
        try:
            await asyncio.to_thread(self._store.open)
        except OSError as error:
            log.error("voice: cannot write its folder: %s", error)
            self._folder_fault = VoiceHealth(
                False, "health.folder_unwritable", str(error)
            )
            return
        await self._renderer.start()
        self._spawn(self._tidy())
        self._prepare_counters(counter_numbers)

    def furnish(self, wording: Mapping[str, Wording], counters: Iterable[int]) -> None:
        """Go on in other words, or with other counters; their parts are rendered."""
        self._cast.reword(wording)
        if self.health.ok:
            self._prepare_counters(counters)

    def _prepare_counters(self, numbers: Iterable[int]) -> None:
        for counter in numbers:
            for language in self._speakable():
                self._spawn(self._prepare(self._cast.counter(counter, language)))

    async def stop(self) -> None:
        """End the speech process and all that is under way."""
        tasks = [*self._tasks, *self._under_way.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        await self._renderer.stop()

    def prepare(self, number: str, language: str = "vi") -> None:
        """Render the part of a ticket's `number` soon, in all the hall's languages.

        The ticket's own `language` comes first. Returns at once; a number that
        cannot be read is logged.
        """
        if not self.health.ok or len(self._to_prepare) >= BACKLOG:
            return
        self._to_prepare.append((number, language))
        if self._preparing is None or self._preparing.done():
            self._preparing = self._spawn(self._prepare_numbers())

    def sentence(self, number: str, counter: int) -> dict[str, str]:
        """Return the file name of the call in each language; {} with no voice.

        Returns at once: the names are known before the files are there, for
        which `wav` waits.
        """
        if not self.health.ok:
            return {}
        try:
            return {
                language: self._begin(*self._cast.call(number, counter, language))
                for language in self._speakable()
            }
        except ValueError as error:
            log.error("voice: %s", error)
            return {}

    def trial(
        self, office: Office, number: str, counter: int, language: str
    ) -> str | None:
        """Return the file name of a call in the words of `office`; None: no voice.

        Returns at once, as `sentence` does; what is in force does not change.
        """
        if not self.health.ok or language not in self._speakable():
            return None
        wording = office.calls.wording.get(language) or usual_wording(language)
        return self._begin(*self._cast.trial(wording, number, counter, language))

    def reading(self, text: str, language: str) -> str | None:
        """Return the file name of a sentence that is read aloud on a screen.

        Returns at once, as `sentence` does; None: no voice for it, or no time.
        Raises ValueError for a text that is empty or too long.
        """
        text = " ".join(text.split())
        if not 0 < len(text) <= LONGEST:
            raise ValueError(f"a sentence has 1 to {LONGEST} letters, not {len(text)}")
        voice = self._settings.voice_for(language)
        if not self.health.ok or not self._renderer.voices.get(voice):
            return None
        phrase = self._cast.engine(text, language)
        name = reading_name(phrase)
        if name not in self._readings and len(self._readings) >= READINGS:
            log.warning("voice: too much to read at once")
            return None
        self._readings.add(name)
        self._keep(name, phrase).add_done_callback(
            lambda _: self._readings.discard(name)
        )
        return name

    async def wav(self, name: str) -> Path | None:
        """Return the file of the sentence `name`, waiting for one under way.

        None for a name that is not known, not well formed or could not be made.
        """
        if not is_name(name):
            return None
        task = self._under_way.get(name)
        if task is None:
            path = self._store.sentence(name)
            if await asyncio.to_thread(self._store.whole, path):
                return path
            if name not in self._sentences:
                return None
            task = self._make(name)
        await asyncio.wait([task], timeout=WAIT)
        return task.result() if task.done() and not task.cancelled() else None

    def _speakable(self) -> list[str]:
        return self._cast.speakable(self._renderer.voices)

    def _begin(self, first: Phrase, second: Phrase) -> str:
        name = sentence_name(first, second)
        self._keep(name, first, second)
        return name

    def _keep(self, name: str, *phrases: Phrase) -> "asyncio.Task[Path | None]":
        """Remember what a name stands for, and start making it."""
        self._sentences[name] = phrases
        self._sentences.move_to_end(name)
        if len(self._sentences) > REMEMBERED:
            self._sentences.popitem(last=False)
        return self._make(name)

    def _make(self, name: str) -> "asyncio.Task[Path | None]":
        """Start making a sentence, unless that is under way."""
        task = self._under_way.get(name)
        if task is None:
            task = asyncio.create_task(self._sentence(name, *self._sentences[name]))
            self._under_way[name] = task
            task.add_done_callback(lambda _: self._under_way.pop(name, None))
        return task

    async def _sentence(self, name: str, *phrases: Phrase) -> Path | None:
        path = self._store.sentence(name)
        if await asyncio.to_thread(self._store.whole, path):
            return path
        try:
            await (self._call if len(phrases) > 1 else self._read)(name, *phrases)
        except (RenderError, WaveError, OSError) as error:
            log.error("voice: no sentence: %s", error)
            return None
        self._made += 1
        if self._made % PRUNE_EVERY == 0:
            self._spawn(self._tidy())
        return path

    async def _call(self, name: str, first: Phrase, second: Phrase) -> None:
        """Make a call; where recordings fail, the engine says the whole of it."""
        try:
            await self._join(name, first, second)
        except (RenderError, WaveError) as error:
            if first.instead is None or second.instead is None:
                raise
            log.warning("voice: the recordings fail: %s", error)
            await self._join(name, first.instead, second.instead)

    async def _join(self, name: str, first: Phrase, second: Phrase) -> None:
        """Join a call from its parts, before anything else is rendered."""
        await asyncio.gather(
            self._render(first, urgent=True), self._render(second, urgent=True)
        )
        names = part_name(first), part_name(second), name
        await asyncio.to_thread(self._store.join, *names)

    async def _read(self, name: str, phrase: Phrase) -> None:
        """Render a sentence that is read aloud; every call goes before it."""
        path = self._store.sentence(name)
        await asyncio.shield(self._renderer.render(phrase, path, urgent=False))

    async def _prepare_numbers(self) -> None:
        """Render the numbers' parts one by one: whoever takes a ticket goes first."""
        while self._to_prepare:
            number, language = self._to_prepare.popleft()
            for each in sorted(self._speakable(), key=lambda other: other != language):
                try:
                    await self._prepare(self._cast.number(number, each))
                except ValueError as error:
                    log.error("voice: %s", error)
                    break

    async def _prepare(self, phrase: Phrase) -> None:
        try:
            await self._render(phrase, urgent=False)
        except RenderError as error:
            log.warning("voice: part not ready: %s", error)

    async def _render(self, phrase: Phrase, *, urgent: bool) -> None:
        """See that the part is in its file. Raises RenderError."""
        name = part_name(phrase)
        path = self._store.part(name)
        if path.exists() and await asyncio.to_thread(self._store.whole, path):
            return
        await asyncio.shield(self._renderer.render(phrase, path, urgent=urgent))

    async def _tidy(self) -> None:
        try:
            thrown = await asyncio.to_thread(self._store.prune)
        except OSError as error:
            log.warning("voice: folder not tidied: %s", error)
            return
        if thrown:
            log.info("voice: %d old files thrown away", thrown)

    def _spawn(self, work: Coroutine[object, object, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def examine(voice: Voice) -> VoiceHealth:
    """Find a voice's health by speaking a sentence; for ``motcua check``."""
    await voice.start([])
    try:
        health = voice.health
        for language, name in voice.sentence("A001", 1).items():
            if await voice.wav(name) is None:
                detail = f"no sound in {language!r}; the log says why"
                health = VoiceHealth(False, "health.child_failed", detail)
        return health
    finally:
        await voice.stop()
