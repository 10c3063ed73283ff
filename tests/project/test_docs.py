"""The documents say what the code says."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from server.cli import parser
from tests.project.docs_tables import DOCS, MAKERS, MARKED, filled

DOCUMENTS = sorted(DOCS.glob("*.md"))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tables_are_as_the_code_has_them(document: Path) -> None:
    text = document.read_text("utf-8")
    assert text == filled(text), "run: python -m tests.project.docs_tables --write"


def test_every_table_stands_in_a_document() -> None:
    everything = "".join(document.read_text("utf-8") for document in DOCUMENTS)
    assert {name for _, name, _ in MARKED.findall(everything)} == set(MAKERS)


def test_links_between_documents_lead_somewhere() -> None:
    root = DOCS.parent
    for document in [*DOCUMENTS, root / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_command_is_in_the_readme_or_the_guide() -> None:
    told = (DOCS.parent / "README.md").read_text("utf-8")
    told += (DOCS / "huong-dan-van-hanh.md").read_text("utf-8")
    (subparsers,) = (
        action
        for action in parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )
    for command in subparsers.choices:
        assert f"motcua {command}" in told, command
