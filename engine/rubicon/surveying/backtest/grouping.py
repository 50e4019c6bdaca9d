"""The cases of each sample: how they were called, and how schools and baselines score on them."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal

from rubicon.language.facts import SampleKind
from rubicon.language.rules import Framework
from rubicon.surveying.backtest.baselines import Says, baselines, lowest, middle
from rubicon.surveying.backtest.records import (
    Bin,
    Lead,
    Matched,
    Mean,
    Prediction,
    Rated,
    Sampled,
    SchoolRecord,
    ScoredKind,
    Trial,
)
from rubicon.surveying.backtest.scoring import brier, by_episode, count, mean_of, resamples, surprise

HALF = Decimal(50)

ORDER: tuple[SampleKind, ...] = ("out", "in", "quiet")

LEADS = ((0, 0), (1, 7), (8, 30))
"""Days between the day judged and the event that are counted together; the rest of the horizon is the last."""


def predict(framework: Framework, answer: str | None) -> Prediction:
    """Return what an answer predicts: its range lies above one half, or below, or is no call."""
    if answer in ("yes", "no") and not framework.ranges:
        return "yes" if answer == "yes" else "no"
    for value, low, high in framework.ranges:
        if value == answer:
            return "yes" if low >= HALF else "no" if high <= HALF else "none"
    return "none"


def group_by_sample(framework: Framework, trials: Sequence[Trial], no_call: Decimal) -> tuple[Sampled, ...]:
    """Return the samples that have cases: those that built no rule first, then those that did, then days by lot."""
    found = []
    for sample in ORDER:
        mine = [trial for trial in trials if trial.case.sample == sample]
        if mine:
            found.append(
                Sampled(
                    sample,
                    tuple(mine),
                    len({trial.episode for trial in mine}),
                    tuple(_tally(framework, mine, at) for at in range(len(mine[0].calls))),
                    tuple(_rated(framework, trials, mine, no_call)) if framework.ranges else (),
                    tuple(_leads(framework.horizon, mine)),
                )
            )
    return tuple(found)


def _tally(framework: Framework, trials: Sequence[Trial], at: int) -> SchoolRecord:
    calls = [(trial.calls[at], trial.happened) for trial in trials]
    then = [(call.then.prediction, happened) for call, happened in calls if call.then]
    leans = any(call.leans for call, _ in calls)
    bins = []
    for value, low, high in framework.ranges:
        said = [happened for call, happened in calls if call.question.answer == value]
        if said:
            bins.append(Bin(value, low, high, len(said), sum(said)))
    return SchoolRecord(
        calls[0][0].school,
        count((call.prediction, happened) for call, happened in calls),
        tuple(bins),
        count(then) if leans else None,
    )


def _rated(
    framework: Framework, library: Sequence[Trial], trials: Sequence[Trial], no_call: Decimal
) -> Iterator[Rated]:
    """Yield the scores of each school, of the first without its late rules, and of each baseline."""
    drawn = resamples(len({trial.episode for trial in trials}))
    always = middle(framework, lowest(framework)) or Decimal(0)
    floor = _scores(trials, lambda _: always, brier)
    known: dict[tuple[float, ...], Mean] = {}

    def mean(scores: dict[str, float]) -> Mean:
        """Return a mean once: schools that agree have the same scores."""
        found = tuple(scores.values())
        if found not in known:
            known[found] = mean_of(scores, drawn)
        return known[found]

    for kind, title, says in _forecasters(framework, library, trials, no_call):
        squares = _scores(trials, says, brier)
        gains = {episode: floor[episode] - square for episode, square in squares.items()}
        means = (mean(scores) for scores in (squares, _scores(trials, says, surprise), gains))
        yield Rated(kind, title, *means)


def _forecasters(
    framework: Framework, library: Sequence[Trial], trials: Sequence[Trial], no_call: Decimal
) -> Iterator[tuple[ScoredKind, str, Says]]:
    for at, call in enumerate(trials[0].calls):
        title = call.school.title if call.school else ""
        yield "school", title, _by_school(at, no_call)
        if any(trial.calls[at].leans for trial in trials):
            yield "then", title, _by_school(at, no_call, then=True)
    for title, says in baselines(framework, library):
        yield "baseline", title, says


def _by_school(at: int, no_call: Decimal, *, then: bool = False) -> Says:
    def says(trial: Trial) -> Decimal:
        call = trial.calls[at].then if then else trial.calls[at]
        return no_call if call is None or call.probability is None else call.probability

    return says


def _scores(trials: Iterable[Trial], says: Says, score: Callable[..., float]) -> dict[str, float]:
    return by_episode((trial.episode, score(float(says(trial)), happened=trial.happened)) for trial in trials)


def scores_of(trials: Iterable[Trial], no_call: Decimal) -> dict[str, float]:
    """Return the Brier score of the first school in each episode."""
    return _scores(trials, _by_school(0, no_call), brier)


def _leads(horizon: int, trials: Sequence[Trial]) -> Iterator[Lead]:
    spans = [(first, min(last, horizon)) for first, last in LEADS if first <= horizon]
    for first, last in (*spans, (spans[-1][1] + 1, horizon)):
        called = [
            (trial.calls[0].prediction, True)
            for trial in trials
            if trial.happened and trial.after is not None and first <= trial.after <= last
        ]
        if called:
            yield Lead(first, last, count(called))


def match(trials: Iterable[Trial], no_call: Decimal) -> Iterator[Matched]:
    """Yield what people expected at the time, by the day, beside what the first school said."""
    ours = _by_school(0, no_call)
    found = [(forecast, trial) for trial in trials for forecast in trial.case.forecasts]
    for forecast, trial in sorted(found, key=lambda pair: (pair[0].day, pair[0].by, pair[1].title)):
        squares = (
            brier(float(said), happened=trial.happened) for said in (forecast.probability, ours(trial))
        )
        yield Matched(trial, forecast, *squares)
