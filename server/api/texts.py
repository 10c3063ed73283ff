"""The server's sentences, in every language of the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assets.lang import texts
from server.domain.errors import Refusal, WrongState
from server.domain.model import Because, Figure
from server.protocol import messages as m
from server.protocol.errors import Refused

LANGUAGES: Sequence[str] = ("vi", "en")


def words(key: str, **values: object) -> m.Words:
    """Give a text of the area ``server`` in every language."""
    return {lang: texts("server", lang)(key, **values) for lang in LANGUAGES}


def because(why: Because) -> m.Because:
    """Say why a ticket was called."""
    values = dict(why.data)
    return m.Because(
        rule=why.rule,
        text=words(f"because.{why.rule}", **_figures(values)),
        data=values,
    )


def _figures(data: dict[str, Figure]) -> dict[str, object]:
    """Give a rule's figures as its sentence says them: hours, minutes, counts."""
    said: dict[str, object] = {}
    for name, value in data.items():
        if isinstance(value, str) and name in ("issued_at", "at"):
            said[name] = f"{datetime.fromisoformat(value):%H:%M}"
        elif isinstance(value, int) and name in ("credit", "head_start"):
            said[name] = value // 60
        else:
            said[name] = value
    return said


def refusal(why: Refusal) -> Refused:
    """Turn a rule's refusal into the protocol's, with its sentence."""
    data = {name: value for name, value in why.data.items() if value is not None}
    if isinstance(why, WrongState):
        text = {
            lang: texts("server", lang)(
                "refused.wrong_state",
                state=texts("server", lang)(f"state.{why.state.value}"),
            )
            for lang in LANGUAGES
        }
        return Refused(why.reason, text, data)
    for name in ("until", "closes"):
        if isinstance(data.get(name), str):
            moment = datetime.fromisoformat(str(data[name]))
            told = f"{moment:%H:%M}, {moment:%d/%m/%Y}"
            return Refused(
                why.reason, words(f"refused.{why.reason}_{name}", **{name: told}), data
            )
    return Refused(why.reason, words(f"refused.{why.reason}", **data), data)


def refused(reason: str, **data: object) -> Refused:
    """Refuse a call before it comes to the rules."""
    return Refused(reason, words(f"refused.{reason}", **data), dict(data))
