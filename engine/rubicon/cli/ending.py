"""How a command ends: what it prints, where, and with which exit status."""

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click

from rubicon.problems import BadInput, Problem

PROBLEMS = 1
"""The exit status when the input has problems."""

INTERRUPTED = 130
"""The exit status after Ctrl-C."""


def refuse(bad: BadInput) -> NoReturn:
    """Print every problem on standard error, and end with status 1."""
    click.echo(str(bad), err=True)
    sys.exit(PROBLEMS)


def warn(problems: Iterable[Problem]) -> None:
    """Print warnings on standard error; they never stop a judgement."""
    for problem in problems:
        click.echo(str(problem), err=True)


def give(text: str, output: Path | None, *, markdown: bool = False) -> None:
    """Print a text, or write it to a file whole or not at all. A terminal gets Markdown dressed."""
    if output is not None:
        write(output, text)
    elif markdown and sys.stdout.isatty():
        _dress(text)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()


def _dress(text: str) -> None:
    # rich is slow to load, and only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    Console().print(Markdown(text, hyperlinks=False))


def write(path: Path, text: str) -> None:
    """Write a file atomically: a crash or an interruption leaves the old file whole.

    Raises:
        BadInput: the file cannot be written.
    """
    try:
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or "cannot be written").lower()
        raise BadInput(
            [Problem(str(path), 0, f"the file cannot be written: {reason}", "Check the folder.")]
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def hang_up() -> NoReturn:
    """End quietly when the reader of standard output has gone, as in `rubicon assess … | head`."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)


def interrupted() -> NoReturn:
    """End with the status of an interruption."""
    click.echo("Interrupted.", err=True)
    sys.exit(INTERRUPTED)
