"""All scenarios at once agree with judging them one by one."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from brief import given, lit, rule, words
from rubicon.firing import fire
from rubicon.judging import judge, verdict_of
from rubicon.language.facts import Literal
from rubicon.supposing.scenarios import Possibilities, Presence, build, lanes, tables
from rubicon.supposing.scenarios.tables import tabulate
from rulebooks import TODAY, WORDS, random_problem

FREE = 5
"""Facts that come and go in a random problem."""


def _bits(table, number):
    return [bool(int(column[number >> 6]) >> (number & 63) & 1) for column in table.columns]


def truths(vocabulary, rules, facts, presences, switches, literals=None):
    """Return, for each set of switches, the three-valued truth and the verdict of every possible literal."""
    firings = fire(vocabulary, rules, facts, TODAY)
    order = {id(one): number for number, one in enumerate(facts)}
    sorted_presences = tuple(presences[order[id(one)]] for one in firings.facts)
    moved = {order[id(one)]: number for number, one in enumerate(firings.facts)}
    placed = tuple(
        Presence(one.on, one.off, tuple(moved[other] for other in one.ended_by)) for one in sorted_presences
    )
    if literals is None:
        spoken = {f.literal for f in facts} | {c for i in firings.instances for c in i.conclusions}
        literals = sorted({Literal(one.atom, truth) for one in spoken for truth in (True, False)}, key=str)
    possible = Possibilities(vocabulary, firings, placed)
    bounds = build(possible, literals)
    atoms = list(bounds.true)
    gates = [
        *bounds.surely.values(),
        *bounds.possibly.values(),
        *bounds.true.values(),
        *bounds.false.values(),
    ]
    table = tabulate(bounds.circuit, gates, [(frozenset(), frozenset({s})) for s in switches])
    few = tabulate(bounds.circuit, gates, [(frozenset(), frozenset({s})) for s in switches[::2]])
    for number in range(1 << len(switches[::2])):
        same = sum(1 << 2 * at for at in range(len(switches)) if number >> at & 1)
        assert _bits(few, number) == _bits(table, same), "what does not move is off"
    count = len(literals)
    worked_out(possible, literals, switches, bounds, [_bits(table, at) for at in range(1 << len(switches))])
    found = []
    for number in range(1 << len(switches)):
        bits = _bits(table, number)
        surely, possibly, rest = bits[:count], bits[count : 2 * count], bits[2 * count :]
        established = {
            literal: True if sure else None
            for literal, sure, may in zip(literals, surely, possibly, strict=True)
            if may
        }
        verdicts = {
            atom: True if true else False if false else None
            for atom, true, false in zip(atoms, rest[: len(atoms)], rest[len(atoms) :], strict=True)
        }
        assert all(may or not sure for sure, may in zip(surely, possibly, strict=True))
        found.append(({s for at, s in enumerate(switches) if number >> at & 1}, established, verdicts))
    return found


def worked_out(possible, literals, switches, bounds, table):
    """Hold that lanes say the same of every scenario as the table of a circuit, and of which instances may apply."""
    on = {
        one: sum(1 << number for number in range(len(table)) if number >> at & 1)
        for at, one in enumerate(switches)
    }
    for place, literal in enumerate(literals):
        found = lanes.work_out(possible, [literal], len(table), on)
        atom, count = list(bounds.true).index(literal.atom), len(literals)
        told = (found.surely[literal], found.true[literal.atom], found.false[literal.atom])
        places = (place, 2 * count + atom, 2 * count + len(bounds.true) + atom)
        for number, bits in enumerate(table):
            assert [bool(one >> number & 1) for one in told] == [bits[one] for one in places]
        one = build(possible, [literal]).applying
        assert found.applying >= {number for number, gate in one.items() if gate}


def present(facts, presences, on):
    """Return the facts that count when some switches are on."""
    stated = [set(p.on) <= on and not set(p.off) & on for p in presences]
    return [
        one
        for one, presence, there in zip(facts, presences, stated, strict=True)
        if there and not any(stated[other] for other in presence.ended_by)
    ]


def compare(seed):
    """Judge the scenarios of one random problem both ways."""
    chance = random.Random(f"scenarios {seed}")
    problem = random_problem(chance)
    facts = [*problem.facts, given("p a")]
    presences = [Presence() for _ in facts]
    switches = list(range(FREE))
    for switch in switches:
        at = chance.randrange(len(facts))
        other = chance.randrange(len(facts))
        presences[at] = chance.choice(
            (Presence(on=(switch,)), Presence(off=(switch,)), Presence(off=(switch,), ended_by=(other,)))
        )
    met = Counter()
    for on, established, verdicts in truths(WORDS, problem.rules, facts, presences, switches):
        if chance.random() < 0.6:
            continue
        now = present(facts, presences, on)
        judgement = judge(WORDS, fire(WORDS, problem.rules, now, TODAY))
        assert established == judgement.established, f"seed {seed}, on {on}"
        for atom, truth in verdicts.items():
            assert truth == verdict_of(WORDS, judgement, atom).truth, f"seed {seed}, on {on}, {atom}"
            met[judgement.established.get(Literal(atom, True), False)] += 1
    return problem.counts, met


def test_random_rulebooks_agree_scenario_by_scenario(pytestconfig, monkeypatch):
    """Over random rulebooks, every literal has the same truth as in `judge`, and every verdict agrees.

    Where cells turn in circles the lanes are those of the circuit; most often they are worked out without it.
    """
    constructs, met, called = Counter(), Counter(), Counter()
    ways = {"work_out": lanes.work_out, "by_circuit": lanes.by_circuit}
    for name, way in ways.items():
        monkeypatch.setattr(
            lanes, name, lambda *given, name=name, way=way: called.update([name]) or way(*given)
        )
    for seed in range(pytestconfig.getoption("--rulebooks") // 4):
        counts, found = compare(seed)
        constructs += counts
        met += found
    assert 0 < called["by_circuit"] < called["work_out"] / 2
    assert min(met[truth] for truth in (True, False, None)) > 0
    assert len(constructs) > 30


ODD = words("p ?x:actor", "q ?x:actor", "s ?x:actor", "risk ?x:actor ?l:level!", "n ?x:actor ?v:number!")


@pytest.mark.parametrize(
    "condition",
    [
        "open q ?_x",
        "disputed q ?_x",
        "open risk a ?_l",
        "disputed risk a ?_l",
        "absent not risk a ?_l",
        "at least 1 ?_l: not risk a ?_l",
        "at most 0 ?_l: not risk a ?_l",
        "at most 1 ?_x: not risk ?_x low",
        "sum ?_v over ?_x: not n ?_x ?_v at least 3",
        "smallest ?_v over ?_x: n ?_x ?_v at most 3",
        "every ?_v: n ?_x ?_v at least 3",
        "not risk a low",
        "at least 2 of: q a | not risk a low | q ?y",
        "at most 1 of: not risk a low | q ?y",
        "since ?d: q ?_y",
    ],
)
def test_what_is_merely_possible_in_another_scenario_does_not_count(condition):
    """A condition that speaks of whatever is possible looks at its own scenario."""
    rules = [
        rule("r", "p ?x", condition, then="s ?x"),
        rule("t", "p ?x", "q ?x", then="risk ?x high"),
        rule("u", "s ?x", "q ?x", then="not risk ?x low"),
    ]
    facts = [
        given(one)
        for one in (
            "p a",
            "q b",
            "not q a",
            "risk a low",
            "risk a middle",
            "not risk a high",
            "n a 2",
            "not n a 5",
            "n b 4",
        )
    ]
    presences = [Presence(), *(Presence(on=(at,)) for at in range(len(facts) - 1))]
    for on, established, _ in truths(ODD, rules, facts, presences, range(len(facts) - 1)):
        expected = judge(ODD, fire(ODD, rules, present(facts, presences, on), TODAY))
        assert established == expected.established, on


def test_weights_and_shares_of_axes_with_three_options():
    """Over all nine scenarios of two axes, the share and the weights are counted as by hand."""
    facts = [given(one) for one in ("q a", "q b", "p a", "p b")]
    rules = [rule("r", "p a", "q a", then="s a")]
    presences = [Presence(on=(at,)) for at in range(4)]
    firings = fire(ODD, rules, facts, None)
    ordered = tuple(presences[facts.index(one)] for one in firings.facts)
    bounds = build(Possibilities(ODD, firings, ordered), [lit("s a")])
    one, two = (tuple(frozenset(option) for option in ((), {at}, {at + 1})) for at in (0, 2))
    table = tabulate(bounds.circuit, [bounds.surely[lit("s a")]], [one, two])
    assert table.share([True]) == Fraction(1, 9)
    assert [table.weight(at) for at in (0, 1)] == [Fraction(2, 9), Fraction(2, 9)]


def test_bits_are_counted_with_an_old_numpy_too(monkeypatch):
    """Without `bitwise_count`, which numpy has from version 2 on, counts are the same."""
    some = tables.np.array([0, 1, 0xFFFFFFFFFFFFFFFF, 0xF0F0], dtype=tables.np.uint64)
    counted = tables.count_bits(some)
    monkeypatch.delattr(tables.np, "bitwise_count", raising=False)
    assert counted == tables.count_bits(some) == 73
