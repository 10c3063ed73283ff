"""Procedures as clients see them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from server.procedures import life
from server.procedures.records import Procedure
from server.protocol import messages as m
from server.protocol.times import stamp


def head(one: Procedure) -> m.ProcedureHead:
    """Show a procedure in a list."""
    return m.ProcedureHead(**_head(one))


def whole(one: Procedure) -> m.Procedure:
    """Show a procedure whole."""
    return m.Procedure(
        **_head(one),
        papers=[
            m.Paper(
                id=paper.id,
                name=dict(paper.name),
                kind=paper.kind,
                note=dict(paper.note) if paper.note else None,
            )
            for paper in one.papers
        ],
        steps=list(one.steps),
        result=dict(one.result),
        who_must_come=dict(one.who_must_come),
        legal=list(one.legal),
        forms=list(one.forms),
        details=one.details,
        source=one.source,
        updated=one.updated,
        status=one.status,
        words=list(one.words),
        rank=one.rank,
        where=dict(one.where) if one.where else None,
        successor=one.successor,
    )


def entry(one: Procedure, version: str) -> m.ProcedureEntry:
    """Show a procedure in the office's own list."""
    return m.ProcedureEntry(
        **_head(one),
        state=one.state,
        status=one.status,
        successor=one.successor,
        confirmation=confirmation(one),
        version=version,
    )


def confirmation(one: Procedure) -> m.Confirmation | None:
    """Show who stands for a procedure."""
    found = one.confirmation
    if found is None:
        return None
    return m.Confirmation(by=found.by, decision=found.decision, date=found.date)


def change(one: life.Change) -> m.ProcedureChange:
    """Show what a file would do to a procedure."""
    return m.ProcedureChange(
        code=one.one.code,
        name=dict(one.one.name),
        what=one.what,
        unconfirms=one.unconfirms,
        fields=fields(one.differences),
    )


def fields(found: life.Differences) -> list[m.FieldChange]:
    """Show differences field by field."""
    return [
        m.FieldChange(field=name, before=before, after=after)
        for name, (before, after) in found.items()
    ]


def moment(at: datetime | None, zone: tzinfo) -> str | None:
    """Show when something was done, in the office's time."""
    return None if at is None else stamp(at.astimezone(zone))


def _head(one: Procedure) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": dict(one.name),
        "short": dict(one.short),
        "field": one.field,
        "service": one.service,
        "fee": dict(one.fee),
        "time": dict(one.time),
        "received": one.received,
        "confirmed": one.confirmed,
    }
