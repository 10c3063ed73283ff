"""A procedure's life: draft, posted, withdrawn; confirmed or not; pure.

A confirmation stands for words. Where they change it falls away, so that nothing is
shown as official that the office has not confirmed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from .collected import not_stated
from .records import Confirmation, Procedure, to_json

What = Literal["new", "changed", "same", "gone"]
Differences = dict[str, tuple[Any, Any]]
"""What was and what is, as JSON has it, by the field's name."""

_OWN = {"draft", "confirmed", "confirmation"}
"""What no file and no form says: it changes by a deed of its own."""
_UNREAD = _OWN | {"service", "status", "rank", "words"}
"""What no citizen reads, so that no confirmation stands for it."""


def differences(before: Procedure, after: Procedure) -> Differences:
    """Give the fields in which two versions differ, in the record's order."""
    old, new = to_json(before), to_json(after)
    return {
        name: (old[name], new[name])
        for name in (field.name for field in fields(Procedure))
        if old[name] != new[name]
    }


def written(before: Procedure | None, after: Procedure) -> Procedure:
    """Give a procedure with new words; its place in its life stays.

    What is new is a draft. Whoever changes what citizens read must confirm it again.
    """
    if before is None:
        return replace(after, draft=True, confirmed=False, confirmation=None)
    gone = before.status == "withdrawn"
    status = after.status if after.status != "withdrawn" else before.status
    made = replace(
        after,
        status="withdrawn" if gone else status,
        successor=after.successor if gone else None,
        draft=before.draft,
        confirmed=before.confirmed,
        confirmation=before.confirmation,
    )
    if differences(before, made).keys() <= _UNREAD:
        return made
    return replace(made, confirmed=False, confirmation=None)


def confirmed(one: Procedure, confirmation: Confirmation) -> Procedure:
    """Let somebody stand for the words as they are now."""
    return replace(one, confirmed=True, confirmation=confirmation)


def posted(one: Procedure) -> Procedure:
    """Show it to citizens, also one that was withdrawn."""
    status = "same" if one.status == "withdrawn" else one.status
    return replace(one, draft=False, status=status, successor=None)


def hidden(one: Procedure) -> Procedure:
    """Show it no more, without saying that it is withdrawn."""
    return replace(posted(one), draft=True)


def withdrawn(one: Procedure, successor: str | None, on: str) -> Procedure:
    """Say that it is no longer done since a day (ISO), and what takes its place."""
    return replace(
        one, status="withdrawn", successor=successor, updated=on, draft=False
    )


# Files


@dataclass(frozen=True)
class Change:
    """What a file would do to one procedure.

    Attributes:
        one: as it would be; as it is, where it is ``gone`` from the file.
        unconfirms: the office's confirmation would fall away.
    """

    what: What
    one: Procedure
    differences: Differences
    unconfirms: bool = False


def compare(
    office: Mapping[str, Procedure], file: Iterable[Procedure], *, own: bool
) -> list[Change]:
    """Say what a file would change, in its order; then what it does not have.

    Args:
        office: what the office has, by code.
        file: what was read.
        own: the file holds an office's own words; else collected ones.
    """
    read = [(office.get(one.code), one) for one in file]
    found = [_change(before, brought(before, one, own=own)) for before, one in read]
    codes = {change.one.code for change in found}
    gone = (one for one in office.values() if one.code not in codes)
    return found + [
        Change("gone", one, {}) for one in gone if one.status != "withdrawn"
    ]


def _change(before: Procedure | None, after: Procedure) -> Change:
    if before is None:
        return Change("new", after, {})
    found = differences(before, after)
    shown = {name: both for name, both in found.items() if name not in _OWN}
    unconfirms = before.confirmed and not after.confirmed
    return Change("changed" if found else "same", after, shown, unconfirms)


def brought(before: Procedure | None, given: Procedure, *, own: bool) -> Procedure:
    """Give a procedure as it is after a file was brought in.

    An office's own file also says what is withdrawn. A collected record gives only
    facts: it leaves the office's everyday name, words, service and rank, and what it
    does not say itself.
    """
    if own and given.status == "withdrawn":
        made = written(before and posted(before), replace(given, status="same"))
        return withdrawn(made, given.successor, given.updated)
    if before is None:
        return written(before, given)
    kept = replace(given, successor=before.successor)
    if before.status == "withdrawn":
        kept = replace(kept, updated=before.updated)  # it says since when
    return written(before, kept if own else _facts(before, kept))


_OFFICES = ("short", "words", "service", "rank", "status", "where")
_LISTED = ("papers", "steps", "legal", "forms", "details", "source", "updated", "field")
_SAID = {"fee": "fee", "time": "time", "result": "result", "who_must_come": "who"}


def _facts(before: Procedure, given: Procedure) -> Procedure:
    """Take from a collected record what it says, and keep the rest."""
    kept = {name: getattr(before, name) for name in _OFFICES}
    kept |= {n: getattr(before, n) for n in _LISTED if not getattr(given, n)}
    for name in ("name", *_SAID):
        now, then = getattr(given, name)["vi"], getattr(before, name)
        if now == then["vi"] or (
            name in _SAID and now == not_stated(_SAID[name])["vi"]
        ):
            kept[name] = then
    if given.fee_kind == "not_stated":
        kept |= {"fee": before.fee, "fee_kind": before.fee_kind}
    if before.received == "elsewhere":
        kept["received"] = before.received
    return replace(given, **kept)
