"""The office's own recordings: judged, joined, the engine where they lack."""

import os
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from server.voice import waves
from server.voice.clips import Clip
from server.voice.recorded import Fault, Recordings, judge, open_recordings
from server.voice.settings import VoiceSettings
from server.voice.speech import Voice
from server.voice.waves import Sound
from tests.voice.recordings import RATE, clips, longest_silence, recorded, speak, tone
from tests.voice.test_voice_speech import heard, parts_on_disk, speaking

WORD = Clip("so-2", "hai")
VI = ("vi",)


@pytest.mark.parametrize(
    ("sound", "faults"),
    [
        (recorded(tone(300, 0.3)), ()),
        (recorded(tone(300, 0.3, 0.005)), ("quiet",)),
        (recorded(tone(300, 0.3, 0.8)), ("loud",)),
        (recorded(tone(300, 0.3), quiet=0.0), ("cut",)),
        (recorded(tone(300, 2.2)), ("long",)),
        (waves.silence(0.3, RATE), ("silent",)),
        (Sound(waves.silence(0, RATE).samples, RATE), ("silent",)),
    ],
)
def test_a_recording_is_judged_by_its_samples(
    sound: Sound, faults: tuple[Fault, ...]
) -> None:
    assert judge(sound, WORD) == faults


def test_what_is_too_loud_for_the_microphone_is_heard() -> None:
    sound = recorded(tone(100, 0.3, 0.2))
    for n in range(2000, 2004):
        sound.samples[n] = 32767
    assert judge(sound, WORD) == ("clipped",)
    sound.samples[2001] = 0  # a single sample at the top is no fault
    sound.samples[2003] = 0
    assert judge(sound, WORD) == ()


def test_a_sentence_may_last_longer_than_a_word() -> None:
    sound = recorded(tone(300, 2.2))
    assert judge(sound, Clip("den-quay-so", "đến quầy số")) == ()


def test_files_of_another_form_count_as_missing(tmp_path: Path) -> None:
    table = clips()
    speak(tmp_path, table.all)
    (tmp_path / "so-1.wav").unlink()
    (tmp_path / "so-2.wav").write_bytes(b"no sound")
    waves.write(tmp_path / "so-3.wav", recorded(tone(300, 0.3, rate=44100)))
    waves.write(tmp_path / "so-4.wav", waves.silence(0.3, RATE))
    found = Recordings(tmp_path, table).found
    faults = {clip.name: one.faults for clip, one in found.items() if one.faults}
    assert faults == {
        "so-1": ("missing",),
        "so-2": ("format",),
        "so-3": ("rate",),
        "so-4": ("silent",),
    }
    assert not any(one.usable for one in found.values() if one.faults)


def test_too_slow_a_rate_is_no_speech(tmp_path: Path) -> None:
    table = clips()
    for clip in table.all:
        slow = recorded(tone(300, 0.1, rate=8000))
        waves.write(tmp_path / f"{clip.name}.wav", slow)
    found = Recordings(tmp_path, table)
    assert {one.faults for one in found.found.values()} == {("rate",)}
    assert not found.begun


def test_a_row_is_whole_or_nothing(tmp_path: Path) -> None:
    table = clips()
    speak(tmp_path, table.all)
    whole = Recordings(tmp_path, table)
    assert whole.row("đến quầy số hai") == ("den-quay-so", "so-2")
    assert whole.row("đến nhà số hai") == ()
    (tmp_path / "so-2.wav").unlink()
    assert Recordings(tmp_path, table).row("đến quầy số hai") == ()


def test_another_file_is_another_edition(tmp_path: Path) -> None:
    table = clips()
    speak(tmp_path, table.all)
    before = Recordings(tmp_path, table).edition
    assert Recordings(tmp_path, table).edition == before
    os.utime(tmp_path / "so-2.wav", (1, 1))
    assert Recordings(tmp_path, table).edition != before


def office(folder: Path) -> dict[str, Recordings]:
    """Record all of Vietnamese, and give what a server finds of it."""
    if not folder.exists():
        speak(folder / "vi", clips().all)
    wording = {"vi": clips()._wording}
    return open_recordings(folder, wording, VoiceSettings())


async def test_a_call_from_recordings_measured(tmp_path: Path) -> None:
    own = office(tmp_path / "own")
    async with speaking(tmp_path / "voice", recorded=own) as voice:
        voice.prepare("A015")
        await parts_on_disk(voice)
        sound = await heard(voice, voice.sentence("A015", 2)["vi"])
    assert sound.rate == RATE
    # Seven recordings of 0.1 to 0.2 s, a breath around each, and the pauses.
    assert 1.2 <= sound.seconds <= 2.2
    assert waves.level(sound) == pytest.approx(waves.SPEECH_LEVEL, abs=0.6)
    assert waves.peak(sound) <= waves.CEILING + 0.01
    assert sound.samples[0] == sound.samples[-1] == 0
    assert longest_silence(sound) <= waves.JOIN_PAUSE + 0.09
    # A tone's own steps; a click at a join would be a multiple of them.
    assert max(steps(sound)) <= 1.25 * max(steps(polished(tmp_path / "own/vi")))


def polished(folder: Path) -> Sound:
    """Give the recording that is the highest tone, as it is joined."""
    return waves.polish(waves.read(folder / "chu-z.wav"))


def steps(sound: Sound) -> list[int]:
    return [abs(b - a) for a, b in pairwise(sound.samples)]


async def test_a_missing_recording_leaves_the_whole_sentence_to_the_engine(
    tmp_path: Path,
) -> None:
    own = office(tmp_path / "own")
    (tmp_path / "own/vi/so-5.wav").unlink()
    lacking = office(tmp_path / "own")
    assert not lacking["vi"].begun  # a digit is missing: nobody can be called
    speak(tmp_path / "own/vi", clips().all)
    (tmp_path / "own/vi/chu-h.wav").unlink()
    lacking = office(tmp_path / "own")
    async with speaking(tmp_path / "voice") as voice:
        by_engine = voice.sentence("H015", 2)["vi"]
        other = voice.sentence("A015", 2)["vi"]
    async with speaking(tmp_path / "voice", recorded=lacking) as voice:
        assert voice.sentence("H015", 2)["vi"] == by_engine
        assert voice.sentence("A015", 2)["vi"] != other
        assert (await heard(voice, by_engine)).rate == 22050
    assert own["vi"].begun


async def test_recordings_lost_while_the_server_runs_cost_no_call(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own = office(tmp_path / "own")
    async with speaking(tmp_path / "voice", counters=(), recorded=own) as voice:
        shutil.rmtree(tmp_path / "own")
        sound = await heard(voice, voice.sentence("A015", 2)["vi"])
    assert sound.rate == 22050
    assert "the recordings fail" in caplog.text


async def test_with_recordings_no_engine_is_needed(tmp_path: Path) -> None:
    none = VoiceSettings(voice="xx-nope")
    own = office(tmp_path / "own")
    async with speaking(
        tmp_path / "voice", VI, (1,), settings=none, recorded=own
    ) as voice:
        assert voice.health.ok
        assert (await heard(voice, voice.sentence("A015", 1)["vi"])).rate == RATE


async def test_new_recordings_are_heard_after_the_next_start(tmp_path: Path) -> None:
    own = office(tmp_path / "own")
    async with speaking(tmp_path / "voice", recorded=own) as voice:
        name = voice.sentence("A015", 2)["vi"]
        first = await heard(voice, name)
    waves.write(tmp_path / "own/vi/so-5.wav", recorded(tone(880, 0.5)))
    again = office(tmp_path / "own")
    async with speaking(tmp_path / "voice", recorded=again) as voice:
        assert voice.sentence("A015", 2)["vi"] != name
        longer = await heard(voice, voice.sentence("A015", 2)["vi"])
    assert longer.seconds > first.seconds + 0.2


async def test_other_languages_are_left_to_the_engine(tmp_path: Path) -> None:
    own = office(tmp_path / "own")
    both = ("vi", "en")
    async with speaking(tmp_path / "voice", both, recorded=own) as voice:
        names = voice.sentence("A015", 2)
        assert (await heard(voice, names["vi"])).rate == RATE
        assert (await heard(voice, names["en"])).rate == 22050
        assert isinstance(voice, Voice)
