"""What `why` says a conclusion rests on, and how long it says it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from books import write_book, write_case
from rubicon import assess, read_case, read_rulebook
from rubicon.cli import why as why_cli
from rubicon.explaining import why
from rubicon.explaining.grounds import with_grounds
from rubicon.judging.assessing import read_arguments
from rubicon.language.speaking import speak
from rubicon.rendering import render_why
from rubicon.supposing.supporting import supports_of

TOP = Path(__file__).resolve().parents[1]
REQUEST = "Kazakhstan asks the CSTO to intervene"
LEADS = "Russia leads the CSTO"
LIKELY = "the likelihood of intervention by Russia in Kazakhstan is judged: likely"


@pytest.fixture
def assessment(tmp_path):
    book = read_rulebook(write_book(tmp_path / "rules"))
    return assess(book, read_case(write_case(tmp_path / "case.toml"), book))


def answer(assessment, sentence):
    return with_grounds(assessment, why(assessment, read_arguments(assessment.language, [sentence])[0]))


def test_why_tells_what_a_conclusion_rests_on(assessment):
    """The facts that it cannot do without are listed with their sources, in text and in JSON."""
    told = answer(assessment, LIKELY)
    text = " ".join(render_why(told, "text").split())
    assert "It rests on these facts together, and falls without any one of them:" in text
    made = json.loads(render_why(told, "json"))
    assert made["supports"]["sets"] == [[REQUEST, LEADS]]
    assert made["supports"]["toppling"] == [[REQUEST], [LEADS]]
    assert made["supports"]["searched"] == "whole"


def test_a_presumption_rests_on_no_fact(assessment, tmp_path):
    """What nothing could topple by a withdrawal says that it rests on no fact."""
    book = assessment.rulebook
    case = read_case(write_case(tmp_path / "bare.toml").rename(tmp_path / "b.toml"), book)
    bare = assess(book, case, without=[REQUEST])
    told = answer(bare, "the likelihood of intervention by Russia in Kazakhstan is judged: unlikely")
    assert "It rests on no fact" in render_why(told, "markdown")


def test_what_does_not_stand_has_no_grounds(assessment):
    """A sentence that does not stand rests on nothing, and the answer has no such section."""
    told = answer(assessment, "local elements in Ukraine support intervention by Russia")
    assert told.grounds is None
    assert "What it rests on" not in render_why(told, "html")


def test_depth_cuts_the_reasons_and_keeps_their_sources(assessment):
    """Beneath the depth a statement has no reasons, but the sources at the bottom of them."""
    literal = read_arguments(assessment.language, [LIKELY])[0]
    whole, cut = why(assessment, literal), why(assessment, literal, 1)
    (premise,) = [
        claim
        for reason in cut.claim.reasons
        for p in reason.premises
        for claim in p.claims
        if claim.status == "so"
    ]
    assert premise.cut
    assert premise.reasons == ()
    assert premise.evidence
    assert all(cited.fact.source for cited in premise.evidence)
    assert why(assessment, literal, 9).claim == whole.claim
    assert not why(assessment, literal, 0).claim.reasons


def test_the_commands_take_depth_and_brief(tmp_path):
    """`--brief` is one step of reasons; `--depth 9` is longer; a negative depth is wrong usage."""
    rules, case = write_book(tmp_path / "rules"), write_case(tmp_path / "case.toml")
    common = [str(case), LIKELY, "--rules", str(rules), "--format", "text"]
    run = CliRunner()
    brief, deep = (run.invoke(why_cli.command, [*common, *more]) for more in (["--brief"], ["--depth", "9"]))
    assert (brief.exit_code, deep.exit_code) == (0, 0), brief.output + deep.output
    assert "own government asked" not in brief.output
    assert "own government asked" in deep.output
    assert run.invoke(why_cli.command, [*common, "--depth", "-1"]).exit_code == 2


@pytest.mark.parametrize("case", ["kazakhstan-2022", "ukraine-2021"])
def test_withdrawals_in_the_shipped_cases(case):
    """For the answer and every variable: a sentence in every support topples it, one in none changes nothing."""
    book = read_rulebook(TOP / "rules")
    read = read_case(TOP / "cases" / f"{case}.toml", book)
    assessment = assess(book, read)
    judgement, vocabulary = assessment.judgement, book.vocabulary
    wanted = {
        pattern.statement
        for section in book.framework.sections
        if section.kind == "variable"
        for pattern in section.for_
    }
    wanted.add(book.framework.question.statement)
    heads = [one for one, truth in judgement.established.items() if truth and one.atom.statement in wanted]
    assert heads
    found = {head: supports_of(assessment, head) for head in heads}
    assert sum(supports.whole for supports in found.values()) * 2 >= len(found)
    units = dict.fromkeys(fact.literal for fact in judgement.firings.facts if fact.basis != "considered")
    for unit in units:
        left = assess(book, read, without=[speak(vocabulary, unit)]).judgement.established
        for head, supports in found.items():
            if not supports.whole:  # it says so, and up to which size it is complete
                assert supports.upto >= 2
                continue
            if not any(unit in one for one in supports.sets):
                assert left.get(head) is True
            if all(unit in one for one in supports.sets):
                assert left.get(head) is not True


@pytest.mark.parametrize(
    ("book", "case", "sentence", "rule"),
    [
        (
            "rulebooks/us-force",
            "rulebooks/us-force/cases/syria-2013.toml",
            "the United States would not commit enough to win in Syria",
            "resolve/as-asked/otherwise",
        ),
        (
            "rules",
            "cases/abkhazia-1993-10.toml",
            "the expected form of intervention by Russia in Georgia is an operation of its own",
            "mode/uninvited-alone",
        ),
    ],
)
def test_what_stands_without_its_facts_says_by_which_rule(book, case, sentence, rule):
    """Beside facts, "it rests on no fact" would read as a slip: the rule that needs none of them is named."""
    rulebook = read_rulebook(TOP / book)
    assessed = assess(rulebook, read_case(TOP / case, rulebook))
    told = answer(assessed, sentence)
    assert told.grounds.supports.sets == ((),)
    assert rule in [one.id for one in told.grounds.bare]
    text = " ".join(render_why(told, "text").split())
    assert "It rests on no fact" not in text
    assert "It needs none of the facts above: were all of them withdrawn, it would still stand, by " in text
    facts = [fact for fact in assessed.judgement.firings.facts if fact.basis != "considered"]
    withdrawn = sorted({speak(rulebook.vocabulary, fact.literal) for fact in facts})
    bare = assess(rulebook, assessed.case, without=withdrawn)
    concluding = {reason.rule.id for reason in answer(bare, sentence).claim.reasons}
    assert concluding == {one.id for one in told.grounds.bare}
