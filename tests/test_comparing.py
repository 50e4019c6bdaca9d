"""Compare two cases, and find what carries the difference."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from rubicon import assess, read_case, read_rulebook
from rubicon.cli import main
from rubicon.language.facts import Atom, Literal
from rubicon.language.speaking import speak
from rubicon.places import shipped
from rubicon.rendering.history import render_comparison
from rubicon.supposing.answering import goal_of, target
from rubicon.supposing.inputs import inputs_of
from rubicon.surveying.comparing.beside import compare
from rubicon.surveying.comparing.translating import translate

FRIEND = """
    title = "A friend asks"
    as_of = 2022-01-05
    roles = { intervener = "Russia", host = "Kazakhstan" }
    [source.address]
    title = "An address"
    date = 2022-01-05
    [[fact]]
    that = "Kazakhstan asks the CSTO to intervene"
    on = 2022-01-05
    source = "address"
    grade = "B2"
    [[fact]]
    that = "Russia leads the CSTO"
    source = "address"
    grade = "A1"
    [[fact]]
    that = "Ukraine is calm"
    source = "address"
    grade = "B2"
"""
FOE = """
    title = "A foe does not"
    as_of = 2021-12-27
    roles = { intervener = "Russia", host = "Ukraine" }
    [source.paper]
    title = "A paper"
    date = 2021-12-20
    [[fact]]
    that = "Russia leads the CSTO"
    source = "paper"
    grade = "A1"
    [[fact]]
    that = "the authority of the government of Ukraine is disputed"
    source = "paper"
    grade = "B2"
    [[fact]]
    that = "Russia sends 5 troops to Ukraine"
    source = "paper"
    grade = "B2"
    [[fact]]
    that = "the march on 2021-12-20 alarms Ukraine"
    source = "paper"
    grade = "B2"
"""
MORE_WORDS = """
[statement.calm]
form = "{host:country} is calm"
[statement.march]
form = "the march on {day:date} alarms {host:country}"
"""


def write_rules(folder, **changes):
    rules = write_book(folder, **changes)
    path = rules / "vocabulary.toml"
    path.write_text(path.read_text(encoding="utf-8") + MORE_WORDS, encoding="utf-8")
    return rules


@pytest.fixture
def book(tmp_path):
    return read_rulebook(write_rules(tmp_path / "rules"))


@pytest.fixture
def cases(tmp_path, book):
    return (
        read_case(write_case(tmp_path / "friend.toml", FRIEND), book),
        read_case(write_case(tmp_path / "foe.toml", FOE), book),
    )


@pytest.fixture
def made(book, cases):
    return compare(book, *cases)


def said(book, literals):
    return [speak(book.vocabulary, literal) for literal in literals]


def test_roles_change_places_and_days_keep_their_distance(book, cases):
    """What is said of the one host is told of the other, of the other host of the first, and a day moves along."""
    there = translate(book.vocabulary, book.framework, *cases, (date(2022, 1, 5), date(2021, 12, 27)))

    def told(statement, *values):
        return said(book, [there.literal(Literal(Atom(statement, values), truth=True))])[0]

    assert told("asks", "Kazakhstan", "the CSTO") == "Ukraine asks the CSTO to intervene"
    assert told("calm", "Ukraine") == "Kazakhstan is calm"
    assert told("march", date(2022, 1, 1), "Kazakhstan") == "the march on 2021-12-23 alarms Ukraine"


def test_translating_there_and_back_changes_nothing(book, cases):
    """The exchange of roles is one to one."""
    days = (date(2022, 1, 5), date(2021, 12, 27))
    there = translate(book.vocabulary, book.framework, *cases, days)
    back = translate(book.vocabulary, book.framework, *cases[::-1], days[::-1])
    for case in cases:
        for fact in case.facts:
            assert back.literal(there.literal(fact.literal)) == fact.literal


def test_each_variable_is_told_for_both(made):
    """The point says how each case sees it, by which rules and on which facts."""
    point = made.points[0]
    assert [view.state for view in point.views] == ["met", "open"]
    assert [reason.rule.id for reason in point.views[0].reasons] == ["local-support/request"]
    assert {ground.literal.atom.statement for ground in point.views[0].facts} == {"asks", "leads"}


def test_differences_are_what_one_case_alone_says(book, made):
    """What both say of the same players is no difference, whoever else is named."""
    told = [
        tuple(said(book, [ground.literal for ground in side]) for side in one.sides)
        for one in made.differences
    ]
    assert sorted(told) == [
        ([], ["Russia sends 5 troops to Ukraine"]),
        ([], ["the authority of the government of Ukraine is disputed"]),
        ([], ["the march on 2021-12-20 alarms Ukraine"]),
        (["Kazakhstan asks the CSTO to intervene"], []),
        (["Ukraine is calm"], []),
    ]


def test_the_smallest_sets_that_turn_each_answer(book, made):
    """The friend falls by losing its request, or by the dispute of the foe; the foe needs the one without the other."""
    told = [
        sorted(
            sorted(text for found in carrier.differences for side in found.moved for text in said(book, side))
            for carrier in crossing.carriers
        )
        for crossing in made.crossings
    ]
    asks = "Ukraine asks the CSTO to intervene"
    disputed = "the authority of the government of Kazakhstan is disputed"
    assert told == [[[asks], [disputed]], [[asks, disputed]]]
    assert all(crossing.up_to is None and not crossing.more for crossing in made.crossings)
    assert all(crossing.whole for crossing in made.crossings)


def test_what_does_not_matter_is_told_as_such(book, made):
    """A difference in no set is idle, whether a rule asks about it or not."""
    idle = {
        one.sides[0][0].literal.atom.statement if one.sides[0] else one.sides[1][0].literal.atom.statement
        for one in made.idle
    }
    assert idle == {"calm", "march", "troops"}
    assert not any(one.asked for one in made.idle)


def test_a_set_is_confirmed_by_assessing_the_case_with_it(tmp_path, book, made):
    """Written into the case file, the foe's set gives it the friend's answer."""
    text = FOE.replace(
        'that = "the authority of the government of Ukraine is disputed"',
        'that = "Ukraine asks the CSTO to intervene"',
    )
    turned = read_case(write_case(tmp_path / "turned.toml", text), book)
    verdict = assess(book, turned).verdict(
        "the likelihood of intervention by Russia in Ukraine is judged: likely"
    )
    assert verdict.truth is True


def test_grades_can_carry_the_difference(tmp_path, book):
    """The same sentence, disputed by an equal report in one case alone, is a difference of what is said of it."""
    doubt = """
    [source.doubt]
    title = "A doubt"
    date = 2022-01-05
    [[fact]]
    that = "Kazakhstan does not ask the CSTO to intervene"
    on = 2022-01-05
    source = "doubt"
    grade = "B2"
    """
    one = read_case(write_case(tmp_path / "one.toml", FRIEND), book)
    other = read_case(write_case(tmp_path / "other.toml", FRIEND, doubt), book)
    made = compare(book, one, other)
    assert [side.question.answer for side in made.sides] == ["likely", "unlikely"]
    assert made.names is None
    assert [len(crossing.carriers) for crossing in made.crossings] == [1, 1]


def test_a_rule_in_force_on_one_day_alone_is_a_difference(tmp_path):
    """The same facts before and after a rule's day: the rule carries the difference."""
    rules = write_rules(tmp_path / "rules")
    path = rules / "local-support" / "request.toml"
    path.write_text("since = 2012-01-01\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    book = read_rulebook(rules)
    early = FRIEND.replace("2022-01-05", "2010-06-12")
    one = read_case(write_case(tmp_path / "early.toml", early), book)
    other = read_case(write_case(tmp_path / "late.toml", FRIEND), book)
    made = compare(book, one, other)
    assert [one.rule.id for one in made.differences] == ["local-support/request"]
    for crossing in made.crossings:
        assert [[found.rule.id for found in one.differences] for one in crossing.carriers] == [
            ["local-support/request"]
        ]


def test_two_cases_with_one_answer_need_no_search(book, cases):
    """A case compared with itself has no differences and one answer."""
    made = compare(book, cases[0], cases[0])
    assert made.agree
    assert made.differences == ()
    assert made.crossings == ()
    assert all(point.same for point in made.points)


def run(*arguments):
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def told(tmp_path, cases):
    def tell(form):
        rules = tmp_path / "rules"
        return run(
            "compare", tmp_path / "friend.toml", tmp_path / "foe.toml", "--rules", rules, "--format", form
        )

    return tell


@pytest.mark.parametrize("form", ["markdown", "text", "html"])
def test_the_text_opens_with_both_answers_and_what_carries_them(told, form):
    """Both answers with their ranges and days, then what would turn each."""
    result = told(form)
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "Kazakhstan and Ukraine: the same question, two answers" in text.replace(
        "KAZAKHSTAN AND UKRAINE: THE SAME QUESTION, TWO ANSWERS",
        "Kazakhstan and Ukraine: the same question, two answers",
    )
    assert "As of 5 January 2022: likely (55–80%)" in text
    assert "As of 27 December 2021: unlikely (20–45%)" in text
    assert "any of two would do" in text
    assert "would take two at once" in text


def test_html_stands_side_by_side(told):
    """Each variable has the two cases beside each other."""
    assert told("html").stdout.count('<div class="beside">') >= 1


def test_json_numbers_the_differences(told):
    """The sets refer to differences by number, and idle ones are named."""
    made = json.loads(told("json").stdout)
    numbers = {one["number"] for one in made["differences"]}
    used = {at for crossing in made["crossings"] for one in crossing["sets"] for at in one["differences"]}
    assert used | set(made["idle"]) == numbers
    assert made["agree"] is False


def test_the_order_of_facts_does_not_matter_to_a_comparison(tmp_path, cases, told):
    """The same facts in another order give the same bytes."""
    first = told("markdown").stdout
    head, *facts = FOE.split("[[fact]]")
    write_case(tmp_path / "foe.toml", "[[fact]]".join([head, *facts[::-1]]))
    assert told("markdown").stdout == first


def test_an_open_variable_says_what_keeps_it_open(tmp_path, book, cases):
    """A reason that an exception stops is told with the exception."""
    both = FOE + FRIEND.split("[[fact]]")[1].join(["[[fact]]", ""]).replace("Kazakhstan", "Ukraine").replace(
        'source = "address"', 'source = "paper"'
    ).replace("2022-01-05", "2021-12-20")
    foe = read_case(write_case(tmp_path / "both.toml", both), book)
    view = compare(book, cases[0], foe).points[0].views[1]
    assert view.state == "open"
    assert [
        (one.reason.rule.id, said(book, [g.literal for g in one.exceptions])) for one in view.hindered
    ] == [("local-support/request", ["the authority of the government of Ukraine is disputed"])]


@pytest.mark.parametrize("command", ["timeline", "backtest", "compare"])
def test_what_files_say_is_never_markup(tmp_path, book, command):
    """A title with markup in it stands in the page as text."""
    evil = '"<script>alert(1)</script> & *stars*"'
    outcome = '[outcome]\n    happened = true\n    on = 2022-01-08\n    summary = "<b>bold</b>"'
    names = []
    for name, text in (("friend", FRIEND), ("foe", FOE)):
        head, *rest = text.split("title = ", 2)
        made = f"{head}title = {evil} #{'title = '.join(rest)}".replace('title = "A', f"title = {evil} #")
        names.append(write_case(tmp_path / f"{name}.toml", made, f"\n    {outcome}\n"))
    asked = names[:1] if command == "timeline" else names
    result = run(command, *asked, "--rules", tmp_path / "rules", "--format", "html")
    assert result.exit_code == 0, result.output
    assert "<script" not in result.stdout
    assert "<b>" not in result.stdout
    assert "&lt;script&gt;" in result.stdout


def test_the_shipped_comparison_answers_the_seed():
    """Kazakhstan is likely and hangs on its request among others; Ukraine needs several things at once."""
    book = read_rulebook(shipped("rules"))
    cases = [
        read_case(shipped("cases") / f"{name}.toml", book) for name in ("kazakhstan-2022", "ukraine-2021")
    ]
    made = compare(book, *cases)
    assert [side.question.answer for side in made.sides] == ["likely", "unlikely"]
    kazakhstan, ukraine = made.crossings
    alone = {
        speak(book.vocabulary, ground.literal)
        for carrier in kazakhstan.carriers
        if len(carrier.differences) == 1
        for ground in carrier.differences[0].sides[0]
    }
    assert "Kazakhstan asks the CSTO to intervene" in alone
    assert min(len(carrier.differences) for carrier in ukraine.carriers) > 1
    assert any("Ukraine" in found.literal.atom.values for found in made.crossways[0])


def test_a_numbered_work_keeps_its_day_where_its_like_is_supposed():
    """No resolution 678 of 2003 is made up for Iraq: the like of Kuwait's is supposed, and told by its own day."""
    book = read_rulebook(shipped("rulebooks") / "us-force")
    folder = shipped("rulebooks") / "us-force" / "cases"
    cases = [read_case(folder / f"{name}.toml", book) for name in ("kuwait-1991", "iraq-2003")]
    text = " ".join(render_comparison(compare(book, *cases), "text").split())
    assert "678 of 1 February 2003" not in text
    assert (
        "there were for Iraq, as long before the day judged, the like of what is so for Kuwait, that the Security"
        " Council authorises force in Kuwait by resolution 678 of 29 November 1990 [10]"
    ) in text


def test_two_versions_of_one_case_are_told_apart_by_their_files(tmp_path, book):
    """Cases that share title, day and players are named by their files, or by their paths where these are alike."""
    (tmp_path / "old").mkdir()
    without = FRIEND.replace('that = "Kazakhstan asks', 'that = "Ukraine asks')
    one = read_case(write_case(tmp_path / "first.toml", FRIEND), book)
    other = read_case(write_case(tmp_path / "second.toml", without), book)
    older = read_case(write_case(tmp_path / "old" / "first.toml", without), book)
    text = render_comparison(compare(book, one, other), "markdown")
    assert "# first and second: the same question, two answers" in text
    assert "| Variable | first | second | So |" in text
    paths = render_comparison(compare(book, one, older), "text").replace("\n", "")
    assert str(tmp_path / "old" / "first.toml") in paths


def test_the_fewest_findings_that_end_the_difference_are_those_of_brute_force():
    """Each reply to each open question of each case is assumed in turn: those are told after which both say the same."""
    rulebook = read_rulebook(shipped("rules"))
    names = ("kazakhstan-2022", "ukraine-2021")
    both = [read_case(shipped("cases") / f"{name}.toml", rulebook) for name in names]
    made = compare(rulebook, *both)
    sides = [assess(rulebook, case) for case in both]

    def word(side):
        found = goal_answer(side)
        return found.atom.values[-1] if found else None

    now = [word(side) for side in sides]
    assert now[0] != now[1]
    expected = {}
    for at, side in enumerate(sides):
        for question in inputs_of(side, goal_of(side, None)).questions:
            for reply in question.replies:
                said = [speak(rulebook.vocabulary, literal) for literal in reply.given]
                after = word(assess(rulebook, both[at], assume=said))
                if after is not None and after == now[1 - at]:
                    expected[at, reply.given[0]] = after
    assert expected
    assert made.met_whole
    assert {
        (one.cases[0], some[0]): one.outlook.answer for one in made.meetings for some in one.findings
    } == expected


def goal_answer(side):
    """Return what an assessment establishes of its question."""
    return target(side, None, side.judgement.firings).answer(side.judgement).literal


def test_the_text_and_json_tell_what_would_end_the_difference(told):
    """No answer to what is open makes these two agree: what either report says stays as it is, and that is said."""
    said = "No answers to what is open in either case would give both the same answer."
    assert said in " ".join(told("text").stdout.split())
    assert json.loads(told("json").stdout)["ended_by"] == {"sets": [], "searched": "whole"}


def test_the_shipped_comparison_tells_each_finding_of_its_own():
    """JSON lists every set of fewest findings, each with its case; the text tells those that differ in who alone as one."""
    paths = [shipped("cases") / f"{name}.toml" for name in ("kazakhstan-2022", "ukraine-2021")]
    ended = json.loads(run("compare", *paths, "--format", "json").stdout)["ended_by"]
    assert len(ended["sets"]) == 5
    assert {finding["case"] for one in ended["sets"] for finding in one["findings"]} == {0}
    text = " ".join(run("compare", *paths, "--format", "text").stdout.split())
    opening = text.partition("Point by point")[0]
    assert "One finding would do to give both the same answer: if China is ready to fight Russia" in opening
    assert "if any one of China, Turkey, the European Union and the United States threatens Russia" in opening
