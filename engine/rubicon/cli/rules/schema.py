"""The command that gives JSON Schemas of the files."""

import json
from pathlib import Path

import click

from rubicon.cli import ending
from rubicon.cli.options import unread_rules_option
from rubicon.editing.schemas import TITLES, schemas
from rubicon.rendering import as_json


@click.command("schema")
@click.argument("kind", type=click.Choice(list(TITLES)), required=False)
@click.option(
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write each schema to this folder, as KIND.schema.json.",
)
@unread_rules_option("this is the same for every rulebook")
def command(kind: str | None, folder: Path | None) -> None:
    """Give the JSON Schema of a kind of file, or of all, for editors that check and complete as one types.

    An editor that knows Tombi or Taplo takes the schema of a file from its first line:
    `#:schema ../schemas/rule.schema.json`, the path as seen from the file.
    """
    made = schemas()
    told = {kind: made[kind]} if kind else made
    if folder is None:
        ending.give(as_json(told[kind] if kind else told), None)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name, schema in told.items():
        ending.write(folder / f"{name}.schema.json", json.dumps(schema, indent=2) + "\n")
