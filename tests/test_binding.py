"""Binding terms, against trying every value: what a pattern can become, what a conclusion can meet."""

import random
from itertools import product

import pytest

from brief import words
from rubicon.language.binding import as_pattern, bound, covers, extended, free_in, ground, unified, widened
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Atom, Literal

VALUES = ("ann", "bob", "cat")
VOCABULARY = words("q ?x:actor ?y:actor", "mood ?x:actor ?y:actor!")
TERMS = (*VALUES[:2], Variable("x"), Variable("y"), Variable("_w"), Variable("_v"))
ATOMS = [Atom(name, pair) for name in ("q", "mood") for pair in product(VALUES, repeat=2)]


def pattern(chance, terms=TERMS):
    """Return a random pattern."""
    return Pattern(
        chance.choice(("q", "mood")), (chance.choice(terms), chance.choice(terms)), chance.random() < 0.7
    )


def fillings(one, names=None):
    """Yield every way of giving values to the variables of a pattern, or to these."""
    names = one.variables if names is None else names
    for values in product(VALUES, repeat=len(names)):
        yield dict(zip(names, values, strict=True))


def becoming(one):
    """Return the literals that a pattern can become."""
    return {ground(one, filling) for filling in fillings(one)}


def meets(literal, wanted):
    """Tell whether a literal, once established, meets another in a condition (DESIGN 2.2)."""
    return literal == wanted or (not wanted.truth and VOCABULARY.in_conflict(literal, wanted.contrary))


@pytest.mark.parametrize("seed", range(60))
def test_a_binding_is_extended_as_every_value_tried_would_have_it(seed):
    """A pattern becomes an atom under one binding of its own variables, or none; wildcards are its own."""
    chance = random.Random(seed)
    one = pattern(chance)
    start = {name: chance.choice(VALUES) for name in ("x", "_w") if chance.random() < 0.4}
    plain = {name: value for name, value in start.items() if not Variable(name).is_wildcard}
    for atom in ATOMS:
        ways = [
            filling
            for filling in fillings(one)
            if ground(one, filling) == Literal(atom, one.truth)
            and all(filling.get(name, value) == value for name, value in plain.items())
        ]
        found = extended(one, atom, start)
        assert (found is not None) == bool(ways)
        if found is not None:
            kept = {name: value for name, value in ways[0].items() if not Variable(name).is_wildcard}
            assert found == {**start, **kept}
            assert not free_in(one, found)


@pytest.mark.parametrize("seed", range(120))
def test_a_conclusion_is_unified_with_what_some_of_its_instances_meet(seed):
    """Unifying binds what every meeting instance of a conclusion shares, and fails where there is none."""
    chance = random.Random(seed)
    conclusion = pattern(chance, (*VALUES[:2], Variable("x"), Variable("y")))
    goal = pattern(chance)
    meeting = [
        filling
        for filling in fillings(conclusion)
        if any(meets(ground(conclusion, filling), ground(goal, other)) for other in fillings(goal))
    ]
    found = unified(VOCABULARY, conclusion, goal)
    assert bool(meeting) == (found is not None)
    for filling in meeting:
        assert found == {name: filling[name] for name in found}


@pytest.mark.parametrize("seed", range(120))
def test_what_a_pattern_covers_meets_it(seed):
    """Whatever meets a covered pattern meets the wider one, whatever its plain variables stand for."""
    chance = random.Random(seed)
    wider, one = pattern(chance), pattern(chance)
    if not covers(wider, one):
        return
    plain = [name for name in ("x", "y") if name in (*wider.variables, *one.variables)]
    for given in fillings(one, plain):
        mine, other = bound(one, given), bound(wider, given)
        assert becoming(mine) <= becoming(other)


@pytest.mark.parametrize("atom", ATOMS, ids=str)
def test_what_is_widened_speaks_of_the_whole_conflict_set(atom):
    """Of a ground statement and all that conflicts with it there is one widened pattern."""
    literal = Literal(atom, truth=False)
    wide = widened(VOCABULARY, as_pattern(literal))
    alike = [other for other in ATOMS if widened(VOCABULARY, as_pattern(Literal(other, truth=True))) == wide]
    group = VOCABULARY.group(atom)
    assert alike == [
        other for other in ATOMS if other == atom or (group and VOCABULARY.group(other) == group)
    ]
    assert all(extended(wide, other, {}) is not None for other in alike)
