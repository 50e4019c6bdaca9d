"""The command line: the only room that knows click."""

from rubicon.cli.commands import main

__all__ = ["main"]
