"""Section 2.2 of the contract, line by line: every key of a rule, every kind of condition, every error."""

import pytest

from contract import case, fact, judged, problems, rule, standing, world, write
from rubicon import parse_case, read_rulebook
from rubicon.editing.check import check
from rubicon.explaining import explain
from rubicon.rendering import render_assessment


def holds(folder, lines, *facts, then="Anna votes", head="", **keys):
    """Tell whether a rule with these conditions concludes, as True, False or None."""
    found = judged(folder, {"a/b": rule(lines, then, **keys)}, *facts, head=head)
    return found.verdict("Anna votes").truth


@pytest.mark.parametrize(
    ("line", "facts", "expected"),
    [
        # nothing shows that C
        ("nothing shows that Anna protests", (), True),
        ("nothing shows that Anna protests", ("Anna protests",), None),
        ("nothing shows that Anna protests", ("Anna stays calm",), True),
        ("nothing shows that it is false that Anna protests", (), True),
        ("nothing shows that it is false that Anna protests", ("Anna stays calm",), None),
        ("nothing shows that Anna stays calm", ("Anna stays calm",), None),
        ("nothing shows that ?_x trusts ?_x", ("Anna trusts Bela",), True),
        ("nothing shows that ?_x trusts ?_x", ("Anna trusts Anna",), None),
        ("nothing shows that ?_x trusts ?_y", ("Anna trusts Bela",), None),
        # a single value: another established makes it false
        (
            "nothing shows that it is false that the mood of Anna is: low",
            ("the mood of Anna is: high",),
            None,
        ),
        # open, disputed
        ("it is open whether Anna protests", (), True),
        ("it is open whether Anna protests", ("Anna protests",), None),
        ("it is open whether Anna protests", ("Anna stays calm",), None),
        ("it is disputed whether Anna protests", (), None),
        ("it is disputed whether Anna protests", ("Anna protests",), None),
        (
            "it is disputed whether Anna protests",
            (fact("Anna protests", "B3"), fact("Anna stays calm", "B3")),
            True,
        ),
        (
            "it is open whether Anna protests",
            (fact("Anna protests", "B3"), fact("Anna stays calm", "B3")),
            True,
        ),
        # tallies
        ("at least 2 ?_x: ?_x protests", ("Anna protests",), None),
        ("at least 2 ?_x: ?_x protests", ("Anna protests", "Bela protests"), True),
        (
            "at least 3 ?_x: ?_x trusts ?_y",
            ("Anna trusts Bela", "Anna trusts Carl", "Bela trusts Carl"),
            None,
        ),
        (
            "at least 2 ?_x: ?_x trusts ?_y",
            ("Anna trusts Bela", "Anna trusts Carl", "Bela trusts Carl"),
            True,
        ),
        ("at most 1 ?_x: ?_x marches", ("Anna marches",), True),
        ("at most 1 ?_x: ?_x marches", ("Anna marches", "Bela marches"), None),
        ("at most 0 ?_x: ?_x marches", (), True),
        ("exactly 0 ?_x: ?_x marches", (), True),
        ("exactly 1 ?_x: ?_x marches", ("Anna marches",), True),
        ("exactly 1 ?_x: ?_x marches", (), None),
        ("at least 1 ?_x: ?_x stays calm", ("Bela stays calm",), True),
        ("at least 0 ?_x: ?_x marches", (), True),
        # sums, largest, smallest
        (
            "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 30",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            True,
        ),
        (
            "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 31",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            None,
        ),
        (
            "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 20",
            ("Anna reports 10 tanks", "Bela reports 10 tanks"),
            True,
        ),
        (
            "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at most 30",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            True,
        ),
        ("the sum of ?_n over ?_x: ?_x reports ?_n tanks is at most 0", (), True),
        ("the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 1e-9", (), None),
        (
            "the largest ?_n over ?_x: ?_x reports ?_n tanks is at least 20",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            True,
        ),
        (
            "the largest ?_n over ?_x: ?_x reports ?_n tanks is at most 19",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            None,
        ),
        (
            "the smallest ?_n over ?_x: ?_x reports ?_n tanks is at least 10",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            True,
        ),
        (
            "the smallest ?_n over ?_x: ?_x reports ?_n tanks is at most 10",
            ("Anna reports 10 tanks", "Bela reports 20 tanks"),
            True,
        ),
        ("the largest ?_n over ?_x: ?_x reports ?_n tanks is at least 0", (), None),
        # a member whose number is in dispute: the smallest reported under at least, the largest under at most
        (
            "the sum of ?_n over ?_x: ?_x has ?_n troops is at least 15",
            ("Bela has 5 troops", fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            True,
        ),
        (
            "the sum of ?_n over ?_x: ?_x has ?_n troops is at least 16",
            ("Bela has 5 troops", fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            None,
        ),
        (
            "the sum of ?_n over ?_x: ?_x has ?_n troops is at most 25",
            ("Bela has 5 troops", fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            True,
        ),
        (
            "the sum of ?_n over ?_x: ?_x has ?_n troops is at most 24",
            ("Bela has 5 troops", fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            None,
        ),
        (
            "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 10",
            ("Anna reports 10 tanks", "Anna reports 20 tanks"),
            True,
        ),
        # reported values
        (
            "every reported ?_n: Anna has ?_n troops is at least 10",
            (fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            True,
        ),
        (
            "every reported ?_n: Anna has ?_n troops is at least 11",
            (fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            None,
        ),
        (
            "every reported ?_n: Anna has ?_n troops is at least 11",
            (fact("Anna has 10 troops", "E3"), fact("Anna has 20 troops", "C3")),
            True,
        ),
        ("every reported ?_n: Anna has ?_n troops is at least 0", (), None),
        (
            "some reported ?_n: Anna has ?_n troops is at least 20",
            (fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            True,
        ),
        (
            "some reported ?_n: Anna has ?_n troops is at least 21",
            (fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            None,
        ),
        (
            "some reported ?_n: Anna has ?_n troops is at most 10",
            (fact("Anna has 10 troops", "C3"), fact("Anna has 20 troops", "C3")),
            True,
        ),
        (
            "some reported ?_n: Anna has ?_n troops is at most 10",
            (fact("Anna has 10 troops", "E4"), fact("Anna has 20 troops", "C3")),
            None,
        ),
        # denials
        ("it is false that Anna protests", ("Anna stays calm",), True),
        ("Anna stays calm", ("Anna stays calm",), True),
        ("Anna stays calm", (), None),
        ("it is false that the mood of Anna is: low", ("the mood of Anna is: high",), True),
        ("it is false that the mood of Anna is: low", ("the mood of Anna is: low",), None),
        ("it is false that the mood of Anna is: low", ("it is false that the mood of Anna is: low",), True),
        ("it is false that the mood of Anna is: low", ("it is false that the mood of Anna is: high",), None),
        ("it is false that the mood of Anna is: low", (), None),
    ],
)
def test_a_condition_holds_exactly_then(tmp_path, line, facts, expected):
    """Each kind of condition holds when the contract's table says, and not otherwise."""
    first = "Estia sings"
    assert holds(tmp_path, [first, line], first, *facts) is expected


@pytest.mark.parametrize(
    ("lines", "facts", "expected"),
    [
        (["Anna has ?n troops", "?n >= 100000"], ("Anna has 1e5 troops",), True),
        (["Anna has ?n troops", "?n >= 100,000"], ("Anna has 99999.99 troops",), None),
        (["Anna has ?n troops", "?n is at least 100000"], ("Anna has 1e5 troops",), True),
        (["Anna has ?n troops", "?n < 5"], ("Anna has 4.9990 troops",), True),
        (
            ["Anna has ?a troops", "Bela has ?b troops", "?a > 3 * ?b"],
            ("Anna has 10 troops", "Bela has 3 troops"),
            True,
        ),
        (
            ["Anna has ?a troops", "Bela has ?b troops", "?a > 3 * ?b"],
            ("Anna has 9 troops", "Bela has 3 troops"),
            None,
        ),
        (
            ["Anna has ?a troops", "Bela has ?b troops", "?a + ?b = 12"],
            ("Anna has 9 troops", "Bela has 3 troops"),
            True,
        ),
        (
            ["Anna has ?a troops", "Bela has ?b troops", "?a - ?b * 2 = 3"],
            ("Anna has 9 troops", "Bela has 3 troops"),
            True,
        ),
        (
            ["Anna has ?a troops", "Bela has ?b troops", "(?a - ?b) * 2 = 12"],
            ("Anna has 9 troops", "Bela has 3 troops"),
            True,
        ),
        (["Anna has ?a troops", "?a != 9"], ("Anna has 9 troops",), None),
        (["the mood of Anna is: ?l", "?l is at least high"], ("the mood of Anna is: high",), True),
        (["the mood of Anna is: ?l", "?l is at least high"], ("the mood of Anna is: middle",), None),
        (["the mood of Anna is: ?l", "?l is at least high"], ("the mood of Anna is: extreme",), True),
        (["the mood of Anna is: ?l", "?l < high"], ("the mood of Anna is: low",), True),
        (["the mood of Anna is: ?l", "?l is not high"], ("the mood of Anna is: low",), True),
        (
            ["the mood of Anna is: ?l", "the mood of Bela is: ?k", "?l > ?k"],
            ("the mood of Anna is: high", "the mood of Bela is: low"),
            True,
        ),
        (["?x trusts ?y", "?x is not ?y"], ("Carl trusts Carl",), None),
        (["?x trusts ?y", "?x is not ?y"], ("Carl trusts Bela",), True),
        (["?x trusts ?y", "?x is ?y"], ("Carl trusts Carl",), True),
        (["?x trusts ?y", "?x is the Don Brothers", "?y is not Anna"], ("the Dons trusts Bela",), True),
        (["Anna meets Bela on ?d", "?today - ?d <= 730 days"], ("Anna meets Bela on 2020-01-06",), True),
        (["Anna meets Bela on ?d", "?today - ?d <= 730 days"], ("Anna meets Bela on 2020-01-05",), None),
        (["Anna meets Bela on ?d", "?d >= 2020-01-05"], ("Anna meets Bela on 2020-01-05",), True),
        (["Anna meets Bela on ?d", "?d < 5 January 2020"], ("Anna meets Bela on 2020-01-05",), None),
        (
            ["Anna meets Bela on ?d", "Anna meets Carl on ?e", "?e - ?d = 1 day"],
            ("Anna meets Bela on 2020-02-28", "Anna meets Carl on 2020-02-29"),
            True,
        ),
        (["Anna says ?w", '?w is "it\'s {{ 1 }}"'], ('Anna says "it\'s {{ 1 }}"',), True),
        (["Anna says ?w", '?w is not "no"'], ('Anna says "No"',), True),
    ],
)
def test_comparisons(tmp_path, lines, facts, expected):
    """Numbers, days (a difference is whole days), ordered values and identity are compared exactly."""
    assert holds(tmp_path, lines, *facts, head="as_of = 2022-01-05") is expected


def test_any_of_these(tmp_path):
    """A list inside `if` means any one of these, and each makes an argument of its own."""
    lines = [["Anna marches", "Anna strikes"], "Estia protests"]
    assert holds(tmp_path, lines, "Estia protests") is None
    assert holds(tmp_path, lines, "Estia protests", "Anna strikes") is True
    found = judged(
        tmp_path, {"a/b": rule(lines, "Anna votes")}, "Estia protests", "Anna strikes", "Anna marches"
    )
    because = next(one for one in found.findings if one.sentence == "Anna votes").because
    assert sorted(sorted(one.premises) for one in because) == [
        ["Anna marches", "Estia protests"],
        ["Anna strikes", "Estia protests"],
    ]


def test_any_of_binds_variables_branch_by_branch(tmp_path):
    """A variable of the conclusion must be bound in each branch of an any-of list."""
    good = rule([["?x marches", "?x strikes"]], "?x votes")
    found = judged(tmp_path / "good", {"a/b": good}, "Anna strikes", "Bela marches")
    assert standing(found, "Anna votes")[0]
    assert standing(found, "Bela votes")[0]
    bad = rule([["?x marches", "?_y strikes"]], "?x votes")
    told = problems(read_rulebook, world(tmp_path / "bad", {"a/b": bad}))
    assert "?x" in told
    assert "a/b.toml:" in told


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((), True),
        (("Anna marches",), None),
        (("Anna strikes",), True),
        (("Anna sings",), True),
        (("Anna strikes", "Anna sings"), None),
        ((fact("Anna marches", "C3"),), None),
        ((fact("Anna marches", "C3"), fact("it is false that Anna marches", "C3")), True),
    ],
)
def test_unless(tmp_path, facts, expected):
    """Any one exception, once established, stops the rule; a list inside means all of these together."""
    unless = ["Anna marches", ["Anna strikes", "Anna sings"]]
    assert holds(tmp_path, ["Estia protests"], "Estia protests", *facts, unless=unless) is expected


def test_unless_may_be_whoever(tmp_path):
    """`?_x` in an exception stands for whoever it may be; twice in one line it is the same one."""
    unless = ["?_z trusts ?_z"]
    assert holds(tmp_path, ["Estia protests"], "Estia protests", "Anna trusts Bela", unless=unless) is True
    assert holds(tmp_path, ["Estia protests"], "Estia protests", "Bela trusts Bela", unless=unless) is None


def test_an_exception_with_a_comparison(tmp_path):
    """Exceptions may compare what positive conditions bind, and may themselves be absences or tallies."""
    lines = ["Anna has ?n troops"]
    assert holds(tmp_path, lines, "Anna has 5 troops", unless=["?n > 4"]) is None
    assert holds(tmp_path, lines, "Anna has 4 troops", unless=["?n > 4"]) is True
    assert holds(tmp_path, lines, "Anna has 4 troops", unless=["nothing shows that Anna marches"]) is None
    assert (
        holds(
            tmp_path, lines, "Anna has 4 troops", "Anna marches", unless=["nothing shows that Anna marches"]
        )
        is True
    )
    assert (
        holds(tmp_path, lines, "Anna has 4 troops", "Bela marches", unless=["at least 1 ?_x: ?_x marches"])
        is None
    )


def test_several_conclusions(tmp_path):
    """A list in `then`: each is concluded, for the same reason."""
    found = judged(
        tmp_path,
        {"a/b": rule(["?x marches"], ["?x votes", "?x stays calm", "it is false that ?x waits"])},
        "Anna marches",
    )
    assert standing(found, "Anna votes")[0] is True
    assert standing(found, "Anna protests")[0] is False
    assert standing(found, "Anna waits")[0] is False


def test_a_rule_without_positive_condition_needs_no_fact(tmp_path):
    """A rule that has only absences applies once, whatever the facts."""
    assert holds(tmp_path, ["nothing shows that Bela marches"], then="Anna votes") is True
    assert holds(tmp_path, ["nothing shows that Bela marches"], "Bela marches", then="Anna votes") is None


def test_a_defeater_only_casts_doubt(tmp_path):
    """A defeater concludes nothing, and stops what it attacks."""
    rules = {
        "a/b": rule(["Anna marches"], "Anna votes"),
        "a/c": rule(["Anna strikes"], "it is false that Anna votes", kind="defeater"),
    }
    found = judged(tmp_path, rules, "Anna marches", "Anna strikes")
    assert standing(found, "Anna votes") == (None, "contested", None)
    found = judged(tmp_path, rules, "Anna strikes")
    assert standing(found, "Anna votes")[0] is None


def test_a_dated_rule_takes_part_in_its_span(tmp_path):
    """A rule with `since` and `until` takes part from the one day to before the other."""
    text = rule(["Anna marches"], "Anna votes") + "since = 2022-01-05\nuntil = 2022-01-07\n"
    for day, expected in ((4, None), (5, True), (6, True), (7, None)):
        found = judged(tmp_path, {"a/b": text}, "Anna marches", head=f"as_of = 2022-01-0{day}")
        assert standing(found, "Anna votes")[0] is expected


def test_drafts_and_retired(tmp_path):
    """A draft takes part only with `drafts`; a retired rule never."""
    rules = {
        "a/b": rule(["Anna marches"], "Anna votes", status="draft"),
        "a/c": rule(["Anna marches"], "Anna waits", status="retired"),
    }
    plain = judged(tmp_path, rules, "Anna marches")
    assert standing(plain, "Anna votes")[0] is None
    assert standing(plain, "Anna waits")[0] is None
    drafts = judged(tmp_path, rules, "Anna marches", drafts=True)
    assert standing(drafts, "Anna votes")[0] is True
    assert standing(drafts, "Anna waits")[0] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (rule(["?x flies"], "?x votes"), "unknown sentence"),
        (rule(["Zoltan marches"], "Anna votes"), "Zoltan"),
        (rule(["Anna leads Bela"], "Anna votes"), "country"),
        (rule(["?x marches"], "?y votes"), "?y"),
        (rule(["?x marches", "?y > 3"], "?x votes"), "?y"),
        (rule(["?x marches", "nothing shows that ?y marches"], "?x votes"), "?y"),
        (rule(["?x marches", "it is open whether ?y strikes"], "?x votes"), "?y"),
        (rule(["?x marches", "it is disputed whether ?y strikes"], "?x votes"), "?y"),
        (rule(["?x marches"], "?x votes", unless=["?y strikes"]), "?y"),
        (rule(["nothing shows that ?x marches"], "?x votes"), "?x"),
        (rule(["?x marches"], "?_y votes"), "?_y"),
        (rule(["?x marches", "at least 2 ?y: ?y strikes"], "?x votes"), "?_"),
        (rule(["?x marches", "nothing shows that ?x votes"], "?x votes"), "circle"),
        (rule(["?x marches", "it is open whether ?x votes"], "?x votes"), "circle"),
        (rule(["?x marches", "it is disputed whether ?x votes"], "?x votes"), "circle"),
        (rule(["?x marches", "at least 1 ?_y: ?_y votes"], "?x votes"), "circle"),
        (
            rule(
                ["?x marches", "the sum of ?_n over ?_y: ?_y reports ?_n tanks is at least 3"],
                "?x reports 3 tanks",
            ),
            "circle",
        ),
        (rule(["?x marches"], "?x votes", overrides=["a/z"]), "a/z"),
        (rule(["?x marches"], "?x votes", overrides=["a/b"]), "a/b"),
        (rule(["?x marches"], "?x votes", cites=["nowhere p3"]), "nowhere"),
        (rule(["?x marches"], "?x votes", because="{{ y }} did it"), "y"),
        (rule(["?x marches"], "?x votes", because="{{ x "), "because"),
        (rule(["?x marches"], "?x votes", because="{{ x.__class__ }}"), ""),
        (rule(["?x marches"], "?x votes", becuse="x"), "becuse"),
        (rule(["?x marches"], "?x votes", kind="absolute"), "absolute"),
        (rule(["?x marches"], "?x votes", status="new"), "new"),
        (rule(["?x marches"], "?x votes", confidence="sure"), "sure"),
        (rule(["Anna marches"], []), "then"),
        ('title = "A"\nthen = "Anna votes"\nbecause = "b"\n', "if"),
        (rule(["?x has ?n troops", "?n > Anna"], "?x votes"), "Anna"),
        (rule(["?x has ?n troops", "?n > ?x"], "?x votes"), "compared"),
        (rule(["?x has ?n troops", "?n / 2 > 3"], "?x votes"), "divide"),
        (rule(["?x trusts ?y", "?x > ?y"], "?x votes"), "more nor less"),
    ],
)
def test_errors_when_read(tmp_path, text, words):
    """Each mistake of a rule is an error with its file, its line and a remedy."""
    told = problems(read_rulebook, world(tmp_path, {"a/b": text}))
    assert "a/b.toml:" in told
    assert words in told


def test_duplicate_ids_are_an_error(tmp_path):
    """Two files whose ids differ in case only, on a system where both can be, are still two ids; a doubled statement is an error."""
    folder = world(tmp_path, vocabulary=None)
    write(folder, "vocabulary/one", '[kind.actor]\n[statement.p]\nform = "{x:actor} protests"\n')
    write(folder, "vocabulary/two", '[statement.p]\nform = "{x:actor} marches"\n')
    write(folder, "entities", '[[entity]]\nname = "Anna"\nkind = "actor"\n')
    told = problems(read_rulebook, folder)
    assert "twice" in told


def test_a_circle_of_overrides_is_an_error(tmp_path):
    """Rules that override each other in a ring are an error that names them."""
    rules = {
        "a/b": rule(["?x marches"], "?x votes", overrides=["a/c"]),
        "a/c": rule(["?x strikes"], "it is false that ?x votes", overrides=["a/b"]),
    }
    told = problems(read_rulebook, world(tmp_path, rules))
    assert "a/b" in told
    assert "a/c" in told


def test_a_circle_through_an_absence_two_rules_long(tmp_path):
    """A circle is found over several rules, and through a denial's conflict set."""
    rules = {
        "a/b": rule(["?x marches", "nothing shows that ?x waits"], "?x votes"),
        "a/c": rule(["?x votes"], "?x waits"),
    }
    assert "circle" in problems(read_rulebook, world(tmp_path / "one", rules))
    rules = {
        "a/b": rule(["?x marches", "nothing shows that the mood of ?x is: low"], "?x votes"),
        "a/c": rule(["?x votes"], "the mood of ?x is: high"),
    }
    assert "circle" in problems(read_rulebook, world(tmp_path / "two", rules))


def test_circles_that_are_allowed(tmp_path):
    """A presumption on its own sentence, and circles through `unless` or attack, are read."""
    rules = {
        "a/b": rule(["?x marches", "nothing shows that ?x votes"], "it is false that ?x votes"),
        "a/c": rule(["Anna sings"], "Anna strikes", unless=["Anna waits"]),
        "a/d": rule(["Anna sings"], "Anna waits", unless=["Anna strikes"]),
    }
    found = judged(tmp_path, rules, "Anna sings", "Anna marches")
    assert standing(found, "Anna votes")[0] is False
    assert standing(found, "Anna strikes") == (None, "undecided", None)


WARNED = [
    (rule(["?x trusts ?y"], "?x votes"), "?y"),
    (rule(["?x marches"], "?x votes", overrides=["a/other"]), "never conflict"),
    (rule(["?x marches"], "?x votes", overrides=["a/old"]), "retired"),
    (rule(["?x marches"], "?x votes"), "example"),
]


@pytest.mark.parametrize(("text", "words"), WARNED)
def test_warnings_never_stop_a_judgement(tmp_path, text, words):
    """A variable used once, an override that can never matter, a retired rule and no examples are warnings."""
    rules = {
        "a/b": text,
        "a/other": rule(["?x strikes"], "?x waits"),
        "a/old": rule(["?x strikes"], "it is false that ?x votes", status="retired"),
    }
    warnings = check(read_rulebook(world(tmp_path, rules))).problems
    assert all(one.warning for one in warnings)
    assert words in "\n".join(map(str, warnings))


def test_a_wildcard_in_a_positive_condition_is_meant_once(tmp_path):
    """`?_y` says that the variable is meant to be used once: no warning."""
    book = read_rulebook(world(tmp_path, {"a/b": rule(["?x trusts ?_y"], "?x votes")}))
    assert not any("?_y" in str(one) for one in book.warnings)


def test_a_wildcard_is_each_lines_own(tmp_path):
    """`?_y` in two lines may be two; twice in one line it is the same one."""
    lines = ["?x trusts ?_y", "?_y marches"]
    found = judged(tmp_path, {"a/b": rule(lines, "?x votes")}, "Anna trusts Bela", "Carl marches")
    assert standing(found, "Anna votes")[0] is True
    found = judged(
        tmp_path, {"a/b": rule(["Anna trusts ?_y", "?_z trusts ?_z"], "Anna votes")}, "Anna trusts Bela"
    )
    assert standing(found, "Anna votes")[0] is None


def test_a_source_dated_after_known_is_a_warning(tmp_path):
    """A source dated after `known`, and a fact without source, are warnings."""
    book = read_rulebook(world(tmp_path))
    text = case(
        '[[fact]]\nthat = "Anna marches"\nknown = 2022-01-01\nsource = "x"\n',
        '[[fact]]\nthat = "Anna votes"\n',
        head='[source.x]\ntitle = "X"\ndate = 2022-01-02\n',
    )
    told = "\n".join(map(str, parse_case(text, book).warnings))
    assert "2022-01-02" in told
    assert "without a source" in told


EXAMPLES = rule(["?x marches"], "?x votes", unless=["?x waits"])


@pytest.mark.parametrize(
    ("example", "good"),
    [
        ('given = ["Anna marches"]\nexpect = ["Anna votes"]', True),
        ('given = ["Bela marches"]\nexpect = ["Anna votes"]', False),
        ('given = ["Anna marches", "Anna waits"]\nrefuse = ["Anna votes"]', True),
        ('given = ["Anna marches"]\nrefuse = ["Anna votes"]', False),
        ('given = ["Anna stays calm"]\nfalse = ["Anna protests"]', True),
        ('given = ["Anna marches"]\nfalse = ["Anna votes"]', False),
        ('reported = ["Anna marches"]\nexpect = ["Anna votes"]', True),
        ('reported = ["Anna marches", "it is false that Anna marches"]\nrefuse = ["Anna votes"]', True),
        (
            'given = ["it is false that Anna marches"]\nreported = ["Anna marches"]\nrefuse = ["Anna votes"]',
            True,
        ),
        (
            'given = ["Zoe marches"]\nexpect = ["Zoe votes"]\n[[example.entity]]\nname = "Zoe"\nkind = "actor"',
            True,
        ),
        ('given = ["Anna marches"]\nexpect = ["Anna votes"]\nwith = "all"', False),
        ('given = ["Anna marches"]\nexpect = ["Anna votes"]\nwith = ["a/c"]', False),
        ('given = ["Anna marches"]\nexpect = ["Anna votes"]\nas_of = 2022-01-01\nname = "so"', True),
    ],
)
def test_examples(tmp_path, example, good):
    """An example is judged with its rule and those it overrides or is overridden by, or with those it names."""
    rules = {
        "a/b": EXAMPLES + "[[example]]\n" + example + "\n",
        "a/c": rule(["?x marches"], "it is false that ?x votes"),
    }
    book = read_rulebook(world(tmp_path, rules))
    failed = [one for one in check(book).problems if not one.warning]
    assert bool(failed) is not good


def test_a_dated_rules_example_is_judged_on_its_since(tmp_path):
    """Without `as_of` the example of a dated rule is judged on its `since`."""
    text = rule(["Anna meets Bela on ?d", "?today - ?d <= 1 days"], "Anna votes") + "since = 2022-01-05\n"
    text += '[[example]]\ngiven = ["Anna meets Bela on 2022-01-04"]\nexpect = ["Anna votes"]\n'
    text += '[[example]]\ngiven = ["Anna meets Bela on 2022-01-03"]\nrefuse = ["Anna votes"]\n'
    book = read_rulebook(world(tmp_path, {"a/b": text}))
    assert not [one for one in check(book).problems if not one.warning]


def test_a_defeaters_concluding_example_is_a_refusal_that_stands_without_it(tmp_path):
    """For a defeater the concluding example is a `refuse` that would stand without the defeater."""
    rules = {
        "a/b": rule(["?x marches"], "?x votes"),
        "a/c": rule(["?x strikes"], "it is false that ?x votes", kind="defeater")
        + '[[example]]\ngiven = ["Anna marches", "Anna strikes"]\nrefuse = ["Anna votes"]\nwith = ["a/b"]\n'
        + '[[example]]\ngiven = ["Anna marches"]\nexpect = ["Anna votes"]\nwith = ["a/b"]\n',
    }
    told = [str(one) for one in check(read_rulebook(world(tmp_path, rules))).problems]
    assert not [one for one in told if "a/c" in one.split(":")[0]]


def test_a_reason_tells_its_variables_and_tally(tmp_path):
    """`because` knows the rule's variables, tally.total and tally.members, and is sandboxed."""
    rules = {
        "a/b": rule(
            ["?x marches", "at least 2 ?_y: ?_y strikes"],
            "?x votes",
            because="{{ x }} marches and {{ tally.total }} strike: {{ tally.members }}.",
        )
    }
    found = judged(tmp_path, rules, "Anna marches", "Bela strikes", "Carl strikes")
    text = render_assessment(explain(found), "text")
    assert "Anna marches and two strike: Bela and Carl" in " ".join(text.split())


def test_schools_and_overrides_across_common_ground(tmp_path):
    """A rule of a school takes part in that school's judgement alone; common ground in each."""
    rules = {
        "a/b": rule(["Anna marches"], "Anna votes", school="one"),
        "a/c": rule(["Anna marches"], "Anna waits", school="two"),
        "a/d": rule(["Anna marches"], "Anna sings"),
    }
    one = judged(tmp_path, rules, "Anna marches", schools=["one"])
    assert [standing(one, f"Anna {verb}")[0] for verb in ("votes", "waits", "sings")] == [True, None, True]
    two = judged(tmp_path, rules, "Anna marches", schools=["two"])
    assert [standing(two, f"Anna {verb}")[0] for verb in ("votes", "waits", "sings")] == [None, True, True]
    assert "three" in problems(judged, tmp_path, rules, "Anna marches", schools=["three"])


EDGES = {
    "sum": rule(
        [
            "Estia sings",
            "the sum of ?_n over ?_x: ?_x reports ?_n tanks is at least 10000000000000000000000.000000001",
        ],
        "Anna votes",
    ),
    "product": rule(["?x has ?n troops", "?n * 3 = 37037036703703703670.370370367"], "?x strikes"),
    "negative": rule(["?x has ?n troops", "?n > -12345678901234567890.12345678910"], "?x waits"),
}


def test_arithmetic_never_rounds(tmp_path):
    """Sums, products and negative limits are exact for numbers from 1e-9 to 1e22 together."""
    facts = ("Estia sings", "Anna reports 1e22 tanks", "Bela reports 1e-9 tanks")
    found = judged(tmp_path, {f"a/{name}": text for name, text in EDGES.items()}, *facts)
    assert standing(found, "Anna votes")[0] is True
    found = judged(tmp_path, {}, *facts[:2], "Bela reports 0.9e-9 tanks")
    assert standing(found, "Anna votes")[0] is None
    numbers = {
        "Anna": "12345678901234567890.123456789",
        "Bela": "-12345678901234567890.12345678911",
        "Carl": "-12345678901234567890.12345678909",
    }
    found = judged(tmp_path, {}, *(f"{name} has {number} troops" for name, number in numbers.items()))
    assert standing(found, "Anna strikes")[0] is True
    assert [standing(found, f"{name} waits")[0] for name in numbers] == [True, None, True]
