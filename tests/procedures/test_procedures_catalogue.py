"""The posted procedures in memory."""

from dataclasses import replace
from typing import Any

from server.procedures.catalogue import Catalogue
from server.procedures.records import Procedure


def one(code: str, name: str, **more: Any) -> Procedure:
    words = {"vi": name, "en": f"{name} in English"}
    given: dict[str, Any] = {
        "field": "Hộ tịch",
        "service": "ho-tich",
        "fee_kind": "free",
        **more,
    }
    return Procedure(
        code=code,
        name=words,
        short=words,
        fee=words,
        time=words,
        result=words,
        who_must_come=words,
        **given,
    )


BIRTH = one("1", "Đăng ký khai sinh", rank=7)
DEATH = one("2", "Đăng ký khai tử", rank=2)
LAND = one("3", "Đất", field="Đất đai", service="dat-dai", words=("sổ đỏ",))
OLD = one("4", "Đăng ký cũ", status="withdrawn")
CATALOGUE = Catalogue([BIRTH, DEATH, LAND, OLD])


def test_the_office_orders_the_list() -> None:
    assert CATALOGUE.list() == [BIRTH, DEATH, LAND]
    assert CATALOGUE.list(service="ho-tich") == [BIRTH, DEATH]
    assert CATALOGUE.list(field="Đất đai") == [LAND]
    assert CATALOGUE.list(service="ho-tich", field="Đất đai") == []
    assert CATALOGUE.list(limit=1, start=1) == [DEATH]


def test_the_search_finds_in_both_languages() -> None:
    assert CATALOGUE.search("dang ky") == [DEATH, BIRTH]
    assert CATALOGUE.search("sổ đỏ") == [LAND]
    assert CATALOGUE.search("english", limit=1) == [DEATH]


def test_what_is_withdrawn_can_still_be_read() -> None:
    assert CATALOGUE.get("4") is OLD
    assert CATALOGUE.get("5") is None
    assert CATALOGUE.search("cũ") == []
    assert CATALOGUE.whole() == [BIRTH, DEATH, LAND, OLD]


def test_the_version_is_that_of_the_content() -> None:
    same = Catalogue([replace(BIRTH), DEATH, LAND, OLD])
    assert same.version == CATALOGUE.version
    changed = Catalogue([replace(BIRTH, confirmed=True), DEATH, LAND, OLD])
    assert changed.version != CATALOGUE.version
    assert Catalogue([DEATH, BIRTH, LAND, OLD]).version != CATALOGUE.version
