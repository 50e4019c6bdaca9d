"""Find out whether a rule could ever apply for a sentence: whatever became known, or never."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.trying import attempt
from rubicon.explaining.lacking.ways import Hopeless
from rubicon.language.binding import Binding, bound, covers
from rubicon.language.conditions import (
    Absent,
    Comparison,
    Condition,
    Expression,
    Holds,
    Operation,
    Pattern,
    Tally,
    Unsettled,
    Variable,
    grounded,
)
from rubicon.language.rules import Citation, Rule
from rubicon.language.vocabulary import BUILT_IN

Node: TypeAlias = Expression


def hopeless(
    scene: Scene, rule: Rule, cites: tuple[Citation, ...], conclusion: Pattern, start: Binding
) -> Hopeless | None:
    """Return why no branch of a rule could ever carry a conclusion under a binding; None if one could."""
    found = None
    for branch in rule.branches:
        reason = _unpeopled(scene, rule, cites, branch, start) or _contradiction(
            scene, rule, cites, branch, start
        )
        excluding = clash(scene, rule, branch, start)
        if reason is None and excluding:
            reason = Hopeless(rule, cites, clash=excluding)
        own = needed_of_itself(scene, conclusion, branch, start)
        if reason is None and own:
            reason = Hopeless(rule, cites, own=own)
        if reason is None:
            return None
        found = found or reason
    return found


def _unpeopled(
    scene: Scene, rule: Rule, cites: tuple[Citation, ...], branch: tuple[Condition, ...], start: Binding
) -> Hopeless | None:
    """Return the kinds of which no entity is known though a variable has to be one, or the tally that asks too many."""
    wanted: dict[str, dict[str, None]] = {}
    for condition in branch:
        if isinstance(condition, Tally) and condition.bound != "at most":
            slot = condition.pattern.terms.index(Variable(condition.member))
            kind = scene.vocabulary.statements[condition.pattern.statement].slots[slot].kind
            known = _members(scene, (kind,))
            if known is not None and known < condition.number:
                return Hopeless(rule, cites, few=condition)
        if isinstance(condition, Holds):
            slots = scene.vocabulary.statements[condition.pattern.statement].slots
            for slot_, term in zip(slots, bound(condition.pattern, start).terms, strict=True):
                if isinstance(term, Variable):
                    wanted.setdefault(term.name, {}).setdefault(slot_.kind)
    for kinds in wanted.values():
        if _members(scene, tuple(kinds)) == 0:
            return Hopeless(rule, cites, kinds=tuple(kinds))
    return None


def _members(scene: Scene, kinds: tuple[str, ...]) -> int | None:
    """Return how many values are of all these kinds; None if they cannot be counted."""
    if any(kind in BUILT_IN for kind in kinds):
        return None
    listed = [scene.vocabulary.kinds[kind].values for kind in kinds if scene.vocabulary.kinds[kind].values]
    if listed:
        return len(set(listed[0]).intersection(*listed[1:])) if len(listed) == len(kinds) else 0
    return sum(all(scene.vocabulary.is_a(own, kind) for kind in kinds) for own in scene.kinds.values())


def _contradiction(
    scene: Scene, rule: Rule, cites: tuple[Citation, ...], branch: tuple[Condition, ...], start: Binding
) -> Hopeless | None:
    tests = [condition for condition in branch if isinstance(condition, Comparison)]
    for test in tests:
        trial = attempt(scene, test, start)
        if trial.met is False and trial.comparison is not None:
            return Hopeless(rule, cites, comparisons=(trial.comparison,))
    order = _Order()
    for at, test in enumerate(tests):
        order.add(test, _ranks(scene, test.scale), start)
        if order.is_broken():
            shown = [
                c for some in tests[: at + 1] if (c := attempt(scene, some, start).comparison) is not None
            ]
            return Hopeless(rule, cites, comparisons=tuple(shown))
    return None


def _ranks(scene: Scene, kind: str) -> tuple[str, ...]:
    known = scene.vocabulary.kinds.get(kind)
    return known.values if known is not None else ()


class _Order(Struct):
    """What comparisons say about the order of things: `no greater than` edges, some of them strict."""

    edges: dict[Node, dict[Node, bool]] = field(default_factory=dict)
    apart: list[tuple[Node, Node]] = field(default_factory=list)
    values: tuple[str, ...] = ()

    def add(self, test: Comparison, values: tuple[str, ...], start: Binding) -> None:
        """Add what a comparison says; an ordered kind lies between its lowest and its highest value."""
        left, right = grounded(test.left, start), grounded(test.right, start)
        self.values = self.values or values
        for node in (left, right):
            self.edges.setdefault(node, {})
            if values:
                self._edge(values[0], node, strict=False)
                self._edge(node, values[-1], strict=False)
        if test.operator == "!=":
            self.apart.append((left, right))
            return
        strict = test.operator in ("<", ">")
        if test.operator in ("<", "<=", "="):
            self._edge(left, right, strict=strict)
        if test.operator in (">", ">=", "="):
            self._edge(right, left, strict=strict)

    def _edge(self, low: Node, high: Node, *, strict: bool) -> None:
        self.edges.setdefault(high, {})
        known = self.edges.setdefault(low, {})
        known[high] = known.get(high, False) or strict

    def is_broken(self) -> bool:
        """Tell whether the edges make something less than itself, two constants one, or the same apart."""
        self._order_constants()
        for node in self.edges:
            reached = self._from(node)
            if reached.get(node):
                return True
            for other in reached:
                if other != node and node in self._from(other) and _is_constant(node) and _is_constant(other):
                    return True
        return any(
            left == right or (right in self._from(left) and left in self._from(right))
            for left, right in self.apart
        )

    def _order_constants(self) -> None:
        constants = [node for node in self.edges if _is_constant(node)]
        for one in constants:
            for other in constants:
                if self._less(one, other):
                    self._edge(one, other, strict=True)

    def _less(self, one: Node, other: Node) -> bool:
        if isinstance(one, Decimal) and isinstance(other, Decimal):
            return one < other
        if isinstance(one, date) and isinstance(other, date):
            return one < other
        if one in self.values and other in self.values:
            return self.values.index(str(one)) < self.values.index(str(other))
        return False

    def _from(self, start: Node) -> dict[Node, bool]:
        """Return what is no less than a node, and whether it is surely greater."""
        reached: dict[Node, bool] = {}
        pending = [(start, False)]
        while pending:
            node, strict = pending.pop()
            for other, more in self.edges.get(node, {}).items():
                now = strict or more
                if other not in reached or (now and not reached[other]):
                    reached[other] = now
                    pending.append((other, now))
        return reached


def _is_constant(node: Node) -> bool:
    return not isinstance(node, Variable | Operation)


def clash(scene: Scene, rule: Rule, branch: tuple[Condition, ...], binding: Binding) -> tuple[Pattern, ...]:
    """Return two conditions, or a condition and an exception, that exclude each other under a binding."""
    needed = [bound(c.pattern, binding) for c in branch if isinstance(c, Holds)]
    for at, one in enumerate(needed):
        for other in needed[at + 1 :]:
            if _exclude(scene, one, other):
                return (one, other)
    for condition in branch:
        if isinstance(condition, Absent | Unsettled):
            pattern = bound(condition.pattern, binding)
            if isinstance(condition, Unsettled) and _has_wildcard(pattern.terms):
                continue  # that anything of the kind is open bars nothing by itself
            barred = [pattern, *_contrary(condition, pattern)]
            for one, forbidden in ((one, f) for one in needed for f in barred):
                if covers(forbidden, one):
                    return (one, forbidden)
    for group in rule.unless:
        patterns = [bound(c.pattern, binding) for c in group if isinstance(c, Holds)]
        if len(patterns) == len(group) and all(any(covers(p, one) for one in needed) for p in patterns):
            return tuple(patterns)
    return ()


def needed_of_itself(
    scene: Scene, conclusion: Pattern, branch: tuple[Condition, ...], binding: Binding
) -> tuple[Pattern, ...]:
    """Return the line of a branch that is its conclusion, or that it denies, and the conclusion: it can carry nothing."""
    said = bound(conclusion, binding)
    for condition in branch:
        if isinstance(condition, Holds):
            line = bound(condition.pattern, binding)
            if (line == said and not _has_wildcard(line.terms)) or _exclude(scene, line, said):
                return line, said
    return ()


def _contrary(condition: Condition, pattern: Pattern) -> Iterator[Pattern]:
    if isinstance(condition, Unsettled):
        yield Pattern(pattern.statement, pattern.terms, not pattern.truth)


def _exclude(scene: Scene, one: Pattern, other: Pattern) -> bool:
    """Tell whether two patterns can never be established together."""
    if one.statement != other.statement:
        return False
    if one.truth != other.truth:
        return one.terms == other.terms and not _has_wildcard(one.terms)
    one_of = scene.vocabulary.statements[one.statement].one_of
    if not one.truth or one_of is None:
        return False
    rest = [(a, b) for at, (a, b) in enumerate(zip(one.terms, other.terms, strict=True)) if at != one_of]
    values = one.terms[one_of], other.terms[one_of]
    same = all(a == b for a, b in rest) and not _has_wildcard(a for a, _ in rest)
    return same and not any(isinstance(v, Variable) for v in values) and values[0] != values[1]


def _has_wildcard(terms: Iterable[object]) -> bool:
    return any(isinstance(term, Variable) and term.is_wildcard for term in terms)
