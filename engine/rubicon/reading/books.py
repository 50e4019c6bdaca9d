"""Read a rulebook: a folder of text files, every problem of all of them at once."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path as FilePath

from rubicon.facts import Entity, Fact, Source
from rubicon.problems import BadInput, Problem, did_you_mean
from rubicon.reading.circles import circle_through_absence, circles_of_overrides, statement_edges
from rubicon.reading.files import Sheet, load
from rubicon.reading.frame import read_framework
from rubicon.reading.rules import read_rule
from rubicon.reading.tables import Table
from rubicon.reading.words import read_entities, read_kinds, read_statements
from rubicon.reading.works import read_facts, read_sources
from rubicon.rulebook import Framework, Pattern, Rule, Rulebook, Variable
from rubicon.sentences import Language
from rubicon.vocabulary import Vocabulary

RESERVED = ("vocabulary", "entities", "background", "sources", "framework")
"""Names at the top of a rulebook that hold no rules; each is a file or a folder of files."""

RULES = 10_000
"""Files of the largest rulebook."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9][A-Za-z0-9_.-]*")


def read_rulebook(folder: FilePath | str) -> Rulebook:
    """Read a rulebook from its folder; `warnings` of the result never stop a judgement.

    Raises:
        BadInput: the files have problems; all of them are in it.
    """
    folder = FilePath(folder)
    if not folder.is_dir():
        raise BadInput([Problem(str(folder), 0, "there is no such folder", "Name the folder of a rulebook.")])
    parts, rule_sheets, digest = _load_all(folder)
    tables = {name: [Table(sheet, (), sheet.content) for sheet in sheets] for name, sheets in parts.items()}
    sheets = [sheet for group in (*parts.values(), rule_sheets.values()) for sheet in group]
    if not parts["vocabulary"]:
        problem = Problem(str(folder), 0, "there is no vocabulary", "A rulebook needs vocabulary.toml.")
        raise BadInput([problem, *(problem for sheet in sheets for problem in sheet.problems)])
    kinds = read_kinds(_named(tables["vocabulary"], "kind"))
    vocabulary = Vocabulary(kinds, read_statements(_named(tables["vocabulary"], "statement"), kinds))
    entities = read_entities(_entities(tables["entities"]), vocabulary)
    sources = read_sources(_named(tables["sources"], "source"))
    language = Language(vocabulary, entities)
    rows = [row for table in tables["background"] for row in table.rows("fact")]
    background = read_facts(rows, language, sources, "background")
    framework = _framework(tables["framework"], language)
    for table in (table for group in tables.values() for table in group):
        table.finish()
    schools = tuple(school.name for school in framework.schools) if framework else None
    read = {
        name: read_rule(name, sheet, language, sources, schools)
        for name, sheet in rule_sheets.items()
        if not sheet.problems
    }
    rules = {name: rule for name, rule in read.items() if rule is not None}
    _check_overrides(rules, rule_sheets, vocabulary)
    _check_circles(rules, rule_sheets, vocabulary)
    problems = [problem for sheet in sheets for problem in sheet.problems]
    if any(not problem.warning for problem in problems):
        raise BadInput(problems)
    return _made(folder, vocabulary, entities, background, sources, rules, framework, digest, problems)


def _made(
    folder: FilePath,
    vocabulary: Vocabulary,
    entities: list[Entity],
    background: list[Fact],
    sources: dict[str, Source],
    rules: dict[str, Rule],
    framework: Framework | None,
    digest: str,
    problems: list[Problem],
) -> Rulebook:
    ordered = tuple(rules[name] for name in sorted(rules))
    warnings = BadInput(problems).problems
    return Rulebook(
        str(folder),
        vocabulary,
        tuple(sorted(entities, key=lambda entity: entity.name)),
        tuple(background),
        sources,
        ordered,
        framework,
        digest,
        warnings,
    )


def _load_all(folder: FilePath) -> tuple[dict[str, list[Sheet]], dict[str, Sheet], str]:
    parts: dict[str, list[Sheet]] = {name: [] for name in RESERVED}
    rules: dict[str, Sheet] = {}
    digest = hashlib.sha256()
    folded: dict[str, str] = {}
    paths = sorted(path for path in folder.rglob("*.toml") if not _hidden(path, folder))
    if len(paths) > RULES:
        raise BadInput(
            [Problem(str(folder), 0, f"the folder has {len(paths):,} files; at most {RULES:,} are read")]
        )
    for path in paths:
        inside = path.relative_to(folder)
        name = inside.with_suffix("").as_posix()
        sheet = load(path, str(path))
        digest.update(f"{name}\0{sheet.text}\0".encode("utf-8", errors="replace"))
        if inside.parts[0] in RESERVED or (len(inside.parts) == 1 and inside.stem in RESERVED):
            parts[inside.with_suffix("").parts[0] if len(inside.parts) == 1 else inside.parts[0]].append(
                sheet
            )
            continue
        rules[name] = sheet
        if not _ID.fullmatch(name):
            sheet.at_line(
                1,
                f'"{name}" is no place for a rule',
                _misplaced(inside),
            )
        elif name.casefold() in folded:
            sheet.at_line(1, f'the rule "{name}" is there twice', f"The other is {folded[name.casefold()]}.")
        folded.setdefault(name.casefold(), str(path))
    return parts, rules, f"sha256:{digest.hexdigest()}"


def _misplaced(inside: FilePath) -> str:
    if len(inside.parts) == 1:
        return (
            did_you_mean(inside.stem, RESERVED)
            or f"A rule lies in the folder of its topic: <topic>/{inside.name}"
        )
    return (
        "A rule lies in the folder of its topic, <topic>/<rule-name>.toml, in plain letters without spaces."
    )


def _hidden(path: FilePath, folder: FilePath) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


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


def _framework(tables: list[Table], language: Language) -> Framework | None:
    for extra in tables[1:]:
        extra.problem("", "a second framework", "A rulebook has one; join the files.")
        extra.asked.update(dict.fromkeys(extra.content))
    return read_framework(tables[0], language) if tables else None


def _check_overrides(rules: dict[str, Rule], sheets: dict[str, Sheet], vocabulary: Vocabulary) -> None:
    for name, rule in rules.items():
        for index, other in enumerate(rule.overrides):
            path = ("overrides", index)
            if other not in sheets:
                hint = did_you_mean(other, sheets) or "A rule's id is <topic>/<rule-name>."
                sheets[name].problem(path, f'unknown rule "{other}"', hint)
            elif other in rules and rules[other].status == "retired":
                sheets[name].problem(
                    path, f'"{other}" is retired', "A retired rule never takes part.", warning=True
                )
            elif other in rules and not _may_conflict(rule, rules[other], vocabulary):
                sheets[name].problem(
                    path,
                    f'the conclusions of "{other}" never conflict with this rule\'s',
                    "To override is to win where two conclusions conflict; leave it out or check the sentences.",
                    warning=True,
                )
    for circle in circles_of_overrides(rules):
        chain = " overrides ".join(f'"{name}"' for name in circle)
        sheets[circle[0]].problem(
            ("overrides",), f"a circle of overrides: {chain}", "Remove one of these overrides."
        )


def _may_conflict(one: Rule, other: Rule, vocabulary: Vocabulary) -> bool:
    return any(_clash(a, b, vocabulary) for a in one.conclusions for b in other.conclusions)


def _clash(a: Pattern, b: Pattern, vocabulary: Vocabulary) -> bool:
    if a.statement != b.statement:
        return False
    index = vocabulary.statements[a.statement].one_of
    pairs = list(zip(a.terms, b.terms, strict=True))

    def fits(skip: int | None) -> bool:
        return all(
            i == skip or isinstance(x, Variable) or isinstance(y, Variable) or x == y
            for i, (x, y) in enumerate(pairs)
        )

    if a.truth != b.truth:
        return fits(None)
    if not (a.truth and b.truth) or index is None:
        return False
    x, y = pairs[index]
    return fits(index) and (isinstance(x, Variable) or isinstance(y, Variable) or x != y)


def _check_circles(rules: dict[str, Rule], sheets: dict[str, Sheet], vocabulary: Vocabulary) -> None:
    active = [rule for rule in rules.values() if rule.status != "retired"]
    for circle in circle_through_absence(statement_edges(active, vocabulary)):
        first = circle[0]
        steps = "\n".join(
            f'  "{_form(vocabulary, edge.head)}" depends on "{_form(vocabulary, edge.body)}" ({edge.rule.id})'
            for edge in circle
        )
        sheets[first.rule.id].problem(
            ("if",) if first.rule.conditions else (),
            f"a circle through {first.absent}: whether it is so would depend on whether it is so",
            f"{steps}\nBreak the circle: ask about a statement that these rules do not conclude.",
        )


def _form(vocabulary: Vocabulary, name: str) -> str:
    return "".join(
        part if isinstance(part, str) else f"{{{part.name}}}" for part in vocabulary.statements[name].form
    )
