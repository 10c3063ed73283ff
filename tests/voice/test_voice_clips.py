"""Which recordings say which numbers: all thousand of them, sample by sample."""

from array import array
from pathlib import Path

import pytest

from server.domain.model import Wording
from server.voice import waves
from server.voice.clips import Clip, Clips
from server.voice.engines.recorded import PAUSE, Recorded
from server.voice.recorded import Recordings
from server.voice.settings import VoiceSettings
from tests.voice.recordings import clips, speak

NAMES = {
    "không": "so-0",
    "một": "so-1",
    "hai": "so-2",
    "ba": "so-3",
    "bốn": "so-4",
    "năm": "so-5",
    "sáu": "so-6",
    "bảy": "so-7",
    "tám": "so-8",
    "chín": "so-9",
    "mười": "so-10",
    "mươi": "muoi",
    "mốt": "mot",
    "tư": "tu",
    "lăm": "lam",
    "linh": "linh",
    "lẻ": "le",
    "trăm": "tram",
}
DIGIT = list(NAMES)[:10]
AFTER_TENS = {**dict(enumerate(DIGIT)), 1: "mốt", 4: "tư", 5: "lăm"}
AFTER_TEN = {**dict(enumerate(DIGIT)), 5: "lăm"}


def counted(n: int, over: str) -> list[str]:
    """Read 0 to 999 as a schoolbook does, one case after another."""
    hundreds, rest = divmod(n, 100)
    said = [DIGIT[hundreds], "trăm"] if hundreds else []
    if n == 0:
        said = ["không"]
    elif 0 < rest < 10:
        said += [over, DIGIT[rest]] if hundreds else [DIGIT[rest]]
    elif 10 <= rest < 20:
        said += ["mười"] + ([AFTER_TEN[rest - 10]] if rest > 10 else [])
    elif rest:
        tens, units = divmod(rest, 10)
        said += [DIGIT[tens], "mươi"] + ([AFTER_TENS[units]] if units else [])
    return said


def test_the_schoolbook_of_this_test_reads_well() -> None:
    assert " ".join(counted(105, "linh")) == "một trăm linh năm"
    assert " ".join(counted(115, "linh")) == "một trăm mười lăm"
    assert " ".join(counted(421, "linh")) == "bốn trăm hai mươi mốt"
    assert " ".join(counted(44, "linh")) == "bốn mươi tư"
    assert " ".join(counted(900, "linh")) == "chín trăm"


def joined(references: dict[str, waves.Sound], words: list[str]) -> "array[int]":
    """Put the references of words behind each other, by hand."""
    pause = array("h", [0] * round(PAUSE * next(iter(references.values())).rate))
    samples = references[words[0]].samples[:]
    for word in words[1:]:
        samples += pause + references[word].samples
    return samples


@pytest.mark.parametrize(
    ("reading", "area", "over"),
    [("digits", "north", ""), ("number", "north", "linh"), ("number", "south", "lẻ")],
)
def test_each_of_the_thousand_numbers_is_its_syllables_in_order(
    reading: str, area: str, over: str, tmp_path: Path
) -> None:
    settings = VoiceSettings(reading=reading, words=area)  # type: ignore[arg-type]
    table = clips("vi", settings)
    made = speak(tmp_path, table.all)
    begin, letter = "Mời công dân có số", "bê"
    names = {**NAMES, begin: "moi-cong-dan-co-so", letter: "chu-b"}
    references = {
        word: waves.polish(made[name]) for word, name in names.items() if name in made
    }
    recordings, engine = Recordings(tmp_path, table), Recorded()
    draft = tmp_path / "unused.wav"
    for n in range(1000):
        digits = [DIGIT[int(digit)] for digit in f"{n:03}"]
        said = digits if reading == "digits" else counted(n, over)
        row = recordings.row(table.number(f"B{n:03}"))
        sound = engine.speak(" ".join(row), str(tmp_path), 1.0, draft)
        assert sound.samples == joined(references, [begin, letter, *said]), n


def test_the_recordings_are_some_sixty_files_of_plain_names() -> None:
    for language, most in (("vi", 60), ("en", 65)):
        names = [clip.name for clip in clips(language).all]
        words = [clip.words.casefold() for clip in clips(language).all]
        assert 50 <= len(names) <= most
        assert len(set(names)) == len(names)
        assert len(set(words)) == len(words)
        assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)
        assert names == [name.lower() for name in names]


def test_english_numbers_are_rows_too() -> None:
    settings = VoiceSettings(reading="number")
    table = clips("en", settings)
    names = [clip.name for clip in table.split(table.number("K124"))]
    assert names == ["ticket", "letter-k", "one", "hundred", "and", "twenty", "four"]
    counter = [clip.name for clip in table.split(table.counter(2))]
    assert counter == ["please-go-to-counter", "two"]


def test_other_words_of_the_office_are_other_recordings() -> None:
    wording = Wording("Xin mời số {number},", "vào cửa {counter} ạ")
    table = Clips("vi", wording, VoiceSettings())
    said = table.split(table.number("A001") + " " + table.counter(3))
    assert [clip.name for clip in said] == [
        *("xin-moi-so", "chu-a", "so-0", "so-0", "so-1"),
        *("vao-cua", "so-3", "a"),
    ]
    assert Clip("vao-cua", "vào cửa") in table.all


def test_a_part_that_is_a_number_is_recorded_once() -> None:
    table = Clips("vi", Wording("{number} một", "{counter}"), VoiceSettings())
    assert [c.name for c in table.all if c.words == "một"] == ["so-1"]


def test_what_no_recording_says_is_an_error() -> None:
    with pytest.raises(LookupError, match="xin"):
        clips().split("xin chào")
    with pytest.raises(LookupError, match="'lo'"):
        Clips("lo", Wording("{number}", "{counter}"), VoiceSettings())


def test_an_office_needs_only_what_its_numbers_say() -> None:
    needed = {clip.name for clip in clips().needed(["A", "Đ"], [1, 2])}
    assert needed == {
        "moi-cong-dan-co-so",
        "den-quay-so",
        "chu-a",
        "chu-dd",
        *(f"so-{n}" for n in range(10)),
    }
    more = {clip.name for clip in clips().needed(["A"], [1, 21])} - needed
    assert more == {"muoi", "mot"}
    counting = clips("vi", VoiceSettings(reading="number"))
    assert {"linh", "tram", "tu"} <= {c.name for c in counting.needed(["A"], [1])}
