"""The command line: the only room that knows click."""

import sys

try:
    from rubicon.cli.commands import main
except KeyboardInterrupt:  # it ends as any other, though nothing is loaded yet that could say so
    sys.stderr.write("Interrupted.\n")
    sys.exit(130)

__all__ = ["main"]
