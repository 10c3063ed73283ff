import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Command = tuple[str, ...]

_AS_CHILD = """
import runpy, sys
sys.argv[0] = "child"
runpy.run_module("server.voice.child", run_name="__main__")
"""


@pytest.fixture
def child_after() -> Callable[[str], Command]:
    """Give the command of the real speech process, after some Python that harms it."""

    def command(harm: str) -> Command:
        return (sys.executable, "-c", harm + _AS_CHILD)

    return command


@pytest.fixture
def once(tmp_path: Path) -> Callable[[str], str]:
    """Give Python that harms the first process only."""

    def harm(code: str) -> str:
        mark = tmp_path / "harmed"
        lines = "\n".join(f"    {line}" for line in code.strip().splitlines())
        return f"""
import pathlib
mark = pathlib.Path({str(mark)!r})
if not mark.exists():
    mark.touch()
{lines}
"""

    return harm
