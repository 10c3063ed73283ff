"""The section ``[call]``: the office's own sentences and its quiet hours."""

import re
from datetime import time

import pytest

from server.config.office import read_office
from server.config.reader import ConfigError
from server.domain.model import Calls, Session, Wording

OFFICE = """
id = "x"
name = "X"
unit = "U"
[[services]]
id = "a"
prefix = "A"
icon = "stamp"
name = {vi = "A"}
short = {vi = "A"}
[[counters]]
id = "q1"
number = 1
name = {vi = "Quầy 1"}
"""


def calls(section: str) -> Calls:
    return read_office(f"{OFFICE}\n[call]\n{section}").calls


def test_without_the_section_calls_are_the_usual_ones() -> None:
    assert read_office(OFFICE).calls == Calls()


def test_sentences_and_quiet_hours_are_read() -> None:
    found = calls(
        """
        number = { vi = "Xin mời số {number}", en = "Number {number}" }
        counter = { vi = "vào cửa {counter} ạ", en = "counter {counter}" }
        quiet = ["11:30-13:30", "17:00-23:59"]
        """
    )
    assert found.wording == {
        "vi": Wording("Xin mời số {number}", "vào cửa {counter} ạ"),
        "en": Wording("Number {number}", "counter {counter}"),
    }
    assert found.quiet[0] == Session(time(11, 30), time(13, 30))
    assert [str(session) for session in found.quiet] == ["11:30-13:30", "17:00-23:59"]


BOTH = 'number = {{ vi = "{}" }}\ncounter = {{ vi = "quầy {{counter}}" }}'


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Mời số", "must have {number} exactly once, and no other braces"),
        ("", "must have {number} exactly once"),
        ("{number} {number}", "must have {number} exactly once"),
        ("Mời {counter}", "must have {number} exactly once"),
        ("Mời {number} {name}", "no other braces"),
        ("Mời {number:>9}", "must have {number} exactly once"),
        ("Mời {number!r}", "must have {number} exactly once"),
        ("Mời {number.real}", "must have {number} exactly once"),
        ("Mời {number", "has a brace without its partner"),
        ("Mời number}", "has a brace without its partner"),
        ("{number} " + "a" * 100, "has 109 letters; 100 are the most"),
    ],
)
def test_a_sentence_that_cannot_be_spoken_is_refused(template: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)) as caught:
        calls(BOTH.format(template))
    [problem] = caught.value.problems
    assert problem.at == ("call", "number", "vi")


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ('number = { vi = "{number}" }', "call.counter.vi: is missing"),
        ('counter = { en = "{counter}" }', "call.number.en: is missing"),
        (
            'number = { fr = "{number}" }\ncounter = { fr = "{counter}" }',
            "call: 'fr' is no language of the office",
        ),
        ('quiet = ["noon"]', "call.quiet: 'noon' is not like 07:30-12:00"),
        ('quiet = ["22:00-06:00"]', "call.quiet: '22:00-06:00' is not like"),
        ("volume = 3", "call.volume: there is no such setting"),
    ],
)
def test_what_is_half_or_wrong_is_said(section: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)):
        calls(section)
