"""The command that shows a rule."""

import click

from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.rules.about import meant_by_file, unknown_name
from rubicon.cli.running import Delivery, giving
from rubicon.explaining import rule_page
from rubicon.problems import BadInput, Problem, several
from rubicon.rendering import render_rule


@click.command("show")
@click.argument("rule_id", metavar="RULE")
@rules_option
@giving
def command(rule_id: str, folder: str | None, sheet: Delivery) -> None:
    """Show a rule, by its name or its file, as a page: what it needs, what it concludes, why, and its examples."""
    folder, rule_id = meant_by_file(folder, rule_id)
    rulebook = rulebook_of(folder, examples=True)
    found = {rule.id: rule for rule in rulebook.rules}
    if rule_id not in found:
        topic = [name for name in found if name.startswith(f"{rule_id}/")]
        remedy = unknown_name(rule_id, found) or "`rubicon rules list` lists them."
        remedy = f"It is a topic. Its rules are: {several(topic)}." if topic else remedy
        raise BadInput([Problem("argument", 0, f'unknown rule "{rule_id}"', remedy)])
    sheet.give(render_rule(rule_page(rulebook, found[rule_id]), sheet.form))
