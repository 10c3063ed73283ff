"""What docs/security.md says is shown by tests that there are."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
MET = TEXT.partition("## OWASP")[2].partition("## Not met")[0]
ROWS = [line for line in MET.splitlines() if re.match(r"\| \d", line)]
NAMED = sorted(set(re.findall(r"`…(/[\w/]+\.py)::(\w+)`", TEXT)))


@cache
def names_in(path: str) -> frozenset[str]:
    """Give the names of a file's tests."""
    tree = ast.parse((ROOT / f"tests{path}").read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_a_named_test_is_there(path: str, name: str) -> None:
    assert name.startswith("test_")
    assert name in names_in(path)


@pytest.mark.parametrize("row", ROWS)
def test_every_point_names_a_test_and_nothing_else(row: str) -> None:
    shown = row.split("|")[3]
    assert re.fullmatch(r"( `…/[\w/]+\.py::\w+`,?)+ ", shown), shown


def test_the_list_is_found_from_the_first_page() -> None:
    assert len(ROWS) > 30
    assert "docs/security.md" in (ROOT / "README.md").read_text("utf-8")
