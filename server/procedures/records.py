"""One posted procedure: what a citizen must know before taking a number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

Words = Mapping[str, str]
"""A text per language code; ``vi`` is always there."""

Kind = Literal["submit", "show"]
Received = Literal["here", "police", "military", "reception", "elsewhere"]
Status = Literal["new", "changed", "withdrawn", "same"]
FeeKind = Literal["amount", "free", "free_if_on_time", "set_by_province", "not_stated"]


class RecordProblem(ValueError):
    """A record is wrong; the sentence names the record and the field."""


@dataclass(frozen=True)
class Paper:
    """A paper: handed in (``submit``) or only shown (``show``)."""

    id: str
    name: Words
    kind: Kind
    note: Words | None = None


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
    if not isinstance(record, Mapping):
        raise RecordProblem("a record must be an object")
    reading = _Reading(str(record.get("code") or record.get("name") or "?"))
    reading.known(record, {f.name for f in fields(Procedure)}, _REQUIRED)
    values: dict[str, Any] = dict(record)
    for name in _TEXTS & record.keys():
        reading.text(record[name], name)
    for name in _WORDS & record.keys():
        values[name] = reading.words(record[name], name)
    for name in _LISTS & record.keys():
        values[name] = reading.texts(record[name], name)
    for name, kind in _CHOICES.items():
        if name in record:
            reading.choice(record[name], get_args(kind), name)
    if "papers" in record:
        values["papers"] = reading.papers(record["papers"])
    if record.get("where") is not None:
        values["where"] = reading.words(record["where"], "where")
    reading.rest(values)
    reading.together(values)
    return Procedure(**values)


_TEXTS = {"code", "field", "details", "source", "updated"}
_WORDS = {"name", "short", "fee", "time", "result", "who_must_come"}
_LISTS = {"steps", "legal", "forms", "words"}
_CHOICES: dict[str, Any] = {
    "received": Received,
    "status": Status,
    "fee_kind": FeeKind,
}
_REQUIRED = _WORDS | {"code", "field", "service", "fee_kind"}


class _Reading:
    """Checks one record's fields and says which of them is wrong."""

    def __init__(self, code: str) -> None:
        self._code = code

    def wrong(self, field: str, why: str) -> RecordProblem:
        return RecordProblem(f"{self._code}: {field}: {why}")

    def known(
        self, given: Mapping[str, Any], names: set[str], required: set[str]
    ) -> None:
        for name in sorted(required - given.keys()):
            raise self.wrong(name, "is missing")
        for name in sorted(given.keys() - names):
            raise self.wrong(name, "there is no such field")

    def text(self, given: Any, field: str) -> str:
        if not isinstance(given, str):
            raise self.wrong(field, "must be a text")
        return given

    def words(self, given: Any, field: str) -> dict[str, str]:
        if not isinstance(given, Mapping) or "vi" not in given:
            raise self.wrong(field, "must be texts by language, with vi")
        if given["vi"] == "":
            raise self.wrong(field, "the Vietnamese text is empty")
        return {str(lang): self.text(text, field) for lang, text in given.items()}

    def texts(self, given: Any, field: str) -> tuple[str, ...]:
        if not isinstance(given, list | tuple):
            raise self.wrong(field, "must be a list of texts")
        return tuple(self.text(one, field) for one in given)

    def choice(self, given: Any, allowed: tuple[str, ...], field: str) -> None:
        if given not in allowed:
            raise self.wrong(field, f"must be one of {', '.join(allowed)}")

    def papers(self, given: Any) -> tuple[Paper, ...]:
        if not isinstance(given, list | tuple):
            raise self.wrong("papers", "must be a list")
        papers = tuple(self.paper(one) for one in given)
        if len({paper.id for paper in papers}) < len(papers):
            raise self.wrong("papers", "two have the same id")
        return papers

    def paper(self, given: Any) -> Paper:
        if not isinstance(given, Mapping):
            raise self.wrong("papers", "each must be an object")
        names = {f.name for f in fields(Paper)}
        self.known(given, names, {"id", "name", "kind"})
        self.choice(given["kind"], get_args(Kind), "papers.kind")
        note = given.get("note")
        return Paper(
            self.text(given["id"], "papers.id"),
            self.words(given["name"], "papers.name"),
            given["kind"],
            None if note is None else self.words(note, "papers.note"),
        )

    def together(self, values: Mapping[str, Any]) -> None:
        """Check what only holds beside another field."""
        elsewhere = values.get("received") == "elsewhere"
        if elsewhere and values.get("where") is None:
            raise self.wrong("where", "is missing: who receives it?")
        if elsewhere and values["service"] is not None:
            raise self.wrong("service", "must be null where it is received elsewhere")
        successor = values.get("successor")
        if successor is None:
            return
        if not self.text(successor, "successor"):
            raise self.wrong("successor", "is empty")
        if values.get("status") != "withdrawn":
            raise self.wrong("successor", "only a withdrawn procedure has one")
        if successor == values["code"]:
            raise self.wrong("successor", "is the procedure itself")

    def rest(self, values: Mapping[str, Any]) -> None:
        service, rank = values["service"], values.get("rank")
        if service is not None:
            self.text(service, "service")
        if not isinstance(values.get("confirmed", False), bool):
            raise self.wrong("confirmed", "must be true or false")
        if rank is not None and type(rank) is not int:
            raise self.wrong("rank", "must be a whole number")
        if not values["code"]:
            raise self.wrong("code", "is empty")
        if values.get("updated"):
            try:
                date.fromisoformat(values["updated"])
            except ValueError:
                raise self.wrong("updated", "must be an ISO date") from None
