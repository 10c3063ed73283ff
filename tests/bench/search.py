"""The kiosk's search over 500 procedures as long as real ones, at every letter typed.

Beside it the least that a search could do: look for the typed words as substrings of
the same texts, folded beforehand, without any order. A frame is 16 ms.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from server.procedures.search import Entry, Index, fold

from .report import Figure, percentile

PROCEDURES = 500
SAID = (
    "đăng ký cấp đổi lại giấy chứng nhận quyền sử dụng đất khai sinh tử kết hôn"
    " bản sao chứng thực hợp đồng chữ hộ kinh doanh trợ xã hội người có công"
    " khuyết tật thường tạm trú căn cước xây dựng nhà ở phép sửa chữa cải tạo tình"
    " trạng hôn nhân nuôi con giám bổ sung thông tin thay xác hòa giải tranh chấp"
    " khiếu nại tố cáo nghĩa vụ quân sự hỗ mai táng chi phí nông nghiệp chăn trồng"
    " trọt văn hóa thể thao giáo dục"
)
"""Words of names that procedures have."""
TYPED = (
    "giấy khai sinh",
    "dang ky ket hon",
    "sổ đỏ",
    "xin giay doc than",
    "chứng thực hợp đồng nhà đất",
    "tro cap nguoi khuyet tat",
    "hộ kinh doanh",
    "việc gì cũng không có ở đây",
)


def measure(folder: Path) -> Iterator[Figure]:
    """Give the median and the slowest search of all beginnings of what is typed."""
    entries = corpus(random.Random(4))
    index = Index(entries)
    texts = [
        fold(" ".join((e.name, e.short, e.field, e.code, *e.words))) for e in entries
    ]

    def scan(typed: str) -> object:
        words = fold(typed).split()
        return [n for n, text in enumerate(texts) if all(w in text for w in words)]

    ours = _times(lambda typed: index.search(typed, 40))
    bare = _times(scan)
    for name, percent in (("median", 50), ("p99", 99)):
        yield Figure(
            f"search in {PROCEDURES} procedures, {name}",
            percentile(ours, percent),
            percentile(bare, percent),
            "bare substring scan",
        )


def corpus(chance: random.Random) -> list[Entry]:
    """Make procedures with names of 4 to 40 words, as the real ones have."""

    def words(least: int, most: int) -> str:
        return " ".join(chance.choices(SAID.split(), k=chance.randint(least, most)))

    return [
        Entry(
            f"{chance.randint(1, 3)}.{n:06}",
            words(4, 40),
            words(3, 8),
            words(2, 6),
            tuple(words(1, 3) for _ in range(8)),
            n if n < 40 else None,
        )
        for n in range(PROCEDURES)
    ]


def _times(search: Callable[[str], object]) -> list[float]:
    """Time each beginning of each text: the best of three is the machine's own."""
    beginnings = [text[:end] for text in TYPED for end in range(1, len(text) + 1)]
    return [min(_timed(search, text) for _ in range(3)) for text in beginnings]


def _timed(search: Callable[[str], object], text: str) -> float:
    begun = perf_counter()
    search(text)
    return perf_counter() - begun
