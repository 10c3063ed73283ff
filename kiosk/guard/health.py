"""Whether the kiosk works, from what is seen of it. PURE.

A kiosk is alive while its loop turns and its frames are really drawn. A full disk or a
wrong clock is told to the office, but a restart would not mend it.
"""

from __future__ import annotations

from dataclasses import dataclass

FROZEN_AFTER = 10.0
"""Seconds after which a frame that was asked for and not drawn is a frozen picture."""
SILENT_AFTER = 30.0
"""Seconds without the server after which its silence is told."""
CLOCK_OFF = 60.0
"""Seconds between this machine's clock and the office's that are told as wrong."""
DISK_LOW_MB = 200
"""Free megabytes under which slips and own numbers may soon not be kept."""
CLOCK_STEP, DISK_STEP = 30.0, 0.2
"""What must have changed (seconds; share of the last) before it is told again."""

Plain = str | int | float | bool | None


@dataclass(frozen=True)
class Seen:
    """What was seen at a moment; times in seconds of one steady clock.

    Attributes:
        waits_since: since when a frame is asked for and not drawn; None: none is.
        away_since: since when the server is away; None: it is there.
        clock_off: seconds that this machine's clock is ahead of the office's;
            None: the office's time is not known.
        free_mb: what the kiosk's folder has left; None: it cannot be told.
    """

    now: float
    waits_since: float | None = None
    away_since: float | None = None
    clock_off: float | None = None
    free_mb: int | None = None


@dataclass(frozen=True)
class Judgement:
    """What follows of it."""

    frozen: bool
    silent: bool
    clock_off_s: int | None
    disk_free_mb: int | None

    @property
    def alive(self) -> bool:
        """Whether the watchdog may be told so; a silent server is no fault of ours."""
        return not self.frozen

    @property
    def clock_wrong(self) -> bool:
        """Whether this machine's clock is off."""
        return self.clock_off_s is not None and abs(self.clock_off_s) >= CLOCK_OFF

    @property
    def disk_low(self) -> bool:
        """Whether the disk is nearly full."""
        return self.disk_free_mb is not None and self.disk_free_mb < DISK_LOW_MB

    def faults(self) -> tuple[str, ...]:
        """Name what is wrong, the worst first."""
        wrong = {
            "picture frozen": self.frozen,
            "server silent": self.silent,
            "disk low": self.disk_low,
            "clock wrong": self.clock_wrong,
        }
        return tuple(name for name, holds in wrong.items() if holds)

    def facts(self) -> dict[str, Plain]:
        """Give what is reported to the server as the device's state."""
        return {
            "frames": "frozen" if self.frozen else "drawn",
            "clock": _word(self.clock_off_s, wrong=self.clock_wrong),
            "clock_off_s": self.clock_off_s,
            "disk": "low" if self.disk_low else _word(self.disk_free_mb, wrong=False),
            "disk_free_mb": self.disk_free_mb,
        }


def judge(seen: Seen) -> Judgement:
    """Judge what was seen."""
    waits, away, off = seen.waits_since, seen.away_since, seen.clock_off
    return Judgement(
        frozen=waits is not None and seen.now - waits >= FROZEN_AFTER,
        silent=away is not None and seen.now - away >= SILENT_AFTER,
        clock_off_s=None if off is None else round(off),
        disk_free_mb=seen.free_mb,
    )


def worth_telling(last: Judgement | None, now: Judgement) -> bool:
    """Tell whether the office should hear of it: seconds and megabytes always move."""
    if last is None:
        return True
    sorts = ("frames", "clock", "disk")
    before, after = last.facts(), now.facts()
    if any(before[key] != after[key] for key in sorts):
        return True
    return _moved(last.clock_off_s, now.clock_off_s, CLOCK_STEP) or _moved(
        last.disk_free_mb, now.disk_free_mb, DISK_STEP * (last.disk_free_mb or 0)
    )


def _moved(before: int | None, after: int | None, step: float) -> bool:
    if before is None or after is None:
        return before is not after
    return abs(after - before) > step


def _word(known: int | None, *, wrong: bool) -> str:
    if known is None:
        return "unknown"
    return "wrong" if wrong else "ok"
