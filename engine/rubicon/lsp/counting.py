"""Count in how many cases each rule applied and which it decided, in a process of its own that nothing waits for."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

AFTER = 2.0
"""Seconds after which the counting begins, so that what an editor asks first comes first."""

NICE = 10
"""How far it stands back behind other work."""


class Did(NamedTuple):
    """What a rule did for the rulebook's own cases: in how many it applied, and of how many it carried the answer."""

    applied: int
    decided: int


class CaseCounts:
    """The counts of the rules of each school of each rulebook, as its files were when it was last counted."""

    def __init__(self, ready: Callable[[], None]) -> None:
        self._ready = ready
        self._found: dict[tuple[Path, str | None], Mapping[str, Did]] = {}
        self._versions: dict[tuple[Path, str | None], int] = {}
        self._running: dict[tuple[Path, str | None], asyncio.Task[None]] = {}
        self._processes: set[asyncio.subprocess.Process] = set()

    def of(self, folder: Path, school: str | None, version: int) -> Mapping[str, Did]:
        """Return the counts as far as they are known; where they are of another version they are counted soon."""
        key = folder, school
        if self._versions.get(key) != version and key not in self._running:
            self._running[key] = asyncio.ensure_future(self._count(key, version))
        return self._found.get(key, {})

    def stop(self) -> None:
        """Count no more."""
        for task in self._running.values():
            task.cancel()
        for process in self._processes:
            with suppress(ProcessLookupError):
                process.kill()

    async def _count(self, key: tuple[Path, str | None], version: int) -> None:
        try:
            await asyncio.sleep(AFTER)
            folder, school = key
            of = ["--school", school] if school is not None else []
            command = ["-m", "rubicon", "rules", "score", "--rules", str(folder), "--format", "json", *of]
            told = await self._output(command)
            self._versions[key] = version
            rows = json.loads(told)["rules"] if told else []
            self._found[key] = {row["rule"]: Did(len(row["applied"]), len(row["decided"])) for row in rows}
            self._ready()
        finally:
            del self._running[key]

    async def _output(self, command: list[str]) -> bytes:
        """Return what a run of this program prints; nothing where it fails."""
        nothing = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdin=nothing, stdout=asyncio.subprocess.PIPE, stderr=nothing
        )
        self._processes.add(process)
        try:
            with suppress(OSError):  # it may be done already
                os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
            told, _ = await process.communicate()
        finally:
            self._processes.discard(process)
        return told if process.returncode == 0 else b""
