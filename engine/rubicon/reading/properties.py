"""Read what editors state of a rulebook as a whole: `properties/*.toml`, each a property to be proved or shown false."""

from pathlib import Path
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.language.conditions import Pattern
from rubicon.language.facts import Place
from rubicon.language.rules import Rulebook
from rubicon.language.sentences import Language
from rubicon.problems import Problem
from rubicon.reading.files import load
from rubicon.reading.roles import patterns_with_roles
from rubicon.reading.tables import Table

ClaimKind: TypeAlias = OneOf["never", "possible", "variables", "schools", "reports"]
"""What a property claims.

The sentences *never* hold together; each is *possible*; each of the *variables* can be met, and can be missed; no two
*schools* answer further apart than so many steps of the scale; one more of such *reports* never moves an answer further.
Of what stands in `besides`, so or not so, no report may speak then.
"""

CLAIMS: tuple[ClaimKind, ...] = ("never", "possible", "variables", "schools", "reports")
GRADES = tuple(f"{letter}{digit}" for letter in "ABCDEF" for digit in range(1, 7))


class Property(Struct, frozen=True):
    """A property that an editor states: what it claims, of which sentences, how many steps are allowed, how a report is graded."""

    title: str
    place: Place
    claim: ClaimKind
    sentences: tuple[Pattern, ...] = ()
    steps: int = 0
    grade: str = "C3"
    besides: tuple[Pattern, ...] = ()


def read_properties(rulebook: Rulebook) -> tuple[list[Property], list[Problem]]:
    """Read the properties of a rulebook, with the problems of those that cannot be read."""
    language = Language(rulebook.vocabulary, rulebook.entities)
    found: list[Property] = []
    problems: list[Problem] = []
    for path in sorted((Path(rulebook.folder) / "properties").glob("*.toml")):
        sheet = load(path, str(path))
        if not sheet.broken:
            stated = _property(Table(sheet, (), sheet.content), rulebook, language)
            found += [stated] if not sheet.broken else []
        problems += sheet.problems
    return found, problems


def _property(table: Table, rulebook: Rulebook, language: Language) -> Property:
    framework = rulebook.framework
    title = table.text("title", required=True) or ""
    claim: ClaimKind = table.choice("claim", CLAIMS, "never")
    if "claim" not in table.content:
        table.problem("title", 'the key "claim" is missing', f"Write one of: {', '.join(CLAIMS)}.")
    roles = framework.roles if framework else ()
    spoken = claim in ("never", "possible")
    sentences = patterns_with_roles(table, "sentences", language, roles, required=spoken)
    steps = table.integer("steps", required=claim in ("schools", "reports"))
    grade = table.choice("grade", GRADES, "C3")
    besides = patterns_with_roles(table, "besides", language, roles)
    table.text("note")
    table.finish()
    if not spoken and framework is None:
        table.problem(
            "claim",
            "there is no framework to speak of",
            "Add framework.toml, or claim something of sentences.",
        )
    elif claim in ("schools", "reports") and framework is not None and not is_ordered(rulebook):
        table.problem(
            "claim", "the answers of this framework are not ordered", "Claim something of sentences."
        )
    if steps is not None and steps < 0:
        table.problem("steps", f'"steps" cannot be {steps}', "Write 0 or more steps of the scale.")
    if sentences and not spoken:
        table.problem("sentences", f'a property of "{claim}" has no sentences', "Leave them out.")
    if besides and claim != "reports":
        table.problem("besides", f'a property of "{claim}" has no "besides"', "Leave it out.")
    return Property(title, table.place, claim, sentences, steps or 0, grade, besides)


def is_ordered(rulebook: Rulebook) -> bool:
    """Tell whether the answers to the question of a rulebook are the values of an ordered list."""
    if rulebook.framework is None:
        return False
    statement = rulebook.vocabulary.statements[rulebook.framework.question.statement]
    if statement.one_of is None:
        return False
    kind = rulebook.vocabulary.kinds.get(statement.slots[statement.one_of].kind)
    return kind is not None and bool(kind.values)
