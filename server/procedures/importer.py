"""Reading procedures in: our own file, or the collected portal records.

Nothing is guessed. What a record does not say is listed, in a sentence, and shown to
citizens as not stated; whatever is read from elsewhere counts as unconfirmed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from assets.lang import LANGUAGES, texts

from .collected import Collected
from .records import Procedure, RecordProblem, from_json

FORMAT = "motcua-procedures/1"
"""The ``format`` of our own file: ``{"format": …, "procedures": [records]}``."""

_MARKS = {"name", "documents", "fee", "time_limit", "reception"}
"""The keys by which a record of the collected format is known."""


class ImportProblem(ValueError):
    """The file cannot be read; nothing was taken from it.

    The sentence names the record and the field where one is to blame.

    Attributes:
        told: the sentence in each language.
    """

    def __init__(self, told: Mapping[str, str]) -> None:
        super().__init__(told["en"])
        self.told = dict(told)


MOST_RECORDS = 5_000
"""Procedures in one file at the most."""


@dataclass(frozen=True)
class Imported:
    """What was read, and a sentence for everything that is missing in it.

    ``own``: the records are an office's own words, which replace what is posted;
    collected ones only fill in what is not posted yet.
    """

    procedures: tuple[Procedure, ...]
    problems: tuple[str, ...]
    own: bool


def read(
    text: str, services: Mapping[str, str] | None = None, language: str = "vi"
) -> Imported:
    """Read a file of procedures.

    Args:
        text: the file.
        services: the office's service for each field, for files that do not say it.
        language: that of the sentences about what is missing.

    Raises:
        ImportProblem: it is no such file, or a record is wrong.
    """
    content = _json(text)
    records = content.get("procedures") if isinstance(content, dict) else None
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise _problem("no_list")
    if len(records) > MOST_RECORDS:
        raise _problem("too_many", most=MOST_RECORDS)
    try:
        if content.get("format") == FORMAT:
            own = _once_each(map(from_json, records))
            return Imported(own, tuple(_led_nowhere(own, language)), own=True)
        if records and all(record.keys() >= _MARKS for record in records):
            return _collected(records, content.get("meta"), services or {}, language)
    except RecordProblem as wrong:
        raise ImportProblem({lang: wrong.told(lang) for lang in LANGUAGES}) from wrong
    raise _problem("format", ours=FORMAT)


def _problem(why: str, **values: object) -> ImportProblem:
    return ImportProblem(
        {lang: texts("procedures", lang)(f"file.{why}", **values) for lang in LANGUAGES}
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise _problem("not_json") from broken


def _once_each(procedures: Iterable[Procedure]) -> tuple[Procedure, ...]:
    by_code: dict[str, Procedure] = {}
    for one in procedures:
        if one.code in by_code:
            raise RecordProblem(one.code, "", "twice")
        by_code[one.code] = one
    return tuple(by_code.values())


def _led_nowhere(own: tuple[Procedure, ...], language: str) -> Iterable[str]:
    """Say which withdrawn procedures name a successor that the file has not."""
    say, codes = texts("procedures", language), {one.code for one in own}
    for one in own:
        if one.successor is not None and one.successor not in codes:
            yield say("missing.successor", code=one.code, successor=one.successor)


def _collected(
    records: Iterable[Mapping[str, Any]],
    meta: Any,
    services: Mapping[str, str],
    language: str,
) -> Imported:
    compiled = meta.get("compiled") if isinstance(meta, dict) else None
    say = texts("procedures", language)
    procedures, problems = [], []
    for record in records:
        reading = Collected(record, services, compiled)
        procedures.append(reading.procedure())
        problems += [
            say(f"missing.{what}", code=reading.code, **values)
            for what, values in reading.missing
        ]
    return Imported(_once_each(procedures), tuple(problems), own=False)
