"""The commands of an editor: list, show and check rules."""

import sys
from pathlib import Path

import click

from rubicon.checking import check
from rubicon.cli import ending
from rubicon.cli.options import format_option, output_option, rulebook_of, rules_option
from rubicon.explaining import rule_page
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.rendering import render_check, render_rule, render_rules_list


@click.group("rules")
def rules() -> None:
    """List, show and check the rules."""


@rules.command("list")
@rules_option
@format_option
@output_option
def list_command(folder: Path | None, form: str, output: Path | None) -> None:
    """List every rule by topic."""
    ending.give(render_rules_list(rulebook_of(folder), form), output, markdown=form == "markdown")


@rules.command("show")
@click.argument("rule_id", metavar="RULE")
@rules_option
@format_option
@output_option
def show_command(rule_id: str, folder: Path | None, form: str, output: Path | None) -> None:
    """Show a rule as a page: what it needs, what it concludes, why, and its examples."""
    rulebook = rulebook_of(folder)
    found = {rule.id: rule for rule in rulebook.rules}
    if rule_id not in found:
        remedy = did_you_mean(rule_id, found) or "`rubicon rules list` lists them."
        raise BadInput([Problem("argument", 0, f'unknown rule "{rule_id}"', remedy)])
    page = rule_page(rulebook, found[rule_id])
    ending.give(render_rule(page, form), output, markdown=form == "markdown")


@rules.command("check")
@rules_option
def check_command(folder: Path | None) -> None:
    """Read everything, run the examples of every rule, and report what is wrong."""
    checked = check(rulebook_of(folder))
    ending.warn(checked.problems)
    if not checked.is_well:
        sys.exit(ending.PROBLEMS)
    ending.give(render_check(checked), None)
