"""What a scanned text is, and that nothing of a citizen card shows anywhere."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.scanning.codes import (
    AppointmentCode,
    BrokenCard,
    Card,
    ForeignCode,
    TicketCode,
    read,
)

TODAY = date(2026, 11, 23)
SECRET = "aB3-_" + "x" * 17


def card(birth: str, number: str = "042051012345", rest: str = "") -> str:
    return f"{number}|183456789|Nguyễn Văn Mẫu|{birth}|Nam|Thôn 1, Xã X|15082021{rest}"


@pytest.mark.parametrize(
    "text",
    [
        f"http://192.168.1.10:8800/t/87#{SECRET}",
        f"https://motcua.example.vn/t/87#{SECRET}",
        f"]Q1http://x/t/87#{SECRET}",
        f" /t/87#{SECRET} ",
    ],
)
def test_a_slips_link_gives_ticket_and_secret(text: str) -> None:
    assert read(text, TODAY) == TicketCode(87, SECRET)


@pytest.mark.parametrize("number", ["U001", "U1000", "Z123456"])
def test_the_link_of_a_kiosks_own_slip_names_its_number(number: str) -> None:
    assert read(f"http://x/t/{number}#{SECRET}", TODAY) == TicketCode(number, SECRET)


@pytest.mark.parametrize("text", ["407152", "407 152", "407-152", "]Q3407152"])
def test_six_digits_are_an_appointment(text: str) -> None:
    assert read(text, TODAY) == AppointmentCode("407152")


@pytest.mark.parametrize(
    ("birth", "number", "years"),
    [
        ("23111951", "042051012345", 75),
        ("24111951", "042051012345", 74),
        ("01011951", "042151012345", 75),
        ("22112000", "042200012345", 26),
        ("23112026", "042226012345", 0),
        # Only the year, or the month, is known: the least age that it can be.
        ("00001951", "042051012345", 74),
        ("00021951", "042051012345", 75),
        ("00111951", "042051012345", 74),
        ("29021960", "042060012345", 66),
    ],
)
def test_a_card_gives_the_age_and_nothing_else(
    birth: str, number: str, years: int
) -> None:
    assert read(card(birth, number), TODAY) == Card(years)
    no_former = card(birth, number).replace("183456789", "")
    assert read(no_former, TODAY) == Card(years)
    assert read(card(birth, number, "||x|y"), TODAY) == Card(years)
    # A scanner that poses as a keyboard has no Vietnamese letters.
    assert read(card(birth, number).encode("ascii", "ignore").decode(), TODAY) == Card(
        years
    )


def test_a_leap_day_comes_round_in_march() -> None:
    born = card("29021960", "042060012345")
    assert read(born, date(2026, 2, 28)) == Card(65)
    assert read(born, date(2026, 3, 1)) == Card(66)
    assert read(born, date(2028, 2, 29)) == Card(68)


@pytest.mark.parametrize(
    ("birth", "number"),
    [
        ("24112026", "042226012345"),  # to be born tomorrow
        ("01012027", "042227012345"),
        ("00002026", "042226012345"),
        ("30021951", "042051012345"),
        ("01131951", "042051012345"),
        ("01001951", "042051012345"),
        ("00000000", "042000012345"),
        ("1111951", "042051012345"),
        ("11-11-1951", "042051012345"),
        ("", "042051012345"),
        ("x1111951", "042051012345"),
        ("١١١١١٩٥١", "042051012345"),  # digits, but not of a card
        ("23111951", "042052012345"),  # the number is of another year
        ("23111951", "042251012345"),  # … and of another century
        ("01011880", "042080012345"),
    ],
)
def test_a_broken_card_is_said_to_be_one(birth: str, number: str) -> None:
    assert read(card(birth, number), TODAY) == BrokenCard()


def test_nobody_is_older_than_can_be() -> None:
    assert read(card("01011900", "042000012345"), date(2040, 1, 1)) == BrokenCard()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8935049500544",
        "40715",
        "4071523",
        "https://example.com",
        f"http://x/t/87#{SECRET}x",
        f"http://x/t/87#{SECRET[1:]}",
        f"http://x/t/#{SECRET}",
        f"http://x/t/{'9' * 16}#{SECRET}",
        f"http://x/t/U01#{SECRET}",
        f"http://x/t/UU001#{SECRET}",
        f"http://x/t/u001#{SECRET}",
        f"http://x/t/U001#{SECRET[1:]}",
        "U001",
        f"http://x /t/87#{SECRET}",
        "a|b|c|d|e|f|g",
        "042051012345|1|x",
        "04205101234|1|x|23111951|Nam|y|z",
        "]",
        "DN4010|4e6775|01/01/1951|1|...",
    ],
)
def test_anything_else_is_foreign(text: str) -> None:
    assert read(text, TODAY) == ForeignCode()


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    assert read(text, TODAY) is not None


@given(st.text(alphabet="0123456789|", max_size=60), st.dates())
def test_no_card_breaks_the_reader(text: str, today: date) -> None:
    found = read("042051012345|" + text, today)
    assert not isinstance(found, Card) or 0 <= found.years <= 130


def test_no_repr_shows_the_age_or_the_secret() -> None:
    assert repr(read(card("23111951"), TODAY)) == "Card()"
    assert SECRET not in repr(read(f"/t/87#{SECRET}", TODAY))
