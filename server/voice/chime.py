"""The chime before a call, made from three soft bell tones.

The committed file ``assets/sounds/chime.wav`` is what `chime` returns;
``python -m server.voice.chime FILE`` writes it again.
"""

import math
import sys
from array import array
from pathlib import Path

from server.voice.waves import FULL, Sound, fade, normalise, write

RATE = 22050
"""The rate of the speech engine, so that a player need not switch."""
LEVEL = -20.0
"""dBFS: a little below the voice, it must be noticed and not startle."""

# C5, E5, G5: a calm rising triad, low enough for ears that have lost the highs.
_TONES = (523.25, 659.26, 783.99)
_APART = 0.16  # seconds from one tone to the next
_SECONDS = 0.85
_ATTACK = 0.008
_DECAY = 0.22  # seconds in which a tone falls to 1/e
_PARTIALS = ((1.0, 1.0), (2.0, 0.25), (3.0, 0.08))  # multiple of the tone, strength


def chime() -> Sound:
    """Return the chime: 0.85 s, begins and ends in silence."""
    raw = [_at(i / RATE) for i in range(round(_SECONDS * RATE))]
    top = max(abs(value) for value in raw)
    samples = array("h", [round(0.9 * (FULL - 1) * value / top) for value in raw])
    return fade(normalise(Sound(samples, RATE), LEVEL), seconds_out=0.12)


def _at(t: float) -> float:
    return sum(_tone(hertz, t - n * _APART) for n, hertz in enumerate(_TONES))


def _tone(hertz: float, t: float) -> float:
    """One struck bell, `t` seconds after the stroke."""
    if t < 0:
        return 0.0
    shape = min(t / _ATTACK, 1.0) * math.exp(-t / _DECAY)
    return shape * sum(
        strength * math.sin(math.tau * hertz * multiple * t)
        for multiple, strength in _PARTIALS
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]), chime())
