"""The keys of a scanner that poses as a keyboard."""

import struct

import pytest

from kiosk.scanning.keys import EVENT, MISSED, Keys

SHIFT, RIGHT_SHIFT, CTRL, ALT, CAPS = 42, 54, 29, 56, 58
US_PLAIN = (
    "`1234567890-=",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
)
US_SHIFT = (
    "~!@#$%^&*()_+",
    "QWERTYUIOP{}|",
    'ASDFGHJKL:"',
    "ZXCVBNM<>?",
)
CODES = (
    (41, *range(2, 14)),
    (*range(16, 28), 43),
    tuple(range(30, 41)),
    tuple(range(44, 54)),
)


def event(kind: int, code: int, value: int) -> bytes:
    return EVENT.pack(1, 2, kind, code, value)


def stroke(code: int) -> bytes:
    """A key down and up, each with the kernel's end of a report."""
    end = event(0, 0, 0)
    return event(4, 4, code) + event(1, code, 1) + end + event(1, code, 0) + end


def held(key: int, *codes: int) -> bytes:
    return event(1, key, 1) + b"".join(map(stroke, codes)) + event(1, key, 0)


@pytest.mark.parametrize("row", range(4))
def test_the_american_layout(row: int) -> None:
    plain = b"".join(map(stroke, CODES[row]))
    assert Keys().feed(plain) == US_PLAIN[row]
    assert Keys().feed(held(SHIFT, *CODES[row])) == US_SHIFT[row]
    assert Keys().feed(held(RIGHT_SHIFT, *CODES[row])) == US_SHIFT[row]


def test_enter_tab_blank_and_the_number_block() -> None:
    assert Keys().feed(b"".join(map(stroke, (57, 15, 28, 96)))) == " \t\n\n"
    block = (71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 98, 55)
    assert Keys().feed(b"".join(map(stroke, block))) == "789-456+1230./*"


def test_shift_is_let_go_of() -> None:
    assert Keys().feed(held(SHIFT, 30) + stroke(30)) == "Aa"
    keys = Keys()
    assert keys.feed(event(1, SHIFT, 1)) + keys.feed(stroke(43)) == "|"


def test_caps_lock_turns_letters_only() -> None:
    caps = stroke(CAPS)
    assert Keys().feed(caps + stroke(30) + stroke(2) + held(SHIFT, 30, 2)) == "A1a!"
    assert Keys().feed(caps + stroke(30) + caps + stroke(30)) == "Aa"


@pytest.mark.parametrize("key", [CTRL, 97, ALT, 100, 125, 126])
def test_commands_type_nothing(key: int) -> None:
    # Alt and the number block is how letters of other tongues are spelt.
    assert Keys().feed(held(key, 46, 79, 80) + stroke(30)) == "a"


def test_a_key_that_is_held_types_once() -> None:
    again = event(1, 30, 1) + event(1, 30, 2) * 5 + event(1, 30, 0)
    assert Keys().feed(again) == "a"


def test_other_keys_and_other_events_type_nothing() -> None:
    assert Keys().feed(stroke(1) + stroke(59) + stroke(111) + event(2, 0, 5)) == ""


def test_dropped_events_leave_a_mark_and_no_shift() -> None:
    dropped = event(1, SHIFT, 1) + event(0, 3, 0)
    assert Keys().feed(stroke(30) + dropped + stroke(31)) == f"a{MISSED}s"


def test_half_an_event_is_an_error() -> None:
    with pytest.raises(struct.error):
        Keys().feed(stroke(30)[:-1])
