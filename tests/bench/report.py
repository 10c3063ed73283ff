"""How a figure is shown: the product's, the reference's, and their ratio."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured thing beside its reference, both in seconds."""

    what: str
    ours: float
    reference: float
    beside: str

    @property
    def ratio(self) -> float:
        """Ours by the reference's."""
        return self.ours / self.reference

    def __str__(self) -> str:
        return (
            f"{self.what:<44} {1000 * self.ours:9.2f} ms  "
            f"{self.ratio:6.2f} × {self.beside} ({1000 * self.reference:.2f} ms)"
        )


def percentile(times: Sequence[float], percent: int) -> float:
    """Give the value below which so many percent of the times lie."""
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]
