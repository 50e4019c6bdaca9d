"""Work on many things by all cores; what comes out is the same, in the same order, whatever their number."""

import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from signal import SIGKILL
from threading import active_count
from typing import Any, BinaryIO, TypeVar

Thing = TypeVar("Thing")
Made = TypeVar("Made")

FEW = 8
"""Things that are not worth a second process."""


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(work: Callable[[Thing], Made], things: Sequence[Thing], processes: int = 1) -> list[Made]:
    """Do some work on each of some things, by so many processes; what it returns must be plain values.

    This process is one of them. The others are forked once it has done the first thing, so that nothing is read anew, nor
    made anew that all things need; beside running threads, which a fork would break, there are none.
    """
    if processes < 2 or len(things) < FEW or active_count() > 1 or not hasattr(os, "fork"):
        return [work(thing) for thing in things]
    made = {0: work(things[0])}
    own, *shares = (range(at, len(things), processes) for at in range(1, processes + 1))
    with _helping(work, [[things[at] for at in share] for share in shares]) as helpers:
        made.update((at, work(things[at])) for at in own)
        for share, helper in zip(shares, helpers, strict=True):
            made.update(zip(share, _brought(helper) or [work(things[at]) for at in share], strict=True))
    return [made[at] for at in range(len(things))]


@contextmanager
def _helping(work: Callable[[Thing], Made], shares: Sequence[Sequence[Thing]]) -> Iterator[list[BinaryIO]]:
    """Fork a process for each share of some things; yield where each brings what it made, and end it."""
    helpers: list[tuple[int, BinaryIO]] = []
    try:
        for share in shares:
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                _help(work, share, writing)
            os.close(writing)
            helpers.append((pid, os.fdopen(reading, "rb")))
        yield [brought for _, brought in helpers]
    finally:
        for pid, brought in helpers:
            brought.close()
            os.kill(pid, SIGKILL)
            os.waitpid(pid, 0)


def _help(work: Callable[[Thing], Made], share: Sequence[Thing], writing: int) -> None:
    """Do a share of the work and end this process; where something goes wrong, whoever waits for it does the share."""
    try:
        with os.fdopen(writing, "wb") as out:
            pickle.dump([work(thing) for thing in share], out, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _brought(helper: BinaryIO) -> list[Any] | None:
    """Return what a process brings; None where it brings nothing whole."""
    try:
        return list(pickle.load(helper))  # noqa: S301 - from a fork of this process, by a pipe that nobody else has
    except (EOFError, pickle.UnpicklingError):
        return None
