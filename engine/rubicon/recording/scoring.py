"""Hold filed judgements against outcomes as they come, by the rules of the back-test."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

import msgspec
from msgspec import Struct

from rubicon.judging.assessing import of_tier
from rubicon.language.facts import Outcome
from rubicon.language.rules import Framework, Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.reading.cases import read_outcomes
from rubicon.recording.entries import Entry
from rubicon.recording.filing import files_of, read_files
from rubicon.recording.store import Log
from rubicon.surveying.backtest import deadline_of, outcome_of, what_came
from rubicon.surveying.backtest.baselines import lowest, middle
from rubicon.surveying.backtest.grouping import predict
from rubicon.surveying.backtest.records import Came, Counts, Prediction
from rubicon.surveying.backtest.scoring import brier, count


class Held(Struct, frozen=True):
    """What one school said in an entry, held against what came.

    `probability` is the middle of the answer's range. `ahead`: filed before it was known what came, that is before the
    event or, where it did not come, before the deadline.
    """

    entry: Entry
    school: str | None
    answer: str | None
    range: tuple[Decimal, Decimal] | None
    prediction: Prediction
    probability: Decimal | None
    came: Came
    ahead: bool


class Waiting(Struct, frozen=True):
    """An entry whose outcome is not known, with the end of its horizon; or why it is not or cannot be scored."""

    entry: Entry
    deadline: date | None
    problems: tuple[Problem, ...] = ()
    why: str | None = None


class SchoolScore(Struct, frozen=True):
    """One school's score over the judgements filed ahead of what came, or over those filed afterwards.

    `brier` is the mean over those with a word that has a range, `always` that of saying the lowest word each time.
    """

    school: str | None
    ahead: bool
    counts: Counts
    brier: float | None
    always: float | None


class Scored(Struct, frozen=True):
    """The filed judgements against what came. Of several of a case for one day and tier the last counts.

    `titles` are those of the schools, as the rulebook filed last names them.
    """

    held: tuple[Held, ...]
    waiting: tuple[Waiting, ...]
    replaced: int
    tallies: tuple[SchoolScore, ...]
    titles: dict[str, str] = {}


def score(log: Log, cases: Mapping[str, bytes]) -> Scored:
    """Score what a log holds. `cases` are case files, by their names, in which outcomes may stand.

    Where they have none of a case, the outcome is that of the copy filed last which has one.
    """
    entries = [entry for entry, _ in log.entries()]
    last = {(entry.case, entry.day, entry.tier): entry for entry in entries}
    books: dict[str, Rulebook] = {}
    held: list[Held] = []
    waiting: list[Waiting] = []
    frameworks: dict[str | None, Framework] = {}
    for entry in sorted(last.values(), key=lambda entry: entry.number):
        try:
            rulebook = of_tier(_book(log, entry, books), entry.tier)
            framework = rulebook.framework
            if framework is None:
                waiting.append(Waiting(entry, None))
                continue
            texts = [cases[entry.case]] if entry.case in cases else []
            texts += (log.kept(one.case_bytes) for one in reversed(entries) if one.case == entry.case)
            outcome = _outcome(framework, entry, texts)
            if outcome is None or outcome.unscored:
                deadline = deadline_of(framework, entry.day) if entry.day else None
                waiting.append(Waiting(entry, deadline, why=outcome.unscored if outcome else None))
                continue
            came = what_came(framework, outcome, entry.day, entry.case)
        except BadInput as bad:
            waiting.append(Waiting(entry, None, bad.problems))
            continue
        for one in _calls(log, framework, entry, came, outcome.on):
            held.append(one)
            frameworks[one.school] = framework
    groups: dict[tuple[str | None, bool], list[Held]] = {}
    for one in held:
        groups.setdefault((one.school, one.ahead), []).append(one)
    tallies = tuple(_tally(frameworks[school], ahead, some) for (school, ahead), some in groups.items())
    titles = {school.name: school.title for framework in frameworks.values() for school in framework.schools}
    return Scored(tuple(held), tuple(waiting), len(entries) - len(last), tallies, titles)


def _book(log: Log, entry: Entry, books: dict[str, Rulebook]) -> Rulebook:
    """Read the rulebook of an entry, each once."""
    if entry.rulebook_files not in books:
        files = files_of(log, entry)
        books[entry.rulebook_files] = read_files((name, log.kept(digest)) for name, digest in files.items())
    return books[entry.rulebook_files]


def _outcome(framework: Framework, entry: Entry, texts: Iterable[bytes]) -> Outcome | None:
    """Return the outcome of an entry's tier in the first of some files that tells it."""
    for raw in texts:
        found = outcome_of(framework, *read_outcomes(raw, entry.case))
        if found is not None:
            return found
    return None


def _calls(log: Log, framework: Framework, entry: Entry, came: Came, on: date | None) -> list[Held]:
    """Return what each school said in an entry, as it was filed."""
    filed = datetime.fromisoformat(entry.filed).date()
    known = on if came.after is not None and on is not None else came.deadline
    ranges = {value: (low, high) for value, low, high in framework.ranges}
    found = []
    for view in msgspec.json.decode(log.kept(entry.answer))["schools"]:
        answer = view["question"]["answer"]
        found.append(
            Held(
                entry,
                view["name"],
                answer,
                ranges.get(answer),
                predict(framework, answer),
                middle(framework, answer),
                came,
                filed < known,
            )
        )
    return found


def _tally(framework: Framework, ahead: bool, held: list[Held]) -> SchoolScore:
    said = [(one.probability, one.came.happened) for one in held if one.probability is not None]
    word = middle(framework, lowest(framework)) if said else None
    return SchoolScore(
        held[0].school,
        ahead,
        count((one.prediction, one.came.happened) for one in held),
        _mean_brier(said),
        _mean_brier((word, happened) for _, happened in said) if word is not None else None,
    )


def _mean_brier(pairs: Iterable[tuple[Decimal, bool]]) -> float | None:
    squares = [brier(float(said), happened=happened) for said, happened in pairs]
    return sum(squares) / len(squares) if squares else None
