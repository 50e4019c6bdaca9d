"""Ask whoever sits at a terminal for a line; what comes through a pipe is read without a word."""

import sys

import click


def line_for(text: str) -> str | None:
    """Return the next line of standard input, without its end; None where there is none any more."""
    if sys.stdin is None:
        return None
    asks = sys.stdin.isatty()
    if asks:
        click.echo(f"{text}: ", nl=False, err=True)
    line = sys.stdin.readline()
    if asks and not line:
        click.echo(err=True)  # what follows begins a line of its own
    return line.strip() if line else None
