"""Search for the bindings under which a rule comes nearest to applying: those that fail the fewest conditions."""

from msgspec import Struct, field

from rubicon.explaining.claims import Premise
from rubicon.explaining.lacking.contradicting import clash, exclude, needed_of_itself, stopped
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.trying import attempt
from rubicon.language.binding import Binding, bound, free_in, ground, own_values
from rubicon.language.conditions import Comparison, Condition, Holds, Pattern, Since, Term, Variable
from rubicon.language.facts import Value
from rubicon.language.rules import Rule

STEPS = 20_000
"""Partial bindings tried for one rule; beyond them a nearer one may be missed, and the answer says so."""

TIES = 256
"""Equally near bindings kept while searching."""


class TriedBinding(Struct, frozen=True):
    """A binding with the trials of all conditions and exceptions; an exception met is a list of trials."""

    branch: int
    binding: Binding
    conditions: tuple[Premise, ...]
    exceptions: tuple[tuple[Premise, ...], ...]
    open: tuple[str, ...]
    free: frozenset[str] = frozenset()
    """The variables that the sentence asked about leaves free."""

    @property
    def failed(self) -> int:
        """Return how many conditions fail, not counting those that cannot be tried for want of a value."""
        own = sum(not trial.met and not (trial.open and trial.met is None) for trial in self.conditions)
        return own + sum(stops(group) for group in self.exceptions)


def stops(group: tuple[Premise, ...]) -> bool:
    """Tell whether an exception stops its rule, or may."""
    return all(trial.met is not False and not trial.open for trial in group)


class _Best(Struct):
    failed: int = 10**9
    found: list[TriedBinding] = field(default_factory=list)
    steps: int = 0
    more: int = 0

    def take(self, found: TriedBinding) -> None:
        failed = found.failed
        if failed < self.failed:
            self.failed, self.found, self.more = failed, [], 0
        if failed == self.failed:
            if len(self.found) < TIES:
                self.found.append(found)
            else:
                self.more += 1


def nearest(
    scene: Scene,
    rule: Rule,
    start: Binding,
    conclusion: Pattern,
    barred: tuple[str, Term] | None = None,
) -> tuple[tuple[TriedBinding, ...], bool]:
    """Return the nearest bindings of a rule that extend `start`, best first, and whether all were searched.

    `barred` is a variable and what it must not be: a value that the conclusion denies by affirming another.
    """
    best = _Best()
    for number, branch in enumerate(rule.branches):
        _BranchSearch(scene, rule, number, branch, best, conclusion, barred).run(start)
    kept = _without_repeats(best.found)
    kept = [one for one in kept if not one.open] or kept
    kept = [one for one in kept if not any(_is_part(one, other) for other in kept)]
    kept.sort(key=lambda one: _rank(scene, one))
    return tuple(kept), best.steps <= STEPS and not best.more


class _BranchSearch:
    """The search over one branch of a rule, depth first, cut where it cannot beat the best found."""

    def __init__(
        self,
        scene: Scene,
        rule: Rule,
        number: int,
        branch: tuple[Condition, ...],
        best: _Best,
        conclusion: Pattern,
        barred: tuple[str, Term] | None,
    ) -> None:
        self.scene, self.rule, self.number, self.branch, self.best = scene, rule, number, branch, best
        self.conclusion, self.barred = conclusion, barred
        self.kinds = _open_kinds(scene, rule, branch, {})
        self.tests = [condition for condition in branch if isinstance(condition, Comparison)]

    def run(self, start: Binding) -> None:
        lines = {at: c.pattern for at, c in enumerate(self.branch) if isinstance(c, Holds | Since)}
        self.walk(lines, start, 0)

    def walk(self, lines: dict[int, Pattern], binding: Binding, skipped: int) -> None:
        best = self.best
        best.steps += 1
        if best.steps > STEPS:
            return
        if skipped + self.broken(binding) > best.failed:
            return
        if not lines:
            found = self.settle(binding)
            if not self.fits(found.binding):
                return
            if self.can_carry(found.binding) and self.agrees(found) and not self.overlooks(found):
                best.take(found)
            return
        at = max(lines, key=lambda at: (_readiness(self.scene, lines[at], binding), -at))
        pattern, rest = lines[at], {other: line for other, line in lines.items() if other != at}
        line = self.branch[at]
        if isinstance(line, Since):
            some = self.scene.since(line, binding, at)
        else:
            some = self.scene.established(pattern, binding, at)
        met = tuple(filter(self.fits, some))
        for wider in met:
            self.walk(rest, wider, skipped)
        if met and not free_in(pattern, binding):
            return  # nothing but itself depends on how this line is met
        for wider in filter(self.fits, self.scene.near(pattern, binding, at)):
            self.walk(rest, wider, skipped + 1)
        self.walk(rest, binding, skipped + 1)

    def fits(self, binding: Binding) -> bool:
        """Tell whether every line of the branch can be said of what is bound, and nothing takes a value that is barred."""
        if self.barred is not None and self.barred in binding.items():
            return False
        named = ((value, self.kinds.get(name, ())) for name, value in binding.items())
        return all(
            self.scene.is_of(value, kind)
            for value, kinds in named
            if value in self.scene.kinds
            for kind in kinds
        )

    def can_carry(self, binding: Binding) -> bool:
        """Tell whether a rule could carry its conclusion: conditions, exceptions and conclusion leave room for each other."""
        return not (
            clash(self.scene, self.branch, binding)
            or needed_of_itself(self.scene, self.conclusion, self.branch, binding)
            or stopped(self.scene, self.rule, self.conclusion, self.branch, binding)
        )

    def agrees(self, found: TriedBinding) -> bool:
        """Tell whether no line that is lacking names, for whoever it may be, one of whom another line says otherwise."""
        lines = [trial for trial in found.conditions if isinstance(trial.condition, Holds | Since)]
        said = [trial.pattern for trial in lines if trial.pattern is not None]
        loose = [
            trial.pattern
            for trial in lines
            if not trial.met and trial.pattern is not None and self.names_anyone(trial)
        ]
        return not any(exclude(self.scene, one, other) for one in loose for other in said)

    @staticmethod
    def names_anyone(trial: Premise) -> bool:
        """Tell whether a line is about whoever it may be."""
        pattern = trial.condition.pattern if trial.condition is not None else None
        return pattern is not None and any(Variable(name).is_wildcard for name in pattern.variables)

    def overlooks(self, found: TriedBinding) -> bool:
        """Tell whether a line was left open that something established would meet: that is another binding.

        What would make the conditions exclude each other does not count.
        """
        for trial in found.conditions:
            condition = trial.condition
            if trial.open and isinstance(condition, Holds):
                for wider in self.scene.established(condition.pattern, found.binding):
                    if self.fits(wider) and self.can_carry(wider):
                        return True
        return False

    def broken(self, binding: Binding) -> int:
        """Return how many comparisons already fail."""
        return sum(attempt(self.scene, test, binding).met is False for test in self.tests)

    def settle(self, binding: Binding) -> TriedBinding:
        """Fill what is left open from the roles, and try everything."""
        scene = self.scene
        own = {name: value for name, value in binding.items() if "@" not in name}
        for name, kinds in _open_kinds(scene, self.rule, self.branch, own).items():
            value = scene.roles.get(name)
            if value is not None and all(scene.is_of(value, kind) for kind in kinds):
                own[name] = value
        conditions = tuple(
            attempt(scene, condition, {**own_values(binding, at), **own})
            for at, condition in enumerate(self.branch)
        )
        exceptions = tuple(
            tuple(attempt(scene, condition, own) for condition in group) for group in self.rule.unless
        )
        left = tuple(_open_kinds(scene, self.rule, self.branch, own))
        concluded = {name for conclusion in self.rule.conclusions for name in conclusion.variables}
        return TriedBinding(self.number, own, conditions, exceptions, left, frozenset(own.keys() - concluded))


def _readiness(scene: Scene, pattern: Pattern, binding: Binding) -> tuple[bool, int]:
    """Prefer lines with much bound; a denied line of one value waits until its value is known."""
    known = [not isinstance(term, Variable) for term in bound(pattern, binding).terms]
    one_of = scene.vocabulary.statements[pattern.statement].one_of
    return (pattern.truth or one_of is None or known[one_of], 2 * sum(known) - len(known))


def _open_kinds(
    scene: Scene, rule: Rule, branch: tuple[Condition, ...], binding: Binding
) -> dict[str, tuple[str, ...]]:
    """Return the plain variables of a rule's positive conditions and conclusions that lack a value, and their kinds."""
    found: dict[str, list[str]] = {}
    lines = [condition.pattern for condition in branch if isinstance(condition, Holds | Since)]
    for pattern in (*lines, *rule.conclusions):
        slots = scene.vocabulary.statements[pattern.statement].slots
        for slot, term in zip(slots, bound(pattern, binding).terms, strict=True):
            if isinstance(term, Variable) and not term.is_wildcard:
                found.setdefault(term.name, []).append(slot.kind)
    return {name: tuple(dict.fromkeys(kinds)) for name, kinds in found.items()}


def _without_repeats(found: list[TriedBinding]) -> list[TriedBinding]:
    kept: dict[object, TriedBinding] = {}
    for one in found:
        kept.setdefault((one.branch, tuple(sorted(one.binding.items()))), one)
    return list(kept.values())


def _is_part(one: TriedBinding, other: TriedBinding) -> bool:
    """Tell whether a binding only says less than another of the same branch that fails the same conditions."""
    return (
        one is not other
        and one.branch == other.branch
        and len(one.binding) < len(other.binding)
        and one.binding.items() <= other.binding.items()
        and [bool(trial.met) for trial in one.conditions] == [bool(trial.met) for trial in other.conditions]
    )


def _rank(scene: Scene, one: TriedBinding) -> tuple[object, ...]:
    """Order equally near bindings: fewest open, fewest values to be others, most that is spoken of, the case's roles."""
    failing = [trial for trial in one.conditions if not trial.met]
    compared = sum(any(part.comparison and not part.met for part in (t, *t.parts)) for t in failing)
    silent = sum(not _is_spoken(scene, trial) for trial in one.conditions if not trial.met)
    strangers = sum(scene.roles.get(name, value) != value for name, value in one.binding.items())
    return (
        len(one.open),
        compared,
        silent,
        strangers,
        one.branch,
        [_text(item) for item in sorted(one.binding.items())],
    )


def _is_spoken(scene: Scene, trial: Premise) -> bool:
    pattern = trial.pattern
    literal = ground(pattern, {}) if pattern is not None else None
    if literal is None or trial.kind != "holds":
        return trial.kind != "holds"
    return bool(scene.ledger.applying(literal) or scene.ledger.against(literal) or literal in scene.mistimed)


def _text(item: tuple[str, Value]) -> tuple[str, str]:
    return (item[0], str(item[1]))
