"""Options and arguments that several commands share."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.places import shipped
from rubicon.problems import BadInput, Problem
from rubicon.reading import parse_case, read_case, read_rulebook
from rubicon.reading.files import LARGEST

FORMATS = ("markdown", "html", "text", "json")


def read_day(_ctx: click.Context, _param: click.Parameter, value: str | None) -> date | None:
    """Read a day, written as 2022-01-05, or end with a usage message."""
    try:
        return date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise click.BadParameter(f'"{value}" is not a day; write it as 2022-01-05.') from None


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

rules_option: Decorator = click.option(
    "--rules",
    "folder",
    type=click.Path(path_type=Path),
    default=None,
    metavar="FOLDER",
    help="The rulebook: a folder of text files. Default: the one that is shipped.",
)
day_option: Decorator = click.option(
    "--as-of",
    "day",
    callback=read_day,
    default=None,
    metavar="DATE",
    help="Judge on this day instead of the case's own.",
)
assume_option: Decorator = click.option(
    "--assume",
    multiple=True,
    metavar="SENTENCE",
    help="Assume this for the run; it replaces what it conflicts with.",
)
without_option: Decorator = click.option(
    "--without",
    multiple=True,
    metavar="SENTENCE",
    help="Withdraw every assertion of this sentence for the run.",
)
school_option: Decorator = click.option(
    "--school",
    "schools",
    multiple=True,
    metavar="NAME",
    help="Judge by this school; several give several judgements.",
)
drafts_option: Decorator = click.option("--drafts", is_flag=True, help="Let draft rules take part.")
format_option: Decorator = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="markdown",
    show_default=True,
    help="The form of the output.",
)
output_option: Decorator = click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="Write to this file instead of standard output.",
)
case_argument: Decorator = click.argument("case", metavar="CASE")
sentence_argument: Decorator = click.argument("sentence", metavar="SENTENCE")


def rulebook_of(folder: Path | None) -> Rulebook:
    """Read the rulebook of a folder, or the shipped one."""
    return read_rulebook(shown(folder if folder is not None else shipped("rules")))


def case_of(name: str, rulebook: Rulebook) -> Case:
    """Read a case file, or standard input for `-`. A bare name of the case library will do."""
    if name == "-":
        if sys.stdin is None:
            raise BadInput([Problem("-", 0, "standard input is closed", "Send the text of a case.")])
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            return parse_case(raw.decode("utf-8"), rulebook)
        except UnicodeDecodeError:
            raise BadInput([Problem("-", 0, "standard input is not UTF-8", "Send UTF-8 text.")]) from None
    path = Path(name)
    if not path.exists():
        library = shipped("cases")
        for candidate in (library / path.name, library / f"{path.name}.toml"):
            if candidate.is_file() and path.parent.name in ("", "cases"):
                return read_case(shown(candidate), rulebook)
    return read_case(path, rulebook)


def shown(path: Path) -> Path:
    """Return a path as a message shows it: relative when it lies below the working folder."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve())
    except (ValueError, OSError):  # it lies elsewhere, or the working folder is gone
        return path
