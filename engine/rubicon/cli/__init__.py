"""The command line: the only room that knows click."""

import gc
import os
import sys

from rubicon.language.collecting import uncollected

try:
    with uncollected():  # what is loaded lasts: to look through it for circles takes long, and finds none
        from rubicon.cli.commands import main
        from rubicon.cli.ending import leave

        gc.freeze()
except KeyboardInterrupt:  # it ends as any other, though nothing is loaded yet that could say so
    sys.stderr.write("Interrupted.\n")
    sys.exit(130)

__all__ = ["main", "run"]


def run() -> None:
    """Run the command line as a process of its own, which ends with it, and so never collects circles.

    `serve`, which does not end soon, turns the collector on again.
    """
    gc.disable()
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy counts bits here: threads for matrices are never used
    try:
        main()
    except SystemExit as end:
        leave(end)
