"""What ``motcua check`` says of the hand scanner."""

import os
import sys
from pathlib import Path

import pytest

from server.cli.check import scanner
from server.config.scanner import ScannerSettings


def test_no_scanner_is_not_worth_a_word() -> None:
    assert list(scanner(ScannerSettings())) == []


def test_one_that_is_there_is_named(tmp_path: Path) -> None:
    device = tmp_path / "scanner"
    device.touch()
    [found] = scanner(ScannerSettings("input", str(device)))
    assert found.state == "ok"
    assert str(device) in found.sentence


def test_one_that_is_away_is_bad(tmp_path: Path) -> None:
    [found] = scanner(ScannerSettings("serial", str(tmp_path / "none")))
    assert found.state == "bad"
    assert "motcua.toml" in found.sentence


@pytest.mark.parametrize(("kind", "group"), [("input", "input"), ("serial", "dialout")])
def test_one_that_may_not_be_read_names_the_group(
    kind: str, group: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = tmp_path / "scanner"
    device.touch()
    monkeypatch.setattr(os, "access", lambda *_: False)
    [found] = scanner(ScannerSettings(kind, str(device)))  # type: ignore[arg-type]
    assert found.state == "bad"
    assert f" {group} " in found.sentence


def test_ports_of_windows_are_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    [found] = scanner(ScannerSettings("serial", "COM3"))
    assert found.state == "ok"
