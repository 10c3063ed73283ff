"""The slip as the citizen sees it: sizes, ink, nothing cut, the code readable."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from assets.paper import sheet
from assets.paper.page import WIDTHS, Paper
from assets.paper.slip import LOWEST_NUMBER, Slip, draw
from tests.emulator.printer import read_qr

LONG_NAME = (
    "ĐĂNG KÝ BIẾN ĐỘNG QUYỀN SỬ DỤNG ĐẤT, QUYỀN SỞ HỮU TÀI SẢN GẮN LIỀN VỚI ĐẤT"
    " trong các trường hợp chuyển đổi, chuyển nhượng, cho thuê, thừa kế, tặng cho"
)
LONG_LINK = "https://motcua.thachkhe.hatinh.gov.vn/t/108712#AbCdEfGhIjKlMnOpQrStUv"


def black(image: Image.Image) -> np.ndarray:
    return ~np.asarray(image)


def blocks(image: Image.Image) -> list[tuple[int, int]]:
    """Return the (first, last) rows of each run of rows with ink."""
    inked = np.concatenate(([False], black(image).any(axis=1), [False]))
    edges = np.flatnonzero(inked[1:] != inked[:-1])
    return [(a, b - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def most_ink_in_a_square(ink: np.ndarray, side: int) -> int:
    sums = np.pad(ink.astype(int).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    squares = sums[side:, side:] - sums[side:, :-side] - sums[:-side, side:]
    return int((squares + sums[:-side, :-side]).max())


def number_rows(image: Image.Image) -> int:
    return max(last - first + 1 for first, last in blocks(image))


@pytest.fixture
def long(slip: Slip) -> Slip:
    return replace(
        slip,
        office="Ủy ban nhân dân xã Thạch Khê, tỉnh Hà Tĩnh",
        unit="Trung tâm Phục vụ hành chính công – Bộ phận Tiếp nhận và Trả kết quả",
        title=LONG_NAME,
        number="A1000",
        papers=tuple(Paper(LONG_NAME, ticked) for ticked in (True, False, None)),
        fee="do HĐND tỉnh quy định, miễn phí nếu đúng hạn",
        qr=LONG_LINK,
        wifi="UBND xã Thạch Khê – khách",
        priority=True,
        reprint=True,
    )


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_picture_is_black_and_white_and_as_wide_as_the_paper(
    slip: Slip, long: Slip, dots: int, language: str
) -> None:
    for one in (slip, long):
        image = draw(replace(one, language=language), dots)
        assert (image.mode, image.width) == ("1", dots)
        across = np.flatnonzero(black(image).any(axis=0))
        assert across[0] >= 8
        assert across[-1] < dots - 7
        assert not black(image)[:8].any()
        assert not black(image)[-8:].any()


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize("number", ["B018", "M888", "A1000", "U111", "KS1000"])
def test_a_number_is_never_lower_than_15_mm(slip: Slip, dots: int, number: str) -> None:
    image = draw(replace(slip, number=number, qr=None), dots)
    assert number_rows(image) >= LOWEST_NUMBER == 15 * 8


def test_numbers_have_the_heights_of_the_design(slip: Slip) -> None:
    """19.8 mm and 15.3 mm capitals; round digits stand a dot or two over."""
    heights = {dots: number_rows(draw(replace(slip, qr=None), dots)) for dots in WIDTHS}
    assert heights == {
        576: pytest.approx(19.8 * 8, abs=5),
        384: pytest.approx(15.3 * 8, abs=5),
    }


@pytest.mark.parametrize("number", ["M888", "W8888", "A1000", "WW88888"])
def test_a_wide_number_fills_the_line_and_no_more(slip: Slip, number: str) -> None:
    image = draw(replace(slip, number=number, qr=None), 384)
    first, last = max(blocks(image), key=lambda block: block[1] - block[0])
    across = np.flatnonzero(black(image)[first : last + 1].any(axis=0))
    assert 360 <= across[-1] - across[0] + 1 <= 368


def test_a_very_wide_number_gets_lower_before_it_is_squeezed_thin() -> None:
    wide = sheet.squeezed(576, 20, "WW88888", 158, 120)
    assert wide.height < 158
    assert wide.height >= 120


@pytest.mark.parametrize("dots", WIDTHS)
def test_little_ink_and_no_solid_area(slip: Slip, long: Slip, dots: int) -> None:
    for one in (slip, long, replace(slip, number="M888", qr=None)):
        image = draw(one, dots)
        ink = black(image)
        assert ink.mean() <= 0.21
        bands = [ink[top : top + 128].mean() for top in range(0, len(ink), 128)]
        # Heads slow down above a quarter of black; only the number comes near half.
        assert max(bands) <= 0.55
        assert sum(share > 0.25 for share in bands) <= 3
        # No black square of 8 mm anywhere: strokes and modules only.
        assert most_ink_in_a_square(ink, 64) < 64 * 64


@pytest.mark.parametrize("dots", WIDTHS)
def test_the_code_reads_back_with_six_dots_a_module(
    slip: Slip, long: Slip, dots: int
) -> None:
    for one in (slip, long):
        image = draw(one, dots)
        assert read_qr(image) == one.qr
    code = sheet.qr_code(LONG_LINK, dots)
    runs = np.diff(np.flatnonzero(np.diff(np.asarray(code)[0].astype(int))))
    assert set(runs % 6) == {0}
    assert code.width % 6 == 0


@pytest.mark.parametrize("dots", WIDTHS)
def test_the_code_has_its_quiet_zone(slip: Slip, dots: int) -> None:
    with_code = draw(replace(slip, fee=None), dots)
    plain = sheet.qr_code(slip.qr or "", dots).convert("1")
    ink, code = black(with_code), black(plain)
    side = code.shape[0]
    found = [
        (y, x)
        for y in range(len(ink) - side)
        if ink[y].any()
        for x in range(dots - side)
        if ink[y, x] and (ink[y : y + side, x : x + side] == code).all()
    ]
    [(top, start)] = found
    around = ink[top - 24 : top + side + 24, max(0, start - 24) : start + side + 24]
    assert around.sum() == code.sum()


def test_a_long_link_gets_less_repair_then_smaller_modules() -> None:
    long_link = "https://xa.example/" + "a" * 200
    tight = sheet.qr_code(long_link, 384)
    assert tight.width + 8 * 6 <= 384
    assert tight.width == 53 * 6, "version 9 with less repair, six dots each"
    smaller = sheet.qr_code("https://xa.example/" + "a" * 600, 384)
    assert smaller.width <= 384
    with pytest.raises(ValueError, match="does not fit"):
        sheet.qr_code("a" * 1800, 384)


def test_without_an_address_neither_code_nor_the_words_for_it(slip: Slip) -> None:
    for dots in WIDTHS:
        with_code = draw(replace(slip, wifi="Khach"), dots)
        without = draw(replace(slip, qr=None, wifi="Khach"), dots)
        nothing_to_say = draw(replace(slip, qr=None), dots)
        assert read_qr(without) is None
        assert without.tobytes() == nothing_to_say.tobytes()
        assert with_code.height > without.height + 100


@pytest.mark.parametrize("dots", WIDTHS)
@pytest.mark.parametrize(
    "change",
    [
        {"priority": True},
        {"reprint": True},
        {"ahead": None},
        {"ahead": 0, "wait": (0, 0)},
        {"wait": None},
        {"papers": ()},
        {"fee": None},
        {"wifi": "Khach"},
        {"language": "en"},
        {"papers": (Paper("Tờ khai", None),)},
        {"papers": (Paper("Tờ khai", False),)},
        {"papers": (Paper("Tờ khai", True),)},
    ],
    ids=str,
)
def test_everything_said_is_seen(
    slip: Slip, dots: int, change: dict[str, object]
) -> None:
    one = replace(slip, papers=(Paper("Sổ", True),))
    changed = replace(one, **change)  # type: ignore[arg-type]
    assert draw(changed, dots).tobytes() != draw(one, dots).tobytes()


def test_the_same_slip_is_the_same_picture(slip: Slip) -> None:
    assert draw(slip, 576).tobytes() == draw(slip, 576).tobytes()


def test_decomposed_letters_print_as_composed_ones(slip: Slip) -> None:
    import unicodedata

    apart = replace(slip, title=unicodedata.normalize("NFD", slip.title))
    assert draw(apart, 576).tobytes() == draw(slip, 576).tobytes()


def test_only_these_papers_and_languages(slip: Slip) -> None:
    with pytest.raises(ValueError, match="512"):
        draw(slip, 512)
    with pytest.raises(LookupError):
        draw(replace(slip, language="fr"), 576)


@pytest.mark.parametrize("size", [22, 24, 28, 34])
@pytest.mark.parametrize("weight", [sheet.REGULAR, sheet.MEDIUM, sheet.BOLD])
def test_stacked_marks_are_never_cut(weight: str, size: int) -> None:
    """A line keeps a white row above ẤỄ and below ợỵ."""
    face = sheet.font(weight, size)
    for words in ("ẤỄỠỮ ợỵẶ", "ẲỔ", "Ấ Ễ", "ợ", "ỵ"):
        [strip] = sheet.left(576, 20, 556, words, face)
        grey = np.asarray(strip)
        assert (grey[0] > 150).all()
        assert (grey[-1] > 150).all()


@pytest.mark.parametrize("dots", WIDTHS)
def test_lines_of_marked_capitals_do_not_touch(slip: Slip, dots: int) -> None:
    title = "\n".join(["ẶỢỤ Ỹ ợỵ", "ẤỄỖ Ứ ỵ", "ẲỔỂ Ợ"])
    image = draw(replace(slip, title=title, papers=(), qr=None), dots)
    assert all(after[0] - before[1] > 1 for before, after in pairwise(blocks(image)))


def test_lines_are_balanced_and_short_brackets_stay_whole() -> None:
    face = sheet.font(sheet.BOLD, 24)
    lines = sheet.wrap("Còn thiếu: Tờ khai (có mẫu)", face, 300)
    assert lines[-1] == "(có\N{NO-BREAK SPACE}mẫu)"
    words = "một hai ba bốn năm sáu bảy tám chín"
    width = max(sheet.width_of(line, face) for line in sheet.wrap(words, face, 380))
    balanced = sheet.balance(words, face, width)
    assert " " in balanced[-1]


@pytest.mark.parametrize("dots", WIDTHS)
def test_a_pair_that_is_too_wide_takes_two_lines(dots: int) -> None:
    face = sheet.font(sheet.BOLD, 30)
    long = "một giá trị dài quá khổ giấy " * 2
    assert len(sheet.pair(dots, 8, ("Chờ", face), ("5 phút", face))) == 1
    assert len(sheet.pair(dots, 8, ("Chờ khoảng", face), (long, face))) >= 3


vietnamese = st.text(
    st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyẤỄợỆ ỹ0123456789().,–\n "),
    max_size=120,
)


@example(text="000000 0", width=60)
@given(text=vietnamese, width=st.integers(60, 560))
def test_wrapped_text_is_all_there_and_no_line_too_wide(text: str, width: int) -> None:
    face = sheet.font(sheet.MEDIUM, 26)
    for fold in (sheet.wrap, sheet.balance):
        lines = fold(text, face, width)
        assert all(sheet.width_of(line, face) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())
        assert all(line.strip() == line and line for line in lines)
