"""The command that looks over the library of cases."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from msgspec.structs import replace

from rubicon.cli import ending
from rubicon.cli.naming import case_of, library_names
from rubicon.cli.options import drafts_option, rulebook_of, rules_option, school_option, tier_option
from rubicon.cli.running import Delivery, giving
from rubicon.judging.assessing import ARGUMENT
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.rendering.history import render_agreement, render_backtest
from rubicon.surveying.backtest import backtest
from rubicon.surveying.backtest.against import against as held_against
from rubicon.surveying.backtest.agreement import agreement
from rubicon.surveying.backtest.records import Unscored
from rubicon.surveying.spreading import cores


@click.command("backtest")
@click.argument("cases", metavar="[CASE]...", nargs=-1)
@rules_option
@school_option
@tier_option
@drafts_option
@click.option("--against", metavar="FOLDER", help="Say which answers another rulebook would change.")
@click.option(
    "--codings",
    type=(str, str),
    metavar="FOLDER FOLDER",
    help="Print how far two codings of the same cases agree.",
)
@giving
def command(
    cases: tuple[str, ...],
    folder: str | None,
    schools: tuple[str, ...],
    tier: str | None,
    drafts: bool,
    against: str | None,
    codings: tuple[str, str] | None,
    sheet: Delivery,
) -> None:
    """Hold what was said on the day against what happened: these cases, or the rulebook's own."""
    rulebook = rulebook_of(folder, *cases, tier=tier)
    if codings:
        one, two = (_coded(Path(name), rulebook) for name in codings)
        if not one.keys() & two.keys():
            what = f"{codings[0]} and {codings[1]} have no case of one name"
            raise BadInput([Problem(ARGUMENT, 0, what, "Give both codings of a case the same file name.")])
        sheet.give(render_agreement(agreement(rulebook, one, two), sheet.form))
        return
    names = tuple(dict.fromkeys(cases or library_names(Path(rulebook.folder))))
    read, unread = _read(names, rulebook)
    record = backtest(
        rulebook,
        read,
        schools=schools or None,
        drafts=drafts,
        unread=unread,
        tiers=tier is None,
        processes=cores(),
    )
    if against is not None:
        other = rulebook_of(against, tier=tier)
        record = replace(
            record,
            against=held_against(
                record, backtest(other, _read(names, other)[0], drafts=drafts, processes=cores())
            ),
        )
    sheet.give(render_backtest(record, sheet.form))
    problems = [problem for one in record.unscored for problem in one.problems]
    if problems:
        click.echo(str(BadInput(problems)), err=True)
        sys.exit(ending.PROBLEMS)


def _read(names: Iterable[str], rulebook: Rulebook) -> tuple[list[Case], list[Unscored]]:
    """Read cases; those that cannot be read come with their problems."""
    read: list[Case] = []
    unread: list[Unscored] = []
    for name in names:
        try:
            read.append(case_of(name, rulebook))
        except BadInput as bad:
            unread.append(Unscored(Path(name).stem, bad.problems))
    return read, unread


def _coded(folder: Path, rulebook: Rulebook) -> dict[str, Case]:
    """Read the cases of a folder, by name.

    Raises:
        BadInput: some cannot be read; the problems of all of them are in it.
    """
    found: dict[str, Case] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found[path.stem] = case_of(str(path), rulebook)
        except BadInput as bad:
            problems += bad.problems
    if problems:
        raise BadInput(problems)
    return found
