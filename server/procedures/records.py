"""One posted procedure: what a citizen must know before taking a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

from assets.lang import texts

Words = Mapping[str, str]
"""A text per language code; ``vi`` is always there."""

Kind = Literal["submit", "show"]
Received = Literal["here", "police", "military", "reception", "elsewhere"]
Status = Literal["new", "changed", "withdrawn", "same"]
FeeKind = Literal["amount", "free", "free_if_on_time", "set_by_province", "not_stated"]
State = Literal["draft", "posted", "withdrawn"]

LONGEST = 20_000
"""Characters of one text at the most: no screen or paper shows more."""
LONGEST_CODE = 64
"""Characters of a code at the most, as the protocol has it."""
MOST = 300
"""Entries of one list at the most."""


class RecordProblem(ValueError):
    """A record is wrong; the sentence names the record and the field.

    Attributes:
        record: what the record is called in a sentence.
        at: the field, such as ``papers.2.name.vi``; empty for the whole record.
    """

    def __init__(self, record: str, at: str, why: str, **values: object) -> None:
        self.record = record
        self.at = at
        self._why = why
        self._values = values
        super().__init__(self.told("en"))

    def sentence(self, language: str) -> str:
        """Say what is wrong with the field, without naming it."""
        return texts("procedures", language)(f"wrong.{self._why}", **self._values)

    def told(self, language: str) -> str:
        """Say the same with the record and the field."""
        return ": ".join(filter(None, (self.record, self.at, self.sentence(language))))


@dataclass(frozen=True)
class Paper:
    """A paper: handed in (``submit``) or only shown (``show``)."""

    id: str
    name: Words
    kind: Kind
    note: Words | None = None


@dataclass(frozen=True)
class Confirmation:
    """Who of the office stands for a procedure's words, and by which decision.

    Attributes:
        by: the person's name.
        decision: the number of the decision that announced the procedure.
        date: the decision's, ISO 8601.
    """

    by: str
    decision: str
    date: str


@dataclass(frozen=True)
class Procedure:
    """A procedure as the office posts it.

    Attributes:
        short: the everyday name; the office may set line breaks in it.
        field: the field of administration, such as "Hộ tịch".
        service: the service that takes it in; None where it is not received here.
        fee: the fee as it is shown; ``fee_kind`` says who decides it.
        time: how long it takes, as it is shown.
        result: what one gets.
        who_must_come: who has to be there.
        rank: 1 is the commonest; None is not ranked.
        words: everyday words that people search by.
        updated: ISO date of the source; empty where there is none.
        confirmed: whether a person of the office has confirmed it.
        where: who receives it, where ``received`` is "elsewhere"; else None.
        successor: the code of what takes the place of a withdrawn one; None if
            nothing does.
        draft: it is not shown to citizens yet, or no more.
        confirmation: by whom and what it is confirmed; None where that is not known.
    """

    code: str
    name: Words
    short: Words
    field: str
    service: str | None
    fee: Words
    fee_kind: FeeKind
    time: Words
    result: Words
    who_must_come: Words
    received: Received = "here"
    confirmed: bool = False
    papers: tuple[Paper, ...] = ()
    steps: tuple[str, ...] = ()
    legal: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    details: str = ""
    source: str = ""
    updated: str = ""
    status: Status = "same"
    words: tuple[str, ...] = ()
    rank: int | None = None
    where: Words | None = None
    successor: str | None = None
    draft: bool = False
    confirmation: Confirmation | None = None

    @property
    def state(self) -> State:
        """What of its life it is in: only what is posted is shown to citizens."""
        if self.status == "withdrawn":
            return "withdrawn"
        return "draft" if self.draft else "posted"


def to_json(one: Procedure) -> dict[str, Any]:
    """Give a record as JSON has it."""
    record = asdict(one)
    for name in _LISTS | {"papers"}:
        record[name] = list(record[name])
    return record


def from_json(record: Mapping[str, Any]) -> Procedure:
    """Read a record strictly.

    Raises:
        RecordProblem: a field is missing, unknown or wrong.
    """
    reading = _Reading(record)
    for wrong in reading.problems():
        raise wrong
    return Procedure(**reading.values)


def problems_of(record: Mapping[str, Any]) -> list[RecordProblem]:
    """Give all that is wrong with a record, each with its field."""
    return list(_Reading(record).problems())


_TEXTS = {"code", "field", "details", "source", "updated"}
_WORDS = {"name", "short", "fee", "time", "result", "who_must_come"}
_LISTS = {"steps", "legal", "forms", "words"}
_YES_NO = {"confirmed", "draft"}
_CHOICES: dict[str, tuple[str, ...]] = {
    "received": get_args(Received),
    "status": get_args(Status),
    "fee_kind": get_args(FeeKind),
}
_REQUIRED = _WORDS | {"code", "field", "service", "fee_kind"}
_NAMES = {f.name for f in fields(Procedure)}
_PAPER = {f.name for f in fields(Paper)}
_CONFIRMATION = {f.name for f in fields(Confirmation)}


class _Reading:
    """Reads one record: its ``values`` are complete once it has no ``problems``."""

    def __init__(self, record: Any) -> None:
        self._given = record
        self._code = "?"
        self.values: dict[str, Any] = {}

    def problems(self) -> Iterator[RecordProblem]:
        """Read every field and give what is wrong."""
        if not isinstance(self._given, Mapping):
            yield RecordProblem("", "", "record")
            return
        self._code = called(self._given)
        yield from self._known(self._given, _NAMES, _REQUIRED)
        for name in self._given.keys() & _NAMES:
            try:
                self.values[name] = self._field(name, self._given[name])
            except RecordProblem as wrong:
                yield wrong
        yield from self._together()

    def wrong(self, at: str, why: str, **values: object) -> RecordProblem:
        return RecordProblem(self._code, at, why, **values)

    def _known(
        self,
        given: Mapping[str, Any],
        names: set[str],
        required: set[str],
        at: str = "",
    ) -> Iterator[RecordProblem]:
        for name in sorted(required - given.keys()):
            yield self.wrong(at + name, "missing")
        for name in sorted(map(str, given.keys() - names)):
            yield self.wrong(at + name[:40], "no_field")

    def _field(self, name: str, given: Any) -> Any:
        if name in _WORDS:
            return self._words(given, name)
        if name in _LISTS:
            return self._texts(given, name)
        if name in _CHOICES:
            return self._choice(given, _CHOICES[name], name)
        if name in _YES_NO:
            return self._yes_no(given, name)
        if name in _TEXTS:
            return self._text(given, name)
        return _OTHERS[name](self, given)

    # Kinds of fields

    def _text(self, given: Any, at: str) -> str:
        if not isinstance(given, str):
            raise self.wrong(at, "text")
        if len(given) > LONGEST:
            raise self.wrong(at, "long", most=LONGEST)
        if not _encodable(given):
            raise self.wrong(at, "letters")
        return given

    def _words(self, given: Any, at: str) -> dict[str, str]:
        if not isinstance(given, Mapping) or "vi" not in given:
            raise self.wrong(at, "words")
        if given["vi"] == "":
            raise self.wrong(f"{at}.vi", "no_vietnamese")
        return {
            self._text(lang, at): self._text(text, f"{at}.{lang}")
            for lang, text in given.items()
        }

    def _entries(self, given: Any, at: str, why: str) -> list[Any] | tuple[Any, ...]:
        if not isinstance(given, list | tuple):
            raise self.wrong(at, why)
        if len(given) > MOST:
            raise self.wrong(at, "many", most=MOST)
        return given

    def _texts(self, given: Any, at: str) -> tuple[str, ...]:
        return tuple(self._text(one, at) for one in self._entries(given, at, "texts"))

    def _choice(self, given: Any, allowed: tuple[str, ...], at: str) -> str:
        if given not in allowed:
            raise self.wrong(at, "choice", allowed=", ".join(allowed))
        return str(given)

    def _yes_no(self, given: Any, at: str) -> bool:
        if not isinstance(given, bool):
            raise self.wrong(at, "yes_no")
        return given

    # The fields of their own kind

    def _service(self, given: Any) -> str | None:
        return None if given is None else self._text(given, "service")

    def _where(self, given: Any) -> dict[str, str] | None:
        return None if given is None else self._words(given, "where")

    def _successor(self, given: Any) -> str | None:
        return None if given is None else self._text(given, "successor")

    def _rank(self, given: Any) -> int | None:
        if given is not None and (type(given) is not int or abs(given) > 10**9):
            raise self.wrong("rank", "whole")
        return given

    def _papers(self, given: Any) -> tuple[Paper, ...]:
        found = self._entries(given, "papers", "list")
        papers = tuple(self._paper(one, f"papers.{n}") for n, one in enumerate(found))
        if len({paper.id for paper in papers}) < len(papers):
            raise self.wrong("papers", "same_id")
        return papers

    def _paper(self, given: Any, at: str) -> Paper:
        if not isinstance(given, Mapping):
            raise self.wrong(at, "object")
        for wrong in self._known(given, _PAPER, {"id", "name", "kind"}, f"{at}."):
            raise wrong
        note = given.get("note")
        self._choice(given["kind"], get_args(Kind), f"{at}.kind")
        return Paper(
            self._text(given["id"], f"{at}.id"),
            self._words(given["name"], f"{at}.name"),
            given["kind"],
            None if note is None else self._words(note, f"{at}.note"),
        )

    def _confirmation(self, given: Any) -> Confirmation | None:
        if given is None:
            return None
        at = "confirmation"
        if not isinstance(given, Mapping):
            raise self.wrong(at, "object")
        for wrong in self._known(given, _CONFIRMATION, _CONFIRMATION, f"{at}."):
            raise wrong
        told = {name: self._text(given[name], f"{at}.{name}") for name in _CONFIRMATION}
        if not _is_date(told["date"]):
            raise self.wrong(f"{at}.date", "date")
        return Confirmation(**told)

    def _together(self) -> Iterator[RecordProblem]:
        """Check what only holds beside another field, or cannot be empty."""
        values = self.values
        if values.get("code") == "":
            yield self.wrong("code", "empty")
        if len(values.get("code", "")) > LONGEST_CODE:
            yield self.wrong("code", "long", most=LONGEST_CODE)
        if values.get("updated") and not _is_date(values["updated"]):
            yield self.wrong("updated", "date")
        if values.get("received") == "elsewhere":
            if values.get("where") is None:
                yield self.wrong("where", "where")
            if values.get("service") is not None:
                yield self.wrong("service", "service_elsewhere")
        if values.get("confirmation") and not values.get("confirmed"):
            yield self.wrong("confirmation", "not_confirmed")
        successor = values.get("successor")
        if successor == "":
            yield self.wrong("successor", "empty")
        elif successor is not None and values.get("status") != "withdrawn":
            yield self.wrong("successor", "not_withdrawn")
        elif successor is not None and successor == values.get("code"):
            yield self.wrong("successor", "itself")


_OTHERS: dict[str, Callable[[_Reading, Any], Any]] = {
    "service": _Reading._service,
    "where": _Reading._where,
    "successor": _Reading._successor,
    "rank": _Reading._rank,
    "papers": _Reading._papers,
    "confirmation": _Reading._confirmation,
}


def called(record: Mapping[str, Any]) -> str:
    """Give what a record is called in a sentence, however wrong it is."""
    told = record.get("code") or record.get("name")
    if isinstance(told, Mapping):
        told = told.get("vi")
    if not isinstance(told, str | int) or not _encodable(str(told)[:80]):
        return "?"
    return str(told)[:80]


def _encodable(text: str) -> bool:
    """Whether a text can be stored: half a surrogate pair of JSON cannot."""
    return not any("\ud800" <= c <= "\udfff" for c in text)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
