"""Sentences of section 2.2 of the contract on what a rule's file says, its examples and its `otherwise`."""

from datetime import date

import pytest

from contract import case, fact, judged, problems, rule, standing, world
from faults import made, run, told
from rubicon import assess, parse_case, read_rulebook
from rubicon.editing.check import check

MARCHES = rule(["?x marches"], "?x votes")
BOTH = '[[example]]\ngiven = ["Anna marches"]\nexpect = ["Anna votes"]\n[[example]]\ngiven = ["Anna sings"]\nrefuse = ["Anna votes"]\n'


@pytest.fixture
def here(tmp_path, monkeypatch):
    """Stand in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def errors(folder, rules, **files):
    """Return the errors of a check of the small world under some rules."""
    return [
        str(one) for one in check(read_rulebook(world(folder, rules, **files))).problems if not one.warning
    ]


# ---- what a rule says ----


@pytest.mark.parametrize("key", ["title", "if", "then"])
def test_a_rule_says_three_things_at_least(tmp_path, key):
    """DESIGN 2.2: what a rule is called, its conditions and its conclusion are said in each."""
    text = "".join(line for line in MARCHES.splitlines(keepends=True) if not line.startswith(f"{key} "))
    found = problems(read_rulebook, world(tmp_path, {"a/b": text}))
    assert "a/b.toml:" in found
    assert key in found


def test_an_id_is_the_topic_and_the_name(tmp_path):
    """DESIGN 2.2: one rule a file, whose folder and name are its id; a file on another level is no rule."""
    book = read_rulebook(world(tmp_path / "a", {"topic/rule-name": MARCHES, "other/rule-name": MARCHES}))
    assert {one.id for one in book.rules} == {"topic/rule-name", "other/rule-name"}
    for name in ("alone", "one/two/three"):
        assert f"{name}.toml:" in problems(read_rulebook, world(tmp_path / name, {name: MARCHES}))


def test_what_a_rule_does_not_say_has_a_default(tmp_path):
    """DESIGN 2.2: without a word a rule is defeasible, stable, highly sure, common ground, and of every day."""
    (found,) = read_rulebook(world(tmp_path, {"a/b": MARCHES})).rules
    assert (found.kind, found.status, found.confidence) == ("defeasible", "stable", "high")
    assert (found.school, found.since, found.until) == (None, None, None)
    assert (found.unless, found.overrides, found.contests, found.cites, found.note) == ((), (), (), (), None)


def test_every_conclusion_of_a_rule_has_the_same_reason(tmp_path):
    """DESIGN 2.2: what a list in `then` says is each concluded by the one rule, on the same premises."""
    rules = {"a/b": rule(["?x marches"], ["?x votes", "?x stays calm"])}
    by = {one.sentence: one for one in judged(tmp_path, rules, "Anna marches").findings}
    for sentence, truth in (("Anna votes", True), ("Anna protests", False)):
        (because,) = by[sentence].because
        assert (by[sentence].truth, because.rule, because.premises) == (truth, "a/b", ("Anna marches",))


def test_a_citation_is_printed_with_its_place(here):
    """DESIGN 2.2: a rule cites a key of the sources with the place in the work, and the report prints both."""
    world(here / "rules", {"a/b": rule(["?x marches"], "?x votes", cites=["work p3"])})
    (here / "case.toml").write_text(case("Anna marches"), encoding="utf-8")
    text = told("why", "case.toml", "Anna votes", "--format", "text")
    assert "(A rule [1] p. 3)" in text
    assert "A work" in text.split("Sources")[-1]


def test_a_note_is_for_editors(here):
    """DESIGN 2.2: the note of a rule stands on the rule's page, and in no report."""
    world(here / "rules", {"a/b": rule(["?x marches"], "?x votes", note="Mind the gap.")})
    (here / "case.toml").write_text(case("Anna marches"), encoding="utf-8")
    assert "Mind the gap." in told("rules", "show", "a/b", "--format", "text")
    for form in ("text", "html", "markdown", "json"):
        assert "Mind the gap." not in told("assess", "case.toml", "--format", form)


def test_drafts_take_part_when_they_are_asked_for(here):
    """DESIGN 2.2: `--drafts` lets a draft take part; a retired rule never does."""
    rules = {
        "a/b": rule(["?x marches"], "?x votes", status="draft"),
        "a/c": rule(["?x marches"], "?x strikes", status="retired"),
        "a/d": rule(["?x marches"], "?x sings", status="stable"),
    }
    world(here / "rules", rules)
    (here / "case.toml").write_text(case("Anna marches"), encoding="utf-8")
    plain, drafts = (told("assess", "case.toml", "--format", "text", *more) for more in ((), ("--drafts",)))
    assert [f"Anna {one}" in plain for one in ("votes", "strikes", "sings")] == [False, False, True]
    assert [f"Anna {one}" in drafts for one in ("votes", "strikes", "sings")] == [True, False, True]


def test_what_a_rule_contests_is_told_to_editors(here):
    """DESIGN 2.2: that a conflict is meant is kept with the rule; one that can never be is warned of."""
    other = rule(["?x strikes"], "it is false that ?x votes")
    for stranger, warned in (("a/c", False), ("a/d", True)):
        rules = {
            "a/b": rule(["?x marches"], "?x votes", contests=[stranger]),
            "a/c": other,
            "a/d": rule(["?x strikes"], "?x sings"),
        }
        world(here / "rules", rules)
        assert made("rules", "show", "a/b")["contests"] == [stranger]
        assert ("RUB134" in run("rules", "check", "--select", "RUB134").stderr) is warned


# ---- examples ----


@pytest.mark.parametrize(
    ("example", "good"),
    [
        ('roles = { who = "Anna" }\ngiven = ["Anna marches"]\nexpect = ["Anna votes"]', True),
        ('roles = { who = "Anna" }\ngiven = ["Bela marches"]\nexpect = ["Anna votes"]', False),
    ],
)
def test_an_example_may_bind_roles(tmp_path, example, good):
    """DESIGN 2.2: with `roles` an example is judged as a case with them, whose framing it asserts."""
    framework = """
        title = "Of votes"
        ask = "Will {who} vote?"
        question = "{who} votes"
        event = "{who} votes"
        horizon = 30
        considered = "{who} waits"
        [role.who]
        kind = "actor"
    """
    text = rule(["?x waits", "?x marches"], "?x votes") + f"[[example]]\n{example}\n"
    assert (not errors(tmp_path, {"a/b": text}, framework=framework)) is good


@pytest.mark.parametrize(("key", "expected"), [("given", "definite"), ("reported", "defeasible")])
def test_what_is_given_in_an_example_is_definite_and_what_is_reported_is_not(tmp_path, key, expected):
    """DESIGN 2.2: from `given` a strict rule reaches what is definite, from `reported` (as C3) it does not."""
    for standing_, good in (("definite", expected == "definite"), ("defeasible", expected != "definite")):
        example = (
            f'[[example]]\n{key} = ["Anna marches"]\nexpect = ["Anna votes"]\nstanding = "{standing_}"\n'
        )
        text = rule(["?x marches"], "?x votes", kind="strict") + example
        assert (not errors(tmp_path / standing_, {"a/b": text})) is good


def test_what_an_example_reports_is_graded_c3(tmp_path):
    """DESIGN 2.2: it is as good as C3: equal to another such, so that a sentence and its contrary are contested."""
    example = '[[example]]\nreported = ["Anna marches"]\nexpect = ["Anna votes"]\n'
    (found,) = read_rulebook(world(tmp_path, {"a/b": MARCHES + example})).rules
    assert [str(one.grade) for one in found.examples[0].given] == ["C3"]


FOR, AGAINST = rule(["?x marches"], "?x votes"), "it is false that ?x votes"
MEETS = '[[example]]\ngiven = ["Anna marches", "Anna strikes"]\n{} = ["Anna votes"]\n'


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, "expect"),  # a rule that is neither overridden nor overriding takes no part
        ({}, {"overrides": ["a/b"]}, "refuse"),
        ({"overrides": ["a/c"]}, {}, "expect"),
        ({"overrides": ["a/c"]}, {"overrides": []}, "expect"),
    ],
)
def test_rules_that_override_the_examples_rule_take_part(tmp_path, one, other, expected):
    """DESIGN 2.2: an example is judged with every rule that overrides its own, and with no stranger."""
    rules = {
        "a/b": rule(["?x marches"], "?x votes", **one) + MEETS.format(expected),
        "a/c": rule(["?x strikes"], AGAINST, **other),
    }
    assert errors(tmp_path, rules) == []


def test_a_rule_that_the_examples_rule_overrides_takes_part(tmp_path):
    """DESIGN 2.2: what the rule overrides is there, and concludes what else it has to say."""
    for keys, good in (({"overrides": ["a/c"]}, True), ({}, False)):
        example = (
            '[[example]]\ngiven = ["Anna marches", "Anna strikes"]\nexpect = ["Anna votes", "Anna waits"]\n'
        )
        rules = {
            "a/b": rule(["?x marches"], "?x votes", **keys) + example,
            "a/c": rule(["?x strikes"], [AGAINST, "?x waits"]),
        }
        assert (errors(tmp_path / str(good), rules) == []) is good


def test_a_rule_that_overrides_what_is_said_otherwise_takes_part(tmp_path):
    """DESIGN 2.2: an example is judged with its rule's `otherwise`, and with what overrides that."""
    example = '[[example]]\ngiven = ["Anna waits", "Anna strikes"]\n{} = ["Anna protests"]\n'
    keys = {"otherwise": "?x stays calm", "where": ["?x waits"]}
    other = rule(["?x strikes"], "?x protests", overrides=["a/b/otherwise"])
    for key, good in (("expect", True), ("refuse", False)):
        rules = {"a/b": rule(["?x marches"], "?x protests", **keys) + example.format(key), "a/c": other}
        assert (errors(tmp_path / key, rules) == []) is good


@pytest.mark.parametrize(
    ("examples", "words"),
    [
        ("", ["no example that concludes", "no example that must not conclude"]),
        (
            '[[example]]\ngiven = ["Anna marches"]\nexpect = ["Anna votes"]\n',
            ["no example that must not conclude"],
        ),
        ('[[example]]\ngiven = ["Anna sings"]\nrefuse = ["Anna votes"]\n', ["no example that concludes"]),
        (BOTH, []),
    ],
)
def test_at_least_one_example_concludes_and_one_must_not(tmp_path, examples, words):
    """DESIGN 2.2: which of the two kinds is missing is a warning, and no error."""
    found = check(read_rulebook(world(tmp_path, {"a/b": MARCHES + examples}))).problems
    assert sorted(one.what for one in found if one.what.startswith("no example that")) == words
    assert not [one for one in found if not one.warning]


# ---- otherwise ----


def test_what_is_said_otherwise_is_of_the_same_school_status_and_days(tmp_path):
    """DESIGN 2.2: the second rule has the school, the status and the days of the first, and is defeasible."""
    text = rule(
        ["?x marches"],
        "?x protests",
        otherwise="?x stays calm",
        where=["?x waits"],
        kind="strict",
        school="one",
        status="draft",
        since=date(2012, 12, 19),
        until=date(2014, 1, 1),
    )
    first, other = sorted(read_rulebook(world(tmp_path, {"a/b": text})).rules, key=lambda one: len(one.id))
    assert other.id == "a/b/otherwise"
    assert (other.school, other.status, other.since, other.until) == (
        first.school,
        first.status,
        first.since,
        first.until,
    )
    assert (first.school, first.status, first.until) == ("one", "draft", date(2014, 1, 1))
    assert (first.kind, other.kind) == ("strict", "defeasible")


def test_what_is_said_otherwise_takes_part_in_its_rules_days_alone(tmp_path):
    """DESIGN 2.2: before its rule's first day and from its last on nothing is said otherwise."""
    text = rule(["?x marches"], "?x protests", otherwise="?x stays calm", where=["?x waits"])
    text += "since = 2022-01-05\nuntil = 2022-01-07\n"
    for day, truth in ((4, None), (5, False), (6, False), (7, None)):
        found = judged(tmp_path, {"a/b": text}, "Anna waits", head=f"as_of = 2022-01-0{day}")
        assert standing(found, "Anna protests")[0] is truth


# ---- errors and warnings ----


@pytest.mark.parametrize("sort", ["used once", "never conflict", "retired", "source", "known", "examples"])
def test_a_warning_stops_no_judgement(tmp_path, sort):
    """DESIGN 2.2: what is warned of is warned of, and the rule concludes all the same."""
    text = {
        "used once": rule(["?x trusts ?y"], "?x votes"),
        "never conflict": rule(["?x trusts ?_y"], "?x votes", overrides=["a/other"]),
        "retired": rule(["?x trusts ?_y"], "?x votes", overrides=["a/old"]),
    }.get(sort, rule(["?x trusts ?_y"], "?x votes"))
    rules = {
        "a/b": text,
        "a/other": rule(["?x strikes"], "?x waits"),
        "a/old": rule(["?x strikes"], "it is false that ?x votes", status="retired"),
    }
    report = {
        "source": '[[fact]]\nthat = "Anna trusts Bela"\n',
        "known": '[[fact]]\nthat = "Anna trusts Bela"\nknown = 2022-01-01\nsource = "late"\n',
    }.get(sort, fact("Anna trusts Bela", source="one"))
    book = read_rulebook(world(tmp_path, rules))
    read = parse_case(case(report) + '[source.late]\ntitle = "Late"\ndate = 2022-01-02\n', book)
    warned = [*book.warnings, *read.warnings, *(check(book).problems if sort == "examples" else ())]
    words = {"source": "without a source", "known": "2022-01-02", "examples": "example"}.get(sort, sort)
    assert any(words in str(one) for one in warned), [str(one) for one in warned]
    assert all(one.warning for one in warned)
    assert standing(assess(book, read), "Anna votes")[0] is True
