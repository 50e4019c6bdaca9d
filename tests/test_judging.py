"""Each line of the definition of what stands, on an example small enough to work out by hand."""

import random

import pytest

from brief import fact, given, judged, lit, rule, words
from rubicon.firing import fire
from rubicon.firing.instances import Firings, GroundCondition, Mention
from rubicon.judging import candidates, holds, judge, measure, reports, verdict_of
from rubicon.judging.judgements import Dispute

BIRDS = words(
    "bird ?x:actor", "penguin ?x:actor", "flies ?x:actor", "hurt ?x:actor", "big ?x:actor", "sure ?x:actor"
)
RISK = words(
    "risk ?x:actor ?l:level!",
    "calm ?x:actor",
    "tense ?x:actor",
    "armed ?x:actor",
    "alarm ?x:actor",
    "strength ?x:actor ?n:number!",
    "sends ?x:actor ?n:number",
    "ally ?x:actor ?y:actor",
)


def verdict(judgement, text):
    """Return truth, standing and confidence of a statement."""
    found = judgement.verdicts[lit(text).atom]
    return found.truth, found.standing, found.confidence


def short(judgement, text):
    return verdict(judgement, text)[:2]


def tweety(*more, facts=()):
    """Birds normally fly, penguins are birds and normally do not, and the more specific rule wins."""
    rules = [
        rule("flies", "bird ?x", then="flies ?x"),
        rule("bird", "penguin ?x", then="bird ?x", kind="strict"),
        rule("grounded", "penguin ?x", then="not flies ?x", overrides=["flies"]),
    ]
    return judged(BIRDS, [*rules, *more], facts)


def test_a_default_stands_while_nothing_speaks_against_it():
    """A bird flies."""
    judgement = tweety(facts=["bird tweety"])
    assert verdict(judgement, "bird tweety") == (True, "definite", "high")
    assert verdict(judgement, "flies tweety") == (True, "defeasible", "high")


def test_the_overriding_rule_wins():
    """A penguin is definitely a bird, and does not fly; confidence is capped as the default applied."""
    judgement = tweety(facts=["penguin tweety"])
    assert verdict(judgement, "bird tweety") == (True, "definite", "high")
    assert verdict(judgement, "flies tweety") == (False, "defeasible", "moderate")
    loser, winner = (
        judgement.arguments[judgement.for_[lit(text)][0]] for text in ("flies tweety", "not flies tweety")
    )
    assert loser.applies
    assert not loser.stands
    assert loser.beaten_by == judgement.for_[lit("not flies tweety")]
    assert winner.stands
    assert (winner.attacked_by, winner.beaten_by) == (judgement.for_[lit("flies tweety")], ())
    assert (winner.confidence, winner.weakest) == ("moderate", "attacked")


def test_equal_rules_leave_a_matter_contested():
    """The Nixon diamond: two defaults that conflict, and no priority."""
    rules = [rule("a", "bird ?x", then="flies ?x"), rule("b", "big ?x", then="not flies ?x")]
    judgement = judged(BIRDS, rules, ["bird otto", "big otto"])
    assert verdict(judgement, "flies otto") == (None, "contested", None)


def test_ambiguity_is_blocked():
    """What rests on a contested matter does not speak: a rule against it goes unopposed."""
    rules = [
        rule("a", "bird ?x", then="flies ?x"),
        rule("b", "big ?x", then="not flies ?x"),
        rule("c", "flies ?x", then="sure ?x"),
        rule("d", "bird ?x", then="not sure ?x"),
    ]
    judgement = judged(BIRDS, rules, ["bird otto", "big otto"])
    assert verdict(judgement, "sure otto") == (False, "defeasible", "high")


def test_a_team_defeats_together():
    """Each attacker is overridden by some rule of the team, though none of the team overrides both."""
    rules = [
        rule("a1", "bird ?x", then="flies ?x", overrides=["b1"]),
        rule("a2", "bird ?x", then="flies ?x", overrides=["b2"]),
        rule("b1", "big ?x", then="not flies ?x"),
        rule("b2", "big ?x", then="not flies ?x"),
    ]
    assert short(judged(BIRDS, rules, ["bird x", "big x"]), "flies x") == (True, "defeasible")
    assert short(judged(BIRDS, rules[:1] + rules[2:], ["bird x", "big x"]), "flies x") == (None, "contested")


def test_a_defeated_rule_still_beats():
    """a2 is overridden by b1, and yet what it overrides cannot attack."""
    rules = [
        rule("a1", "bird ?x", then="flies ?x", overrides=["b1"]),
        rule("a2", "bird ?x", then="flies ?x", overrides=["b2"]),
        rule("b1", "big ?x", then="not flies ?x", overrides=["a2"]),
        rule("b2", "big ?x", then="not flies ?x"),
    ]
    assert short(judged(BIRDS, rules, ["bird x", "big x"]), "flies x") == (True, "defeasible")


def test_overrides_is_not_transitive():
    """A rule that overrides an overriding rule does not override what that one does."""
    rules = [
        rule("a", "bird ?x", then="flies ?x", overrides=["b"]),
        rule("b", "big ?x", then="not flies ?x", overrides=["c"]),
        rule("c", "bird ?x", then="flies ?x"),
        rule("d", "hurt ?x", then="not flies ?x"),
    ]
    assert short(judged(BIRDS, rules, ["bird x", "big x"]), "flies x") == (True, "defeasible")
    assert short(judged(BIRDS, rules, ["bird x", "big x", "hurt x"]), "flies x") == (None, "contested")


def test_a_defeater_blocks_and_supports_nothing():
    """What a defeater casts doubt on is contested; what it speaks for is not even argued."""
    rules = [
        rule("flies", "bird ?x", then="flies ?x"),
        rule("doubt", "hurt ?x", then="not flies ?x", kind="defeater"),
    ]
    judgement = judged(BIRDS, rules, ["bird otto", "hurt otto", "hurt emil"])
    assert short(judgement, "flies otto") == (None, "contested")
    assert verdict(judgement, "flies emil") == (None, "unknown", None)
    assert lit("not flies otto") not in judgement.established


def test_a_defeater_can_be_overridden():
    """The doubt does not count against a rule that overrides it."""
    rules = [
        rule("flies", "bird ?x", then="flies ?x", overrides=["doubt"]),
        rule("doubt", "hurt ?x", then="not flies ?x", kind="defeater"),
    ]
    assert verdict(judged(BIRDS, rules, ["bird x", "hurt x"]), "flies x") == (True, "defeasible", "moderate")


def test_a_defeater_overrides_nothing():
    """An `overrides` of a defeater is not heeded."""
    rules = [
        rule("flies", "bird ?x", then="flies ?x"),
        rule("not", "big ?x", then="not flies ?x"),
        rule("doubt", "bird ?x", then="flies ?x", kind="defeater", overrides=["not"]),
    ]
    assert short(judged(BIRDS, rules, ["bird x", "big x"]), "flies x") == (None, "contested")


def test_unless_stops_a_rule():
    """A stopped rule neither supports nor attacks."""
    rules = [
        rule("a", "bird ?x", then="flies ?x", unless=["hurt ?x"]),
        rule("b", "big ?x", then="not flies ?x"),
    ]
    judgement = judged(BIRDS, rules, ["bird x", "big x", "hurt x"])
    assert verdict(judgement, "flies x") == (False, "defeasible", "high")


def test_a_stopped_rule_does_not_beat():
    """The rule that would have beaten an attacker is stopped, so the attacker counts."""
    rules = [
        rule("a", "bird ?x", then="flies ?x"),
        rule("a2", "bird ?x", then="flies ?x", overrides=["b"], unless=["hurt ?x"]),
        rule("b", "big ?x", then="not flies ?x"),
    ]
    assert short(judged(BIRDS, rules, ["bird x", "big x"]), "flies x") == (True, "defeasible")
    assert short(judged(BIRDS, rules, ["bird x", "big x", "hurt x"]), "flies x") == (None, "contested")


def test_an_exception_of_several_lines_needs_all_of_them():
    """`unless` with a list inside stops a rule only where all of the list holds."""
    rules = [rule("a", "bird ?x", then="flies ?x", unless=[("hurt ?x", "absent big ?x")])]
    assert short(judged(BIRDS, rules, ["bird x"]), "flies x") == (True, "defeasible")
    assert short(judged(BIRDS, rules, ["bird x", "hurt x", "big x"]), "flies x") == (True, "defeasible")
    judgement = judged(BIRDS, rules, ["bird x", "hurt x"])
    assert lit("flies x") not in judgement.established
    assert judgement.arguments[judgement.for_[lit("flies x")][0]].applies is False


def test_circles_through_unless_are_undecided():
    """Two rules that each stop the other leave both undefined, and what follows with them."""
    rules = [
        rule("a", "bird ?x", then="flies ?x", unless=["big ?x"]),
        rule("b", "bird ?x", then="big ?x", unless=["flies ?x"]),
        rule("c", "flies ?x", then="sure ?x"),
    ]
    judgement = judged(BIRDS, rules, ["bird x"])
    for text in ("flies x", "big x", "sure x"):
        assert verdict(judgement, text) == (None, "undecided", None)
        assert judgement.established[lit(text)] is None


def test_a_rule_that_stops_itself_is_undecided():
    """An odd circle through `unless` has no answer either."""
    judgement = judged(BIRDS, [rule("a", "bird ?x", then="flies ?x", unless=["flies ?x"])], ["bird x"])
    assert short(judgement, "flies x") == (None, "undecided")


def test_a_circle_through_attack_is_undecided():
    """What is attacked by its own consequence is neither established nor refuted."""
    rules = [
        rule("a", "bird ?x", then="flies ?x"),
        rule("b", "flies ?x", then="big ?x"),
        rule("c", "big ?x", then="not flies ?x"),
    ]
    judgement = judged(BIRDS, rules, ["bird x"])
    assert short(judgement, "flies x") == (None, "undecided")


def test_a_circle_of_support_holds_nothing():
    """Two statements that support only each other are not established, and nothing applies for them."""
    rules = [rule("a", "flies ?x", then="big ?x"), rule("b", "big ?x", then="flies ?x")]
    loop = [*rules, rule("c", "bird ?x", then="big ?x", unless=["hurt ?x"])]
    judgement = judged(BIRDS, loop, ["bird x", "hurt x"])
    assert judgement.established == dict.fromkeys([lit("bird x"), lit("hurt x")], True)


def test_strict_rules_make_definite_only_what_rests_on_definite_premises():
    """From a report, a strict rule concludes defeasibly."""
    rules = [rule("s", "bird ?x", then="flies ?x", kind="strict"), rule("d", "big ?x", then="not flies ?x")]
    assert short(judged(BIRDS, rules, ["bird x", "big x"]), "flies x") == (True, "definite")
    judgement = judged(BIRDS, rules, [fact("bird x", "C3"), "big x"])
    assert short(judgement, "flies x") == (None, "contested")
    assert judgement.arguments[judgement.for_[lit("flies x")][0]].weight == "defeasible"


@pytest.mark.parametrize(
    "given_rule",
    [
        rule("s", "bird ?x", "absent hurt ?x", then="flies ?x", kind="strict"),
        rule("s", "bird ?x", then="flies ?x", kind="strict", unless=["hurt ?x"]),
        rule("s", "bird ?x", "at least 1 ?_y: bird ?_y", then="flies ?x", kind="strict"),
    ],
    ids=["absence", "unless", "tally"],
)
def test_a_strict_rule_that_looks_for_what_is_not_there_weighs_as_a_defeasible_one(given_rule):
    """Absence, `unless` and tallies keep a conclusion from being definite."""
    assert short(judged(BIRDS, [given_rule], ["bird x"]), "flies x") == (True, "defeasible")


def test_a_strict_rule_follows_from_a_denial():
    """`it is false that` is met definitely by a definite member of the conflict set."""
    rules = [rule("s", "calm ?x", "not risk ?x low", then="alarm ?x", kind="strict")]
    judgement = judged(RISK, rules, ["calm x", "risk x high"])
    assert short(judgement, "alarm x") == (True, "definite")
    assert short(judgement, "risk x high") == (True, "definite")


def test_definite_statements_that_conflict_are_contested_and_named():
    """The clash names facts and rules; nothing is built on either side."""
    rules = [
        rule("s", "penguin ?x", then="not flies ?x", kind="strict"),
        rule("t", "flies ?x", then="sure ?x"),
        rule("u", "not flies ?x", then="big ?x"),
    ]
    judgement = judged(BIRDS, rules, ["penguin x", "flies x"])
    assert short(judgement, "flies x") == (None, "contested")
    assert lit("sure x") not in judgement.established
    assert lit("big x") not in judgement.established
    (clash,) = judgement.clashes
    assert clash.literals == (lit("flies x"), lit("not flies x"))
    assert [one.literal for one in clash.facts] == [lit("flies x"), lit("penguin x")]
    assert clash.rules == ("s",)


def test_nothing_definite_rests_on_a_clash():
    """A strict rule on a clashing premise is not used, so what it concludes does not clash for it."""
    rules = [rule("s", "flies ?x", then="sure ?x", kind="strict"), rule("d", "bird ?x", then="not sure ?x")]
    judgement = judged(BIRDS, rules, ["flies x", "not flies x", "bird x"])
    assert short(judgement, "sure x") == (False, "defeasible")
    assert judgement.definite == {lit("bird x")}


def test_a_clashing_fact_still_speaks_against_other_values():
    """A weak report does not win because the two given facts against it clash with each other."""
    judgement = judged(RISK, [], ["risk x low", "risk x high", fact("risk x middle", "E5")])
    assert short(judgement, "risk x low") == (None, "contested")
    assert short(judgement, "risk x middle") == (None, "contested")


def test_nothing_stands_against_the_definite():
    """A definite fact is beyond attack, and a rule against it concludes nothing."""
    rules = [
        rule("d", "bird ?x", then="not flies ?x", overrides=["e"]),
        rule("e", "bird ?x", then="flies ?x"),
    ]
    judgement = judged(BIRDS, rules, ["bird x", "flies x"])
    assert short(judgement, "flies x") == (True, "definite")
    assert lit("not flies x") not in judgement.established


@pytest.mark.parametrize(
    ("grade", "standing"),
    [
        ("A1", "definite"),
        ("B2", "definite"),
        ("B3", "defeasible"),
        ("C2", "defeasible"),
        (None, "defeasible"),
    ],
)
def test_good_grades_make_a_fact_definite(grade, standing):
    """A fact graded A-B with 1-2 is given; every other is a report."""
    assert short(judged(BIRDS, [], [fact("bird x", grade)]), "bird x") == (True, standing)


@pytest.mark.parametrize("basis", ["background", "considered", "example", "argument"])
def test_some_bases_make_a_fact_given(basis):
    """Background, the framing, examples and arguments are given whatever their grade."""
    assert short(judged(BIRDS, [], [fact("bird x", "E5", basis)]), "bird x") == (True, "definite")


def test_an_assumption_is_a_report():
    """What the analyst assumes yields to a graded report, and alone is of low confidence."""
    assumed = fact("bird x", basis="assumption")
    assert verdict(judged(BIRDS, [], [assumed]), "bird x") == (True, "defeasible", "low")
    judgement = judged(BIRDS, [], [assumed, fact("not bird x", "C3")])
    assert verdict(judgement, "bird x") == (False, "defeasible", "moderate")


def test_two_good_reports_that_conflict_are_both_reports():
    """Neither is given; the better one stands, and equal ones leave the matter contested."""
    equal = judged(BIRDS, [], [fact("bird x", "B2"), fact("not bird x", "B2")])
    assert short(equal, "bird x") == (None, "contested")
    better = judged(BIRDS, [], [fact("bird x", "A2"), fact("not bird x", "B2")])
    assert short(better, "bird x") == (True, "defeasible")
    assert not better.definite


def test_a_good_report_against_background_is_a_clash():
    """Both are definite, so neither is used and the analyst is warned."""
    judgement = judged(BIRDS, [], [fact("bird x", "B2"), fact("not bird x", basis="background")])
    assert short(judgement, "bird x") == (None, "contested")
    assert len(judgement.clashes) == 1


@pytest.mark.parametrize(
    ("one", "other", "wins"),
    [
        ("B3", "C3", True),
        ("B3", "B4", True),
        ("C3", "D5", True),
        ("B4", "C3", False),
        ("C3", "C3", False),
        ("C3", None, True),
        ("C3", "F1", True),
        ("C3", "A6", True),
        ("C4", None, False),
        ("D1", None, False),
        (None, "E5", False),
        ("F6", None, False),
        ("F1", "E5", False),
    ],
)
def test_better_grades_override(one, other, wins):
    """A report wins where it is no worse in letter and digit and better in one; the ungraded are a class."""
    judgement = judged(BIRDS, [], [fact("bird x", one), fact("not bird x", other)])
    assert short(judgement, "bird x") == ((True, "defeasible") if wins else (None, "contested"))


def test_several_sources_make_one_report_with_all_their_grades():
    """A report is outgraded only where every one of its grades is; and it counts by its best."""
    pair = [fact("bird x", "C3", source="s"), fact("bird x", "E5", source="t")]
    assert short(judged(BIRDS, [], [*pair, fact("not bird x", "D4")]), "bird x") == (True, "defeasible")
    assert short(judged(BIRDS, [], [*pair, fact("not bird x", "B4")]), "bird x") == (None, "contested")
    judgement = judged(BIRDS, [], pair)
    assert judgement.verdicts[lit("bird x").atom].confidence == "moderate"
    assert len(judgement.arguments) == 1


def test_rules_and_reports_do_not_override_each_other():
    """A rule and a report that conflict leave the matter contested, whatever the grade."""
    judgement = judged(BIRDS, [rule("a", "bird ?x", then="flies ?x")], ["bird x", fact("not flies x", "E5")])
    assert short(judgement, "flies x") == (None, "contested")


@pytest.mark.parametrize(
    "said",
    [fact("hurt x", "E5"), fact("hurt x", basis="assumption"), None],
    ids=["report", "assumption", "rule"],
)
def test_a_presumption_yields(said):
    """`nothing shows that S → it is false that S` is overridden by anything that applies for S."""
    rules = [rule("sound", "bird ?x", "absent hurt ?x", then="not hurt ?x")]
    alone = judged(BIRDS, rules, ["bird x"])
    assert verdict(alone, "hurt x") == (False, "defeasible", "moderate")
    argued = [*rules, rule("h", "big ?x", then="hurt ?x")]
    judgement = judged(BIRDS, argued, ["bird x", said or "big x"])
    assert short(judgement, "hurt x") == (True, "defeasible")


def test_a_presumption_of_what_is_so_yields_to_every_other_value():
    """`nothing shows that it is false that S → S` is overridden by anything for another value."""
    rules = [rule("calm", "calm ?x", "absent not risk ?x low", then="risk ?x low")]
    assert short(judged(RISK, rules, ["calm x"]), "risk x low") == (True, "defeasible")
    judgement = judged(RISK, rules, ["calm x", fact("risk x high", "E5")])
    assert short(judgement, "risk x high") == (True, "defeasible")
    assert verdict_of(RISK, judgement, lit("risk x low").atom).truth is False


def test_what_a_defeater_says_does_not_override_a_presumption():
    """Only what applies for S and supports it makes a presumption against S yield."""
    rules = [
        rule("sound", "bird ?x", "absent hurt ?x", then="not hurt ?x"),
        rule("doubt", "bird ?x", then="hurt ?x", kind="defeater"),
        rule("stopped", "big ?x", then="hurt ?x", unless=["bird ?x"]),
    ]
    judgement = judged(BIRDS, rules, ["bird x", "big x"])
    assert short(judgement, "hurt x") == (None, "contested")
    presumption = judgement.arguments[judgement.for_[lit("not hurt x")][0]]
    assert [judgement.arguments[index].weight for index in presumption.attacked_by] == ["defeater"]
    assert presumption.beaten_by == ()


def test_values_of_a_statement_with_one_value_conflict():
    """An established value makes the others false, spoken of or not, with its standing and confidence."""
    judgement = judged(RISK, [], [fact("risk x high", "B3"), fact("risk x low", "D4")])
    assert verdict(judgement, "risk x high") == (True, "defeasible", "moderate")
    assert verdict(judgement, "risk x low") == (False, "defeasible", "moderate")
    unspoken = verdict_of(RISK, judgement, lit("risk x middle").atom)
    assert (unspoken.truth, unspoken.standing, unspoken.confidence) == (False, "defeasible", "moderate")
    assert verdict_of(RISK, judgement, lit("risk y middle").atom).standing == "unknown"


def test_the_contrary_of_one_value_conflicts_with_that_value_alone():
    """That the risk is not low says nothing against its being high."""
    judgement = judged(RISK, [], [fact("not risk x low", "C3"), fact("risk x high", "D4")])
    assert short(judgement, "risk x low") == (False, "defeasible")
    assert short(judgement, "risk x high") == (True, "defeasible")


def test_candidates_are_the_values_not_defeated():
    """Contested values stay candidates, in the order of the kind; an outgraded one does not."""
    facts = [fact("risk x high", "C3"), fact("risk x low", "B4"), fact("risk x middle", "D5")]
    judgement = judged(RISK, [], facts)
    assert short(judgement, "risk x high") == (None, "contested")
    assert candidates(RISK, judgement, lit("risk x low").atom) == ("low", "high")
    one = judged(RISK, [], facts[:1])
    assert candidates(RISK, one, lit("risk x low").atom) == ("high",)
    assert candidates(RISK, one, lit("risk y low").atom) == ()
    assert candidates(RISK, one, lit("calm x").atom) == ()


def test_a_value_that_a_definite_fact_denies_is_no_candidate():
    """Nothing in conflict with a candidate is definite."""
    judgement = judged(RISK, [], [fact("risk x high", "C3"), fact("risk x low", "C3"), "not risk x low"])
    assert candidates(RISK, judgement, lit("risk x low").atom) == ("high",)


@pytest.mark.parametrize(
    ("facts", "is_open", "is_disputed"),
    [
        ([], True, False),
        ([fact("alarm x", "C3")], False, False),
        ([fact("not alarm x", "C3")], False, False),
        ([fact("alarm x", "C3"), fact("not alarm x", "C3")], True, True),
        (["alarm x", "not alarm x"], True, True),
    ],
    ids=["nothing", "so", "not so", "contested", "clash"],
)
def test_open_and_disputed(facts, is_open, is_disputed):
    """Open: neither it nor its contrary is established. Disputed: besides, something applies for one."""
    rules = [
        rule("o", "calm ?x", "open alarm ?x", then="tense ?x"),
        rule("d", "calm ?x", "disputed alarm ?x", then="armed ?x"),
    ]
    judgement = judged(RISK, rules, ["calm x", *facts])
    assert (lit("tense x") in judgement.established) is is_open
    assert (lit("armed x") in judgement.established) is is_disputed


def test_what_only_a_defeater_speaks_of_is_not_disputed():
    """A defeater argues for nothing."""
    rules = [
        rule("a", "calm ?x", then="alarm ?x", kind="defeater"),
        rule("d", "calm ?x", "disputed alarm ?x", then="armed ?x"),
    ]
    assert lit("armed x") not in judged(RISK, rules, ["calm x"]).established


def test_a_value_is_not_open_where_another_is_established():
    """For a statement with one value, its contrary is the other value too."""
    rules = [rule("o", "calm ?x", "open risk ?x low", then="tense ?x")]
    assert lit("tense x") not in judged(RISK, rules, ["calm x", "risk x high"]).established
    assert lit("tense x") in judged(RISK, rules, ["calm x", "not risk x high"]).established


def test_absence_of_whoever():
    """A wildcard in an absence matches anyone."""
    rules = [rule("alone", "calm ?x", "absent ally ?x ?_y", then="tense ?x")]
    judgement = judged(RISK, rules, ["calm x", "calm y", "ally y z"])
    assert lit("tense x") in judgement.established
    assert lit("tense y") not in judgement.established


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        ("at least 2", True),
        ("at least 3", False),
        ("at most 2", True),
        ("at most 1", False),
        ("exactly 2", True),
        ("exactly 1", False),
        ("at least 0", True),
    ],
)
def test_tallies_count_established_members(bound, expected):
    """Only what is established counts, each member once."""
    rules = [rule("t", "calm ?x", f"{bound} ?_s: sends ?_s ?_n", then="tense ?x")]
    facts = [
        "calm x",
        "sends a 1",
        "sends a 2",
        "sends b 1",
        fact("sends c 1", "C3"),
        fact("not sends c 1", "C3"),
    ]
    assert (lit("tense x") in judged(RISK, rules, facts).established) is expected


SENT = [
    "calm x",
    "sends a 100",
    "sends a 300",
    "sends b 50",
    fact("sends c 10", "C3"),
    fact("sends c 20", "C3"),
]
DISPUTED = [fact("strength a 100", "C3"), fact("strength a 300", "C3"), "strength b 50", "calm x"]


@pytest.mark.parametrize(
    ("facts", "line", "expected"),
    [
        (SENT, "sum ?_n over ?_s: sends ?_s ?_n at least 160", True),
        (SENT, "sum ?_n over ?_s: sends ?_s ?_n at least 161", False),
        (SENT, "sum ?_n over ?_s: sends ?_s ?_n at most 370", True),
        (SENT, "sum ?_n over ?_s: sends ?_s ?_n at most 369", False),
        (DISPUTED, "sum ?_n over ?_s: strength ?_s ?_n at least 150", True),
        (DISPUTED, "sum ?_n over ?_s: strength ?_s ?_n at least 151", False),
        (DISPUTED, "sum ?_n over ?_s: strength ?_s ?_n at most 350", True),
        (DISPUTED, "sum ?_n over ?_s: strength ?_s ?_n at most 349", False),
        (DISPUTED, "largest ?_n over ?_s: strength ?_s ?_n at least 100", True),
        (DISPUTED, "largest ?_n over ?_s: strength ?_s ?_n at least 101", False),
        (DISPUTED, "largest ?_n over ?_s: strength ?_s ?_n at most 299", False),
        (DISPUTED, "smallest ?_n over ?_s: strength ?_s ?_n at least 51", False),
        (DISPUTED, "smallest ?_n over ?_s: strength ?_s ?_n at most 50", True),
        (["calm x"], "sum ?_n over ?_s: strength ?_s ?_n at least 0", True),
        (["calm x"], "sum ?_n over ?_s: strength ?_s ?_n at least 1", False),
        (["calm x"], "largest ?_n over ?_s: strength ?_s ?_n at most 1", False),
        (["calm x"], "smallest ?_n over ?_s: strength ?_s ?_n at least 1", False),
    ],
)
def test_aggregates(facts, line, expected):
    """A member in dispute counts with its smallest value under `at least`, its largest under `at most`."""
    judgement = judged(RISK, [rule("t", "calm ?x", line, then="tense ?x")], facts)
    assert (lit("tense x") in judgement.established) is expected


KILLED = words(
    "calm ?x:actor",
    "tense ?x:actor",
    "killed ?p:actor ?d:date ?n:number",
    "force ?x:actor ?n:number ?l:level!",
)
DEAD = ["killed osh 2010-06-10 10", "killed jalal 2010-06-10 20", "killed osh 2010-06-11 5"]
FORCES = [fact("force a 5 low", "C3"), fact("force a 5 high", "C3"), fact("force b 7 low", "A1")]


@pytest.mark.parametrize(
    ("facts", "line", "expected"),
    [
        # one entry for each place and day
        (DEAD, "sum ?_n over ?_d: killed ?_p ?_d ?_n at least 35", True),
        (DEAD, "sum ?_n over ?_d: killed ?_p ?_d ?_n at least 36", False),
        (DEAD, "sum ?_n over ?_d: killed ?_p ?_d ?_n at most 25", False),
        (DEAD, "sum ?_n over ?_p: killed ?_p ?_d ?_n at most 35", True),
        (DEAD, "largest ?_n over ?_d: killed ?_p ?_d ?_n at most 20", True),
        (DEAD, "largest ?_n over ?_d: killed ?_p ?_d ?_n at least 21", False),
        (DEAD, "smallest ?_n over ?_d: killed ?_p ?_d ?_n at least 5", True),
        (DEAD, "largest ?_n over ?_n: killed ?_p ?_d ?_n at least 20", True),
        # several established numbers of one entry are in dispute
        ([*DEAD, "killed osh 2010-06-10 12"], "sum ?_n over ?_d: killed ?_p ?_d ?_n at least 36", False),
        ([*DEAD, "killed osh 2010-06-10 12"], "sum ?_n over ?_d: killed ?_p ?_d ?_n at most 36", False),
        ([*DEAD, "killed osh 2010-06-10 12"], "sum ?_n over ?_d: killed ?_p ?_d ?_n at most 37", True),
        # the slot of `one_of` makes no entry of its own
        (FORCES, "sum ?_n over ?_x: force ?_x ?_n ?_l at least 12", True),
        (FORCES, "sum ?_n over ?_x: force ?_x ?_n ?_l at least 13", False),
        (FORCES, "sum ?_n over ?_x: force ?_x ?_n ?_l at most 12", True),
        # a denial that applies undefeated: there may be no such entry
        (
            [*DEAD, fact("killed talas 2010-06-10 9", "C3"), fact("not killed talas 2010-06-10 9", "C3")],
            "sum ?_n over ?_d: killed ?_p ?_d ?_n at least 36",
            False,
        ),
        (
            [*DEAD, fact("killed talas 2010-06-10 9", "C3"), fact("not killed talas 2010-06-10 9", "C3")],
            "sum ?_n over ?_d: killed ?_p ?_d ?_n at most 43",
            False,
        ),
        (
            [fact("killed talas 2010-06-10 9", "C3"), fact("not killed talas 2010-06-10 9", "C3")],
            "largest ?_n over ?_d: killed ?_p ?_d ?_n at least 1",
            False,
        ),
        (
            [fact("killed talas 2010-06-10 9", "C3"), fact("not killed talas 2010-06-10 9", "C3")],
            "largest ?_n over ?_d: killed ?_p ?_d ?_n at most 9",
            False,
        ),
        (
            ["killed osh 2010-06-10 8", fact("killed x 2010-06-10 9"), fact("not killed x 2010-06-10 9")],
            "smallest ?_n over ?_d: killed ?_p ?_d ?_n at least 8",
            True,
        ),
        (
            [fact("killed talas 2010-06-10 -9", "C3"), fact("not killed talas 2010-06-10 -9", "C3")],
            "sum ?_n over ?_d: killed ?_p ?_d ?_n at most -1",
            False,
        ),
        # a denial that is outgraded leaves the number established
        (
            [fact("killed talas 2010-06-10 9", "B3"), fact("not killed talas 2010-06-10 9", "C3")],
            "sum ?_n over ?_d: killed ?_p ?_d ?_n at least 9",
            True,
        ),
    ],
)
def test_entries_of_an_aggregate(facts, line, expected):
    """What differs in another slot than the number and the `one_of` slot is an entry of its own."""
    judgement = judged(KILLED, [rule("t", "calm x", line, then="tense x")], ["calm x", *facts])
    assert (lit("tense x") in judgement.established) is expected


def test_a_denial_in_doubt_leaves_nothing_certain():
    """`measure` tells the range of a total, and whether there may be nothing of the kind."""
    facts = ["calm x", fact("killed a 2010-06-10 9", "C3"), fact("not killed a 2010-06-10 9", "C3")]
    lines = [f"{f} ?_n over ?_d: killed ?_p ?_d ?_n at most 90" for f in ("sum", "largest", "smallest")]
    judgement = judged(
        KILLED, [rule(f"t{at}", "calm x", line, then="tense x") for at, line in enumerate(lines)], facts
    )
    found = [measure(judgement, instance.conditions[1]) for instance in judgement.firings.instances]
    assert [(one.low, one.high, one.or_none) for one in found] == [(0, 9, False), (9, 9, True), (9, 9, True)]
    assert [(one.disputed, one.or_none) for one in found[0].members] == [(True, True)]


def test_a_value_overridden_for_its_contrary_stays_a_candidate():
    """Only something that applies for another value drops a candidate (DESIGN 4)."""
    rules = [
        rule("a", "calm ?x", then="risk ?x low"),
        rule("b", "calm ?x", then="risk ?x high"),
        rule("no", "calm ?x", then="not risk ?x low", overrides=["a"]),
    ]
    judgement = judged(RISK, rules, ["calm x"])
    assert candidates(RISK, judgement, lit("risk x low").atom) == ("low", "high")
    rules[1] = rule("b", "calm ?x", then="risk ?x high", overrides=["a"])
    judgement = judged(RISK, rules, ["calm x"])
    assert candidates(RISK, judgement, lit("risk x low").atom) == ("high",)


def test_an_outgraded_number_does_not_count():
    """A value that a better report overrides is no longer among those in dispute."""
    rules = [rule("t", "calm ?x", "sum ?_n over ?_s: strength ?_s ?_n at least 150", then="tense ?x")]
    facts = [
        fact("strength a 10", "D4"),
        fact("strength a 150", "C3"),
        fact("strength a 200", "C3"),
        "calm x",
    ]
    assert lit("tense x") in judged(RISK, rules, facts).established


@pytest.mark.parametrize(
    ("facts", "every", "some"),
    [
        ([], False, False),
        ([fact("strength a 60", "C3"), fact("strength a 70", "C3")], True, True),
        ([fact("strength a 60", "C3"), fact("strength a 40", "C3")], False, True),
        ([fact("strength a 60", "C3"), fact("strength a 40", "D4")], True, True),
        ([fact("strength a 60", "C3"), "strength a 40"], False, False),
        (["strength a 60", fact("strength a 40", "C3")], True, True),
    ],
    ids=["none", "both", "one", "outgraded", "given below", "given above"],
)
def test_reported_values(facts, every, some):
    """`every reported` and `some reported` read the assertions not outgraded, established or not."""
    rules = [
        rule("e", "calm ?x", "every ?_n: strength a ?_n at least 50", then="tense ?x"),
        rule("s", "calm ?x", "some ?_n: strength a ?_n at least 50", then="armed ?x"),
    ]
    judgement = judged(RISK, rules, ["calm x", *facts])
    assert (lit("tense x") in judgement.established) is every
    assert (lit("armed x") in judgement.established) is some


def test_each_way_of_any_one_of_these_is_an_argument():
    """A list inside `if` makes one argument for each way that is met."""
    rules = [rule("a", ("bird ?x", "big ?x"), then="sure ?x")]
    judgement = judged(BIRDS, rules, ["bird x", "big x"])
    arguments = [judgement.arguments[index] for index in judgement.for_[lit("sure x")]]
    assert [argument.instance.branch for argument in arguments] == [0, 1]
    assert all(argument.stands for argument in arguments)


def test_a_rule_may_conclude_several_things():
    """Each conclusion stands or falls by itself."""
    rules = [rule("a", "bird ?x", then=["flies ?x", "sure ?x"]), rule("b", "big ?x", then="not flies ?x")]
    judgement = judged(BIRDS, rules, ["bird x", "big x"])
    assert short(judgement, "flies x") == (None, "contested")
    assert short(judgement, "sure x") == (True, "defeasible")


@pytest.mark.parametrize(
    ("grade", "basis", "level"),
    [
        ("A1", "case", "moderate"),
        ("B3", "case", "moderate"),
        ("C1", "case", "moderate"),
        ("F1", "case", "moderate"),
        ("A6", "case", "moderate"),
        ("D1", "case", "low"),
        ("A5", "case", "low"),
        ("E6", "case", "low"),
        (None, "case", "moderate"),
        (None, "assumption", "low"),
        (None, "argument", "low"),
        (None, "background", "high"),
        ("C4", "background", "low"),
    ],
)
def test_the_confidence_of_a_fact(grade, basis, level):
    """The lower of letter and digit; without a grade, by where the fact comes from."""
    assert judged(BIRDS, [], [fact("bird x", grade, basis)]).confidence[lit("bird x")] == level


@pytest.mark.parametrize(
    ("facts", "made", "level", "weakest"),
    [
        (["bird x"], rule("r", "bird ?x", then="flies ?x"), "high", None),
        (["bird x"], rule("r", "bird ?x", then="flies ?x", confidence="low"), "low", "rule"),
        ([fact("bird x", "C3")], rule("r", "bird ?x", then="flies ?x"), "moderate", lit("bird x")),
        (["bird x"], rule("r", "bird ?x", "absent hurt ?x", then="flies ?x"), "moderate", "absence"),
        (["bird x"], rule("r", "bird ?x", "open hurt ?x", then="flies ?x"), "moderate", "absence"),
        (["bird x"], rule("r", "bird ?x", "at most 1 ?_y: bird ?_y", then="flies ?x"), "moderate", "absence"),
        (["bird x"], rule("r", "bird ?x", "exactly 1 ?_y: bird ?_y", then="flies ?x"), "moderate", "absence"),
        (["bird x"], rule("r", "bird ?x", "at least 1 ?_y: bird ?_y", then="flies ?x"), "high", None),
        (
            ["bird x", fact("bird y", "C3"), fact("bird z", "D4")],
            rule("r", "bird ?x", "at least 2 ?_y: bird ?_y", then="flies ?x"),
            "moderate",
            lit("bird y"),
        ),
        (
            ["bird x", fact("big x", "D4")],
            rule("r", "bird ?x", "big ?x", then="flies ?x", confidence="moderate"),
            "low",
            lit("big x"),
        ),
    ],
)
def test_an_argument_is_as_weak_as_its_weakest_link(facts, made, level, weakest):
    """Premises, the rule and the caps are its links; the first of the weakest is named."""
    judgement = judged(BIRDS, [made], facts)
    argument = judgement.arguments[judgement.for_[lit("flies x")][0]]
    assert judgement.confidence[lit("flies x")] == level
    assert (argument.confidence, argument.weakest) == (level, weakest)


@pytest.mark.parametrize(
    ("facts", "line", "level"),
    [
        (["strength a 60"], "sum ?_n over ?_s: strength ?_s ?_n at least 50", "high"),
        (["strength a 60"], "sum ?_n over ?_s: strength ?_s ?_n at most 90", "moderate"),
        (
            ["strength a 60", fact("strength b 1", "C3")],
            "sum ?_n over ?_s: strength ?_s ?_n at least 50",
            "high",
        ),
        (
            ["strength a 40", fact("strength b 20", "C3")],
            "sum ?_n over ?_s: strength ?_s ?_n at least 50",
            "moderate",
        ),
        (
            ["strength a 60", fact("strength b 1", "C3"), fact("strength b 2", "C3")],
            "sum ?_n over ?_s: strength ?_s ?_n at least 50",
            "high",
        ),
        (
            ["strength a 49", fact("strength b 1", "C3"), fact("strength b 2", "C3")],
            "sum ?_n over ?_s: strength ?_s ?_n at least 50",
            "low",
        ),
        (
            ["strength a 40", fact("strength b 20", "D4")],
            "largest ?_n over ?_s: strength ?_s ?_n at most 50",
            "low",
        ),
        (
            ["strength a 40", fact("strength b 20", "D4")],
            "largest ?_n over ?_s: strength ?_s ?_n at least 40",
            "high",
        ),
        (
            [fact("strength a 60", "C3"), fact("strength a 70", "C2")],
            "every ?_n: strength a ?_n at least 5",
            "moderate",
        ),
        (
            [fact("sends a 60", "D4"), fact("sends a 70", "C3")],
            "some ?_n: sends a ?_n at least 5",
            "moderate",
        ),
        ([fact("sends a 60", "D4"), fact("sends a 70", "C3")], "every ?_n: sends a ?_n at least 5", "low"),
    ],
)
def test_the_confidence_of_numbers(facts, line, level):
    """`at least` counts the level whose entries suffice, `at most` and `every reported` their lowest; a dispute is low."""
    judgement = judged(RISK, [rule("t", "calm ?x", line, then="tense ?x")], ["calm x", *facts])
    assert judgement.confidence[lit("tense x")] == level


def test_a_number_in_dispute_is_the_weakest_link():
    """What is named are the candidates of the entry in dispute; another entry of the member is none."""
    vocabulary = words("sent ?x:actor ?y:actor ?n:number!", "calm ?x:actor", "tense ?x:actor")
    facts = [
        "calm x",
        "sent b x 40",
        fact("sent a y 10", "C3"),
        fact("sent a y 20", "C3"),
        fact("sent a z 10", "E5"),
    ]
    line = "sum ?_n over ?_s: sent ?_s ?_y ?_n at least 50"
    judgement = judged(vocabulary, [rule("t", "calm ?x", line, then="tense ?x")], facts)
    argument = judgement.arguments[judgement.for_[lit("tense x")][0]]
    assert argument.confidence == "low"
    assert argument.weakest == Dispute((lit("sent a y 10"), lit("sent a y 20")))


def test_the_best_standing_argument_counts():
    """Two arguments for a statement make it as sure as the better one."""
    rules = [
        rule("r", "bird ?x", then="flies ?x", confidence="low"),
        rule("s", "big ?x", then="flies ?x", confidence="moderate"),
    ]
    assert judged(BIRDS, rules, ["bird x", "big x"]).confidence[lit("flies x")] == "moderate"


def test_a_circle_makes_nothing_surer():
    """Statements that support each other are as sure as what supports them from outside."""
    rules = [rule("a", "flies ?x", then="big ?x"), rule("b", "big ?x", then="flies ?x")]
    judgement = judged(BIRDS, rules, [fact("flies x", "D4")])
    assert judgement.confidence == {lit("flies x"): "low", lit("big x"): "low"}


def test_a_long_chain_needs_no_deep_stack():
    """Thousands of statements that rest on each other in turn are judged like few."""
    vocabulary = words("step ?n:number", "next ?n:number ?m:number", "halt ?n:number")
    made = [rule("a", "step ?n", "next ?n ?m", then="step ?m", unless=["halt ?n"])]
    firings = chain(vocabulary, made[0], 5000)
    judgement = judge(vocabulary, firings)
    assert judgement.established[lit("step 5000")] is True
    assert judgement.confidence[lit("step 5000")] == "moderate"


def chain(vocabulary, made, length):
    """Make the firings of a chain by hand, for firing it would take long."""
    bind = fire(vocabulary, [made], [given("step 0"), given("next 0 1")], None).instances[0]

    def speak(line, text):
        return GroundCondition(line, (Mention(lit(text)),))

    instances = []
    for n in range(length):
        conditions = (speak(made.conditions[0], f"step {n}"), speak(made.conditions[1], f"next {n} {n + 1}"))
        stops = ((speak(made.unless[0][0], f"halt {n}"),),)
        instances.append(type(bind)(made, 0, (), (), (lit(f"step {n + 1}"),), conditions, stops))
    facts = [fact("step 0", "C3"), *(given(f"next {n} {n + 1}") for n in range(length))]
    return Firings(None, tuple(facts), tuple(instances))


def test_the_order_of_facts_and_rules_does_not_matter():
    """Shuffled input gives an equal judgement."""
    rules = [
        rule("a", "bird ?x", then="flies ?x", overrides=["c"]),
        rule("b", "flies ?x", then="sure ?x", unless=["hurt ?x"]),
        rule("c", "big ?x", then="not flies ?x"),
        rule("d", "bird ?x", "absent hurt ?x", then="not hurt ?x"),
    ]
    facts = [fact(f"{name} {who}", grade) for name in ("bird", "big", "hurt") for who, grade in pairs()]
    first = judged(BIRDS, rules, facts)
    for seed in range(5):
        mixed = random.Random(seed)
        other = judged(BIRDS, mixed.sample(rules, len(rules)), mixed.sample(facts, len(facts)))
        assert (other.arguments, other.verdicts, other.established) == (
            first.arguments,
            first.verdicts,
            first.established,
        )


def pairs():
    return [("x", "A1"), ("y", "C3"), ("y", "D4"), ("z", None)]


def test_conditions_are_read_again_after_the_judgement():
    """`holds` tells of every condition of every instance what the judgement made of it."""
    rules = [
        rule(
            "a",
            "calm ?x",
            "absent alarm ?x",
            "not risk ?x low",
            "at least 1 ?_y: sends ?_y ?_n",
            then="tense ?x",
        ),
        rule("b", "calm ?x", then="armed ?x", unless=[("tense ?x", "open alarm ?x")]),
        rule("c", "calm ?x", then="alarm ?x", unless=["armed ?x"]),
    ]
    judgement = judged(RISK, rules, ["calm x", "risk x high", fact("sends a 5", "C3")])
    found = {
        ground.condition.text: holds(judgement, ground)
        for instance in judgement.firings.instances
        for ground in (*instance.conditions, *(g for some in instance.exceptions for g in some))
    }
    assert found == {
        "calm ?x": True,
        "absent alarm ?x": None,
        "not risk ?x low": True,
        "at least 1 ?_y: sends ?_y ?_n": True,
        "tense ?x": None,
        "open alarm ?x": None,
        "armed ?x": None,
    }


def test_what_a_tally_counted_can_be_told():
    """`measure` names the members and the range of the total, and marks those in dispute."""
    line = "sum ?_n over ?_s: strength ?_s ?_n at least 100"
    rules = [rule("t", "calm ?x", line, "at least 1 ?_s: strength ?_s ?_n", then="tense ?x")]
    judgement = judged(RISK, rules, DISPUTED)
    _, total, tally = judgement.firings.instances[0].conditions
    summed = measure(judgement, total)
    assert [(one.member, one.low, one.high, one.disputed) for one in summed.members] == [
        ("a", 100, 300, True),
        ("b", 50, 50, False),
    ]
    assert (summed.low, summed.high) == (150, 350)
    counted = measure(judgement, tally)
    assert [(one.member, one.literals) for one in counted.members] == [("b", (lit("strength b 50"),))]
    assert (counted.low, counted.high) == (1, 1)


def test_the_reports_considered_can_be_told():
    """`reports` gives the arguments of the assertions that count."""
    rules = [rule("e", "calm ?x", "every ?_n: strength a ?_n at least 5", then="tense ?x")]
    facts = ["calm x", fact("strength a 10", "D4"), fact("strength a 20", "C3"), fact("strength a 30", "C3")]
    judgement = judged(RISK, rules, facts)
    found = reports(judgement, judgement.firings.instances[0].conditions[1])
    assert [argument.literal for argument in found] == [lit("strength a 20"), lit("strength a 30")]
