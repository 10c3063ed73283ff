"""The methods of those who post procedures: import, edit, confirm, post, withdraw.

Every change is a new version in ``office.db``, then a line in the journal. In this
order, because the version alone already says who and when: a crash between the two
leaves nothing unsaid, and a retry finds the version by its intention and only writes
the line.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any
from uuid import uuid4

from server.domain import commands
from server.domain.errors import Refusal
from server.domain.record import Intent
from server.procedures import life
from server.procedures.importer import Imported, ImportProblem, read
from server.procedures.records import (
    Confirmation,
    Procedure,
    RecordProblem,
    from_json,
    problems_of,
    to_json,
)
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.errors import Refused
from server.service import Service
from server.storage.office import OfficeStore
from server.storage.versions import Note, Version

from . import procedures, texts
from .caller import Caller
from .outcome import Handler, Outcome, intent
from .ports import Posted

log = logging.getLogger(__name__)

AREA = "procedures"
"""What the journal calls this part of the office."""


class Posting:
    """Changes what is posted.

    Args:
        service: writes the journal's line; tells the office's services and the time.
        store: where the procedures and their versions are.
        posted: what is posted now, in memory.
    """

    def __init__(self, service: Service, store: OfficeStore, posted: Posted) -> None:
        self._service = service
        self._store = store
        self._posted = posted

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "procedure.all": self._all,
            "procedure.record": self._record,
            "procedure.history": self._history,
            "procedure.compare": self._compare,
            "procedure.import": self._import,
            "procedure.put": self._put,
            "procedure.confirm": self._confirm,
            "procedure.post": self._post,
            "procedure.hide": self._hide,
            "procedure.withdraw": self._withdraw,
        }

    # Reading

    async def _all(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        every = self._posted.catalogue.every()
        return Outcome([procedures.entry(one, version_of(one)) for one in every])

    async def _record(
        self, caller: Caller, params: methods.ProcedureGet, browser: bool
    ) -> Outcome:
        return Outcome(_shown(self._known(params.code)))

    async def _history(
        self, caller: Caller, params: methods.ProcedureGet, browser: bool
    ) -> Outcome:
        versions = self._store.procedure_versions(params.code)
        if not versions:
            raise texts.refused("unknown_procedure", code=params.code)
        first = self._version(None, versions[0])
        rest = [self._version(before, after) for before, after in pairwise(versions)]
        return Outcome([*reversed(rest), first])

    def _version(self, before: Version | None, after: Version) -> m.ProcedureVersion:
        note, one = after.note, from_json(after.body)
        changed = life.differences(from_json(before.body), one) if before else {}
        return m.ProcedureVersion(
            at=procedures.moment(note.at, self._service.office.zone),
            by=note.by,
            name=self._posted.display_name(note.by) if note.by else "",
            what=note.what,
            confirmed=one.confirmed,
            confirmation=procedures.confirmation(one),
            fields=procedures.fields(changed),
        )

    # Files

    async def _compare(
        self, caller: Caller, params: methods.ProcedureCompare, browser: bool
    ) -> Outcome:
        imported = await self._read(params.text, params.lang)
        found = life.compare(self._office, imported.procedures, own=imported.own)
        return Outcome(
            m.Comparison(
                version=self._version_of_all(),
                own=imported.own,
                problems=list(imported.problems),
                changes=[procedures.change(one) for one in found],
            )
        )

    async def _import(
        self, caller: Caller, params: methods.ProcedureImport, browser: bool
    ) -> Outcome:
        imported = await self._read(params.text, "vi")
        given = {one.code: one for one in imported.procedures}

        def bring() -> list[Procedure]:
            if params.version != self._version_of_all():
                raise texts.refused("stale")
            for code in params.codes:
                if code not in given:
                    raise texts.refused("unknown_procedure", code=code)
            office = self._office
            return [
                life.brought(office.get(code), given[code], own=imported.own)
                for code in params.codes
            ]

        note = self._note(caller, "procedure.import", params, "imported")
        return await self._change(caller, "procedure.import", params, note, bring)

    async def _read(self, text: str, language: str) -> Imported:
        """Read a file beside the loop: a large one takes its time."""
        services = {
            field: service.id
            for service in self._service.office.services.values()
            for field in service.fields
        }
        try:
            return await asyncio.to_thread(read, text, services, language)
        except ImportProblem as wrong:
            told = {
                lang: texts.words("refused.invalid_file", why=why)[lang]
                for lang, why in wrong.told.items()
            }
            raise Refused("invalid_file", told, {}) from None

    # One procedure

    async def _put(
        self, caller: Caller, params: methods.ProcedurePut, browser: bool
    ) -> Outcome:
        code = str(params.procedure.get("code", ""))

        def write() -> list[Procedure]:
            before = self._office.get(code)
            if (before and version_of(before)) != params.version:
                raise self._not_newest(before, params.version)
            self._must_be_right(params.procedure)
            return [life.written(before, from_json(params.procedure))]

        note = self._note(caller, "procedure.put", params, "changed")
        await self._change(caller, "procedure.put", params, note, write, subject=code)
        return Outcome(_shown(self._known(code)))

    def _not_newest(self, before: Procedure | None, version: str | None) -> Refused:
        if before is not None and version is None:
            taken = RecordProblem(before.code, "code", "taken")
            return _invalid([taken])
        return texts.refused("stale")

    def _must_be_right(self, record: Mapping[str, Any]) -> None:
        """Refuse a record with all that is wrong in it."""
        wrong = problems_of(record)
        code, service = str(record.get("code", "")), record.get("service")
        if isinstance(service, str) and service not in self._service.office.services:
            wrong.append(RecordProblem(code, "service", "no_service"))
        if record.get("received", "here") == "here" and service is None:
            wrong.append(RecordProblem(code, "service", "which_service"))
        successor = record.get("successor")
        if isinstance(successor, str) and successor and successor not in self._office:
            wrong.append(RecordProblem(code, "successor", "unknown"))
        if wrong:
            raise _invalid(wrong)

    async def _confirm(
        self, caller: Caller, params: methods.ProcedureConfirm, browser: bool
    ) -> Outcome:
        by = self._posted.display_name(caller.name or "")
        standing = Confirmation(by, params.decision.strip(), params.date.isoformat())

        def confirm() -> list[Procedure]:
            if params.date > self._service.now.date():
                wrong = RecordProblem("", "date", "future")
                raise _invalid([wrong])
            found = [self._known(code) for code in params.codes]
            return [life.confirmed(one, standing) for one in found]

        note = self._note(caller, "procedure.confirm", params, "confirmed")
        detail = {"decision": standing.decision, "date": standing.date}
        return await self._change(
            caller, "procedure.confirm", params, note, confirm, detail=detail
        )

    async def _post(
        self, caller: Caller, params: methods.ProcedureCodes, browser: bool
    ) -> Outcome:
        def post() -> list[Procedure]:
            return [life.posted(self._known(code)) for code in params.codes]

        note = self._note(caller, "procedure.post", params, "posted")
        return await self._change(caller, "procedure.post", params, note, post)

    async def _hide(
        self, caller: Caller, params: methods.ProcedureCodes, browser: bool
    ) -> Outcome:
        def hide() -> list[Procedure]:
            return [life.hidden(self._known(code)) for code in params.codes]

        note = self._note(caller, "procedure.hide", params, "hidden")
        return await self._change(caller, "procedure.hide", params, note, hide)

    async def _withdraw(
        self, caller: Caller, params: methods.ProcedureWithdraw, browser: bool
    ) -> Outcome:
        def withdraw() -> list[Procedure]:
            one, successor = self._known(params.code), params.successor
            if successor is not None:
                next_one = self._known(successor)
                if next_one.state == "withdrawn" or successor == params.code:
                    wrong = RecordProblem(params.code, "successor", "not_done")
                    raise _invalid([wrong])
            today = self._service.now.date().isoformat()
            return [life.withdrawn(one, successor, today)]

        note = self._note(caller, "procedure.withdraw", params, "withdrawn")
        detail = {"successor": params.successor} if params.successor else {}
        return await self._change(
            *(caller, "procedure.withdraw", params, note, withdraw),
            subject=params.code,
            detail=detail,
        )

    # Every change

    async def notice(self, codes: list[str]) -> None:
        """Write down what a command beside the server imported, so that all learn it.

        A version of it is on disk; who typed the command nobody knows.
        """
        command = commands.ChangeOffice(
            by="",
            area=AREA,
            what="imported",
            subject=codes[0] if len(codes) == 1 else "",
            detail=_several(codes),
        )
        once = Intent("", "procedures import", uuid4().hex, b"")
        try:
            await self._service.handle(command, once)
        except Refusal as refused:
            log.warning("imported procedures are in no log: %s", refused)

    def _note(self, caller: Caller, method: str, params: Any, what: str) -> Note:
        asked = intent(caller, method, params)
        told = f"{asked.caller}\n{asked.method}\n{asked.key}\n".encode() + asked.params
        digest = hashlib.blake2b(told, digest_size=16).digest()
        return Note(what, caller.name or "", self._service.now, digest)

    async def _change(
        self,
        caller: Caller,
        method: str,
        params: Any,
        note: Note,
        make: Callable[[], list[Procedure]],
        *,
        subject: str | None = None,
        detail: Mapping[str, str] | None = None,
    ) -> Outcome:
        """Make new versions once for each intention, and write down that it was done.

        ``make`` looks, refuses or gives the procedures as they become; between it and
        the version nothing else can happen.
        """
        asked = intent(caller, method, params)
        codes = [subject] if subject is not None else list(params.codes)
        assert note.intent is not None
        if not self._service.knows(asked) and not self._store.has_made(note.intent):
            self._keep(make(), note)
        command = commands.ChangeOffice(
            by=caller.name or "",
            area=AREA,
            what=note.what,
            subject=codes[0] if len(codes) == 1 else "",
            detail={**_several(codes), **(detail or {})},
        )
        await self._service.handle(command, asked)
        return Outcome(m.Changed(codes=codes))

    def _keep(self, made: Iterable[Procedure], note: Note) -> None:
        office = self._office
        new = [one for one in made if one != office.get(one.code)]
        self._store.put_procedures([to_json(one) for one in new], note)
        self._posted.refresh()

    @property
    def _office(self) -> dict[str, Procedure]:
        return {one.code: one for one in self._posted.catalogue.every()}

    def _known(self, code: str) -> Procedure:
        found = self._posted.catalogue.get(code)
        if found is None:
            raise texts.refused("unknown_procedure", code=code)
        return found

    def _version_of_all(self) -> str:
        return _checksum([to_json(one) for one in self._posted.catalogue.every()])


def version_of(one: Procedure) -> str:
    """Give the checksum of a whole record."""
    return _checksum(to_json(one))


def _checksum(content: Any) -> str:
    told = json.dumps(content, sort_keys=True).encode()
    return hashlib.sha256(told).hexdigest()[:16]


def _shown(one: Procedure) -> m.ProcedureRecord:
    return m.ProcedureRecord(version=version_of(one), procedure=to_json(one))


def _several(codes: list[str]) -> dict[str, str]:
    """Say which, where they are several: the first of them, and how many."""
    if len(codes) < 2:
        return {}
    return {"count": str(len(codes)), "codes": ", ".join(codes[:MOST_NAMED])}


MOST_NAMED = 200
"""Codes that a line of the journal names at the most; the versions have them all."""


def _invalid(wrong: Iterable[RecordProblem]) -> Refused:
    problems = [
        {"at": one.at, "text": {lang: one.sentence(lang) for lang in texts.LANGUAGES}}
        for one in wrong
    ]
    text = texts.words("refused.invalid_procedure")
    return Refused("invalid_procedure", text, {"problems": problems})
