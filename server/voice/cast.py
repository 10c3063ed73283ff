"""Who says what: which voice speaks a text, and in which words.

A call is spoken from the office's own recordings if they have all of it, else all of
it by the engine: nobody should hear two voices in one sentence.
"""

from collections.abc import Iterable, Mapping, Sequence

from assets.lang import texts
from server.domain.model import Wording
from server.voice.engines.piper import edition, is_voice_file
from server.voice.engines.recorded import PREFIX
from server.voice.phrases import counter_part, number_part
from server.voice.recorded import Recordings
from server.voice.renderer import Phrase
from server.voice.settings import VoiceSettings

Voices = Mapping[str, str | None]
"""The engines' answer: the names of voices, and what they found under them."""


def usual_wording(language: str) -> Wording:
    """Return how a language calls if the office says nothing else.

    Raises LookupError for a language without texts.
    """
    said = texts("voice", language).entries
    return Wording(said["say.number"], said["say.counter"])


class Cast:
    """The voices of one office and the words of its calls."""

    def __init__(
        self,
        settings: VoiceSettings,
        wording: Mapping[str, Wording],
        recorded: Mapping[str, Recordings],
    ) -> None:
        """Call in the languages of `wording`, the hall's own first.

        `recorded` are the recordings of those languages that have any; too few to
        call anybody are left alone. Raises LookupError for no language.
        """
        if not wording:
            raise LookupError("the voice needs a language")
        self.languages = tuple(wording)
        self._settings = settings
        self._wording = dict(wording)
        files = filter(is_voice_file, (settings.voice, settings.voice_en))
        self._editions = {voice: edition(voice) for voice in files}
        self._recorded = {
            language: own
            for language, own in recorded.items()
            if language in wording and own.begun
        }

    def reword(self, wording: Mapping[str, Wording]) -> None:
        """Call in these words from now on, in the same languages."""
        self._wording = {each: wording[each] for each in self.languages}

    def names(self, read: Iterable[str] = ()) -> Sequence[str]:
        """Return the voices that are wanted, the hall's own first.

        In the languages of `read` screens are read aloud too.
        """
        languages = dict.fromkeys((*self.languages, *read))
        own = [_folder(recordings) for recordings in self._recorded.values()]
        return [*own, *map(self._settings.voice_for, languages)]

    def speakable(self, voices: Voices) -> list[str]:
        """Return those languages of the calls that there is a voice for."""
        return [
            each
            for each in self.languages
            if each in self._recorded or voices.get(self._settings.voice_for(each))
        ]

    @property
    def slow(self) -> bool:
        """Whether a voice of it takes its time: a neural one."""
        return bool(self._editions)

    def number(self, number: str, language: str) -> Phrase:
        """Return a call's first part. Raises ValueError for no ticket's number."""
        return self._spoken(language, self._number(number, language))[0]

    def counter(self, counter: int, language: str) -> Phrase:
        """Return a call's last part."""
        return self._spoken(language, self._counter(counter, language))[0]

    def call(self, number: str, counter: int, language: str) -> tuple[Phrase, ...]:
        """Return both parts in one voice. Raises ValueError for no ticket's number."""
        return self.trial(self._wording[language], number, counter, language)

    def trial(
        self, wording: Wording, number: str, counter: int, language: str
    ) -> tuple[Phrase, ...]:
        """Return both parts in other words. Raises ValueError as `call` does."""
        parts = (
            number_part(wording.number, number, language, self._settings),
            counter_part(wording.counter, counter, language, self._settings),
        )
        return self._spoken(language, *parts)

    def engine(self, text: str, language: str) -> Phrase:
        """Return a text that is spoken by the engine."""
        voice = self._settings.voice_for(language)
        edition = self._editions.get(voice, "")
        return Phrase(text, voice, self._settings.rate, edition)

    def _number(self, number: str, language: str) -> str:
        template = self._wording[language].number
        return number_part(template, number, language, self._settings)

    def _counter(self, counter: int, language: str) -> str:
        template = self._wording[language].counter
        return counter_part(template, counter, language, self._settings)

    def _spoken(self, language: str, *said: str) -> tuple[Phrase, ...]:
        by_engine = tuple(self.engine(text, language) for text in said)
        own = self._recorded.get(language)
        rows = [own.row(text) for text in said] if own else []
        if own is None or not all(rows):
            return by_engine
        # Recordings have their own pace: the rate would only render them again.
        return tuple(
            Phrase(" ".join(row), _folder(own), 1.0, own.edition, instead)
            for row, instead in zip(rows, by_engine, strict=True)
        )


def _folder(recordings: Recordings) -> str:
    return f"{PREFIX}{recordings.folder}"
