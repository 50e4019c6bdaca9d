"""The command that says what a finding of `rules check` means."""

from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import file_option, form_by, unread_rules_option
from rubicon.editing.lints import lints
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.choosing import rule_at
from rubicon.rendering import as_json


@click.command("explain")
@click.argument("finding", metavar="[ID]", default="")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]))
@file_option
@unread_rules_option("this is the same for every rulebook")
def command(finding: str, form: str | None, output: Path | None) -> None:
    """Say what a finding of `rules check` means, with a bad and a good example; without an id, list them all."""
    asked = form_by(form, output, {".md": "markdown", ".json": "json"})
    name = finding.upper()
    if name and name not in lints():
        remedy = did_you_mean(name, lints()) or "Without an id, all are listed."
        if "/" in finding or rule_at(finding):
            remedy = "An id is given, such as RUB115, or none to list them all. What a rule says tells `rubicon rules show RULE`."
        raise BadInput([Problem("argument", 0, f'no finding is called "{finding}"', remedy)])
    told = [lints()[name]] if name else list(lints().values())
    if asked == "json":
        objects = [{"id": one.id, "level": one.level, "title": one.title, "page": one.page} for one in told]
        ending.give(as_json(objects[0] if name else objects), output)
    elif name:
        ending.give(told[0].page, output, markdown=True)
    else:
        rows = (f"- {one.id} ({one.level}): {one.title}\n" for one in told)
        ending.give("# What `rules check` may find\n\n" + "".join(rows), output, markdown=True)
