"""Section 4 of the contract, line by line: what stands, how surely, and why not."""

import pytest

from contract import case, fact, judged, rule, standing, world
from rubicon import assess, parse_case, read_rulebook

HIGH, MODERATE, LOW = "high", "moderate", "low"
NOT = "it is false that "
YES, NO = "Anna votes", NOT + "Anna votes"


def of(folder, rules, *facts, sentence=YES, head="", **how):
    """Return how a sentence stands under some rules, each named by a letter."""
    named = {f"a/{name}": text for name, text in rules.items()}
    return standing(judged(folder, named, *facts, head=head, **how), sentence)


def assumption(sentence):
    """Return the text of an assumption."""
    return f"[[assumption]]\nthat = '{sentence}'\nwhy = 'We think so.'\n"


# --- conflict sets -----------------------------------------------------------------------------------


def test_the_contrary_of_one_value_conflicts_with_that_value_alone(tmp_path):
    """That it is not low says nothing against middle; that it is low speaks against every other value."""
    facts = (NOT + "the mood of Anna is: low", fact("the mood of Anna is: middle", "C3"))
    assert of(tmp_path, {}, *facts, sentence="the mood of Anna is: middle") == (True, "defeasible", MODERATE)
    facts = ("the mood of Anna is: low", fact("the mood of Anna is: middle", "C3"))
    assert of(tmp_path, {}, *facts, sentence="the mood of Anna is: middle") == (False, "definite", MODERATE)
    assert of(tmp_path, {}, *facts, sentence="the mood of Anna is: extreme") == (False, "definite", MODERATE)


# --- facts: given and reported -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        *((f"{letter}{digit}", (True, "definite", MODERATE)) for letter in "AB" for digit in (1, 2)),
        ("A3", (True, "defeasible", MODERATE)),
        ("A4", (True, "defeasible", LOW)),
        ("B5", (True, "defeasible", LOW)),
        ("A6", (True, "defeasible", MODERATE)),
        ("C1", (True, "defeasible", MODERATE)),
        ("C3", (True, "defeasible", MODERATE)),
        ("C4", (True, "defeasible", LOW)),
        ("D1", (True, "defeasible", LOW)),
        ("E2", (True, "defeasible", LOW)),
        ("F1", (True, "defeasible", MODERATE)),
        ("F6", (True, "defeasible", MODERATE)),
        ("F4", (True, "defeasible", LOW)),
        (None, (True, "defeasible", MODERATE)),
    ],
)
def test_a_fact_alone(tmp_path, grade, expected):
    """A-B with 1-2 is given; all else is reported, as sure as the lower of its letter and its digit."""
    assert of(tmp_path, {}, fact(YES, grade)) == expected


def test_an_ungraded_report_makes_nothing_surer(tmp_path):
    """DESIGN 4: ungraded is moderate, also beside two moderate reports of two origins, where a high one would be high."""
    two = (fact(YES, "C3", source="one"), fact(YES, "C3", source="two"))
    assert of(tmp_path / "a", {}, *two, fact(YES, None)) == (True, "defeasible", MODERATE)
    assert of(tmp_path / "b", {}, *two, fact(YES, "A1", source="one")) == (True, "definite", HIGH)


def test_an_assumption_is_reported_with_low_confidence(tmp_path):
    """An assumption supports, but is never dressed as information."""
    assert of(tmp_path, {}, assumption(YES)) == (True, "defeasible", LOW)


def test_an_assumption_of_the_command_line_is_given_with_low_confidence(tmp_path):
    """`--assume` is given, with the confidence of an assumption."""
    assert of(tmp_path, {}, assume=[YES]) == (True, "definite", LOW)


def test_background_is_given_with_high_confidence_unless_graded(tmp_path):
    """Background counts as given; its grade, if it has one, sets how sure it is."""
    background = f'[[fact]]\nthat = "{YES}"\nsource = "work"\n[[fact]]\nthat = "Anna waits"\nsource = "work"\ngrade = "C4"\n'
    book = read_rulebook(world(tmp_path, background=background))
    found = assess(book, parse_case(case(), book))
    assert standing(found, YES) == (True, "definite", HIGH)
    assert standing(found, "Anna waits") == (True, "definite", LOW)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            "A2",
            "B1",
            (True, "defeasible", MODERATE),
        ),  # both of given quality: neither is given; B1 counts as B2
        (
            "A1",
            "A2",
            (None, "contested", None),
        ),  # of one origin, so that nothing confirms A1: it counts as A2
        ("A1", "B2", (True, "defeasible", MODERATE)),
        ("A2", "A2", (None, "contested", None)),
        ("B2", "C1", (True, "definite", MODERATE)),
        ("B2", "F6", (True, "definite", MODERATE)),
        ("C3", "C3", (None, "contested", None)),
        ("C3", "D3", (True, "defeasible", MODERATE)),
        ("C3", "C4", (True, "defeasible", MODERATE)),
        ("C3", "D2", (None, "contested", None)),
        ("B3", "C2", (None, "contested", None)),
        ("D4", "E5", (True, "defeasible", LOW)),
        ("C3", "F1", (True, "defeasible", MODERATE)),
        ("C3", "A6", (True, "defeasible", MODERATE)),
        ("C3", None, (True, "defeasible", MODERATE)),
        ("A3", "F1", (True, "defeasible", MODERATE)),
        ("C4", "F1", (None, "contested", None)),
        ("D1", "F6", (None, "contested", None)),
        ("D1", None, (None, "contested", None)),
        ("F1", "F6", (None, "contested", None)),
        ("F1", "A6", (None, "contested", None)),
        ("F3", None, (None, "contested", None)),
        (None, None, (None, "contested", None)),
    ],
)
def test_two_conflicting_reports(tmp_path, one, other, expected):
    """The better report overrides, moderately sure since it is attacked; others leave the matter contested."""
    assert of(tmp_path / "a", {}, fact(YES, one), fact(NO, other)) == expected
    truth = None if expected[0] is None else False
    assert of(tmp_path / "b", {}, fact(YES, other), fact(NO, one)) == (truth, *expected[1:])


@pytest.mark.parametrize("grade", ["C3", "B3", "D4", "F6", None])
def test_an_assumption_meets_a_report(tmp_path, grade):
    """Assumptions lose to A-C with 1-3, are the equals of F, 6 and ungraded, and else leave it contested."""
    found = of(tmp_path, {}, assumption(YES), fact(NO, grade))
    assert found[:2] == ((False, "defeasible") if grade in ("C3", "B3") else (None, "contested"))


def test_one_sentence_from_several_sources_is_one_report(tmp_path):
    """Two sources of one sentence are one report with all their grades: the best of them decides."""
    assert of(tmp_path / "a", {}, fact(YES, "C3"), fact(YES, "E5"), fact(NO, "D3")) == (
        True,
        "defeasible",
        MODERATE,
    )
    assert of(tmp_path / "b", {}, fact(YES, "C3"), fact(YES, "A1"), fact(NO, "D3")) == (
        True,
        "definite",
        MODERATE,
    )
    assert of(tmp_path / "c", {}, fact(YES, "F1"), fact(YES, "C3"), fact(NO, None)) == (
        True,
        "defeasible",
        MODERATE,
    )


def test_reports_and_rules_do_not_override_each_other(tmp_path):
    """A report against a rule leaves the matter contested; a given fact settles it."""
    rules = {"b": rule(["Anna marches"], YES)}
    assert of(tmp_path / "a", rules, "Anna marches", fact(NO, "B3")) == (None, "contested", None)
    assert of(tmp_path / "b", rules, "Anna marches", fact(NO, "F6")) == (None, "contested", None)
    assert of(tmp_path / "c", rules, "Anna marches", NO) == (False, "definite", MODERATE)


# --- definite ----------------------------------------------------------------------------------------


def test_strict_rules_from_definite_premises_are_definite(tmp_path):
    """A chain of strict rules from what is given is definite; from a report it is not."""
    rules = {
        "b": rule(["Anna marches"], "Anna strikes", kind="strict"),
        "c": rule(["Anna strikes"], YES, kind="strict"),
    }
    assert of(tmp_path / "a", rules, "Anna marches") == (True, "definite", HIGH)
    assert of(tmp_path / "b", rules, fact("Anna marches", "C3")) == (True, "defeasible", MODERATE)


@pytest.mark.parametrize(
    ("lines", "keys"),
    [
        (["Anna marches", "nothing shows that Bela marches"], {}),
        (["Anna marches", "at least 1 ?_x: ?_x marches"], {}),
        (["Anna marches"], {"unless": ["Bela marches"]}),
        (["Anna marches", "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at most 0"], {}),
        (["Anna marches", "it is open whether Bela marches"], {}),
    ],
)
def test_a_strict_rule_with_absence_tally_or_exception_weighs_as_defeasible(tmp_path, lines, keys):
    """Such a rule does not reach what is definite, and may be attacked."""
    rules = {"b": rule(lines, YES, kind="strict", **keys)}
    assert of(tmp_path / "a", rules, "Anna marches")[:2] == (True, "defeasible")
    assert of(tmp_path / "b", rules, "Anna marches", fact(NO, "C3"))[:2] == (None, "contested")


def test_a_strict_rule_with_a_comparison_stays_strict(tmp_path):
    """A comparison of definite values is no absence: the conclusion is definite."""
    rules = {"b": rule(["Anna has ?n troops", "?n > 3"], YES, kind="strict")}
    assert of(tmp_path, rules, "Anna has 4 troops") == (True, "definite", HIGH)


def test_nothing_is_established_against_what_is_definite(tmp_path):
    """DESIGN 4: a rule that overrides the strict rule by which the contrary is definite establishes nothing all the same."""
    rules = {
        "b": rule(["Anna marches"], YES, overrides=["a/c"]),
        "c": rule(["Anna strikes"], NO, kind="strict"),
    }
    assert of(tmp_path / "a", rules, "Anna marches") == (True, "defeasible", HIGH)
    assert of(tmp_path / "b", rules, "Anna marches", "Anna strikes")[:2] == (False, "definite")
    assert of(tmp_path / "c", rules, "Anna marches", fact("Anna strikes", "C3"))[:2] == (True, "defeasible")


def test_definite_statements_that_conflict_are_contested_with_a_warning(tmp_path):
    """Given facts and strict rules that clash are contested, named in a warning, and not used."""
    rules = {
        "b": rule(["Anna marches"], YES, kind="strict"),
        "c": rule(["Anna strikes"], NO, kind="strict"),
        "d": rule([YES], "Anna sings", kind="strict"),
        "e": rule([NO], "Anna waits"),
    }
    named = {f"a/{name}": text for name, text in rules.items()}
    found = judged(tmp_path, named, "Anna marches", "Anna strikes")
    assert standing(found, YES) == (None, "contested", None)
    assert standing(found, "Anna sings")[0] is None
    assert standing(found, "Anna waits")[0] is None
    told = " ".join(map(str, found.judgement.warnings)) if hasattr(found.judgement, "warnings") else ""
    told += " ".join(map(str, found.judgement.clashes)) if hasattr(found.judgement, "clashes") else ""
    assert "a/b" in told
    assert "a/c" in told


def test_a_given_fact_against_a_strict_conclusion(tmp_path):
    """A given fact that a strict rule contradicts is contested too: neither is better than the other."""
    rules = {"b": rule(["Anna marches"], NO, kind="strict")}
    assert of(tmp_path, rules, "Anna marches", YES) == (None, "contested", None)


# --- est, attacked, beaten, app ----------------------------------------------------------------------


def test_conflicting_rules_are_contested(tmp_path):
    """Two rules against each other, and none better, leave the matter contested."""
    rules = {"b": rule(["Anna marches"], YES), "c": rule(["Anna strikes"], NO)}
    assert of(tmp_path / "a", rules, "Anna marches", "Anna strikes") == (None, "contested", None)
    assert of(tmp_path / "b", rules, "Anna marches") == (True, "defeasible", HIGH)
    assert of(tmp_path / "c", rules, "Anna strikes") == (False, "defeasible", HIGH)


def test_overrides_settles_a_conflict(tmp_path):
    """The rule that overrides wins, with moderate confidence since an attacker applied."""
    rules = {"b": rule(["Anna marches"], YES, overrides=["a/c"]), "c": rule(["Anna strikes"], NO)}
    assert of(tmp_path, rules, "Anna marches", "Anna strikes") == (True, "defeasible", MODERATE)


def test_ambiguity_is_blocked(tmp_path):
    """What is contested carries no argument on: the rule that rests on it does not apply."""
    rules = {
        "b": rule(["Anna marches"], "Anna sings"),
        "c": rule(["Anna strikes"], NOT + "Anna sings"),
        "d": rule(["Anna sings"], NO),
        "e": rule(["Anna waits"], YES),
    }
    assert of(tmp_path, rules, "Anna marches", "Anna strikes", "Anna waits") == (True, "defeasible", HIGH)


def test_team_defeat(tmp_path):
    """Each attacker is beaten by some rule of the team, none by the same one; a defeated rule still beats."""
    rules = {
        "b": rule(["Anna marches"], YES, overrides=["a/d"]),
        "c": rule(["Anna marches"], YES, overrides=["a/e"]),
        "d": rule(["Anna strikes"], NO),
        "e": rule(["Anna strikes"], NO),
    }
    assert of(tmp_path / "a", rules, "Anna marches", "Anna strikes") == (True, "defeasible", MODERATE)
    del rules["c"]
    assert of(tmp_path / "b", rules, "Anna marches", "Anna strikes") == (None, "contested", None)


def test_overrides_is_not_transitive(tmp_path):
    """That b overrides c and c overrides d does not make b override d."""
    rules = {
        "b": rule(["Anna marches"], YES, overrides=["a/c"]),
        "c": rule(["Bela marches"], NO, overrides=["a/d"]),
        "d": rule(["Carl marches"], NO),
    }
    assert of(tmp_path, rules, "Anna marches", "Carl marches") == (None, "contested", None)


def test_a_defeater_attacks_but_neither_supports_nor_beats(tmp_path):
    """A defeater casts doubt, may be overridden, and does not beat."""
    doubt = rule(["Anna strikes"], NO, kind="defeater")
    rules = {"b": rule(["Anna marches"], YES), "c": doubt}
    assert of(tmp_path / "a", rules, "Anna marches", "Anna strikes") == (None, "contested", None)
    rules["b"] = rule(["Anna marches"], YES, overrides=["a/c"])
    assert of(tmp_path / "b", rules, "Anna marches", "Anna strikes") == (True, "defeasible", MODERATE)
    assert of(tmp_path / "c", {"c": doubt}, "Anna strikes")[0] is None
    assert of(tmp_path / "d", {"c": doubt}, "Anna strikes", fact(YES, "C3")) == (None, "contested", None)


def test_a_stopped_rule_neither_supports_attacks_nor_beats(tmp_path):
    """An `unless` that holds takes the rule out altogether."""
    rules = {
        "b": rule(["Anna marches"], YES, overrides=["a/c"], unless=["Anna waits"]),
        "c": rule(["Anna strikes"], NO),
        "d": rule(["Bela strikes"], YES),
    }
    facts = ("Anna marches", "Anna strikes", "Bela strikes")
    assert of(tmp_path / "a", rules, *facts) == (True, "defeasible", MODERATE)
    assert of(tmp_path / "b", rules, *facts, "Anna waits") == (None, "contested", None)
    rules = {"b": rule(["Anna marches"], NO, unless=["Anna waits"]), "c": rule(["Anna strikes"], YES)}
    assert of(tmp_path / "c", rules, *facts, "Anna waits") == (True, "defeasible", HIGH)


def test_a_report_may_be_attacked_by_rule_and_defeater_and_saved_by_neither(tmp_path):
    """A reported fact yields to no rule, and stands where nothing applies against it."""
    rules = {"b": rule(["Anna marches"], NO)}
    assert of(tmp_path / "a", rules, fact(YES, "B3")) == (True, "defeasible", MODERATE)
    assert of(tmp_path / "b", rules, fact(YES, "B3"), "Anna marches") == (None, "contested", None)


def test_a_report_helps_beat_in_a_team(tmp_path):
    """A report beats the worse report against it, and a rule the rule: together the sentence stands."""
    rules = {"b": rule(["Anna marches"], YES, overrides=["a/c"]), "c": rule(["Anna strikes"], NO)}
    facts = ("Anna marches", "Anna strikes", fact(YES, "B3"), fact(NO, "C4"))
    assert of(tmp_path, rules, *facts)[:2] == (True, "defeasible")


def test_one_of_values_attack_each_other(tmp_path):
    """Rules for two values of a closed slot conflict; the one that overrides wins and makes the other false."""
    low, high = "the mood of Anna is: low", "the mood of Anna is: high"
    rules = {"b": rule(["Anna marches"], low), "c": rule(["Anna strikes"], high, overrides=["a/b"])}
    facts = ("Anna marches", "Anna strikes")
    assert of(tmp_path / "a", rules, *facts, sentence=high) == (True, "defeasible", MODERATE)
    assert of(tmp_path / "b", rules, *facts, sentence=low) == (False, "defeasible", MODERATE)
    assert of(tmp_path / "c", rules, *facts, sentence="the mood of Anna is: middle") == (
        False,
        "defeasible",
        MODERATE,
    )


# --- presumptions ------------------------------------------------------------------------------------


def test_a_presumption_yields_to_whatever_applies(tmp_path):
    """Nothing shows it, so it is not so; a report, a rule or a fact for it wins without `overrides`."""
    rules = {
        "p": rule(["Anna marches", "nothing shows that Anna votes"], NO),
        "b": rule(["Bela marches"], YES),
    }
    assert of(tmp_path / "a", rules, "Anna marches") == (False, "defeasible", MODERATE)
    assert of(tmp_path / "b", rules, "Anna marches", "Bela marches") == (True, "defeasible", HIGH)
    assert of(tmp_path / "c", rules, "Anna marches", fact(YES, "F6")) == (True, "defeasible", MODERATE)
    assert of(tmp_path / "d", rules, "Anna marches", YES) == (True, "definite", HIGH)


def test_a_presumption_yields_to_what_is_itself_contested(tmp_path):
    """A reason for it and a reason against leave it contested, the presumption notwithstanding."""
    rules = {
        "p": rule(["Anna marches", "nothing shows that Anna votes"], NO),
        "b": rule(["Bela marches"], YES),
        "c": rule(["Carl marches"], NO),
    }
    assert of(tmp_path, rules, "Anna marches", "Bela marches", "Carl marches") == (None, "contested", None)


def test_a_presumption_among_values(tmp_path):
    """A presumption of one value on the absence of another in its conflict set yields to that other."""
    low, high = "the mood of Anna is: low", "the mood of Anna is: high"
    rules = {
        "p": rule(["Anna marches", f"nothing shows that {high}"], low),
        "b": rule(["Bela marches"], high),
    }
    assert of(tmp_path / "a", rules, "Anna marches", sentence=low)[0] is True
    assert of(tmp_path / "b", rules, "Anna marches", "Bela marches", sentence=high)[:2] == (
        True,
        "defeasible",
    )


# --- standing and truth ------------------------------------------------------------------------------


def test_standing_in_order(tmp_path):
    """Unknown of which nothing applies, a mere doubt included; undecided in a ring of attacks."""
    rules = {
        "b": rule(["Anna marches"], YES, unless=["Anna waits"]),
        "c": rule(["Anna marches"], "Anna waits", unless=["Anna votes"]),
        "d": rule(["Anna sings"], NOT + "Bela votes", kind="defeater"),
    }
    assert of(tmp_path / "a", rules) == (None, "unknown", None)
    assert of(tmp_path / "b", rules, "Anna marches") == (None, "undecided", None)
    assert of(tmp_path / "c", rules, "Anna sings", sentence="Bela votes") == (None, "unknown", None)


def test_false_takes_standing_and_confidence_of_what_makes_it_so(tmp_path):
    """If a conflicting statement is established, truth is false with that statement's standing and confidence."""
    assert of(tmp_path / "a", {}, NO) == (False, "definite", HIGH)
    assert of(tmp_path / "b", {}, fact(NO, "C4")) == (False, "defeasible", LOW)
    assert of(tmp_path / "c", {}, fact(NO, "C4"), sentence=NO) == (True, "defeasible", LOW)


def test_a_positive_loop_supports_nothing(tmp_path):
    """Rules that lean on each other establish nothing on their own."""
    rules = {"b": rule(["Anna sings"], YES), "c": rule([YES], "Anna sings")}
    assert of(tmp_path, rules) == (None, "unknown", None)


# --- confidence --------------------------------------------------------------------------------------


def test_an_argument_is_as_weak_as_its_weakest_link(tmp_path):
    """Premises and the rule itself are links; the best standing argument counts."""
    rules = {
        "b": rule(["Anna marches", "Anna strikes"], YES),
        "c": rule(["Bela marches"], YES, confidence="low"),
        "d": rule(["Carl marches"], YES, confidence="moderate"),
    }
    assert of(tmp_path / "a", rules, "Anna marches", "Anna strikes") == (True, "defeasible", HIGH)
    assert of(tmp_path / "b", rules, "Anna marches", fact("Anna strikes", "C4")) == (True, "defeasible", LOW)
    assert of(tmp_path / "c", rules, "Bela marches") == (True, "defeasible", LOW)
    assert of(tmp_path / "d", rules, "Bela marches", "Carl marches") == (True, "defeasible", MODERATE)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nothing shows that Carl marches", MODERATE),
        ("at most 3 ?_x: ?_x marches", MODERATE),
        ("exactly 1 ?_x: ?_x marches", MODERATE),
        ("it is open whether Carl marches", MODERATE),
        ("at least 1 ?_x: ?_x marches", HIGH),
        ("the sum of ?_n over ?_x: ?_x reports ?_n tanks is at most 50", MODERATE),
        ("the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 5", HIGH),
    ],
)
def test_absence_caps_confidence(tmp_path, line, expected):
    """What rests on an absence, an upper bound or an open matter is at most moderate."""
    rules = {"b": rule(["Anna marches", line], YES)}
    assert of(tmp_path, rules, "Anna marches", "Anna reports 5 tanks") == (True, "defeasible", expected)


def test_an_absence_below_caps_what_rests_on_it(tmp_path):
    """The cap is inherited by every argument above the absence."""
    rules = {
        "b": rule(["Anna marches", "nothing shows that Carl marches"], "Anna sings"),
        "c": rule(["Anna sings"], YES),
    }
    assert of(tmp_path, rules, "Anna marches") == (True, "defeasible", MODERATE)


def test_a_tally_is_as_sure_as_the_members_it_needs(tmp_path):
    """`at least 2` of three takes the two surest members."""
    rules = {"b": rule(["at least 2 ?_x: ?_x marches"], YES)}
    facts = ("Anna marches", fact("Bela marches", "C3"), fact("Carl marches", "D4"))
    assert of(tmp_path, rules, *facts) == (True, "defeasible", MODERATE)


# --- dates (2.5) -------------------------------------------------------------------------------------


def dated(sentence, grade="A1", **days):
    """Return the text of a fact with bare TOML days."""
    return fact(sentence, grade) + "".join(f"{key} = {day}\n" for key, day in days.items())


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"on": "2022-01-05"}, (4, 0, 5, 1)),
        ({"on": "2022-01-03", "until": "2022-01-05"}, (2, 0, 3, 1, 4, 1, 5, 0)),
        ({"on": "2022-01-03", "known": "2022-01-05"}, (4, 0, 5, 1)),
        ({"known": "2022-01-03", "withdrawn": "2022-01-05"}, (2, 0, 3, 1, 4, 1, 5, 0)),
    ],
)
def test_spans_are_half_open(tmp_path, days, expected):
    """`on` is the first day, `until` the first day after; likewise `known` and `withdrawn`."""
    for number, holds in zip(expected[::2], expected[1::2], strict=True):
        found = of(tmp_path, {}, dated(YES, **days), head=f"as_of = 2022-01-0{number}")
        assert (found[0] is True) == bool(holds), (number, found)


def test_known_is_by_default_the_later_of_on_and_the_sources_date(tmp_path):
    """A fact of the 3rd from a source of the 5th counts from the 5th."""
    head = 'as_of = 2022-01-{}\n[source.s]\ntitle = "S"\ndate = 2022-01-05\n'
    text = dated(YES, on="2022-01-03") + 'source = "s"\n'
    assert of(tmp_path, {}, text, head=head.format("04"))[0] is None
    assert of(tmp_path, {}, text, head=head.format("05"))[0] is True


@pytest.mark.parametrize(
    ("first", "second"),
    [(YES, NO), (NO, YES), ("the mood of Anna is: low", "the mood of Anna is: high")],
)
def test_a_later_report_of_the_same_source_ends_the_earlier(tmp_path, first, second):
    """Of one source the later `on` holds; of two sources both stand and conflict."""
    head = 'as_of = 2022-01-09\n[source.s]\ntitle = "S"\n[source.z]\ntitle = "Z"\n'
    earlier = dated(first, on="2022-01-03") + 'source = "s"\n'
    later = dated(second, on="2022-01-05") + 'source = "s"\n'
    other = dated(second, on="2022-01-05") + 'source = "z"\n'
    assert of(tmp_path, {}, earlier, later, head=head, sentence=second) == (True, "definite", MODERATE)
    assert of(tmp_path, {}, earlier, other, head=head, sentence=second) == (None, "contested", None)
    before = head.replace("09", "04")
    assert of(tmp_path, {}, earlier, later, head=before, sentence=first) == (True, "definite", MODERATE)


# --- the command line's suppositions -----------------------------------------------------------------


def test_assume_withdraws_the_whole_conflict_set(tmp_path):
    """What is assumed replaces every asserted fact that conflicts with it, given ones too."""
    facts = ("the mood of Anna is: low", "the mood of Bela is: low")
    assert of(
        tmp_path, {}, *facts, sentence="the mood of Anna is: high", assume=["the mood of Anna is: high"]
    ) == (True, "definite", LOW)
    assert of(
        tmp_path, {}, *facts, sentence="the mood of Bela is: low", assume=["the mood of Anna is: high"]
    ) == (True, "definite", HIGH)


def test_assume_does_not_silence_strict_rules(tmp_path):
    """A strict rule may still contradict an assumption: then it is contested."""
    rules = {"b": rule(["Anna marches"], NO, kind="strict")}
    assert of(tmp_path, rules, "Anna marches", assume=[YES]) == (None, "contested", None)


def test_without_withdraws_every_assertion(tmp_path):
    """All sources of the sentence fall, and nothing else."""
    assert of(tmp_path, {}, YES, fact(YES, "C3"), without=[YES]) == (None, "unknown", None)
