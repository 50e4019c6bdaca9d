"""The command that checks a rulebook."""

import sys
from pathlib import Path

import click
from msgspec.structs import replace

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.editing.changed import changed_since_0_1, unconfirmed
from rubicon.editing.check import check
from rubicon.language.facts import Case
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem, in_order
from rubicon.reading import read_case
from rubicon.reading.choosing import library_of, shown
from rubicon.rendering import render_check


@click.command("check")
@rules_option
@click.option(
    "--from",
    "version",
    type=click.Choice(["0.1"]),
    help="Name each line that means something else than it did in this version.",
)
def command(folder: str | None, version: str | None) -> None:
    """Read everything, the rulebook's own cases too, run the examples of every rule, and report what is wrong."""
    rulebook = rulebook_of(folder, examples=True)
    checked = check(rulebook)
    cases, problems = _cases(rulebook)
    problems += [problem for case in cases for problem in (*case.warnings, *unconfirmed(case))]
    if version is not None:
        problems += changed_since_0_1(rulebook, cases)
    checked = replace(checked, cases=len(cases), problems=in_order([*checked.problems, *problems]))
    ending.warn(checked.problems)
    if not checked.is_well:
        sys.exit(ending.PROBLEMS)
    ending.give(render_check(checked), None)


def _cases(rulebook: Rulebook) -> tuple[list[Case], list[Problem]]:
    """Read the rulebook's own cases; return them with the problems of those that cannot be read."""
    library = library_of(Path(rulebook.folder))
    cases: list[Case] = []
    problems: list[Problem] = []
    for path in sorted(library.glob("*.toml")) if library is not None else ():
        try:
            cases.append(read_case(shown(path), rulebook))
        except BadInput as bad:
            problems += bad.problems
    return cases, problems
