"""Reading lists of appointments: both languages, spreadsheets' ways, every mistake."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.lang import texts
from server.cli.bookings import Wanted, WrongList, read, read_day, read_time
from server.domain.model import Hours, Office
from server.storage.appointments import Booked
from tests.offices import MONDAY, WEEK, ZONE, office

DAY = MONDAY.date()
NINE = datetime(2026, 11, 23, 9, 30, tzinfo=ZONE)
SHORT = {"copies": "Chứng thực, sao y", "births": "Khai sinh"}


def an_office() -> Office:
    """Give the small office with hours and with Vietnamese short names."""
    made = office(hours=Hours(WEEK))
    services = {
        id: replace(one, short={"vi": SHORT[id], "en": id})
        for id, one in made.services.items()
    }
    return replace(made, services=services)


OFFICE = an_office()


def wanted(text: str, **options: Any) -> Wanted:
    return read(text.encode(), OFFICE, MONDAY, **options)


def mistakes(text: str | bytes, **options: Any) -> list[tuple[int, str]]:
    """Give lines and keys of what is wrong, each of which both languages can say."""
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(WrongList) as wrong:
        read(data, OFFICE, MONDAY, **options)
    for one in wrong.value.mistakes:
        for language in ("vi", "en"):
            assert texts("cli", language)(f"appointments.{one.key}", **one.values)
    return [(one.line, one.key) for one in wrong.value.mistakes]


def test_a_list_in_vietnamese() -> None:
    text = (
        "ngày,giờ,dịch vụ,mã\n"
        "23/11/2026,9h30,Khai sinh,012345\n"
        '23/11/2026,09:30,"Chứng thực, sao y",\n'
    )
    assert wanted(text) == Wanted(
        (
            Booked(DAY, "012345", NINE, "births"),
            Booked(DAY, "", NINE, "copies"),
        ),
        (),
    )


def test_a_list_in_english_without_codes() -> None:
    text = "date,time,service\n2026-11-23,9:30,births\n"
    assert wanted(text).booked == (Booked(DAY, "", NINE, "births"),)


def test_a_list_as_a_spreadsheet_saves_it() -> None:
    text = (
        "\ufeffSTT;Ngày ;GIỜ;Dịch vụ;Họ tên;\r\n"
        "1;23/11/2026;09:30:00;KHAI SINH;Nguyễn Văn A;\r\n"
        ";;;;;\r\n"
        "\r\n"
    )
    read = wanted(text)
    assert read.booked == (Booked(DAY, "", NINE, "births"),)
    assert read.ignored == ("STT", "Họ tên")


def test_columns_without_accents_and_in_any_order_and_tabs() -> None:
    text = "Dich vu\tma\tNgay\tGio\nkhai sinh\t123456\t23-11-2026\t9h\n"
    nine = NINE.replace(minute=0)
    assert wanted(text).booked == (Booked(DAY, "123456", nine, "births"),)


def test_every_mistake_is_told_with_its_line() -> None:
    text = (
        "ngày,giờ,dịch vụ,mã,ghi chú\n"
        "31/11/2026,25:00,Khai tử sinh,12345,\n"
        '22/11/2026,09:30,births,123456,"hai\ndòng"\n'
        "23/11/2026,12:30,births,111111,\n"
        "23/11/2026,09:30,births,111111,\n"
        "24/11/2026,09:30,births,111111,\n"
        "24/11/2026,9.30,xyz\n"
        "2026-11-24,08:00,births,222222\n"
    )
    found = mistakes(text, taken=lambda day, code: code == "222222")
    assert found == [
        (2, "wrong_day"),
        (2, "wrong_time"),
        (2, "near_service"),
        (2, "wrong_code"),
        (3, "past"),
        (5, "closed"),
        (6, "code_twice"),
        (8, "wrong_time"),
        (8, "no_service"),
        (9, "code_taken"),
    ]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ("", (1, "empty")),
        ("\n\n", (1, "empty")),
        ("ngày,giờ,dịch vụ\n", (1, "empty")),
        ("ngày,giờ\n", (1, "no_column")),
        ("ngày,giờ,date,dịch vụ\n", (1, "column_twice")),
        ('ngày,giờ,dịch vụ\n23/11/2026,9:00,"births', (2, "not_csv")),
        ("ngày,giờ,dịch vụ\n".encode("utf-16"), (1, "not_utf8")),
        ("date;time;service\nđ".encode("cp1258"), (1, "not_utf8")),
    ],
)
def test_what_is_no_list(data: str | bytes, found: tuple[int, str]) -> None:
    assert mistakes(data) == [found]


def test_one_wrong_line_and_nothing_is_read() -> None:
    good = "2026-11-23,09:30,births\n"
    text = "date,time,service\n" + good + "2026-11-23,,births\n" + good
    assert mistakes(text) == [(3, "wrong_time")]


@pytest.mark.parametrize("text", ["9", "9:", "9:5", "24:00", "9:60", "٩:٠٠", "-1:00"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_time(text)


@pytest.mark.parametrize("text", ["23/11", "23/11/26", "2026/11/23", "30/2/2026", ""])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_day(text)


# Any list that can be written is read as it was meant

DAYS = st.dates(DAY, DAY + timedelta(days=400)).filter(lambda day: day.weekday() < 5)
TIMES = st.times(time(7, 30), time(11, 59)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
DAY_MANNERS = st.sampled_from(
    ["{:%d/%m/%Y}", "{:%Y-%m-%d}", "{0.day}/{0.month}/{0.year}"]
)
TIME_MANNERS = st.sampled_from(["{:%H:%M}", "{:%H:%M:00}", "{0.hour}h{0:%M}"])
HEADERS = st.sampled_from(
    [("ngày", "giờ", "dịch vụ", "mã"), ("Date", "TIME", "service", " code ")]
)
NOTES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=8)


@st.composite
def rows(draw: st.DrawFn) -> tuple[Booked, tuple[str, ...]]:
    """Make an appointment, and a way to write it with a note beside it."""
    day, moment = draw(DAYS), draw(TIMES)
    service = draw(st.sampled_from(sorted(SHORT)))
    written = draw(st.sampled_from([service, SHORT[service], SHORT[service].upper()]))
    at = datetime.combine(day, moment, ZONE)
    cells = (
        draw(DAY_MANNERS).format(day),
        draw(TIME_MANNERS).format(moment),
        written,
        "",
        draw(NOTES),
    )
    return Booked(day, "", at, service), cells


@given(
    st.lists(rows(), min_size=1, max_size=6),
    HEADERS,
    st.permutations(range(5)),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.booleans(),
)
def test_what_is_written_is_read(
    made: list[tuple[Booked, tuple[str, ...]]],
    header: tuple[str, ...],
    order: list[int],
    separator: str,
    end: str,
    encoding: str,
    coded: bool,
) -> None:
    out = io.StringIO()
    # Python's writer leaves a bare return unquoted, which no spreadsheet does.
    breaks = any("\r" in cell for _, cells in made for cell in cells)
    writer = csv.writer(
        out,
        delimiter=separator,
        lineterminator=end,
        quoting=csv.QUOTE_ALL if breaks else csv.QUOTE_MINIMAL,
    )
    writer.writerow([(*header, "họ tên")[place] for place in order])
    expected = []
    for number, (one, cells) in enumerate(made):
        code = f"{number:06}" if coded else ""
        expected.append(replace(one, code=code))
        all = (*cells[:3], code, cells[4])
        writer.writerow([all[place] for place in order])
    read_back = read(out.getvalue().encode(encoding), OFFICE, MONDAY)
    assert read_back == Wanted(tuple(expected), ("họ tên",))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_have_mistakes(data: bytes) -> None:
    with pytest.raises(WrongList) as wrong:
        read(data, OFFICE, MONDAY)
    assert wrong.value.mistakes


CELLS = st.one_of(
    st.sampled_from(["2026-11-23", "23/11/2026", "9:30", "9h", "births", "123456"]),
    st.text(max_size=6),
)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), max_size=5))
def test_any_cells_are_read_or_have_mistakes(cells: list[tuple[str, ...]]) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["date", "time", "service", "code"])
    writer.writerows(cells)
    booked, lines = outcome(out.getvalue().encode("utf-8", "replace"))
    assert bool(booked) is not bool(lines)
    last = out.getvalue().count("\n") + out.getvalue().count("\r")
    assert all(1 <= line <= last for line in lines)
    assert len(booked) <= len(cells)
    for one in booked:
        assert one.day >= DAY
        assert one.service in SHORT
        assert one.code == "" or len(one.code) == 6


def outcome(data: bytes) -> tuple[tuple[Booked, ...], list[int]]:
    """Give what is read, or the lines of the mistakes."""
    try:
        return read(data, OFFICE, MONDAY).booked, []
    except WrongList as wrong:
        return (), [one.line for one in wrong.mistakes]
