"""Finding procedures by what people type."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.procedures.search import FILLERS, Entry, Index, fold

COPY = Entry("2.1", "Chứng thực bản sao từ bản chính", "Sao y", "Chứng thực", (), 1)
BIRTH = Entry("1.2", "Đăng ký khai sinh", "Đăng ký khai sinh", "Hộ tịch", (), 2)
AGAIN = Entry("1.3", "Đăng ký lại khai sinh", "Khai sinh lại", "Hộ tịch", (), 9)
DEATH = Entry("1.4", "Đăng ký khai tử", "Đăng ký khai tử", "Hộ tịch", (), 5)
SINGLE = Entry(
    "1.5", "Xác nhận tình trạng hôn nhân", "Giấy xác nhận", "Hộ tịch", ("chưa vợ",)
)
LAND = Entry(
    "1.6", "Cấp Giấy chứng nhận quyền sử dụng đất", "Cấp giấy đất", "Đất đai", (), 20
)
ALL = (COPY, BIRTH, AGAIN, DEATH, SINGLE, LAND)
INDEX = Index(ALL)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ĐĂNG KÝ Kết Hôn", "dang ky ket hon"),
        ("sổ đỏ", "so do"),
        ("  Giấy,khai-sinh! ", "giay khai sinh"),
        ("Đường số 5", "duong so 5"),
        ("giấy", "giay"),  # marks typed after their letters
        ("", ""),
        ("…", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("khai sinh", "1.2"),
        ("KHAI SINH", "1.2"),
        ("sinh khai", "1.2"),
        ("kh si l", "1.3"),
        ("hôn nhân", "1.5"),
        ("1.4", "1.4"),
        ("14", "1.4"),
        ("giấy độc thân", "1.5"),
        ("doc than", "1.5"),
        ("xin giay doc than", "1.5"),
        ("sổ đỏ", "1.6"),
        ("so do", "1.6"),
        ("sao y", "2.1"),
        ("photo", "2.1"),
        ("chết", "1.4"),
        ("mất", "1.4"),
        ("mat", "1.4"),
        ("mặt", None),
        ("kết hôn", None),
        ("", None),
        ("?!", None),
    ],
)
def test_what_comes_first(text: str, first: str | None) -> None:
    found = INDEX.search(text)
    assert (found[0] if found else None) == first


def test_the_commonest_comes_first_among_equals() -> None:
    assert INDEX.search("dang ky khai") == ["1.2", "1.4", "1.3"]


def test_an_unranked_procedure_comes_last_among_equals() -> None:
    two = Index([Entry("a", "Hòa giải", ""), Entry("b", "Hòa giải", "", rank=500)])
    assert two.search("hòa giải") == ["b", "a"]


def test_accents_as_typed_come_before_folded_ones() -> None:
    index = Index(
        [Entry("ma", "Mả", "", rank=1), Entry("má", "Má", ""), Entry("mà", "Mà", "")]
    )
    assert index.search("má")[0] == "má"
    assert index.search("mà")[0] == "mà"
    assert set(index.search("ma")) == {"ma", "má", "mà"}


def test_the_name_comes_before_other_words() -> None:
    index = Index(
        [
            Entry("elsewhere", "Việc", "", "", ("đất",), 1),
            Entry("short", "Việc", "Đất", rank=3),
            Entry("name", "Đất", "", rank=2),
        ]
    )
    assert index.search("đất") == ["name", "short", "elsewhere"]


def test_a_whole_word_comes_before_a_beginning() -> None:
    index = Index([Entry("long", "Sinhx", "", rank=1), Entry("whole", "Sinh", "")])
    assert index.search("sinh") == ["whole", "long"]


def test_what_says_both_phrases_comes_first() -> None:
    index = Index(
        [
            Entry("other", "Thẻ cho trẻ", "Căn cước của trẻ", rank=1),
            Entry("card", "Thẻ", "Căn cước", words=("cccd",), rank=2),
        ]
    )
    assert index.search("cccd") == ["card", "other"]


@pytest.mark.parametrize(("limit", "count"), [(-1, 0), (0, 0), (1, 1), (2, 2), (9, 3)])
def test_no_more_than_asked(limit: int, count: int) -> None:
    assert len(INDEX.search("khai", limit)) == count


def _has(entry: Entry, word: str) -> bool:
    text = " ".join((entry.name, entry.short, entry.field, entry.code, *entry.words))
    own = [*fold(text).split(), entry.code.replace(".", "")]
    return any(one.startswith(word) for one in own)


@given(st.text(alphabet="ạấdđeghiknoôơrstuyưx .\u0301 ", max_size=12))
@example("d\u0301d")
def test_every_result_has_every_word(text: str) -> None:
    plain = Index(ALL)
    plain._synonyms.clear()
    words = fold(text).split()
    found = plain.search(text)
    wanted = {e.code for e in ALL if words and all(_has(e, word) for word in words)}
    if wanted:
        assert set(found) == wanted
    for entry in (e for e in ALL if e.code in found):
        # Nothing has them all: then without fillers, or more than half of them.
        kept = [word for word in words if word not in FILLERS]
        had = sum(_has(entry, word) for word in words)
        assert all(_has(entry, w) for w in kept) or had > len(words) / 2


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    found = INDEX.search(text)
    assert len(found) == len(set(found))


def test_five_hundred_real_sized_procedures_within_a_frame() -> None:
    entries = [
        Entry(
            f"{n}",
            f"Thủ tục đăng ký việc số {n} " + f"có tên dài như thật {n % 7} " * 8,
            f"Việc số {n}",
            "Lĩnh vực có tên dài",
            ("một từ thường ngày", "hai từ khác", f"từ {n}"),
            n,
        )
        for n in range(1, 501)
    ]
    index = Index(entries)
    for typed in ("t", "thu tuc dang ky", "một từ thường ngày số 12", "sổ đỏ"):
        best = min(_seconds(index, typed) for _ in range(5))
        assert best < 0.016, typed


def _seconds(index: Index, typed: str) -> float:
    begun = time.perf_counter()
    index.search(typed)
    return time.perf_counter() - begun
