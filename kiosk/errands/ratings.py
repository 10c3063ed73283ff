"""Sends ratings."""

from __future__ import annotations

import asyncio

from kiosk.errands.ground import PATIENCE, Ground, Table
from kiosk.flow.rating import Rate, RatingRefused, RatingTaken
from server.protocol import methods as ask
from server.protocol.errors import Refused


class Ratings:
    """One rating at a time, each with its own key."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def table(self) -> Table:
        """Give what is done for each effect."""
        return {Rate: lambda effect: self._ground.start(self._rate(effect))}

    async def _rate(self, effect: Rate) -> None:
        happen = self._ground.happen
        try:
            async with asyncio.timeout(PATIENCE):
                await self._ground.link.call("rating.give", _params(effect))
        except Refused as refused:
            happen(RatingRefused(effect.key, refused.reason, refused.text))
        except TimeoutError:
            happen(RatingRefused(effect.key, "", None))
        except Exception:
            happen(RatingRefused(effect.key, "", None))
            raise
        else:
            happen(RatingTaken(effect.key))


def _params(effect: Rate) -> ask.RatingGive:
    rating = effect.rating
    reasons = tuple(sorted(rating.reasons))
    if rating.of is None:
        return ask.RatingGive(
            key=effect.key, score=rating.score, number=rating.number, reasons=reasons
        )
    return ask.RatingGive(
        key=effect.key,
        score=rating.score,
        ticket=rating.of.id,
        secret=rating.secret,
        reasons=reasons,
    )
