"""What was fired lately, and how much of it still holds: a rule fires the same where all that it reads is the same.

Of a list of rules the last run is kept. In the next one a rule has the bindings that it had if its predicates have the
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


class FiredRun(Struct, eq=False, dict=True):
    """What some rules fired over some facts: what was possible, each branch's bindings, each rule's instances.

    `starts` has for a rule that feeds itself what was possible, before it fired, of that by which it does; `work` what the
    joins of a rule took, of each that can be recalled.
    """

    vocabulary: Vocabulary
    facts: tuple[Fact, ...]
    day: Day | None
    possible: Possible
    found: dict[Prepared, dict[Values, None]] = field(default_factory=dict)
    starts: dict[Ready, tuple[frozenset[object], ...]] = field(default_factory=dict)
    work: dict[Ready, int] = field(default_factory=dict)
    instances: dict[Ready, tuple[Instance, ...]] = field(default_factory=dict)

    def written(self, predicate: Predicate) -> frozenset[object]:
        """Return the values of the literals possible of a predicate, as they are written."""
        return frozenset(map(as_written, self.possible.all(predicate)))

    @cached_property
    def asserted(self) -> frozenset[tuple[Predicate, tuple[object, ...]]]:
        """Return the literals asserted, as they are written."""
        literals = {fact.literal for fact in self.facts}
        return frozenset(((one.atom.statement, one.truth), as_written(one.atom.values)) for one in literals)


class Recollection(Struct, eq=False, dict=True):
    """A run, and the one before it by the same rules."""

    now: FiredRun
    before: FiredRun | None = None
    same: dict[Predicate, bool] = field(default_factory=dict)

    def begin(self, rule: Ready) -> None:
        """Note what is possible, before a rule fires, of that by which it feeds itself."""
        circle = [one for one in rule.reads if one in rule.writes]
        if circle:
            self.now.starts[rule] = tuple([self.now.written(one) for one in circle])

    def has_bindings(self, rule: Ready) -> bool:
        """Tell whether a rule finds the bindings that it found before: what it reads is complete, but for its own."""
        if self.before is None or rule not in self.before.work:
            return False
        if self.before.starts.get(rule) != self.now.starts.get(rule) or self._dates_otherwise(rule):
            return False
        return all(self._is_same(one) for one in rule.reads if one not in rule.writes)

    def instances(self, rule: Ready) -> tuple[Instance, ...] | None:
        """Return the instances that a rule had before if it has the same now; all that is possible is known."""
        if self.before is None or rule not in self.before.instances:
            return None
        if self._dates_otherwise(rule) or not self._changed.isdisjoint(rule.speaks_of):
            return None
        if rule.reports and not self._asserted_otherwise.isdisjoint(rule.reports):
            return None
        return self.before.instances[rule]

    @cached_property
    def _changed(self) -> frozenset[Predicate]:
        """Return the predicates of which other literals were possible in the run before."""
        if self.before is None:
            return frozenset()
        was, now = self.before.possible, self.now.possible
        return frozenset(one for one in {*was.predicates, *now.predicates} if not now.is_same(was, one))

    @cached_property
    def _asserted_otherwise(self) -> frozenset[Predicate]:
        """Return the predicates of which other literals were asserted in the run before."""
        was = self.before.asserted if self.before is not None else frozenset()
        return frozenset(predicate for predicate, _ in was ^ self.now.asserted)

    def _dates_otherwise(self, rule: Ready) -> bool:
        """Tell whether a rule goes by the day judged, and that is another one."""
        return self.before is not None and self.before.day != self.now.day and rule.reads_today

    def _is_same(self, predicate: Predicate) -> bool:
        known = self.same.get(predicate)
        if known is None:
            known = self.before is not None and self.now.possible.is_same(self.before.possible, predicate)
            self.same[predicate] = known
        return known


_runs: Latest[tuple[Same[Sequence[Rule]], Same[Vocabulary]], FiredRun] = Latest(RUNS)


def recollection(rules: Sequence[Rule], run: FiredRun) -> Recollection:
    """Begin a run of some rules beside the last one of the very same."""
    return Recollection(run, _runs.get((Same(rules), Same(run.vocabulary))))


def keep(rules: Sequence[Rule], run: FiredRun) -> None:
    """Keep a run in place of the last one of the same rules, if it is not too large."""
    if len(run.facts) <= LARGEST and sum(map(len, run.instances.values())) <= LARGEST:
        _runs.put((Same(rules), Same(run.vocabulary)), run)
