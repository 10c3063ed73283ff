from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

# The engine's chatter now breaks inside its callback: it would loop for ever.
NOBODY_LISTENS = 20.0


def test_the_speech_process_ends_with_a_server_that_is_killed_while_it_speaks(
    tmp_path: Path,
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "server.voice.child", "vi"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    voice = json.loads(child.stdout.readline())["voices"]["vi"]
    assert voice
    text = "mời công dân có số a không một năm " * 20
    for n in range(3):
        path = os.fspath(tmp_path / f"{n}.wav")
        order = {"id": n, "text": text, "path": path, "voice": "vi", "rate": 0.8}
        child.stdin.write(json.dumps(order).encode() + b"\n")
    child.stdin.flush()
    # What the kernel does with a killed server's ends of the pipes.
    for end in (child.stdout, child.stderr, child.stdin):
        end.close()
    try:
        assert child.wait(NOBODY_LISTENS) is not None
    finally:
        child.kill()
        child.wait()
