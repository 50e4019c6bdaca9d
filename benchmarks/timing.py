"""Measuring: medians of several runs, whole processes, and memory."""

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]


def median(work: Callable[[], object], runs: int = 7) -> float:
    """Return the median time of some runs, in seconds; one more, before them, is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def processes(*commands: list[str], runs: int = 9) -> list[float]:
    """Return the median times of some commands, run in turn so that a busy spell meets them all."""
    times: list[list[float]] = [[] for _ in commands]
    for at in range(runs + 1):
        for own, command in zip(times, commands, strict=True):
            start = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=TOP)
            if at:
                own.append(time.perf_counter() - start)
    return [statistics.median(own) for own in times]


def apart(function: str, *arguments: object) -> dict[str, float]:
    """Call a function of `material` in a process of its own; return its figures and the peak of memory, in MB."""
    code = (
        "import json, sys; sys.path.insert(0, sys.argv[1]); import material, timing;"
        "found = getattr(material, sys.argv[2])(*json.loads(sys.argv[3]));"
        "print(json.dumps(found | {'peak': timing.peak_memory()}))"
    )
    command = [sys.executable, "-c", code, str(Path(__file__).parent), function, json.dumps(arguments)]
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
