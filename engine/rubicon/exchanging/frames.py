"""Answers as data frames, where pandas is there: a row for each finding, each fact on file, each case of a back-test."""

from collections.abc import Iterable, Sequence
from typing import Any

from rubicon.explaining import explain
from rubicon.judging.assessing import Assessment
from rubicon.problems import BadInput, Problem
from rubicon.rendering.objects import assessment_object
from rubicon.rendering.scores import backtest_object
from rubicon.surveying.backtest.records import Backtest


def findings_frame(assessment: Assessment) -> Any:
    """Return a data frame of the findings of an assessment, with the rules and the sources that carry each.

    Raises:
        BadInput: pandas is not installed.
    """
    columns = ("sentence", "truth", "standing", "confidence", "derived", "rules", "sources")
    rows = [
        (
            found.sentence,
            found.truth,
            found.standing,
            found.confidence,
            found.derived,
            [one.rule for one in found.because if one.rule is not None],
            sorted({source for one in found.because for source in one.sources}),
        )
        for found in assessment.findings
    ]
    return _frame(rows, columns)


def facts_frame(assessment: Assessment) -> Any:
    """Return a data frame of the facts on file: their days, sources and grades, and whether each counts, or why not.

    Raises:
        BadInput: pandas is not installed.
    """
    columns = ("sentence", "on", "known", "source", "grade", "status", "why_not")
    facts = assessment_object(explain(assessment))["facts"]
    return _frame(([fact[name] for name in columns] for fact in facts), columns)


def backtest_frame(record: Backtest) -> Any:
    """Return a data frame of a back-test: a row for each case and school, with what was said and what came.

    Raises:
        BadInput: pandas is not installed.
    """
    columns = (
        "case",
        "as_of",
        "sample",
        "school",
        "answer",
        "prediction",
        "probability",
        "happened",
        "days_after",
    )
    rows = [
        {**trial, **call, "answer": call["question"]["answer"]}
        for trial in backtest_object(record)["cases"]
        for call in trial["calls"]
    ]
    return _frame(([row[name] for name in columns] for row in rows), columns)


def _frame(rows: Iterable[Sequence[object]], columns: Sequence[str]) -> Any:
    try:
        import pandas as pd  # noqa: PLC0415 - only whoever asks for a frame needs it
    except ModuleNotFoundError:
        what = "a data frame needs pandas, which is not installed"
        raise BadInput([Problem("rubicon", 0, what, "pip install pandas")]) from None
    return pd.DataFrame(list(rows), columns=list(columns))
