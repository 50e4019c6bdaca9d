"""Name each line of a rulebook or case of 0.1 whose meaning has changed since; `docs/from-0.1.md` says how."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from rubicon.editing.inspecting import Inspection
from rubicon.judging.weighing import gather, weigh
from rubicon.language.conditions import Aggregate, Variable
from rubicon.language.facts import Case, Fact, Place
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import Problem
from rubicon.reading.gathering import BESIDE

ONE_ORIGIN = (
    "“Confirmed by other sources” (1) wants a second origin: name who each report came from (`origin` of its "
    "source), or grade it 2."
)


def unconfirmed(case: Case) -> Iterator[Problem]:
    """Warn of each fact graded 1 whose sentence comes from fewer than two origins: it counts as 2."""
    for literal, facts in gather(fact for fact in case.facts if fact.retracted is None).items():
        if weigh(literal, facts, ()).origins > 1:
            continue
        for fact in facts:
            if fact.basis == "case" and fact.grade is not None and fact.grade.credibility == 1:
                what = f"graded {fact.grade}, of a single origin: it counts as 2"
                yield _changed(fact.place, what, ONE_ORIGIN, "RUB403")


def changed_since_0_1(rulebook: Rulebook, cases: Iterable[Case]) -> Iterator[Problem]:
    """Yield a warning for each line that means something else than it did in 0.1."""
    inspection = Inspection(rulebook)
    for rule in rulebook.rules:
        yield from _aggregates(inspection, rule)
    for place, text in _texts(rulebook, cases):
        if "\\" in text:
            what = "a backslash in a quoted text stands for itself now; 0.1 dropped it"
            yield _changed(place, what, "Check that the text is meant as it stands.")
    for name in BESIDE:
        for path in sorted((Path(rulebook.folder) / name).glob("*.toml")):
            if "then" in path.read_text(encoding="utf-8", errors="replace").split():
                what = f'"{name}" is no topic any more: what lies here is not read as rules'
                yield _changed(Place(str(path), 0), what, "Move its rules to a topic of another name.")


def _aggregates(inspection: Inspection, rule: Rule) -> Iterator[Problem]:
    for condition in rule.all_conditions:
        if isinstance(condition, Aggregate) and _other_slots(condition):
            slots = " and ".join(f"?{name}" for name in _other_slots(condition))
            what = (
                f"there is one entry for each {slots}, too; 0.1 took one number for each ?{condition.member}"
            )
            yield _changed(
                inspection.written_at(rule, condition),
                what,
                "Check the limit against what is now added up.",
            )


def _other_slots(condition: Aggregate) -> tuple[str, ...]:
    """Return what is left open in an aggregate beside its number and whom it is taken over."""
    return tuple(
        name
        for name in condition.pattern.variables
        if Variable(name).is_wildcard and name not in condition.counted
    )


def _texts(rulebook: Rulebook, cases: Iterable[Case]) -> Iterator[tuple[Place, str]]:
    facts: list[Fact] = [*rulebook.background, *(fact for case in cases for fact in case.facts)]
    for fact in facts:
        yield from ((fact.place, value) for value in fact.literal.atom.values if isinstance(value, str))
    for rule in rulebook.rules:
        found = list(rule.conclusions)
        found += [line.pattern for line in rule.all_conditions if line.pattern is not None]
        yield from ((rule.place, term) for one in found for term in one.terms if isinstance(term, str))


def _changed(place: Place, what: str, remedy: str, lint: str = "RUB404") -> Problem:
    return Problem(place.path, place.line, what, remedy, "", "", lint)
