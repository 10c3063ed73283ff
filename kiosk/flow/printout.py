"""Printing a procedure's papers as a list to take home. PURE."""

from __future__ import annotations

from msgspec.structs import replace

from kiosk.flow import inputs as i
from kiosk.flow.state import Screen, State
from kiosk.flow.wishes import Message, Printout


class PrintList(i.Touch):
    """ "In danh sách giấy tờ", on a procedure's details."""

    key: str


class ListPrinted(i.News):
    """How the list came out: True, False, or nobody knows (None)."""

    key: str
    ok: bool | None


class PrintPapers(i.Effect):
    """Print the papers of a procedure, with what was ticked."""

    key: str
    procedure: str
    ticked: frozenset[str]
    language: str


def asked(state: State, touch: PrintList, now: float) -> i.Stepped:
    """Print the list of the procedure that is shown."""
    code = state.place.procedure
    if state.screen is not Screen.DETAILS or code is None:
        return state, ()
    ticked = frozenset(paper for of, paper in state.ticked if of == code)
    effect = PrintPapers(touch.key, code, ticked, state.language)
    return replace(state, printout=Printout(touch.key, now)), (effect,)


def printed(state: State, news: ListPrinted, now: float) -> i.Stepped:
    """Say where the paper comes out, or that none does."""
    if state.printout is None or state.printout.key != news.key:
        return state, ()
    return _said(state, "printout.done" if news.ok else "printout.failed", now), ()


def unanswered(state: State, now: float) -> State:
    """Return the state after a printer that says nothing."""
    return _said(state, "printout.failed", now)


def _said(state: State, key: str, now: float) -> State:
    message = Message(key, since=now)
    return replace(state, printout=None, message=message, touched_at=now)


TOUCHES: i.Table = {PrintList: asked}

NEWS: i.Table = {ListPrinted: printed}
