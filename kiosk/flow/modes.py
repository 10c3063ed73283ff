"""How the kiosk stands: its voice, its comforts, alone or not, open to staff. PURE."""

from __future__ import annotations

from kiosk.flow.record import Hiding, Record
from kiosk.flow.wishes import Pending

LOUDEST = 5
"""Steps of the volume of what is read aloud."""


class Aloud(Record):
    """Reading aloud: whether each page is read as it opens, and what is heard.

    Attributes:
        volume: the step now, 1 to `LOUDEST`.
        usual: the one it comes back to; 0: the kiosk has no loudspeaker.
        readings: how many readings there were.
        reading: the number of the one that is heard, None in silence.
        heard_at: when its last sentence began, in seconds.
    """

    on: bool = False
    volume: int = 3
    usual: int = 3
    readings: int = 0
    reading: int | None = None
    heard_at: float = 0.0

    def reset(self) -> Aloud:
        """Return it as the next citizen finds it: off, at the usual volume."""
        return Aloud(volume=self.usual, usual=self.usual, readings=self.readings)


class Comfort(Record):
    """What a citizen set so that the glass is easier to use.

    Attributes:
        contrast: black, white and one yellow.
        large: larger texts.
        low: the page within a sitting person's reach.
        open: whether what can be set is shown, over the page.
    """

    contrast: bool = False
    large: bool = False
    low: bool = False
    open: bool = False

    def worn(self) -> Comfort:
        """Return what of it the glass wears, whether or not it is being set."""
        return Comfort(self.contrast, self.large, self.low)


class Away(Record):
    """The time without the server, and the numbers of the kiosk's own.

    Attributes:
        series: the letter of those numbers; empty: the kiosk gives none.
        after: seconds without the server after which they are given.
        since: when the line was lost, in seconds; None while it is there.
        asked: a wish that is to get such a number, until it is on disk.
        look_at: when the office's hours are looked at again, in seconds.
    """

    series: str = ""
    after: float = 5.0
    since: float | None = None
    asked: Pending | None = None
    look_at: float = 0.0

    def begun(self, now: float) -> Away:
        """Return it as it is when the line is lost."""
        return Away(self.series, self.after, since=now, look_at=now)


class Upkeep(Hiding):
    """The service page: behind a hidden corner and the office's PIN.

    Attributes:
        offered: whether the office set a PIN; without one there is no such page.
        taps: when the corner was struck lately, in seconds.
        pin: the digits that are typed.
        checking: whether a PIN was handed in and has no answer yet.
        wrong: whether the last one was wrong.
        until: when the next may be tried, in seconds.
        doing: what is being done; None: nothing is.
        said: what came of the last, a key of the texts.
        facts: what is known of the kiosk, by key of the texts.
    """

    hidden = "pin"

    offered: bool = False
    taps: tuple[float, ...] = ()
    pin: str = ""
    checking: bool = False
    wrong: bool = False
    until: float = 0.0
    doing: str | None = None
    said: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def reset(self) -> Upkeep:
        """Return it as at home: behind its corner; a pause goes on."""
        return Upkeep(offered=self.offered, until=self.until)
