"""Section 2.2 of the contract as amended: `otherwise`, so many of these lines, `since`, and what a presumption may rest on."""

from datetime import date

import pytest

from books import write_book
from contract import WORDS, case, fact, judged, problems, rule, standing, world
from rubicon import assess, parse_case, read_rulebook
from rubicon.editing.check import check
from rubicon.explaining.pages import why
from rubicon.rendering.pages import render_why

PRESUMED = {
    "otherwise": "?x stays calm",
    "where": ["?x waits"],
    "otherwise_because": "Nothing stirs {{ x }}.",
}


def presuming(**keys):
    """Return a rule by which whoever waits and marches protests, and otherwise stays calm."""
    return rule(["?x marches"], "?x protests", **{**PRESUMED, **keys})


# ---- otherwise ----


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (("Anna waits", "Anna marches"), (True, "defeasible", "high")),
        (("Anna waits",), (False, "defeasible", "moderate")),
        (("Anna marches",), (None, "unknown", None)),  # where is counted in if, too
        ((), (None, "unknown", None)),
    ],
)
def test_otherwise_is_concluded_where_nothing_shows_then(tmp_path, facts, expected):
    """A second rule concludes `otherwise` where `where` holds and nothing shows `then`, at most moderately sure."""
    assert standing(judged(tmp_path, {"a/b": presuming()}, *facts), "Anna protests") == expected


def test_otherwise_is_a_rule_of_its_own(tmp_path):
    """It has the id with `/otherwise`, the school, status and days of its rule, is defeasible and overrides nothing."""
    text = presuming(
        kind="strict",
        status="draft",
        since=date(2012, 12, 19),
        overrides=["a/c"],
        confidence="low",
        contests=["a/c"],
    )
    book = read_rulebook(world(tmp_path, {"a/b": text, "a/c": rule(["?x sings"], "?x stays calm")}))
    first, _, other = sorted(book.rules, key=lambda one: (one.otherwise_of is not None, one.id))
    assert (first.id, other.id, other.otherwise_of) == ("a/b", "a/b/otherwise", "a/b")
    assert (other.kind, other.status, other.since, other.overrides) == (
        "defeasible",
        "draft",
        first.since,
        (),
    )
    assert other.confidence == "low"
    assert first.contests == ("a/c",)
    assert [c.text for c in other.lines] == ["?x waits", "nothing shows that ?x protests"]


def test_unless_stops_both(tmp_path):
    """An exception of the rule stops its `otherwise`, too."""
    rules = {"a/b": presuming(unless=["?x sings"])}
    assert standing(judged(tmp_path, rules, "Anna waits", "Anna sings"), "Anna protests")[0] is None
    assert (
        standing(judged(tmp_path, rules, "Anna waits", "Anna marches", "Anna sings"), "Anna protests")[0]
        is None
    )


def test_where_is_what_poses_the_question_by_default(tmp_path):
    """Without `where` the lines of `if` that speak of `considered` bind `otherwise`; without one it is named."""
    support = "local elements in ?host support intervention by ?intervener"
    posed = "intervention by ?intervener in ?host is considered"
    lines = [posed, "?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
    write_book(tmp_path, support__request=rule(lines, support, otherwise=f"it is false that {support}"))
    book = read_rulebook(tmp_path)
    text = 'title = "A case"\nas_of = 2022-01-05\nroles = { intervener = "Russia", host = "Ukraine" }'
    found = assess(book, parse_case(text, book))
    verdict = found.verdict("local elements in Ukraine support intervention by Russia")
    assert (verdict.truth, verdict.standing) == (False, "defeasible")
    write_book(tmp_path, support__request=rule(lines[1:], support, otherwise=f"it is false that {support}"))
    assert f'Add the line that binds it: where = ["{posed}"]' in problems(read_rulebook, tmp_path)


def test_everything_but_a_presumption_overrides_otherwise(tmp_path):
    """A report of low grade and a weak rule override it; another `otherwise` does not, and the two are contested."""
    reported = judged(tmp_path / "a", {"a/b": presuming()}, "Anna waits", fact("Anna protests", "E5"))
    assert standing(reported, "Anna protests")[:2] == (True, "defeasible")
    moods = "the mood of ?x is: {}".format
    one = rule(["?x marches"], moods("low"), otherwise=moods("high"), where=["?x waits"])
    two = rule(["?x strikes"], moods("low"), otherwise=moods("middle"), where=["?x waits"])
    both = judged(tmp_path / "b", {"a/b": one, "a/c": two}, "Anna waits")
    assert standing(both, "the mood of Anna is: high") == (None, "contested", None)
    plain = rule(["?x sings"], moods("extreme"), confidence="low")
    beaten = judged(tmp_path / "c", {"a/b": one, "a/c": two, "a/d": plain}, "Anna waits", "Anna sings")
    assert standing(beaten, "the mood of Anna is: extreme")[:2] == (True, "defeasible")


def test_a_presumption_for_then_overrides_otherwise(tmp_path):
    """Whatever applies for what is presumed against overrides a presumption, be it a presumption itself."""
    moods = "the mood of ?x is: {}".format
    one = rule(["?x marches"], moods("low"), otherwise=moods("high"), where=["?x waits"])
    two = rule(["?x waits", f"nothing shows that {moods('middle')}"], moods("low"))
    found = judged(tmp_path, {"a/b": one, "a/c": two}, "Anna waits")
    assert standing(found, "the mood of Anna is: low")[:2] == (True, "defeasible")


def test_each_item_of_otherwise_goes_by_its_own_then(tmp_path):
    """Of two conclusions one may be shown by other means; what is said instead of the other is presumed all the same."""
    text = rule(
        ["?x marches"],
        ["?x protests", "the mood of ?x is: high"],
        otherwise=["?x stays calm", "the mood of ?x is: low"],
        where=["?x waits"],
    )
    found = judged(tmp_path, {"a/b": text}, "Anna waits", "Anna protests")
    assert standing(found, "Anna protests")[0] is True
    assert standing(found, "the mood of Anna is: low")[0] is True


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"where": ["Bela waits"]}, 'where = ["… ?x …"]'),
        ({"where": ["nothing shows that ?x waits"]}, "a line of `where` is a plain sentence"),
        ({"otherwise": "?x marches"}, "this does not conflict with what `then` says"),
        ({"otherwise": ["?x stays calm", "?x stays calm"]}, "`otherwise` says 2 and `then` 1"),
        ({"kind": "defeater"}, "a defeater has no `otherwise`"),
        ({"unless": ["?x trusts ?y"], "if": ["?x marches", "?y sings"]}, "nothing says what ?y stands for"),
        ({"otherwise_because": "{{ y }}"}, '"y" is no variable of the rule'),
        ({"contests": ["a/z"]}, 'unknown rule "a/z"'),
    ],
)
def test_what_is_wrong_with_otherwise_is_said(tmp_path, keys, said):
    """Each mistake in `otherwise`, `where` and `contests` has a message with its remedy."""
    text = (
        presuming(**keys) if "if" not in keys else rule(keys.pop("if"), "?x protests", **{**PRESUMED, **keys})
    )
    assert said in problems(read_rulebook, world(tmp_path, {"a/b": text}))


@pytest.mark.parametrize("key", ["where", "otherwise_because"])
def test_what_belongs_to_otherwise_is_refused_without_it(tmp_path, key):
    """`where` and `otherwise_because` without `otherwise` are errors."""
    text = rule(["?x marches"], "?x protests", **{key: "?x waits"})
    assert f'"{key}" without "otherwise"' in problems(read_rulebook, world(tmp_path, {"a/b": text}))


def test_why_tells_what_is_presumed(tmp_path):
    """The report names the rule as what is said otherwise, with its own reason."""
    found = judged(tmp_path, {"a/b": presuming()}, "Anna waits")
    told = render_why(why(found, found.language.literal("Anna protests")), "text")
    assert "Nothing stirs Anna." in told
    assert "A rule (otherwise)" in told


# ---- circles ----


def test_a_rule_against_may_not_rest_on_what_is_presumed(tmp_path):
    """A rule for what a presumption presumes against may not rest, through whatever steps, on what it concludes."""
    rules = {
        "a/b": presuming(),
        "a/c": rule(["?x stays calm"], "?x sings"),
        "a/d": rule(["?x sings"], "?x protests"),
    }
    said = problems(read_rulebook, world(tmp_path, rules))
    assert "a circle through a presumption" in said
    assert "a/d.toml:2: ?x sings" in said
    assert "a/c.toml:2: ?x stays calm" in said


def test_another_value_is_no_circle(tmp_path):
    """What a rule for the presumed value's rival rests on is compared by value; recursion on itself is allowed."""
    moods = "the mood of ?x is: {}".format
    rules = {
        "a/b": rule(["?x marches"], moods("low"), otherwise=moods("high"), where=["?x waits"]),
        "a/c": rule(["?x trusts ?y", moods("low").replace("?x", "?y")], moods("low")),
        "a/d": rule([moods("middle")], moods("low")),
    }
    assert not problems(read_rulebook, world(tmp_path / "a", rules))
    rules["a/d"] = rule([f"it is false that {moods('middle')}"], moods("low"))
    assert "a circle through a presumption" in problems(read_rulebook, world(tmp_path / "b", rules))


def test_two_presumptions_may_not_presume_against_each_other(tmp_path):
    """Each would hold only for want of the other."""
    rules = {"a/b": presuming(), "a/c": rule(["?x waits", "nothing shows that ?x stays calm"], "?x protests")}
    said = problems(read_rulebook, world(tmp_path, rules))
    assert '"a/b/otherwise" and "a/c" presume against each other' in said


# ---- so many of these lines ----


def some_of(lines, **count):
    """Return an inline table as an editor writes it."""
    ((key, number),) = count.items()
    quoted = ", ".join(f'"{line}"' for line in lines)
    return f"{{ {key} = {number}, of = [{quoted}] }}"


def counting(folder, table, *facts, first="?x waits", **keys):
    """Judge a rule with one line and one table in its `if`."""
    text = rule([], "?x votes", **keys).replace("if = []", f'if = ["{first}", {table}]')
    return judged(folder, {"a/b": text}, "Anna waits", *facts)


LINES = ["?x protests", "?x marches", "it is false that ?x strikes"]


@pytest.mark.parametrize(
    ("count", "facts", "expected"),
    [
        ({"at_least": 2}, ("Anna protests",), None),
        ({"at_least": 2}, ("Anna protests", "Anna marches"), True),
        ({"at_least": 2}, ("Anna protests", "it is false that Anna strikes"), True),
        ({"at_least": 2}, ("Anna protests", "Bela marches"), None),
        ({"at_most": 1}, ("Anna protests",), True),
        ({"at_most": 1}, ("Anna protests", "Anna marches"), None),
        ({"exactly": 1}, (), None),
        ({"exactly": 1}, ("Anna marches",), True),
        ({"exactly": 1}, ("Anna marches", "Anna protests"), None),
        ({"exactly": 3}, ("Anna protests", "Anna marches", "it is false that Anna strikes"), True),
    ],
)
def test_so_many_lines_hold(tmp_path, count, facts, expected):
    """Sentences count where they are established, denied ones where they are established as not so."""
    assert counting(tmp_path, some_of(LINES, **count), *facts).verdict("Anna votes").truth is expected


def test_a_variable_that_nothing_outside_binds_belongs_to_its_own_line(tmp_path):
    """Two lines may be met by two different people, where no positive line outside names them."""
    table = some_of(["?y protests", "?y marches"], at_least=2)
    assert counting(tmp_path, table, "Bela protests", "Carl marches").verdict("Anna votes").truth is True
    found = counting(
        tmp_path, table, "Bela protests", "Carl marches", "Anna trusts Bela", first="?x trusts ?y"
    )
    assert found.verdict("Anna votes").truth is None


def test_a_comparison_may_be_one_of_the_lines(tmp_path):
    """A comparison of variables bound outside counts like a sentence; one of others is unsafe."""
    table = some_of(["?n >= 100", "?x protests"], at_least=1)
    for number, truth in ((99, None), (100, True)):
        found = counting(tmp_path / str(number), table, f"Anna has {number} troops", first="?x has ?n troops")
        assert found.verdict("Anna votes").truth is truth
    text = rule([], "?x votes").replace("if = []", f'if = ["?x waits", {table}]')
    assert "unsafe variable ?n" in problems(read_rulebook, world(tmp_path / "unsafe", {"a/b": text}))


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((fact("Anna protests", "A1"), fact("Anna marches", "C3")), "moderate"),
        ((fact("Anna protests", "A1"), fact("Anna marches", "E5")), "low"),
        (("Anna protests", "it is false that Anna strikes", fact("Anna marches", "E5")), "high"),
    ],
)
def test_the_confidence_is_that_of_the_line_that_is_needed_last(tmp_path, facts, expected):
    """Two of three lines are as sure as the second surest; the conclusion is never definite."""
    found = counting(tmp_path, some_of(LINES, at_least=2), *facts, kind="strict")
    assert standing(found, "Anna votes") == (True, "defeasible", expected)


def test_at_most_rests_on_an_absence(tmp_path):
    """`at most` and `exactly` are at most moderately sure."""
    assert standing(counting(tmp_path, some_of(LINES, at_most=1)), "Anna votes")[2] == "moderate"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('{ at_least = 4, of = ["?x protests", "?x marches"] }', "4 of 2 lines cannot be counted to"),
        ('{ at_least = 0, of = ["?x protests"] }', "0 of 1 lines cannot be counted to"),
        (
            '{ at_least = 1, at_most = 2, of = ["?x protests", "?x sings"] }',
            "says twice how many of its lines hold",
        ),
        ('{ of = ["?x protests"] }', "does not say how many of its lines"),
        ('{ at_least = 1, of = ["?x protests", "?x  Protests"] }', "this line stands here twice"),
        (
            '{ at_least = 1, of = ["?x stays calm", "it is false that ?x protests"] }',
            "this line stands here twice",
        ),
        (
            '{ at_least = 1, of = ["nothing shows that ?x protests"] }',
            "a line of `of` is a sentence or a comparison",
        ),
        ('{ at_least = 1, of = ["?x protests since ?day"] }', "a line of `of` is a sentence or a comparison"),
        ('{ at_least = 1, off = ["?x protests"] }', 'unknown key "off"'),
        ('{ at_least = 1, of = ["it is false that the mood of ?x is: ?l"] }', "unsafe variable ?l"),
    ],
)
def test_what_is_wrong_with_so_many_lines_is_said(tmp_path, table, said):
    """Each mistake in the table is named with its remedy."""
    text = rule([], "?x votes").replace("if = []", f'if = ["?x waits", {table}]')
    assert said in problems(read_rulebook, world(tmp_path, {"a/b": text}))


def test_a_circle_through_so_many_lines_is_an_error(tmp_path):
    """A line is settled first, as in a tally."""
    table = some_of(["?x votes", "?x protests"], at_least=1)
    text = rule([], "?x votes").replace("if = []", f'if = ["?x waits", {table}]')
    assert "a circle through a tally" in problems(read_rulebook, world(tmp_path, {"a/b": text}))


# ---- since ----

SINCE = rule(["?x protests since ?day", "?today - ?day <= 30 days"], "?x votes")


def since(folder, *facts, text=SINCE, **how):
    return judged(folder, {"a/b": text}, *facts, head="as_of = 2022-03-01", **how)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ((fact("Anna protests", "A1", on=date(2022, 2, 20)),), True),
        ((fact("Anna protests", "A1", on=date(2022, 1, 20)),), None),
        ((fact("Anna protests", "A1"),), None),  # an undated assertion gives no day
        # the surest decide, whatever came first; of a single origin none is more than moderate
        (
            (
                fact("Anna protests", "C3", on=date(2022, 1, 2), source="one"),
                fact("Anna protests", "A1", on=date(2022, 2, 20), source="two"),
            ),
            True,
        ),
        (
            (
                fact("Anna protests", "C3", on=date(2022, 1, 2), source="one"),
                fact("Anna protests", "A1", on=date(2022, 2, 20), source="one"),
            ),
            None,
        ),
        (
            (
                fact("Anna protests", "A1", on=date(2022, 1, 2)),
                fact("Anna protests", "B2", on=date(2022, 2, 20)),
            ),
            None,
        ),
        # an undated one that is surer does not
        ((fact("Anna protests", "A1"), fact("Anna protests", "C3", on=date(2022, 2, 20))), True),
    ],
)
def test_since_binds_the_first_day_of_the_surest(tmp_path, facts, expected):
    """The day is the earliest `on` among the dated assertions in force that have the highest confidence."""
    assert since(tmp_path, *facts).verdict("Anna votes").truth is expected


def test_the_confidence_of_since_is_that_of_its_assertions(tmp_path):
    """An undated assertion that is surer adds nothing; the conclusion is never definite."""
    facts = (fact("Anna protests", "A1"), fact("Anna protests", "C3", on=date(2022, 2, 20)))
    found = since(
        tmp_path,
        *facts,
        text=rule(["?x protests since ?day"], "?x votes", kind="strict").replace("?day", "?_day"),
    )
    assert standing(found, "Anna votes") == (True, "defeasible", "moderate")


def test_since_needs_the_sentence_established(tmp_path):
    """A contested report gives no day."""
    facts = (fact("Anna protests", "C3", on=date(2022, 2, 20)), fact("Anna stays calm", "C3"))
    assert since(tmp_path, *facts).verdict("Anna votes").truth is None


def test_a_denied_form_has_a_day_too(tmp_path):
    """`since` may follow the denied form."""
    text = rule(["?x stays calm since ?day", "?today - ?day <= 30 days"], "?x votes")
    found = since(tmp_path, fact("Anna stays calm", "A1", on=date(2022, 2, 20)), text=text)
    assert found.verdict("Anna votes").truth is True


def test_what_is_assumed_is_so_from_the_day_judged(tmp_path):
    """`--assume` says it from the day judged."""
    assert since(tmp_path, assume=["Anna protests"]).verdict("Anna votes").truth is True


@pytest.mark.parametrize(
    ("given", "as_of", "expected"),
    [
        ("Anna protests since 2022-01-03", "2022-01-20", True),
        ("Anna protests since 2022-01-03", "2022-03-20", False),
        ("Anna protests", "2022-03-20", True),
    ],
)
def test_an_example_may_say_since_when(tmp_path, given, as_of, expected):
    """`S since 2022-01-03` in `given` gives a day; an undated one is so from the day judged."""
    key = "expect" if expected else "refuse"
    example = f'[[example]]\ngiven = ["{given}"]\nas_of = {as_of}\n{key} = ["Anna votes"]\n'
    found = check(read_rulebook(world(tmp_path, {"a/b": SINCE + example})))
    assert not [one for one in found.problems if not one.warning]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["?x meets ?y on ?d since ?day"], "an event has no `since`"),
        (["?x protests since 2022-01-03"], "a variable stands after `since`, not a day"),
        (
            ["nothing shows that ?x protests since ?day", "?x waits"],
            "`since` cannot stand within `nothing shows that`",
        ),
        (["at least 2 ?_y: ?_y protests since ?day", "?x waits"], "without a `since`"),
        (["?x protests since ?today"], "?today stands only in comparisons"),
    ],
)
def test_what_is_wrong_with_since_is_said(tmp_path, lines, said):
    """`since` stands in a positive line of `if` alone, for states, with a variable."""
    assert said in problems(read_rulebook, world(tmp_path, {"a/b": rule(lines, "?x votes")}))


def test_since_has_no_place_in_an_exception(tmp_path):
    """It binds a day, and an exception binds none."""
    text = rule(["?x waits"], "?x votes", unless=["?x protests since ?day"])
    assert "an exception has no `since`" in problems(read_rulebook, world(tmp_path, {"a/b": text}))


@pytest.mark.parametrize(
    ("kind", "status", "refused"),
    [("strict", "stable", True), ("defeasible", "draft", True), ("defeater", "stable", False)],
)
def test_what_a_rule_concludes_has_no_day(tmp_path, kind, status, refused):
    """`since` is refused where a strict or defeasible rule of any status concludes the sentence."""
    rules = {"a/b": SINCE, "a/c": rule(["?x sings"], "?x protests", kind=kind, status=status)}
    said = problems(read_rulebook, world(tmp_path, rules))
    assert ("what is concluded has no day" in said) is refused


def test_a_form_that_is_another_and_since_is_an_error(tmp_path):
    """A line with it would say two things."""
    more = WORDS + '\n    [statement.long]\n    form = "{x:actor} protests since {d:date}"\n'
    assert "this form is that of" in problems(read_rulebook, world(tmp_path, {}, vocabulary=more))


def test_a_sentence_with_its_since_is_read_as_that(tmp_path):
    """A form may hold the word; it is read first."""
    more = WORDS + '\n    [statement.long]\n    form = "{x:actor} is grieved since {d:date}"\n'
    rules = {"a/b": rule(["?x is grieved since ?day", "?day < 2022-01-01"], "?x votes")}
    book = read_rulebook(world(tmp_path, rules, vocabulary=more))
    found = assess(
        book, parse_case(case("Anna is grieved since 2021-01-01", head="as_of = 2022-03-01"), book)
    )
    assert found.verdict("Anna votes").truth is True


# ---- examples ----


def test_otherwise_wants_an_example_of_its_own(tmp_path):
    """`rules check` warns where no example makes `otherwise` conclude; it is judged with its rule."""
    one = '[[example]]\ngiven = ["Anna waits", "Anna marches"]\nexpect = ["Anna protests"]\n'
    two = '[[example]]\ngiven = ["Anna waits"]\nexpect = ["Anna stays calm"]\n'
    three = '[[example]]\ngiven = ["Anna marches"]\nrefuse = ["Anna protests"]\n'
    for examples, warned in ((one + three, True), (one + two + three, False)):
        found = check(read_rulebook(world(tmp_path, {"a/b": presuming() + examples})))
        assert not [one for one in found.problems if not one.warning]
        assert (
            any("no example makes its `otherwise` conclude" in one.what for one in found.problems) is warned
        )
        assert found.rules == 1


def test_an_example_is_judged_without_what_others_say_otherwise(tmp_path):
    """Of the rules around only those that override or are overridden take part, without their `otherwise`."""
    other = rule(
        ["?x sings"], "?x stays calm", overrides=["a/b"], otherwise="?x protests", where=["?x waits"]
    )
    examples = '[[example]]\ngiven = ["Anna waits"]\nrefuse = ["Anna protests"]\n'
    text = rule(["?x marches"], "?x protests") + examples
    found = check(read_rulebook(world(tmp_path, {"a/b": text, "a/c": other})))
    assert not [one for one in found.problems if not one.warning]
    with_it = text.replace("refuse", 'with = ["a/c/otherwise"]\nexpect')
    found = check(read_rulebook(world(tmp_path, {"a/b": with_it, "a/c": other})))
    assert not [one for one in found.problems if not one.warning]
