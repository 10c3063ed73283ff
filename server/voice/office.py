"""One office's voice: what it says and with whose voice, from the data folder."""

from collections.abc import Callable
from pathlib import Path

from server.domain.model import Office, Wording
from server.voice.cast import usual_wording
from server.voice.recorded import Recordings, open_recordings
from server.voice.settings import VoiceHealth, VoiceSettings
from server.voice.speech import Voice


def wording_of(office: Office, settings: VoiceSettings) -> dict[str, Wording]:
    """Return how the office calls in each language of its calls.

    Raises LookupError for a language without texts.
    """
    own = office.calls.wording
    return {each: own.get(each) or usual_wording(each) for each in settings.languages}


def recordings_of(
    folder: Path, office: Office, settings: VoiceSettings
) -> dict[str, Recordings]:
    """Read the office's own recordings in `folder`, by language; blocking."""
    return open_recordings(folder, wording_of(office, settings), settings)


def open_voice(
    place: Path,
    recorded: Path,
    office: Office,
    settings: VoiceSettings,
    on_health: Callable[[VoiceHealth], None] | None = None,
) -> Voice:
    """Make the office's voice, which keeps its sound in `place`; blocking.

    Raises LookupError for a language of the calls without texts.
    """
    return Voice(
        place,
        settings,
        settings.languages,
        read=office.languages,
        wording=wording_of(office, settings),
        recorded=recordings_of(recorded, office, settings) if settings.recorded else {},
        on_health=on_health,
    )
