"""One record as it was collected from the national portal, turned into ours.

The collected format knows more words than facts: fees that the portal prints as free
although the province's council sets them, times that lost their unit, notes listed
among the papers. Here each of them becomes what it says, and no more.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

from assets.lang import LANGUAGES, texts

from .given import Given
from .records import (
    FeeKind,
    Kind,
    Paper,
    Procedure,
    Received,
    RecordProblem,
    called,
    from_json,
)
from .records import to_json as _to_json

LONGEST_SHORT = 60
"""Characters of a name that can stand as the everyday name too."""

LEAST_FEE = 1000
"""In đồng. Less was never a fee: such amounts have lost their zeros on the way."""

_CERTAIN = "portal_snapshot_full"
_RECEIVED: dict[str, Received] = {
    "mot_cua": "here",
    "cong_an_xa": "police",
    "ban_chi_huy_quan_su_xa": "military",
    "phong_tiep_cong_dan": "reception",
}
_FEES: dict[str, FeeKind] = {
    "free_on_portal": "free",
    "free_if_on_time": "free_if_on_time",
    "set_by_provincial_council": "set_by_province",
    "not_stated": "not_stated",
}


class Collected:
    """One collected record on its way to ours.

    Args:
        record: as it was read from the file.
        services: the office's service for each field.
        compiled: the ISO date on which the file was put together, if it says so.

    Attributes:
        missing: what the record does not say: the text's key and its values.
    """

    def __init__(
        self, record: Mapping[str, Any], services: Mapping[str, str], compiled: Any
    ) -> None:
        given = Given(record, called(record))
        self._given = given
        self._summary = given.inner("summary")
        self._services = services
        self._compiled = compiled
        self._name = given.text("name")
        if not self._name:
            raise RecordProblem(called(record), "name", "missing")
        self.code = given.text("code") or _local_code(self._name)
        self.missing: list[tuple[str, dict[str, Any]]] = []

    def procedure(self) -> Procedure:
        """Make our record, unconfirmed; what is missing is noted on the way.

        Raises:
            RecordProblem: a field has not the type that it has in this format.
        """
        self._doubts()
        received = self._received()
        fee_kind, fee = self._fee()
        made = Procedure(
            code=self.code,
            name=self._named(self._name),
            short=self._named(self._short()),
            field=self._text("field"),
            service=self._service() if received == "here" else None,
            fee=fee,
            fee_kind=fee_kind,
            time=self._time(),
            result=self._result(),
            who_must_come=self._who(),
            received=received,
            papers=self._papers(),
            steps=self._list("steps"),
            legal=self._list("legal_basis", "legal"),
            forms=tuple(self._given.texts("forms")),
            details=self._given.text("requirements"),
            source=self._source(),
            updated=self._updated(),
            rank=self._given.whole("common_rank"),
        )
        return from_json(_to_json(made))

    def _note(self, what: str, **values: Any) -> None:
        self.missing.append((what, values))

    def _doubts(self) -> None:
        if not self._given.text("code"):
            self._note("code")
        level = self._given.text("verified")
        if level != _CERTAIN:
            self._note("verified", level=level or "?")

    def _text(self, key: str) -> str:
        text = self._given.text(key)
        if not text:
            self._note(key)
        return text

    def _list(self, key: str, what: str | None = None) -> tuple[str, ...]:
        found = tuple(self._given.texts(key))
        if not found:
            self._note(what or key)
        return found

    def _named(self, vi: str) -> dict[str, str]:
        en = self._given.text("name_en")
        return {"vi": vi, "en": en} if en else {"vi": vi}

    def _short(self) -> str:
        """Cut a long name at a word: a row cannot hold it, the page shows it whole."""
        if len(self._name) <= LONGEST_SHORT:
            return self._name
        self._note("short")
        return self._name[:LONGEST_SHORT].rsplit(" ", 1)[0].rstrip(" ,;(") + "…"

    def _received(self) -> Received:
        told = self._given.text("reception")
        if told not in _RECEIVED:
            self._note("received", given=told)
        return _RECEIVED.get(told, "here")

    def _service(self) -> str | None:
        field = self._given.text("field")
        service = self._services.get(field)
        if service is None and field:
            self._note("service", field=field)
        return service

    def _fee(self) -> tuple[FeeKind, dict[str, str]]:
        fee = self._given.inner("fee")
        status = fee.text("status")
        if status == "amount_on_portal":
            amount = self._amount(fee)
            return ("amount", amount) if amount else ("not_stated", not_stated("fee"))
        if status not in _FEES:
            self._note("fee_status", given=status)
        elif status == "not_stated":
            self._note("fee")
        kind = _FEES.get(status, "not_stated")
        return kind, _said("fee", kind)

    def _amount(self, fee: Given) -> dict[str, str] | None:
        """Give the one amount in đồng that holds in every case, if there is one."""
        short = self._summary.text("fee_short_vi")
        if short:
            return {"vi": short}
        dong = [one for one in fee.inners("amounts") if one.text("currency") == "VND"]
        amounts = sorted({one.whole("amount") or 0 for one in dong})
        if len(amounts) != 1:
            told = "; ".join(_dong(amount, "vi") for amount in amounts)
            self._note("fee_by_case" if told else "fee", given=told)
            return None
        if amounts[0] < LEAST_FEE:
            self._note("fee_odd", given=amounts[0])
            return None
        return self._per(amounts[0], {one.text("per") for one in dong})

    def _per(self, amount: int, per: set[str]) -> dict[str, str]:
        """Say what the amount is for, where all ways of handing in say the same."""
        said = per.pop() if len(per) == 1 else "?"
        if not said:
            return {language: _dong(amount, language) for language in LANGUAGES}
        if said.startswith("/"):
            return {"vi": _dong(amount, "vi") + said}
        self._note("fee_condition")
        return {lang: _dong(amount, lang, "depends") for lang in LANGUAGES}

    def _time(self) -> dict[str, str]:
        short = self._summary.text("time_short_vi")
        if short:
            return {"vi": short}
        values = list(dict.fromkeys(self._given.inner("time_limit").texts("values")))
        told = " / ".join(values)
        if not values:
            self._note("time")
        elif not all(any(c.isalpha() for c in value) for value in values):
            self._note("time_unit", given=told)
        else:
            if len(values) > 1:
                self._note("time_by_case", given=told)
            return {"vi": told}
        return not_stated("time")

    def _result(self) -> dict[str, str]:
        names = [one.text("name") for one in self._given.inners("results")]
        told = self._summary.text("result_short_vi") or "; ".join(filter(None, names))
        if told:
            return {"vi": told}
        self._note("result")
        return not_stated("result")

    def _who(self) -> dict[str, str]:
        told = self._summary.text("who_must_come_vi")
        if told:
            return {"vi": told}
        self._note("who")
        return not_stated("who")

    def _papers(self) -> tuple[Paper, ...]:
        """Take the short list where there is one, else the portal's, without notes."""
        short = self._summary.texts("documents_short_vi")
        told = [(name, name, "") for name in short] or [
            (one.text("name"), one.text("group"), one.text("group"))
            for one in self._given.inners("documents")
            if not one.flag("is_note") and one.text("name")
        ]
        if not told:
            self._note("papers")
        kinds = [_kind(says) for _, says, _ in told]
        silent = kinds.count(None)
        if silent:
            self._note("paper_kind", count=silent)
        return tuple(
            Paper(f"p{n}", {"vi": name}, kind or "submit", _case(group))
            for n, ((name, _, group), kind) in enumerate(
                zip(told, kinds, strict=True), 1
            )
        )

    def _source(self) -> str:
        source = self._given.inner("source")
        where = source.text("url") or source.text("portal") or source.text("document")
        if not where:
            self._note("source")
        return "; ".join(filter(None, (self._given.text("decision"), where)))

    def _updated(self) -> str:
        if not self._compiled:
            self._note("updated")
        return str(self._compiled or "")


def not_stated(what: str) -> dict[str, str]:
    """Give what is shown where a record does not say its fee, time, result or who."""
    return _said(what, "not_stated")


def _said(what: str, kind: str) -> dict[str, str]:
    return {lang: texts("procedures", lang)(f"{what}.{kind}") for lang in LANGUAGES}


def _dong(amount: int, language: str, how: str = "dong") -> str:
    shown = f"{amount:,}"
    if language == "vi":
        shown = shown.replace(",", ".")
    return texts("procedures", language)(f"fee.{how}", amount=shown)


def _kind(says: str) -> Kind | None:
    """Read from a heading whether its papers are shown or handed in, if it says so."""
    lower = says.lower()
    if "xuất trình" in lower:
        return "show"
    return "submit" if "nộp" in lower else None


def _case(group: str) -> dict[str, str] | None:
    """Keep a heading that says for which case a paper is needed."""
    bare = group.strip("- ")
    return {"vi": bare} if bare and _kind(bare) is None else None


def _local_code(name: str) -> str:
    """Make a code that is visibly ours, and the same at every import."""
    folded = unicodedata.normalize("NFC", name).lower()
    return "TN-" + hashlib.sha256(folded.encode()).hexdigest()[:8]
