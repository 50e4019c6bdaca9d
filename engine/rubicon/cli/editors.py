"""The commands of an editor: list, show and check rules."""

import sys
from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.running import Sheet, giving
from rubicon.editing.check import check
from rubicon.explaining import rule_page
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.rendering import render_check, render_rule, render_rules_list


@click.group("rules")
def rules() -> None:
    """List, show and check the rules."""


@rules.command("list")
@rules_option
@giving
def list_command(folder: Path | None, sheet: Sheet) -> None:
    """List every rule by topic."""
    sheet.give(render_rules_list(rulebook_of(folder), sheet.form))


@rules.command("show")
@click.argument("rule_id", metavar="RULE")
@rules_option
@giving
def show_command(rule_id: str, folder: Path | None, sheet: Sheet) -> None:
    """Show a rule as a page: what it needs, what it concludes, why, and its examples."""
    rulebook = rulebook_of(folder)
    found = {rule.id: rule for rule in rulebook.rules}
    if rule_id not in found:
        remedy = did_you_mean(rule_id, found) or "`rubicon rules list` lists them."
        raise BadInput([Problem("argument", 0, f'unknown rule "{rule_id}"', remedy)])
    page = rule_page(rulebook, found[rule_id])
    sheet.give(render_rule(page, sheet.form))


@rules.command("check")
@rules_option
def check_command(folder: Path | None) -> None:
    """Read everything, run the examples of every rule, and report what is wrong."""
    checked = check(rulebook_of(folder))
    ending.warn(checked.problems)
    if not checked.is_well:
        sys.exit(ending.PROBLEMS)
    ending.give(render_check(checked), None)
