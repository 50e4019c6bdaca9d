"""The command that looks over two cases."""

import click

from rubicon.cli.options import case_argument, drafts_option, read_both, rules_option, tier_option
from rubicon.cli.running import Delivery, giving
from rubicon.rendering.history import render_comparison
from rubicon.surveying.comparing.beside import compare


@click.command("compare")
@case_argument
@click.argument("other", metavar="CASE")
@rules_option
@click.option("--school", metavar="NAME", default=None, help="Judge both by this school.")
@tier_option
@drafts_option
@giving
def command(
    case: str,
    other: str,
    folder: str | None,
    school: str | None,
    tier: str | None,
    drafts: bool,
    sheet: Delivery,
) -> None:
    """Say why two cases differ: point by point, and which facts carry the difference."""
    rulebook, read = read_both(folder, case, other, tier=tier)
    sheet.give(render_comparison(compare(rulebook, *read, school=school, drafts=drafts), sheet.form))
