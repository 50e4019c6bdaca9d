"""Check a rulebook as a whole."""

import pytest

import contract
from books import write_book
from rubicon.editing.check import check
from rubicon.editing.lints import chosen
from rubicon.reading import read_rulebook


def found(tmp_path, rule: str, name: str = "topic__rule", **more: str) -> list[str]:
    """Return what a check says of one more rule, without the lines that follow."""
    book = read_rulebook(write_book(tmp_path, **{name: rule}, **more))
    problems = chosen(check(book).problems, (), ())
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
    assert said == [
        "warning: no example that concludes [RUB101]",
        "warning: no example that must not conclude [RUB102]",
    ]


def test_an_example_must_need_its_rule(tmp_path):
    """An example that gives what it expects does not show the rule at work."""
    rule = GOOD.replace(
        'given = ["Russia leads the CSTO"]',
        'given = ["the authority of the government of Russia is disputed"]',
    )
    assert found(tmp_path, rule) == ["warning: no example makes this rule conclude [RUB103]"]


def test_one_slip_in_the_examples_is_told_once(tmp_path):
    """Where no example concludes, or one fails, it is not told besides that none makes the rule conclude."""
    refusing = GOOD.replace("expect", "refuse").replace("Russia leads", "Kazakhstan leads")
    assert found(tmp_path / "a", refusing) == ["warning: no example that concludes [RUB101]"]
    failing = GOOD.replace('given = ["Russia leads', 'given = ["Kazakhstan leads')
    (said,) = found(tmp_path / "b", failing)
    assert "example 1 fails" in said


def test_a_rule_that_asks_for_what_it_concludes_is_told_so(tmp_path):
    """Nobody is sent to look for another rule where the rule itself goes round."""
    said = "the authority of the government of ?x is disputed"
    circular = remedies(tmp_path / "a", ('"?x leads ?_a"', f'"{said}"'))
    assert circular == "topic/rule would conclude it only where it is so already."
    stopped = remedies(tmp_path / "b", ("then =", f'unless = ["{said}"]\nthen ='))
    assert stopped == "topic/rule would conclude it, but is stopped by it."
    doubting = remedies(tmp_path / "c", ("then =", 'kind = "defeater"\nthen ='))
    assert doubting.startswith("topic/rule is a defeater: it only casts doubt")


def test_every_rule_beside_an_example_is_written_small(tmp_path):
    """`with = "ALL"` is answered by how it is written, and by nothing that is not so."""
    rule = GOOD.replace("given = [", 'with = "ALL"\ngiven = [', 1)
    problems = check(read_rulebook(write_book(tmp_path, topic__rule=rule))).problems
    assert [one.remedy for one in problems if not one.warning] == ['For every rule write with = "all"']


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
        'example 1 fails: it should not conclude "local elements in Kazakhstan support intervention by Russia" [RUB002]',
    ]


def test_a_refusal_that_holds_without_the_defeater_does_not_show_it(tmp_path):
    """Where nothing supports what is refused, the defeater is not seen at work."""
    rule = DEFEATER.replace('"Kazakhstan asks the CSTO to intervene", ', "").replace(', "DOUBT"', "")
    rule = rule.replace('with = ["local-support/request"]\n', "")
    assert found(tmp_path, rule) == ["warning: no example shows this defeater casting doubt [RUB103]"]


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
        'example 1 fails: it should conclude "the authority of the government of Russia is disputed" [RUB002]'
        in said
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
    assert found(tmp_path, rule) == ["warning: this strict rule is not strict [RUB111]"]


def test_a_statement_that_nothing_uses_is_named(tmp_path):
    """A statement of the vocabulary that no rule, background or section uses is a warning."""
    book = read_rulebook(write_book(tmp_path))
    said = [problem.what for problem in check(book).problems if "used by no" in problem.what]
    assert said == ['the statement "troops" is used by no rule, background or section']


def test_an_unknown_rule_beside_an_example_is_an_error(tmp_path):
    """`with` names rules that are there."""
    rule = GOOD.replace("[[example]]", '[[example]]\nwith = ["local-support/reqest"]', 1)
    assert any('unknown rule "local-support/reqest" in `with`' in text for text in found(tmp_path, rule))


def remedies(tmp_path, *changes: tuple[str, str], **more: str) -> str:
    """Return what is said, below its excerpt, of the failing examples of a changed rule."""
    rule = GOOD
    for change in changes:
        rule = rule.replace(*change)
    problems = check(read_rulebook(write_book(tmp_path, topic__rule=rule, **more))).problems
    return "\n".join(problem.remedy for problem in problems if not problem.warning)


def test_a_failing_example_says_what_its_rule_lacks(tmp_path):
    """What is not met is told as `why-not` tells it: a sentence, a comparison, a tally, an exception."""
    lines = [
        '"?x leads ?_a", "?x sends ?n troops to ?_h", "?n >= 500"',
        '"at least 2 ?_g: ?x asks ?_g to intervene", "nothing shows that ?x leads the CSTO"',
    ]
    given = 'given = ["Russia leads the CSTO"]'
    more = 'given = ["Russia leads the CSTO", "Russia sends 400 troops to Kazakhstan"]'
    lead = ('"?x leads ?_a"', lines[0])
    assert (
        remedies(tmp_path / "a", lead)
        == "Nothing shows that Russia sends any number of troops to any country."
    )
    found = remedies(tmp_path / "b", lead, (given, more))
    assert found == "The rule asks that “n” is at least 500; but 400 is less than 500."
    found = remedies(tmp_path / "c", ('"?x leads ?_a"', f'"?x leads ?_a", {lines[1]}'))
    said = " ".join(found.split())
    assert "at least two cases in which Russia asks some actor to intervene, and there is none." in said
    assert "but Russia leads the CSTO." in found
    assert "It counts only while nothing shows that Russia leads the CSTO" in found
    stopped = ("then =", 'unless = ["?x leads the CSTO"]\nthen =')
    assert remedies(tmp_path / "d", stopped) == "An exception stops it: Russia leads the CSTO."


def test_a_failing_refusal_says_by_what_its_sentence_stands(tmp_path):
    """Of what should not be concluded the rules are named that conclude it."""
    change = ('given = ["Kazakhstan asks the CSTO to intervene"]', 'given = ["Russia leads the CSTO"]')
    assert remedies(tmp_path, change) == "It is established to be so by topic/rule."


def test_an_example_may_have_a_name_of_its_own(tmp_path):
    """Its name is quoted in what is said of it."""
    rule = GOOD.replace('[[example]]\ngiven = ["Kaz', '[[example]]\nname = "Asked"\ngiven = ["Kaz').replace(
        "refuse", "expect"
    )
    assert any(line.startswith('example "Asked" fails: it should conclude') for line in found(tmp_path, rule))


def test_a_second_number_left_open_in_a_sum_is_a_warning(tmp_path):
    """Each value of it makes an entry of its own, which an editor seldom means; one that is bound makes none."""
    words = (
        contract.WORDS
        + """
    [statement.lost]
    form = "{x:actor} loses {men:number} men and {guns:number} guns"
    [statement.arms]
    form = "{x:actor} has {guns:number} guns"
"""
    )
    total = "the sum of ?_men over ?_y: ?_y loses ?_men men and {} guns is at least 3"
    for name, guns, wanted in (("open", "?_guns", 1), ("bound", "?guns", 0), ("fixed", "4", 0)):
        line = total.format(guns)
        rules = {"t/r": contract.rule(["?x has ?guns guns", line], "?x marches", note="?guns")}
        book = read_rulebook(contract.world(tmp_path / name, rules, vocabulary=words))
        found = [one for one in check(book).problems if "differ in {guns} alone" in one.what]
        assert len(found) == wanted, name
        assert all(one.warning and line in str(one) for one in found)
