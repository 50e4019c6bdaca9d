"""The command that brings facts, works and other codings into a case."""

from pathlib import Path

import click

from rubicon.cli.completing import CASE
from rubicon.cli.desk import read_desk, written
from rubicon.cli.options import rules_option
from rubicon.cli.prompting import line_for
from rubicon.exchanging.coding import CodingSheet
from rubicon.exchanging.events import EventFormat, Offer, form_of, offers, read_mapping
from rubicon.exchanging.importing import (
    Brought,
    is_works,
    items_in,
    text_of,
    with_items,
    with_works,
    works_in,
)
from rubicon.exchanging.merging import merged
from rubicon.exchanging.tables import read_table
from rubicon.language.speaking import speak
from rubicon.reading import read_case
from rubicon.reading.writing import save
from rubicon.rendering.spelling import plural


@click.command("import")
@click.argument("case", metavar="CASE", shell_complete=CASE)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--map", "mapping", type=click.Path(path_type=Path), metavar="MAP", help="Which events say what."
)
@click.option("--coder", metavar="NAME", help="Who codes the events, or the other coding.")
@click.option(
    "--conflict", is_flag=True, help="Take facts although they contradict what is on file: both stand."
)
@rules_option
def command(
    case: str, file: Path, mapping: Path | None, coder: str | None, conflict: bool, folder: str | None
) -> None:
    """Bring into a case what a FILE tells.

    Facts of a table (`rubicon export --template`) or of a case exported as JSON; works of CSL-JSON or BibTeX; another
    coding of the case (.toml), each fact with its coder. Events of ACLED and UCDP are offered one by one, and
    asserted by --map alone or when they are chosen.
    """
    desk = read_desk(case, folder)
    if file.suffix.casefold() == ".toml":
        _merge(desk, file, coder)
        return
    text = text_of(file)
    if is_works(text, file):
        _brought(with_works(desk, works_in(text, file)))
        return
    rows = read_table(text, str(file)) if file.suffix.casefold() != ".json" else []
    header = list(dict.fromkeys(key for row in rows for key in row))
    form = form_of(header)
    if form is None:
        _brought(with_items(desk, items_in(text, file), str(file), conflict=conflict))
    elif mapping is not None:
        made = offers(desk, rows, form, read_mapping(mapping, header))
        items = [(one.line, one.entry(said, coder), one.source) for one in made for said in one.sentences]
        _brought(with_items(desk, items, str(file), conflict=conflict))
    else:
        _offered(desk, rows, form, file, coder)


def _brought(brought: Brought) -> None:
    if brought.facts or brought.sources:
        written(brought.desk, *brought.facts)
    for key in brought.sources:
        click.echo(f"{brought.desk.draft.path}: source {key}")
    click.echo(
        f"{_many(len(brought.facts), 'fact')} and {_many(len(brought.sources), 'source')} are new, "
        f"{brought.known} {'was' if brought.known == 1 else 'were'} there."
    )


def _merge(desk: CodingSheet, file: Path, coder: str | None) -> None:
    vocabulary = desk.rulebook.vocabulary
    made = merged(desk, read_case(file, desk.rulebook), coder)
    save(made.brought.desk.draft)
    for fact in made.brought.facts:
        click.echo(f"{fact.place.path}:{fact.place.line}: {speak(vocabulary, fact.literal)}")
    for one, other in made.against:
        told = f"{speak(vocabulary, one.literal)} ({one.coder or 'no coder'})"
        click.echo(f"contradiction: {told}; {speak(vocabulary, other.literal)} ({other.coder or 'no coder'})")
    new, known = len(made.brought.facts), made.brought.known
    click.echo(
        f"{_many(new, 'fact')} {'is' if new == 1 else 'are'} new, {known} {'is' if known == 1 else 'are'} coded alike."
    )
    if made.assumptions:
        click.echo(
            f"{_many(made.assumptions, 'assumption')} of the other coding left out: the analyst's own."
        )


def _offered(
    desk: CodingSheet, rows: list[dict[str, str]], form: EventFormat, file: Path, coder: str | None
) -> None:
    """Offer events one by one; what is chosen is written at once, and no line more is no choice."""
    chosen = 0
    for one in offers(desk, rows, form):
        _show(one, file)
        said = line_for("a number, an empty line to leave it out, or stop") or ""
        if said == "stop":
            break
        if said.isdigit() and 1 <= int(said) <= len(one.sentences):
            entry = one.entry(one.sentences[int(said) - 1], coder)
            brought = with_items(desk, [(one.line, entry, one.source)], str(file))
            written(brought.desk, *brought.facts)
            desk, chosen = read_desk(str(desk.draft.path), desk.rulebook.folder), chosen + len(brought.facts)
    click.echo(f"{_many(len(rows), 'event')} of {form.name}; {chosen} asserted.")


def _show(one: Offer, file: Path) -> None:
    click.echo(f"{file}:{one.line}: {one.day or 'no day'}: {one.told}")
    for number, sentence in enumerate(one.sentences, 1):
        click.echo(f"  {number}: {sentence}")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else plural(noun)}"
