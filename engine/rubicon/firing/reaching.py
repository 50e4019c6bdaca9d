"""Which rules could fire at all: by the predicates alone, before anything is made ready."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from msgspec import Struct

from rubicon.language.conditions import Holds, Pattern, Since
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.language.sameness import KEPT, Same
from rubicon.language.vocabulary import Vocabulary

Spoken: TypeAlias = str | tuple[str, bool]
"""A statement's name, affirmed or denied; the name alone, either."""

OUTLINES = 64
"""Lists of rules whose outlines are kept in one process."""


class _Outline(Struct, frozen=True):
    """What some rules want, whatever the facts: the rules by id, and their branches by number.

    `rule_of` gives the number of a branch's rule, `missing` how much it wants, `waiting` the branches that want
    something; those that are `free` want nothing.
    """

    rules: tuple[Rule, ...]
    rule_of: tuple[int, ...]
    missing: tuple[int, ...]
    waiting: dict[Spoken, list[int]]
    free: tuple[int, ...]


def within_reach(vocabulary: Vocabulary, rules: Sequence[Rule], facts: Iterable[Literal]) -> list[Rule]:
    """Return the rules, by id, of which some branch has all its positive lines among what facts or such rules speak of.

    The others have no instance, whatever the facts say. To look is quicker than to make a rule ready.
    """
    outline = _outline_of(Same(tuple(rules)), Same(vocabulary))
    missing = list(outline.missing)
    reached = [False] * len(outline.rules)
    queue: list[Spoken] = []
    known: set[Spoken] = set()

    def say(statement: str, truth: bool) -> None:
        for said in (statement, (statement, truth)):
            if said not in known:
                known.add(said)
                queue.append(said)

    def reach(branch: int) -> None:
        number = outline.rule_of[branch]
        if not reached[number]:
            reached[number] = True
            for one in outline.rules[number].conclusions:
                say(one.statement, one.truth)

    for statement, truth in {(atom.statement, truth) for atom, truth in facts}:
        say(statement, truth)
    for branch in outline.free:
        reach(branch)
    while queue:
        for branch in outline.waiting.get(queue.pop(), ()):
            missing[branch] -= 1
            if not missing[branch]:
                reach(branch)
    return [rule for rule, is_reached in zip(outline.rules, reached, strict=True) if is_reached]


@lru_cache(maxsize=OUTLINES)
def _outline_of(rules: Same[tuple[Rule, ...]], vocabulary: Same[Vocabulary]) -> _Outline:
    ordered = tuple(sorted(rules.thing, key=lambda rule: rule.id))
    wants = [
        (number, wanted) for number, rule in enumerate(ordered) for wanted in _wants(Same(rule), vocabulary)
    ]
    waiting: defaultdict[Spoken, list[int]] = defaultdict(list)
    for branch, (_, wanted) in enumerate(wants):
        for said in wanted:
            waiting[said].append(branch)
    return _Outline(
        ordered,
        tuple(number for number, _ in wants),
        tuple(len(wanted) for _, wanted in wants),
        dict(waiting),
        tuple(branch for branch, (_, wanted) in enumerate(wants) if not wanted),
    )


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
