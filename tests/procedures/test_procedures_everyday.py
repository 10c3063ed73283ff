"""What people really type, over the shipped records: the right one stands first."""

import json
from importlib.resources import files

import pytest

from server.procedures.catalogue import Catalogue
from server.procedures.records import from_json
from server.procedures.search import Entry, Index, synonyms

TEXT = (files("assets") / "office" / "procedures.json").read_text("utf-8")
SHIPPED = Catalogue([from_json(one) for one in json.loads(TEXT)["procedures"]])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("sao y", "2.000815"),
        ("cong chung", "2.000815"),
        ("photo bằng cấp", "2.000815"),
        ("chữ ký", "2.000884"),
        ("sơ yếu lý lịch", "2.000884"),
        ("trích lục khai sinh", "2.000635"),
        ("bản sao khai sinh", "2.000635"),
        ("khai sinh", "1.001193"),
        ("giay khai sinh", "1.001193"),
        ("làm giấy khai sinh", "1.001193"),
        ("sinh con", "1.001193"),
        ("dang ky khai sinh cho con", "1.001193"),
        ("giấy độc thân", "1.004873"),
        ("xin xac nhan doc than", "1.004873"),
        ("cưới", "1.000894"),
        ("ket hon", "1.000894"),
        ("đăng ký kết hôn", "1.000894"),
        ("mất", "1.000656"),
        ("nguoi mat", "1.000656"),
        ("khai tu", "1.000656"),
        ("sai tên", "1.004859"),
        ("sửa giấy khai sinh", "1.004859"),
        ("nhận con", "1.001022"),
        ("mua bán nhà", "2.001035"),
        ("sang ten", "2.001035"),
        ("hộ khẩu", "1.004222"),
        ("nhap khau", "1.004222"),
        ("tạm trú", "1.004194"),
        ("cccd", "1.014061"),
        ("lam can cuoc", "1.014061"),
        ("chứng minh thư", "1.014061"),
        ("mở quán", "1.001612"),
        ("buon ban", "1.001612"),
        ("hộ kinh doanh", "1.001612"),
        ("tranh chấp đất", "1.012812"),
        ("sổ đỏ", "1.013978"),
        ("so do", "1.013978"),
        ("bìa đất", "1.013978"),
        ("xây nhà", "1.013225"),
        ("xin lam nha", "1.013225"),
        ("2000635", "2.000635"),
    ],
)
def test_the_right_one_stands_first(typed: str, code: str) -> None:
    assert [one.code for one in SHIPPED.search(typed, limit=1)] == [code]


def test_every_beginning_of_a_search_finds_it() -> None:
    for end in range(3, len("đăng ký kết hôn") + 1):
        found = SHIPPED.search("đăng ký kết hôn"[:end])
        assert "1.000894" in [one.code for one in found]


def test_words_together_stand_before_words_scattered() -> None:
    scattered = Entry("a", "Nuôi trẻ là con người khác", "", rank=1)
    index = Index([scattered, Entry("b", "Nhận con nuôi", "")])
    assert index.search("con nuôi") == ["b", "a"]
    by_words = Entry("c", "Việc khác", "", words=("giấy con nuôi",))
    assert Index([scattered, by_words]).search("con nuôi") == ["c", "a"]


def test_of_unranked_ones_the_shorter_name_stands_first() -> None:
    long = Entry("a", "Đăng ký giám hộ có yếu tố khác", "")
    assert Index([long, Entry("b", "Đăng ký giám hộ", "")]).search("giám hộ")[0] == "b"


def test_what_has_most_of_the_words_is_found_when_nothing_has_all() -> None:
    index = Index([Entry("a", "Người hoạt động bị nhiễm chất độc", "")])
    assert index.search("chất độc màu") == ["a"]
    assert index.search("chất gây cháy nổ") == []
    assert index.search("tôi muốn xin") == []


def test_synonyms_are_searches_without_marks_that_differ() -> None:
    table = synonyms()
    assert table["sổ đỏ"] == ("giấy chứng nhận quyền sử dụng đất",)
    assert all(said.strip() == said and meant for said, meant in table.items())
