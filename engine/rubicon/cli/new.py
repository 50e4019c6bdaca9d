"""The command that begins a case."""

import sys
from datetime import date
from pathlib import Path

import click

from rubicon.cli.desk import head_options
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.exchanging.beginning import Start, begun, parts_of
from rubicon.language.rules import Rulebook
from rubicon.reading.writing import save


@click.command("new")
@click.argument("case", metavar="CASE")
@head_options
@click.option("--author", metavar="NAME", help="Who is answerable for the case.")
@click.option("--marking", metavar="TEXT", help="Who may see it; it is printed on every page.")
@click.option("--note", metavar="TEXT", help="On how it was coded.")
@rules_option
def command(
    case: str,
    folder: str | None,
    title: str | None,
    day: date | None,
    roles: list[tuple[str, str]],
    entities: list[tuple[str, str]],
    author: str | None,
    marking: str | None,
    note: str | None,
) -> None:
    """Begin a case. What is not said is asked for at a terminal."""
    path = Path(case if case.endswith(".toml") else f"{case}.toml")
    rulebook = rulebook_of(folder, str(path))
    parts = dict(roles)
    if sys.stdin is not None and sys.stdin.isatty():
        title = title or click.prompt("Title", err=True)
        day = day or _asked_day(rulebook)
        for role in parts_of(rulebook):
            if role.required and role.name not in parts:
                parts[role.name] = click.prompt(f"{role.name.capitalize()} ({role.kind})", err=True)
    desk = begun(path, rulebook, Start(title or path.stem, day, parts, entities, author, marking, note))
    save(desk.draft)
    click.echo(f"{path}: begun")


def _asked_day(rulebook: Rulebook) -> date | None:
    if rulebook.framework is None:
        return None
    asked: date = click.prompt("Judged as of", err=True, value_proc=_day)
    return asked


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f'"{text}" is not a day; write it as 2022-01-05.') from None
