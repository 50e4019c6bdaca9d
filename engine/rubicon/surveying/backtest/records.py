"""What holding a library of cases against what happened comes to: calls, counts and scores."""

from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.contents import Question
from rubicon.language.facts import Case
from rubicon.language.rules import Rule, Rulebook, School
from rubicon.problems import Problem

Prediction: TypeAlias = OneOf["yes", "no", "none"]
"""What an answer predicts; `none` is no call: an even chance, contested or unknown."""


class Call(Struct, frozen=True):
    """What one school said on the day. `probability` is the middle of the answer's range, between 0 and 1.

    `late` are the rules that carry the answer and cite works, none of which is known to have appeared by the day
    judged. `then` is the call by the school's other rules alone, for the school that comes first.
    """

    school: School | None
    question: Question
    prediction: Prediction
    probability: Decimal | None
    late: tuple[Rule, ...] = ()
    then: "Call | None" = None


class Came(Struct, frozen=True):
    """What came of a case by the `deadline` that the horizon sets: see Trial."""

    deadline: date
    happened: bool
    after: int | None


class Trial(Struct, frozen=True):
    """A case and what happened: `happened` within the horizon, or `later` than that (whole days after the day judged).

    `title` tells it from the other cases.
    """

    case: Case
    title: str
    deadline: date
    calls: tuple[Call, ...]
    happened: bool
    after: int | None = None

    @property
    def later(self) -> bool:
        """Tell whether the event happened after the horizon."""
        return self.after is not None and not self.happened

    @property
    def differ(self) -> bool:
        """Tell whether the schools gave different answers."""
        return len({(call.question.answer, call.question.candidates) for call in self.calls}) > 1


class Unscored(Struct, frozen=True):
    """A case that was not scored: its problems, or the reason that it states; with neither it records no outcome."""

    name: str
    problems: tuple[Problem, ...] = ()
    why: str | None = None


class Counts(Struct, frozen=True):
    """How predictions and outcomes fall together."""

    hits: int
    false_alarms: int
    misses: int
    rejections: int
    silent_happened: int
    silent_not: int

    @property
    def total(self) -> int:
        """Return how many cases there are."""
        return sum(
            (
                self.hits,
                self.false_alarms,
                self.misses,
                self.rejections,
                self.silent_happened,
                self.silent_not,
            )
        )


class Brier(Struct, frozen=True):
    """Mean squared differences between what was said and what happened (1) or did not (0); less is better.

    All three are over the same `number` of cases, those whose answer is a word with a range. `word` is the mildest
    "no" of the framework, said every time; `rate` the share in which it happened, which only hindsight knows.
    """

    number: int
    score: Decimal
    word: str | None
    word_probability: Decimal | None
    word_score: Decimal | None
    rate: Decimal
    rate_score: Decimal


class Bin(Struct, frozen=True):
    """How often it happened when a word was said; the range is in per cent."""

    answer: str
    low: Decimal
    high: Decimal
    number: int
    happened: int


class Score(Struct, frozen=True):
    """One school's record; `foresight` is that of the calls without late rules, for the school that comes first."""

    school: School | None
    counts: Counts
    brier: Brier | None
    bins: tuple[Bin, ...]
    foresight: "Score | None" = None


class Backtest(Struct, frozen=True):
    """The case library against what happened."""

    rulebook: Rulebook
    version: str
    event: str
    horizon: int
    trials: tuple[Trial, ...]
    unscored: tuple[Unscored, ...]
    scores: tuple[Score, ...]

    @property
    def silent(self) -> tuple[int, ...]:
        """Return the places of the schools that have no answer to any case, and none in play."""
        return tuple(
            at
            for at in range(len(self.scores))
            if not any(trial.calls[at].question.candidates for trial in self.trials)
        )
