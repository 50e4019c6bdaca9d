"""What holding reasons against the judgement has found: each the smallest input, and what is right."""

import pytest

from brief import NOWHERE, fact, lit, rule, words
from reasons.asking import contrast, differences, lacks, reasons, turning
from reasons.making import ENTITIES, FRAME, TODAY, VOCABULARY, case_of, story
from reasons.supplying import check_supplied
from reasons.worlds import World
from rubicon.explaining.lacking import why_not
from rubicon.language.facts import Case, Entity
from rubicon.language.rules import Rulebook
from rubicon.language.vocabulary import Kind
from rubicon.rendering.answers import render_why_not


def judged(rules, facts, *, framework=None, **supposed):
    """Judge rules over facts, written briefly."""
    rulebook = Rulebook("rules", VOCABULARY, ENTITIES, rules=tuple(rules), framework=framework)
    case = Case("case", "Case", NOWHERE, TODAY, (("one", "a"),), (), (), tuple(facts))
    return World(rulebook, case, **supposed)


def first(told):
    """Return the nearest attempt of the nearest way."""
    return told["ways"][0]["attempts"][0]


def test_a_rule_for_another_value_that_applies_is_not_lacking():
    """`why` tells of no rule that it lacks facts while it applies for a value that would deny the sentence."""
    rules = [rule("calm", "p a", then="mood a low")]
    world = judged(rules, [fact("p a", "C3"), fact("mood a high", "C3")])
    _, told = reasons(world, lit("not mood a middle"), "text")
    assert told["lacking"] == []


def test_what_nobody_asserts_any_more_is_not_open():
    """A conclusion that an open question about anyone would stop does not fall with the last that is asserted."""
    rules = [rule("settled", then="r b", unless=["open sends b ?_n"])]
    world = judged(rules, [fact("sends b 10", "B3"), fact("sends b 20", "B3")])
    assert world.est(lit("r b")) is True
    without = judged(rules, [fact("sends b 20", "B3")])
    assert without.est(lit("r b")) is True
    _, told = reasons(world, lit("r b"), "text")
    assert told["supports"] == {"sets": [[]], "toppling": [], "searched": "whole"}


def test_a_value_that_is_only_refuted_after_is_not_unknown():
    """`what-if` tells a value that another one has replaced as false, not as unknown."""
    before, after = (
        judged([], [fact("mood b high", "B2")], assume=some) for some in ((), ["mood of b with low"])
    )
    told = differences(before, after, "text")
    high = next(one for one in told["changes"] if one["sentence"] == "mood of b with high")
    assert high["after"] == {"truth": False, "standing": "definite", "confidence": "low"}


def test_strict_rules_in_a_circle_can_be_compared():
    """Two definitions that say the same of each other do not keep a comparison from being written."""
    rules = [
        rule("one", "p ?x", then="q ?x", kind="strict"),
        rule("other", "q ?x", then="p ?x", kind="strict"),
        rule("shown", "s ?x", then="p ?x"),
        rule("also", "t ?x", then="q ?x"),
    ]
    world = judged(rules, [fact("s a", "C3")], framework=FRAME)
    told = contrast(world.rulebook, world.case, case_of("other", []), "text")
    assert told["points"][0]["cases"][0]["state"] == "met"


def test_a_rule_that_affirms_the_value_is_no_way_to_deny_it():
    """Of a rule that could conclude any value, `why-not` takes none that is the value to be denied."""
    rules = [rule("forecast", "risk ?y ?m", then="mood ?y ?m")]
    world = judged(rules, [fact("risk b low", "B2"), fact("mood b low", "A1")])
    told = lacks(world, lit("not mood b low"))
    assert told["ways"]
    for way in told["ways"]:
        assert all(one["conclusion"] != "mood of b with low" for one in way["attempts"])


def test_an_absence_that_is_broken_is_told_though_no_rule_speaks_of_it():
    """`why-not` sees that what a rule needs unshown is shown, where the rule's other lines are not met either."""
    rules = [rule("presumed", "tie ?_w ?x", "absent not p ?x", then="p ?x")]
    told = lacks(judged(rules, [fact("not p b", "B3")]), lit("p b"))
    assert [one["kind"] for one in first(told)["obstacles"]] == ["holds", "absent"]


def test_a_denied_value_is_counted_that_no_sentence_names():
    """`why-not` counts whoever has another value than the one denied, though nobody says anything of that one."""
    rules = [rule("many", "s ?x", "at least 2 ?_c: not risk ?_c middle", then="q ?x")]
    told = lacks(judged(rules, [fact("s a", "B2"), fact("risk b high", "B2")]), lit("q a"))
    (obstacle,) = first(told)["obstacles"]
    assert obstacle["count"] == [1, 1]
    assert [(need["kind"], need["count"]) for need in obstacle["needs"]] == [("more", 1)]


def test_a_rule_that_asks_whether_anyone_is_open_is_possible():
    """That some matter of a kind is open bars no other of that kind: the rule is a way, and no impossible one."""
    rules = [rule("loose", "sends ?x ?n", "open sends ?_w ?n", then="q ?x")]
    told = lacks(judged(rules, [fact("sends a 10", "B2")]), lit("q a"))
    assert told["impossible"] == []
    assert [way["rule"] for way in told["ways"]] == ["loose"]


def test_a_rule_that_denies_what_it_needs_is_impossible():
    """`why-not` offers no rule whose condition is the very sentence that it would deny."""
    rules = [rule("odd", "r ?x", then="not r ?x", kind="strict")]
    told = lacks(judged(rules, []), lit("not r b"))
    assert told["ways"] == []
    assert told["impossible"][0]["own"] == ["r of b", "it is false that r of b"]


def test_a_rule_that_needs_what_it_shows_is_impossible():
    """`why-not` offers no rule whose condition is the very sentence that it would show."""
    rules = [rule("round", "r ?x", "s ?y", then="r ?x"), rule("wide", "r ?_x", "s ?y", then="r ?y")]
    told = lacks(judged(rules, []), lit("r b"))
    assert [one["rule"] for one in told["impossible"]] == ["round"]
    assert [one["rule"] for one in told["ways"]] == ["wide"]


def test_a_binding_under_which_a_rule_denies_what_it_needs_is_no_way():
    """Of the bindings of a rule `why-not` offers none under which it needs what it would deny."""
    rules = [rule("steady", "mood ?x ?l", "tie ?x ?y", then="not mood ?y middle")]
    told = lacks(
        judged(rules, [fact("tie b b", "B2"), fact("mood b middle", "C3")]), lit("not mood b middle")
    )
    for attempt in told["ways"][0]["attempts"]:
        assert (attempt["binding"].get("x"), attempt["binding"].get("l")) != ("b", "middle")


def test_a_day_that_is_another_one_is_told_as_that():
    """`why-not` does not say that nothing shows what is so, only since another day."""
    rules = [rule("begun", "since ?d: tone ?_w ?_l", then="meets a ?d")]
    world = judged(rules, [fact("tone a low", "B2", on="2022-01-03")])
    told = lacks(world, lit("meets a 2022-01-04"))
    assert world.est(lit("meets a 2022-01-03")) is True
    (obstacle,) = first(told)["obstacles"]
    assert (obstacle["kind"], obstacle["how"], obstacle["since"]) == ("since", None, "2022-01-03")
    assert obstacle["shown"] == ["tone of a with low"]
    assert [(need["kind"], need["day"]) for need in obstacle["needs"]] == [("dated", "2022-01-04")]


def test_a_denied_value_that_another_value_shows_has_no_day():
    """`why-not` says of a denied value that another value shows that no report gives its day, not that nothing shows it."""
    rules = [rule("begun", "since ?d: not tone b middle", then="q a")]
    world = judged(rules, [fact("tone b high", "B2", on="2022-01-03")])
    told = lacks(world, lit("q a"))
    assert world.est(lit("q a")) is False
    (obstacle,) = first(told)["obstacles"]
    assert (obstacle["kind"], obstacle["since"]) == ("since", None)
    assert obstacle["shown"] == ["tone of b with high"]


def test_a_day_that_is_asked_for_is_asked_of_what_nothing_shows():
    """`why-not` asks for the day, too, where nothing shows what is to be so since then."""
    rules = [rule("begun", "since ?d: tone b low", then="meets a ?d")]
    told = lacks(judged(rules, []), lit("meets a 2022-01-04"))
    (obstacle,) = first(told)["obstacles"]
    assert [(need["kind"], need["day"]) for need in obstacle["needs"]] == [("dated", "2022-01-04")]


def test_a_rule_lacks_nothing_that_cannot_be_said():
    """`why-not` binds a variable to no one who is of the wrong kind for another line of the rule."""
    kinds = (Kind("actor"), Kind("land", "actor"), Kind("league", "actor"))
    vocabulary = words(
        "asks ?x:land ?y:actor", "leads ?x:land ?y:league", "joins ?x:land ?z:land", kinds=kinds
    )
    entities = (Entity("home", "land"), Entity("other", "land"), Entity("pact", "league"))
    rules = (rule("through", "asks ?x ?y", "leads ?z ?y", then="joins ?x ?z"),)
    rulebook = Rulebook("rules", vocabulary, entities, rules=rules)
    facts = (fact("asks home other", "B2"),)
    case = Case("case", "Case", NOWHERE, TODAY, (), (), (), facts)
    answer = why_not(World(rulebook, case).assessment, lit("joins home other"))
    told = [obstacle.pattern.terms for obstacle in answer.ways[0].attempts[0].obstacles]
    assert ("other", "other") not in told


@pytest.mark.parametrize(
    "one",
    [
        rule("odd", "since ?d: calm ?x", "not calm ?x", then="p ?x"),
        rule("odd", "mood ?x ?l", "s ?x", then="p ?x", unless=["not mood ?x ?l", "mood ?x ?l"]),
        rule("odd", "s ?x", then="p ?x", unless=["number: 30 >= 10"]),
        rule("odd", "s ?x", then="p ?x", unless=["p ?_y"]),
        rule("odd", "s ?x", "at least 3 of: s ?x | q ?x | number: 10 > 20", then="p ?x"),
        rule("odd", "s ?x", "at most 1 of: s ?x | number: 30 > 20 | number: 20 > 10", then="p ?x"),
    ],
    ids=["since", "exception", "comparison", "its own exception", "too few", "too many"],
)
def test_a_rule_that_nothing_helps_is_impossible(one):
    """`why-not` offers no rule that its own lines, exceptions or comparisons keep from carrying anything."""
    told = lacks(judged([one], [fact("s b", "B2")]), lit("p b"))
    assert [some["rule"] for some in told["impossible"]] == ["odd"]
    assert told["ways"] == []


@pytest.mark.parametrize(
    "one",
    [
        rule("odd", "mood ?x ?l", then="mood ?x high"),
        rule("odd", "s ?x", then="mood ?x high", unless=["not mood ?x low"]),
    ],
    ids=["another value", "an exception that another value is"],
)
def test_a_value_that_needs_another_one_is_impossible(one):
    """`why-not` offers no rule for a value that rests on another value of the same, or stops at its denial."""
    told = lacks(judged([one], [fact("s b", "B2")]), lit("mood b high"))
    assert [some["rule"] for some in told["impossible"]] == ["odd"]
    assert told["ways"] == []


def test_what_is_undecided_blocks_an_absence_as_that():
    """`why-not` does not tell what is undecided as if it were so, and asks for it to fall."""
    rules = [
        rule("one", then="p a", unless=["q a"]),
        rule("other", then="q a", unless=["p a"]),
        rule("calm", "absent p a", then="r a"),
    ]
    world = judged(rules, [])
    _, told = reasons(world, lit("r a"), "text")
    assert told["status"] == "undecided"
    answer = why_not(world.assessment, lit("r a"))
    assert "but it stays undecided whether p of a." in " ".join(render_why_not(answer, "text").split())
    (obstacle,) = first(lacks(world, lit("r a")))["obstacles"]
    assert [(need["kind"], need["sentence"]) for need in obstacle["needs"]] == [("deny", "p of a")]


@pytest.mark.parametrize(
    ("exception", "facts", "need"),
    [
        ("disputed q b", [fact("q b", "B3"), fact("not q b", "B3")], ("assert", "q of b")),
        ("at least 2 ?_c: t ?_c", [fact("t a", "B2"), fact("t b", "B2")], ("fewer", "t of ?_c")),
        (
            "sum ?_n over ?_c: sends ?_c ?_n at least 20",
            [fact("sends a 30", "B2")],
            ("number", "sends of ?_c with ?_n"),
        ),
        ("some ?_n: sends a ?_n at least 20", [fact("sends a 30", "B2")], ("withdraw", "sends of a with 30")),
    ],
)
def test_what_would_keep_an_exception_from_applying_is_asked_for(exception, facts, need):
    """`why-not` asks for what would keep an exception from applying, whatever kind of condition it is."""
    world = judged([rule("one", "s ?x", then="p ?x", unless=[exception])], [fact("s b", "B2"), *facts])
    told = lacks(world, lit("p b"))
    (obstacle,) = first(told)["obstacles"]
    assert [(one["kind"], one["sentence"]) for one in obstacle["needs"]] == [need]
    assert check_supplied(world, lit("p b"), lacks)


def test_an_exception_is_not_asked_to_fall_with_what_the_rule_rests_on():
    """Of the parts of an exception `why-not` asks for one to fall that the rule itself does without."""
    rules = [rule("one", "s ?x", then="p ?x", unless=[("s ?_y", "t b")])]
    told = lacks(judged(rules, [fact("s b", "B2"), fact("t b", "B2")]), lit("p b"))
    (obstacle,) = first(told)["obstacles"]
    assert [one["sentence"] for one in obstacle["needs"]] == ["t of b"]


def test_what_is_given_has_to_be_withdrawn():
    """Where the opposite of what is needed is given, evidence alone does not do: it has to be withdrawn."""
    world = judged([rule("one", "q ?x", then="p ?x")], [fact("not q b", "B2")])
    (obstacle,) = first(lacks(world, lit("p b")))["obstacles"]
    assert [one["kind"] for one in obstacle["needs"]] == ["withdraw", "assert"]
    assert check_supplied(world, lit("p b"), lacks)


def test_nothing_is_asked_for_where_what_is_given_leaves_no_room():
    """Where a definition denies what is needed, and rests on nothing, nothing is said to do."""
    rules = [rule("one", "q ?x", "s ?x", then="p ?x"), rule("law", then="not q b", kind="strict")]
    told = lacks(judged(rules, []), lit("p b"))
    assert first(told)["obstacles"][0]["needs"] == []
    assert first(told)["needs"] == []


def test_what_a_rule_rests_on_is_not_asked_to_go():
    """Where what a rule rests on denies, by a definition, what it shows, nothing is said to do."""
    rules = [rule("one", "s ?x", then="p ?x"), rule("law", "s ?x", then="not p ?x", kind="strict")]
    told = lacks(judged(rules, [fact("s b", "B2")]), lit("p b"))
    (defeat,) = first(told)["defeats"]
    assert (defeat["given"], defeat["needs"]) == (True, [])


def test_a_presumption_is_not_silenced_by_what_denies_the_sentence():
    """To silence what is presumed against a value `why-not` does not ask for another value."""
    rules = [
        rule("one", "s ?x", then="mood ?x middle"),
        rule("presumed", "absent mood b low", then="not mood b middle"),
    ]
    told = lacks(judged(rules, [fact("s b", "B2")]), lit("mood b middle"))
    needs = [one["sentence"] for one in first(told)["needs"]]
    assert needs == ["mood of b with middle"]


def test_fewer_points_are_named_where_they_are_comparisons():
    """Of counted lines that are comparisons `why-not` names the value with which one would no longer hold."""
    rules = [rule("one", "sends ?x ?n", "at most 1 of: number: ?n >= 20 | number: ?n >= 10", then="p ?x")]
    world = judged(rules, [fact("sends b 30", "B2")])
    told = lacks(world, lit("p b"))
    (need,) = first(told)["needs"]
    assert (need["kind"], need["sentence"]) == ("value", "sends of b with 19")
    assert check_supplied(world, lit("p b"), lacks)


def test_a_line_about_anyone_is_not_met_by_one_of_whom_another_says_otherwise():
    """`why-not` names, for whoever it may be, nobody of whom another line of the rule says the opposite."""
    rules = [rule("one", "t ?_w", "not t ?y", then="p ?y")]
    world = judged(rules, [fact("not t a", "B2")])
    told = lacks(world, lit("p a"))
    (obstacle,) = first(told)["obstacles"]
    assert obstacle["sentence"] == "t of ?_w"
    assert check_supplied(world, lit("p a"), lacks)


def test_who_is_not_to_be_the_same_is_said_to_be_another():
    """Where a rule asks for another one, `why-not` says other than whom."""
    rules = [rule("one", "r ?x", "identity: ?x != a", then="p b")]
    world = judged(rules, [fact("r a", "B2")])
    told = lacks(world, lit("p b"))
    assert [(need["sentence"], need["besides"]) for need in first(told)["needs"]] == [("r of ?x", "a")]
    said = " ".join(render_why_not(why_not(world.assessment, lit("p b")), "text").split())
    assert "It would take evidence that r of some actor, other than a." in said
    assert check_supplied(world, lit("p b"), lacks) == 1


def test_what_settles_a_matter_of_anyone_is_named():
    """`why-not` names what settles a matter that is to be open of anyone, if only by another value."""
    rules = [rule("one", "open tone ?_w high", then="r a")]
    world = judged(rules, [fact("tone b low", "B2")])
    assert world.est(lit("r a")) is False
    (obstacle,) = first(lacks(world, lit("r a")))["obstacles"]
    assert obstacle["shown"] == ["tone of b with low"]
    assert [need["kind"] for need in obstacle["needs"]] == ["withdraw"]


def turned(before, after, sentence):
    """Return what `what-if` tells of the rules that turned for a sentence."""
    told = differences(before, after, "text")
    (change,) = [one for one in told["changes"] if one["sentence"] == sentence]
    return (*change["fell"], *change["came"])


def test_an_exception_that_holds_because_less_is_counted_is_accounted_for():
    """`what-if` names what is gone where an exception comes to hold by it."""
    rules = [rule("one", "s ?x", then="p ?x", unless=["at most 1 ?_c: t ?_c"])]
    facts = [fact("s b", "B2"), fact("t a", "B2"), fact("t b", "B2")]
    (turn,) = turned(judged(rules, facts), judged(rules, facts, without=["t of a"]), "p of b")
    assert (turn["premises"], turn["stopped_by"]) == (["t of a"], [])


def test_what_held_before_in_other_words_is_not_said_to_arrive():
    """`what-if` names of an exception what has changed alone, not what another value said before."""
    rules = [rule("one", "s ?x", then="p ?x", unless=[("q a", "not risk b low")])]
    facts = [fact("s b", "B2"), fact("risk b high", "B2")]
    after = judged(
        rules, facts, assume=["q of a", "never risk of b with low"], without=["risk of b with high"]
    )
    (turn,) = turned(judged(rules, facts), after, "p of b")
    assert turn["stopped_by"] == ["q of a"]


def test_a_number_that_stays_as_contested_as_it_was_is_no_reason():
    """Of numbers that count otherwise `what-if` names those that changed, not one that is in dispute in both."""
    rules = [rule("one", "largest ?n over ?c: sends ?c ?n at most 10", then="q a")]
    facts = [fact("sends a -10", "B2"), fact("sends b 10", "C3"), fact("not sends b 10", "C3")]
    (turn,) = turned(judged(rules, facts), judged(rules, facts, assume=["sends of b with 20"]), "q of a")
    assert (turn["premises"], turn["stopped_by"]) == ([], ["sends of b with 20"])


def test_pivots_word_a_step_in_which_a_denied_answer_falls():
    """A path on which a denial of an answer falls, too, is worded."""
    made = story(2201)
    turning(World(made.rulebook, made.case), None, "text")


def test_no_more_is_asked_for_than_there_are():
    """`why-not` does not ask for more to be counted than are known."""
    rules = [rule("one", "s ?x", then="p ?x", unless=["at most 2 ?_c: t ?_c"])]
    told = lacks(judged(rules, [fact("s b", "B2")]), lit("p b"))
    assert first(told)["needs"] == []


def test_a_denial_that_another_value_meets_is_no_circle():
    """A rule that needs a value denied, and denies it, can carry that by another value: `why-not` does not call it impossible."""
    rules = [rule("one", "s ?x", "not risk ?x low", then="not risk ?x low")]
    assert lacks(judged(rules, []), lit("not risk b low"))["impossible"] == []


def test_only_what_is_lacking_is_told_of_a_rule_that_is_out_of_reach():
    """Where a rule has nothing to bind it any more `what-if` tells that, not what it counted."""
    rules = [rule("one", "calm ?x", "at least 1 of: t ?y | q a", then="s ?x"), rule("two", "p a", then="t a")]
    facts = [fact("calm a", "B2"), fact("t b", "B2")]
    after = judged(rules, facts, assume=["it is false that calm of a", "p of a"], without=["t of b"])
    (turn,) = turned(judged(rules, facts), after, "s of a")
    assert turn["premises"] == ["calm of a"]


def test_what_bears_in_both_judgements_is_no_reason_for_a_turn():
    """A sentence that another assertion makes as true as before has not changed the count, whatever its days are now."""
    rules = [rule("one", "exactly 2 of: p a | s a", then="q a")]
    facts = [fact("p a", "C2"), fact("s a", "C3")]
    after = judged(rules, facts, assume=["s of a"], without=["p of a"])
    (turn,) = turned(judged(rules, facts), after, "q of a")
    assert (turn["premises"], turn["stopped_by"]) == (["p of a"], [])
