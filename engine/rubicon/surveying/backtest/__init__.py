"""Hold the answers of a library of cases against what happened."""

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec.structs import replace

from rubicon.explaining.answering import pose
from rubicon.judging.assessing import ARGUMENT, all_schools, assess, of_tier
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.ledger import Ledger
from rubicon.language.dating import days_later
from rubicon.language.facts import Case, Literal, Outcome
from rubicon.language.rules import Framework, Rule, Rulebook
from rubicon.language.speaking import fill
from rubicon.problems import BadInput, Problem
from rubicon.surveying.backtest.baselines import base_rate, middle, signs_of
from rubicon.surveying.backtest.grouping import group_by_sample, match, predict
from rubicon.surveying.backtest.records import Backtest, Call, Came, Trial, Unscored
from rubicon.surveying.backtest.sizes import SizeAsked, judged_by_size
from rubicon.surveying.spreading import spread
from rubicon.surveying.timeline import framework_of
from rubicon.surveying.titles import titles
from rubicon.version import __version__


def backtest(
    rulebook: Rulebook,
    cases: Iterable[Case],
    *,
    schools: Sequence[str] | None = None,
    drafts: bool = False,
    unread: Sequence[Unscored] = (),
    tiers: bool = False,
    processes: int = 1,
) -> Backtest:
    """Judge each case on its own day and hold the answers against its outcome.

    `schools`: by default every school of the framework, the default one first. `unread` are cases that could not be
    read. A case with problems, or without an outcome to be scored, is not scored, and is reported. With `tiers` the
    first school is held against what came of the framework's other tiers, too. So many `processes` share the cases;
    the result is the same whatever their number.

    Raises:
        BadInput: the rulebook asks no question, or a school is unknown.
    """
    framework = framework_of(rulebook)
    wanted = schools or all_schools(rulebook)
    sides: list[SizeAsked] = [(rulebook, wanted)]
    if tiers:
        sides += [
            (of_tier(rulebook, tier.name), wanted[:1] if wanted else None) for tier in framework.tiers[1:]
        ]
    cases = sorted(cases, key=lambda case: (case.as_of or date.min, case.name))

    found = spread(lambda case: _tried(sides, case, drafts=drafts), cases, processes)
    record, *others = (
        _recorded(side, cases, [some[at] for some in found], () if at else unread)
        for at, (side, _) in enumerate(sides)
    )
    return replace(record, others=tuple(others))


def _tried(sides: Sequence[SizeAsked], case: Case, *, drafts: bool) -> list[Trial | Unscored]:
    """Judge a case for each size of event, or say why it is not scored."""
    outcomes = [outcome_of(framework_of(side), case.outcome, case.outcomes) for side, _ in sides]
    scored = [at for at, one in enumerate(outcomes) if one and not (case.unscored or one.unscored)]
    together = judged_by_size([sides[at] for at in scored], case, drafts=drafts) if len(scored) > 1 else None
    views = dict(zip(scored, together or (), strict=False))
    found: list[Trial | Unscored] = []
    for at, ((rulebook, schools), outcome) in enumerate(zip(sides, outcomes, strict=True)):
        if outcome is None or at not in scored:
            found.append(Unscored(case.name, why=case.unscored or (outcome.unscored if outcome else None)))
            continue
        try:
            came = what_came(framework_of(rulebook), outcome, case.as_of, case.place.path)
            own = views.get(at) or assess(rulebook, case, schools=schools, drafts=drafts).judgements
            found.append(_trial(rulebook, case, outcome, came, own))
        except BadInput as bad:
            found.append(Unscored(case.name, bad.problems))
    return found


def _recorded(
    rulebook: Rulebook, cases: Sequence[Case], tried: Sequence[Trial | Unscored], unread: Sequence[Unscored]
) -> Backtest:
    """Put together what was tried of one size of event.

    Raises:
        BadInput: a school is unknown.
    """
    framework = framework_of(rulebook)
    trials, unscored = [], list(unread)
    for case, found in zip(cases, tried, strict=True):
        if isinstance(found, Trial):
            trials.append(replace(found, case=case))
            continue
        if any(problem.path == ARGUMENT for problem in found.problems):
            raise BadInput(found.problems)
        unscored.append(found)
    names = titles([trial.case for trial in trials])
    trials = [replace(trial, title=name) for trial, name in zip(trials, names, strict=True)]
    no_call = base_rate(framework, [trial for trial in trials if trial.case.sample != "quiet"])
    return Backtest(
        rulebook=rulebook,
        version=__version__,
        event=fill(framework.event, {role.name: f"the {role.name}" for role in framework.roles}),
        horizon=framework.horizon,
        tier=framework.tiers[0] if framework.tiers else None,
        trials=tuple(trials),
        unscored=tuple(sorted(unscored, key=lambda one: one.name)),
        groups=group_by_sample(framework, trials, no_call),
        no_call=no_call,
        matched=tuple(match(trials, no_call)) if framework.ranges else (),
    )


def _trial(
    rulebook: Rulebook, case: Case, outcome: Outcome, came: Came, views: Sequence[SchoolJudgement]
) -> Trial:
    framework = framework_of(rulebook)
    return Trial(
        case=case,
        title=case.title,
        deadline=came.deadline,
        calls=tuple(_call(rulebook, framework, case, view, first=at == 0) for at, view in enumerate(views)),
        happened=came.happened,
        after=came.after,
        on=outcome.on,
        signs=signs_of(framework, case, Ledger(views[0].about(told_of(framework)), rulebook.vocabulary)),
        summary=outcome.summary or (case.outcome.summary if case.outcome else ""),
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
    if not first:
        return _said(rulebook, framework, case, view)
    rules = tuple(rule for rule in view.rules if not is_late(rule, case.as_of))
    then = _said(rulebook, framework, case, view.among(rulebook.vocabulary, rules))
    return replace(_said(rulebook, framework, case, view, told_of(framework)), then=then)


def _said(
    rulebook: Rulebook,
    framework: Framework,
    case: Case,
    view: SchoolJudgement,
    told: frozenset[str] = frozenset(),
) -> Call:
    """Return what a school says of the question; `told` are the statements that it is asked of besides."""
    ledger = Ledger(view.about(told | {framework.question.statement}), rulebook.vocabulary)
    question = pose(framework, case, case.as_of, ledger)
    rules = {} if question.literal is None else rules_below(ledger, question.literal)
    late = tuple(rule for _, rule in sorted(rules.items()) if is_late(rule, case.as_of))
    answer = question.answer
    return Call(view.school, question, predict(framework, answer), middle(framework, answer), late)


def told_of(framework: Framework) -> frozenset[str]:
    """Return the statements on which a trial goes: the question's, the variables', and those of the baselines' signs."""
    signs = (sign.statement for baseline in framework.baselines for sign in baseline.signs)
    return framework.asked.union(signs)


def rules_below(ledger: Ledger, literal: Literal) -> dict[str, Rule]:
    """Return the rules of the standing arguments that an established literal rests on, down to the facts."""
    instances = (argument.instance for argument in ledger.beneath([literal]))
    return {instance.rule.id: instance.rule for instance in instances if instance is not None}


def is_late(rule: Rule, day: date | None) -> bool:
    """Tell whether a rule cites works, none of which is known to have appeared by a day."""
    dates = [cite.source.date for cite in rule.cites]
    return bool(dates) and not any(date and day and date <= day for date in dates)
