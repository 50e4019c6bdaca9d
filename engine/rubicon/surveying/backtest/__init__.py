"""Hold the answers of a library of cases against what happened."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from rubicon.explaining.answering import pose
from rubicon.judging.assessing import ARGUMENT, SchoolJudgement, all_schools, assess, judgement_of
from rubicon.judging.ledger import Ledger
from rubicon.language.dating import days_later
from rubicon.language.facts import Case, Literal, Outcome
from rubicon.language.rules import Framework, Rule, Rulebook
from rubicon.language.speaking import fill
from rubicon.problems import BadInput, Problem
from rubicon.surveying.backtest.records import (
    Backtest,
    Bin,
    Brier,
    Call,
    Came,
    Counts,
    Prediction,
    Score,
    Trial,
    Unscored,
)
from rubicon.surveying.timeline import framework_of
from rubicon.surveying.titles import titles
from rubicon.version import __version__

HALF, CENT = Decimal(50), Decimal(100)


def backtest(
    rulebook: Rulebook,
    cases: Iterable[Case],
    *,
    schools: Sequence[str] | None = None,
    drafts: bool = False,
    unread: Sequence[Unscored] = (),
) -> Backtest:
    """Judge each case on its own day and hold the answers against its outcome.

    `schools`: by default every school of the framework, the default one first. `unread` are cases that could not be
    read. A case with problems, or without an outcome, is not scored, and is reported.

    Raises:
        BadInput: the rulebook asks no question, or a school is unknown.
    """
    framework = framework_of(rulebook)
    wanted = schools or all_schools(rulebook)
    trials, unscored = [], list(unread)
    for case in sorted(cases, key=lambda case: (case.as_of or date.min, case.name)):
        outcome = outcome_of(framework, case.outcome, case.outcomes)
        if outcome is None or case.unscored or outcome.unscored:
            unscored.append(Unscored(case.name, why=case.unscored or (outcome.unscored if outcome else None)))
            continue
        try:
            trials.append(_trial(rulebook, framework, case, outcome, wanted, drafts=drafts))
        except BadInput as bad:
            if any(problem.path == ARGUMENT for problem in bad.problems):
                raise
            unscored.append(Unscored(case.name, bad.problems))
    names = titles([trial.case for trial in trials])
    trials = [replace(trial, title=name) for trial, name in zip(trials, names, strict=True)]
    return Backtest(
        rulebook=rulebook,
        version=__version__,
        event=fill(framework.event, {role.name: f"the {role.name}" for role in framework.roles}),
        horizon=framework.horizon,
        trials=tuple(trials),
        unscored=tuple(sorted(unscored, key=lambda one: one.name)),
        scores=tuple(_score(framework, trials, at) for at in range(len(trials[0].calls) if trials else 0)),
    )


def predict(framework: Framework, answer: str | None) -> Prediction:
    """Return what an answer predicts: its range lies above one half, or below, or is no call."""
    if answer in ("yes", "no") and not framework.ranges:
        return "yes" if answer == "yes" else "no"
    for value, low, high in framework.ranges:
        if value == answer:
            return "yes" if low >= HALF else "no" if high <= HALF else "none"
    return "none"


def middle(framework: Framework, answer: str | None) -> Decimal | None:
    """Return the middle of an answer's range as a probability between 0 and 1."""
    for value, low, high in framework.ranges:
        if value == answer:
            return (low + high) / 2 / CENT
    return None


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


def brier(framework: Framework, pairs: Iterable[tuple[Decimal | None, bool]]) -> Brier | None:
    """Return the Brier score of probabilities (None: no word with a range) and outcomes, beside two baselines.

    The score of G. W. Brier, *Verification of forecasts expressed in terms of probability*, Monthly Weather Review 78
    (1950), for one event: the mean of (probability - outcome)^2, between 0 and 1.
    """
    scored = [(said, happened) for said, happened in pairs if said is not None]
    if not scored:
        return None
    rate = Decimal(sum(happened for _, happened in scored)) / len(scored)
    word = _mildest_no(framework)
    always = middle(framework, word)
    return Brier(
        number=len(scored),
        score=_mean_square(scored),
        word=word,
        word_probability=always,
        word_score=_mean_square([(always, happened) for _, happened in scored]) if always else None,
        rate=rate,
        rate_score=_mean_square([(rate, happened) for _, happened in scored]),
    )


def _mean_square(pairs: Sequence[tuple[Decimal, bool]]) -> Decimal:
    return sum(((said - happened) ** 2 for said, happened in pairs), Decimal(0)) / len(pairs)


def _mildest_no(framework: Framework) -> str | None:
    """Return the word whose range lies nearest below one half."""
    below = [(high, low, value) for value, low, high in framework.ranges if high <= HALF]
    return max(below)[2] if below else None


def _trial(
    rulebook: Rulebook,
    framework: Framework,
    case: Case,
    outcome: Outcome,
    schools: Sequence[str] | None,
    *,
    drafts: bool,
) -> Trial:
    came = what_came(framework, outcome, case.as_of, case.place.path)
    assessment = assess(rulebook, case, schools=schools, drafts=drafts)
    return Trial(
        case=case,
        title=case.title,
        deadline=came.deadline,
        calls=tuple(
            _call(rulebook, framework, case, view, first=at == 0)
            for at, view in enumerate(assessment.judgements)
        ),
        happened=came.happened,
        after=came.after,
    )


def what_came(framework: Framework, outcome: Outcome, day: date | None, path: str) -> Came:
    """Return what came after a day, within the horizon or not. `path` is that of the file that says it.

    Raises:
        BadInput: there is no day, or the outcome's day does not tell.
    """
    what = None
    if day is None:
        what = "the case has no day, so that its horizon is open"
    elif outcome.happened and outcome.on is None:
        what = "the outcome has no day, so that nothing tells whether it fell within the horizon"
    elif outcome.happened and outcome.on and outcome.on < day:
        what = "the outcome lies before the day judged"
    if day is None or what:
        raise BadInput([Problem(path, 0, what or "", "Correct `as_of` or the `on` of [outcome].")])
    after = (outcome.on - day).days if outcome.happened and outcome.on else None
    return Came(deadline_of(framework, day), after is not None and after <= framework.horizon, after)


def deadline_of(framework: Framework, day: date) -> date:
    """Return the last day of the horizon."""
    return days_later(day, framework.horizon) or date.max


def outcome_of(
    framework: Framework, outcome: Outcome | None, others: Iterable[tuple[str, Outcome]]
) -> Outcome | None:
    """Return what came of the tier that is asked about: `outcome` is that of the default one."""
    tier = framework.tiers[0] if framework.tiers else None
    if tier is None:
        return outcome
    return dict(others).get(tier.name, outcome if tier.default else None)


def _call(
    rulebook: Rulebook, framework: Framework, case: Case, view: SchoolJudgement, *, first: bool
) -> Call:
    made = _said(rulebook, framework, case, view)
    then = None
    if first:
        rules = tuple(rule for rule in view.rules if not is_late(rule, case.as_of))
        facts = view.judgement.firings.facts
        judgement = judgement_of(rulebook.vocabulary, rules, facts, case.as_of)
        then = _said(rulebook, framework, case, SchoolJudgement(view.school, rules, judgement))
    return replace(made, then=then)


def _said(rulebook: Rulebook, framework: Framework, case: Case, view: SchoolJudgement) -> Call:
    ledger = Ledger(view.judgement, rulebook.vocabulary)
    question = pose(framework, case, case.as_of, ledger)
    rules = {} if question.literal is None else rules_below(ledger, question.literal)
    late = tuple(rule for _, rule in sorted(rules.items()) if is_late(rule, case.as_of))
    answer = question.answer
    return Call(view.school, question, predict(framework, answer), middle(framework, answer), late)


def rules_below(ledger: Ledger, literal: Literal) -> dict[str, Rule]:
    """Return the rules of the standing arguments that an established literal rests on, down to the facts."""
    instances = (argument.instance for argument in ledger.beneath([literal]))
    return {instance.rule.id: instance.rule for instance in instances if instance is not None}


def is_late(rule: Rule, day: date | None) -> bool:
    """Tell whether a rule cites works, none of which is known to have appeared by a day."""
    dates = [cite.source.date for cite in rule.cites]
    return bool(dates) and not any(date and day and date <= day for date in dates)


def _score(framework: Framework, trials: Sequence[Trial], at: int) -> Score:
    calls = [(trial.calls[at], trial.happened) for trial in trials]
    then = [(call.then, happened) for call, happened in calls if call.then]
    made = _score_of(framework, calls)
    return replace(made, foresight=_score_of(framework, then) if then else None)


def _score_of(framework: Framework, calls: Sequence[tuple[Call, bool]]) -> Score:
    bins = []
    for value, low, high in framework.ranges:
        said = [happened for call, happened in calls if call.question.answer == value]
        if said:
            bins.append(Bin(value, low, high, len(said), sum(said)))
    return Score(
        calls[0][0].school,
        count((call.prediction, happened) for call, happened in calls),
        brier(framework, ((call.probability, happened) for call, happened in calls)),
        tuple(bins),
    )
