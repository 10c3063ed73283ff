"""Procedures as clients see them."""

from __future__ import annotations

from typing import Any

from server.procedures.records import Procedure
from server.protocol import messages as m


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
