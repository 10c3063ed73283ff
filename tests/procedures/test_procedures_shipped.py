"""The sample office and the procedures that come with the product."""

from datetime import date
from importlib.resources import files

import pytest

from assets.look import fonts
from server.config.office import read_office
from server.procedures.catalogue import Catalogue
from server.procedures.importer import read
from server.procedures.records import Procedure, Words

OFFICE = read_office((files("assets") / "office" / "thach-khe.toml").read_text("utf-8"))
READ = read((files("assets") / "office" / "procedures.json").read_text("utf-8"))
POSTED = {one.code: one for one in READ.procedures}
CATALOGUE = Catalogue(READ.procedures)
LINE = 24
"""Characters of a row's line that fit beside "Lấy số"."""

each = pytest.mark.parametrize("one", READ.procedures, ids=lambda one: one.code)


ELSEWHERE = {"TN-TACH-THUA", "TN-LY-LICH", "TN-HOC-BONG"}


def test_there_are_twenty_two_and_three_that_others_receive() -> None:
    assert READ.problems == ()
    ranks = {one.code: one.rank for one in READ.procedures if one.rank is not None}
    assert sorted(ranks.values()) == list(range(1, 23))
    assert POSTED.keys() - ranks.keys() == ELSEWHERE
    for code in ELSEWHERE:
        assert POSTED[code].received == "elsewhere"
        assert set(POSTED[code].where or ()) == {"vi", "en"}
        assert "phải kiểm tra lại" in POSTED[code].source


def test_each_has_steps_of_its_own_and_the_form_that_it_asks_for() -> None:
    whole = [one.steps for one in READ.procedures]
    assert len(set(whole)) == len(whole)
    for one in READ.procedures:
        assert 3 <= len(one.steps) <= 5
        assert max(map(len, one.steps)) <= 64
        asked = any(p.id == "to-khai" for p in one.papers)
        assert one.forms or not asked or one.code in ELSEWHERE


def test_the_office_is_that_of_the_pictures() -> None:
    services = OFFICE.services.values()
    assert [s.prefix for s in services] == list("ABHKMX")
    icons = "stamp baby house store hand-heart clipboard-list"
    assert [s.icon for s in services] == icons.split()
    assert [c.number for c in OFFICE.counters.values()] == [1, 2, 3, 4]
    for service in services:
        assert fonts.icon(service.icon)
        assert set(service.name) == set(service.short) == {"vi", "en"}
        assert "\n" not in "".join(service.short.values())
        assert all(len(line) <= LINE for line in _lines(service.name))


def test_every_service_has_a_counter_and_no_field_has_two() -> None:
    fields = [field for s in OFFICE.services.values() for field in s.fields]
    assert len(fields) == len(set(fields))
    told = {id for counter in OFFICE.counters.values() for id in counter.services}
    everything = any(not counter.services for counter in OFFICE.counters.values())
    assert everything or told == set(OFFICE.services)


def test_the_day_of_culture_is_a_holiday() -> None:
    assert date(2026, 11, 24) in OFFICE.hours.holidays
    assert date(2027, 9, 2) in OFFICE.hours.holidays


@each
def test_its_service_is_one_of_the_office(one: Procedure) -> None:
    if one.received == "here":
        assert one.service is not None
        assert one.field in OFFICE.services[one.service].fields
    else:
        assert one.service is None
        assert one.where or "Công an xã" in one.details


@each
def test_it_is_short_and_in_both_languages(one: Procedure) -> None:
    for words in (one.name, one.short, one.fee, one.time, one.result):
        assert set(words) == {"vi", "en"}
    assert set(one.who_must_come) == {"vi", "en"}
    assert all(len(line) <= LINE for line in _lines(one.short))
    assert all(text.count("\n") <= 1 for text in one.short.values())
    assert max(len(text) for text in one.fee.values()) <= 30
    assert max(len(text) for text in one.time.values()) <= 30


@each
def test_its_papers_are_few_and_told_apart(one: Procedure) -> None:
    assert 2 <= len(one.papers) <= 4
    for paper in one.papers:
        assert set(paper.name) == {"vi", "en"}
        assert paper.note is not None
        assert set(paper.note) == {"vi", "en"}
        assert (paper.id == "can-cuoc") <= (paper.kind == "show")


@each
def test_it_claims_nothing_that_is_not_known(one: Procedure) -> None:
    assert not one.confirmed
    assert one.source
    assert one.updated == "2026-11-22"
    assert one.steps
    assert one.words
    assert one.legal or "phải kiểm tra lại" in one.source
    assert ("miễn phí" in one.fee["vi"].lower()) == one.fee_kind.startswith("free")
    assert ("free" in one.fee["en"].lower()) == one.fee_kind.startswith("free")
    assert ("HĐND" in one.fee["vi"]) == (one.fee_kind == "set_by_province")
    assert (one.fee_kind == "amount") == ("đồng" in one.fee["vi"])
    assert one.fee_kind != "free_if_on_time" or "đúng hạn" in one.fee["vi"]


def test_the_police_and_not_the_office_takes_residence_and_cards() -> None:
    police = {code for code, one in POSTED.items() if one.received == "police"}
    assert police == {"1.004222", "1.004194", "1.010041", "1.014061"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("giay doc than", "1.004873"),
        ("độc thân", "1.004873"),
        ("sổ đỏ", "1.013978"),
        ("so do", "1.013978"),
        ("bìa đất", "1.013978"),
        ("sao y", "2.000815"),
        ("công chứng", "2.000815"),
        ("photo", "2.000815"),
        ("cuoi", "1.000894"),
        ("đăng ký cưới", "1.000894"),
        ("mất", "1.000656"),
        ("chet", "1.000656"),
        ("mở quán", "1.001612"),
        ("buon ban", "1.001612"),
        ("xây nhà", "1.013225"),
        ("lam nha", "1.013225"),
        ("cccd", "1.014061"),
        ("tam tru", "1.004194"),
        ("giấy khai sinh", "1.001193"),
        ("bản sao giấy khai sinh", "2.000635"),
        ("ban sao khai sinh", "2.000635"),
        ("birth", "1.001193"),
        ("marriage", "1.000894"),
        ("tranh chấp", "1.012812"),
        ("2000635", "2.000635"),
        ("tách thửa", "TN-TACH-THUA"),
        ("tach so", "TN-TACH-THUA"),
        ("học bổng", "TN-HOC-BONG"),
        ("mien giam hoc phi", "TN-HOC-BONG"),
        ("lý lịch tư pháp", "TN-LY-LICH"),
        ("tien an", "TN-LY-LICH"),
        ("sơ yếu lý lịch", "2.000884"),
    ],
)
def test_everyday_words_find_it(typed: str, code: str) -> None:
    assert CATALOGUE.search(typed)[0].code == code


def test_the_farmer_finds_the_copy_of_a_birth_record_first() -> None:
    assert CATALOGUE.list(service="ho-tich")[0].code == "2.000635"


def _lines(words: Words) -> list[str]:
    return [line for text in words.values() for line in text.split("\n")]
