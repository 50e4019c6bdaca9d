"""What the tests of panels share: a row judged as the case that it is, and what the panel says of it."""

from msgspec.structs import replace

from rubicon.explaining.answering import pose
from rubicon.explaining.sections import heads_of
from rubicon.judging.assessing import assess
from rubicon.judging.ledger import Ledger
from rubicon.supposing.panels.rowcases import case_of_row
from rubicon.supposing.panels.strands import PanelRows, Strand
from rubicon.supposing.panels.sweeping import STANDINGS, STATES


def assessed(rulebook, case, **options):
    """Return the answer, its standing, the candidates and the states of the variables, by `assess`."""
    made = assess(rulebook, case, **options)
    ledger = Ledger(made.judgement, rulebook.vocabulary)
    question = pose(rulebook.framework, case, made.day, ledger)
    sections = [one for one in rulebook.framework.sections if one.kind == "variable"]
    states = tuple(heads_of(ledger, one, dict(case.roles)).state for one in sections)
    return question.answer, question.standing, frozenset(question.candidates), states


def told(judged, row):
    """Return the same of a row of a panel."""
    words = judged.words
    answer = words[judged.answer[row] - 1] if judged.answer[row] else None
    playing = frozenset(word for word, there in zip(words, judged.playing[row], strict=True) if there)
    states = tuple(STATES[state] for state in judged.sections[row])
    return answer, STANDINGS[judged.standing[row]], frozenset([answer]) if answer else playing, states


def opened(rows, row, at):
    """Return one row with one of its columns left open."""
    one = rows.of([row])
    said = list(one.said)
    said[at] = Strand(said[at].there & False, said[at].codes * 0, said[at].values, said[at].is_day)
    return PanelRows(1, one.roles, one.day, tuple(said), one.since)


def is_decisive(rulebook, found, rows, row, at, **options):
    """Tell by `assess` whether leaving a column open changes the answer."""
    before = assessed(rulebook, case_of_row(found, rows, row), **options)[0]
    case = case_of_row(found, opened(rows, row, at), 0)
    return assessed(rulebook, replace(case), **options)[0] != before
