"""No limit of durable-rules is the user's limit, and our own limits are errors that name the rule."""

import gc
from concurrent.futures import ThreadPoolExecutor
from decimal import Context, Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from rubicon.firing import closing, fire, joining, matching
from rubicon.firing.confirming import fire_confirmed
from rubicon.language.conditions import Comparison, Holds, Pattern, Variable
from rubicon.language.facts import Atom, Fact, Literal, Place
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Slot, Statement, Vocabulary
from rubicon.problems import BadInput

PLACE = Place("rules/t/r.toml", 3)


def statement(name, arity):
    slots = tuple(Slot(f"s{number}", "text") for number in range(arity))
    return Statement(name, (name, *slots), slots, PLACE)


VOCABULARY = Vocabulary(
    {},
    {
        made.name: made
        for made in [statement("p", 2), statement("q", 2), statement("r", 2), statement("wide", 60)]
    },
)


def fact(name, *values):
    return Fact(Literal(Atom(name, values), True), "case", PLACE)


def holds(name, *names):
    return Holds("", Pattern(name, tuple(Variable(one) for one in names)))


def rule(name, conditions, *then, of="r"):
    concluded = Pattern(of, then or ("a", "b"))
    return Rule(name, name, PLACE, tuple(conditions), (), (concluded,))


def fired(rules, facts):
    return fire_confirmed(VOCABULARY, rules, facts, None).instances


def test_a_rule_may_have_many_conditions():
    """A path of 25 conditions is followed, and so are 25 conditions on one variable."""
    names = [f"v{number}" for number in range(26)]
    path = rule("t/path", [holds("p", *pair) for pair in pairwise(names)], Variable("v0"), Variable("v25"))
    facts = [fact("p", f"n{number:02}", f"n{number + 1:02}") for number in range(40)]
    assert [i.conclusions[0].atom.values for i in fired([path], facts)] == [
        (f"n{number:02}", f"n{number + 25:02}") for number in range(16)
    ]
    star = rule("t/star", [holds("p", "x", f"y{number}") for number in range(25)], Variable("x"), "there")
    assert len(fired([star], facts)) == 40


def test_many_rules_may_speak_of_one_statement():
    """Six hundred rules over one statement, each with a constant of its own, all fire."""
    rules = [
        rule(
            f"t/r{number}",
            [Holds("", Pattern("p", (Variable("x"), f"n{number}")))],
            Variable("x"),
            "there",
        )
        for number in range(600)
    ]
    facts = [fact("p", "a", f"n{number}") for number in range(0, 1200, 2)]
    assert len(fired(rules, facts)) == 300


def test_conditions_may_join_on_many_slots():
    """Two lines that share sixty variables meet where all sixty are equal."""
    names = [f"v{number}" for number in range(60)]
    one = rule("t/r", [holds("wide", *names), holds("wide", *names)], Variable("v0"), Variable("v59"))
    values = [f"n{number}" for number in range(60)]
    assert len(fired([one], [fact("wide", *values), fact("wide", *values[:-1], "other")])) == 2


@pytest.mark.parametrize(
    "value",
    [
        '"quoted"',
        "back\\slash",
        "{braces} [brackets]",
        "Łódź ✓ \U0001f642",
        "two\nlines\x00",
        "",
        "true",
        "1.0",
        "x" * 100_000,
    ],
)
def test_any_text_is_matched_as_it_is(value):
    """Nothing that JSON or durable-rules holds special changes a match."""
    one = rule("t/r", [holds("p", "x", "y"), holds("q", "y", "x")], Variable("y"), Variable("y"))
    found = fired([one], [fact("p", "a", value), fact("q", value, "a"), fact("q", value + " ", "a")])
    assert [dict(i.binding) for i in found] == [{"x": "a", "y": value}]


@pytest.mark.parametrize("number", ["1e-9", "1e22", "1e300", "-0.1", "12345678901234567890.123456789", "0"])
def test_any_number_is_matched_as_it_is(number):
    """Numbers meet their equals however they are written, and not their neighbours."""
    one = rule("t/r", [holds("p", "x", "y"), holds("q", "y", "z")], Variable("y"), Variable("y"))
    value = Decimal(number)
    with_zero = Decimal(number + ".0") if number.isdigit() else value
    near = Context(prec=400).add(value, Decimal("1e-12"))
    found = fired(
        [one],
        [fact("p", "a", value), fact("q", with_zero, "b"), fact("q", near, "c"), fact("q", number, "d")],
    )
    assert [dict(i.binding)["z"] for i in found] == ["b"]


def test_names_that_collide_in_durable_rules_hash_stay_apart():
    """Texts whose FNV-1a-32 hashes are equal are different values, in small and in large joins."""
    assert matching.fnv("f6059") == matching.fnv("f264602")
    one = rule("t/r", [holds("p", "x", "y"), holds("q", "y", "z")], Variable("z"), Variable("x"))
    few = [fact("p", "a", "f6059"), fact("p", "b", "f264602"), fact("q", "f6059", "c")]
    assert [dict(i.binding)["x"] for i in fired([one], few)] == ["a"]
    many = [fact("q", f"f{number}", "d") for number in range(3_000)]
    assert len(fired([one], few + many)) == 1


def test_ids_given_to_durable_rules_never_collide():
    """Of 20,000 fact ids no two have the same hash, nor have the names of the properties."""
    assert len({matching.fnv(name) for name in matching.fact_ids(20_000)[:20_000]}) == 20_000
    names = [
        "id",
        "sid",
        "c",
        "boot",
        *(f"k{number}" for number in range(400)),
        *(f"c{number}" for number in range(15)),
    ]
    assert len({matching.fnv(name) for name in names}) == len(names)


def test_large_joins_are_cut_into_pieces():
    """Joins above what one ruleset is given find every match once."""
    one = rule("t/r", [holds("p", "x", "y"), holds("q", "y", "z")], Variable("x"), "there")
    facts = [fact("p", f"a{number}", f"k{number % 700}") for number in range(2_000)]
    facts += [fact("q", f"k{number}", "b") for number in range(500)]
    keys = sum(number % 700 < 500 for number in range(2_000))
    assert len(fired([one], facts)) == keys
    hub = [fact("p", f"a{number}", "k") for number in range(300)] + [
        fact("q", "k", f"b{number}") for number in range(200)
    ]
    assert len(fired([one], hub)) == 60_000


def test_a_rule_with_too_many_instances_is_named(monkeypatch):
    """The limit on instances is a problem at the rule that reaches it."""
    monkeypatch.setattr(closing, "MOST_INSTANCES", 9)
    one = rule("t/r", [holds("p", "x", "y")])
    assert len(fired([one], [fact("p", "a", f"b{number}") for number in range(9)])) == 9
    with pytest.raises(
        BadInput, match=r'rules/t/r.toml:3: the rule "t/r" brings the instances .* more than 9'
    ):
        fired([one], [fact("p", "a", f"b{number}") for number in range(10)])


def test_a_rule_whose_lines_share_nothing_is_refused_before_it_fills_the_memory():
    """Three lines of a thousand facts each would meet in a thousand million ways; the rule is named at once."""
    one = rule("t/r", [holds("p", "x", "a"), holds("p", "y", "b"), holds("p", "z", "c")])
    facts = [fact("p", f"a{number}", "b") for number in range(1_001)]
    with pytest.raises(BadInput, match=r'the rule "t/r" has more than 1,000,000 ways of meeting'):
        fire(VOCABULARY, [one], facts, None)


def test_a_chain_is_refused_before_its_early_conditions_fill_the_memory(monkeypatch):
    """What the matches of 25 chained conditions hold is counted as they are made; the rule is named."""
    monkeypatch.setattr(joining, "MOST_VALUES", 100_000)
    monkeypatch.setattr(closing, "MOST_VALUES", 100_000)
    names = [f"v{number}" for number in range(26)]
    path = rule("t/path", [holds("p", *pair) for pair in pairwise(names)], Variable("v0"), Variable("v25"))
    line = [fact("p", f"n{number:02}", f"n{number + 1:02}") for number in range(60)]
    assert len(fired([path], line)) == 36
    forks = [fact("p", f"n{number:02}", f"n{number + 2:02}") for number in range(0, 60, 3)]
    with pytest.raises(BadInput, match=r'the rule "t/path" meets .* take more than 100,000 values'):
        fire(VOCABULARY, [path], [*line, *forks], None)


def test_instances_of_many_conditions_are_refused_before_they_fill_the_memory(monkeypatch):
    """Instances count by their conditions, over all rules; the rule that passes the limit is named."""
    monkeypatch.setattr(closing, "MOST_PREMISES", 60)
    lines = [holds("p", "x", "y"), holds("p", "y", "z"), holds("p", "z", "x")]
    rules = [rule("t/a", lines, Variable("x"), "there"), rule("t/b", lines, Variable("x"), "here")]
    ring = [fact("p", f"n{number}", f"n{(number + 1) % 3}") for number in range(3)]
    assert len(fired(rules, ring)) == 6
    with pytest.raises(
        BadInput, match=r'the rule "t/b" brings the conditions of all instances to more than 60'
    ):
        fire(
            VOCABULARY, rules, [*ring, *(fact("p", f"m{number}", f"m{number}") for number in range(8))], None
        )


def test_comparisons_cut_a_large_join_early():
    """A comparison of two lines is decided before a third line is met, so that the limit is not reached."""
    same = Comparison("", Variable("x"), "=", Variable("y"), "identity")
    one = rule("t/r", [holds("p", "x", "a"), holds("p", "y", "b"), holds("p", "z", "c"), same])
    facts = [fact("p", f"a{number}", "b") for number in range(200)]
    assert len(fired([one], facts)) == 40_000


def test_repeated_runs_hold_memory():
    """Two thousand runs, circles and large joins among them, leave nothing behind."""
    rules = [
        rule("t/a", [holds("p", "x", "y"), holds("p", "y", "z")], Variable("x"), Variable("z"), of="q"),
        rule("t/b", [holds("q", "x", "y"), holds("q", "y", "z")], Variable("x"), Variable("z"), of="q"),
    ]
    facts = [fact("p", f"n{number}", f"n{number + 1}") for number in range(5)]
    for _ in range(300):
        fire(VOCABULARY, rules, facts, None)
    gc.collect()
    before = resident()
    for _ in range(2_000):
        fire(VOCABULARY, rules, facts, None)
    gc.collect()
    assert resident() - before < 3_000_000
    assert sum(map(len, matching._idle.values())) <= matching.IDLE


def resident():
    status = Path("/proc/self/statm")
    if not status.exists():
        pytest.skip("this system does not tell a process its size")
    return int(status.read_text().split()[1]) * 4_096


def test_threads_may_fire_at_once():
    """Eight threads that share the rulesets find what one finds."""
    rules = [
        rule("t/a", [holds("p", "x", "y"), holds("p", "y", "z")], Variable("x"), Variable("z"), of="q"),
        rule("t/b", [holds("q", "x", "y"), holds("q", "y", "z")], Variable("x"), Variable("z"), of="q"),
    ]
    worlds = [
        [fact("p", f"n{number}", f"n{number + 1}") for number in range(3, 3 + size)] for size in range(2, 10)
    ]
    alone = [fire(VOCABULARY, rules, facts, None) for facts in worlds]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda facts: fire(VOCABULARY, rules, facts, None), worlds * 20))
    assert together == alone * 20


def test_the_collector_is_left_as_it_was():
    """Firing holds Python's collector back only while it works, also when it fails."""
    with pytest.raises(BadInput):
        fire(
            VOCABULARY,
            [rule("t/r", [holds("p", "x", "a"), holds("p", "y", "b"), holds("p", "z", "c")])],
            [fact("p", f"a{number}", "b") for number in range(1_001)],
            None,
        )
    assert gc.isenabled()
