"""Why not: every rule that could have concluded a sentence, how near it comes, and what it lacks."""

import json
from datetime import date

import pytest

from books import write_book, write_case
from rubicon import assess, read_case, read_rulebook
from rubicon.explaining.lacking import why_not
from rubicon.explaining.numbering import numbered
from rubicon.judging.assessing import read_arguments
from rubicon.language.speaking import speak_pattern
from rubicon.rendering.answers import render_why_not

REQUEST = "Kazakhstan asks the CSTO to intervene"
SUPPORT = "local elements in Kazakhstan support intervention by Russia"
LIKELY = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"
BARE = """
    title = "A bare case"
    as_of = 2022-01-05
    roles = { intervener = "Russia", host = "Kazakhstan" }
    [source.wire]
    title = "A wire report"
    date = 2022-01-05
    [source.paper]
    title = "A paper"
    date = 2022-01-04
    [[fact]]
    that = "Russia leads the CSTO"
    source = "wire"
    grade = "A1"
"""
ASKED = '[[fact]]\nthat = "Kazakhstan asks the CSTO to intervene"\nsource = "wire"\ngrade = "B2"\n'


@pytest.fixture
def answer(tmp_path):
    """Return a function that asks why a sentence does not stand."""

    def ask(sentence, extra="", rules=None, case=BARE, **options):
        book = read_rulebook(write_book(tmp_path / "rules", **(rules or {})))
        read = read_case(write_case(tmp_path / "case.toml", case, extra), book)
        assessment = assess(book, read, **options)
        return why_not(assessment, read_arguments(assessment.language, [sentence])[0])

    return ask


def said(answer, pattern):
    return speak_pattern(answer.rulebook.vocabulary, pattern)


def flat(answer):
    """Return the answer as plain text on one line."""
    return " ".join(render_why_not(answer, "text").split())


def only(answer):
    """Return the obstacles of the nearest binding of the only rule."""
    (way,) = answer.ways
    return way.attempts[0].obstacles


def rule(conditions, then=SUPPORT, more=""):
    return f'title = "R"\nif = {json.dumps(conditions)}\nthen = "{then}"\nbecause = "So."\n{more}'


def test_a_missing_fact_is_named_with_its_question(answer):
    """The rule lacks the request; the roles and what is known fill the rest, and the question is given."""
    found = answer(SUPPORT)
    (obstacle,) = only(found)
    assert (obstacle.kind, obstacle.bar, said(found, obstacle.pattern)) == ("holds", "unshown", REQUEST)
    (need,) = obstacle.needs
    assert (need.kind, need.ask) == ("assert", True)
    assert "To be asked: “Has Kazakhstan asked the CSTO for troops?”" in flat(found)


def test_a_fact_of_another_day_is_dated(answer):
    """A report that is known, begins, ended or was taken back on another day says on which."""
    days = {
        "known = 2022-01-07": ("known", date(2022, 1, 7)),
        "on = 2022-01-06": ("begins", date(2022, 1, 6)),
        "on = 2021-12-01\nuntil = 2022-01-02": ("ended", date(2022, 1, 2)),
        "withdrawn = 2022-01-05": ("withdrawn", date(2022, 1, 5)),
    }
    for dates, expected in days.items():
        found = answer(SUPPORT, ASKED.replace("wire", "paper") + dates + "\n")
        (obstacle,) = only(found)
        assert obstacle.bar == "dated"
        (one,) = obstacle.mistimed
        assert (one.why, one.day) == expected
    assert "withdrawn on 5 January 2022 (graded B2 [1])" in flat(found)


def test_a_later_report_of_the_same_source_has_ended_it(answer):
    """A report that a later one of its source has ended is told as such, and the later one denies it."""
    earlier = ASKED.replace("wire", "paper") + "on = 2022-01-02\n"
    later = earlier.replace("asks", "does not ask").replace("01-02", "01-04")
    (obstacle,) = only(answer(SUPPORT, earlier + later))
    assert obstacle.bar == "denied"
    assert [one.why for one in obstacle.mistimed] == ["superseded"]


def test_set_aside_for_this_run(answer):
    """A report that `--without` withdrew is told as set aside."""
    (obstacle,) = only(answer(SUPPORT, ASKED, without=[REQUEST]))
    assert [one.why for one in obstacle.mistimed] == ["set aside"]


def test_a_denied_fact_is_denied(answer):
    """What is denied is told by the denial and its source."""
    found = answer(SUPPORT, ASKED.replace("asks", "does not ask"))
    (obstacle,) = only(found)
    assert obstacle.bar == "denied"
    assert "The opposite is established: Kazakhstan does not ask the CSTO to intervene (" in flat(found)


def test_conflicting_reports_are_contested(answer):
    """Two equal reports leave the premise contested; the answer shows both sides."""
    both = ASKED.replace("B2", "C3") + ASKED.replace("asks", "does not ask").replace("B2", "C3")
    found = answer(SUPPORT, both)
    (obstacle,) = only(found)
    assert obstacle.bar == "contested"
    assert "Reports conflict" in flat(found)


def test_an_absence_is_blocked(answer):
    """Where a rule goes by what nothing shows, the sentence that is shown blocks it."""
    conditions = [
        "intervention by ?i in Kazakhstan is considered",
        "nothing shows that Kazakhstan asks ?_g to intervene",
    ]
    rules = {
        "local-support__request": rule(conditions, "local elements in Kazakhstan support intervention by ?i")
    }
    found = answer(SUPPORT, ASKED, rules)
    (obstacle,) = only(found)
    assert obstacle.kind == "absent"
    assert [need.kind for need in obstacle.needs] == ["withdraw"]
    assert "nothing shows that Kazakhstan asks any actor to intervene; but Kazakhstan asks the CSTO" in flat(
        found
    )


def test_a_tally_says_what_it_has(answer):
    """A tally that is short says how many it has, which, and how many more it would take."""
    conditions = ["intervention by ?i in ?h is considered", "at least 3 ?_g: ?h asks ?_g to intervene"]
    rules = {"local-support__request": rule(conditions, "local elements in ?h support intervention by ?i")}
    two = ASKED + ASKED.replace("the CSTO", "Ukraine")
    found = answer(SUPPORT, two, rules)
    (obstacle,) = only(found)
    assert (obstacle.kind, obstacle.tallied.low, len(obstacle.claims)) == ("tally", 2, 2)
    assert [(need.kind, need.count) for need in obstacle.needs] == [("more", 1)]
    assert "at least three cases in which Kazakhstan asks some actor to intervene, and there are two" in flat(
        found
    )


TROOPS = '[[fact]]\nthat = "Russia sends 90,000 troops to Kazakhstan"\nsource = "wire"\ngrade = "B2"\n'


def test_a_comparison_shows_both_numbers(answer):
    """A comparison that fails shows its two sides, and the value with which it would hold."""
    conditions = ["?i sends ?n troops to ?h", "?n >= 100,000"]
    rules = {"local-support__request": rule(conditions, "local elements in ?h support intervention by ?i")}
    found = answer(SUPPORT, TROOPS, rules)
    (obstacle,) = only(found)
    assert obstacle.kind == "comparison"
    assert "90,000 is less than 100,000" in flat(found)
    (need,) = obstacle.needs
    assert said(found, need.pattern) == "Russia sends 100,000 troops to Kazakhstan"


def test_a_comparison_waits_for_its_number(answer):
    """Without the number the comparison is not counted as lacking, but told."""
    conditions = ["?i sends ?n troops to ?h", "?n >= 100,000"]
    rules = {"local-support__request": rule(conditions, "local elements in ?h support intervention by ?i")}
    found = answer(SUPPORT, "", rules)
    assert found.ways[0].missing == 1
    assert [(o.kind, o.is_pending) for o in only(found)] == [("holds", False), ("comparison", True)]
    assert "any number of troops to Kazakhstan" in flat(found)
    assert "It would then also have to hold that “n” is at least 100,000." in flat(found)


def test_a_sum_and_reports_show_what_they_come_to(answer):
    """A sum below its limit, and a report below its own, say what they are."""
    head = "local elements in ?h support intervention by ?i"
    for line, shown in {
        "the sum of ?_n over ?_s: ?_s sends ?_n troops to ?h is at least 95,000": "it is 90,000",
        "every reported ?_n: ?i sends ?_n troops to ?h is at least 95,000": "but the reports say",
    }.items():
        rules = {"local-support__request": rule(["intervention by ?i in ?h is considered", line], head)}
        found = answer(SUPPORT, TROOPS, rules)
        (obstacle,) = only(found)
        assert obstacle.kind in ("aggregate", "reported")
        text = flat(found)
        assert "at least 95,000" in text
        assert shown in text


def test_an_exception_stops_the_rule(answer):
    """An exception that applies is told with what it rests on."""
    disputed = '[[fact]]\nthat = "the authority of the government of Kazakhstan is disputed"\nsource = "paper"\ngrade = "A1"\n'
    found = answer(SUPPORT, ASKED + disputed)
    (obstacle,) = only(found)
    assert obstacle.kind == "exception"
    assert "An exception stops it" in flat(found)
    assert [need.kind for need in obstacle.needs] == ["withdraw"]


def test_open_and_disputed_matters(answer):
    """A matter that is settled is no longer open, and one of which nobody speaks is not disputed."""
    head = "local elements in ?h support intervention by ?i"
    opening = "intervention by ?i in ?h is considered"
    settled = {
        "local-support__request": rule([opening, "it is open whether ?h asks the CSTO to intervene"], head)
    }
    (obstacle,) = only(answer(SUPPORT, ASKED, settled))
    assert (obstacle.kind, len(obstacle.claims)) == ("open", 1)
    quiet = {
        "local-support__request": rule(
            [opening, "it is disputed whether ?h asks the CSTO to intervene"], head
        )
    }
    (obstacle,) = only(answer(SUPPORT, "", quiet))
    assert (obstacle.kind, obstacle.claims) == ("disputed", ())
    assert [need.kind for need in obstacle.needs] == ["dispute"]


def test_a_rule_that_applies_and_is_defeated(answer):
    """A rule whose conditions all hold names the rule that defeats it."""
    against = rule(
        ["Kazakhstan asks ?_g to intervene"],
        "it is false that local elements in Kazakhstan support intervention by Russia",
        'overrides = ["local-support/request"]\n',
    )
    found = answer(SUPPORT, ASKED, {"local-support__against": against})
    (way,) = found.ways
    assert way.missing == 0
    (defeat,) = way.attempts[0].defeats
    assert [victor.rule.id for victor in defeat.victors] == ["local-support/against"]
    assert "applies, but does not prevail" in flat(found)
    assert found.status == "refuted"


def test_what_is_given_leaves_no_room(answer):
    """A definite statement of the contrary defeats a rule that applies."""
    fact = '[[fact]]\nthat = "it is false that local elements in Kazakhstan support intervention by Russia"\nsource = "wire"\ngrade = "A1"\n'
    (way,) = answer(SUPPORT, ASKED + fact).ways
    (defeat,) = way.attempts[0].defeats
    assert defeat.outdone
    assert [need.kind for need in defeat.needs] == ["withdraw"]


def test_a_missing_conclusion_is_followed_down(answer):
    """What a missing sentence itself lacks is told beneath it."""
    found = answer(LIKELY)
    (obstacle,) = found.ways[0].attempts[0].obstacles
    (below,) = obstacle.deeper
    assert below.rule.id == "local-support/request"
    assert said(found, below.attempts[0].obstacles[0].pattern) == REQUEST


def test_the_nearest_rule_comes_first(answer):
    """A rule that lacks one condition comes before one that lacks two."""
    far = rule(
        ["Ukraine asks ?g to intervene", "the authority of the government of Kazakhstan is disputed"], SUPPORT
    )
    found = answer(SUPPORT, "", {"local-support__a-far-one": far})
    assert [(way.rule.id, way.missing) for way in found.ways] == [
        ("local-support/request", 1),
        ("local-support/a-far-one", 2),
    ]


def test_equally_near_bindings_are_shown_together(answer):
    """Where the case knows two alliances that Russia leads, both are as near, and each is told."""
    other = (
        '[[entity]]\nname = "the Union"\nkind = "alliance"\n'
        '[[fact]]\nthat = "Russia leads the Union"\nsource = "wire"\ngrade = "A1"\n'
    )
    found = answer(SUPPORT, other)
    (way,) = found.ways
    assert {said(found, attempt.obstacles[0].pattern) for attempt in way.attempts} == {
        REQUEST,
        "Kazakhstan asks the Union to intervene",
    }
    assert "It is the same with the Union as the guarantor." in flat(found)


def test_rules_that_take_no_part_are_named_with_the_reason(answer):
    """A rule of another school, a draft, a retired and a dated rule are named, and why they are silent."""
    body = ["Russia leads ?_g"]
    rules = {
        "local-support__b-school": rule(body, SUPPORT, 'school = "second"\n'),
        "local-support__c-draft": rule(body, SUPPORT, 'status = "draft"\n'),
        "local-support__d-retired": rule(body, SUPPORT, 'status = "retired"\n'),
        "local-support__e-later": rule(body, SUPPORT, "since = 2023-01-01\n"),
        "local-support__f-former": rule(body, SUPPORT, "until = 2021-01-01\n"),
    }
    found = answer(SUPPORT, "", rules)
    assert {one.way.rule.id[14:]: one.why for one in found.bystanders} == {
        "b-school": "school",
        "c-draft": "draft",
        "d-retired": "retired",
        "e-later": "not yet",
        "f-former": "no longer",
    }
    text = flat(found)
    assert (
        "belongs to a school that this judgement does not use: The second school. Its conditions are met."
        in text
    )
    assert "holds only from 1 January 2023 on." in text


@pytest.mark.parametrize(
    "conditions",
    [
        ["?i sends ?n troops to ?h", "?n >= 10", "?n < 10"],
        ["?i sends ?n troops to ?h", "?i sends ?m troops to ?h", "?n < ?m", "?m < ?n"],
        ["?i sends ?n troops to ?h", "?h is not Kazakhstan"],
        ["?i sends 10 troops to ?h", "?i sends 20 troops to ?h"],
        ["?h asks the CSTO to intervene", "?i leads ?_a", "?h does not ask the CSTO to intervene"],
        ["?h asks ?g to intervene", "?i leads ?g", "nothing shows that ?h asks ?_x to intervene"],
        ["?i leads ?_a", "?h asks ?i to intervene", "at least 9 ?_g: ?h asks ?_g to intervene"],
    ],
)
def test_a_rule_that_nothing_could_satisfy_is_said_to_be_so(answer, conditions):
    """Contradictory numbers, one value twice, a sentence and its contrary, too few to count: never."""
    rules = {"local-support__request": rule(conditions, "local elements in ?h support intervention by ?i")}
    found = answer(SUPPORT, "", rules)
    assert not found.ways
    assert [never.rule.id for never in found.hopeless] == ["local-support/request"]
    assert "Rules that nothing could satisfy" in flat(found)


def test_no_entity_of_the_kind(answer, tmp_path):
    """A rule about a kind of which no entity is known can never apply."""
    from books import VOCABULARY  # noqa: PLC0415 - used here alone

    vocabulary = VOCABULARY + '[kind.moon]\n[statement.orbits]\nform = "{m:moon} orbits {host:country}"\n'
    rules = {
        "vocabulary": vocabulary,
        "local-support__request": rule(
            ["?m orbits ?h", "intervention by ?i in ?h is considered"],
            "local elements in ?h support intervention by ?i",
        ),
    }
    found = answer(SUPPORT, "", rules)
    assert found.hopeless[0].kinds == ("moon",)
    assert "nobody and nothing is known that is a moon" in flat(found)


def test_an_exception_that_follows_from_the_conditions_never_lets_the_rule_apply(answer):
    """A rule whose own conditions are its exception can never apply."""
    rules = {
        "local-support__request": rule(
            ["the authority of the government of ?h is disputed", "?i leads ?_a"],
            "local elements in ?h support intervention by ?i",
            'unless = ["the authority of the government of ?h is disputed"]\n',
        )
    }
    assert len(answer(SUPPORT, "", rules).hopeless) == 1


def test_what_stands_is_said_to_stand(answer):
    """Of a sentence that stands nothing is lacking, and the answer points to why."""
    found = answer(SUPPORT, ASKED)
    assert (found.status, found.ways) == ("so", ())
    assert "rubicon why" in flat(found)


def test_another_value_is_named(answer):
    """Where another value of the same slot is established, the answer says which, and its reason."""
    found = answer(LIKELY, "")
    assert found.status == "refuted"
    assert "unlikely" in speak_pattern(
        found.rulebook.vocabulary,
        type(found.ways[0].attempts[0].conclusion)(
            found.instead.literal.atom.statement, found.instead.literal.atom.values
        ),
    )


def test_a_sentence_that_only_a_report_shows(answer):
    """No rule concludes a request; the answer says so and gives the question."""
    text = flat(answer(REQUEST))
    assert "No rule in force concludes it: only a report could show it." in text
    assert "Has Kazakhstan asked the CSTO for troops?" in text


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_every_form_tells_the_same(answer, form):
    """Every format names the rule and what it lacks; JSON is one object."""
    text = render_why_not(answer(SUPPORT), form)
    assert "local-support/request" in text
    assert "Kazakhstan asks the CSTO to intervene" in text
    if form == "json":
        made = json.loads(text)
        assert made["ways"][0]["attempts"][0]["obstacles"][0]["needs"][0]["sentence"] == REQUEST


def test_only_sources_that_are_told_are_listed(answer):
    """Sources are numbered from one in the order of the answer, and none is listed that it does not cite."""
    extra = "".join(
        f'[[fact]]\nthat = "Ukraine asks the CSTO to intervene"\nsource = "{key}"\nknown = 2023-01-01\n'
        for key in ("wire", "paper")
    )
    found = answer(SUPPORT, extra + ASKED.replace("wire", "paper") + "known = 2022-02-01\n")
    assert [(number, source.key) for number, source in numbered(found)] == [(1, "paper")]
