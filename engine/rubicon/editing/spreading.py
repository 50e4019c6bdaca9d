"""Spread work on the rules of a rulebook over the cores, with the same outcome in the same order whatever their number."""

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Generic, TypeVar

from rubicon.editing.trying import Bench
from rubicon.language.rules import Rulebook

Item = TypeVar("Item")
Result = TypeVar("Result")
Task = Callable[[Bench, Item], Result]
"""What is done on a bench about a rule, by its id, or about something else that may be sent to another process."""

Tick = Callable[[int, int], None]
"""Is told how many pieces of the work are done, and of how many."""

_bench: Bench | None = None


class OutOfTimeError(Exception):
    """A piece of work took longer than it may."""


class Crew:
    """Does work on one rulebook, in this process or in several."""

    def __init__(self, rulebook: Rulebook, jobs: int) -> None:
        self._rulebook, self._jobs = rulebook, jobs
        self._own: Bench | None = None

    def each(self, task: Task[Item, Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield what a task makes of each rule, or of each of other items, in their order."""
        if self._jobs < 2 or len(items) < 2:
            self._own = self._own or Bench(self._rulebook)
            for item in items:
                yield task(self._own, item)
            return
        # a fork has read the rulebook already; elsewhere than on Linux its libraries do not bear one
        method = "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
        context = multiprocessing.get_context(method)
        with context.Pool(min(self._jobs, len(items)), _begin, (self._rulebook,)) as pool:
            yield from pool.imap(_Run(task), items)


class _Run(Generic[Item, Result]):
    """A task as the other processes do it, on the bench of each."""

    def __init__(self, task: Task[Item, Result]) -> None:
        self.task = task

    def __call__(self, item: Item) -> Result:
        assert _bench is not None, "a process begins with its bench"  # noqa: S101 - made by `_begin`
        return self.task(_bench, item)


def _begin(rulebook: Rulebook) -> None:
    global _bench  # noqa: PLW0603 - a process has one, for all its tasks
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process ends them
    _bench = Bench(rulebook)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise OutOfTimeError once the work inside has taken so many seconds of this process's own time."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError
