"""Read a rulebook: a folder of text files, every problem of all of them at once."""

from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

from msgspec.structs import replace

from rubicon.language.binding import unified
from rubicon.language.collecting import uncollected
from rubicon.language.names import Doubts
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.sentences import Language
from rubicon.language.speaking import form_text
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput, did_you_mean, in_order
from rubicon.reading.circles import circle_through_absence, circles_of_overrides, statement_edges
from rubicon.reading.files import Sheet
from rubicon.reading.frame import read_framework
from rubicon.reading.gathering import gather
from rubicon.reading.rewording import with_new_forms
from rubicon.reading.rules import read_rule
from rubicon.reading.statements import read_ask_if, read_statements
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities, read_kinds
from rubicon.reading.works import read_facts, read_sources


def read_books(folder: FilePath) -> Rulebook:
    """Read every file of a rulebook, whatever is kept of it.

    Raises:
        BadInput: the files have problems; all of them are in it.
    """
    with uncollected():
        return _read(folder)


def _read(folder: FilePath) -> Rulebook:
    files = gather(folder)
    tables = {
        name: [Table(sheet, (), sheet.content) for sheet in sheets if not sheet.broken]
        for name, sheets in files.parts.items()
    }
    unread = {name for name, sheets in files.parts.items() if any(sheet.broken for sheet in sheets)}
    if "vocabulary" in unread or not files.parts["vocabulary"]:  # what rests on its kinds cannot be judged
        unread.add("vocabulary")
        tables["entities"], tables["framework"] = [], []
    kinds = read_kinds(_named(tables["vocabulary"], "kind"))
    statements, forms = read_statements(_named(tables["vocabulary"], "statement"), kinds)
    vocabulary = Vocabulary(kinds, statements)
    entities, faulty = read_entities(_entities(tables["entities"]), vocabulary)
    words_missing = "vocabulary" in unread
    doubts = Doubts(forms, faulty, words_missing, words_missing or "entities" in unread)
    language = Language(vocabulary, entities, doubts)
    sources = read_sources(_named(tables["sources"], "source"))
    known = None if "sources" in unread else sources
    rows = [row for table in tables["background"] for row in table.rows("fact")]
    background = read_facts(rows, language, known, "background")
    framework = read_framework(tables["framework"], language, sources) if tables["framework"] else None
    ask_if = read_ask_if(_named(tables["vocabulary"], "statement"), language)
    for name in ("vocabulary", "entities", "background", "sources"):
        for table in tables[name]:
            table.finish()
    read = {
        name: read_rule(name, sheet, language, known, framework)
        for name, sheet in files.rules.items()
        if not sheet.broken or sheet.content
    }
    rules = {name: rule for name, rule in read.items() if rule is not None}
    _check_overrides(rules, files.rules, vocabulary)
    _check_circles(rules, files.rules, vocabulary)
    problems = [*files.problems, *(problem for sheet in files.sheets for problem in sheet.problems)]
    if any(not problem.warning for problem in problems):
        raise BadInput(with_new_forms(language, problems))
    return Rulebook(
        str(folder),
        vocabulary,
        tuple(sorted(entities, key=lambda entity: entity.name)),
        tuple(background),
        sources,
        tuple(rules[name] for name in sorted(rules)),
        framework,
        files.digest,
        in_order(problems),
        ask_if,
    )


def _named(tables: Iterable[Table], key: str) -> Iterator[tuple[str, Table]]:
    for table in tables:
        yield from table.named(key)


def _entities(tables: Iterable[Table]) -> list[Table]:
    found: list[Table] = []
    for table in tables:
        if isinstance(table.content.get("entity"), dict):
            found += [inner for _, inner in table.named("entity")]
        else:
            found += table.rows("entity")
    return found


def _check_overrides(rules: dict[str, Rule], sheets: dict[str, Sheet], vocabulary: Vocabulary) -> None:
    for name, rule in rules.items():
        sheet = sheets[name]
        for index, other in enumerate(rule.overrides):
            path = ("overrides", index)
            if _is_known(sheet, path, other, sheets) and other in rules:
                what = remedy = ""
                if rules[other].status == "retired":
                    what, remedy = f'"{other}" is retired', "A retired rule never takes part; leave it out."
                elif not _may_conflict(rule, rules[other], vocabulary):
                    what = f'the conclusions of "{other}" never conflict with those of this rule'
                    remedy = (
                        "To override is to win where two conclusions conflict; leave it out or check both."
                    )
                if what:
                    sheet.problem(path, what, remedy, warning=True)
    for circle in circles_of_overrides(rules):
        chain = " overrides ".join(f'"{name}"' for name in circle)
        index = rules[circle[0]].overrides.index(circle[1])
        sheets[circle[0]].problem(
            ("overrides", index), f"a circle of overrides: {chain}", "Leave one of these overrides out."
        )


def _is_known(sheet: Sheet, path: tuple[str | int, ...], other: str, sheets: dict[str, Sheet]) -> bool:
    if other not in sheets:
        hint = did_you_mean(other, sheets) or "The id of a rule is <topic>/<rule-name>, without .toml."
        sheet.problem(path, f'unknown rule "{other}"', hint)
    return other in sheets


def _may_conflict(one: Rule, other: Rule, vocabulary: Vocabulary) -> bool:
    return any(
        unified(vocabulary, a, replace(b, truth=not b.truth)) is not None
        for a in one.conclusions
        for b in other.conclusions
    )


def _check_circles(rules: dict[str, Rule], sheets: dict[str, Sheet], vocabulary: Vocabulary) -> None:
    active = [rules[name] for name in sorted(rules) if rules[name].status != "retired"]
    for circle in circle_through_absence(statement_edges(active, vocabulary)):
        first = circle[0]
        steps = "\n".join(
            f'  "{_form(vocabulary, edge.head)}" depends on "{_form(vocabulary, edge.body)}" ({edge.rule.id})'
            for edge in circle
        )
        sheet = sheets[first.rule.id]
        sheet.problem(
            sheet.placed[id(first.condition)],
            f"a circle through {first.absent}: whether it is so would depend on whether it is so",
            f"{steps}\nAsk here about a sentence that none of these rules concludes.",
        )


def _form(vocabulary: Vocabulary, name: str) -> str:
    return form_text(vocabulary.statements[name].form)
