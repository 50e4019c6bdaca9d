"""The variables as a table: which can be met and missed, where both sides speak, and where all is answered and neither does."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.terrain import Approach, Outset, TooWideError, terrain_of
from rubicon.editing.analysing.witnesses import judged, written
from rubicon.explaining.sections import heads_of
from rubicon.judging.assessing import rules_by_school
from rubicon.judging.ledger import Ledger
from rubicon.language.binding import bound, extended
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Literal
from rubicon.language.rules import Section
from rubicon.supposing.scenarios.cells import Cells, is_met
from rubicon.supposing.scenarios.conditions import supporters
from rubicon.supposing.scenarios.formulas import Formula, every, no, some
from rubicon.supposing.solving import UnsettledError

COLUMNS = ("met", "missed", "both", "neither")
"""What a variable can be: met, missed, spoken for on both sides and open, spoken for on neither though all is answered."""

UNDECIDED = "not decided"
_STATES = {"met": "met", "missed": "not met", "both": "contested", "neither": "open"}


class VariableRow(Struct, frozen=True):
    """What a variable can be: for each column the text of a case that shows it, nothing, or that it is not decided."""

    title: str
    shown: tuple[str, ...]


def row_of(outset: Outset, section: Section) -> VariableRow:
    """Return what a variable can be, by the school that a run judges by."""
    ((school, rules),) = rules_by_school(outset.rulebook, None, outset.day, drafts=False)[:1]
    approach = Approach(school, rules, outset.day)
    try:
        return VariableRow(section.title, _shown(outset, section, approach))
    except TooWideError:
        return VariableRow(section.title, (UNDECIDED,) * len(COLUMNS))


def opposing(section: Section) -> tuple[Pattern, ...]:
    """Return what counts against a variable: what it says, and the contrary of all that counts for it."""
    return (*section.against, *(replace(one, truth=not one.truth) for one in section.for_))


def _shown(outset: Outset, section: Section, approach: Approach) -> tuple[str, ...]:
    patterns = (*section.for_, *section.against)
    terrain = terrain_of(outset, {one.statement for one in patterns}, approach)
    field, inquiry, roles = Field(terrain), Inquiry(terrain), dict(terrain.roles)
    cells = field.cells
    sides = [
        [bound(one, roles) for one in some_] for some_ in (section.for_, section.against, opposing(section))
    ]
    favour, against, missed = (some(is_met(cells, one) for one in _literals(cells, side)) for side in sides)
    speak = [some(_spoken(cells, side)) for side in (sides[0], sides[2])]
    open_ = (no(favour), no(missed))
    formulas = (
        every((favour, no(against))),
        every((missed, no(favour))),
        every((*speak, *open_)),
        every((*map(no, speak), *open_, *_answered(outset, cells))),
    )
    bounds = inquiry.lay(cells, formulas)
    inquiry.ready([sure for sure, _ in bounds])
    found = []
    for column, (sure, _) in zip(COLUMNS, bounds, strict=True):
        try:
            facts = inquiry.find(sure)
        except UnsettledError:
            found.append(UNDECIDED)
            continue
        text = "" if facts is None else written(terrain, facts, f"{section.title}: {column}")
        if text:
            ledger = Ledger(judged(terrain, outset.rulebook, text), outset.rulebook.vocabulary)
            text = text if heads_of(ledger, section, roles).state == _STATES[column] else UNDECIDED
        found.append(text)
    return tuple(found)


def _literals(cells: Cells, side: Iterable[Pattern]) -> list[Literal]:
    """Return the literals that patterns speak of."""
    atoms = [
        Literal(atom, one.truth)
        for one in side
        for atom in sorted({literal.atom for literal in cells.conflicts.literals}, key=str)
        if extended(one, atom, {}) is not None
    ]
    return list(dict.fromkeys(atoms))


def _spoken(cells: Cells, side: Iterable[Pattern]) -> list[Formula]:
    """Return, for what patterns speak of, that something supports it."""
    found: list[Formula] = []
    for literal in _literals(cells, side):
        meeting = cells.conflicts.of_contrary(literal.atom) if not literal.truth else (literal,)
        found += [one for other in meeting for one in supporters(cells, other)]
    return found


def _answered(outset: Outset, cells: Cells) -> list[Formula]:
    """Return, for each question that may be asked, that it is answered: so, not so, or by one of its values."""
    vocabulary = outset.rulebook.vocabulary
    questions: dict[object, list[Literal]] = {}
    for literal in cells.asserting:
        if vocabulary.statements[literal.atom.statement].ask:
            questions.setdefault(vocabulary.group(literal.atom) or literal.atom, []).append(literal)
    return [some(cells.holds("asserted", one) for one in some_) for some_ in questions.values()]
