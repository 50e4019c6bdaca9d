"""What is established and answered in a world, as formulas and by the judge."""

from collections.abc import Iterable, Sequence

from rubicon.editing.analysing.fields import Inquiry
from rubicon.editing.analysing.terrain import Terrain
from rubicon.editing.analysing.witnesses import read
from rubicon.judging.assessing import assess, verdict_on
from rubicon.judging.judgements import Judgement
from rubicon.language.binding import bound, extended
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Literal
from rubicon.language.rules import Rulebook, School
from rubicon.supposing.scenarios.cells import Cells, is_met
from rubicon.supposing.scenarios.formulas import Formula, some


def met_by(cells: Cells, pattern: Pattern) -> Formula:
    """Say when something is established that a pattern speaks of."""
    atoms = {one.atom for one in cells.conflicts.literals if extended(pattern, one.atom, {}) is not None}
    return some(is_met(cells, Literal(atom, pattern.truth)) for atom in sorted(atoms, key=str))


def stands(judgement: Judgement, terrain: Terrain, pattern: Pattern) -> bool:
    """Tell whether a judgement establishes something that a pattern speaks of."""
    vocabulary = terrain.rulebook.vocabulary
    atoms = {one.atom for one in judgement.established if extended(pattern, one.atom, {}) is not None}
    return any(
        verdict_on(judgement, vocabulary, Literal(atom, pattern.truth)).truth is True for atom in atoms
    )


def judged_by(terrain: Terrain, text: str, schools: Iterable[School | None]) -> list[Judgement]:
    """Judge a witness as `assess` does, by some schools."""
    names = [school.name for school in schools if school is not None]
    case, tier = read(terrain.rulebook, text), terrain.approach.tier
    made = assess(terrain.rulebook, case, schools=names or None, tier=tier)
    return [one.judgement for one in made.judgements]


def answers(cells: Cells, terrain: Terrain) -> list[Formula]:
    """Say of each answer to the question, in the order of the scale, when it is established."""
    framework = terrain.rulebook.framework
    assert framework is not None, "the reader made sure of it"  # noqa: S101
    pattern = bound(framework.question, dict(terrain.roles))
    return [
        met_by(cells, bound(pattern, {pattern.variables[0]: value})) for value in _scale(terrain.rulebook)
    ]


def _scale(rulebook: Rulebook) -> tuple[str, ...]:
    assert rulebook.framework is not None, "the reader made sure of it"  # noqa: S101
    statement = rulebook.vocabulary.statements[rulebook.framework.question.statement]
    return rulebook.vocabulary.kinds[statement.slots[statement.one_of or 0].kind].values


def _answered(judgement: Judgement, terrain: Terrain) -> int | None:
    """Return which answer is established; None: none is."""
    framework = terrain.rulebook.framework
    assert framework is not None, "the reader made sure of it"  # noqa: S101
    pattern = bound(framework.question, dict(terrain.roles))
    scale = _scale(terrain.rulebook)
    found = (
        at
        for at, value in enumerate(scale)
        if stands(judgement, terrain, bound(pattern, {pattern.variables[0]: value}))
    )
    return next(found, None)


def further_apart(inquiry: Inquiry, one: Sequence[int], other: Sequence[int], steps: int) -> int:
    """Return the gate that two answers are further apart than so many steps; each answer has its gate in both."""
    circuit = inquiry.circuit
    return circuit.any(
        circuit.every((left, right))
        for at, left in enumerate(one)
        for to, right in enumerate(other)
        if abs(at - to) > steps
    )


def are_apart(terrain: Terrain, judgements: Iterable[Judgement], steps: int) -> bool:
    """Tell whether two judgements answer further apart than so many steps."""
    found = [_answered(judgement, terrain) for judgement in judgements]
    return len(found) == 2 and None not in found and abs((found[0] or 0) - (found[1] or 0)) > steps
