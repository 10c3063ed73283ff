"""The section ``[call]`` of ``office.toml``: the words of a call, and quiet hours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from string import Formatter

from server.domain import model

from . import hours
from .mistakes import At, Mistake, nearest

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


def mistakes(given: Given, languages: Sequence[str]) -> Iterable[Mistake]:
    """Find sentences that cannot be spoken, and quiet times that are none."""
    for language in dict.fromkeys((*given.number, *given.counter)):
        if language not in languages:
            near = nearest(language, languages)
            yield Mistake(("call",), "no_language_of_office", near, language=language)
    yield from _part_mistakes("number", given.number, "counter", given.counter)
    yield from _part_mistakes("counter", given.counter, "number", given.number)
    for text in given.quiet:
        yield from hours.unread(hours.session, text, ("call", "quiet"), "session")


def _part_mistakes(
    name: str, parts: Words, other: str, others: Words
) -> Iterable[Mistake]:
    for language, template in parts.items():
        yield from _wrong(template, name, ("call", name, language))
        if language not in others:
            yield Mistake(("call", other, language), "missing")


def _wrong(template: str, place: str, at: At) -> Iterable[Mistake]:
    try:
        found = [field[1:] for field in Formatter().parse(template)]
    except ValueError:
        yield Mistake(at, "call_brace")
        return
    places = [one for one in found if one[0] is not None]
    if places != [(place, "", None)]:
        yield Mistake(at, "call_place", place=f"{{{place}}}")
    if len(template) > LONGEST:
        yield Mistake(at, "call_long", letters=len(template), most=LONGEST)


def read_calls(given: Given) -> model.Calls:
    """Make the calls, in which ``mistakes`` has found none."""
    return model.Calls(
        wording={
            language: model.Wording(number, given.counter[language])
            for language, number in given.number.items()
        },
        quiet=tuple(hours.session(text) for text in given.quiet),
    )
