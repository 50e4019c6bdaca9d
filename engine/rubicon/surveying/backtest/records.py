"""What holding a library of cases against what happened comes to: calls, counts and scores."""

from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.contents import Question
from rubicon.language.facts import Case, Forecast, SampleKind
from rubicon.language.rules import Rule, Rulebook, School, Tier
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

    @property
    def leans(self) -> bool:
        """Tell whether another answer is left without the late rules."""
        return self.then is not None and self.then.question.answer != self.question.answer


class Came(Struct, frozen=True):
    """What came of a case by the `deadline` that the horizon sets: see Trial."""

    deadline: date
    happened: bool
    after: int | None


class Trial(Struct, frozen=True):
    """A case and what happened: `happened` within the horizon, or `later` than that (whole days after the day judged).

    `title` tells it from the other cases. `on` is the day of the event, `signs` whether what each baseline of the
    framework looks for was established on the day judged, by the school that comes first.
    """

    case: Case
    title: str
    deadline: date
    calls: tuple[Call, ...]
    happened: bool
    after: int | None = None
    on: date | None = None
    signs: tuple[bool, ...] = ()
    summary: str = ""

    @property
    def later(self) -> bool:
        """Tell whether the event happened after the horizon."""
        return self.after is not None and not self.happened

    @property
    def differ(self) -> bool:
        """Tell whether the schools gave different answers."""
        return len({(call.question.answer, call.question.candidates) for call in self.calls}) > 1

    @property
    def episode(self) -> str:
        """Return the episode that the case belongs to."""
        return self.case.episode or self.case.name


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


class Bin(Struct, frozen=True):
    """How often it happened when a word was said; the range is in per cent."""

    answer: str
    low: Decimal
    high: Decimal
    number: int
    happened: int


class SchoolRecord(Struct, frozen=True):
    """What one school said and what happened, case by case; `then` counts the calls without late rules, where they differ."""

    school: School | None
    counts: Counts
    bins: tuple[Bin, ...]
    then: Counts | None = None


class Mean(Struct, frozen=True):
    """A mean over episodes, and the interval in which nine of ten resamples of the episodes put it."""

    value: float
    low: float
    high: float


ScoredKind: TypeAlias = OneOf["school", "then", "baseline"]
"""Who is scored: a school, the first school without its late rules, or a baseline."""


class Rated(Struct, frozen=True):
    """The scores of a forecaster.

    Both are means over episodes, and less is better. `gain` is what its Brier score gains over always saying the
    lowest word.
    """

    kind: ScoredKind
    title: str
    brier: Mean
    log: Mean
    gain: Mean


class Lead(Struct, frozen=True):
    """How the first school called the cases in which it happened `first` to `last` days after the day judged."""

    first: int
    last: int
    counts: Counts


class Matched(Struct, frozen=True):
    """What people expected of a case at the time; `square` is the Brier score of that one forecast, `ours` the school's.

    The event they were asked about need not be that of the framework: `forecast.of` says what it was.
    """

    trial: Trial
    forecast: Forecast
    square: float
    ours: float


class Sampled(Struct, frozen=True):
    """The cases of one sample: those in it, how each school called them, and how it and the baselines score."""

    sample: SampleKind
    trials: tuple[Trial, ...]
    episodes: int
    tallies: tuple[SchoolRecord, ...]
    rated: tuple[Rated, ...]
    leads: tuple[Lead, ...]

    @property
    def happened(self) -> int:
        """Return in how many of the cases it happened."""
        return sum(trial.happened for trial in self.trials)


class Moved(Struct, frozen=True):
    """A case whose answer is another by another rulebook: what that one said."""

    trial: Trial
    other: Call


class Challenger(Struct, frozen=True):
    """What another rulebook says of the same cases, by its first school.

    `gains` are what the Brier score gains in each sample over the other rulebook's; `alone` are the cases that one of
    them alone could judge.
    """

    rulebook: Rulebook
    common: int
    moved: tuple[Moved, ...]
    gains: tuple[tuple[SampleKind, Mean], ...]
    alone: tuple[str, ...]


class Backtest(Struct, frozen=True):
    """The case library against what happened, for one tier; `others` are the other tiers, by the first school alone.

    `no_call` is the probability with which a case without a call is scored.
    """

    rulebook: Rulebook
    version: str
    event: str
    horizon: int
    tier: Tier | None
    trials: tuple[Trial, ...]
    unscored: tuple[Unscored, ...]
    groups: tuple[Sampled, ...]
    no_call: Decimal
    matched: tuple[Matched, ...] = ()
    others: tuple["Backtest", ...] = ()
    against: Challenger | None = None

    @property
    def schools(self) -> tuple[School | None, ...]:
        """Return the schools, in order."""
        return tuple(call.school for call in self.trials[0].calls) if self.trials else ()

    @property
    def silent(self) -> tuple[int, ...]:
        """Return the places of the schools that have no answer to any case, and none in play."""
        return tuple(
            at
            for at in range(len(self.schools))
            if not any(trial.calls[at].question.candidates for trial in self.trials)
        )
