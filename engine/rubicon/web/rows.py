"""What the library says of each case: its day, its answer, what happened, and whether the answer was right."""

from msgspec import Struct

from rubicon.explaining.answering import pose
from rubicon.explaining.runs import ledger_of
from rubicon.judging.assessing import Assessment
from rubicon.language.facts import Case
from rubicon.language.rules import Framework
from rubicon.problems import BadInput
from rubicon.surveying.backtest import outcome_of, rules_below, what_came
from rubicon.surveying.backtest.grouping import predict


class LibraryEntry(Struct, frozen=True):
    """What the library says of a case: a problem where it cannot be judged.

    `record` holds the answer against what came; it is empty where that cannot be told. `decided_by` are the ids of the
    rules that carry the answer.
    """

    name: str
    case: Case | None
    answer: str = ""
    confidence: str = ""
    record: str = ""
    problem: str = ""
    decided_by: frozenset[str] = frozenset()


def row_of(name: str, made: Assessment) -> LibraryEntry:
    """Say of a judged case what the library lists."""
    case, framework = made.case, made.rulebook.framework
    if framework is None:
        return LibraryEntry(name, case)
    ledger = ledger_of(made)
    question = pose(framework, case, made.day, ledger)
    answer = question.answer
    rules = rules_below(ledger, question.literal) if question.literal is not None else {}
    record = _record(framework, case, answer)
    if answer is None:
        some = question.candidates
        answer = f"open: {some[0]} to {some[-1]}" if len(some) > 1 else "no established answer"
    return LibraryEntry(name, case, answer, question.confidence or "", record, decided_by=frozenset(rules))


def _record(framework: Framework, case: Case, answer: str | None) -> str:
    """Hold an answer against what came, by the rules of the back-test."""
    outcome = outcome_of(framework, case.outcome, case.outcomes)
    if outcome is None or case.unscored or outcome.unscored:
        return ""
    try:
        happened = what_came(framework, outcome, case.as_of, case.place.path).happened
    except BadInput:  # it has no day, or its outcome has none
        return ""
    said = predict(framework, answer)
    if said == "none":
        return "no call"
    if (said == "yes") == happened:
        return "right"
    return "miss" if happened else "false alarm"
