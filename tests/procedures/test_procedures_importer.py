"""Reading files in: ours, and the collected portal records (invented ones here)."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.procedures.given import tidy
from server.procedures.importer import FORMAT, Imported, ImportProblem, read
from server.procedures.records import Procedure, to_json

ASK = "Chưa rõ, hỏi tại quầy"
SERVICES = {"Nghề cá": "bien"}


def record(**changes: Any) -> dict[str, Any]:
    """Give an invented record in which nothing is missing."""
    return {
        "code": "9.000001",
        "name": "Đăng ký thuyền thúng",
        "name_en": "Registration of a basket boat",
        "field": "Nghề cá",
        "decision": "1/QĐ-X",
        "reception": "mot_cua",
        "documents": [
            {"group": "Giấy tờ phải nộp", "name": "Đơn", "is_note": False},
            {"group": "Giấy tờ phải xuất trình", "name": "Thẻ", "is_note": False},
            {"group": "Lưu ý", "name": "Nhớ mặc áo phao", "is_note": True},
        ],
        "forms": ["Mẫu đơn"],
        "time_limit": {"values": ["2 Ngày làm việc"], "unit": "working_day"},
        "fee": {"status": "free_on_portal", "amount_vnd": 0, "amounts": []},
        "legal_basis": ["1/2026/NĐ-CP"],
        "results": [{"name": "Sổ thuyền"}, {"name": "Biển số"}],
        "steps": ["Mang thuyền đến"],
        "requirements": "Thuyền phải nổi",
        "summary": {"who_must_come_vi": "Chủ thuyền"},
        "common_rank": 4,
        "verified": "portal_snapshot_full",
        "source": {"url": "https://example.org/thuyen", "portal": "Cổng"},
        **changes,
    }


def bring(*records: dict[str, Any], language: str = "vi", **more: Any) -> Imported:
    file = {"meta": {"compiled": "2026-11-01"}, "procedures": records, **more}
    return read(json.dumps(file), SERVICES, language)


def only(**changes: Any) -> tuple[Procedure, list[str]]:
    """Bring one record in; give it, and its problems without the code."""
    found = bring(record(**changes))
    (one,) = found.procedures
    return one, [p.removeprefix(f"{one.code}: ") for p in found.problems]


def test_a_record_in_which_nothing_is_missing() -> None:
    one, problems = only()
    assert problems == []
    assert to_json(one) == {
        "code": "9.000001",
        "name": {
            "vi": "Đăng ký thuyền thúng",
            "en": "Registration of a basket boat",
        },
        "short": {
            "vi": "Đăng ký thuyền thúng",
            "en": "Registration of a basket boat",
        },
        "field": "Nghề cá",
        "service": "bien",
        "fee": {"vi": "Miễn phí", "en": "Free"},
        "fee_kind": "free",
        "time": {"vi": "2 Ngày làm việc"},
        "result": {"vi": "Sổ thuyền; Biển số"},
        "who_must_come": {"vi": "Chủ thuyền"},
        "received": "here",
        "confirmed": False,
        "papers": [
            {"id": "p1", "name": {"vi": "Đơn"}, "kind": "submit", "note": None},
            {"id": "p2", "name": {"vi": "Thẻ"}, "kind": "show", "note": None},
        ],
        "steps": ["Mang thuyền đến"],
        "legal": ["1/2026/NĐ-CP"],
        "forms": ["Mẫu đơn"],
        "details": "Thuyền phải nổi",
        "source": "1/QĐ-X; https://example.org/thuyen",
        "updated": "2026-11-01",
        "status": "same",
        "words": [],
        "rank": 4,
        "where": None,
        "successor": None,
        "draft": False,
        "confirmation": None,
    }


def test_everything_that_is_missing_is_listed() -> None:
    empty = dict.fromkeys(record())
    found = read(
        json.dumps({"procedures": [{**empty, "name": "Việc chưa rõ"}]}), SERVICES
    )
    (one,) = found.procedures
    assert one.code.startswith("TN-")
    assert (one.fee_kind, one.fee["vi"]) == ("not_stated", ASK)
    assert one.time["vi"] == one.result["vi"] == one.who_must_come["vi"] == ASK
    assert one.papers == ()
    said = [p.removeprefix(f"{one.code}: ") for p in found.problems]
    assert said == [
        "không có mã; tạm dùng mã riêng này",
        "nguồn chưa chắc chắn (?)",
        "nơi tiếp nhận “” không rõ; tạm coi là nhận tại đây",
        "cách ghi lệ phí “” không rõ; coi như không ghi",
        "không ghi lĩnh vực",
        "không ghi thời hạn",
        "không ghi kết quả",
        "không ghi ai phải đến",
        "không ghi giấy tờ",
        "không ghi các bước",
        "không ghi căn cứ pháp lý",
        "không ghi nguồn",
        "không ghi ngày cập nhật",
    ]


def test_the_problems_can_be_said_in_english() -> None:
    found = bring(record(steps=[]), language="en")
    assert found.problems == ("9.000001: no steps are stated",)


def test_a_local_code_is_the_same_at_every_import() -> None:
    first, problems = only(code=None)
    again, _ = only(code="")
    other, _ = only(code=None, name="Đăng ký thuyền nan")
    assert first.code == again.code != other.code
    assert problems == ["không có mã; tạm dùng mã riêng này"]


def test_a_doubtful_source_is_listed() -> None:
    _, problems = only(verified="secondary")
    assert problems == ["nguồn chưa chắc chắn (secondary)"]


@pytest.mark.parametrize(
    ("reception", "received"),
    [
        ("cong_an_xa", "police"),
        ("ban_chi_huy_quan_su_xa", "military"),
        ("phong_tiep_cong_dan", "reception"),
    ],
)
def test_what_is_not_received_here_belongs_to_no_service(
    reception: str, received: str
) -> None:
    one, problems = only(reception=reception, field="Biển xa")
    assert (one.received, one.service, problems) == (received, None, [])


def test_a_field_of_no_service_is_listed() -> None:
    one, problems = only(field="Biển xa")
    assert one.service is None
    assert problems == ["không dịch vụ nào của cơ quan nhận lĩnh vực “Biển xa”"]


def test_a_long_name_is_cut_at_a_word_for_rows_only() -> None:
    name = "Đăng ký thuyền thúng (" + "rất dài, " * 20 + ")"
    one, problems = only(name=name)
    assert one.name["vi"] == name
    assert one.short["vi"].endswith("rất dài…")
    assert len(one.short["vi"]) <= 61
    assert problems == ["tên dài, chưa có tên thường gọi"]


def dong(amount: Any, per: str | None = None, currency: str = "VND") -> dict[str, Any]:
    return {"amount": amount, "currency": currency, "per": per}


@pytest.mark.parametrize(
    ("amounts", "fee", "said"),
    [
        ([dong(8000)], {"vi": "8.000 đồng", "en": "8,000 dong"}, None),
        ([dong(8000), dong(8000)], {"vi": "8.000 đồng", "en": "8,000 dong"}, None),
        ([dong(2000, "/trang"), dong(10, "/bản", "USD")], "2.000 đồng/trang", None),
        ([dong(5000), dong(9000)], None, "tùy trường hợp (5.000 đồng; 9.000 đồng)"),
        ([dong(20)], None, "số tiền 20 đồng khó tin"),
        ([dong(None)], None, "số tiền 0 đồng khó tin"),
        ([], None, "không ghi lệ phí"),
        (
            [dong(50000, "khi đổi biển")],
            {"vi": "50.000 đồng, tùy trường hợp", "en": "50,000 dong"},
            "kèm điều kiện",
        ),
        (
            [dong(50000, "/lần"), dong(50000, "/chiếc")],
            {"vi": "50.000 đồng, tùy trường hợp", "en": "50,000 dong"},
            "kèm điều kiện",
        ),
    ],
)
def test_an_amount_is_shown_only_where_it_holds(
    amounts: list[dict[str, Any]], fee: Any, said: str | None
) -> None:
    one, problems = only(fee={"status": "amount_on_portal", "amounts": amounts})
    assert one.fee_kind == ("amount" if fee else "not_stated")
    if isinstance(fee, str):
        assert one.fee == {"vi": fee}
    elif fee:
        assert one.fee["vi"] == fee["vi"]
        assert one.fee["en"].startswith(fee["en"])
    else:
        assert one.fee["vi"] == ASK
    assert len(problems) == (said is not None)
    assert said is None or said in problems[0]


def test_a_written_summary_of_the_fee_is_taken() -> None:
    one, problems = only(
        fee={"status": "amount_on_portal", "amounts": []},
        summary={"fee_short_vi": "5.000 đồng/chiếc", "who_must_come_vi": "Chủ"},
    )
    assert (one.fee_kind, one.fee, problems) == (
        "amount",
        {"vi": "5.000 đồng/chiếc"},
        [],
    )


@pytest.mark.parametrize(
    ("status", "kind", "shown", "count"),
    [
        ("free_if_on_time", "free_if_on_time", "Miễn phí nếu đúng hạn", 0),
        ("set_by_provincial_council", "set_by_province", "Do HĐND tỉnh quy định", 0),
        ("not_stated", "not_stated", ASK, 1),
        ("barter", "not_stated", ASK, 1),
    ],
)
def test_kinds_of_fee(status: str, kind: str, shown: str, count: int) -> None:
    one, problems = only(fee={"status": status, "amount_vnd": 0})
    assert (one.fee_kind, one.fee["vi"], len(problems)) == (kind, shown, count)


def test_what_the_province_decides_is_never_free_whatever_a_summary_says() -> None:
    one, _ = only(
        fee={
            "status": "set_by_provincial_council",
            "amounts": [dong(0)],
            "note": "Miễn phí",
        },
        summary={"fee_short_vi": "Miễn phí", "who_must_come_vi": "Chủ"},
    )
    assert one.fee == {"vi": "Do HĐND tỉnh quy định", "en": "Set by the province"}


@pytest.mark.parametrize(
    ("values", "shown", "said"),
    [
        (["02 Giờ"], "02 Giờ", None),
        (["3"], ASK, "thời hạn “3” không có đơn vị"),
        (["1 Ngày", "2"], ASK, "thời hạn “1 Ngày / 2” không có đơn vị"),
        (["1 Ngày", "2 Ngày"], "1 Ngày / 2 Ngày", "nhiều thời hạn (1 Ngày / 2 Ngày)"),
        (["1 Ngày", "1 Ngày"], "1 Ngày", None),
        ([], ASK, "không ghi thời hạn"),
    ],
)
def test_times(values: list[str], shown: str, said: str | None) -> None:
    one, problems = only(time_limit={"values": values})
    assert one.time["vi"] == shown
    assert len(problems) == (said is not None)
    assert said is None or problems[0].startswith(said)


def test_a_written_summary_is_taken_first() -> None:
    one, problems = only(
        results=[],
        time_limit={},
        documents=None,
        summary={
            "documents_short_vi": ["Thẻ – xuất trình", "Đơn (nộp)", "Ảnh"],
            "time_short_vi": "Trong ngày",
            "result_short_vi": "Sổ",
            "who_must_come_vi": "Chủ thuyền",
        },
    )
    assert one.time == {"vi": "Trong ngày"}
    assert one.result == {"vi": "Sổ"}
    assert [(p.id, p.kind, p.note) for p in one.papers] == [
        ("p1", "show", None),
        ("p2", "submit", None),
        ("p3", "submit", None),
    ]
    assert problems == [
        "1 giấy tờ không ghi là nộp hay xuất trình; tạm ghi là nộp",
    ]


def test_a_heading_that_names_a_case_stays_beside_its_papers() -> None:
    one, problems = only(
        documents=[
            {"group": "- Thuyền cũ", "name": "Sổ cũ", "is_note": False},
            {"group": "--", "name": "Đơn"},
            {"group": None, "name": "Ảnh"},
            {"group": "Giấy tờ phải nộp", "name": " "},
        ]
    )
    assert [(p.name["vi"], p.note) for p in one.papers] == [
        ("Sổ cũ", {"vi": "Thuyền cũ"}),
        ("Đơn", None),
        ("Ảnh", None),
    ]
    assert problems == ["3 giấy tờ không ghi là nộp hay xuất trình; tạm ghi là nộp"]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ({"portal": "Cổng"}, "1/QĐ-X; Cổng"),
        ({"document": "QĐ 2"}, "1/QĐ-X; QĐ 2"),
    ],
)
def test_sources(source: dict[str, str], shown: str) -> None:
    assert only(source=source)[0].source == shown


def test_texts_are_tidied() -> None:
    one, _ = only(name="Đăng\u200e ký\n  thuyê\u0300n ")
    assert one.name["vi"] == "Đăng ký thuyền"


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": None}, "9.000001: name: is missing"),
        ({"name": 5}, "9.000001: name: has a wrong type"),
        ({"code": 5}, "5: code: has a wrong type"),
        ({"fee": "miễn phí"}, "9.000001: fee: has a wrong type"),
        ({"fee": {"status": 1}}, "9.000001: fee.status: has a wrong type"),
        (
            {"fee": {"status": "amount_on_portal", "amounts": [dong("8000")]}},
            "9.000001: fee.amounts.amount: has a wrong type",
        ),
        (
            {"fee": {"status": "amount_on_portal", "amounts": [dong(-5)]}},
            "9.000001: fee.amounts.amount: is below 0",
        ),
        ({"steps": "một"}, "9.000001: steps: has a wrong type"),
        ({"steps": [1]}, "9.000001: steps: has a wrong type"),
        ({"documents": ["Đơn"]}, "9.000001: documents: has a wrong type"),
        ({"documents": [{"is_note": 1}]}, "9.000001: documents.is_note: has a wrong"),
        ({"common_rank": True}, "9.000001: common_rank: has a wrong type"),
    ],
)
def test_a_wrong_type_names_the_record_and_the_field(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ImportProblem) as problem:
        bring(record(**changes))
    assert str(problem.value).startswith(said)


def test_a_file_whose_date_is_none_is_refused() -> None:
    with pytest.raises(ImportProblem, match="updated: must be an ISO date"):
        bring(record(), meta={"compiled": "yesterday"})


def test_meta_may_be_anything() -> None:
    found = bring(record(), meta=["x"])
    assert found.problems == ("9.000001: không ghi ngày cập nhật",)


def test_a_code_that_stands_twice_is_refused() -> None:
    with pytest.raises(ImportProblem, match="stands twice"):
        bring(record(), record())


def test_a_successor_that_the_file_does_not_have_is_told() -> None:
    one, _ = only()
    old = {**to_json(one), "code": "9.0", "status": "withdrawn"}
    for successor, problems in (
        (one.code, ()),
        ("9.7", ("9.0: its successor 9.7 is not in this file",)),
    ):
        records = [to_json(one), {**old, "successor": successor}]
        file = json.dumps({"format": FORMAT, "procedures": records})
        assert read(file, language="en").problems == problems


def test_our_own_format_comes_back_the_same() -> None:
    one, _ = only()
    file = json.dumps({"format": FORMAT, "procedures": [to_json(one)]})
    assert read(file) == Imported((one,), (), own=True)
    with pytest.raises(ImportProblem, match="stands twice"):
        read(json.dumps({"format": FORMAT, "procedures": [to_json(one)] * 2}))
    wrong = {**to_json(one), "fee_kind": "cheap"}
    with pytest.raises(ImportProblem, match=r"9.000001: fee_kind: must be one of"):
        read(json.dumps({"format": FORMAT, "procedures": [wrong]}))


def test_an_empty_office_may_post_nothing() -> None:
    nothing = json.dumps({"format": FORMAT, "procedures": []})
    assert read(nothing) == Imported((), (), own=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not JSON"),
        ("[" * 200_000, "not JSON"),
        ("[]", "no list of procedures"),
        ('{"procedures": 5}', "no list of procedures"),
        ('{"procedures": [5]}', "no list of procedures"),
        ('{"procedures": []}', "the format is not known"),
        ('{"procedures": [{"name": "x"}]}', "the format is not known"),
        ('{"format": "other/2", "procedures": [{}]}', "the format is not known"),
    ],
)
def test_files_that_are_something_else(text: str, said: str) -> None:
    with pytest.raises(ImportProblem, match=said):
        read(text)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(record())), anything, max_size=4))
def test_no_record_breaks_it(changes: dict[str, Any]) -> None:
    """Whatever stands in a record: it comes in, or a sentence says what is wrong."""
    try:
        found = bring(record(**changes)).procedures
    except ImportProblem:
        return
    assert [one.confirmed for one in found] == [False]
