"""The open questions that a case could have: DESIGN 5.

The search runs backwards from what is asked, over statements with some slots filled. Where a rule's
condition rests on facts alone, the facts fill its variables; what stays free is filled with the entities that
the case names. This finds every open question, and some that fall away once the rules have been fired
(see `rubicon.judging.reaching`).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import product
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.language.binding import Binding, bound, extended, unified, widened
from rubicon.language.conditions import Holds, Pattern, Term, Variable
from rubicon.language.facts import Atom, Fact, Literal, Value, sort_key
from rubicon.language.rules import Rule
from rubicon.language.sameness import Same
from rubicon.language.vocabulary import BUILT_IN, Slot, Statement, Vocabulary
from rubicon.problems import BadInput, Problem

MOST_BINDINGS = 1_000
"""Ways of filling a rule's variables from facts; beyond them they are left free."""

MOST_CANDIDATES = 5_000
"""Ground statements that are tried as open questions."""

WALKS = 16
"""Walks that are kept in one process, each by all that it looks at: the rules, the goals, what fills variables."""


Act: TypeAlias = OneOf["yes", "no", "value", "none", "withdraw", "deny"]
"""What is done to an input: a question is answered yes, no, with a value or with none of its values; a fact is
withdrawn, or its contrary found."""


class Reply(Struct, frozen=True):
    """One way of answering an open question, and what is then given."""

    act: Act
    given: tuple[Literal, ...]


class Candidate(Struct, frozen=True):
    """A possible open question: its replies, and the affirmed literals that it is about."""

    about: tuple[Literal, ...]
    replies: tuple[Reply, ...]


class Setting(Struct, frozen=True):
    """What the search looks at: the rules and facts that count, the entities that may be asked about, by kind.

    `worth` tells of a statement whether the vocabulary's conditions on asking it are met.
    """

    vocabulary: Vocabulary
    rules: Sequence[Rule]
    facts: Sequence[Fact]
    named: Mapping[str, str]
    worth: Callable[[Atom], bool]


def candidates(setting: Setting, asked: Pattern) -> tuple[Candidate, ...]:
    """Return the possible open questions on which what is asked after could depend, in canonical order.

    What is asked after is none itself.

    Raises:
        BadInput: there are more than MOST_CANDIDATES.
    """
    return next(candidates_of(setting, (asked,)))


def candidates_of(setting: Setting, goals: Sequence[Pattern]) -> Iterator[tuple[Candidate, ...]]:
    """Yield the possible open questions on which the first goal could depend, what is asked after; then any of them.

    Raises:
        BadInput: there are more than MOST_CANDIDATES.
    """
    asking = _asking_of(Same(setting.rules), Same(setting.vocabulary))
    literals = dict.fromkeys(fact.literal for fact in setting.facts)
    read = tuple([one for one in literals if (one.atom.statement, one.truth) in asking.reads])
    asked, *_ = goals
    atoms: dict[Atom, None] = {}
    for some in _walked(Same(asking), tuple(goals), read):
        for goal in some:
            for atom in _filled(setting, goal):
                if atom not in atoms and extended(asked, atom, {}) is None and setting.worth(atom):
                    atoms[atom] = None
                if len(atoms) > MOST_CANDIDATES:
                    raise BadInput([_too_many(setting.vocabulary.statements[atom.statement])])
        open_ = [atom for atom in atoms if not asking.is_concluded(atom)]
        yield tuple(_questions(setting, open_, literals.keys()))


def _too_many(statement: Statement) -> Problem:
    return Problem(
        statement.place.path,
        statement.place.line,
        f'"{statement.name}" brings the possible open questions to more than {MOST_CANDIDATES:,}',
        "Leave out its `ask`, or let the rules that use it bind its slots by facts.",
    )


class _RuleNeeds(Struct, frozen=True):
    """What rules ask for, whatever is asserted.

    `concluding` gives the conclusions for a statement, affirmed, `given` and `asked` the positive lines of a rule, by
    its id, that only facts can meet, and all that it speaks of. `reads` are the predicates of the former.
    """

    vocabulary: Vocabulary
    concluding: dict[str, list[tuple[Rule, Pattern]]]
    given: dict[str, tuple[Pattern, ...]]
    asked: dict[str, tuple[Pattern, ...]]
    reads: frozenset[tuple[str, bool]]

    def is_concluded(self, atom: Atom) -> bool:
        """Tell whether some rule could conclude an atom or its contrary."""
        concluding = self.concluding.get(atom.statement, ())
        return any(extended(conclusion, atom, {}) is not None for _, conclusion in concluding)


@lru_cache(maxsize=WALKS)
def _asking_of(rules: Same[Sequence[Rule]], vocabulary: Same[Vocabulary]) -> _RuleNeeds:
    concluding: dict[str, list[tuple[Rule, Pattern]]] = {}
    for rule in rules.thing:
        for conclusion in rule.conclusions:
            affirmed = Pattern(conclusion.statement, conclusion.terms)
            concluding.setdefault(conclusion.statement, []).append((rule, affirmed))

    def is_fact(pattern: Pattern) -> bool:
        """Tell whether only facts can establish a pattern: no rule concludes it, and it is never asked."""
        statement = vocabulary.thing.statements[pattern.statement]
        if statement.ask is not None or (statement.one_of is not None and not pattern.truth):
            return False
        return pattern.statement not in concluding

    given = {
        rule.id: tuple(
            item.pattern for item in rule.conditions if isinstance(item, Holds) and is_fact(item.pattern)
        )
        for rule in rules.thing
    }
    asked = {rule.id: tuple(dict.fromkeys(rule.premises)) for rule in rules.thing}
    reads = frozenset((pattern.statement, pattern.truth) for some in given.values() for pattern in some)
    return _RuleNeeds(vocabulary.thing, concluding, given, asked, reads)


@lru_cache(maxsize=WALKS)
def _walked(
    asking: Same[_RuleNeeds], goals: tuple[Pattern, ...], facts: tuple[Literal, ...]
) -> tuple[tuple[Pattern, ...], tuple[Pattern, ...]]:
    """Return what is to be asked on the way to the first goal, then what more on the way to the others."""
    walk = _QuestionWalk(asking.thing, facts)
    return tuple(walk.run(goals[:1])), tuple(walk.run(goals[1:]))


class _QuestionWalk:
    """A walk backwards from what is asked, over patterns with some slots filled."""

    def __init__(self, asking: _RuleNeeds, facts: Iterable[Literal]) -> None:
        self._asking = asking
        self._facts: dict[tuple[str, bool], list[Atom]] = {}
        self._holding: dict[tuple[str, bool, int, Value], list[Atom]] = {}
        for atom, truth in facts:
            self._facts.setdefault((atom.statement, truth), []).append(atom)
            for place, value in enumerate(atom.values):
                self._holding.setdefault((atom.statement, truth, place, value), []).append(atom)
        self._met: set[Pattern] = set()

    def run(self, asked: Iterable[Pattern]) -> Iterator[Pattern]:
        """Yield the goals on statements that have an `ask`, reached backwards from what is asked after, each once."""
        met, vocabulary = self._met, self._asking.vocabulary
        queue = deque(goal for goal in dict.fromkeys(asked) if goal not in met)
        met.update(queue)
        while queue:
            goal = queue.popleft()
            statement = vocabulary.statements[goal.statement]
            if statement.ask is not None and not any(slot.kind in BUILT_IN for slot in statement.slots):
                yield goal
            for rule, conclusion in self._asking.concluding.get(goal.statement, ()):
                start = unified(vocabulary, conclusion, goal)
                if start is None:
                    continue
                for fresh in self._asked(rule, start):
                    if fresh not in met:
                        met.add(fresh)
                        queue.append(fresh)

    def _asked(self, rule: Rule, start: Binding) -> Iterator[Pattern]:
        """Yield what a rule asks for, its variables filled from a start and from facts."""
        sure, bindings = list(self._asking.given[rule.id]), list[Binding]([start])
        while sure and bindings:
            known = bindings[0].keys()
            pattern = max(sure, key=lambda one: len(known & set(one.variables)))
            sure.remove(pattern)
            wider = [more for binding in bindings for more in self._matches(pattern, binding)]
            if len(wider) > MOST_BINDINGS:
                break
            bindings = wider
        for pattern in self._asking.asked[rule.id]:
            for fresh in dict.fromkeys([bound(pattern, binding) for binding in bindings]):
                yield widened(self._asking.vocabulary, fresh)

    def _matches(self, pattern: Pattern, binding: Binding) -> Iterator[Binding]:
        predicate = pattern.statement, pattern.truth
        some: Iterable[Atom] = self._facts.get(predicate, ())
        for place, term in enumerate(pattern.terms):
            value = binding.get(term.name) if isinstance(term, Variable) else term
            if value is not None:
                some = self._holding.get((*predicate, place, value), ())
                break
        for atom in some:
            wider = extended(pattern, atom, binding)
            if wider is not None:
                yield wider


def _filled(setting: Setting, goal: Pattern) -> Iterator[Atom]:
    """Yield a goal's atoms: its free slots filled with listed values or entities that the case names.

    Nobody asks whether a country borders itself: a free slot takes no entity that another slot has.
    """
    slots = setting.vocabulary.statements[goal.statement].slots
    options = [_options(setting, slot, term) for slot, term in zip(slots, goal.terms, strict=True)]
    for values in product(*options):
        atom = Atom(goal.statement, values)
        if len(set(values)) == len(set(goal.terms)) and extended(goal, atom, {}) is not None:
            yield atom


def _options(setting: Setting, slot: Slot, term: Term) -> tuple[Value, ...]:
    listed = setting.vocabulary.kinds[slot.kind].values
    if not isinstance(term, Variable):
        return (term,) if listed or term in setting.named else ()
    if listed:
        return listed
    is_a = setting.vocabulary.is_a
    return tuple(name for name, kind in sorted(setting.named.items()) if is_a(kind, slot.kind))


def _questions(
    setting: Setting, atoms: Sequence[Atom], asserted: AbstractSet[Literal]
) -> Iterator[Candidate]:
    """Make one question of each atom, or of all values of a `one_of` slot, unless a fact settles it."""
    vocabulary = setting.vocabulary
    settled = {vocabulary.group(one.atom) for one in asserted if one.truth} - {None}
    groups: dict[object, list[Literal]] = {}
    for affirmed in sorted((Literal(atom, True) for atom in atoms), key=sort_key):
        group = vocabulary.group(affirmed.atom)
        if affirmed in asserted or affirmed.contrary in asserted or group in settled:
            continue
        groups.setdefault(affirmed if group is None else group, []).append(affirmed)
    for values in groups.values():
        if vocabulary.group(values[0].atom) is None:
            replies = [Reply("yes", (values[0],)), Reply("no", (values[0].contrary,))]
        else:
            replies = [Reply("value", (value,)) for value in _in_order(vocabulary, values)]
            if not _is_closed(vocabulary, values[0].atom):
                replies.append(Reply("none", tuple(value.contrary for value in values)))
        if len(replies) > 1:
            yield Candidate(tuple(values), tuple(replies))


def _is_closed(vocabulary: Vocabulary, atom: Atom) -> bool:
    """Tell whether the `one_of` slot of a statement takes the values of a list, of which one must be true."""
    statement = vocabulary.statements[atom.statement]
    return bool(vocabulary.kinds[statement.slots[statement.one_of or 0].kind].values)


def _in_order(vocabulary: Vocabulary, values: Sequence[Literal]) -> list[Literal]:
    """Order the values of a list as the list does."""
    statement = vocabulary.statements[values[0].atom.statement]
    at = statement.one_of or 0
    listed = vocabulary.kinds[statement.slots[at].kind].values
    if not listed:
        return list(values)
    return sorted(values, key=lambda literal: listed.index(str(literal.atom.values[at])))
