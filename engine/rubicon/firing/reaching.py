"""Which rules could fire at all: by the predicates alone, before anything is made ready."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from rubicon.language.conditions import Holds, Pattern, Since
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.language.sameness import KEPT, Same
from rubicon.language.vocabulary import Vocabulary

Spoken: TypeAlias = str | tuple[str, bool]
"""A statement's name, affirmed or denied; the name alone, either."""


def within_reach(vocabulary: Vocabulary, rules: Sequence[Rule], facts: Iterable[Literal]) -> list[Rule]:
    """Return the rules of which some branch has all its positive lines among what facts or such rules speak of.

    The others have no instance, whatever the facts say. To look is quicker than to make a rule ready.
    """
    waiting: defaultdict[Spoken, list[tuple[int, int]]] = defaultdict(list)
    missing: dict[tuple[int, int], int] = {}
    reached = [False] * len(rules)
    queue: list[Spoken] = []
    known: set[Spoken] = set()

    def say(statement: str, truth: bool) -> None:
        for said in (statement, (statement, truth)):
            if said not in known:
                known.add(said)
                queue.append(said)

    def reach(number: int) -> None:
        if not reached[number]:
            reached[number] = True
            for one in rules[number].conclusions:
                say(one.statement, one.truth)

    for (statement, _), truth in facts:
        say(statement, truth)

    for number, rule in enumerate(rules):
        for place, wanted in enumerate(_wants(Same(rule), Same(vocabulary))):
            missing[number, place] = len(wanted)
            for said in wanted:
                waiting[said].append((number, place))
            if not wanted:
                reach(number)
    while queue:
        for key in waiting.get(queue.pop(), ()):
            missing[key] -= 1
            if not missing[key]:
                reach(key[0])
    return [rule for number, rule in enumerate(rules) if reached[number]]


@lru_cache(maxsize=KEPT)
def _wants(rule: Same[Rule], vocabulary: Same[Vocabulary]) -> tuple[frozenset[Spoken], ...]:
    """Return what must be spoken for each branch of a rule to have an instance."""
    return tuple(
        frozenset(
            _wanted(vocabulary.thing, condition.pattern)
            for condition in branch
            if isinstance(condition, Holds | Since)
        )
        for branch in rule.thing.branches
    )


def _wanted(vocabulary: Vocabulary, pattern: Pattern) -> Spoken:
    """Return what must be spoken for a line to be met; a denied value is met by another one, too."""
    either = not pattern.truth and vocabulary.statements[pattern.statement].one_of is not None
    return pattern.statement if either else (pattern.statement, pattern.truth)
