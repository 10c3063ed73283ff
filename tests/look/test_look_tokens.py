import pytest

from assets.look.scale import (
    KIOSK_INCHES,
    WALL_GRID_MM,
    WALL_INCHES,
    Scale,
    from_diagonal,
    from_width,
)
from assets.look.tokens import (
    CAP_HEIGHT,
    HIGH_CONTRAST,
    NORMAL,
    ROLES,
    TEXT_LEAST_MM,
    THEMES,
    channels,
    contrast,
)

TEXT_PAIRS = [
    ("ink", "paper", 14.9),
    ("ink", "card", 16.6),
    ("ink", "tint", 13.6),
    ("ink2", "paper", 8.3),
    ("ink2", "card", 9.2),
    ("ink2", "tint", 7.6),
    ("accent", "card", 8.6),
    ("accent", "paper", 7.8),
    ("accent", "tint", 7.1),
    ("on_accent", "accent", 8.6),
    ("on_press", "press", 12.2),
    ("serving.ink", "serving.ground", 7.1),
    ("calling.ink", "calling.ground", 8.6),
    ("attention.ink", "attention.ground", 10.0),
    ("priority.ink", "priority.ground", 8.7),
    ("priority.ink", "card", 10.6),
    ("fault.ink", "fault.ground", 7.5),
    ("fault.ink", "card", 9.1),
    ("paused.ink", "paused.ground", 7.4),
    ("ink", "paused.ground", 13.4),
    ("ink", "keyboard", 12.6),
]


@pytest.mark.parametrize(("ink", "ground", "measured"), TEXT_PAIRS)
def test_text_has_the_contrast_that_was_measured(
    ink: str, ground: str, measured: float
) -> None:
    found = contrast(NORMAL.hex(ink), NORMAL.hex(ground))
    assert found >= 7
    assert found == pytest.approx(measured, abs=0.1)


@pytest.mark.parametrize(("ink", "ground", "_"), TEXT_PAIRS)
def test_high_contrast_is_higher_still(ink: str, ground: str, _: float) -> None:
    if ink.startswith("priority") and ground == "card":
        ground = "priority.ground"
    found = contrast(HIGH_CONTRAST.hex(ink), HIGH_CONTRAST.hex(ground))
    assert found >= 14.8


def test_what_can_be_touched_has_an_edge_that_is_seen() -> None:
    assert contrast(NORMAL.edge, NORMAL.paper) == pytest.approx(3.6, abs=0.1)
    assert contrast(NORMAL.edge, NORMAL.card) == pytest.approx(4.0, abs=0.1)
    assert contrast(HIGH_CONTRAST.edge, HIGH_CONTRAST.paper) == 21


def test_contrast_is_the_same_both_ways_and_starts_at_one() -> None:
    assert contrast("#FFFFFF", "#000000") == contrast("#000000", "#FFFFFF") == 21
    assert contrast("#0B5553", "#0B5553") == 1


@pytest.mark.parametrize("wrong", ["teal", "#FFF", "0B5553F"])
def test_a_colour_is_six_digits(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        channels(wrong)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda t: t.name)
def test_every_state_has_a_sign_that_the_icon_font_knows(theme: object) -> None:
    from assets.look.fonts import icon

    assert theme in (NORMAL, HIGH_CONTRAST)
    signs = [icon(state.sign) for state in THEMES["normal"].states.values()]
    assert len(set(signs)) == len(signs)
    assert NORMAL.states.keys() == HIGH_CONTRAST.states.keys()


def test_a_service_s_icon_is_seen_in_every_colour() -> None:
    """WCAG 2.2, 1.4.11 asks 3; there is a letter in it too, and 1.4.3 asks 4.5."""
    assert NORMAL.services.keys() == HIGH_CONTRAST.services.keys()
    for theme in THEMES.values():
        for service in theme.services.values():
            assert contrast(service.ink, service.ground) >= 4.5
            assert contrast(service.ink, theme.card) >= 4.5


def test_a_token_is_a_colour_or_an_error() -> None:
    assert NORMAL.rgba("card") == (1, 1, 1, 1)
    assert NORMAL.hex("#123456") == "#123456"
    with pytest.raises(KeyError):
        NORMAL.hex("name")
    with pytest.raises(KeyError):
        NORMAL.hex("priority.sign")
    with pytest.raises(KeyError):
        NORMAL.hex("nothing.ink")
    with pytest.raises(AttributeError):
        NORMAL.hex("nothing")


def test_the_panels_of_the_mocks() -> None:
    kiosk = from_diagonal(KIOSK_INCHES, (1080, 1920))
    assert kiosk.mm_per_px == pytest.approx(0.248, abs=0.0005)
    assert kiosk.factor == pytest.approx(1, abs=0.002)
    wall = from_diagonal(WALL_INCHES, (1920, 1080), WALL_GRID_MM)
    assert wall.mm_per_px == pytest.approx(0.495, abs=0.001)
    assert from_diagonal(10.1, (1280, 800)).mm_per_px == pytest.approx(0.17, abs=0.001)
    assert from_width(268, (1080, 1920)).mm_per_px == pytest.approx(0.248, abs=0.0005)


def test_a_sharper_panel_of_the_same_size_draws_the_same_millimetres() -> None:
    fine = from_diagonal(43, (3840, 2160), WALL_GRID_MM)
    assert fine.u(364) == pytest.approx(728, rel=0.002)
    assert fine.mm(fine.px(20)) == pytest.approx(20)


def test_the_small_kiosk_keeps_the_least_sizes() -> None:
    small = Scale(0.17)
    assert small.u(ROLES["second"].least) >= 58
    assert small.px(20) == pytest.approx(117.6, abs=0.1)


@pytest.mark.parametrize(
    "role", ["ticket_number", "question", "title", "main_action", "name", "procedure"]
)
def test_kiosk_type_is_never_under_the_least_capital(role: str) -> None:
    scale = Scale(0.248)
    least = ROLES[role].least * CAP_HEIGHT
    assert scale.mm(least) >= TEXT_LEAST_MM


def test_wall_digits_can_be_read_from_afar() -> None:
    scale = Scale(WALL_GRID_MM, WALL_GRID_MM)
    assert scale.mm(ROLES["called_number"].size * CAP_HEIGHT) >= 120
    assert scale.mm(ROLES["row_number"].size * CAP_HEIGHT) >= 60


@pytest.mark.parametrize("panel", [(0, (10, 10)), (-3, (10, 10)), (10, (0, 10))])
def test_no_panel_is_an_error(panel: tuple[float, tuple[int, int]]) -> None:
    with pytest.raises(ValueError, match="no panel"):
        from_diagonal(*panel)
    with pytest.raises(ValueError, match="no panel"):
        from_width(*panel)


def test_a_panel_that_can_not_be_is_an_error() -> None:
    with pytest.raises(ValueError, match="no panel"):
        from_width(100_000, (100, 100))
