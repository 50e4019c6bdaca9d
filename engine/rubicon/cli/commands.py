"""The group that all commands belong to; each is loaded when it is asked for."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any, ClassVar

import click

from rubicon.cli import ending
from rubicon.problems import BadInput, did_you_mean
from rubicon.reading.choosing import choose_rulebook
from rubicon.version import __version__

DEEPEST = 5_000
"""Python's calls within calls: telling an argument takes about ten for each step from rule to rule."""


class Loader(click.Group):
    """A group with a module for each command, loaded when it is asked for: a run loads only what it needs."""

    package: ClassVar[str]
    order: ClassVar[tuple[str, ...]]

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names of the commands that there are, in the order of the help."""
        return [name for name in self.order if self._module(name) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Load a command by its name."""
        module = self._module(cmd_name)
        command = getattr(import_module(module), "command") if module is not None else None  # noqa: B009 - any
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; a misspelt one is told the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = did_you_mean(args[0], self.list_commands(ctx))
            raise click.UsageError(f"{error.message} {near}".strip(), ctx) from None

    def _module(self, name: str) -> str | None:
        module = f"{self.package}.{name.replace('-', '_')}"
        return module if name in self.order and find_spec(module) is not None else None


class Commands(Loader):
    """All commands; they end honestly: problems with status 1, Ctrl-C with 130, never a traceback."""

    package = "rubicon.cli"
    order = (
        "assess",
        "why",
        "why-not",
        "what-if",
        "pivots",
        "compare",
        "timeline",
        "backtest",
        "panel",
        "new",
        "find",
        "assert",
        "assume",
        "end",
        "retract",
        "sources",
        "interview",
        "amend",
        "entity",
        "odds",
        "outcome",
        "forecast",
        "import",
        "export",
        "log",
        "rules",
        "serve",
        "lsp",
        "mcp",
    )

    def make_context(self, *arguments: Any, **keys: Any) -> click.Context:
        """Read the arguments; help and version are given here, and may be interrupted as well."""
        try:
            return super().make_context(*arguments, **keys)
        except KeyboardInterrupt:
            ending.interrupted()

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


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    """Print the version, and which rulebook is read here."""
    if value and not ctx.resilient_parsing:
        chosen = choose_rulebook(None, ())
        click.echo(f"rubicon {__version__}, by the rulebook in {chosen.folder}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the version and the rulebook that is read, and exit.",
)
def main() -> None:
    """Judge a case by rules written as sentences, and explain why.

    CASE is a case file, the name of a case of the library, or - for standard input. A SENTENCE is one of
    the vocabulary's sentences, in quotes.
    """
