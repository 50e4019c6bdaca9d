"""Work on many things by all cores; what comes out is the same, in the same order, whatever their number."""

import os
from collections.abc import Callable, Sequence
from threading import active_count
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

FEW = 8
"""Things that are not worth a second process."""

CHUNK = 4
"""Things that a process takes at once."""

_held: list[Any] = []
"""The work and its things, as the processes that are forked off find them."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Thing], Made], things: Sequence[Thing], processes: int = 1) -> list[Made]:
    """Do some work on each of some things, by so many processes; what it returns must be plain values.

    The processes are forked, so that nothing is read anew; beside running threads, which a fork would break, there is one.
    """
    if processes < 2 or len(things) < FEW or active_count() > 1:
        return [work(thing) for thing in things]
    # Here, so that whoever works alone does not load it.
    from multiprocessing import get_all_start_methods, get_context  # noqa: PLC0415

    if "fork" not in get_all_start_methods():
        return [work(thing) for thing in things]
    _held[:] = [work, things]
    try:
        with get_context("fork").Pool(min(processes, len(things))) as pool:
            return pool.map(_done, range(len(things)), chunksize=CHUNK)
    finally:
        _held.clear()


def _done(at: int) -> Any:
    work, things = _held
    return work(things[at])
