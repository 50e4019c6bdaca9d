"""How a command ends: what it prints, where, and with which exit status."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
from msgspec.structs import replace as replace_fields

from rubicon.cli.progress import settle
from rubicon.problems import BadInput, Problem, messages, printable
from rubicon.reading.replacing import replace

PROBLEMS = 1
"""The exit status when the input has problems."""

TRACE = "RUBICON_TRACE"
"""The variable of the environment that lets mistakes of this program through as they are."""

INTERRUPTED = 130
"""The exit status after Ctrl-C."""


def refuse(bad: BadInput, more: str = "") -> NoReturn:
    """Print every problem on standard error, and what more there is to say, and end with status 1."""
    settle()
    click.echo(str(BadInput([_with_search(one) for one in bad.problems])), err=True)
    if more:
        click.echo(more, err=True)
    sys.exit(PROBLEMS)


def _with_search(problem: Problem) -> Problem:
    """Say of a sentence on the command line that the vocabulary does not have which command finds one."""
    if not problem.what.startswith("unknown sentence"):
        return problem
    # Here, so that no other ending loads what judges.
    from rubicon.judging.assessing import ARGUMENT  # noqa: PLC0415

    if problem.path != ARGUMENT:
        return problem
    way = "`rubicon find WORDS` finds a sentence by words of your own."
    return replace_fields(problem, remedy=f"{problem.remedy}\n{way}" if problem.remedy else way)


def warn(problems: Iterable[Problem], called: str = "warning") -> None:
    """Print warnings on standard error; they never stop a judgement."""
    settle()
    for message in messages(problems):
        click.echo(message.replace(": warning: ", f": {called}: ", 1), err=True)


def give(text: str | bytes, output: Path | None, *, markdown: bool = False) -> None:
    """Print a text or a document, or write it to a file whole or not at all. A terminal gets Markdown dressed."""
    settle()
    if output is not None:
        write(output, text)
    elif sys.stdout is None:
        _refuse_output("it is closed")
    elif isinstance(text, str) and markdown and sys.stdout.isatty():
        _dress(text)
    else:
        try:
            sys.stdout.buffer.write(_bytes(text))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            cannot_print(error)


def _dress(text: str) -> None:
    # rich is slow to load, and only a terminal needs it
    from rich.console import Console  # noqa: PLC0415
    from rich.markdown import Markdown  # noqa: PLC0415

    Console().print(Markdown(text, hyperlinks=False))


def write(path: Path, text: str | bytes) -> None:
    """Write a file atomically: a crash or an interruption leaves the old file whole.

    A link is written through; a device or a pipe is written to, not replaced.

    Raises:
        BadInput: the file cannot be written.
    """
    try:
        if path.exists() and not path.is_file():
            path.open("wb").write(_bytes(text))
        else:
            replace(path, _bytes(text))
    except BrokenPipeError:
        raise
    except OSError as error:
        what = f"the file cannot be written: {_reason(error)}"
        raise BadInput([Problem(str(path), 0, what, "Check the folder.")]) from None


def _bytes(text: str | bytes) -> bytes:
    if isinstance(text, bytes):
        return text
    return text.encode("utf-8", errors="backslashreplace")  # names of files may be no UTF-8


def hang_up() -> NoReturn:
    """End quietly when the reader of standard output has gone, as in `rubicon assess … | head`."""
    _drop_output()
    sys.exit(0)


def cannot_print(error: OSError) -> NoReturn:
    """Say that standard output takes no more, as when a disk is full.

    Raises:
        BadInput: always.
    """
    _drop_output()
    _refuse_output(_reason(error))


def refused(error: OSError) -> NoReturn:
    """Tell, with status 1, what the system refused: a file where the error names one, else printing."""
    if error.filename is not None:
        refuse(BadInput([Problem(str(error.filename), 0, _reason(error), "Check its name and its rights.")]))
    try:
        cannot_print(error)
    except BadInput as bad:
        refuse(bad)


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse_output(reason: str) -> NoReturn:
    raise BadInput([Problem("standard output", 0, f"nothing can be printed: {reason}", "Use --output FILE.")])


def too_deep() -> NoReturn:
    """Say that an argument has too many steps to be told, and end with status 1."""
    what = "an argument has too many steps, each resting on the next, to be told"
    refuse(
        BadInput([Problem("rules", 0, what, "Look for a rule that rests on itself, and shorten its chain.")])
    )


def own_mistake(error: Exception) -> NoReturn:
    """Tell of a mistake of this program in a line, and end with status 1."""
    kind = type(error).__name__
    click.echo(f"rubicon: a mistake of this program, not of yours: {kind}: {printable(str(error))}", err=True)
    click.echo(f"        Please report it with the input. With {TRACE}=1 it tells where it is.", err=True)
    sys.exit(PROBLEMS)


def interrupted() -> NoReturn:
    """End with the status of an interruption."""
    click.echo("Interrupted.", err=True)
    sys.exit(INTERRUPTED)


def leave(end: SystemExit) -> NoReturn:
    """End the process at once, without taking its values apart, once all that was said has gone out.

    Raises:
        SystemExit: something has not; Python then says so in its own way.
    """
    code = 0 if end.code is None else end.code
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        raise end from None
    if not isinstance(code, int):
        raise end
    os._exit(code)
