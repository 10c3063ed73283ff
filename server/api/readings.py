"""Sentences of a kiosk's screens for those who cannot read them."""

from __future__ import annotations

from server.protocol import messages as m
from server.protocol import methods

from .caller import Caller
from .outcome import Handler, Outcome
from .ports import Voice


class Readings:
    """The one method of reading aloud.

    Args:
        voice: speaks; answers at once, before it has spoken.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {"voice.render": self._render}

    async def _render(
        self, caller: Caller, params: methods.VoiceRender, browser: bool
    ) -> Outcome:
        name = self._voice.reading(params.text, params.lang)
        return Outcome(m.Rendered(voice=f"/voice/{name}" if name else None))
