"""Which case of a rulebook is judged otherwise once a rule of it is changed."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from rubicon.firing import fire
from rubicon.firing.instances import Firings, Instance
from rubicon.judging import judge
from rubicon.judging.assessing import Assessment, all_schools, assess
from rubicon.judging.bearing import SchoolJudgement, bearing_on
from rubicon.judging.judgements import Judgement
from rubicon.language.conditions import Reported, Since
from rubicon.language.facts import Case, Fact, Literal, Place, sort_key
from rubicon.language.rules import Rule, Rulebook
from rubicon.problems import BadInput
from rubicon.reading import read_case
from rubicon.reading.choosing import case_files

Signs: TypeAlias = tuple[object, ...]
"""What is looked at of a judgement: how the answer, and what counts for and against each variable, stands."""


class Seat(Struct):
    """A case as one school judges it: what it fires, what it makes possible, and the signs."""

    case: Case
    day: object
    school: SchoolJudgement
    asked: frozenset[str] | None
    possible: frozenset[Literal]
    signs: Signs


class Casework:
    """The rulebook's own cases, judged by every school when first asked for."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook, self.vocabulary = rulebook, rulebook.vocabulary
        framework = rulebook.framework
        self.asked = framework.asked if framework is not None else None
        self._seats: list[Seat] | None = None
        self._of: dict[tuple[str, str], list[Seat]] = {}

    def turned(self, was: Sequence[Rule], now: Sequence[Rule], besides: str = "") -> str:
        """Return the first case whose answer or variables turn by some school once rules become others; or nothing.

        It is looked at only where they have an instance, and not where it lies at `besides`.
        """
        left_out = Path(besides).resolve()
        for seat in self.seats():
            if besides and Path(seat.case.place.path).resolve() == left_out:
                continue
            try:
                firings = self.refired(seat, was, now)
                if firings is not None and self._signs(firings) != seat.signs:
                    return seat.case.name
            except BadInput:
                return seat.case.name
        return ""

    def refired(self, seat: Seat, was: Sequence[Rule], now: Sequence[Rule]) -> Firings | None:
        """Return what a case fires by a school once rules become others; None where that says the same.

        Raises:
            BadInput: the facts and rules together go past a limit.
        """
        ids, firings = {rule.id for rule in was}, seat.school.firings
        if not any(rule.id in ids for rule in seat.school.rules):
            return None
        mine = [rule for rule in now if rule.status != "retired" and rule.in_force(firings.day)]
        old = [one for one in firings.instances if one.rule.id in ids]
        reads_facts = any(isinstance(one, Reported | Since) for rule in (*was, *now) for one in rule.lines)
        new = self._fired(seat, mine, reads_facts=reads_facts)
        if new is None:
            kept = [rule for rule in seat.school.rules if rule.id not in ids]
            return fire(self.vocabulary, (*kept, *mine), firings.facts, firings.day)
        if _alike(old, new):
            return None
        others = [one for one in firings.instances if one.rule.id not in ids]
        merged = tuple(sorted(chain(others, new), key=lambda one: one.rule.id))
        return replace(firings, instances=merged)

    def seats(self) -> list[Seat]:
        """Return each case with each school that judges it."""
        if self._seats is None:
            self._seats = []
            for path in case_files(Path(self.rulebook.folder)):
                try:
                    self._seats += self.seats_of(read_case(path, self.rulebook))
                except BadInput:
                    continue
        return self._seats

    def seats_of(self, case: Case) -> list[Seat]:
        """Return a case with each school that judges it.

        Raises:
            BadInput: it cannot be judged.
        """
        key = (case.place.path, case.name)
        if key not in self._of:
            made = assess(self.rulebook, case, schools=all_schools(self.rulebook))
            self._of[key] = [self._seat(case, made, one) for one in made.judgements]
        return self._of[key]

    def _seat(self, case: Case, made: Assessment, one: SchoolJudgement) -> Seat:
        firings = one.firings
        heads = (head for x in firings.instances if x.rule.kind != "defeater" for head in x.conclusions)
        possible = frozenset([*(fact.literal for fact in firings.facts), *heads])
        return Seat(case, made.day, one, self.asked, possible, self._signs(firings))

    def _fired(self, seat: Seat, rules: Sequence[Rule], *, reads_facts: bool) -> list[Instance] | None:
        """Return the instances of changed rules in a case; None where they make more possible than there was."""
        if reads_facts:
            return None
        firings = seat.school.firings
        asserted = {fact.literal for fact in firings.facts}
        derived = sorted(seat.possible - asserted, key=sort_key)
        facts = [*firings.facts, *(Fact(one, "argument", Place("", 0)) for one in derived)]
        found = fire(self.vocabulary, rules, facts, firings.day).instances
        heads = (head for one in found if one.rule.kind != "defeater" for head in one.conclusions)
        return list(found) if all(head in seat.possible for head in heads) else None

    def _signs(self, firings: Firings) -> Signs:
        if self.asked is not None:
            firings = bearing_on(self.vocabulary, firings, self.asked)
        judgement: Judgement = judge(self.vocabulary, firings)
        told = (
            (sort_key(Literal(one.atom, True)), one.truth, one.standing)
            for one in judgement.verdicts.values()
            if one.standing != "unknown" and (self.asked is None or one.atom.statement in self.asked)
        )
        return tuple(sorted(told, key=lambda one: one[0]))


def _alike(old: Iterable[Instance], new: Iterable[Instance]) -> bool:
    """Tell whether instances of a rule and of what it becomes say the same."""
    return [_shape(one) for one in old] == [_shape(one) for one in new]


def _shape(one: Instance) -> tuple[object, ...]:
    """Return what judging goes by in an instance: comparisons of `if` hold in each."""
    conditions = tuple(
        (ground.condition.kind, ground.mentions, ground.limit, ground.parts, _counts(ground.condition))
        for ground in one.conditions
        if not ground.is_comparison
    )
    exceptions = tuple(
        tuple(
            (
                ground.condition.kind,
                ground.mentions,
                ground.limit,
                ground.holds,
                ground.parts,
                _counts(ground.condition),
            )
            for ground in some
        )
        for some in one.exceptions
    )
    rule = one.rule
    return (rule.id, rule.kind, rule.overrides, one.branch, one.conclusions, conditions, exceptions)


def _counts(condition: object) -> tuple[object, ...]:
    """Return the words of a condition that judging reads beside its mentions."""
    return tuple(
        getattr(condition, name, None)
        for name in ("bound", "number", "function", "every", "disputed", "counted")
    )
