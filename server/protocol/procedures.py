"""The shapes of procedures as those who post them see them."""

from __future__ import annotations

from typing import Any, Literal

from .hall import Words
from .posted import ProcedureHead
from .shape import Shape

ProcedureState = Literal["draft", "posted", "withdrawn"]
ChangeKind = Literal["new", "changed", "same", "gone"]


class Confirmation(Shape):
    """Who of the office stands for a procedure; ``date`` is the decision's."""

    by: str
    decision: str
    date: str


class ProcedureEntry(ProcedureHead):
    """A procedure in the office's own list.

    ``confirmation`` is null where it is not confirmed, or not known by whom.
    ``version``: a checksum of the whole record.
    """

    state: ProcedureState
    status: Literal["new", "changed", "withdrawn", "same"]
    successor: str | None
    confirmation: Confirmation | None
    version: str


class ProcedureRecord(Shape):
    """A procedure to be edited: the record as a file of the office's own has it."""

    version: str
    procedure: dict[str, Any]


class FieldChange(Shape):
    """What a field was and is, as the record has it."""

    field: str
    before: Any
    after: Any


class ProcedureChange(Shape):
    """What a file would do to a procedure; ``gone``: it is not in the file.

    ``unconfirms``: the office's confirmation would fall away.
    """

    code: str
    name: Words
    what: ChangeKind
    unconfirms: bool
    fields: list[FieldChange]


class Comparison(Shape):
    """What a file would change. ``version`` is that of all that the office has.

    ``own``: it holds an office's own words; else records collected from the portal.
    ``problems`` are sentences about what is missing in it.
    """

    version: str
    own: bool
    problems: list[str]
    changes: list[ProcedureChange]


class Changed(Shape):
    """The codes of the procedures that were changed."""

    codes: list[str]


class ProcedureVersion(Shape):
    """One step of a procedure's life; ``fields`` are what it changed.

    ``at`` is null for what was there before this was kept; ``by`` is the user's
    name, empty for the command line, ``name`` the one to show.
    """

    at: str | None
    by: str
    name: str
    what: str
    confirmed: bool
    confirmation: Confirmation | None
    fields: list[FieldChange]
