"""Colours, type, corners and gaps of the product. PURE.

Lengths are in *grid pixels*: the pixels of the panel the screens were drawn
for (kiosk 21.5", 0.248 mm a pixel; wall 43", 0.495 mm a pixel). ``Scale``
turns them into pixels of the panel that is really there, so every length keeps
its millimetres.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

Rgba = tuple[float, float, float, float]


@dataclass(frozen=True)
class State:
    """How a state shows: a sign, then ink on a ground inside a line."""

    sign: str
    ink: str
    ground: str
    line: str


@dataclass(frozen=True)
class Theme:
    """One set of colours (``#RRGGBB``) and how strongly edges are drawn.

    `outline` is the width of the line around everything that can be touched,
    in grid pixels. `raised` tells whether cards cast their offset shadow.
    """

    name: str
    paper: str
    card: str
    ink: str
    ink2: str
    accent: str
    on_accent: str
    press: str
    on_press: str
    tint: str
    on_tint: str
    edge: str
    shadow: str
    line: str
    keyboard: str
    help_edge: str
    outline: float
    raised: bool
    states: Mapping[str, State]
    services: Mapping[str, State]
    """What an office may give a service's icon; beside it always stands its name."""

    def hex(self, token: str) -> str:
        """Return the colour of `token`, "STATE.ink" and "#…" included."""
        if token.startswith("#"):
            return token
        state, dot, part = token.partition(".")
        found = self.states.get(state) or self.services.get(state)
        if dot and found is None:
            raise KeyError(f"{token} is not a colour")
        value = getattr(found, part) if dot else getattr(self, token)
        if not (isinstance(value, str) and value.startswith("#")):
            raise KeyError(f"{token} is not a colour")
        return value

    def rgba(self, token: str) -> Rgba:
        """Return the colour of `token` as Kivy wants it, 0 to 1, opaque."""
        red, green, blue = channels(self.hex(token))
        return red / 255, green / 255, blue / 255, 1.0


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#RRGGBB``, each 0 to 255."""
    if len(colour) != 7 or colour[0] != "#":
        raise ValueError(f"not a colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2, definition)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        part = channel / 255
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


NORMAL = Theme(
    name="normal",
    paper="#F6F3EC",
    card="#FFFFFF",
    ink="#15211F",
    ink2="#3F4A47",
    accent="#0B5553",
    on_accent="#FFFFFF",
    press="#073C3B",
    on_press="#FFFFFF",
    tint="#DDECE8",
    on_tint="#15211F",
    edge="#7B817A",
    shadow="#B9B7AB",
    line="#D8D2C4",
    keyboard="#E6E1D3",
    help_edge="#0B5553",
    outline=2,
    raised=True,
    states=MappingProxyType(
        {
            "serving": State("user-check", "#0B5553", "#DDECE8", "#0B5553"),
            "good": State("check", "#0B5553", "#DDECE8", "#0B5553"),
            "calling": State("bell-ring", "#FFFFFF", "#0B5553", "#0B5553"),
            "attention": State("triangle-alert", "#4A3200", "#FFE8B5", "#8F6200"),
            "priority": State("heart-handshake", "#5A2A6C", "#F0E5F4", "#5A2A6C"),
            "fault": State("file-warning", "#862612", "#FBE4DC", "#862612"),
            "paused": State("circle-pause", "#43484F", "#E7E7E4", "#43484F"),
        }
    ),
    services=MappingProxyType(
        {
            "service_blue": State("", "#1B4779", "#DFE8F5", "#1B4779"),
            "service_brown": State("", "#6B3F14", "#F1E4D6", "#6B3F14"),
            "service_olive": State("", "#4A5212", "#E9ECD3", "#4A5212"),
            "service_rose": State("", "#8A1F45", "#F8E1E7", "#8A1F45"),
            "service_slate": State("", "#38424F", "#E1E5EB", "#38424F"),
        }
    ),
)
"""Warm paper, white cards, ink, one accent."""

_SIGNS = {name: state.sign for name, state in NORMAL.states.items()}

HIGH_CONTRAST = Theme(
    name="high_contrast",
    paper="#000000",
    card="#000000",
    ink="#FFFFFF",
    ink2="#FFFFFF",
    accent="#FFD54A",
    on_accent="#000000",
    press="#FFFFFF",
    on_press="#000000",
    tint="#000000",
    on_tint="#FFFFFF",
    edge="#FFFFFF",
    shadow="#000000",
    line="#FFFFFF",
    keyboard="#000000",
    help_edge="#FFD54A",
    outline=4,
    raised=False,
    states=MappingProxyType(
        {
            "serving": State(_SIGNS["serving"], "#FFD54A", "#000000", "#FFD54A"),
            "good": State(_SIGNS["good"], "#FFD54A", "#000000", "#FFD54A"),
            "calling": State(_SIGNS["calling"], "#000000", "#FFD54A", "#FFD54A"),
            "attention": State(_SIGNS["attention"], "#FFD54A", "#000000", "#FFD54A"),
            "priority": State(_SIGNS["priority"], "#FFFFFF", "#000000", "#FFFFFF"),
            "fault": State(_SIGNS["fault"], "#FFD54A", "#000000", "#FFD54A"),
            "paused": State(_SIGNS["paused"], "#FFFFFF", "#000000", "#FFFFFF"),
        }
    ),
    # As every icon here: no colour would be seen.
    services=MappingProxyType(
        dict.fromkeys(NORMAL.services, State("", "#FFD54A", "#000000", "#FFD54A"))
    ),
)
"""Black, white and one yellow; no tint, no shadow, lines of 1 mm."""

THEMES = MappingProxyType({t.name: t for t in (NORMAL, HIGH_CONTRAST)})


@dataclass(frozen=True)
class Role:
    """What a text is for: size and least size in grid pixels, weight."""

    size: float
    weight: int
    least: float


ROLES = MappingProxyType(
    {
        # Kiosk, grid of 0.248 mm: 40 px are the 7.34 mm no capital goes under.
        "ticket_number": Role(336, 800, 240),
        "question": Role(66, 700, 60),
        "title": Role(60, 700, 46),
        "main_action": Role(68, 700, 46),
        "name": Role(48, 700, 40),
        "procedure": Role(46, 700, 40),
        "button": Role(44, 600, 40),
        "second": Role(40, 500, 40),
        "clock": Role(54, 700, 40),
        "office": Role(50, 700, 40),
        # Wall, grid of 0.495 mm.
        "called_number": Role(364, 800, 166),
        "called_counter": Role(250, 800, 120),
        "row_number": Role(166, 700, 120),
        "row_counter": Role(166, 800, 120),
        "call_words": Role(76, 600, 56),
        "call_counter_words": Role(104, 700, 56),
        "notice_title": Role(104, 800, 62),
        "notice_body": Role(62, 500, 54),
        "waiting": Role(54, 500, 40),
        "wall_clock": Role(72, 700, 54),
    }
)
"""Type by role; look.md's table, in grid pixels."""

RADIUS = MappingProxyType({"card": 24.0, "plate": 20.0, "key": 16.0})
WALL_RADIUS = MappingProxyType({"card": 36.0, "row": 24.0})
MARGIN = 40.0
GAPS = (12.0, 16.0, 24.0, 34.0)
"""Gaps in grid pixels; the smallest is the 3 mm between two targets."""

SHADOW_DROP = 5.0
"""How far below a raised card its shadow lies, in grid pixels."""

PRESS_DROP = 4.0
"""How far a pressed shape moves down, in grid pixels."""

ICON_BUTTON = 54.0
ICON_SERVICE = 72.0
PLATE_SERVICE = 116.0

CAP_HEIGHT = 0.74
"""Height of a capital of Be Vietnam Pro, in em."""

MARK_TOP = 1.15
"""How high Ễ and Ấ rise above the baseline, in em (the font claims 1.0)."""

LINE_HEIGHT = 1.35
"""Distance of two baselines, in em; less cuts the marks of the next line."""

TARGET_LEAST_MM = 20.0
GAP_LEAST_MM = 3.0
TEXT_LEAST_MM = 7.3
"""Least height of a capital on the kiosk."""
