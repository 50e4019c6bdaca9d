"""Say at a terminal that work goes on, once it has taken a second; a pipe or a file gets nothing of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

EVERY = 1.0
"""Seconds until it is first said, and until it is said anew."""

_saying: list[Callable[[], None]] = []


def settle() -> None:
    """Take away what is said of the work, so that something else can be."""
    while _saying:
        _saying.pop()()


@contextmanager
def working(done_so_far: Callable[[], str] = str) -> Iterator[None]:
    """Say on standard error for how long the work has gone on, until it ends or something else is said.

    `done_so_far` adds what is done of it.
    """
    shown = sys.stderr
    if _saying or shown is None or not shown.isatty():
        yield
        return
    from threading import Event, Thread  # noqa: PLC0415 - only a terminal needs a second thread

    done = Event()

    def say() -> None:
        seconds, said = 0, ""
        while not done.wait(EVERY):
            seconds += 1
            said = f"Working, {seconds} s{done_so_far()}"
            shown.write(f"\r{said}")
            shown.flush()
        if said:
            shown.write("\r" + " " * len(said) + "\r")
            shown.flush()

    thread = Thread(target=say, daemon=True)

    def end() -> None:
        done.set()
        thread.join()

    thread.start()
    _saying.append(end)
    try:
        yield
    finally:
        settle()
