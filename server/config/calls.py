"""The section ``[call]`` of ``office.toml``: the words of a call, and quiet hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import Formatter

from server.domain import model

from . import hours
from .reader import meant

LONGEST = 100
"""Letters of one part of a call: nobody remembers a longer one."""

Words = dict[str, str]


@dataclass(frozen=True)
class Given:
    """The section as it was written.

    ``number`` and ``counter`` are a call's two parts by language, each with its place
    in braces; ``quiet`` are the times at which nothing sounds in the hall.
    """

    number: Words = field(default_factory=dict)
    counter: Words = field(default_factory=dict)
    quiet: tuple[str, ...] = ()


def mistakes(given: Given, languages: Sequence[str]) -> Iterable[str]:
    """Find sentences that cannot be spoken, and quiet times that are none."""
    for language in dict.fromkeys((*given.number, *given.counter)):
        if language not in languages:
            near = meant(language, languages)
            yield f"call: {language!r} is no language of the office{near}"
    yield from _part_mistakes("number", given.number, "counter", given.counter)
    yield from _part_mistakes("counter", given.counter, "number", given.number)
    for text in given.quiet:
        yield from hours.problems(hours.session, text, "call.quiet")


def _part_mistakes(name: str, parts: Words, other: str, others: Words) -> Iterable[str]:
    for language, template in parts.items():
        for wrong in _wrong(template, name):
            yield f"call.{name}: the {language!r} sentence {template!r} {wrong}"
        if language not in others:
            yield f"call.{other}: the sentence in {language!r} is missing"


def _wrong(template: str, place: str) -> Iterable[str]:
    try:
        found = [field[1:] for field in Formatter().parse(template)]
    except ValueError:
        yield "has a brace without its partner"
        return
    places = [one for one in found if one[0] is not None]
    if places != [(place, "", None)]:
        yield f"must have {{{place}}} exactly once, and no other braces"
    if len(template) > LONGEST:
        yield f"has {len(template)} letters; {LONGEST} are the most"


def read_calls(given: Given) -> model.Calls:
    """Make the calls, in which ``mistakes`` has found none."""
    return model.Calls(
        wording={
            language: model.Wording(number, given.counter[language])
            for language, number in given.number.items()
        },
        quiet=tuple(hours.session(text) for text in given.quiet),
    )
