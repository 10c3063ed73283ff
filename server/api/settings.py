"""The methods of the office's settings: read, compared, changed while it is open."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from server.config.document import (
    SCALARS,
    Difference,
    Tree,
    areas,
    differences,
    office_of,
    replaced,
    tree_of,
    typed,
)
from server.config.mistakes import Mistake
from server.config.reader import ConfigError
from server.domain import commands
from server.domain.model import Office
from server.domain.office_rules import InUse, OfficeInUse, in_use
from server.protocol import messages as m
from server.protocol import methods
from server.protocol.errors import Refused
from server.service import Service
from server.storage.office_file import OfficeFile, edited, version_of

from . import texts
from .caller import Caller
from .outcome import Handler, Outcome, intent

TOLD = 20
"""Values that the log names of one change; more are only counted."""
LONGEST = 80
"""Letters that it names of one value."""


class Settings:
    """What administrators set.

    Args:
        service: the one way to change the queue.
        file: the office's file.
        move_in: makes the whole server go on with another office.
    """

    def __init__(
        self,
        service: Service,
        file: OfficeFile,
        move_in: Callable[[Office], None],
    ) -> None:
        self._service = service
        self._file = file
        self._move_in = move_in
        self._one = asyncio.Lock()

    def table(self) -> dict[str, Handler]:
        """Give what each method does, by its name."""
        return {
            "settings.get": self._get,
            "settings.check": self._check,
            "settings.put": self._put,
            "settings.compare": self._compare,
            "settings.import": self._import,
        }

    async def _get(self, caller: Caller, params: Any, browser: bool) -> Outcome:
        text = self._file.read()
        version = version_of(text)
        return Outcome(m.Settings(version=version, office=tree_of(text)))

    async def _check(
        self, caller: Caller, params: methods.SettingsCheck, browser: bool
    ) -> Outcome:
        before, area = tree_of(self._file.read()), known_area(params.area)
        try:
            tree = replaced(before, area, params.value)
        except ConfigError as wrong:
            return Outcome(m.Checked(problems=[*map(_shown, wrong.problems)]))
        return Outcome(m.Checked(problems=self._problems(tree, area)))

    async def _put(
        self, caller: Caller, params: methods.SettingsPut, browser: bool
    ) -> Outcome:
        area = known_area(params.area)

        def change(text: str) -> tuple[str, Tree]:
            tree = replaced(tree_of(text), area, params.value)
            return edited(text, typed(tree)), tree

        return await self._change(caller, "settings.put", params, area, change)

    async def _compare(
        self, caller: Caller, params: methods.SettingsCompare, browser: bool
    ) -> Outcome:
        before = tree_of(self._file.read())
        try:
            after = _here(tree_of(params.text), before)
        except ConfigError as broken:
            return Outcome(m.Compared(problems=tuple(map(_shown, broken.problems))))
        changes = tuple(
            m.Difference(at=found.at, before=found.before, after=found.after)
            for found in differences(before, after)
        )
        problems = tuple(self._problems(after))
        return Outcome(m.Compared(changes=changes, problems=problems))

    async def _import(
        self, caller: Caller, params: methods.SettingsImport, browser: bool
    ) -> Outcome:
        def change(text: str) -> tuple[str, Tree]:
            tree = _here(tree_of(params.text), tree_of(text))
            return edited(params.text, typed(tree)), tree

        return await self._change(caller, "settings.import", params, SCALARS, change)

    # Inside

    async def _change(
        self,
        caller: Caller,
        method: str,
        params: methods.SettingsPut | methods.SettingsImport,
        area: str,
        change: Callable[[str], tuple[str, Tree]],
    ) -> Outcome:
        """Change the file, the journal, and then the running office, one at a time."""
        wanted = intent(caller, method, params)
        async with self._one:
            text = self._file.read()
            if not self._service.knows(wanted):
                text = await self._changed(caller, wanted, params.version, area, change)
        return Outcome(m.SettingsVersion(version=version_of(text)))

    async def _changed(
        self,
        caller: Caller,
        wanted: Any,
        version: str,
        area: str,
        change: Callable[[str], tuple[str, Tree]],
    ) -> str:
        before = self._file.read()
        if version != version_of(before):
            raise texts.refused("stale")
        try:
            after, tree = change(before)
            office = office_of(tree)
        except ConfigError as wrong:
            raise invalid(wrong.problems) from wrong
        found = [*differences(tree_of(before), tree)]
        self._file.prepare(after)
        command = commands.ChangeOffice(
            by=caller.name or "",
            area=area,
            what="changed",
            detail={**_told(found), "version": version_of(after)},
            becomes=office,
        )
        try:
            await self._service.handle(command, wanted)
        except OfficeInUse as used:
            self._file.drop()
            raise invalid(map(_needed, used.parts)) from used
        except Exception:
            # Not when it is cancelled: whether the event is on disk nobody knows
            # then, and the next start finishes or drops the file.
            self._file.drop()
            raise
        self._file.commit()
        self._move_in(office)
        return after

    def _problems(self, tree: Tree, area: str = "") -> list[m.Problem]:
        try:
            office = office_of(tree)
        except ConfigError as wrong:
            return [_shown(problem) for problem in wrong.problems]
        return [_shown(_needed(part)) for part in in_use(self._service.desk, office)]


def known_area(area: str) -> str:
    """Give an area's name. Raises Refused if the office's file has none such."""
    if area not in areas():
        raise texts.refused("unknown_area", area=area)
    return area


def _needed(part: InUse) -> Mistake:
    """Say what the new office lacks and the day still needs."""
    return Mistake((part.area,), f"in_use.{part.area}", id=part.id)


def _here(tree: Tree, now: Tree) -> Tree:
    """Give another office's settings as this one's: its id and clock stay."""
    return replaced(tree, SCALARS, {**tree, "id": now["id"]}) | {
        name: now[name] for name in ("id", "timezone") if name in now
    }


def invalid(problems: Any) -> Refused:
    """Refuse settings, each mistake at its value and in every language."""
    shown = [_shown(problem) for problem in problems]
    told = [{"at": problem.at, "text": problem.text} for problem in shown]
    refused = texts.refused("invalid_settings")
    return Refused(refused.reason, refused.text, {"problems": told})


def _shown(problem: Mistake) -> m.Problem:
    text = {lang: problem.say(lang) for lang in texts.LANGUAGES}
    return m.Problem(at=".".join(map(str, problem.at)), text=text)


def _told(found: list[Difference]) -> dict[str, str]:
    """Tell a change in few words: each value before and after."""
    told = {one.at: f"{_short(one.before)} → {_short(one.after)}" for one in found}
    if len(told) <= TOLD:
        return told
    kept = dict([*told.items()][:TOLD])
    return {**kept, "…": str(len(told) - TOLD)}


def _short(value: Any) -> str:
    text = "–" if value is None else str(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
