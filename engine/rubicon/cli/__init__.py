"""The command line: the only room that knows click."""

import sys

try:
    from rubicon.cli.commands import main
    from rubicon.cli.ending import leave
except KeyboardInterrupt:  # it ends as any other, though nothing is loaded yet that could say so
    sys.stderr.write("Interrupted.\n")
    sys.exit(130)

__all__ = ["main", "run"]


def run() -> None:
    """Run the command line as a process of its own, which ends with it."""
    try:
        main()
    except SystemExit as end:
        leave(end)
