"""Why not: every rule that could have concluded a sentence, how near it comes, and what it lacks.

The search needs no steering. For every rule that could conclude the sentence it looks for the bindings under
which the fewest conditions fail (an exact search, cut off only at `searching.STEPS`), tries every condition
against the judgement, and says of each that fails how: denied, contested, asserted for another day, blocked,
short of its tally, on the wrong side of a comparison, stopped by an exception; or that the rule applies and
is defeated. A missing sentence that rules could conclude is followed down, `DEPTH` steps at most.
"""

from collections.abc import Iterator

from rubicon.explaining.citing import asserted_in
from rubicon.explaining.lacking.contradicting import hopeless
from rubicon.explaining.lacking.defeats import defeats_of
from rubicon.explaining.lacking.obstacles import obstacles_of
from rubicon.explaining.lacking.scene import Scene, starts
from rubicon.explaining.lacking.searching import TriedBinding, nearest
from rubicon.explaining.lacking.ways import Attempt, Bystander, Defeat, Hopeless, Need, Way, WhyNot
from rubicon.explaining.runs import headed
from rubicon.judging.assessing import Assessment
from rubicon.judging.judgements import Argument
from rubicon.language.binding import Binding, as_pattern, bound, free_in, ground
from rubicon.language.conditions import Pattern, Term, Variable
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule

__all__ = ["why_not"]

SHOWN = 3
"""Equally near bindings of one rule that the answer shows."""

BELOW = 2
"""Ways to a missing sentence that are followed down."""

DEPTH = 3
"""Steps that a missing sentence is followed down through the rules that could conclude it."""


def why_not(assessment: Assessment, literal: Literal) -> WhyNot:
    """Explain why a literal does not stand: what could have concluded it, nearest first, and what that lacks."""
    scene = Scene(assessment)
    ledger = scene.ledger
    claim = scene.tell(ledger.meets(literal) or literal)
    instead = scene.tell(claim.instead) if claim.instead is not None else None
    search = _Answer(scene)
    ways: tuple[Way, ...] = ()
    beside: tuple[Bystander, ...] = ()
    never: tuple[Hopeless, ...] = ()
    own: tuple[Argument, ...] = ()
    if claim.status not in ("so", "assumed"):
        goal = as_pattern(literal)
        never = tuple(search.never(goal))
        ways = search.ways(goal, (), SHOWN)
        beside = search.bystanders(goal)
        own = tuple(a for a in ledger.applying(literal) if a.instance is None)
    defeats = tuple(defeat for argument in own for defeat in defeats_of(scene, literal, argument))
    return WhyNot(
        *headed(assessment),
        asked=literal,
        status=claim.status,
        claim=claim,
        instead=instead,
        own=tuple(cited for argument in own for cited in asserted_in(argument)),
        defeats=defeats,
        mistimed=scene.mistimed.get(literal, ()),
        ways=ways,
        bystanders=beside,
        hopeless=never,
        needs=() if claim.status in ("so", "assumed") else _own_needs(scene, literal),
    )


class _Answer:
    """Looks for the ways to a sentence, each rule searched once for each sentence."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._rivals: dict[tuple[str, Pattern], Hopeless | None] = {}

    def never(self, goal: Pattern) -> Iterator[Hopeless]:
        """Yield the rules in force that nothing could satisfy for a goal."""
        for rule in self.scene.rules:
            reasons = [
                self._hopeless(rule, conclusion, start)
                for conclusion, start in starts(self.scene.vocabulary, rule, goal)
            ]
            if reasons and all(reason is not None for reason in reasons):
                yield from (reason for reason in reasons[:1] if reason is not None)

    def _hopeless(self, rule: Rule, conclusion: Pattern, start: Binding) -> Hopeless | None:
        return hopeless(self.scene, rule, rule.cites, conclusion, start)

    def ways(self, goal: Pattern, path: tuple[Pattern, ...], shown: int) -> tuple[Way, ...]:
        """Return the rules in force that could conclude a goal, nearest first."""
        rules = {rule.id: rule for rule, _ in self.scene.concluding(goal.statement)}
        found = [way for rule in rules.values() if (way := self.way(rule, goal, path, shown)) is not None]
        return tuple(sorted(found, key=lambda way: (*_distance(way), way.rule.id)))

    def way(self, rule: Rule, goal: Pattern, path: tuple[Pattern, ...], shown: int) -> Way | None:
        """Return how near a rule comes to a goal; None if it cannot conclude it, whatever were known."""
        best: Way | None = None
        for conclusion, start in starts(self.scene.vocabulary, rule, goal):
            if self._hopeless(rule, conclusion, start) is not None:
                continue
            found, whole = nearest(self.scene, rule, start, conclusion, self._barred(conclusion, goal))
            attempts = tuple(self._attempt(rule, conclusion, one, (*path, goal)) for one in found[:shown])
            if not attempts:
                continue
            way = Way(rule, rule.cites, attempts, len(found) - len(attempts), whole)
            if best is None or _distance(way) < _distance(best):
                best = way
        return best

    def _barred(self, conclusion: Pattern, goal: Pattern) -> tuple[str, Term] | None:
        """Return the variable of a conclusion that must not take the value that a denied goal denies."""
        one_of = self.scene.vocabulary.statements[goal.statement].one_of
        if conclusion.truth == goal.truth or one_of is None:
            return None
        value = conclusion.terms[one_of]
        return (value.name, goal.terms[one_of]) if isinstance(value, Variable) else None

    def _attempt(
        self, rule: Rule, conclusion: Pattern, found: TriedBinding, path: tuple[Pattern, ...]
    ) -> Attempt:
        def deeper(pattern: Pattern) -> tuple[Way, ...]:
            if (
                len(path) > DEPTH or pattern in path or free_in(pattern, {})
            ):  # who it would be hangs on other lines
                return ()
            return self.ways(pattern, path, 1)[:BELOW]

        obstacles = obstacles_of(self.scene, found, conclusion, deeper)
        said = bound(conclusion, found.binding)
        literal = ground(said, {})
        defeats: tuple[Defeat, ...] = ()
        if not obstacles and literal is not None:
            defeats = defeats_of(self.scene, literal, self._argument(rule, literal, found))
        total = len(found.conditions) + len(found.exceptions)
        return Attempt(
            conclusion=said,
            binding=tuple(sorted(found.binding.items())),
            met=total - len(obstacles),
            total=total,
            obstacles=obstacles,
            defeats=defeats,
            open=found.open,
        )

    def _argument(self, rule: Rule, literal: Literal, found: TriedBinding) -> Argument | None:
        for argument in self.scene.ledger.applying(literal):
            instance = argument.instance
            if instance is not None and (instance.rule.id, instance.branch) == (rule.id, found.branch):
                binding = dict(instance.binding)
                if all(binding.get(name) == value for name, value in found.binding.items()):
                    return argument
        return None

    def bystanders(self, goal: Pattern) -> tuple[Bystander, ...]:
        """Return the rules that could conclude a goal but take no part, each with the reason."""
        scene, found = self.scene, list[Bystander]()
        taking_part = {rule.id for rule in scene.rules}
        framework = scene.assessment.rulebook.framework
        schools = {school.name: school for school in framework.schools} if framework else {}
        for rule in scene.assessment.rulebook.rules:
            if rule.id in taking_part:
                continue
            way = self.way(rule, goal, (goal,) * (DEPTH + 1), 1)
            if way is None:
                continue
            day = scene.day
            if rule.status == "retired":
                found.append(Bystander(way, "retired"))
            elif not rule.in_force(day):
                early = rule.since is not None and day is not None and day < rule.since
                found.append(Bystander(way, "not yet" if early else "no longer"))
            elif rule.school is not None and not self._is_heard(rule.school):
                found.append(Bystander(way, "school", schools.get(rule.school)))
            else:
                found.append(Bystander(way, "draft"))
        return tuple(sorted(found, key=lambda one: (*_distance(one.way), one.way.rule.id)))

    def _is_heard(self, school: str) -> bool:
        judging = self.scene.assessment.judgements[0].school
        return judging is None or school == judging.name or school in judging.beside


def _distance(way: Way) -> tuple[int, int, int, int]:
    """Order ways: fewest conditions lacking, fewest open, fewest that nobody speaks of, the shortest way down."""
    attempt = way.attempts[0]
    failing = [obstacle for obstacle in attempt.obstacles if not obstacle.is_pending]
    silent = sum(not obstacle.reachable for obstacle in failing)
    return (len(failing), len(attempt.open), silent, _depth(attempt))


def _depth(attempt: Attempt) -> int:
    return sum(
        1 + min((_depth(way.attempts[0]) for way in obstacle.deeper), default=0)
        for obstacle in attempt.obstacles
    )


def _own_needs(scene: Scene, literal: Literal) -> tuple[Need, ...]:
    """Return what would let a report of the sentence itself prevail: what bars it gone, the report made."""
    bars = [defeat for defeat in defeats_of(scene, literal, None) if defeat.outdone]
    needs = tuple(need for defeat in bars for need in defeat.needs)
    if bars and not needs:
        return ()
    return (*needs, Need("assert", as_pattern(literal), ask=scene.is_asked(literal.atom.statement)))
