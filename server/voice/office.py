"""One office's voice: what it says and with whose voice, from the data folder."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from server.domain.model import Office, Wording
from server.voice.cast import usual_wording
from server.voice.engines.piper import is_voice_file
from server.voice.recorded import Recordings, open_recordings
from server.voice.settings import VoiceHealth, VoiceSettings
from server.voice.speech import Voice

RECORDED = "recorded"
"""The folder of the recordings in the data folder."""


def wording_of(office: Office, settings: VoiceSettings) -> dict[str, Wording]:
    """Return how the office calls in each language of its calls.

    Raises LookupError for a language without texts.
    """
    own = office.calls.wording
    return {each: own.get(each) or usual_wording(each) for each in settings.languages}


def recordings_of(
    home: Path, office: Office, settings: VoiceSettings
) -> dict[str, Recordings]:
    """Read the office's own recordings in its data folder, by language; blocking."""
    return open_recordings(home / RECORDED, wording_of(office, settings), settings)


def open_voice(
    place: Path,
    home: Path,
    office: Office,
    settings: VoiceSettings,
    on_health: Callable[[VoiceHealth], None] | None = None,
) -> Voice:
    """Make the voice of the office in the data folder `home`; blocking.

    It keeps its sound in `place`.

    Raises LookupError for a language of the calls without texts.
    """
    return Voice(
        place,
        _located(settings, home),
        settings.languages,
        read=office.languages,
        wording=wording_of(office, settings),
        recorded=recordings_of(home, office, settings) if settings.recorded else {},
        on_health=on_health,
    )


def _located(settings: VoiceSettings, home: Path) -> VoiceSettings:
    """Give voice files their whole paths: they lie in the data folder."""

    def whole(voice: str) -> str:
        return str(home / voice) if is_voice_file(voice) else voice

    own, english = whole(settings.voice), whole(settings.voice_en)
    return replace(settings, voice=own, voice_en=english)
