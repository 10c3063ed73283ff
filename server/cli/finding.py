"""What ``motcua check`` has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .shell import t


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    state: Literal["ok", "bad", "note"]
    sentence: str

    def __str__(self) -> str:
        return f"[{t('check.' + self.state):^7}] {self.sentence}"
