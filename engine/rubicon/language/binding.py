"""Bind the terms of patterns: fill them, match them with ground statements and with each other.

A wildcard (`?_x`) belongs to its own line: it takes one value wherever it stands in that line, and what it takes
there binds no other line.
"""

from collections.abc import Mapping
from typing import TypeAlias

from rubicon.language.conditions import Pattern, Term, Variable
from rubicon.language.facts import Atom, Literal, Value
from rubicon.language.vocabulary import Vocabulary

Binding: TypeAlias = Mapping[str, Value]
"""What variables stand for, by name."""


def bound(pattern: Pattern, binding: Binding) -> Pattern:
    """Return a pattern with the variables of a binding filled in.

    >>> bound(Pattern("arms", (Variable("x"), Variable("y"))), {"x": "Borduria"}).terms
    ('Borduria', Variable(name='y'))
    """
    terms = tuple([binding.get(t.name, t) if isinstance(t, Variable) else t for t in pattern.terms])
    return Pattern(pattern.statement, terms, pattern.truth)


def ground(pattern: Pattern, binding: Binding) -> Literal | None:
    """Return the literal that a pattern is under a binding; None if a variable is left."""
    found = bound(pattern, binding)
    return None if found.variables else literal_of(found)


def literal_of(pattern: Pattern) -> Literal:
    """Return the literal of a pattern without variables."""
    values = tuple([term for term in pattern.terms if not isinstance(term, Variable)])
    return Literal(Atom(pattern.statement, values), pattern.truth)


def as_pattern(literal: Literal) -> Pattern:
    """Return a literal as a pattern without variables."""
    return Pattern(literal.atom.statement, literal.atom.values, literal.truth)


def free_in(pattern: Pattern, binding: Binding) -> tuple[str, ...]:
    """Return the plain variables that a binding leaves in a pattern.

    >>> free_in(Pattern("q", (Variable("_anyone"), Variable("x"), Variable("y"))), {"x": "Borduria"})
    ('y',)
    """
    return tuple(name for name in pattern.variables if name not in binding and not Variable(name).is_wildcard)


def extended(
    pattern: Pattern, atom: Atom, binding: Binding, line: int | None = None, skipped: int | None = None
) -> dict[str, Value] | None:
    """Extend a binding so that a pattern becomes an atom, whatever its truth; None if it cannot.

    What wildcards take is kept only where a line is named, as `name@line`. The skipped slot may hold anything.

    >>> twice = Pattern("fears", (Variable("_x"), Variable("_x")))
    >>> extended(twice, Atom("fears", ("Borduria", "Ruritania")), {}) is None
    True
    >>> extended(twice, Atom("fears", ("Borduria", "Borduria")), {"_x": "of another line"})
    {'_x': 'of another line'}
    >>> extended(twice, Atom("fears", ("Borduria", "Borduria")), {}, line=2)
    {'_x@2': 'Borduria'}
    >>> extended(Pattern("fears", (Variable("x"), "Borduria")), Atom("fears", ("Ruritania", "Borduria")), {})
    {'x': 'Ruritania'}
    """
    if pattern.statement != atom.statement:
        return None
    found, own = dict(binding), dict[str, Value]()
    for at, (term, value) in enumerate(zip(pattern.terms, atom.values, strict=True)):
        if at == skipped:
            continue
        if isinstance(term, Variable):
            if (own if term.is_wildcard else found).setdefault(term.name, value) != value:
                return None
        elif term != value:
            return None
    if line is not None:
        found |= {f"{name}@{line}": value for name, value in own.items()}
    return found


def own_values(binding: Binding, line: int) -> dict[str, Value]:
    """Return what the wildcards of a line took, by the names that they have in it.

    >>> own_values({"x": "Borduria", "_y@2": "Ruritania", "_y@12": "Syldavia"}, 2)
    {'_y': 'Ruritania'}
    """
    mark = f"@{line}"
    return {name.removesuffix(mark): value for name, value in binding.items() if name.endswith(mark)}


def unified(vocabulary: Vocabulary, conclusion: Pattern, goal: Pattern) -> dict[str, Value] | None:
    """Bind a conclusion's variables so that it meets a goal; a variable of the goal takes anything.

    A denied goal of a `one_of` statement is also met by a conclusion that affirms another value.
    """
    if conclusion.statement != goal.statement:
        return None
    skipped = None
    if conclusion.truth != goal.truth:
        skipped = vocabulary.statements[goal.statement].one_of
        if goal.truth or skipped is None:
            return None
    same: dict[tuple[bool, Term], tuple[bool, Term]] = {}

    def shared(term: Term, asked: bool) -> tuple[bool, Term]:
        """Return what stands for a term by now; the two sides' variables are different ones."""
        node = (asked and isinstance(term, Variable), term)
        while node in same:
            node = same[node]
        return node

    for at, (term, wanted) in enumerate(zip(conclusion.terms, goal.terms, strict=True)):
        one, other = shared(term, asked=False), shared(wanted, asked=True)
        if at == skipped or one == other:
            continue
        if isinstance(one[1], Variable):
            same[one] = other
        elif isinstance(other[1], Variable):
            same[other] = one
        else:
            return None
    if skipped is not None and shared(conclusion.terms[skipped], False) == shared(goal.terms[skipped], True):
        return None
    found = {name: shared(Variable(name), asked=False)[1] for name in conclusion.variables}
    return {name: value for name, value in found.items() if not isinstance(value, Variable)}


def covers(wider: Pattern, one: Pattern) -> bool:
    """Tell whether whatever meets `one` meets `wider` too.

    >>> somebody, anybody = Variable("_x"), Variable("_y")
    >>> covers(Pattern("arms", (somebody, "Borduria")), Pattern("arms", (Variable("z"), "Borduria")))
    True
    >>> covers(Pattern("arms", (somebody, somebody)), Pattern("arms", (Variable("z"), "Borduria")))
    False
    >>> covers(Pattern("arms", ("Ruritania", "Borduria")), Pattern("arms", (anybody, "Borduria")))
    False
    """
    if (wider.statement, wider.truth) != (one.statement, one.truth):
        return False
    taken: dict[str, Term] = {}
    for term, own in zip(wider.terms, one.terms, strict=True):
        if isinstance(term, Variable) and term.is_wildcard:
            if taken.setdefault(term.name, own) != own:
                return False
        elif term != own or (isinstance(own, Variable) and own.is_wildcard):
            return False
    return True


def widened(vocabulary: Vocabulary, pattern: Pattern) -> Pattern:
    """Return the affirmed pattern of all that a pattern and its conflict set speak of: its `one_of` slot is free.

    Its variables become wildcards, named by their order, so that what asks for the same is equal.
    """
    one_of = vocabulary.statements[pattern.statement].one_of
    names: dict[Variable, Variable] = {}
    terms = [
        names.setdefault(term, Variable(f"_{len(names)}")) if isinstance(term, Variable) else term
        for term in pattern.terms
    ]
    if one_of is not None:
        terms[one_of] = Variable("_other")
    return Pattern(pattern.statement, tuple(terms))
