"""The server's voice as the server uses it, with the real engine."""

import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assets.lang import texts
from server.domain.model import Wording
from server.voice import store, waves
from server.voice.renderer import Phrase, Renderer
from server.voice.settings import STARTING, VoiceHealth, VoiceSettings
from server.voice.speech import BACKLOG, LONGEST, READINGS, Voice, examine
from server.voice.store import Store
from tests.voice.recordings import longest_silence, silences

VI = ("vi",)


@asynccontextmanager
async def speaking(
    folder: Path,
    languages: tuple[str, ...] = VI,
    counters: tuple[int, ...] = (1, 2),
    settings: VoiceSettings | None = None,
    **options: Any,
) -> AsyncIterator[Voice]:
    voice = Voice(folder, settings or VoiceSettings(), languages, **options)
    await voice.start(counters)
    try:
        yield voice
    finally:
        await voice.stop()


async def heard(voice: Voice, name: str) -> waves.Sound:
    path = await voice.wav(name)
    assert path is not None
    return waves.read(path)


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob(".*"))


async def parts_on_disk(voice: Voice) -> None:
    """Wait until all that is being prepared is there."""
    await asyncio.gather(*voice._tasks)


async def test_a_call_is_spoken(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        assert voice.health == VoiceHealth(True, "health.ok")
        voice.prepare("A015")
        names = voice.sentence("A015", 2)
        assert list(names) == ["vi"]
        assert store.is_name(names["vi"])
        sound = await heard(voice, names["vi"])
    assert 3.0 <= sound.seconds <= 3.5
    assert waves.level(sound) == pytest.approx(waves.SPEECH_LEVEL, abs=0.6)


async def test_a_prepared_call_only_joins(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        voice.prepare("A015")
        await parts_on_disk(voice)
        assert len(list((tmp_path / "parts").iterdir())) == 3  # two counters, A015
        os.kill(voice._renderer.pid or 0, signal.SIGSTOP)  # nothing is rendered now
        names = voice.sentence("A015", 2)
        assert (await heard(voice, names["vi"])).seconds > 3


async def test_a_call_that_nobody_prepared_is_spoken_too(tmp_path: Path) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        assert await heard(voice, voice.sentence("M999", 21)["vi"])


async def test_a_call_is_spoken_in_both_languages(tmp_path: Path) -> None:
    async with speaking(tmp_path, ("vi", "en")) as voice:
        voice.prepare("A015", "en")
        names = voice.sentence("A015", 2)
        assert list(names) == ["vi", "en"]
        vi = await heard(voice, names["vi"])
        en = await heard(voice, names["en"])
    assert vi.samples != en.samples
    assert en.seconds > 2


async def test_names_are_the_same_for_the_same_words_only(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        name = voice.sentence("A015", 2)["vi"]
        assert voice.sentence("A015", 2)["vi"] == name
        assert voice.sentence("A015", 1)["vi"] != name
        assert voice.sentence("A016", 2)["vi"] != name


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (VoiceSettings(), VoiceSettings(rate=0.7)),
        (VoiceSettings(), VoiceSettings(voice="vi-vn-x-south")),
        (VoiceSettings(), VoiceSettings(reading="number")),
        (
            VoiceSettings(reading="number"),
            VoiceSettings(reading="number", words="south"),
        ),
    ],
)
async def test_another_voice_rate_or_word_is_rendered_anew(
    before: VoiceSettings, after: VoiceSettings, tmp_path: Path
) -> None:
    async with speaking(tmp_path, settings=before) as voice:
        name = voice.sentence("A105", 21)["vi"]
        first = await heard(voice, name)
    async with speaking(tmp_path, settings=after) as voice:
        other = voice.sentence("A105", 21)["vi"]
        assert other != name
        assert await heard(voice, other) != first


async def test_the_usual_rate_is_that_which_old_ears_follow(tmp_path: Path) -> None:
    assert VoiceSettings().rate == 0.8
    async with speaking(tmp_path / "a", counters=()) as voice:
        slow = await heard(voice, voice.sentence("A015", 2)["vi"])
    normal = VoiceSettings(rate=1.0)
    async with speaking(tmp_path / "b", counters=(), settings=normal) as voice:
        fast = await heard(voice, voice.sentence("A015", 2)["vi"])
    assert 1.1 < slow.seconds / fast.seconds < 1.35


async def test_a_call_has_no_long_silence_and_no_click(tmp_path: Path) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        sound = await heard(voice, voice.sentence("A015", 2)["vi"])
    assert sound.samples[0] == sound.samples[-1] == 0
    assert longest_silence(sound) <= waves.JOIN_PAUSE + 0.15
    # What begins or ends in the pause does so softly.
    quiet = silences(sound, waves.JOIN_PAUSE)
    assert len(quiet) == 1
    for edge in quiet[0]:
        around = sound.samples[max(edge - 40, 0) : edge + 40]
        steps = [abs(b - a) for a, b in pairwise(around)]
        assert max(steps) < waves.FULL // 50


async def test_a_sentence_outlives_a_restart(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        name = voice.sentence("A015", 2)["vi"]
        first = await heard(voice, name)
    async with speaking(tmp_path) as voice:
        assert await heard(voice, name) == first
        assert voice.sentence("A015", 2)["vi"] == name


async def test_many_displays_ask_at_once(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        name = voice.sentence("A015", 2)["vi"]
        paths = await asyncio.gather(*(voice.wav(name) for _ in range(20)))
        assert set(paths) == {tmp_path / name}


async def test_one_display_that_goes_away_takes_nothing_from_the_others(
    tmp_path: Path,
) -> None:
    async with speaking(tmp_path) as voice:
        name = voice.sentence("A015", 2)["vi"]
        asking = asyncio.create_task(voice.wav(name))
        await asyncio.sleep(0)
        asking.cancel()
        assert await heard(voice, name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".wav",
        "../secret.wav",
        "parts/00000000000000000000000000000000.wav",
        "0000000000000000000000000000000.wav",
        "0000000000000000000000000000000G.wav",
        "00000000000000000000000000000000.wav\n",
        "00000000000000000000000000000000.wav/..",
        "00000000000000000000000000000000.WAV",
        "００００００００００００００００００００００００００００００００.wav",
        "00000000000000000000000000000000.wav",
    ],
)
async def test_a_name_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.wav").write_bytes(b"x" * 100)
    async with speaking(tmp_path / "voice", counters=()) as voice:
        assert await voice.wav(name) is None


async def test_a_part_is_not_given_out(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        await parts_on_disk(voice)
        part = next((tmp_path / "parts").iterdir())
        assert await voice.wav(part.name) is None


async def test_a_file_cut_off_by_a_power_cut_is_made_again(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        name = voice.sentence("A015", 2)["vi"]
        first = await heard(voice, name)
    for path in [tmp_path / name, *(tmp_path / "parts").iterdir()]:
        os.truncate(path, 1000)
    old_draft, new_draft = tmp_path / ".old.1.wav", tmp_path / ".new.2.wav"
    for draft in (old_draft, new_draft):
        draft.touch()
    os.utime(old_draft, (0, 0))
    async with speaking(tmp_path, counters=()) as voice:
        assert await voice.wav(name) is None  # its words are not known any more
        assert voice.sentence("A015", 2)["vi"] == name
        assert len((await heard(voice, name)).samples) == len(first.samples)
        assert drafts(tmp_path) == [new_draft]  # another process may be at it


async def test_a_lost_file_is_made_again(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        name = voice.sentence("A015", 2)["vi"]
        await heard(voice, name)
        (tmp_path / name).unlink()
        assert (await heard(voice, name)).seconds > 3


async def test_a_killed_engine_costs_no_call(tmp_path: Path) -> None:
    async with speaking(tmp_path) as voice:
        await parts_on_disk(voice)
        os.kill(voice._renderer.pid or 0, signal.SIGKILL)
        assert await heard(voice, voice.sentence("B024", 1)["vi"])
        assert voice.health.ok


async def test_a_missing_voice_leaves_the_displays_their_chime(tmp_path: Path) -> None:
    seen: list[VoiceHealth] = []
    none = VoiceSettings(voice="xx-nope")
    async with speaking(tmp_path, settings=none, on_health=seen.append) as voice:
        assert not voice.health.ok
        assert voice.health.reason == "health.voice_missing"
        assert seen == [voice.health]
        voice.prepare("A015")
        assert voice.sentence("A015", 2) == {}
        assert list((tmp_path / "parts").iterdir()) == []


async def test_a_missing_engine_leaves_the_displays_their_chime(
    tmp_path: Path, child_after: Callable[[str], tuple[str, ...]]
) -> None:
    harm = 'import sys; sys.modules["pyttsx3"] = None\n'
    broken = Renderer(["vi"], command=child_after(harm))
    async with speaking(tmp_path, renderer=broken) as voice:
        assert voice.health.reason == "health.engine_missing"
        assert voice.sentence("A015", 2) == {}


async def test_a_missing_second_language_is_left_out(tmp_path: Path) -> None:
    settings = VoiceSettings(voice_en="xx-nope")
    async with speaking(tmp_path, ("vi", "en"), settings=settings) as voice:
        assert voice.health.ok
        assert list(voice.sentence("A015", 2)) == ["vi"]


async def test_a_folder_that_cannot_be_written_is_found_at_start(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()
    async with speaking(tmp_path / "file" / "voice") as voice:
        assert voice.health.reason == "health.folder_unwritable"
        assert voice.sentence("A015", 2) == {}


async def test_a_disk_that_fails_later_ends_in_no_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        (tmp_path / "parts").rmdir()
        voice.prepare("A015")
        name = voice.sentence("A015", 2)["vi"]
        assert await voice.wav(name) is None
        assert "folder_unwritable" in caplog.text
        (tmp_path / "parts").mkdir()
        assert await heard(voice, name)


async def test_a_number_that_cannot_be_read_is_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with speaking(tmp_path) as voice:
        voice.prepare("A-15")
        assert voice._preparing is not None
        await voice._preparing
        assert voice.sentence("A-15", 2) == {}
    assert caplog.text.count("not a ticket number: 'A-15'") == 2


async def test_before_the_start_there_is_no_voice(tmp_path: Path) -> None:
    voice = Voice(tmp_path, VoiceSettings(), VI)
    assert voice.health == STARTING
    assert voice.sentence("A015", 2) == {}
    await voice.stop()


@pytest.mark.parametrize("languages", [(), ("xx",)])
def test_a_language_without_texts_is_refused(
    tmp_path: Path, languages: tuple[str, ...]
) -> None:
    with pytest.raises(LookupError):
        Voice(tmp_path, VoiceSettings(), languages)


async def test_the_loop_never_waits_for_speech(tmp_path: Path) -> None:
    """A morning's tickets at once, and a call before their parts are there."""
    async with speaking(tmp_path) as voice:
        await parts_on_disk(voice)
        started = time.perf_counter()
        for n in range(BACKLOG * 2):
            voice.prepare(f"A{n:03}")
        names = voice.sentence("K001", 2)
        given_in = time.perf_counter() - started
        assert len(voice._to_prepare) == BACKLOG  # the rest is left to its calls
        started = time.perf_counter()
        assert await heard(voice, names["vi"])
        spoken_in = time.perf_counter() - started
    # In turn it would take some 200 renderings of 30 ms.
    assert given_in < 1.0
    assert spoken_in < 3.0


@pytest.mark.parametrize("language", ["vi", "en"])
async def test_every_health_has_a_sentence_for_staff(language: str) -> None:
    t = texts("voice", language)
    reasons = [key for key in t if key.startswith("health.")]
    assert {"health.ok", "health.engine_missing", "health.piper_missing"} < {*reasons}
    assert all(len(t(reason)) > 10 for reason in reasons)


async def test_a_check_really_speaks(tmp_path: Path) -> None:
    assert (await examine(Voice(tmp_path, VoiceSettings(), VI))).ok
    assert len(list_wavs(tmp_path)) == 1
    none = await examine(Voice(tmp_path, VoiceSettings(voice="xx-nope"), VI))
    assert none.reason == "health.voice_missing"


async def test_a_check_finds_an_engine_that_stays_silent(
    tmp_path: Path,
    child_after: Callable[[str], tuple[str, ...]],
) -> None:
    harm = """
import pyttsx3
pyttsx3.engine.Engine.save_to_file = lambda *_: None
pyttsx3.engine.Engine.runAndWait = lambda *_: None
"""
    silent = Renderer(["vi"], command=child_after(harm))
    voice = Voice(tmp_path, VoiceSettings(), VI, renderer=silent)
    health = await examine(voice)
    assert health.reason == "health.child_failed"
    assert health.detail


def list_wavs(folder: Path) -> list[Path]:
    return list(folder.glob("*.wav"))


def test_what_was_not_used_for_longest_is_thrown_away(tmp_path: Path) -> None:
    kept = Store(tmp_path, keep_bytes=5000)
    kept.open()
    now = time.time()
    for n in range(8):
        path = kept.sentence(store.sentence_name(Phrase("a", "vi", 1), phrase(n)))
        waves.write(path, waves.silence(0.045, 22050))  # about 2 kB each
        # n = 0 is the newest; 0 to 4 were used in the last hour.
        used = now - 60 * n if n < 5 else now - 86400 * n
        os.utime(path, (used, used))
    assert kept.prune() == 3
    assert len(list(tmp_path.glob("*.wav"))) == 5
    assert kept.prune() == 0


def test_what_is_used_is_young_again(tmp_path: Path) -> None:
    kept = Store(tmp_path, keep_bytes=0)
    kept.open()
    path = kept.part(store.part_name(phrase(1)))
    waves.write(path, waves.silence(0.1, 22050))
    os.utime(path, (0, 0))
    assert kept.whole(path)
    assert kept.prune() == 0
    os.utime(path, (0, 0))
    assert kept.prune() == 1
    assert not kept.whole(path)


def phrase(n: int) -> Phrase:
    return Phrase(str(n), "vi", 0.8)


def test_a_disk_that_became_read_only_still_gives_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    kept = Store(tmp_path)
    kept.open()
    path = kept.sentence(store.part_name(phrase(1)))
    waves.write(path, waves.silence(0.1, 22050))
    monkeypatch.setattr(os, "utime", refuse)
    assert kept.whole(path)


async def test_the_folder_is_kept_small_while_calls_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.voice.speech.PRUNE_EVERY", 1)
    old = tmp_path / store.part_name(phrase(1))
    old.write_bytes(b"long ago")
    async with speaking(tmp_path, counters=()) as voice:
        voice._store._keep_bytes = 0
        await parts_on_disk(voice)
        os.utime(old, (0, 0))
        with caplog.at_level(logging.INFO):
            await heard(voice, voice.sentence("A015", 2)["vi"])
            await parts_on_disk(voice)
    assert not old.exists()
    assert "1 old files" in caplog.text


async def test_only_so_many_sentences_are_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.voice.speech.REMEMBERED", 1)
    async with speaking(tmp_path) as voice:
        first, second = (voice.sentence(n, 2)["vi"] for n in ("A015", "A016"))
        for name in (first, second):
            await heard(voice, name)
            (tmp_path / name).unlink()
        assert await voice.wav(first) is None
        assert await heard(voice, second)


# Reading a screen aloud


PAGE = (
    "Số thứ tự của ông bà là: bê không một tám.",
    "Trước ông bà còn ba người.",
    "Phải chờ khoảng năm đến mười lăm phút.",
)


async def test_a_screen_is_read_aloud_sentence_by_sentence(tmp_path: Path) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        names = [voice.reading(text, "vi") or "" for text in PAGE]
        assert len(set(names)) == 3
        assert all(store.is_name(name) for name in names)
        sounds = [await heard(voice, name) for name in names]
        assert all(sound.seconds > 1 for sound in sounds)
        assert all(waves.level(sound) > -25 for sound in sounds)
        assert not voice._readings
        assert voice.reading(f"  {PAGE[0]}\n", "vi") == names[0]
    async with speaking(tmp_path, counters=()) as voice:
        os.kill(voice._renderer.pid or 0, signal.SIGSTOP)
        # Kept on the disk: nothing is rendered again.
        assert await heard(voice, voice.reading(PAGE[0], "vi") or "") == sounds[0]


async def test_a_screen_is_read_in_languages_that_no_call_has(tmp_path: Path) -> None:
    async with speaking(tmp_path, VI, (), read=("vi", "en")) as voice:
        name = voice.reading("Your number is B, zero one eight.", "en")
        assert (await heard(voice, name or "")).seconds > 1
        assert list(voice.sentence("A015", 2)) == ["vi"]
        assert voice.reading("Bonjour.", "fr") is None


async def test_a_call_goes_before_a_long_reading(
    tmp_path: Path,
) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        pages = [
            voice.reading(f"Đây là câu dài thứ {n}, đọc rất lâu mới hết.", "vi")
            for n in range(READINGS)
        ]
        assert all(pages)
        assert voice.reading("Thêm một câu nữa.", "vi") is None
        call = voice.sentence("A015", 2)["vi"]
        assert await voice.wav(call) is not None
        # All but the few that were rendered before it still wait.
        assert len(voice._readings) > READINGS / 2
        assert voice.reading("Đây là câu dài thứ 39, đọc rất lâu mới hết.", "vi")
        await asyncio.gather(*voice._under_way.values())
        assert not voice._readings
        assert voice.reading("Thêm một câu nữa.", "vi") is not None


async def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        for text in ("", "  \n", "a" * (LONGEST + 1)):
            with pytest.raises(ValueError, match="letters"):
                voice.reading(text, "vi")
    assert Voice(tmp_path, VoiceSettings(), VI).reading("Một.", "vi") is None


async def test_a_sentence_that_cannot_be_rendered_is_none(tmp_path: Path) -> None:
    async with speaking(tmp_path, counters=()) as voice:
        name = voice.reading("…", "vi")
        assert name is not None
        assert await voice.wav(name) is None
        assert not voice._readings


# The office's own words


async def test_the_office_calls_in_its_own_words(tmp_path: Path) -> None:
    longer = Wording("Xin kính mời ông bà có số thứ tự {number}", "vào cửa {counter} ạ")
    async with speaking(tmp_path) as voice:
        usual = voice.sentence("A015", 2)["vi"]
        before = await heard(voice, usual)
    own = {"vi": longer}
    async with speaking(tmp_path, wording=own) as voice:
        name = voice.sentence("A015", 2)["vi"]
        assert name != usual  # other words are other files
        assert (await heard(voice, name)).seconds > before.seconds + 0.5


async def test_a_language_without_own_words_has_the_usual_ones(tmp_path: Path) -> None:
    own = {"vi": Wording("Số {number}", "cửa {counter}")}
    async with speaking(tmp_path, ("vi", "en"), ()) as voice:
        english = voice.sentence("A015", 2)["en"]
    async with speaking(tmp_path, ("vi", "en"), (), wording=own) as voice:
        assert voice.sentence("A015", 2)["en"] == english
