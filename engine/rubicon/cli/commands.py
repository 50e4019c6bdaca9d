"""The group that all commands belong to; each is loaded when it is asked for."""

import os
import sys
from importlib import import_module
from typing import Any

import click

from rubicon.cli import ending
from rubicon.problems import BadInput
from rubicon.version import __version__

COMMANDS = {
    "assess": "rubicon.cli.reports:assess_command",
    "why": "rubicon.cli.reasons:why_command",
    "why-not": "rubicon.cli.answers:why_not_command",
    "what-if": "rubicon.cli.answers:what_if_command",
    "pivots": "rubicon.cli.pivots:pivots_command",
    "compare": "rubicon.cli.history:compare_command",
    "timeline": "rubicon.cli.history:timeline_command",
    "backtest": "rubicon.cli.history:backtest_command",
    "rules": "rubicon.cli.editors:rules",
}
"""Each command and where it lies, so that a run loads only what it needs and starts soon."""

DEEPEST = 5_000
"""Python's calls within calls: telling an argument takes about ten for each step from rule to rule."""


class Group(click.Group):
    """A group whose commands end honestly: problems with status 1, Ctrl-C with 130, never a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of all commands, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Load a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(import_module(module), name)
        return command if isinstance(command, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; bad input ends it with its message."""
        try:
            return super().invoke(ctx)
        except BadInput as bad:
            ending.refuse(bad)
        except BrokenPipeError:
            ending.hang_up()
        except KeyboardInterrupt:
            ending.interrupted()
        except (OSError, click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except RecursionError:
            ending.too_deep()
        except Exception as error:  # no traceback reaches a user
            if ending.TRACE in os.environ:
                raise
            ending.own_mistake(error)

    def main(self, *arguments: Any, **keys: Any) -> Any:
        """Run the command line; where nothing can be printed, say so."""
        sys.setrecursionlimit(max(DEEPEST, sys.getrecursionlimit()))
        try:
            return super().main(*arguments, **keys)
        except BadInput as bad:
            ending.refuse(bad)
        except OSError as error:
            ending.refused(error)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="rubicon")
def main() -> None:
    """Judge whether a power will send troops, and explain why.

    CASE is a case file, the name of a case of the library, or - for standard input. A SENTENCE is one of
    the vocabulary's sentences, in quotes.
    """
