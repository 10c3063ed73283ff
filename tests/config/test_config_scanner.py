"""The scanner's settings."""

import pytest

from server.config.kiosk import KioskSettings
from server.config.reader import ConfigError
from server.config.scanner import ScannerSettings
from server.config.settings import read_settings


def test_there_is_none_unless_one_is_named() -> None:
    assert read_settings("", {}).kiosk.scanner == ScannerSettings()
    text = '[kiosk.scanner]\nkind = "serial"\ndevice = "COM3"\nbaud = 115200\n'
    scanner = read_settings(text, {}).kiosk.scanner
    assert scanner == ScannerSettings("serial", "COM3", 115_200)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('kind = "serial"', "device"),
        ('kind = "input"', "device"),
        ('kind = "input"\ndevice = "/dev/x"\nbaud = 1', "baud"),
        ('kind = "camera"', "must be one of none, serial, input"),
    ],
)
def test_a_scanner_that_cannot_be_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(ConfigError, match=wrong):
        read_settings(f"[kiosk.scanner]\n{text}\n", {})


def test_code_that_makes_settings_is_held_to_them_too() -> None:
    with pytest.raises(ValueError, match=r"scanner: wrong or missing: kind, device"):
        KioskSettings(scanner=ScannerSettings("camera"))  # type: ignore[arg-type]
