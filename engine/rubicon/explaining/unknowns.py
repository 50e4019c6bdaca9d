"""What is not known: the statements that could be asked, bear on the question and are not settled."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from rubicon.judging.ledger import Ledger
from rubicon.language.binding import Binding, bound, extended, unified
from rubicon.language.conditions import Absent, Condition, Holds, Pattern, Tally, Unsettled, Variable
from rubicon.language.facts import Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import BUILT_IN, Slot

OWN = ("case", "assumption", "argument")
"""Origins of what the case itself says, or the analyst."""

BRANCHES = 64
"""Bindings tried for one rule and goal: more would name the same unknowns again."""


def unknowns(
    ledger: Ledger, rules: Iterable[Rule], goals: Iterable[Pattern], roles: Mapping[str, Value]
) -> tuple[Pattern, ...]:
    """Return the open questions reached backwards from some goals, in the order in which they are reached.

    A statement counts if it has an `ask`, takes no number, day or text, is concluded by no rule, and is
    settled by no fact. It is bound by the goal, the roles and what is known; what stays unbound stands for
    anyone, and then no fact of the kind may be known. Whom neither a role nor the case's own facts name, nobody
    is asked about (DESIGN 5).
    """
    return tuple(_Search(ledger, tuple(rules), dict(roles)).run(goals))


class _Search:
    def __init__(self, ledger: Ledger, rules: tuple[Rule, ...], roles: dict[str, Value]) -> None:
        self.ledger, self.roles = ledger, roles
        self._concluding: dict[str, list[tuple[Rule, Pattern]]] = {}
        for rule in sorted(rules, key=lambda rule: rule.id):
            for conclusion in rule.conclusions:
                self._concluding.setdefault(conclusion.statement, []).append((rule, conclusion))
        self._met: set[Pattern] = set()
        own = (fact for fact in ledger.judgement.firings.facts if fact.origin in OWN)
        self._named = {value for fact in own for value in fact.literal.atom.values} | set(roles.values())

    def run(self, goals: Iterable[Pattern]) -> dict[Pattern, None]:
        found: dict[Pattern, None] = {}
        pending = [bound(goal, self.roles) for goal in goals]
        while pending:
            goal = pending.pop(0)
            if goal in self._met:
                continue
            self._met.add(goal)
            for rule, conclusion in self._concluding.get(goal.statement, ()):
                start = self._speaking(conclusion, goal)
                if start is None:
                    continue
                for pattern in self._spoken(rule, start):
                    if self._is_open(pattern):
                        found.setdefault(_anyone(pattern))
                    else:
                        pending.append(pattern)
        return found

    def _speaking(self, conclusion: Pattern, goal: Pattern) -> Binding | None:
        """Bind a conclusion's variables so that it speaks of a goal, for it or against it."""
        return unified(self.ledger.vocabulary, replace(conclusion, truth=goal.truth), goal)

    def _spoken(self, rule: Rule, start: Binding) -> Iterator[Pattern]:
        """Yield what a rule asks for, bound by the goal, the roles of the same name and what is known."""
        alone = frozenset(id(item) for item in rule.conditions)
        for binding in islice(self._bindings(rule.lines, start, alone), BRANCHES):
            filled = {**self.roles, **binding}
            for condition in (*rule.lines, *rule.excepting):
                if isinstance(condition, Holds | Absent | Unsettled | Tally):
                    pattern = bound(condition.pattern, filled)
                    yield Pattern(pattern.statement, pattern.terms, truth=True)

    def _bindings(
        self, conditions: Iterable[Condition], start: Binding, alone: frozenset[int]
    ) -> Iterator[Binding]:
        """Yield the bindings under which the conditions may hold; those of `alone` have no alternative."""
        held = [c for c in conditions if isinstance(c, Holds)]
        if not held:
            yield start
            return
        first, rest = held[0], list[Condition](held[1:])
        matched: list[Binding] = []
        for atom in self.ledger.spoken(first.pattern.statement):
            if self.ledger.meets(Literal(atom, first.pattern.truth)) is not None:
                wider = extended(first.pattern, atom, start)
                if wider is not None and wider not in matched:
                    matched.append(wider)
                    yield from self._bindings(rest, wider, alone)
        if not matched and (
            id(first) not in alone or self._may_hold(bound(first.pattern, start), frozenset())
        ):
            yield from self._bindings(rest, start, alone)

    def _may_hold(self, pattern: Pattern, above: frozenset[Pattern]) -> bool:
        """Tell whether a condition is met, or could yet be: by an answer, or through a rule that could apply."""
        statement = self.ledger.vocabulary.statements[pattern.statement]
        for atom in self.ledger.spoken(pattern.statement):
            met = self.ledger.meets(Literal(atom, pattern.truth)) is not None
            if met and extended(pattern, atom, {}) is not None:
                return True
        if pattern.statement not in self._concluding:
            return statement.ask is not None and self._may_be_asked(pattern)
        return pattern not in above and any(
            self._may_apply(rule, start, above | {pattern})
            for rule, conclusion in self._concluding[pattern.statement]
            if (start := self._speaking(conclusion, pattern)) is not None
        )

    def _may_apply(self, rule: Rule, start: Binding, above: frozenset[Pattern]) -> bool:
        """Tell whether each condition that a rule cannot do without may hold, each taken by itself."""
        return all(
            self._may_hold(bound(condition.pattern, start), above)
            for condition in rule.conditions
            if isinstance(condition, Holds)
        )

    def _may_be_asked(self, pattern: Pattern) -> bool:
        listed = [self.ledger.vocabulary.kinds.get(slot.kind) for slot in self._slots(pattern)]
        return all(
            isinstance(term, Variable) or term in self._named or (kind is not None and bool(kind.values))
            for term, kind in zip(pattern.terms, listed, strict=True)
        )

    def _slots(self, pattern: Pattern) -> tuple[Slot, ...]:
        return self.ledger.vocabulary.statements[pattern.statement].slots

    def _is_open(self, pattern: Pattern) -> bool:
        statement = self.ledger.vocabulary.statements[pattern.statement]
        if statement.ask is None or pattern.statement in self._concluding:
            return False
        if any(slot.kind in BUILT_IN for slot in statement.slots) or not self._may_be_asked(pattern):
            return False
        known = (Literal(atom, truth=True) for atom in self.ledger.spoken(pattern.statement))
        return not any(
            extended(pattern, literal.atom, {}) is not None
            and self.ledger.verdict(literal.atom).truth is not None
            for literal in known
        )


def _anyone(pattern: Pattern) -> Pattern:
    """Return a pattern whose variables stand for whoever it may be, so that equal questions are one."""
    terms = tuple(Variable("_anyone") if isinstance(term, Variable) else term for term in pattern.terms)
    return Pattern(pattern.statement, terms, pattern.truth)
