"""How the office's voice speaks, and whether it can. PURE."""

from dataclasses import dataclass

from assets.lang.spoken import Reading, Words

SLOWEST = 0.5
FASTEST = 1.5


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """What an office may choose about its voice.

    `voice` and `voice_en` are names the speech engine knows (``espeak-ng
    --voices``; for Vietnamese also ``vi-vn-x-central``, ``vi-vn-x-south``), or a
    voice file of Piper, ``….onnx``, in the data folder or by its whole path.
    `rate` is a factor of the engine's normal speed: 0.8 was clearly better
    understood by older listeners in echoing rooms (Hodoshima, Interspeech 2024).
    `languages` are spoken one after another at each call. `recorded`: calls are
    spoken from the office's own recordings (``motcua voice``) as far as they go.
    """

    voice: str = "vi"
    voice_en: str = "en"
    rate: float = 0.8
    reading: Reading = "digits"
    words: Words = "north"
    languages: tuple[str, ...] = ("vi",)
    recorded: bool = False

    def __post_init__(self) -> None:
        """Refuse a rate nobody could follow. Raises ValueError."""
        if not SLOWEST <= self.rate <= FASTEST:
            raise ValueError(
                f"rate must be from {SLOWEST} to {FASTEST}, not {self.rate}"
            )

    def voice_for(self, language: str) -> str:
        """Return the engine's voice for `language`; another language names itself."""
        return {"vi": self.voice, "en": self.voice_en}.get(language, language)


@dataclass(frozen=True, slots=True)
class VoiceHealth:
    """Whether the hall can hear the calls spoken; if not, the displays chime.

    `reason` is a key of ``voice.toml`` (a sentence for staff), `detail` is for
    the technician and the log.
    """

    ok: bool
    reason: str
    detail: str = ""


STARTING = VoiceHealth(False, "health.starting")
"""What is known before the engine has answered."""
