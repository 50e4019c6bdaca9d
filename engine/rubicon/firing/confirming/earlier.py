"""What was confirmed lately: of the very instances, where a rule reads the same, it need not be confirmed again."""

from collections.abc import Callable, Mapping, Sequence
from operator import is_

from msgspec import Struct

from rubicon.firing.confirming.evaluating import PossibleLiterals
from rubicon.firing.confirming.stepping import names_asked_of
from rubicon.firing.instances import Instance
from rubicon.language.rules import Rule
from rubicon.language.sameness import Latest, Same
from rubicon.language.vocabulary import Vocabulary

LISTS = 4
"""Lists of rules of which it is kept in one process what was confirmed last."""

LARGEST = 4_000
"""Literals of the largest firing of which it is kept that it was confirmed."""


class Confirmed(Struct, eq=False):
    """Some rules by their ids, the instances of each, and all that is possible beside them."""

    rules: Mapping[str, Rule]
    world: PossibleLiterals
    instances: Mapping[str, Sequence[Instance]]

    def unchanged(self, rules: Sequence[Rule]) -> Callable[[Rule], bool]:
        """Return what tells of each rule whether it is as it was when it was confirmed last.

        It has the very instances that it had then, with these rules or else with others, and what it reads is the same.
        """
        before = _kept.get((Same(rules), Same(self.world.vocabulary))) or _kept.last
        if before is None or before.world.vocabulary is not self.world.vocabulary:
            return lambda _: False
        was, now = before.world.values, self.world.values
        changed = {name for name in {**was, **now} if was.get(name, {}).keys() != now.get(name, {}).keys()}
        same_day = before.world.day == self.world.day

        def is_unchanged(rule: Rule) -> bool:
            mine, theirs = self.instances.get(rule.id, ()), before.instances.get(rule.id, ())
            return (
                before.rules.get(rule.id) is rule
                and len(mine) == len(theirs)
                and all(map(is_, mine, theirs))
                and changed.isdisjoint(names_asked_of(rule))
                and (same_day or not rule.reads_today)
            )

        return is_unchanged

    def keep(self, rules: Sequence[Rule]) -> None:
        """Keep what was confirmed of some rules in place of the last, if it is not too much."""
        if sum(map(len, self.world.values.values())) <= LARGEST:
            _kept.put((Same(rules), Same(self.world.vocabulary)), self)


_kept: Latest[tuple[Same[Sequence[Rule]], Same[Vocabulary]], Confirmed] = Latest(LISTS)
