"""What whoever knows no rule would have said: the lowest word, a base rate, a yes at a sign."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import TypeAlias

from rubicon.explaining.sections import spoken
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Case
from rubicon.language.rules import BaseRate, Framework
from rubicon.surveying.backtest.records import Trial
from rubicon.surveying.backtest.scoring import share_of

CENT = Decimal(100)

Says: TypeAlias = Callable[[Trial], Decimal]
"""The probability that somebody gives in a case."""


def middle(framework: Framework, answer: str | None) -> Decimal | None:
    """Return the middle of an answer's range as a probability between 0 and 1."""
    for value, low, high in framework.ranges:
        if value == answer:
            return (low + high) / 2 / CENT
    return None


def lowest(framework: Framework) -> str:
    """Return the word whose range lies lowest."""
    return min(framework.ranges, key=lambda span: (span[1], span[2]))[0]


def signs_of(framework: Framework, case: Case, ledger: Ledger) -> tuple[bool, ...]:
    """Tell of each baseline of the framework whether what it looks for is established."""
    roles = dict(case.roles)
    return tuple(
        any(ledger.established(literal) for literal in spoken(ledger, baseline.signs, roles))
        for baseline in framework.baselines
    )


def base_rate(framework: Framework, trials: Sequence[Trial]) -> Decimal:
    """Return the base rate that is printed beside the answer; without one, the share among the cases."""
    rate = printed(framework)
    return rate.share if rate else share_of((trial.episode, trial.happened) for trial in trials)


def printed(framework: Framework) -> BaseRate | None:
    """Return the base rate that is printed beside the answer, if there is one."""
    return framework.tiers[0].base_rate if framework.tiers else None


def baselines(framework: Framework, trials: Sequence[Trial]) -> list[tuple[str, Says]]:
    """Return the baselines, each with its name; what they learn of a case they learn from the other episodes, days by lot apart."""
    word = lowest(framework)
    library = [trial for trial in trials if trial.case.sample != "quiet"]
    found = [(f"Always “{word}”", _always(middle(framework, word) or Decimal(0)))]
    if printed(framework):
        found.append(("The base rate that is printed", _always(base_rate(framework, library))))
    found.append(("As often as in the other episodes", lambda trial: _learned(library, trial)))
    for at, baseline in enumerate(framework.baselines):
        if baseline.says is None:
            found.append((baseline.title, _told_by(library, at)))
        else:
            yes, no = (
                middle(framework, answer) or Decimal(0) for answer in (baseline.says, baseline.otherwise)
            )
            found.append((baseline.title, _either(at, yes, no)))
    return found


def _always(probability: Decimal) -> Says:
    return lambda _: probability


def _either(at: int, yes: Decimal, no: Decimal) -> Says:
    return lambda trial: yes if trial.signs[at] else no


def _told_by(library: Sequence[Trial], at: int) -> Says:
    return lambda trial: _learned((other for other in library if other.signs[at] == trial.signs[at]), trial)


def _learned(library: Iterable[Trial], trial: Trial) -> Decimal:
    return share_of((other.episode, other.happened) for other in library if other.episode != trial.episode)
