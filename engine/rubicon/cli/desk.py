"""What the commands that write into a case have in common: the file, and what is said once it is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from rubicon.cli import ending
from rubicon.cli.completing import PART
from rubicon.cli.naming import found_at, no_case
from rubicon.cli.options import Decorator, read_day, read_pairs, rulebook_of
from rubicon.exchanging.coding import CodingSheet, desk_of, noticed
from rubicon.language.facts import Fact
from rubicon.language.speaking import speak
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.writing import save

_HEAD: tuple[Decorator, ...] = (
    click.option("--title", metavar="TEXT", help="What the case is about."),
    click.option("--as-of", "day", callback=read_day, metavar="DATE", help="The day that it is judged from."),
    click.option(
        "--role",
        "roles",
        multiple=True,
        callback=read_pairs,
        metavar="NAME=ENTITY",
        shell_complete=PART,
        help="Who plays a part of the framework: the part's name, and who plays it.",
    ),
    click.option(
        "--entity",
        "entities",
        multiple=True,
        callback=read_pairs,
        metavar="NAME=KIND",
        help="Somebody whom the rulebook does not know, and of what kind.",
    ),
)


def head_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of what a case says of itself first: its title, day, parts and entities."""
    for option in reversed(_HEAD):
        command = option(command)
    return command


def read_desk(case: str, folder: str | None) -> CodingSheet:
    """Read the case file that is named, in order to write it. A name without its ending will do.

    Raises:
        BadInput: there is no such file, or it has problems.
    """
    path = path_of(case)
    return desk_of(path, rulebook_of(folder, str(path)))


def path_of(case: str) -> Path:
    """Return the path of a case file that is to be written.

    Raises:
        BadInput: there is none.
    """
    if case == "-":
        raise BadInput([Problem("argument", 0, "standard input cannot be written to", "Name a case file.")])
    path, found = Path(case), found_at(case)
    if found is None:
        near = did_you_mean(str(path), (str(one) for one in path.parent.glob("*.toml")))
        raise no_case(path, "there is no such file", near)
    return found


def written(desk: CodingSheet, *facts: Fact, mark: str = "") -> None:
    """Save a case file, and say what was written where; a mark says what was done to what stood there.

    What wants a second look in what is new is told this once.
    """
    save(desk.draft)
    for fact in facts:
        place = f"{fact.place.path}:{fact.place.line}"
        click.echo(
            f"{place}: {mark}{speak(desk.rulebook.vocabulary, fact.literal)}{'' if mark else _counts(desk, fact)}"
        )
    if not mark:
        ending.warn(noticed(desk, facts))


def _counts(desk: CodingSheet, fact: Fact) -> str:
    day = desk.case.as_of
    if day is None:
        return ""
    if fact.known is not None and fact.known > day:
        return f" (known on {fact.known}, so it does not count on {day})"
    if fact.on is not None and fact.on > day:
        return f" (from {fact.on} on, so it does not count on {day})"
    if fact.until is not None and fact.until <= day:
        return f" (until {fact.until}, so it does not count on {day})"
    return ""
