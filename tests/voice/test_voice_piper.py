"""Piper behind the port, with a stand-in for its library: all of it that is used."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.voice import waves
from server.voice.engines import piper
from server.voice.office import open_voice
from server.voice.renderer import Phrase, Renderer, RenderError
from server.voice.settings import VoiceSettings
from server.voice.speech import Voice
from tests.offices import office
from tests.voice.test_voice_renderer import running, spoken
from tests.voice.test_voice_speech import heard, speaking

Command = tuple[str, ...]

STAND_IN = """
import array, json, math, sys, types
from dataclasses import dataclass

@dataclass
class SynthesisConfig:
    length_scale: float | None = None

class PiperVoice:
    @staticmethod
    def load(model_path):
        voice = PiperVoice()
        with open(model_path + ".json", encoding="utf-8") as file:
            given = json.load(file)
        if open(model_path, "rb").read(4) != b"ONNX":
            raise RuntimeError("Protobuf parsing failed")
        inference = given.get("inference", {})
        voice.config = types.SimpleNamespace(
            sample_rate=given["audio"]["sample_rate"],
            length_scale=inference.get("length_scale", 1.0),
        )
        return voice

    def synthesize_wav(self, text, wav_file, syn_config=None):
        rate = self.config.sample_rate
        syllables = len([word for word in text.split() if word.isalpha()])
        if not syllables:
            return  # the real one then leaves the file without its form
        wav_file.setframerate(rate)
        wav_file.setsampwidth(2)
        wav_file.setnchannels(1)
        count = round(0.2 * rate * syllables * syn_config.length_scale)
        tone = (round(9000 * math.cos(0.1 * i)) for i in range(count))
        wav_file.writeframes(array.array("h", tone).tobytes())

piper = types.ModuleType("piper")
piper.PiperVoice, piper.SynthesisConfig = PiperVoice, SynthesisConfig
sys.modules["piper"] = piper
"""

NONE = "import sys; sys.modules['piper'] = None\n"


@pytest.fixture
def voice_file(tmp_path: Path) -> Path:
    path = tmp_path / "vi.onnx"
    path.write_bytes(b"ONNX voice")
    json = '{"audio": {"sample_rate": 16000}, "inference": {"length_scale": 1.1}}'
    path.with_name("vi.onnx.json").write_text(json, "utf-8")
    return path


async def test_a_voice_file_speaks(
    voice_file: Path, tmp_path: Path, child_after: Callable[[str], Command]
) -> None:
    name = str(voice_file)
    phrase = Phrase("đến quầy số hai", name, 0.8)
    async with running(name, "en", command=child_after(STAND_IN)) as renderer:
        assert renderer.health.ok
        assert renderer.voices == {name: name, "en": "gmw/en"}
        sound = await spoken(renderer, phrase, tmp_path)
        normal = await spoken(renderer, Phrase(phrase.text, name, 1.0), tmp_path)
        with pytest.raises(RenderError):
            await spoken(renderer, Phrase("…", name, 0.8), tmp_path)
    assert sound.rate == 16000
    assert sound.seconds == pytest.approx(4 * 0.2 * 1.1 / 0.8, abs=0.01)
    assert normal.seconds == pytest.approx(4 * 0.2 * 1.1, abs=0.01)
    assert waves.level(sound) == pytest.approx(waves.SPEECH_LEVEL, abs=0.1)
    assert sound.samples[0] == sound.samples[-1] == 0


@pytest.mark.parametrize("gone", ["vi.onnx", "vi.onnx.json"])
async def test_a_voice_that_lacks_a_file_is_not_found(
    gone: str, voice_file: Path, child_after: Callable[[str], Command]
) -> None:
    (voice_file.parent / gone).unlink()
    async with running(str(voice_file), command=child_after(STAND_IN)) as renderer:
        assert renderer.health.reason == "health.voice_missing"


async def test_a_damaged_voice_file_is_a_stated_health(
    voice_file: Path, child_after: Callable[[str], Command]
) -> None:
    voice_file.write_bytes(b"half")  # noqa: ASYNC240
    async with running(str(voice_file), command=child_after(STAND_IN)) as renderer:
        assert renderer.health.reason == "health.voice_broken"
        assert "vi.onnx" in renderer.health.detail


async def test_without_the_extra_the_health_says_so(
    voice_file: Path, child_after: Callable[[str], Command]
) -> None:
    async with running(str(voice_file), "en", command=child_after(NONE)) as renderer:
        assert renderer.health.reason == "health.piper_missing"


async def test_another_file_of_the_same_name_speaks_anew(
    voice_file: Path, tmp_path: Path, child_after: Callable[[str], Command]
) -> None:
    settings = VoiceSettings(voice=str(voice_file))

    def renderer() -> Renderer:
        return Renderer([str(voice_file)], command=child_after(STAND_IN))

    async with speaking(
        tmp_path / "a", settings=settings, renderer=renderer()
    ) as voice:
        name = voice.sentence("A015", 2)["vi"]
        assert (await heard(voice, name)).rate == 16000
    os.utime(voice_file, (1, 1))
    async with speaking(
        tmp_path / "a", settings=settings, renderer=renderer()
    ) as voice:
        assert voice.sentence("A015", 2)["vi"] != name


def test_a_voice_file_lies_in_the_data_folder(tmp_path: Path) -> None:
    (tmp_path / "vi.onnx").write_bytes(b"ONNX")
    settings = VoiceSettings(voice="vi.onnx", voice_en="/srv/en.onnx")
    voice = open_voice(tmp_path / "voice", tmp_path, office(), settings)
    wanted = voice._renderer._wanted
    assert wanted[0] == str(tmp_path / "vi.onnx")
    assert "/srv/en.onnx" in wanted
    assert isinstance(voice, Voice)


def test_only_voice_files_are_pipers() -> None:
    assert piper.is_voice_file("/srv/vi.onnx")
    assert not piper.is_voice_file("vi")
    assert piper.edition("/nowhere.onnx") == ""
