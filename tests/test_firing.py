"""Firing, one behaviour at a time; that it is right as a whole is test_firing_random's."""

from datetime import date
from decimal import Decimal

import pytest

from rubicon.firing.confirming import fire_confirmed
from rubicon.firing.instances import Mention
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Operation,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Atom, Fact, Literal, Place
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Kind, Slot, Statement, Vocabulary
from rubicon.problems import BadInput

DAY = date(2022, 1, 5)
PLACE = Place("rules/t/r.toml", 3)
LEVELS = ("unlikely", "even", "likely")


def statement(name, *kinds, one_of=None):
    slots = tuple(Slot(f"s{number}", kind) for number, kind in enumerate(kinds))
    return Statement(name, (name, *slots), slots, PLACE, one_of=one_of)


VOCABULARY = Vocabulary(
    {"actor": Kind("actor"), "level": Kind("level", values=LEVELS)},
    {
        made.name: made
        for made in (
            statement("leads", "actor", "actor"),
            statement("asks", "actor", "actor"),
            statement("backs", "actor", "actor"),
            statement("calm"),
            statement("sends", "actor", "number"),
            statement("met", "actor", "date"),
            statement("judged", "actor", "level", one_of=1),
        )
    },
)


def pattern(text, truth=True):
    """Read `leads ?x Russia`; a number or a date stands for itself, `not` in front denies."""
    name, *words = text.split()
    if name == "not":
        return pattern(" ".join(words), truth=False)
    kinds = [slot.kind for slot in VOCABULARY.statements[name].slots]
    return Pattern(name, tuple(term(word, kind) for word, kind in zip(words, kinds, strict=True)), truth)


def term(word, kind):
    if word.startswith("?"):
        return Variable(word[1:])
    return {"number": Decimal, "date": date.fromisoformat}.get(kind, str)(word)


def literal(text):
    made = pattern(text)
    return Literal(Atom(made.statement, made.terms), made.truth)


def fact(text):
    return Fact(literal(text), "case", PLACE)


def rule(*conditions, then="calm", unless=(), name="t/r", kind="defeasible"):
    return Rule(
        name,
        name,
        PLACE,
        tuple(Holds(c, pattern(c)) if isinstance(c, str) else c for c in conditions),
        unless,
        tuple(pattern(one) for one in ([then] if isinstance(then, str) else then)),
        kind,
    )


def fired(rules, *facts, day=DAY):
    rules = rules if isinstance(rules, list) else [rules]
    return fire_confirmed(VOCABULARY, rules, [fact(one) for one in facts], day).instances


def bindings(rules, *facts):
    return [dict(instance.binding) for instance in fired(rules, *facts)]


def mentioned(ground):
    return [mention.literal for mention in ground.mentions]


def test_conditions_join_on_their_variables():
    """A variable has one value in all of a rule's lines, and the conclusion is filled from it."""
    one = rule("asks ?h ?g", "leads ?i ?g", then="backs ?i ?h")
    found = fired(one, "asks K CSTO", "asks K EU", "leads Russia CSTO")
    assert [i.binding for i in found] == [(("g", "CSTO"), ("h", "K"), ("i", "Russia"))]
    assert found[0].conclusions == (literal("backs Russia K"),)
    assert [mentioned(c) for c in found[0].conditions] == [
        [literal("asks K CSTO")],
        [literal("leads Russia CSTO")],
    ]


def test_a_rule_without_positive_conditions_fires_once():
    """A rule of constants alone has one instance, whatever the facts."""
    assert bindings(rule(then="leads Russia CSTO")) == [{}]


def test_rules_feed_each_other_in_circles():
    """Conclusions are possible facts of further rules, also round a circle."""
    rules = [
        rule("leads ?x ?y", then="backs ?x ?y", name="t/a"),
        rule("backs ?x ?y", "leads ?y ?z", then="backs ?x ?z", name="t/b"),
    ]
    found = fired(rules, "leads a b", "leads b c", "leads c a")
    assert {i.conclusions[0] for i in found} == {literal(f"backs {x} {y}") for x in "abc" for y in "abc"}


def test_a_defeater_makes_nothing_possible():
    """A defeater's instances are there to attack; what they conclude meets no condition."""
    rules = [rule("calm", then="leads a b", kind="defeater", name="t/a"), rule("leads ?x ?y", name="t/b")]
    assert [i.rule.id for i in fired(rules, "calm")] == ["t/a"]


def test_a_statement_and_its_contrary_are_two_things():
    """What is only denied does not meet the affirmed condition, and the other way round."""
    assert bindings(rule("leads ?x b"), "not leads a b") == []
    assert bindings(rule("not leads ?x b"), "leads a b") == []
    assert bindings(rule("not leads ?x b"), "not leads a b") == [{"x": "a"}]


def test_another_value_denies_a_one_of_statement():
    """A denied `one_of` line is met by its contrary or by another value, and counts once."""
    one = rule("not judged ?x likely")
    assert bindings(one, "judged a likely") == []
    assert bindings(one, "judged a even") == [{"x": "a"}]
    assert bindings(one, "judged a even", "judged a unlikely", "not judged a likely") == [{"x": "a"}]
    found = fired(one, "judged a even")
    assert mentioned(found[0].conditions[0]) == [literal("not judged a likely")]


def test_a_denied_one_of_value_is_bound_by_another_line():
    """The value denied may be a variable that another line binds."""
    one = rule("judged b ?l", "not judged ?x ?l")
    assert bindings(one, "judged a even", "judged b even") == []
    facts = ("judged a even", "judged b even", "judged b likely")
    assert bindings(one, *facts) == [
        {"l": "even", "x": "b"},
        {"l": "likely", "x": "a"},
        {"l": "likely", "x": "b"},
    ]


def test_a_denied_one_of_value_that_nothing_binds_is_refused():
    """Any value could be meant: the rule is named, with a remedy."""
    with pytest.raises(BadInput, match=r'rules/t/r.toml:3: the rule "t/r" does not say which values \?l'):
        fired(rule("not judged ?x ?l"), "judged a even")


def test_wildcards_belong_to_their_line():
    """A wildcard is one variable in each line, told apart by the line's number."""
    found = bindings(rule("asks ?x ?_y", "backs ?x ?_y"), "asks a b", "backs a c")
    assert found == [{"x": "a", "_y@0": "b", "_y@1": "c"}]
    assert bindings(rule("asks ?x ?_y"), "asks a b", "asks a c") == [
        {"_y@0": "b", "x": "a"},
        {"_y@0": "c", "x": "a"},
    ]
    assert bindings(rule("asks ?_y ?_y"), "asks a b", "asks c c") == [{"_y@0": "c"}]


def test_any_one_of_these_makes_a_branch_each():
    """A list inside `if` gives one instance for each of its lines that is met."""
    one = rule((Holds("", pattern("asks a b")), Holds("", pattern("leads a b"))), "backs ?x ?y")
    found = fired(one, "asks a b", "leads a b", "backs c d")
    assert [(i.branch, dict(i.binding)) for i in found] == [
        (0, {"x": "c", "y": "d"}),
        (1, {"x": "c", "y": "d"}),
    ]


@pytest.mark.parametrize(
    ("left", "operator", "right", "kind", "kept"),
    [
        (Variable("n"), ">=", Decimal("1e22"), "number", ["1e22"]),
        (Variable("n"), "<", Decimal("2e-9"), "number", ["1e-9"]),
        (Operation("*", Variable("n"), Decimal("1e22")), "=", Decimal("1e13"), "number", ["1e-9"]),
        (
            Operation("-", Operation("+", Variable("n"), Decimal("1e22")), Decimal("1e22")),
            "=",
            Decimal("1e-9"),
            "number",
            ["1e-9"],
        ),
        (Variable("n"), "!=", Decimal("7.0"), "number", ["1e-9", "1e22"]),
    ],
)
def test_numbers_are_exact(left, operator, right, kind, kept):
    """Arithmetic and comparison lose no digit between 1e-9 and 1e22, and 7 is 7.0."""
    one = rule("sends ?x ?n", Comparison("", left, operator, right, kind))
    found = bindings(one, "sends a 1e-9", "sends a 7", "sends a 1e22")
    assert [b["n"] for b in found] == [Decimal(n) for n in kept]


def test_dates_are_counted_in_days_from_the_day_judged():
    """`?today - ?d <= 730 days` holds on the last day and not one day later."""
    age = Operation("-", Variable("today"), Variable("d"))
    one = rule("met ?x ?d", Comparison("", age, "<=", Decimal(730), "number"))
    assert bindings(one, "met a 2020-01-06", "met a 2020-01-05") == [{"d": date(2020, 1, 6), "x": "a"}]


def test_a_rule_that_needs_the_day_is_named_when_there_is_none():
    """Without a day, a rule that asks for it is an error as soon as it could apply, and not before."""
    one = rule("met ?x ?d", Comparison("", Variable("today"), ">", Variable("d"), "date"))
    with pytest.raises(BadInput, match=r'rules/t/r.toml:3: the rule "t/r" needs the day judged'):
        fired(one, "met a 2020-01-05", day=None)
    assert fired(one, "calm", day=None) == ()


def test_ordered_values_compare_by_their_place_in_the_list():
    """`is at least even` is the order of the kind's values, not of their letters."""
    one = rule("judged ?x ?l", Comparison("", Variable("l"), ">=", "even", "level"))
    facts = ("judged a unlikely", "judged b even", "judged c likely")
    assert [b["x"] for b in bindings(one, *facts)] == ["b", "c"]


def test_identity_keeps_kinds_apart():
    """`?x is not ?y` holds for different values, and a number differs from its digits as a text."""
    one = rule("leads ?x ?y", Comparison("", Variable("x"), "!=", Variable("y"), "identity"))
    assert bindings(one, "leads a a", "leads a b") == [{"x": "a", "y": "b"}]
    assert bindings(rule("leads ?x b", "sends a ?x"), "leads 7 b", "sends a 7") == []


def test_an_absence_mentions_what_could_fill_it():
    """`nothing shows that` stops nothing; it mentions each possible literal that matches, denied ones too."""
    one = rule(
        "leads ?x ?y", Absent("", pattern("asks ?_who ?x")), Absent("", pattern("not judged ?x likely"))
    )
    found = fired(
        [one, rule(then="asks c a", name="t/s")], "leads a b", "asks b a", "asks d e", "judged a even"
    )
    absent, denied = found[0].conditions[1:]
    assert mentioned(absent) == [literal("asks b a"), literal("asks c a")]
    assert mentioned(denied) == [literal("not judged a likely")]
    alone = fired(one, "leads a b")
    assert [c.mentions for c in alone[0].conditions[1:]] == [(), ()]


def test_an_open_question_mentions_its_statement_even_when_nothing_speaks_of_it():
    """Without a wildcard it mentions its one literal; with one, each statement something speaks of."""
    one = rule(
        "leads ?x ?y",
        Unsettled("", pattern("asks ?x ?y"), False),
        Unsettled("", pattern("asks ?x ?_w"), True),
    )
    found = fired(one, "leads a b", "asks a c", "not asks a d")
    assert mentioned(found[0].conditions[1]) == [literal("asks a b")]
    assert mentioned(found[0].conditions[2]) == [literal("asks a c"), literal("asks a d")]


def test_tallies_and_sums_mention_members_and_numbers():
    """Each possible match is mentioned with the value counted and, in a sum, its number; the limit is computed."""
    tally = Tally("", "at least", 2, "_who", pattern("asks ?_who ?x"))
    limit = Operation("*", Decimal(2), Variable("n"))
    total = Aggregate("", "sum", "_n", "_who", pattern("sends ?_who ?_n"), "at least", limit)
    found = fired(rule("sends ?x ?n", tally, total), "sends a 5", "sends b 7", "asks c a", "asks d a")
    assert found[0].conditions[1].mentions == (
        Mention(literal("asks c a"), "c"),
        Mention(literal("asks d a"), "d"),
    )
    assert found[0].conditions[2].mentions == (
        Mention(literal("sends a 5"), "a", Decimal(5), ("a",)),
        Mention(literal("sends b 7"), "b", Decimal(7), ("b",)),
    )
    assert [i.conditions[2].limit for i in found] == [Decimal(10), Decimal(14)]


def test_reported_reads_facts_only():
    """A concluded value is no report."""
    reported = Reported("", True, "_n", pattern("sends ?x ?_n"), "at least", Decimal(3))
    rules = [rule("calm", then="sends a 9", name="t/a"), rule("leads ?x b", reported, name="t/b")]
    found = fired(rules, "calm", "leads a b", "sends a 4")
    assert found[1].conditions[1].mentions == (Mention(literal("sends a 4"), None, Decimal(4)),)


def test_exceptions_are_ground_like_conditions():
    """In `unless` a comparison says whether it holds, and a wildcard mentions all that matches."""
    late = Comparison("", Variable("n"), ">", Decimal(5), "number")
    one = rule(
        "sends ?x ?n", unless=((late, Holds("", pattern("asks ?_y ?x"))), (Holds("", pattern("backs ?x b")),))
    )
    found = fired(one, "sends a 4", "sends a 6", "asks b a", "asks c a")
    assert [i.exceptions[0][0].holds for i in found] == [False, True]
    assert mentioned(found[0].exceptions[0][1]) == [literal("asks b a"), literal("asks c a")]
    assert mentioned(found[0].exceptions[1][0]) == [literal("backs a b")]


def test_instances_come_in_order():
    """Instances are sorted by rule, branch and binding; dates, numbers and texts each in their own order."""
    rules = [rule("sends ?x ?n", name="t/b"), rule("met ?x ?d", name="t/a")]
    found = fired(
        rules, "sends a 10", "sends a 9", "met b 2020-01-05", "met a 2021-01-05", "met a 2020-01-05"
    )
    assert [(i.rule.id, *(str(v) for _, v in i.binding)) for i in found] == [
        ("t/a", "2020-01-05", "a"),
        ("t/a", "2020-01-05", "b"),
        ("t/a", "2021-01-05", "a"),
        ("t/b", "9", "a"),
        ("t/b", "10", "a"),
    ]
