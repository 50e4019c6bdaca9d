"""Which rules could fire at all: by the statements alone, before anything is made ready."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from rubicon.language.conditions import Holds, Since
from rubicon.language.rules import Rule


def within_reach(rules: Sequence[Rule], statements: Iterable[str]) -> list[Rule]:
    """Return the rules of which some branch has all its positive lines among what facts or such rules speak of.

    The others have no instance, whatever the facts say. To look is quicker than to make a rule ready.
    """
    waiting: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    missing: dict[tuple[int, int], int] = {}
    reached = [False] * len(rules)
    queue = list(dict.fromkeys(statements))
    known = set(queue)

    def reach(number: int) -> None:
        if not reached[number]:
            reached[number] = True
            fresh = [one.statement for one in rules[number].conclusions if one.statement not in known]
            known.update(fresh)
            queue.extend(dict.fromkeys(fresh))

    for number, rule in enumerate(rules):
        for place, branch in enumerate(rule.branches):
            lines = (condition for condition in branch if isinstance(condition, Holds | Since))
            wanted = {condition.pattern.statement for condition in lines}
            missing[number, place] = len(wanted)
            for statement in wanted:
                waiting[statement].append((number, place))
            if not wanted:
                reach(number)
    while queue:
        for key in waiting.get(queue.pop(), ()):
            missing[key] -= 1
            if not missing[key]:
                reach(key[0])
    return [rule for number, rule in enumerate(rules) if reached[number]]
