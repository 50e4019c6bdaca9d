"""Python's collector of circles, held back."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected(*, lasting: bool = False) -> Iterator[None]:
    """Hold the collector back inside, for work that makes many lasting values at once and no circles.

    It would look through all of them again and again, which takes most of a large run. Those that are `lasting` it takes
    for old ones afterwards, without a look.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on and lasting and not gc.get_freeze_count():  # what is frozen stays so
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()
