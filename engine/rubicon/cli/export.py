"""The command that gives a case, its works or its judgement in the form of others."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.completing import CASE
from rubicon.cli.naming import case_of
from rubicon.cli.options import file_option, rulebook_of, rules_option
from rubicon.exchanging.exporting import FORMS, LOST, exported
from rubicon.exchanging.tables import template as template_of


@click.command("export")
@click.argument("case", metavar="CASE", required=False, shell_complete=CASE)
@click.option("--to", "form", type=click.Choice(FORMS), default="csv", show_default=True, help="The form.")
@click.option("--redact", is_flag=True, help="Leave out notes, and what tells of sources with a marking.")
@click.option("--template", is_flag=True, help="Print the header of a table of facts, to be filled in.")
@file_option
@rules_option
def command(
    case: str | None, form: str, redact: bool, template: bool, output: Path | None, folder: str | None
) -> None:
    """Give a case to other programs. What the form cannot carry is told on standard error."""
    if template:
        ending.give(template_of(), output)
        return
    if case is None:
        raise click.UsageError("Name a CASE, or ask for the --template of a table.")
    rulebook = rulebook_of(folder, case)
    ending.give(exported(rulebook, case_of(case, rulebook), form, redact=redact), output)
    click.echo(f"rubicon: what it cannot carry: {LOST[form]}.", err=True)
