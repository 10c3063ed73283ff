"""A procedure's papers on paper: the flow, the list, and the real glass."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.catalog import Catalog
from kiosk.flow import State, step
from kiosk.flow import inputs as i
from kiosk.flow import printout as p
from kiosk.flow.state import Hall, Screen
from kiosk.flow.waiting import CHECK_FOR
from kiosk.printing.faults import Reason
from kiosk.slips import checklist_of
from tests.kiosk.glass import Slips, kiosk
from tests.kiosk.kiosk_office import office, procedures

COPY, POLICE, KEY = "2.000635", "1.004222", "list-00000001"
CATALOG = Catalog(procedures())


def details(code: str = COPY) -> State:
    state = State(hall=Hall(catalog=CATALOG, office=office(), online=True))
    return after(state, i.OpenProcedure(code), i.OpenDetails())


def after(state: State, *inputs: i.Input, now: float = 0.0) -> State:
    for one in inputs:
        state, _ = step(state, one, now)
    return state


def test_the_list_is_printed_with_what_was_ticked() -> None:
    first = CATALOG.get(COPY).papers[0].id  # type: ignore[union-attr]
    state = after(details(), i.GoBack(), i.TickPaper(first), i.OpenDetails())
    state, effects = step(state, p.PrintList(KEY), 2.0)
    assert effects == (p.PrintPapers(KEY, COPY, frozenset({first}), "vi"),)
    assert state.underway == ("printout", 2.0)
    assert after(state, p.ListPrinted("another-key", True)) == state
    told = after(state, p.ListPrinted(KEY, True), now=3.0)
    assert told.message is not None
    assert told.message.key == "printout.done"
    assert told.screen is Screen.DETAILS
    assert told.underway is None


@pytest.mark.parametrize("ok", [False, None])
def test_a_list_that_did_not_come_out_is_said(ok: bool | None) -> None:
    state = after(details(), p.PrintList(KEY), p.ListPrinted(KEY, ok))
    assert state.message is not None
    assert state.message.key == "printout.failed"
    silent = after(details(), p.PrintList(KEY))
    silent = after(silent, i.Passed(), now=CHECK_FOR)
    assert silent.message is not None
    assert silent.message.key == "printout.failed"


def test_only_where_a_procedure_s_details_are() -> None:
    state = State(hall=Hall(catalog=CATALOG, office=office()))
    assert step(state, p.PrintList(KEY), 0.0)[1] == ()


def test_the_list_says_what_the_page_says() -> None:
    hall = Hall(catalog=CATALOG, office=office(portal="https://x.vn/{code}"))
    papers = CATALOG.get(COPY).papers  # type: ignore[union-attr]
    made = checklist_of(hall, COPY, frozenset({papers[0].id}), "vi")
    assert [paper.ticked for paper in made.papers][:2] == [True, False]
    assert made.portal == f"https://x.vn/{COPY}"
    assert made.place is None
    nothing = checklist_of(hall, COPY, frozenset(), "en")
    assert {paper.ticked for paper in nothing.papers} == {None}
    assert checklist_of(hall, POLICE, frozenset(), "vi").place is not None
    bare = Hall(catalog=CATALOG, office=office(portal=None))
    assert checklist_of(bare, COPY, frozenset(), "vi").portal is None
    with pytest.raises(ValueError, match="no procedure"):
        checklist_of(hall, "9.999999", frozenset(), "vi")


async def test_a_finger_prints_the_list_and_a_fault_is_told(tmp_path: Path) -> None:
    printer = Slips()
    async with kiosk(tmp_path, printer=printer) as k:
        k.desk.happen(i.OpenProcedure(COPY))
        k.desk.happen(i.OpenDetails())
        await k.pilot.until_text("In danh sách")
        await k.tap("In danh sách")
        await k.pilot.until_text("Đã in.")
        assert len(printer.slips) == 1
        await k.tap("Đã hiểu")
        for touch in (i.GoBack(), i.OpenDetails()):  # one button is deaf for a while
            k.desk.happen(touch)
            await k.pilot.frames(2)
        printer.fault = Reason.PAPER_OUT
        await k.tap("In danh sách")
        await k.pilot.until_text("Chưa in được danh sách")
        reported = k.server.calls("ticket.printed")
        assert reported == []  # it is no ticket
