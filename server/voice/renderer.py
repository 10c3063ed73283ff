"""Keeps the speech process alive and gives it one phrase at a time.

All in one event loop, which never waits for speech: `Renderer.render` returns a
future at once. A process that dies or hangs is started again and the phrase
tried once more; one that cannot be started is left alone for a while.
"""

import asyncio
import itertools
import json
import logging
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.voice.settings import STARTING, VoiceHealth

log = logging.getLogger(__name__)

CHILD = (sys.executable, "-m", "server.voice.child")
ANSWER_WITHIN = 4.0
"""Seconds for a phrase that usually takes 0.03; after them the process hangs."""
SLOWLY_WITHIN = 20.0
"""The same for a neural voice, which takes a fraction of the time it speaks."""
LEAVE_WITHIN = 1.0
START_WITHIN = 20.0
REST = 60.0
"""Seconds between tries to start a process that does not start or speak."""


class RenderError(Exception):
    """A phrase was not rendered; `reason` is a key of ``voice.toml``."""

    def __init__(self, reason: str, detail: str) -> None:
        """Hold what staff read and what the technician reads."""
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class ChildLost(Exception):
    """The process died or hung over the phrase; another may manage it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words, the engine's name of the voice that says them, and how fast.

    `edition` tells another state of the same voice's files; `instead` are the same
    words by another voice, for the case that this one fails.
    """

    text: str
    voice: str
    rate: float
    edition: str = ""
    instead: "Phrase | None" = None


@dataclass(order=True)
class _Job:
    """A phrase in the queue: urgent ones first, else in the order of asking."""

    turn: int
    serial: int
    phrase: Phrase = field(compare=False)
    path: Path = field(compare=False)
    done: "asyncio.Future[None]" = field(compare=False)


class Renderer:
    """Phrases to WAV files through the speech process."""

    def __init__(
        self,
        voices: Sequence[str],
        *,
        command: Sequence[str] = CHILD,
        answer_within: float = ANSWER_WITHIN,
        rest: float = REST,
        on_health: Callable[[VoiceHealth], None] | None = None,
    ) -> None:
        """Prepare for `voices` (the engine's names); nothing is started yet.

        `on_health` is called with every change of `health`.
        """
        self.health = STARTING
        self.voices: dict[str, str | None] = {}
        self._wanted = tuple(voices)
        self._command = tuple(command)
        self._answer_within = answer_within
        self._rest = rest
        self._on_health = on_health
        self._process: asyncio.subprocess.Process | None = None
        self._chatter: asyncio.Task[None] | None = None
        self._last_words = ""
        self._resting = False
        self._jobs: asyncio.PriorityQueue[_Job] = asyncio.PriorityQueue()
        self._waiting: dict[Path, _Job] = {}
        self._worker: asyncio.Task[None] | None = None
        self._serial = itertools.count()

    @property
    def pid(self) -> int | None:
        """The speech process, None while there is none."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the process and learn in what `health` the voice is."""
        with suppress(ChildLost):
            await self._open()
        self._resting = self._process is None
        self._worker = asyncio.create_task(self._work(), name="voice")

    async def stop(self) -> None:
        """End the process; phrases that still wait are cancelled."""
        if self._worker:
            self._worker.cancel()
            await asyncio.wait([self._worker])
        while not self._jobs.empty():
            self._jobs.get_nowait().done.cancel()
        await self._let_go()
        await self._close()

    def render(
        self, phrase: Phrase, path: Path, *, urgent: bool
    ) -> "asyncio.Future[None]":
        """Ask for `phrase` in the file `path`; the future is done when it is there.

        It fails with RenderError; several callers may share it, so shield it.
        `urgent` goes before all that is not.
        """
        waiting = self._waiting.get(path)
        done = waiting.done if waiting else asyncio.get_running_loop().create_future()
        if self._resting:
            _settle(done, RenderError(self.health.reason, self.health.detail))
        elif waiting is None or (urgent and waiting.turn):
            # A phrase that has become urgent stands in the queue twice; whoever
            # comes second finds it done.
            job = _Job(0 if urgent else 1, next(self._serial), phrase, path, done)
            self._waiting[path] = job
            self._jobs.put_nowait(job)
        return done

    async def _work(self) -> None:
        while True:
            if self._process is None:
                await self._revive()
            job = await self._jobs.get()
            if job.done.done():
                continue
            try:
                await self._speak(job.phrase, job.path)
            except RenderError as error:
                self._end(job, error)
            else:
                self._end(job, None)

    async def _revive(self) -> None:
        """Start the process; while that fails, refuse what waits, and rest."""
        while self._process is None:
            if self._resting:
                self._refuse_waiting()
                await asyncio.sleep(self._rest)
            with suppress(ChildLost):
                await self._open()
            self._resting = self._process is None

    def _refuse_waiting(self) -> None:
        error = RenderError(self.health.reason, self.health.detail)
        while not self._jobs.empty():
            self._end(self._jobs.get_nowait(), error)

    def _end(self, job: _Job, error: RenderError | None) -> None:
        self._waiting.pop(job.path, None)
        _settle(job.done, error)

    async def _speak(self, phrase: Phrase, path: Path) -> None:
        try:
            await self._once(phrase, path)
        except ChildLost as lost:
            log.warning("speech process lost (%s): starting another", lost)
            try:
                await self._once(phrase, path)
            except ChildLost as again:
                detail = f"{again} over {phrase.text!r}"
                self._note(VoiceHealth(False, "health.child_failed", detail))
                self._resting = True
                raise RenderError("health.child_failed", detail) from again

    async def _once(self, phrase: Phrase, path: Path) -> None:
        if self._process is None:
            await self._open()
        order = {
            "id": next(self._serial),
            "text": phrase.text,
            "path": str(path),
            "voice": phrase.voice,
            "rate": phrase.rate,
        }
        answer = await self._exchange(order)
        if "reason" in answer:
            raise RenderError(answer["reason"], answer["detail"])

    async def _exchange(self, order: dict[str, object]) -> dict[str, Any]:
        """Send one order and wait for its answer. Raises ChildLost."""
        process = self._process
        if process is None or process.stdin is None:
            raise ChildLost("not running")
        try:
            process.stdin.write(json.dumps(order).encode() + b"\n")
            await process.stdin.drain()
            answer = await self._answer(self._answer_within)
            if answer.get("id") != order["id"]:
                raise ChildLost(f"answered something else: {answer}")
        except (OSError, ChildLost) as error:
            await self._close()
            raise ChildLost(str(error) or type(error).__name__) from error
        return answer

    async def _answer(self, within: float) -> dict[str, Any]:
        """Read one line of the process. Raises ChildLost."""
        if self._process is None or self._process.stdout is None:
            raise ChildLost("not running")
        try:
            async with asyncio.timeout(within):
                line = await self._process.stdout.readline()
        except TimeoutError:
            raise ChildLost(f"no answer in {within:g} s") from None
        try:
            answer: dict[str, Any] = json.loads(line)
        except ValueError:
            raise ChildLost(f"died: {self._last_words or 'no words'}") from None
        return answer

    async def _open(self) -> None:
        """Start the process and hear whom it can speak as. Raises ChildLost."""
        await self._close()
        try:
            hello = await self._launch()
        except (OSError, ChildLost) as error:
            hello = {"reason": "health.child_failed", "detail": str(error)}
        self._note(_health(hello, self._wanted[0]))
        self.voices = hello.get("voices", {})
        if not self.health.ok:
            await self._close()
            raise ChildLost(self.health.detail)

    async def _launch(self) -> dict[str, Any]:
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            *self._wanted,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=_environment(),
        )
        self._chatter = asyncio.create_task(self._listen(), name="voice-chatter")
        return await self._answer(START_WITHIN)

    def _note(self, health: VoiceHealth) -> None:
        if health == self.health:
            return
        self.health = health
        level = logging.INFO if health.ok else logging.WARNING
        log.log(level, "voice: %s %s", health.reason, health.detail)
        if self._on_health:
            self._on_health(health)

    async def _listen(self) -> None:
        """Drain the engine's chatter, so that it never blocks; keep its last line."""
        if self._process is None or self._process.stderr is None:
            return
        with suppress(ValueError):  # a line without end
            async for line in self._process.stderr:
                self._last_words = line.decode(errors="replace").strip()
                log.debug("speech process: %s", self._last_words)

    async def _let_go(self) -> None:
        """Let the process end by itself, as it does when the orders end."""
        if self._process is None or self._process.stdin is None:
            return
        self._process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(LEAVE_WITHIN):
                await self._process.wait()

    async def _close(self) -> None:
        process, self._process = self._process, None
        chatter, self._chatter = self._chatter, None
        if process is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        # communicate() also closes the pipes, which wait() leaves open.
        if chatter:
            chatter.cancel()
            await asyncio.wait([chatter])
        await process.communicate()


def _settle(done: "asyncio.Future[None]", error: RenderError | None) -> None:
    """End a future that its caller may have given up."""
    if done.done():
        return
    if error:
        done.set_exception(error)
    else:
        done.set_result(None)


def _health(hello: Mapping[str, Any], first: str) -> VoiceHealth:
    """Judge the first line of the process.

    The first voice is the hall's own; it still speaks without a second one.
    """
    if "reason" in hello:
        return VoiceHealth(False, hello["reason"], hello["detail"])
    missing = [name for name, found in hello["voices"].items() if found is None]
    detail = f"no voice {', '.join(missing)}" if missing else ""
    if first in missing:
        return VoiceHealth(False, "health.voice_missing", detail)
    return VoiceHealth(True, "health.ok", detail)


def _environment() -> dict[str, str]:
    """Let the process find this package also where it is not installed."""
    here = str(Path(__file__).resolve().parents[2])
    paths = [here, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
