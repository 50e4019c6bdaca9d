"""Scores, resamples and agreement, each checked in a second way."""

import sys
from collections import Counter
from fractions import Fraction
from itertools import combinations, product
from math import exp, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rubicon.surveying.backtest.agreement import kappa
from rubicon.surveying.backtest.scoring import (
    LEAST,
    brier,
    by_episode,
    count,
    mean_of,
    resamples,
    share_of,
    surprise,
)
from shipped import TOP

sys.path.insert(0, str(TOP / "benchmarks"))
import quiet_days

SAID = st.lists(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 100), st.booleans()), min_size=1, max_size=12
)


@given(SAID)
def test_the_mean_counts_each_episode_once(said):
    """The mean over episodes is the mean over cases, each weighing one over the cases of its episode."""
    scores = by_episode((episode, brier(p / 100, happened=it)) for episode, p, it in said)
    sizes = Counter(episode for episode, _, _ in said)
    weighed = sum(
        Fraction(1, sizes[episode]) * (Fraction(p, 100) - it) ** 2 for episode, p, it in said
    ) / len(sizes)
    assert sum(scores.values()) / len(scores) == pytest.approx(float(weighed))
    assert list(scores) == sorted(sizes)


@given(SAID)
def test_no_constant_beats_the_share(said):
    """The Brier and the log score of a constant are least at the share of episodes in which it happened."""
    shares = by_episode((episode, float(it)) for episode, _, it in said)
    share = sum(shares.values()) / len(shares)

    def mean(score, constant):
        scores = by_episode((episode, score(constant, happened=it)) for episode, _, it in said)
        return sum(scores.values()) / len(scores)

    for score, (_, p, _) in product((brier, surprise), said):
        assert mean(score, share) <= mean(score, p / 100) + 1e-12


@given(st.integers(0, 100), st.booleans())
def test_the_log_score_is_bounded(p, happened):
    """It is the logarithm of what was given to what happened, which counts as at least one in a hundred."""
    given_to_it = p / 100 if happened else 1 - p / 100
    assert exp(-surprise(p / 100, happened=happened)) == pytest.approx(
        min(max(given_to_it, LEAST), 1 - LEAST)
    )


@pytest.mark.parametrize(
    ("p", "happened", "square", "log_score"),
    [(0.675, True, 0.105625, -log(0.675)), (0.03, True, 0.9409, -log(0.03)), (0.0, True, 1, -log(0.01))],
)
def test_scores_worked_by_hand(p, happened, square, log_score):
    """Likely and right, the lowest word and wrong, and what was held impossible and happened."""
    assert brier(p, happened=happened) == pytest.approx(square)
    assert surprise(p, happened=happened) == pytest.approx(log_score)


def test_resamples_are_the_same_at_every_run():
    """The seed is fixed: the first draws are these, whatever was drawn before."""
    assert resamples(5, draws=2) == resamples(5, draws=2)
    assert resamples(5, draws=2) == resamples(5)[:2]
    assert resamples(5, draws=2) != resamples(5, draws=2, seed=1)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_interval_lies_within_the_scores(values):
    """No resample lies beyond the least and the greatest score, and of one value alone the interval is a point."""
    scores = {str(at): value for at, value in enumerate(values)}
    made = mean_of(scores, resamples(len(values), draws=200))
    assert made.value == pytest.approx(sum(values) / len(values))
    assert min(values) - 1e-9 <= made.low <= made.high <= max(values) + 1e-9


def test_the_interval_is_that_of_every_resample():
    """With three episodes all 27 resamples can be listed; the drawn interval is theirs to a few hundredths."""
    values = [0.0, 0.2, 1.0]
    every = sorted(sum(draw) / 3 for draw in product(values, repeat=3))
    made = mean_of(dict(zip("abc", values, strict=True)), resamples(3))
    assert made.low == pytest.approx(every[round(0.05 * 26)], abs=0.07)
    assert made.high == pytest.approx(every[round(0.95 * 26)], abs=0.07)


def test_what_is_learned_supposes_one_more_of_each():
    """Of two episodes, one of which happened in half of its cases: (1.5 + 1) of (2 + 2)."""
    assert float(share_of([("a", True), ("b", True), ("b", False)])) == pytest.approx(2.5 / 4)
    assert share_of([]) == Fraction(1, 2)


@given(st.lists(st.tuples(st.sampled_from(["yes", "no", "none"]), st.booleans())))
def test_every_case_is_counted_once(pairs):
    """The counts add up to the number of cases."""
    assert count(pairs).total == len(pairs)


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("xyz")), min_size=2, max_size=14))
def test_kappa_in_a_second_way(pairs):
    """One less the disagreement seen over the disagreement of every way to pair the two coders' words."""
    made = kappa("", pairs)
    seen = Fraction(sum(a != b for a, b in pairs), len(pairs))
    by_chance = Fraction(sum(a != b for (a, _), (_, b) in product(pairs, pairs)), len(pairs) ** 2)
    assert made.kappa == (None if by_chance == 0 else pytest.approx(float(1 - seen / by_chance)))
    assert (made.items, made.agreed) == (len(pairs), sum(a == b for a, b in pairs))


def test_the_days_by_lot_are_those_of_the_seed():
    """The files in cases/quiet are what the seed draws, no more and no less, and no two are alike."""
    drawn = {f"{host.lower()}-{day}.toml": quiet_days.text(host, day) for host, day in quiet_days.lots()}
    filed = {path.name: path.read_text(encoding="utf-8") for path in (TOP / "cases" / "quiet").iterdir()}
    assert filed == drawn
    assert all(one != other for one, other in combinations(filed.values(), 2))


def test_the_openings_of_the_draw_are_those_that_are_counted():
    """What is taken to have come of a day drawn by lot is what docs/base-rate.md counts."""
    text = Path(TOP / "docs" / "base-rate.md").read_text(encoding="utf-8")
    counted = text.split("## Counted")[1].split("## Left out")[0]
    rows = [line.split(" | ") for line in counted.splitlines() if line.startswith("| ")][1:]
    assert [(row[1], row[2]) for row in rows] == [(host, str(day)) for host, day in quiet_days.COUNTED]
