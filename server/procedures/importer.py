"""Reading procedures in: our own file, or the collected portal records.

Nothing is guessed. What a record does not say is listed, in a sentence, and shown to
citizens as not stated; whatever is read from elsewhere counts as unconfirmed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .records import FeeKind, Kind, Paper, Procedure, Received, RecordProblem, from_json

FORMAT = "motcua-procedures/1"
LONGEST_SHORT = 60
"""Characters of a name that can stand as the everyday name too."""

NOT_STATED = {"vi": "chưa có thông tin", "en": "not stated"}
ASK_STAFF = {"vi": "hỏi cán bộ tiếp nhận", "en": "please ask the staff"}

_RECEIVED: dict[str, Received] = {
    "mot_cua": "here",
    "cong_an_xa": "police",
    "ban_chi_huy_quan_su_xa": "military",
    "phong_tiep_cong_dan": "reception",
}
_FEES: dict[str, tuple[FeeKind, dict[str, str]]] = {
    "free_on_portal": ("free", {"vi": "miễn phí", "en": "free"}),
    "free_if_on_time": (
        "free_if_on_time",
        {"vi": "miễn phí nếu đúng hạn", "en": "free if on time"},
    ),
    "set_by_provincial_council": (
        "set_by_province",
        {"vi": "do HĐND tỉnh quy định", "en": "set by the province"},
    ),
    "not_stated": ("not_stated", NOT_STATED),
}


class ImportProblem(ValueError):
    """The file is none of those that can be read; nothing was taken from it."""


@dataclass(frozen=True)
class Imported:
    """What was read, and a sentence for everything that is missing in it."""

    procedures: tuple[Procedure, ...]
    problems: tuple[str, ...]


def read(text: str, services: Mapping[str, str] | None = None) -> Imported:
    """Read a file of procedures.

    Args:
        text: the file.
        services: the office's service for each field, for files that do not say it.

    Raises:
        ImportProblem: it is no such file, or one of our own records is wrong.
    """
    try:
        content = json.loads(text)
    except ValueError as broken:
        raise ImportProblem(f"not JSON: {broken}") from broken
    records = content.get("procedures") if isinstance(content, dict) else None
    if not isinstance(records, list) or not all(isinstance(r, dict) for r in records):
        raise ImportProblem("there is no list of procedures in it")
    if content.get("format") == FORMAT:
        return Imported(tuple(_own(records)), ())
    if all("documents" in record and "fee" in record for record in records):
        return _collected(records, services or {})
    raise ImportProblem(f"the format is not known; ours is {FORMAT!r}")


def _own(records: Iterable[Mapping[str, Any]]) -> Iterable[Procedure]:
    seen: set[str] = set()
    for record in records:
        try:
            one = from_json(record)
        except RecordProblem as wrong:
            raise ImportProblem(str(wrong)) from wrong
        if one.code in seen:
            raise ImportProblem(f"{one.code}: stands twice")
        seen.add(one.code)
        yield one


def _collected(
    records: Iterable[Mapping[str, Any]], services: Mapping[str, str]
) -> Imported:
    procedures, problems = [], []
    for record in records:
        reading = _Collected(record, services)
        procedures.append(reading.procedure())
        problems += reading.problems
    return Imported(tuple(procedures), tuple(problems))


class _Collected:
    """One collected record on its way to ours."""

    def __init__(self, record: Mapping[str, Any], services: Mapping[str, str]) -> None:
        self._record = record
        self._services = services
        self._summary: Mapping[str, Any] = record.get("summary") or {}
        self._name = str(record["name"]).strip()
        self._code = str(record.get("code") or _local_code(self._name))
        self.problems: list[str] = []

    def procedure(self) -> Procedure:
        """Make our record; what is missing is noted on the way."""
        record, name = self._record, self._words(self._name, "name_en")
        if not record.get("code"):
            self._note(f"no code; kept as {self._code}")
        received = self._received()
        fee_kind, fee = self._fee()
        return Procedure(
            code=self._code,
            name=name,
            short=self._short(name),
            field=str(record.get("field") or ""),
            service=self._service() if received == "here" else None,
            fee=fee,
            fee_kind=fee_kind,
            time=self._time(),
            result=self._result(),
            who_must_come=self._said("who_must_come_vi", ASK_STAFF),
            received=received,
            papers=self._papers(),
            steps=_texts(record.get("steps")),
            legal=_texts(record.get("legal_basis")),
            forms=_texts(record.get("forms")),
            details=str(record.get("requirements") or ""),
            source=self._source(),
            rank=record.get("common_rank"),
        )

    def _note(self, what: str) -> None:
        self.problems.append(f"{self._code}: {what}")

    def _words(self, vi: str, english: str) -> dict[str, str]:
        en = self._record.get(english)
        return {"vi": vi, "en": str(en)} if en else {"vi": vi}

    def _short(self, name: dict[str, str]) -> dict[str, str]:
        if len(self._name) > LONGEST_SHORT:
            self._note("the name is long and there is no everyday name")
        return name

    def _received(self) -> Received:
        told = self._record.get("reception")
        if told not in _RECEIVED:
            self._note(f"received at {told!r}, which is not known; taken as here")
        return _RECEIVED.get(str(told), "here")

    def _service(self) -> str | None:
        field = self._record.get("field")
        service = self._services.get(str(field))
        if service is None:
            self._note(f"no service of the office takes the field {field!r}")
        return service

    def _fee(self) -> tuple[FeeKind, dict[str, str]]:
        fee = self._record["fee"]
        status = str(fee.get("status"))
        short = self._summary.get("fee_short_vi")
        if status == "amount_on_portal" and (short or fee.get("amount_vnd")):
            amount = f"{int(fee.get('amount_vnd') or 0):,}".replace(",", ".")
            return "amount", {"vi": str(short or f"{amount} đồng")}
        kind, words = _FEES.get(status, _FEES["not_stated"])
        if kind == "not_stated":
            self._note("no fee is stated")
        return kind, words

    def _time(self) -> dict[str, str]:
        limit = self._record.get("time_limit") or {}
        told = self._summary.get("time_short_vi") or limit.get("raw")
        if told and (self._summary.get("time_short_vi") or limit.get("unit")):
            return {"vi": str(told)}
        self._note(
            "no time is stated" if not told else f"the time {told!r} has no unit"
        )
        return NOT_STATED

    def _result(self) -> dict[str, str]:
        told = self._summary.get("result_short_vi")
        names = [str(r["name"]) for r in self._record.get("results") or ()]
        if not told and not names:
            self._note("no result is stated")
            return NOT_STATED
        return {"vi": str(told or "; ".join(names))}

    def _said(self, key: str, otherwise: dict[str, str]) -> dict[str, str]:
        told = self._summary.get(key)
        return {"vi": str(told)} if told else otherwise

    def _papers(self) -> tuple[Paper, ...]:
        papers = tuple(
            Paper(f"p{n}", {"vi": str(document["name"])}, _kind(document))
            for n, document in enumerate(self._record.get("documents") or (), 1)
            if not document.get("is_note")
        )
        if not papers:
            self._note("no papers are stated")
        return papers

    def _source(self) -> str:
        source = self._record.get("source")
        if isinstance(source, Mapping):
            source = source.get("url") or source.get("portal")
        decision = self._record.get("decision")
        return "; ".join(str(part) for part in (decision, source) if part)


def _kind(document: Mapping[str, Any]) -> Kind:
    """Only a group that says so is shown and not handed in."""
    told = f"{document.get('group') or ''}".lower()
    kind: Literal["submit", "show"] = "show" if "xuất trình" in told else "submit"
    return kind


def _texts(told: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in told or () if one)


def _local_code(name: str) -> str:
    """Make a code that is visibly ours, and the same at every import."""
    return "TN-" + hashlib.sha256(name.encode()).hexdigest()[:8]
