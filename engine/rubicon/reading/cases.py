"""Read a case file: roles, day, sources, facts, assumptions and outcome."""

from pathlib import Path as FilePath

from rubicon.facts import Case, Outcome
from rubicon.problems import BadInput, did_you_mean
from rubicon.reading.files import Sheet, load, parse
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities
from rubicon.reading.works import read_assumptions, read_facts, read_sources
from rubicon.rulebook import Rulebook
from rubicon.sentences import Language

FACTS = 20_000
"""Facts of the largest case."""


def read_case(path: FilePath | str, rulebook: Rulebook) -> Case:
    """Read a case file in the language of a rulebook.

    Raises:
        BadInput: the file has problems; all of them are in it.
    """
    path = FilePath(path)
    return _case(load(path, str(path)), path.stem, rulebook)


def parse_case(text: str, rulebook: Rulebook, name: str = "-") -> Case:
    """Read the text of a case; `name` stands for the path in messages.

    Raises:
        BadInput: the text has problems; all of them are in it.
    """
    return _case(parse(text.encode("utf-8", errors="surrogateescape"), name), name, rulebook)


def _case(sheet: Sheet, name: str, rulebook: Rulebook) -> Case:
    if sheet.problems:
        raise BadInput(sheet.problems)
    top = Table(sheet, (), sheet.content)
    if not sheet.content:
        sheet.at_line(1, "the file is empty", "A case has a title, a day (as_of), roles and facts.")
        raise BadInput(sheet.problems)
    framework = rulebook.framework
    title = top.text("title", required=True) or name
    day = top.day("as_of", required=framework is not None)
    entities = read_entities(top.rows("entity"), rulebook.vocabulary, rulebook.entities)
    language = Language(rulebook.vocabulary, (*rulebook.entities, *entities))
    roles = _roles(top, rulebook, language)
    own = read_sources(top.named("source"), rulebook.sources)
    rows = top.rows("fact")
    if len(rows) > FACTS:
        top.problem(
            "fact", f"the case has {len(rows):,} facts; at most {FACTS:,} are read", "Split the case."
        )
        rows = []
    facts = read_facts(rows, language, {**rulebook.sources, **own}, "case")
    facts += read_assumptions(top.rows("assumption"), language)
    outcome = _outcome(top)
    note = top.text("note")
    top.finish()
    if any(not problem.warning for problem in sheet.problems):
        raise BadInput(sheet.problems)
    return Case(
        name,
        title,
        top.place,
        day,
        roles,
        tuple(entities),
        tuple(own.values()),
        tuple(facts),
        outcome,
        note,
        tuple(sheet.problems),
    )


def _roles(top: Table, rulebook: Rulebook, language: Language) -> tuple[tuple[str, str], ...]:
    framework = rulebook.framework
    wanted = {role.name: role for role in framework.roles} if framework else {}
    table = top.table("roles", required=any(role.required for role in wanted.values()))
    if table is None:
        return ()
    found = []
    for name in table.content:
        text = table.text(name)
        if framework and name not in wanted:
            hint = did_you_mean(name, wanted) or f"The roles are: {', '.join(wanted)}."
            table.problem(name, f'unknown role "{name}"', hint)
            continue
        if text is None:
            continue
        entity = language.entity(text)
        if entity is None:
            hint = did_you_mean(text, language.all_names()) or "Add it to the entities of the case."
            table.problem(name, f'unknown entity "{text}"', hint)
        elif name in wanted and not rulebook.vocabulary.is_a(entity.kind, wanted[name].kind):
            table.problem(
                name,
                f"wrong kind: {entity.name} is of kind {entity.kind}",
                f"The {name} is a {wanted[name].kind}.",
            )
        else:
            found.append((name, entity.name))
    for name, role in wanted.items():
        if role.required and name not in table.content:
            table.problem("", f'the role "{name}" is missing', f'Add {name} = "…", a {role.kind}.')
    return tuple(sorted(found))


def _outcome(top: Table) -> Outcome | None:
    table = top.table("outcome")
    if table is None:
        return None
    happened, on, summary = table.flag("happened", required=True), table.day("on"), table.text("summary")
    table.text("source")
    table.text("note")
    table.finish()
    return Outcome(happened, on, summary or "")
