"""The root of a difference: the fewest things that, exchanged alone, give one judgement the answer of another.

What either has and the other has not is fired together with what both have, and is a switch of one circuit: a rule of
one school alone, or what is said of one case alone. So the sets are found without judging them one by one.
"""

from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from rubicon.firing.confirming import fire_confirmed
from rubicon.firing.cutting import cut
from rubicon.firing.instances import Firings
from rubicon.judging import judge
from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement, bearing_on
from rubicon.language.facts import Fact, Literal
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.answering import Target, target
from rubicon.supposing.scenarios import Circuit, Possibilities, Presence, build
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.solving import COUNTED, solve


class Swap(Struct, frozen=True):
    """What changes hands together: facts, and rules by their ids, that go, and such as come in their place."""

    gone: tuple[Fact, ...] = ()
    come: tuple[Fact, ...] = ()
    silent: tuple[str, ...] = ()
    speaking: tuple[str, ...] = ()


class SwapCircuit(Struct, frozen=True):
    """A circuit of swaps, the gate that tells whether they bring the answer wanted, and each swap as a choice."""

    circuit: Circuit
    reached: int
    choices: tuple[Choice, ...]


class Root(Struct, frozen=True):
    """The smallest sets of rules that, exchanged alone, give a school the answer of another.

    Each set has the rules that the school would lose, and those that it would gain. Without any, none was found.
    `whole`: these are all of that size.
    """

    sets: tuple[tuple[tuple[Rule, ...], tuple[Rule, ...]], ...]
    whole: bool


def exchange(
    vocabulary: Vocabulary,
    fired: Firings,
    swaps: Sequence[Swap],
    asked: Target,
    goal: Sequence[bool],
    playing: Collection[Literal] | None = None,
) -> SwapCircuit:
    """Make the circuit that tells after which swaps the gates of what is asked show the goal.

    `fired` is what all that either side has fires together. A fact is known by its identity. With `playing` these answers,
    and no others, must be in play as well.
    """
    firings = bearing_on(vocabulary, fired, {one.atom.statement for one in asked.literals})
    off: dict[int, list[int]] = {}
    on: dict[int, list[int]] = {}
    held: dict[str, Presence] = {}
    for switch, swap in enumerate(swaps):
        for fact in swap.gone:
            off.setdefault(id(fact), []).append(switch)
        for fact in swap.come:
            on.setdefault(id(fact), []).append(switch)
        held.update((rule, Presence(off=(switch,))) for rule in swap.silent)
        held.update((rule, Presence(on=(switch,))) for rule in swap.speaking)
    presences = tuple(
        Presence(tuple(on.get(id(fact), ())), tuple(off.get(id(fact), ()))) for fact in firings.facts
    )
    possible = Possibilities(vocabulary, firings, presences, held)
    bounds = build(possible, asked.literals, playing=asked.literals if playing is not None else ())
    wanted = list(zip(asked.gates(bounds), goal, strict=True))
    wanted += [(gate, one in (playing or ())) for one, gate in bounds.playing.items()]
    circuit = bounds.circuit
    reached = circuit.every([gate if so else circuit.negation(gate) for gate, so in wanted])
    choices = tuple(Choice(frozenset({switch}), switch) for switch in range(len(swaps)))
    return SwapCircuit(circuit, reached, choices)


def roots_between(
    assessment: Assessment, others: Iterable[SchoolJudgement]
) -> tuple[tuple[Root, Root] | None, ...]:
    """Find for the first school and each other the root of their difference: the first's, then the other's.

    None where both establish the same answer, or none.

    Raises:
        BadInput: the rulebook has no question, or the rules of all schools together pass a limit.
    """
    first, some = assessment.judgements[0], tuple(others)
    vocabulary, day, facts = assessment.rulebook.vocabulary, assessment.day, first.firings.facts
    rules = {rule.id: rule for one in (first, *some) for rule in one.rules}
    fired = fire_confirmed(vocabulary, tuple(rules.values()), facts, day)
    asked = target(assessment, None, fired)
    statements = {one.atom.statement for one in asked.literals}
    answers = [asked.shown(asked.answer(one.about(statements))) for one in (first, *some)]
    found: list[tuple[Root, Root] | None] = []
    for other, theirs in zip(some, answers[1:], strict=True):
        if theirs == answers[0]:
            found.append(None)
            continue
        sides = ({rule.id for rule in first.rules}, {rule.id for rule in other.rules})
        both = sides[0] | sides[1]
        instances = tuple([one for one in fired.instances if one.rule.id in both])
        scene = _Scene(rules, asked, Firings(day, fired.facts, instances))
        found.append((scene.root(*sides, theirs), scene.root(*sides[::-1], answers[0])))
    return tuple(found)


class _Scene(Struct, frozen=True):
    """What two schools fire together, and what is asked."""

    rules: dict[str, Rule]
    asked: Target
    fired: Firings

    def root(self, mine: set[str], yours: set[str], goal: Sequence[bool]) -> Root:
        """Find the fewest rules that a school with some would lose to, and gain from, one with others to answer so."""
        vocabulary = self.asked.assessment.rulebook.vocabulary
        odd = sorted(mine ^ yours)
        swaps = [Swap(silent=(rule,)) if rule in mine else Swap(speaking=(rule,)) for rule in odd]
        made = exchange(vocabulary, self.fired, swaps, self.asked, goal)
        solved = solve(made.circuit, (made.reached,), (False,), made.choices, COUNTED)
        sets = []
        for some in solved.sets:
            names = [odd[at] for at in some]
            lost = tuple(self.rules[one] for one in names if one in mine)
            sets.append((lost, tuple(self.rules[one] for one in names if one not in mine)))
        for lost, gained in sets[:1]:
            self._confirm(mine - {one.id for one in lost} | {one.id for one in gained}, goal)
        return Root(tuple(sets), solved.proven and len(sets) < COUNTED)

    def _confirm(self, held: set[str], goal: Sequence[bool]) -> None:
        """Judge by the rules that a set leaves."""
        vocabulary = self.asked.assessment.rulebook.vocabulary
        answer = self.asked.answer(judge(vocabulary, cut(vocabulary, self.fired, held)))
        if self.asked.shown(answer) != tuple(goal):
            raise RuntimeError("scenarios and judging disagree on the root of a difference")
