"""Hold a back-test by one rulebook against that by another: which answers moved, and what it did to the score."""

from collections.abc import Iterator, Sequence

from rubicon.language.facts import SampleKind
from rubicon.surveying.backtest.grouping import ORDER, scores_of
from rubicon.surveying.backtest.records import Backtest, Challenger, Mean, Moved, Trial
from rubicon.surveying.backtest.scoring import mean_of, resamples


def against(here: Backtest, there: Backtest) -> Challenger:
    """Compare the answers of the first schools of two rulebooks on the cases that both could judge."""
    others = {trial.case.name: trial for trial in there.trials}
    pairs = [(trial, others[trial.case.name]) for trial in here.trials if trial.case.name in others]
    common = {trial.case.name for trial, _ in pairs}
    every = [trial.case.name for trial in (*here.trials, *there.trials)]
    return Challenger(
        rulebook=there.rulebook,
        common=len(pairs),
        moved=tuple(
            Moved(trial, other.calls[0]) for trial, other in pairs if _answer(trial) != _answer(other)
        ),
        gains=tuple(_gains(here, there, pairs)) if here.groups and here.groups[0].rated else (),
        alone=tuple(sorted({name for name in every if name not in common})),
    )


def _answer(trial: Trial) -> tuple[str | None, tuple[str, ...]]:
    question = trial.calls[0].question
    return question.answer, question.candidates


def _gains(
    here: Backtest, there: Backtest, pairs: Sequence[tuple[Trial, Trial]]
) -> Iterator[tuple[SampleKind, Mean]]:
    """Yield what the Brier score gains in each sample by going from there to here, episode by episode."""
    for sample in ORDER:
        mine = [pair for pair in pairs if pair[0].case.sample == sample]
        if mine:
            new, old = (
                scores_of([pair[side] for pair in mine], record.no_call)
                for side, record in enumerate((here, there))
            )
            gains = {episode: old[episode] - score for episode, score in new.items()}
            yield sample, mean_of(gains, resamples(len(gains)))
