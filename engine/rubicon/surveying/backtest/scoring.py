"""Scores of probabilities against what happened, each episode counted once, with an interval by resampling."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from math import log
from operator import itemgetter
from random import Random

from rubicon.surveying.backtest.records import Counts, Mean, Prediction

SEED = 1950
DRAWS = 2_000
"""Resamples of the episodes behind an interval."""

TAIL = 0.05
"""The share of resamples left out on each side of an interval."""

LEAST = 0.01
"""The log score takes no probability for less than this, or for more than one less it."""


def brier(probability: float, *, happened: bool) -> float:
    """Return the squared distance from what happened: 0 is perfect, 1 surely wrong.

    The score of G. W. Brier, *Verification of forecasts expressed in terms of probability*, Monthly Weather Review
    78 (1950), for one event.
    """
    return (probability - happened) ** 2


def surprise(probability: float, *, happened: bool) -> float:
    """Return the log score: minus the natural logarithm of the probability given to what happened."""
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return -log(bounded if happened else 1 - bounded)


def by_episode(scores: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the mean score of each episode, by name: one that has several cases counts once."""
    found: dict[str, list[float]] = {}
    for episode, score in scores:
        found.setdefault(episode, []).append(score)
    return {episode: sum(found[episode]) / len(found[episode]) for episode in sorted(found)}


class Draws(list[tuple[int, ...]]):
    """Resamples, each the episodes that it draws, by number."""

    @cached_property
    def picks(self) -> list[Callable[[list[float]], tuple[float, ...]]]:
        """Return what picks the scores of each resample from those of all episodes."""
        return [itemgetter(*draw) if len(draw) > 1 else tuple for draw in self]


@lru_cache(maxsize=16)
def resamples(size: int, draws: int = DRAWS, seed: int = SEED) -> Draws:
    """Return how often resamples draw each of so many episodes, with replacement; the same at every run.

    The bootstrap of B. Efron, *Bootstrap methods: another look at the jackknife*, Annals of Statistics 7 (1979).
    """
    dice = Random(seed)  # noqa: S311 - no secret hangs on it
    return Draws(tuple(int(dice.random() * size) for _ in range(size)) for _ in range(draws))


def mean_of(scores: Mapping[str, float], drawn: Draws) -> Mean:
    """Return the mean of the episodes' scores, and the interval in which the middle of the resamples puts it."""
    values = list(scores.values())
    means = sorted([sum(pick(values)) / len(values) for pick in drawn.picks])
    low, high = (means[round(share * (len(means) - 1))] for share in (TAIL, 1 - TAIL))
    return Mean(sum(values) / len(values), low, high)


def share_of(pairs: Iterable[tuple[str, bool]]) -> Decimal:
    """Return the share of episodes in which it happened, one more of each supposed: P. S. Laplace's rule."""
    weights = by_episode((episode, float(happened)) for episode, happened in pairs)
    return (Decimal(str(sum(weights.values()))) + 1) / (len(weights) + 2)


def count(pairs: Iterable[tuple[Prediction, bool]]) -> Counts:
    """Count how predictions and outcomes fall together."""
    found = list(pairs)
    return Counts(
        hits=found.count(("yes", True)),
        false_alarms=found.count(("yes", False)),
        misses=found.count(("no", True)),
        rejections=found.count(("no", False)),
        silent_happened=found.count(("none", True)),
        silent_not=found.count(("none", False)),
    )
