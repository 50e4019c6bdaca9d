"""Measuring: CPU time of work and of whole processes, so that a busy machine matters less, and memory."""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parents[1]


def median(work: Callable[[], object], runs: int = 7) -> float:
    """Return the median CPU time of some runs, in seconds; one more, before them, is not counted."""
    return statistics.median(each(work, runs))


def each(work: Callable[[], object], runs: int) -> list[float]:
    """Return the CPU time of each of some runs, in seconds; one more, before them, is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return times


class Paired(NamedTuple):
    """CPU time of a command (user and system, in seconds) over some runs, and how it stands to the first one's."""

    least: float
    middle: float
    ratio: float


def processes(*commands: list[str], runs: int = 9, trees: Sequence[Path] = ()) -> list[Paired]:
    """Measure commands in turn, so that a busy spell meets them all; the ratio is the median over the pairs.

    `trees` are the checkouts in which they run, each with its own package; by default this one.
    """
    times: list[list[float]] = [[] for _ in commands]
    places = trees or [TOP] * len(commands)
    for at in range(runs + 1):
        for own, command, tree in zip(times, commands, places, strict=True):
            taken = _cpu(command, tree)
            if at:
                own.append(taken)
    first = times[0]
    return [
        Paired(
            min(own),
            statistics.median(own),
            statistics.median(one / two for one, two in zip(own, first, strict=True)),
        )
        for own in times
    ]


def _cpu(command: list[str], tree: Path) -> float:
    """Run a command to its end; return its CPU time. What it prints is thrown away."""
    home = os.environ | {"PYTHONPATH": str(tree / "engine")}
    home.pop("PYTHONDONTWRITEBYTECODE", None)
    started = subprocess.Popen(
        command, cwd=tree, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(started.pid, 0)
    assert status == 0, f"{command} ended with status {os.waitstatus_to_exitcode(status)}"
    return used.ru_utime + used.ru_stime


def apart(function: str, *arguments: object, module: str = "material") -> dict[str, float]:
    """Call a function of a module here in a process of its own; return its figures and the peak of memory, in MB."""
    code = (
        "import importlib, json, sys; sys.path.insert(0, sys.argv[1]); import timing;"
        "found = getattr(importlib.import_module(sys.argv[4]), sys.argv[2])(*json.loads(sys.argv[3]));"
        "print(json.dumps(found | {'peak': timing.peak_memory()}))"
    )
    command = [
        sys.executable,
        "-c",
        code,
        str(Path(__file__).parent),
        function,
        json.dumps(arguments),
        module,
    ]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak_memory() -> float:
    """Return the most memory that this process ever held, in MB.

    On Linux `getrusage` tells what the parent held when it forked, if that was more; the status file does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(
            line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM")
        )
        return int(line.split()[1]) / 1024
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def memory_now() -> float:
    """Return the memory that this process holds now, in MB (Linux), or its peak where that cannot be told."""
    status = Path("/proc/self/statm")
    if not status.exists():
        return peak_memory()
    return int(status.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / (1 << 20)
