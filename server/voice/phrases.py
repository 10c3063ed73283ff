"""What the voice says: the parts of a call. PURE.

A call has two parts that are rendered apart and joined, so that no call waits
for speech: the number's part ("Mời công dân có số a không một năm"), known when
the ticket is issued, and the counter's part ("đến quầy số hai"), known at start.
"""

from dataclasses import dataclass

from assets.lang.spoken import cardinal, read_number
from server.voice.settings import VoiceSettings


@dataclass(frozen=True, slots=True)
class Wording:
    """How a language calls: `number` has the place ``{number}``, `counter` its own."""

    number: str
    counter: str


def number_part(
    template: str, number: str, language: str, settings: VoiceSettings
) -> str:
    """Return the first part of a call; `template` has the place ``{number}``."""
    spoken = read_number(number, language, settings.reading, settings.words)
    return template.format(number=spoken)


def counter_part(
    template: str, counter: int, language: str, settings: VoiceSettings
) -> str:
    """Return the last part of a call; `template` has the place ``{counter}``."""
    return template.format(counter=cardinal(counter, language, settings.words))
