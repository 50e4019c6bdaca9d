"""Prove what editors state of a rulebook, within the bound, or show by a case that it is false."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.gaps import opposing
from rubicon.editing.analysing.sides import tiers_of
from rubicon.editing.analysing.terrain import TOLD, Approach, Outset, Terrain, TooWideError, terrain_of
from rubicon.editing.analysing.witnesses import read, written
from rubicon.firing.cutting import cut
from rubicon.judging.assessing import all_schools, assess, rules_by_school, verdict_on
from rubicon.judging.judgements import Judgement
from rubicon.language.binding import bound, extended
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Fact, Grade, Literal, Source
from rubicon.language.rules import Rule, Rulebook, School
from rubicon.language.speaking import speak_pattern
from rubicon.reading.properties import Property
from rubicon.supposing.scenarios.cells import Cells, is_met
from rubicon.supposing.scenarios.formulas import Formula, every, some
from rubicon.supposing.solving import UnsettledError

ProofState = OneOf["proved", "false", "undecided"]


class Proof(Struct, frozen=True):
    """What became of a property, of what it is not so, and the text of a case that shows it."""

    stated: Property
    state: ProofState
    of: str = ""
    witness: str = ""


def prove(outset: Outset, stated: Property) -> Proof:
    """Prove a property within the bound, or show that it is false."""
    try:
        match stated.claim:
            case "never":
                return _never(outset, stated)
            case "possible":
                spoken = outset.rulebook.vocabulary
                return _possible(
                    outset, stated, [(speak_pattern(spoken, one), [one]) for one in stated.sentences]
                )
            case "variables":
                named = [(f"{title}: {side}", some_) for title, side, some_ in sides(outset.rulebook)]
                return _possible(outset, stated, named)
            case "schools":
                return _schools(outset, stated)
            case "reports":
                return _reports(outset, stated)
    except (TooWideError, UnsettledError):
        return Proof(stated, "undecided")


def _approaches(outset: Outset) -> Iterator[Approach]:
    """Yield each school, asked about each size of event that rules read, on the day of the outset."""
    for tier in tiers_of(outset.rulebook):
        for school, rules in _schooled(outset):
            yield Approach(school, rules, outset.day, tier)


def _schooled(outset: Outset) -> list[tuple[School | None, tuple[Rule, ...]]]:
    return rules_by_school(outset.rulebook, all_schools(outset.rulebook), outset.day, drafts=False)


def _never(outset: Outset, stated: Property) -> Proof:
    for approach in _approaches(outset):
        shown = _shown_together(outset, approach, [[one] for one in stated.sentences], stated.title)
        if shown:
            return Proof(stated, "false", witness=shown)
    return Proof(stated, "proved")


def _possible(outset: Outset, stated: Property, groups: Sequence[tuple[str, Sequence[Pattern]]]) -> Proof:
    undecided = ""
    for called, patterns in groups:
        try:
            if not any(_shown_together(outset, one, [patterns], called) for one in _approaches(outset)):
                return Proof(stated, "false", called)
        except (TooWideError, UnsettledError):
            undecided = undecided or called
    return Proof(stated, "undecided", undecided) if undecided else Proof(stated, "proved")


def sides(rulebook: Rulebook) -> Iterator[tuple[str, str, tuple[Pattern, ...]]]:
    """Yield each side of each variable: its title, the name of the side, and what counts for it."""
    for section in rulebook.framework.sections if rulebook.framework else ():
        if section.kind == "variable":
            yield section.title, section.met or "met", section.for_
            yield section.title, section.not_met or "not met", opposing(section)


def _shown_together(
    outset: Outset, approach: Approach, groups: Sequence[Sequence[Pattern]], title: str
) -> str:
    """Return the text of a case in which something of each group is established, tried by the judge.

    Raises:
        TooWideError, UnsettledError: that is not decided.
    """
    terrain = terrain_of(outset, {one.statement for some_ in groups for one in some_}, approach)
    asked = [[bound(one, dict(terrain.roles)) for one in patterns] for patterns in groups]
    field = Field(terrain)
    inquiry = Inquiry(terrain)
    wanted = every(some(met_by(field.cells, one) for one in patterns) for patterns in asked)
    ((gate, _),) = inquiry.lay(field.cells, [wanted])
    inquiry.ready([gate])
    facts = inquiry.find(gate)
    if facts is None:
        return ""
    text = written(terrain, facts, title)
    (judgement,) = _judgements(terrain, text, [approach.school])
    if not all(any(_stands(judgement, terrain, one) for one in patterns) for patterns in asked):
        raise UnsettledError
    return text


def met_by(cells: Cells, pattern: Pattern) -> Formula:
    """Say when something is established that a pattern speaks of."""
    atoms = {one.atom for one in cells.conflicts.literals if extended(pattern, one.atom, {}) is not None}
    return some(is_met(cells, Literal(atom, pattern.truth)) for atom in sorted(atoms, key=str))


def _stands(judgement: Judgement, terrain: Terrain, pattern: Pattern) -> bool:
    vocabulary = terrain.rulebook.vocabulary
    atoms = {one.atom for one in judgement.established if extended(pattern, one.atom, {}) is not None}
    return any(
        verdict_on(judgement, vocabulary, Literal(atom, pattern.truth)).truth is True for atom in atoms
    )


def _judgements(terrain: Terrain, text: str, schools: Iterable[School | None]) -> list[Judgement]:
    names = [school.name for school in schools if school is not None]
    case, tier = read(terrain.rulebook, text), terrain.approach.tier
    made = assess(terrain.rulebook, case, schools=names or None, tier=tier)
    return [one.judgement for one in made.judgements]


def _answers(cells: Cells, terrain: Terrain) -> list[Formula]:
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
        if _stands(judgement, terrain, bound(pattern, {pattern.variables[0]: value}))
    )
    return next(found, None)


def _apart(inquiry: Inquiry, one: Sequence[int], other: Sequence[int], steps: int) -> int:
    """Return the gate that two answers are further apart than so many steps; each answer has its gate in both."""
    circuit = inquiry.circuit
    return circuit.any(
        circuit.every((left, right))
        for at, left in enumerate(one)
        for to, right in enumerate(other)
        if abs(at - to) > steps
    )


def _schools(outset: Outset, stated: Property) -> Proof:
    held = _schooled(outset)
    union = {rule.id: rule for _, rules in held for rule in rules}
    question = outset.rulebook.framework.question.statement if outset.rulebook.framework else ""
    for tier in tiers_of(outset.rulebook):
        terrain = terrain_of(outset, [question], Approach(None, tuple(union.values()), outset.day, tier))
        field, inquiry = Field(terrain), Inquiry(terrain)
        answers = []
        for _, rules in held:
            ids = {rule.id for rule in rules}
            cells = field.over(cut(outset.rulebook.vocabulary, field.firings, ids))
            answers.append([low for low, _ in inquiry.lay(cells, _answers(cells, terrain))])
        pairs = [_apart(inquiry, one, other, stated.steps) for one, other in combinations(answers, 2)]
        gate = inquiry.circuit.any(pairs)
        inquiry.ready([gate])
        facts = inquiry.find(gate)
        if facts is None:
            continue
        text = written(terrain, facts, stated.title)
        judgements = _judgements(terrain, text, [school for school, _ in held])
        schools = [school for school, _ in held]
        for (one, mine), (other, theirs) in combinations(zip(schools, judgements, strict=True), 2):
            if one and other and _are_apart(terrain, (mine, theirs), stated.steps):
                return Proof(stated, "false", f"{one.name} and {other.name}", text)
        raise UnsettledError
    return Proof(stated, "proved")


def _are_apart(terrain: Terrain, judgements: Iterable[Judgement], steps: int) -> bool:
    found = [_answered(judgement, terrain) for judgement in judgements]
    return len(found) == 2 and None not in found and abs((found[0] or 0) - (found[1] or 0)) > steps


def _reports(outset: Outset, stated: Property) -> Proof:
    question = outset.rulebook.framework.question.statement if outset.rulebook.framework else ""
    grade = Grade(stated.grade[0], int(stated.grade[1]))
    for approach in _approaches(outset):
        plain = _without(terrain_of(outset, [question], approach), stated.besides)
        more = tuple(_another(fact, grade) for fact in plain.options if fact.grade == TOLD)
        terrain = replace(plain, options=(*plain.options, *more))
        field = Field(terrain)
        inquiry = Inquiry(terrain)
        first = len(plain.options)
        without = field.over(field.firings, off=first)
        lows = [
            [low for low, _ in inquiry.lay(cells, _answers(cells, terrain))]
            for cells in (without, field.cells)
        ]
        gate = _apart(inquiry, lows[0], lows[1], stated.steps)
        inquiry.ready([gate], [range(first, len(terrain.options))])
        facts = inquiry.find(gate)
        if facts is not None:
            known = {id(fact) for fact in more}
            before = [fact for fact in facts if id(fact) not in known]
            texts = [written(terrain, some_, stated.title) for some_ in (before, facts)]
            judgements = [_judgements(terrain, text, [approach.school])[0] for text in texts]
            if not _are_apart(terrain, judgements, stated.steps):
                raise UnsettledError
            return Proof(stated, "false", "the last of its facts", texts[1])
    return Proof(stated, "proved")


def _without(terrain: Terrain, patterns: Iterable[Pattern]) -> Terrain:
    """Return a world in which no report speaks of what some patterns say, so or not so."""
    left_out = [bound(one, dict(terrain.roles)) for one in patterns]

    def is_kept(fact: Fact) -> bool:
        return all(extended(one, fact.literal.atom, {}) is None for one in left_out)

    return replace(terrain, options=tuple(filter(is_kept, terrain.options)))


def _another(fact: Fact, grade: Grade) -> Fact:
    """Return one more report of what a fact says."""
    key = f"{fact.source.key if fact.source else ''}-more"
    return replace(fact, grade=grade, source=Source(key, key), note="one more")
