"""Check a rulebook as a whole."""

import pytest

from books import write_book
from rubicon.editing.check import check
from rubicon.reading import read_rulebook


def found(tmp_path, rule: str, name: str = "topic__rule", **more: str) -> list[str]:
    """Return what a check says of one more rule, without the lines that follow."""
    book = read_rulebook(write_book(tmp_path, **{name: rule}, **more))
    problems = check(book).problems
    path = name.replace("__", "/")
    return [
        str(problem).split(": ", 1)[1].split("\n")[0]
        for problem in problems
        if f"{path}.toml" in problem.path
    ]


GOOD = """
title = "R"
if = ["?x leads ?_a"]
then = "the authority of the government of ?x is disputed"
[[example]]
given = ["Russia leads the CSTO"]
expect = ["the authority of the government of Russia is disputed"]
[[example]]
given = ["Kazakhstan asks the CSTO to intervene"]
refuse = ["the authority of the government of Russia is disputed"]
"""


def test_a_good_rule_has_no_problems(tmp_path):
    """Examples that hold, one that concludes and one that must not: nothing to say."""
    assert found(tmp_path, GOOD) == []


def test_what_was_done_is_counted(tmp_path):
    """The check counts rules, examples and statements."""
    checked = check(read_rulebook(write_book(tmp_path, topic__rule=GOOD)))
    assert (checked.rules, checked.examples, checked.statements, checked.background) == (4, 4, 7, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('expect = ["', 'expect = ["it is false that '), "example 1 fails: it should conclude"),
        (
            ("refuse = [", 'refuse = ["Kazakhstan asks the CSTO to intervene", '),
            "example 2 fails: it should not conclude",
        ),
        (('expect = ["', 'false = ["'), "example 1 fails: it should conclude the opposite of"),
    ],
)
def test_a_failing_example_is_an_error(tmp_path, change, message):
    """An expectation that is not met is an error at the example, with how the sentence stands."""
    book = read_rulebook(write_book(tmp_path, topic__rule=GOOD.replace(*change)))
    checked = check(book)
    assert not checked.is_well
    assert any(message in str(problem) and not problem.warning for problem in checked.problems)


def test_missing_examples_are_warnings(tmp_path):
    """A rule without examples lacks both kinds, and that never stops a judgement."""
    said = found(tmp_path, GOOD.split("[[example]]", maxsplit=1)[0])
    assert said == ["warning: no example that concludes", "warning: no example that must not conclude"]


def test_an_example_must_need_its_rule(tmp_path):
    """An example that gives what it expects does not show the rule at work."""
    rule = GOOD.replace(
        'given = ["Russia leads the CSTO"]',
        'given = ["the authority of the government of Russia is disputed"]',
    )
    assert found(tmp_path, rule) == ["warning: no example makes this rule conclude"]


DEFEATER = """
title = "D"
kind = "defeater"
if = ["?host asks ?_g to intervene", "the authority of the government of ?host is disputed", "?i leads ?_a"]
then = "it is false that local elements in ?host support intervention by ?i"
[[example]]
with = ["local-support/request"]
given = ["Kazakhstan asks the CSTO to intervene", "Russia leads the CSTO", "DOUBT"]
refuse = ["local elements in Kazakhstan support intervention by Russia"]
"""


def test_a_defeater_is_shown_by_what_would_stand_without_it(tmp_path):
    """A refused sentence counts only if it would stand without the defeater."""
    doubt = "the authority of the government of Kazakhstan is disputed"
    plain = """
        title = "A request is local support"
        if = ["?host asks ?guarantor to intervene", "?intervener leads ?guarantor"]
        then = "local elements in ?host support intervention by ?intervener"
    """
    name = "local-support__request"
    assert found(tmp_path / "a", DEFEATER.replace("DOUBT", doubt), **{name: plain}) == []
    said = found(tmp_path / "b", DEFEATER.replace(', "DOUBT"', ""), **{name: plain})
    assert said == [
        "warning: no example shows this defeater casting doubt",
        'example 1 fails: it should not conclude "local elements in Kazakhstan support intervention by Russia"',
    ]


def test_an_example_is_judged_with_what_overrides_its_rule(tmp_path):
    """A rule that overrides this one takes part in its examples."""
    stronger = """
        title = "S"
        if = ["?x leads ?_a"]
        then = "it is false that the authority of the government of ?x is disputed"
        overrides = ["topic/rule"]
    """
    said = found(tmp_path, GOOD, topic__stronger=stronger)
    assert (
        'example 1 fails: it should conclude "the authority of the government of Russia is disputed"' in said
    )


def test_a_dated_rule_is_judged_on_its_first_day(tmp_path):
    """An example without a day is judged on the rule's `since`; before it the rule concludes nothing."""
    dated = "since = 2012-12-19\n" + GOOD
    assert found(tmp_path / "a", dated) == []
    early = dated.replace("[[example]]", "[[example]]\nas_of = 2012-12-18", 1)
    assert any("it should conclude" in text for text in found(tmp_path / "b", early))


def test_a_strict_rule_with_an_absence_gets_a_hint(tmp_path):
    """An absence makes a strict rule weigh as a defeasible one, and the editor is told."""
    rule = 'kind = "strict"\n' + GOOD.replace(
        'if = ["?x leads ?_a"]', 'if = ["?x leads ?_a", "nothing shows that ?x asks ?_b to intervene"]'
    )
    assert found(tmp_path, rule) == ["warning: this strict rule is not strict"]


def test_a_statement_that_nothing_uses_is_named(tmp_path):
    """A statement of the vocabulary that no rule, background or section uses is a warning."""
    book = read_rulebook(write_book(tmp_path))
    said = [problem.what for problem in check(book).problems if "used by no" in problem.what]
    assert said == ['the statement "troops" is used by no rule, background or section']


def test_an_unknown_rule_beside_an_example_is_an_error(tmp_path):
    """`with` names rules that are there."""
    rule = GOOD.replace("[[example]]", '[[example]]\nwith = ["local-support/reqest"]', 1)
    assert any('unknown rule "local-support/reqest" in `with`' in text for text in found(tmp_path, rule))
