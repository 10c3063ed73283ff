from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from importlib.resources import files

import pytest

from server.config.office import always_open, read_office
from server.config.reader import ConfigError
from server.config.settings import Settings, read_settings
from server.domain.calendar import is_open
from server.domain.model import OrderRules, Quota, Returning
from tests.offices import MONDAY

SAMPLE = (files("assets") / "office" / "thach-khe.toml").read_text("utf-8")


def problems(text: str, **environment: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as wrong:
        read_settings(text, environment)
    return tuple(map(str, wrong.value.problems))


def test_nothing_at_all_is_a_good_setting() -> None:
    assert read_settings("", {}) == Settings()


def test_all_mistakes_are_said_at_once_and_what_was_meant() -> None:
    found = problems(
        """
        [server]
        hots = "0.0.0.0"
        port = "8800"
        names = "kiosk.local"
        [voice]
        rate = 9.0
        reading = "letters"
        [kiosk.printer]
        kind = "network"
        [display]
        volume = 2
        sound = 1
        [klosk]
        """
    )
    text = "\n".join(found)
    for said in (
        "server.hots: there is no such setting; did you mean 'host'?",
        "server.port: must be a whole number",
        "server.names: must be a list",
        "voice.reading: must be one of digits, number",
        "kiosk: printer: wrong or missing: host",
        "display.sound: must be true or false",
        "klosk: there is no such setting; did you mean 'kiosk'?",
    ):
        assert said in text


def test_a_value_out_of_its_range_is_said() -> None:
    assert problems("[voice]\nrate = 9.0") == (
        "voice: rate must be from 0.5 to 1.5, not 9.0",
    )
    assert "port must be from 0 to 65535" in problems("[server]\nport = 70000")[0]
    assert "volume" in problems("[display]\nvolume = 2")[0]


def test_what_is_no_toml_or_no_table() -> None:
    assert len(problems("[server")) == 1
    assert problems("server = 7") == ("server: must be a table",)


def test_the_environment_wins() -> None:
    settings = read_settings(
        "[server]\nport = 1\n",
        {
            "MOTCUA_SERVER_HOST": "0.0.0.0",
            "MOTCUA_SERVER_PORT": "8801",
            "MOTCUA_SERVER_NAMES": "a, b",
            "MOTCUA_DISPLAY_SOUND": "false",
            "MOTCUA_DISPLAY_COUNTER": "3",
            "MOTCUA_KIOSK_DIAGONAL": "21.5",
        },
    )
    assert settings.server.host == "0.0.0.0"
    assert settings.server.port == 8801
    assert settings.server.names == ("a", "b")
    assert settings.display.sound is False
    assert settings.display.counter == 3
    assert settings.kiosk.diagonal == 21.5


def test_a_wrong_value_in_the_environment_is_said() -> None:
    text = "\n".join(
        problems("", MOTCUA_SERVER_PORT="many", MOTCUA_DISPLAY_SOUND="perhaps")
    )
    assert "$MOTCUA_SERVER_PORT" in text
    assert "$MOTCUA_DISPLAY_SOUND: must be true or false" in text


def test_a_voice_without_a_language_is_said() -> None:
    with pytest.raises(ConfigError, match="at least one language"):
        read_settings("[voice]\nlanguages = []", {})


# The office


def test_the_sample_office() -> None:
    office = read_office(SAMPLE)
    assert office.name == "UBND xã Thạch Khê"
    prefixes = [service.prefix for service in office.services.values()]
    assert prefixes == ["A", "B", "H", "K", "M", "X"]
    assert len(office.counters) == 4
    assert office.public_url is None
    assert date(2026, 11, 24) in office.hours.holidays
    served = {
        s for s in office.services for c in office.counters.values() if c.serves(s)
    }
    assert served == set(office.services)
    for service in office.services.values():
        assert set(service.name) == set(service.short) == {"vi", "en"}
        assert "\n" not in service.short["vi"]
    night = MONDAY.replace(hour=23)
    assert not is_open(office, night)
    assert is_open(always_open(office), night)


SMALL = """
id = "x"
name = "UBND xã X"
unit = "Trung tâm"
[[services]]
id = "a"
prefix = "A"
icon = "stamp"
name = {vi = "Chứng thực"}
short = {vi = "Chứng thực"}
minutes = 7
[[counters]]
id = "q1"
number = 1
name = {vi = "Quầy 1"}
services = ["a"]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("minutes = 7", "minutes = 1000000", "must be at most 1440 minutes"),
        ("minutes = 7", f"minutes = {10**30}", "within reason"),
        ("number = 1", "number = -5", "number: must be from 1 to 999"),
        ("number = 1", "number = 1000", "number: must be from 1 to 999"),
        ('id = "x"', 'id = "x"\nlanguages = []', "languages: "),
        (
            'id = "x"',
            r'id = "x"' + "\n" + r'emblem = "a\u0000.png"',
            "control character",
        ),
        ('id = "x"', "a = " + "[" * 20_000, "recursion"),
        ('id = "x"', "a = " + "9" * 5000, "4300 digits"),
        (
            'id = "x"',
            f'id = "x"\npublic_url = "http://{"a" * 200}"',
            "public_url: must have at most 200",
        ),
        ('id = "x"', "a = " + "[" * 50 + "]" * 50, "nested too deep"),
    ],
)
def test_what_no_server_could_start_with_is_refused(
    old: str, new: str, said: str
) -> None:
    with pytest.raises(ConfigError, match=said):
        read_office(SMALL.replace(old, new, 1))


def test_a_service_s_colour_is_one_of_those_that_are_known() -> None:
    def coloured(colour: str) -> str:
        return SMALL.replace("minutes = 7", f'colour = "{colour}"')

    assert read_office(coloured("blue")).services["a"].colour == "blue"
    with pytest.raises(ConfigError, match=r"colour.*'bleu'.*did you mean 'blue'"):
        read_office(coloured("bleu"))


PAGE = """
[[pages]]
id = "map"
title = {vi = "Sơ đồ"}
body = {vi = "Sảnh"}
picture = """


def test_a_small_office() -> None:
    office = read_office(
        SMALL
        + """
        [[priorities]]
        id = "p"
        name = {vi = "P"}
        absolute = true
        [hours]
        monday = ["07:30-12:00"]
        [[hours.seasons]]
        first = "12-01"
        last = "01-31"
        """
    )
    assert office.services["a"].usual == timedelta(minutes=7)
    assert office.priorities["p"].credit == "absolute"
    assert office.hours.seasons[0].first == (12, 1)
    assert office.general is None
    told = read_office('general = "a"' + SMALL)
    assert told.general == "a"
    assert replace(office, zone=office.zone) == office


def test_the_rules_of_the_order_and_of_the_day() -> None:
    office = read_office(
        SMALL.replace('services = ["a"]', 'services = ["a"]\nprefers = ["a"]').replace(
            "[[counters]]",
            """
            [[services.quotas]]
            opens = "07:30"
            closes = "12:00"
            tickets = 40
            [[services.quotas]]
            tickets = 60
            [[counters]]""",
        )
        + """
        [order]
        mode = "fifo"
        cap = 3
        preference_minutes = 5
        appointment_grace_minutes = 20
        recalls_before_absent = 2
        undo_seconds = 30
        [[hours.swapped]]
        date = 2026-12-05
        works_as = 2026-12-07
        """
    )
    assert office.order_rules == OrderRules(
        "fifo", 3, timedelta(minutes=5), timedelta(minutes=20)
    )
    assert office.recalls_before_absent == 2
    assert office.undo_within == timedelta(seconds=30)
    assert office.counters["q1"].prefers == ("a",)
    assert office.services["a"].quotas == (
        Quota(time(7, 30), time(12), 40),
        Quota(None, None, 60),
    )
    assert office.hours.swapped == {date(2026, 12, 5): date(2026, 12, 7)}
    assert always_open(office).services["a"].quotas == ()


def test_an_office_that_says_nothing_of_the_order_has_the_usual_one() -> None:
    assert read_office(SMALL).order_rules == OrderRules()
    assert read_office(SAMPLE).order_rules == OrderRules()


def test_pages_reasons_and_the_days_of_a_notice_are_read() -> None:
    office = read_office(
        f"""{SMALL}
[returning]
minutes = 10
times = 2
[[rating_reasons]]
id = "r"
name = {{vi = "Chờ lâu"}}
[[hold_reasons]]
id = "h"
name = {{vi = "Sao chụp"}}
[[pause_reasons]]
id = "n"
name = {{vi = "Nghỉ"}}
[[pages]]
id = "p"
title = {{vi = "Sơ đồ"}}
rows = [{{label = {{vi = "Phòng 1"}}, text = {{vi = "Quầy"}}}}]
[[notices]]
title = {{vi = "N"}}
body = {{vi = "n"}}
first = 2026-12-01
last = 2026-12-02
"""
    )
    assert office.returning == Returning(True, timedelta(minutes=10), 2)
    assert office.rating_reasons == {"r": {"vi": "Chờ lâu"}}
    assert office.hold_reasons == {"h": {"vi": "Sao chụp"}}
    assert office.pause_reasons == {"n": {"vi": "Nghỉ"}}
    [page] = office.pages
    assert [(row.label["vi"], row.text["vi"]) for row in page.rows] == [
        ("Phòng 1", "Quầy")
    ]
    [notice] = office.notices
    days = [datetime(2026, 11, 30, 12) + n * timedelta(days=1) for n in range(4)]
    assert [notice.shown(day) for day in days] == [False, True, True, False]
    assert all(page.shown(days[0]) for page in read_office(SAMPLE).notices)


def test_slides_and_lines_have_their_days_and_their_times() -> None:
    office = read_office(
        f"""{SMALL}
[[slides]]
picture = {{vi = "poster.png"}}
hours = ["07:30-11:30", "13:00-16:30"]
[[ticker]]
text = {{vi = "Mất điện chiều nay"}}
first = 2026-12-01
last = 2026-12-01
hours = ["07:00-12:00"]
"""
    )
    [slide], [line] = office.slides, office.ticker
    morning = datetime(2026, 12, 1, 7, 30)
    times = [morning + timedelta(hours=n) for n in (-1, 0, 4, 6)]
    assert [slide.shown(time) for time in times] == [False, True, False, True]
    assert [line.shown(time) for time in times] == [False, True, True, False]
    assert not line.shown(morning + timedelta(days=1))
    assert (slide.picture, line.title["vi"]) == (
        {"vi": "poster.png"},
        "Mất điện chiều nay",
    )


SWAP = "[[hours.swapped]]\ndate = 2026-12-05\nworks_as = "


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[order]\nmode = "credits"', "did you mean 'credit'"),
        ("[order]\nundo_seconds = 1000000", "at most 1440 minutes"),
        ("[order]\ncap = 1000000000000", "within reason"),
        ("[returning]\nminutes = 100000", "returning.minutes: must be at most 1440"),
        ('[order]\nmode = "lottery"', "is none of credit, absolute, fifo$"),
        ("[order]\ncap = 0", "order.cap: must be at least 1"),
        ("[order]\nundo_seconds = -1", "undo_seconds: must not be negative"),
        ("[order]\nrecalls_before_absent = 0", "must be at least 1"),
        (f"{SWAP}2026-12-05", "swapped with itself"),
        (f"{SWAP}2026-12-07\n{SWAP}2026-12-08", "'2026-12-05' stands twice"),
        (
            f"{SWAP}2026-12-07\n[[hours.swapped]]\n"
            "date = 2026-12-07\nworks_as = 2026-12-08",
            "2026-12-07 is given away and worked",
        ),
        ('[hours]\nmonday = ["07:30-12:00", "11:00-16:30"]', "monday: .* overlap"),
        (
            '[[priorities]]\nid = "p"\nname = {vi = "P"}\ncredit_minutes = -1',
            "credit_minutes: must not be negative",
        ),
        (
            '[[priorities]]\nid = "p"\nname = {vi = "P"}\nage = 0',
            "age: must be from 1 to 120 years",
        ),
        ("[returning]\nminutes = -1", "minutes and times must not be negative"),
        (
            2 * '[[rating_reasons]]\nid = "r"\nname = {vi = "R"}\n',
            ".id: 'r' stands twice",
        ),
        (
            2 * '[[pause_reasons]]\nid = "n"\nname = {vi = "N"}\n',
            ".id: 'n' stands twice",
        ),
        (
            '[[hold_reasons]]\nid = "h"\nname = {en = "H"}',
            "the Vietnamese .* is missing",
        ),
        (
            2 * '[[rooms]]\nid = "t"\nname = {vi = "T"}\nservices = ["a"]\n',
            ".id: 't' stands twice",
        ),
        ("[[slides]]", "neither a Vietnamese title nor a picture"),
        ('[[slides]]\npicture = {vi = "../a.png"}', "must be a file beside"),
        ('[[slides]]\npicture = {en = "a.png"}', "is missing for Vietnamese"),
        ('[[ticker]]\ntext = {en = "T"}', "text: the Vietnamese text is missing"),
        ('[[ticker]]\ntext = {vi = "T"}\nhours = ["7-9"]', "is not like 07:30-12:00"),
        ('[[rooms]]\nid = "t"\nname = {vi = "T"}', "names neither counters nor"),
        (
            '[[rooms]]\nid = "t"\nname = {en = "T"}\nservices = ["a"]',
            "name: the Vietnamese text is missing",
        ),
        (
            '[[rooms]]\nid = "t"\nname = {vi = "T"}\ncounters = ["q9"]',
            "counters: 'q9' is no counter",
        ),
        (
            '[[rooms]]\nid = "t"\nname = {vi = "T"}\nservices = ["b"]',
            "services: 'b' is no service",
        ),
        (
            '[[pages]]\nid = "p"\ntitle = {vi = "P"}',
            "has neither a Vietnamese text nor rows",
        ),
        (
            '[[notices]]\ntitle = {vi = "N"}\nbody = {vi = "n"}\n'
            "first = 2026-12-02\nlast = 2026-12-01",
            "last: ends on 2026-12-01 before it begins on 2026-12-02",
        ),
    ],
)
def test_a_rule_that_cannot_be_meant_is_said(more: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_office(f"{SMALL}\n{more}")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (('services = ["a"]', 'prefers = ["b"]'), "prefers: 'b' is not served there"),
        (("minutes = 7", "minutes = 0"), "at least a minute"),
        (
            ("minutes = 7", "minutes = 7\nquotas = [{tickets = -1}]"),
            "tickets: must not be negative",
        ),
        (
            ("minutes = 7", 'minutes = 7\nquotas = [{tickets = 1, opens = "7h"}]'),
            "'7h' is not a time",
        ),
        (
            (
                "minutes = 7",
                "minutes = 7\nquotas = "
                '[{tickets = 1, opens = "12:00", closes = "07:00"}]',
            ),
            "ends before it",
        ),
        (('name = "UBND xã X"', ""), "name: is missing"),
        (('prefix = "A"', 'prefix = "AB"'), "must be one letter"),
        (('prefix = "A"', 'prefix = "1"'), "must be one letter"),
        (('services = ["a"]', 'services = ["b"]'), "is no service"),
        (('name = {vi = "Quầy 1"}', 'name = {en = "One"}'), "Vietnamese text"),
        (("minutes = 7", 'minutes = "7"'), "must be a whole number"),
        (('services = ["a"]', 'services = ["aa"]'), "no service; did you mean 'a'"),
        (('id = "x"', 'id = "x"\ntimezone = "Mars/Base"'), "no time zone 'Mars/Base'"),
        (
            ('id = "x"', 'id = "x"\ntimezone = "Asia/Ho_Chi_Min"'),
            "did you mean 'Asia/Ho_Chi_Minh'",
        ),
        (('id = "x"', 'id = "x"\ntimezone = "Asia"'), "no time zone 'Asia'"),
        (('id = "x"', 'id = "x"\ntimezone = "../x"'), "no time zone"),
        (('id = "x"', 'id = "x"\ngeneral = "aa"'), "no service; did you mean 'a'"),
        (("[[counters]]", PAGE + '{en = "a.png"}\n[[counters]]'), "for Vietnamese"),
        (("[[counters]]", PAGE + '{vi = "a.svg"}\n[[counters]]'), "must end in .png"),
        (("[[counters]]", PAGE + '{vi = "../a.png"}\n[[counters]]'), "beside this one"),
        (('id = "x"', 'id = "x"\nemblem = "a.svg"'), "must end in .png"),
        (('id = "x"', 'id = "x"\nemblem = "../a.png"'), "beside this one"),
        (('id = "x"', "id = x"), "Invalid value"),
    ],
)
def test_a_mistake_in_the_office_is_said(changed: tuple[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_office(SMALL.replace(*changed))


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ('monday = ["7 to 12"]', "is not like 07:30-12:00"),
        ('monday = ["12:00-07:30"]', "is not like 07:30-12:00"),
        ('monday = ["07:30+07:00-12:00"]', "is not like 07:30-12:00"),
        (
            "[[hours.holidays]]\ndate = 2026-01-01\nname = {en = 'x'}",
            "name: the Vietnamese text is missing",
        ),
        (
            "[[hours.holidays]]\ndate = 2026-01-01\nname = {vi = 'x'}\n"
            "[[hours.holidays]]\ndate = 2026-01-01\nname = {vi = 'y'}",
            "'2026-01-01' stands twice",
        ),
        ("monday = 7", "must be a list"),
        ('[[hours.seasons]]\nfirst = "May"\nlast = "10-15"', "is not like 04-16"),
        ('[[hours.holidays]]\ndate = "x"\nname = {vi = "y"}', "must be a date"),
        ("[[hours.holidays]]\ndate = 2026-01-01\nname = 7", "must be a table"),
    ],
)
def test_a_mistake_in_the_hours_is_said(hours: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_office(SMALL + "[hours]\n" + hours)


def test_doubles_are_said_all_at_once() -> None:
    twice = SMALL + SMALL[SMALL.index("[[services]]") :]
    with pytest.raises(ConfigError) as wrong:
        read_office(twice)
    assert len(wrong.value.problems) == 4


def test_every_mistake_in_the_days_is_said_at_once() -> None:
    text = SMALL.replace(
        "minutes = 7", 'quotas = [{tickets = -1, opens = "7h", closes = "noon"}]'
    )
    with pytest.raises(ConfigError) as wrong:
        read_office(
            'timezone = "Asia/Hanoi"\n'
            + text
            + """
            [order]
            cap = 0
            [hours]
            monday = ["7 to 12", "07:30-12:00", "13:00-16:30", "11:00-14:00"]
            friday = ["late"]
            [[hours.seasons]]
            first = "04-31"
            last = "october"
            tuesday = ["12:00-07:30"]
            """
        )
    assert list(map(str, wrong.value.problems)) == [
        "timezone: there is no time zone 'Asia/Hanoi'",
        "services[1].quotas[1].tickets: must not be negative",
        "services[1].quotas[1].opens: '7h' is not a time like 07:30",
        "services[1].quotas[1].closes: 'noon' is not a time like 07:30",
        "order.cap: must be at least 1, not 0",
        "hours.monday: '7 to 12' is not like 07:30-12:00",
        "hours.monday: 07:30-12:00 and 11:00-14:00 overlap",
        "hours.monday: 11:00-14:00 and 13:00-16:30 overlap",
        "hours.friday: 'late' is not like 07:30-12:00",
        "hours.seasons[1].first: '04-31' is not like 04-16",
        "hours.seasons[1].last: 'october' is not like 04-16",
        "hours.seasons[1].tuesday: '12:00-07:30' is not like 07:30-12:00",
    ]


def test_sessions_stand_in_the_order_of_the_day() -> None:
    office = read_office(
        SMALL + '[hours]\nmonday = ["13:00-16:30", "7:30 - 12:00", "12:00-13:00"]'
    )
    shown = [str(session) for session in office.hours.week[0]]
    assert shown == ["07:30-12:00", "12:00-13:00", "13:00-16:30"]
