"""The evidence against each answer: what its cells say, checked by judging the case without each fact."""

import json
import re

import pytest

from faults import run
from reported import TOP, shipped
from rubicon.judging.assessing import assess, read_arguments
from rubicon.judging.ledger import Ledger
from rubicon.language.speaking import speak
from rubicon.supposing.matrix import matrix_of

NAMES = ["kazakhstan-2022", "ukraine-2021", "donbas-2014-04", "georgia-2008-08-08", "belarus-2020"]


def standing(assessment, literal):
    """Return how an answer stands, by the definition of DESIGN 4."""
    judgement = assessment.judgement
    ledger = Ledger(judgement, assessment.rulebook.vocabulary)
    verdict = assessment.verdict(speak(assessment.rulebook.vocabulary, literal))
    if verdict.truth is True and literal.truth:
        return "established"
    applying = [judgement.arguments[at] for at in judgement.for_.get(literal, ())]
    applying = [one for one in applying if one.applies is not False and one.weight != "defeater"]
    if not applying:
        return "unsupported"
    blocked = any(one in judgement.definite for one in ledger.rivals(literal))
    return "in play" if not blocked and any(not one.beaten_by for one in applying) else "beaten"


def applying(assessment, literals):
    """Return the rules of the arguments that apply, or may, for any of some literals, with what they are of."""
    judgement = assessment.judgement
    found = (judgement.arguments[at] for one in literals for at in judgement.for_.get(one, ()))
    return {
        (one.instance.rule.id, one.instance.binding, one.literal)
        for one in found
        if one.instance and one.applies is not False
    }


@pytest.mark.parametrize("name", NAMES)
def test_evidence_is_diagnostic_where_judging_without_it_moves_an_answer(name):
    """Each candidate stands with each fact taken away as `assess --without` says; what depends on a fact stands in its cell."""
    book, case = shipped(name)
    now = assess(book, case)
    matrix = matrix_of(now)
    assert [standing(now, one) for one in matrix.candidates] == list(matrix.fates)
    ledger = Ledger(now.judgement, book.vocabulary)
    own = {f.literal for f in now.judgement.firings.facts if f.basis in ("case", "assumption")}
    assert {one.literal for one in matrix.evidence} == own
    for one in matrix.evidence:
        after = assess(book, case, without=[speak(book.vocabulary, one.literal)])
        fates = tuple(standing(after, candidate) for candidate in matrix.candidates)
        assert one.without == fates
        assert matrix.is_diagnostic(one) == (fates != matrix.fates)
        for candidate, cell in zip(matrix.candidates, one.cells, strict=True):
            favour = applying(now, [candidate]) - applying(after, [candidate])
            oppose = applying(now, ledger.rivals(candidate)) - applying(after, ledger.rivals(candidate))
            stopped = applying(after, [candidate]) - applying(now, [candidate])
            assert {rule for rule, _, _ in favour} <= {rule.id for rule in cell.favour}
            assert {rule for rule, _, _ in oppose | stopped} <= {rule.id for rule in cell.oppose}
            named = {rule for rule, _, _ in applying(now, [candidate])}
            assert {rule.id for rule in cell.favour} <= named


def test_a_word_for_one_answer_is_a_word_against_every_other():
    """The values of a question exclude each other: what speaks for one speaks through the same rule against the rest."""
    book, case = shipped("kazakhstan-2022")
    matrix = matrix_of(assess(book, case))
    assert [one.atom.values[-1] for one in matrix.candidates] == [
        "almost no chance",
        "very unlikely",
        "unlikely",
        "likely",
    ]
    request = next(
        one
        for one in matrix.evidence
        if speak(book.vocabulary, one.literal) == "Kazakhstan asks the CSTO to intervene"
    )
    for_, against = request.cells[-1].favour, [cell.oppose for cell in request.cells[:-1]]
    assert [rule.id for rule in for_] == ["likelihood/all-five-met"]
    assert all(rule in some for rule in for_ for some in against)
    assert matrix.is_diagnostic(request)
    assert not matrix.is_consistent(request)


def test_a_sentence_is_held_against_its_contrary():
    """With `--about` the candidates are the sentence and that it is not so."""
    book, case = shipped("kazakhstan-2022")
    made = assess(book, case)
    sentence = "local elements in Kazakhstan support intervention by Russia"
    literal = read_arguments(made.language, [sentence])[0]
    matrix = matrix_of(made, literal)
    assert matrix.candidates == (literal, literal.contrary)
    assert matrix.fates == ("established", "unsupported")


@pytest.mark.parametrize("form", ["markdown", "text", "html"])
def test_every_form_of_pivots_tells_the_matrix(form, monkeypatch):
    """Asked for, it stands in each form, and in HTML unasked; facts that speak against nothing are marked."""
    monkeypatch.chdir(TOP)
    told = run("pivots", "kazakhstan-2022", "--matrix", "--format", form)
    assert told.exit_code == 0, told.stderr
    text = " ".join(re.sub(r"<[^>]+>", " ", told.stdout).split())
    assert "The evidence against each answer" in text
    assert "Diagnostic:" in text
    assert "Consistent with every answer" in text
    assert "“With all five variables met, intervention is likely”" in text
    plain = run("pivots", "kazakhstan-2022", "--format", form).stdout
    assert ("The evidence against each answer" in plain) == (form == "html")


def test_json_has_the_matrix_where_it_is_asked_for(monkeypatch):
    """The key is null without `--matrix`; with it each cell names its rules."""
    monkeypatch.chdir(TOP)
    told = json.loads(run("pivots", "kazakhstan-2022", "--matrix", "--format", "json").stdout)["matrix"]
    assert [one["stands"] for one in told["candidates"]] == ["unsupported"] * 3 + ["established"]
    first = told["evidence"][0]
    assert first["diagnostic"]
    assert first["cells"][-1]["for"] == ["likelihood/all-five-met"]
    assert len(first["cells"]) == len(first["without"]) == 4
    assert json.loads(run("pivots", "kazakhstan-2022", "--format", "json").stdout)["matrix"] is None
