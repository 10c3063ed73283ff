"""Lines of what a scanner sends."""

import pytest

from kiosk.scanning.lines import LONGEST, SLOWEST, Lines


def test_a_line_ends_as_scanners_end_it() -> None:
    lines = Lines()
    assert lines.feed("407152\r\n204518\n3", 0) == ["407152", "204518"]
    assert lines.feed("3\t\r\n\n", 0.1) == ["33"]


def test_control_characters_are_dropped() -> None:
    lines = Lines()
    sent = "\x02\x1b[2J4\x0007\x08\x7f1\u200b5\ufeff2\x03\x9b\r"
    assert lines.feed(sent, 0) == ["[2J407152"]


def test_blanks_around_are_no_part_of_it() -> None:
    assert Lines().feed("  407152 \r   \r", 0) == ["407152"]


def test_a_line_that_is_too_long_is_dropped_as_a_whole() -> None:
    lines = Lines()
    assert lines.feed("x" * LONGEST + "\r", 0) == ["x" * LONGEST]
    assert lines.feed("x" * LONGEST + "407152", 0) == []
    assert lines.feed("\r407152\r", 0) == ["407152"]


def test_a_line_that_is_too_slow_is_dropped_as_a_whole() -> None:
    lines = Lines()
    for n, digit in enumerate("407152"):
        assert lines.feed(digit, n * 0.9) == []
    assert lines.feed("\r", SLOWEST) == ["407152"]
    for n, digit in enumerate("407152"):
        assert lines.feed(digit, 100 + n * 1.1) == []
    assert lines.feed("\r", 106.5) == []
    assert lines.feed("407152\r", 106.6) == ["407152"]


def test_what_was_left_by_a_silence_is_no_part_of_the_next() -> None:
    lines = Lines()
    assert lines.feed("99", 0) == []
    assert lines.feed("407152\r", SLOWEST + 0.1) == ["407152"]


def test_what_was_begun_before_the_device_went_is_forgotten() -> None:
    lines = Lines()
    lines.feed("99", 0)
    lines.forget()
    assert lines.feed("407152\r", 0.1) == ["407152"]


@pytest.mark.parametrize("text", ["042051012345|183", "secret"])
def test_no_repr_shows_a_line(text: str) -> None:
    lines = Lines()
    lines.feed(text, 0)
    assert text not in repr(lines)
