"""What if: what changes in the findings, and through which rules; nothing is written."""

import json

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from reported import shipped
from rubicon import assess, read_case, read_rulebook
from rubicon.cli.what_if import command as what_if_command
from rubicon.cli.why_not import command as why_not_command
from rubicon.explaining.what_if import what_if
from rubicon.language.speaking import speak
from rubicon.rendering.answers import render_what_if, what_if_object

REQUEST = "Kazakhstan asks the CSTO to intervene"
SUPPORT = "local elements in Kazakhstan support intervention by Russia"
LIKELY = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"
UNLIKELY = "the likelihood of intervention by Russia in Kazakhstan is judged: unlikely"
DISPUTED = "the authority of the government of Kazakhstan is disputed"


@pytest.fixture
def suppose(tmp_path):
    """Return a function that asks what changes."""

    def ask(rules=None, extra="", **options):
        book = read_rulebook(write_book(tmp_path / "rules", **(rules or {})))
        case = read_case(write_case(tmp_path / "case.toml", extra=extra), book)
        return what_if(assess(book, case), assess(book, case, **options))

    return ask


def turned(answer):
    """Return the differences by their sentences."""
    return {speak(answer.rulebook.vocabulary, one.literal): one for one in (*answer.first, *answer.others)}


def test_what_changes_is_told_with_the_rules_that_fell_and_came(suppose):
    """Without the request the support falls with its rule, and the presumption against it comes."""
    answer = suppose(without=[REQUEST])
    found = turned(answer)
    assert set(found) == {REQUEST, SUPPORT, LIKELY, UNLIKELY}
    support = found[SUPPORT]
    assert (support.before.status, support.after.status) == ("so", "unshown")
    (fell,) = support.fell
    assert fell.rule.id == "local-support/request"
    assert [speak(answer.rulebook.vocabulary, one) for one in fell.missing] == [REQUEST]
    (came,) = found[UNLIKELY].came
    assert came.rule.id == "likelihood/unsupported"
    assert [speak(answer.rulebook.vocabulary, one) for one in came.arrived] == [SUPPORT]


def test_the_answer_and_the_variables_come_first(suppose):
    """The differences that decide the answer come first, then the variables, then the others."""
    answer = suppose(without=[REQUEST])
    order = [speak(answer.rulebook.vocabulary, one.literal) for one in (*answer.first, *answer.others)]
    assert order[-1] == REQUEST
    assert order.index(LIKELY) < order.index(SUPPORT)
    assert [question.answer for question in answer.question] == ["likely", "unlikely"]
    assert [(one.before, one.after) for one in answer.variables] == [("met", "open")]


def test_an_exception_that_comes_is_named(suppose):
    """An assumption that meets an exception is told as what stops the rule."""
    answer = suppose(assume=[DISPUTED])
    (fell,) = turned(answer)[SUPPORT].fell
    assert [speak(answer.rulebook.vocabulary, one) for one in fell.arrived] == [DISPUTED]
    assert turned(answer)[DISPUTED].after.status == "assumed"


def test_a_rule_that_is_defeated_names_its_rival(suppose):
    """A rule whose conditions stay met, but which is overridden now, names what speaks against it."""
    against = f"""
        title = "Dispute"
        if = ["{DISPUTED}"]
        then = "it is false that {SUPPORT}"
        because = "So."
        overrides = ["local-support/plain"]
    """
    plain = f"""
        title = "Plain"
        if = ["{REQUEST}"]
        then = "{SUPPORT}"
        because = "So."
    """
    rules = {"local-support__request": None, "local-support__plain": plain, "local-support__against": against}
    rules["likelihood__supported"] = None
    rules["likelihood__unsupported"] = None
    answer = suppose(rules, assume=[DISPUTED])
    (fell,) = turned(answer)[SUPPORT].fell
    assert (fell.missing, fell.arrived) == ((), ())
    assert [one.truth for one in fell.rivals] == [False]
    told = " ".join(render_what_if(answer, "text").split())
    assert f"“Plain” no longer carries it: it is now held that it is false that {SUPPORT}." in told


def test_an_assumption_that_changes_nothing_says_so(suppose):
    """What is assumed of another country changes neither the answer nor a variable."""
    answer = suppose(assume=["Ukraine asks the CSTO to intervene"])
    assert all("Ukraine" in sentence for sentence in turned(answer))
    text = render_what_if(answer, "text")
    assert "The answer stays: likely" in text
    assert "Every variable comes out as before." in text


def test_only_confidence(suppose):
    """A finding that stands on weaker grounds is told with both confidences."""
    answer = suppose(without=[REQUEST], assume=[REQUEST])
    support = turned(answer)[SUPPORT]
    assert (support.before.confidence, support.after.confidence) == ("moderate", "low")
    assert (support.fell, support.came) == ((), ())


@pytest.mark.parametrize("form", ["markdown", "html", "text", "json"])
def test_every_form(suppose, form):
    """Every format tells the answer's change."""
    text = render_what_if(suppose(without=[REQUEST]), form)
    assert "unlikely" in text
    assert "A request is local support" in text or form == "json"


def test_the_object_has_what_fell_and_came(suppose):
    """JSON names the rules, their premises and what stops or defeats them."""
    made = what_if_object(suppose(without=[REQUEST]))
    assert made["question"]["before"]["answer"] == "likely"
    assert made["withdrawn"] == [REQUEST]
    assert made["variables"][0]["after"] == "open"
    support = next(one for one in made["changes"] if one["sentence"] == SUPPORT)
    assert support["fell"][0]["rule"] == "local-support/request"
    assert support["fell"][0]["premises"] == [REQUEST]
    assert json.loads(json.dumps(made)) == made


def test_the_commands_write_nothing_and_end_well(tmp_path):
    """The commands answer from a folder of rules and a case file, which stays as it is; no supposition is wrong usage."""
    rules, case = write_book(tmp_path / "rules"), write_case(tmp_path / "case.toml")
    before = case.read_bytes()
    common = [str(case), "--rules", str(rules), "--format", "text"]
    run = CliRunner()
    done = run.invoke(what_if_command, [*common, "--without", REQUEST])
    assert done.exit_code == 0, done.output
    assert "likely (55–80%) to unlikely (20–45%)" in " ".join(done.output.split())
    done = run.invoke(why_not_command, [str(case), UNLIKELY, "--rules", str(rules)])
    assert done.exit_code == 0, done.output
    assert "likelihood/unsupported" in done.output
    assert run.invoke(what_if_command, common).exit_code == 2
    assert case.read_bytes() == before


def test_shuffled_facts_give_the_same_bytes(tmp_path):
    """The order of facts makes no difference."""
    book = read_rulebook(write_book(tmp_path / "rules"))
    facts = [
        f'[[fact]]\nthat = "Ukraine asks {who} to intervene"\ngrade = "C3"\n'
        for who in ("Russia", "the CSTO")
    ]
    texts = set()
    for order in (facts, facts[::-1]):
        case = read_case(write_case(tmp_path / "case.toml", extra="".join(order)), book)
        answer = what_if(assess(book, case), assess(book, case, without=[REQUEST]))
        texts.add(render_what_if(answer, "json") + render_what_if(answer, "text"))
    assert len(texts) == 1


def test_variables_that_turn_alike_are_told_together():
    """Each way of turning is told once, with every variable that takes it."""
    book, case = shipped("kazakhstan-2022")
    asked = "Kazakhstan asks the CSTO to intervene"
    text = " ".join(
        render_what_if(what_if(assess(book, case), assess(book, case, without=[asked])), "text").split()
    )
    assert (
        "no armed opposition expected and technically feasible from met to open. The others stay as they are."
        in text
    )
    assert "it was not so; now it is not so" not in text
