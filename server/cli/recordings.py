"""What ``motcua check`` and ``motcua voice check`` say of the office's recordings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from server.config.settings import Settings
from server.domain.model import Office
from server.storage.folder import Folder
from server.voice.clips import Clip
from server.voice.office import recordings_of
from server.voice.recorded import Fault, Found, Recordings

from .finding import Finding
from .shell import texts_of

t = texts_of("voice")


def needed(recordings: Recordings, office: Office, settings: Settings) -> list[Found]:
    """Return the recordings that this office's numbers and counters need."""
    letters = {service.prefix for service in office.services.values()}
    letters |= {settings.kiosk.series} - {""}
    counters = [counter.number for counter in office.counters.values()]
    clips = recordings.clips.needed(sorted(letters), counters)
    return [recordings.found[clip] for clip in clips]


def look(folder: Folder, office: Office, settings: Settings) -> Iterator[Finding]:
    """Look at the recordings of every language of the calls."""
    found = recordings_of(folder.path, office, settings.voice)
    if not found:
        languages = ", ".join(settings.voice.languages)
        yield Finding("note", t("recorded.no_languages", languages=languages))
    for language, recordings in found.items():
        yield from _language(language, recordings, needed(recordings, office, settings))


def _language(
    language: str, recordings: Recordings, wanted: Sequence[Found]
) -> Iterator[Finding]:
    where = {"language": language, "folder": recordings.folder}
    gone = [one for one in wanted if not one.there]
    faulty = [one for one in recordings.found.values() if one.faults and one.there]
    if gone:
        clips = ", ".join(named(one.clip) for one in gone)
        counted = {"count": len(gone), "all": len(wanted)}
        yield Finding("bad", t("recorded.lacking", clips=clips, **counted, **where))
    for one in faulty:
        yield Finding("bad", t("recorded.faulty", **_said(one)))
    if not recordings.begun:
        yield Finding("note", t("recorded.none", language=language))
    elif not gone and not faulty:
        yield Finding("ok", t("recorded.whole", count=len(wanted), **where))


def _said(one: Found) -> dict[str, object]:
    file, words = one.path.name, one.clip.words
    return {"file": file, "words": words, "faults": told(one.faults)}


def told(faults: Sequence[Fault]) -> str:
    """Return the faults of a recording in words."""
    return "; ".join(t(f"recorded.{fault}") for fault in faults)


def named(clip: Clip) -> str:
    """Return a recording's name with its words."""
    return f"{clip.name} “{clip.words}”"
