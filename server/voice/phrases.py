"""What the voice says: the parts of a call. PURE.

A call has two parts that are rendered apart and joined, so that no call waits
for speech: the number's part ("Mời công dân có số a không một năm"), known when
the ticket is issued, and the counter's part ("đến quầy số hai"), known at start.
"""

from assets.lang.spoken import cardinal, read_number
from server.voice.settings import VoiceSettings


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
