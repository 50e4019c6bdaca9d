"""The command that checks a rulebook."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from rubicon.cli import ending
from rubicon.cli.naming import found_at
from rubicon.cli.options import UNKEPT, file_option, form_by, rulebook_of, rules_option
from rubicon.cli.progress import working
from rubicon.cli.rules.about import check_about, meant_by_file, refuse_installed
from rubicon.editing.changed import changed_since_0_1, unconfirmed
from rubicon.editing.check import CasesRead, Check, check, read_cases
from rubicon.editing.ignoring import heed
from rubicon.editing.lints import chosen, level, lints
from rubicon.editing.proven import cases_well
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput, Problem, did_you_mean, in_order
from rubicon.reading import read_case
from rubicon.reading.properties import read_properties
from rubicon.rendering import render_check
from rubicon.rendering.findings import FINDINGS, render_findings
from rubicon.surveying.spreading import cores

if TYPE_CHECKING:
    from rubicon.editing.analysing import Analysis

_ENDINGS = {".txt": "text", ".json": "json", ".sarif": "sarif"}


@click.command("check")
@click.argument("about", metavar="[TOPIC|RULE|CASE]", default="")
@rules_option
@click.option(
    "--select", multiple=True, metavar="ID", help="Tell of these findings alone: RUB141, or RUB1 for all."
)
@click.option(
    "--ignore", multiple=True, metavar="ID", help="Leave these findings out; errors are always told."
)
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and tell the rest.")
@click.option(
    "--analyse",
    is_flag=True,
    help="Search, too, for what no case brings about, and say which lines no example guards, with the example to add.",
)
@click.option(
    "--witnesses",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="With --analyse: write each case that shows a finding into a file of this folder.",
)
@click.option(
    "--format",
    "given",
    type=click.Choice(FINDINGS),
    help="How to tell what is found. Default: by the ending of --output, else text.",
)
@file_option
@click.option(
    "--from",
    "version",
    type=click.Choice(["0.1"]),
    help="Name each line that means something else than it did in this version.",
)
def command(
    about: str,
    folder: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fix: bool,
    analyse: bool,
    witnesses: Path | None,
    given: str | None,
    output: Path | None,
    version: str | None,
) -> None:
    """Read everything, the rulebook's own cases too, run the examples of every rule, and report what is wrong.

    With the name of a topic or a rule, or a rule's file, only its rules are checked, with a case file that alone. `rules explain` says what each finding means.
    """
    form = form_by(given, output, _ENDINGS if not analyse else {**_ENDINGS, ".md": "text"}, "text")
    folder, about = meant_by_file(folder, about)
    if witnesses is not None and not analyse:
        raise click.UsageError("--witnesses goes with --analyse.")
    _known([*select, *ignore])
    try:
        with working():
            checked, found = _checked(folder, about, select, ignore, version, analyse=analyse)
    except BadInput as bad:
        if form == "text":
            raise
        ending.give(render_findings(Check(folder or "", 0, 0, 0, 0, bad.problems), lints(), form), output)
        sys.exit(ending.PROBLEMS)
    if fix:
        refuse_installed(checked.folder)
        from rubicon.editing.mending import mend  # noqa: PLC0415 - only whoever asks for it needs it

        mended = 0
        while more := mend(checked.problems):
            mended += more
            checked, found = _checked(folder, about, select, ignore, version, analyse=analyse)
        if mended:
            click.echo(f"{mended} mended.", err=True)
    if form == "text":
        notes = [problem for problem in checked.problems if level(problem) == "note"]
        ending.warn(problem for problem in checked.problems if problem not in notes)
        ending.warn(notes, "note")
    if form != "text":
        beside = None
        if found is not None:
            from rubicon.cli.rules.searching import search_object  # noqa: PLC0415 - as above

            beside = search_object(found)
        ending.give(render_findings(checked, lints(), form, beside), output)
    elif checked.is_well:
        analysed = ""
        if found is not None:
            from rubicon.cli.rules.searching import search_told  # noqa: PLC0415 - as above

            analysed = search_told(folder, about, checked, found)
        ending.give(render_check(checked) + analysed, output, markdown=analyse)
    if witnesses is not None:
        witnesses.mkdir(parents=True, exist_ok=True)
        for name, text in _cases_shown(checked):
            ending.write(witnesses / name, text)
    if not checked.is_well or any(proof.state == "false" for proof in (found.proofs if found else ())):
        sys.exit(ending.PROBLEMS)


def _cases_shown(checked: Check) -> Iterator[tuple[str, str]]:
    """Yield the name of a file for each case that shows a finding, and its text."""
    numbers = Counter[str]()
    for problem in checked.problems:
        if problem.witness:
            place = "-".join(Path(problem.path).with_suffix("").parts[-2:])
            name = f"{problem.lint.lower()}-{place}"
            numbers[name] += 1
            more = f"-{numbers[name]}" if numbers[name] > 1 else ""
            yield f"{name}{more}.toml", problem.witness


def _known(names: list[str]) -> None:
    """Refuse what is the beginning of no finding's id."""
    for name in names:
        if not any(known.startswith(name) for known in lints()):
            remedy = did_you_mean(name, lints()) or "`rubicon rules explain` lists them."
            raise BadInput([Problem("argument", 0, f'no finding is called "{name}"', remedy)])


def _checked(
    folder: str | None,
    about: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    version: str | None,
    *,
    analyse: bool,
) -> "tuple[Check, Analysis | None]":
    path = found_at(about) if about else None
    if path is not None:
        return _checked_case(rulebook_of(folder, str(path)), path, select, ignore), None
    rulebook = rulebook_of(folder, examples=True)
    check_about(rulebook, about)
    keep = not click.get_current_context().meta.get(UNKEPT)
    checked = check(rulebook, about, notes=True, keep=keep, processes=cores())
    well = cases_well(rulebook, keep=keep and not analyse and version is None)
    read = read_cases(rulebook, well) if analyse or not about else CasesRead()
    every, files, problems = read.cases, read.files, read.problems
    if about:
        files, problems = [], []
    else:
        well.save(whole=True)
    if version is not None:
        problems += changed_since_0_1(rulebook, [] if about else every)
    problems += [] if about else read_properties(rulebook)[1]
    found = None
    if analyse:
        from rubicon.cli.rules.searching import searched  # noqa: PLC0415 - as above

        found = searched(rulebook, about, every)
        problems += found.problems
    told = heed([*checked.problems, *problems], rulebook, files, about)
    return replace(checked, cases=len(files), problems=in_order(chosen(told, select, ignore))), found


def _checked_case(rulebook: Rulebook, path: Path, select: tuple[str, ...], ignore: tuple[str, ...]) -> Check:
    case = read_case(path, rulebook)
    told = heed([*case.warnings, *unconfirmed(case)], rulebook, [str(path)], str(path))
    return Check(str(path), 0, 0, 0, 0, in_order(chosen(told, select, ignore)), cases=1)
