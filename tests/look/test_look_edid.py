"""The size that real panels say they have, and those that say nothing useful."""

from pathlib import Path

import pytest

from assets.look.edid import inches, picture_mm, the_panel

# Dell E193FP (19 inches) and D2721H (27 inches), as their own EDID blocks.
E193FP = bytes.fromhex(
    "00ffffffffffff0010ac0e7000000000180f010368261e782ec665a2594c9d24"
    "125054a54b00714f8180010101010101010101010101302a009851002a403070"
    "1300520e1100001e000000ff0047363536363536464c4553410a000000fc0044"
    "656c6c204531393346500a20000000fd00384c1e530e000a20202020202000b4"
)
D2721H = bytes.fromhex(
    "00ffffffffffff0010ac132045393639201e0103803c22782acd25a3574b9f27"
    "0d5054a54b00714f8180a9c0d1c00101010101010101023a801871382d40582c"
    "450056502100001e000000ff00335335475132330a2020202020000000fc0044"
    "454c4c204432373231480a20000000fd00384c1e5311000a2020202020200181"
)


def _with(block: bytes, changes: dict[int, int]) -> bytes:
    """Return a block with other bytes, and the sum that it must have."""
    changed = bytearray(block)
    for at, value in changes.items():
        changed[at] = value
    changed[127] = -sum(changed[:127]) % 256
    return bytes(changed)


def test_real_panels_say_their_millimetres() -> None:
    assert picture_mm(D2721H) == (598, 336)
    # Its timing claims 338 by 270 mm, of a panel of 19 inches: not believed.
    assert picture_mm(E193FP) == (380, 300)
    found = [inches(E193FP), inches(D2721H + bytes(128))]
    assert found == [pytest.approx(19.0, abs=0.1), pytest.approx(27.0, abs=0.1)]


@pytest.mark.parametrize(
    ("changes", "size"),
    [
        ({54: 0, 55: 0}, (600, 340)),  # no detailed timing: whole centimetres
        ({66: 16, 67: 9, 68: 0}, (600, 340)),  # a shape, no size
        ({66: 160, 67: 90, 68: 0}, (600, 340)),  # what cannot be
        ({21: 0, 22: 0}, (598, 336)),
        ({21: 0, 22: 0, 66: 0, 67: 0, 68: 0}, None),  # a projector
    ],
)
def test_what_is_no_size_is_not_taken_for_one(
    changes: dict[int, int], size: tuple[int, int] | None
) -> None:
    assert picture_mm(_with(D2721H, changes)) == size


@pytest.mark.parametrize(
    "broken", [b"", E193FP[:100], bytes(128), E193FP[:-1] + b"\0", b"x" * 128]
)
def test_a_broken_answer_has_no_size(broken: bytes) -> None:
    assert picture_mm(broken) is None
    assert inches(broken) is None


def _port(folder: Path, name: str, status: str, edid: bytes) -> None:
    port = folder / name
    port.mkdir()
    (port / "status").write_text(status + "\n")
    (port / "edid").write_bytes(edid)


def test_the_one_panel_that_is_connected_is_measured(tmp_path: Path) -> None:
    assert the_panel(tmp_path) is None
    _port(tmp_path, "card0-VGA-1", "disconnected", b"")
    _port(tmp_path, "card0-HDMI-A-1", "connected", E193FP)
    assert the_panel(tmp_path) == pytest.approx(19.0, abs=0.1)
    _port(tmp_path, "card0-DP-1", "connected", D2721H)
    assert the_panel(tmp_path) is None


def test_a_port_that_vanishes_is_passed_over(tmp_path: Path) -> None:
    port = tmp_path / "card0-DP-1"
    port.mkdir()
    (port / "status").write_text("connected\n")
    assert the_panel(tmp_path) is None
