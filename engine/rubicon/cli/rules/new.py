"""The command that begins a rule."""

import shlex

import click

from rubicon.cli import ending
from rubicon.cli.options import rulebook_of, rules_option
from rubicon.cli.rules.about import refuse_installed
from rubicon.editing.drafting import begin_rule
from rubicon.problems import BadInput


@click.command("new")
@click.argument("name", metavar="TOPIC/RULE")
@rules_option
@click.option("--title", required=True, help="What the rule says, as a sentence without its full stop.")
@click.option(
    "--if",
    "conditions",
    multiple=True,
    required=True,
    metavar="CONDITION",
    help="A condition; several are asked together.",
)
@click.option("--then", metavar="SENTENCE", required=True, help="What it concludes, with ?names.")
@click.option("--because", metavar="TEXT", help="The reason, with {{ name }}.")
@click.option(
    "--cites", multiple=True, metavar="SOURCE", help='A work and the place in it: "handbook p. 12".'
)
@click.option("--school", metavar="NAME", help="The school that it belongs to.")
def command(
    name: str,
    folder: str | None,
    title: str,
    conditions: tuple[str, ...],
    then: str,
    because: str | None,
    cites: tuple[str, ...],
    school: str | None,
) -> None:
    """Begin a rule in a file of its own, as a draft.

    Nothing is left behind where the rulebook could not be read with it.
    """
    rulebook = rulebook_of(folder)
    refuse_installed(rulebook.folder)
    texts = {"title": title, "then": then, "because": because, "school": school}
    try:
        path = begin_rule(rulebook, name, texts, conditions, cites)
    except BadInput as bad:
        ending.refuse(bad, "Nothing is written.")
    check = ["rubicon", "rules", "check", name, *(("--rules", folder) if folder else ())]
    click.echo(f"{path} is written, as a draft. `{shlex.join(check)}` says what it still lacks.")
