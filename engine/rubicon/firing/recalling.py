"""What was fired lately, and how much of it still holds: a rule fires the same where all that it reads is the same.

Of a list of rules the last run is kept. In the next one of these, or the first of others, a rule has the bindings that it had if its predicates have the
literals that they had, and the very instances if that holds of all that its conditions speak of. So a case of which one
fact has changed is fired by the few rules on which that fact bears.
"""

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct, field

from rubicon.firing.instances import Instance
from rubicon.firing.planning import Predicate
from rubicon.firing.preparing import Prepared, Ready
from rubicon.firing.tables import Possible, Values
from rubicon.language.facts import Day, Fact, as_written
from rubicon.language.rules import Rule
from rubicon.language.sameness import Latest, Same
from rubicon.language.vocabulary import Vocabulary

RUNS = 4
"""Lists of rules of which the last run is kept in one process."""

LARGEST = 2_000
"""Facts, and instances, of the largest run that is kept."""


class FiredRun(Struct, eq=False):
    """What some rules fired over some facts: what was possible, and asserted, each branch's bindings, each rule's instances.

    `starts` has for a rule that feeds itself what was possible, before it fired, of that by which it does; `work` what the
    joins of a rule took, of each that can be recalled.
    """

    vocabulary: Vocabulary
    facts: tuple[Fact, ...]
    day: Day | None
    possible: Possible
    asserted: dict[Predicate, frozenset[Values]] = field(default_factory=dict)
    found: dict[Prepared, dict[Values, None]] = field(default_factory=dict)
    starts: dict[Ready, tuple[frozenset[object], ...]] = field(default_factory=dict)
    work: dict[Ready, int] = field(default_factory=dict)
    instances: dict[Ready, tuple[Instance, ...]] = field(default_factory=dict)

    def written(self, predicate: Predicate) -> frozenset[object]:
        """Return the values of the literals possible of a predicate, as they are written."""
        return frozenset(map(as_written, self.possible.all(predicate)))


class Recollection(Struct, eq=False, dict=True):
    """A run, and the one before it by the same rules."""

    now: FiredRun
    before: FiredRun | None = None
    same: dict[Predicate, bool] = field(default_factory=dict)

    def begin(self, rule: Ready) -> None:
        """Note what is possible, before a rule fires, of that by which it feeds itself."""
        if rule.circle:
            self.now.starts[rule] = tuple([self.now.written(one) for one in rule.circle])

    def has_bindings(self, rule: Ready) -> bool:
        """Tell whether a rule finds the bindings that it found before: what it reads is complete, but for its own."""
        before, same = self.before, self.same
        if before is None or rule not in before.work or self._dates_otherwise(rule):
            return False
        if rule.circle and before.starts.get(rule) != self.now.starts[rule]:
            return False
        for one in rule.fed_by:
            is_same = same.get(one)
            if is_same is None:
                is_same = same[one] = self.now.possible.is_same(before.possible, one)
            if not is_same:
                return False
        return True

    def instances(self, rule: Ready) -> tuple[Instance, ...] | None:
        """Return the instances that a rule had before if it has the same now; all that is possible is known."""
        if self.before is None or rule not in self.before.instances:
            return None
        if self._dates_otherwise(rule) or not self._changed.isdisjoint(rule.speaks_of):
            return None
        if any(self.before.asserted.get(one) != self.now.asserted.get(one) for one in rule.reports):
            return None
        return self.before.instances[rule]

    @cached_property
    def _changed(self) -> frozenset[Predicate]:
        """Return the predicates of which other literals were possible in the run before."""
        if self.before is None:
            return frozenset()
        was, now = self.before.possible, self.now.possible
        return frozenset(one for one in {*was.predicates, *now.predicates} if not now.is_same(was, one))

    def _dates_otherwise(self, rule: Ready) -> bool:
        """Tell whether a rule goes by the day judged, and that is another one."""
        return self.before is not None and self.before.day != self.now.day and rule.reads_today


_runs: Latest[tuple[Same[Sequence[Rule]], Same[Vocabulary]], FiredRun] = Latest(RUNS)


def recollection(rules: Sequence[Rule], run: FiredRun) -> Recollection:
    """Begin a run of some rules beside the last one of the very same, or else of others in the same words."""
    before = _runs.get((Same(rules), Same(run.vocabulary))) or _runs.last
    if before is not None and before.vocabulary is not run.vocabulary:
        before = None
    return Recollection(run, before)


def keep(rules: Sequence[Rule], run: FiredRun) -> None:
    """Keep a run in place of the last one of the same rules, if it is not too large."""
    if len(run.facts) <= LARGEST and sum(map(len, run.instances.values())) <= LARGEST:
        _runs.put((Same(rules), Same(run.vocabulary)), run)
