"""Judge a case on each day on which something happened: the timeline."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import get_args

from msgspec import Struct
from msgspec.structs import replace

from rubicon.explaining.answering import pose
from rubicon.explaining.claims import Cited
from rubicon.explaining.contents import Changes, Question, RuleUsed
from rubicon.explaining.differences import changes
from rubicon.explaining.sections import Heads, heads_of
from rubicon.judging.assessing import Assessment, assess
from rubicon.judging.bearing import SchoolJudgement, take_over
from rubicon.judging.differences import Turn
from rubicon.judging.ledger import Ledger
from rubicon.judging.scope import outside
from rubicon.language.facts import Case, Fact, Literal, Value, sort_key
from rubicon.language.rules import Framework, Rule, Rulebook
from rubicon.problems import BadInput, Problem
from rubicon.surveying.timeline.days import happening_days, is_near, told_days
from rubicon.surveying.timeline.entries import (
    Band,
    BandRun,
    Development,
    EventfulDay,
    Happening,
    Stretch,
    Timeline,
    VariableState,
)
from rubicon.version import __version__

KEPT = 8
"""Days whose judgements are kept at one time; of the others only how they look."""


class Look(Struct, frozen=True):
    """What must differ on a later day for it to be a change: by the first school, and by the others."""

    own: tuple[object, ...]
    others: tuple[object, ...]


class Moment(Struct, frozen=True):
    """The judgement of one day: the facts and rules in force, the ledger and the question of each school.

    `found` is what stands in the sections that are followed.
    """

    assessment: Assessment
    ledger: Ledger
    questions: tuple[Question, ...]
    heads: tuple[Heads, ...]
    found: tuple[Heads, ...]

    @property
    def facts(self) -> dict[Fact, None]:
        """Return the facts in force, but for the framing of the question."""
        facts = self.assessment.judgements[0].firings.facts
        return dict.fromkeys(fact for fact in facts if fact.basis != "considered")

    @property
    def rules(self) -> dict[str, Rule]:
        """Return the rules in force by id, those of every school."""
        return {rule.id: rule for view in self.assessment.judgements for rule in view.rules}

    @property
    def look(self) -> Look:
        """Return how the answer and the variables come out, be it in confidence alone."""
        first, *others = self.questions
        confidence = self.ledger.judgement.confidence
        return Look(
            (
                (first.answer, first.candidates, first.standing, first.confidence),
                *((one.state, frozenset((x, confidence.get(x)) for x in one.literals)) for one in self.heads),
                *(frozenset(one.literals) for one in self.found),
            ),
            tuple((other.answer, other.candidates) for other in others),
        )


def timeline(
    rulebook: Rulebook, case: Case, *, schools: Sequence[str] | None = None, drafts: bool = False
) -> Timeline:
    """Judge a case on every day on which something became known, came into force or ended.

    Days of the background and of dated rules count between the case's own first and last. Where a rule goes by the
    time that has passed, the days on which that alone changes something are found too; a day that neither brings
    anything nor changes anything is none. The outcome is never read.

    Raises:
        BadInput: the rulebook asks no question, a school is unknown, or a limit is passed.
    """
    framework = framework_of(rulebook)
    sections = tuple(section for section in framework.sections if section.kind == "variable")
    followed = tuple(section for section in framework.sections if section.followed)
    roles: dict[str, Value] = dict(case.roles)
    timely = {rule.id for rule in rulebook.rules if rule.reads_today}

    latest: list[SchoolJudgement] = []

    @lru_cache(KEPT)
    def moment(day: date) -> Moment:
        assessment = assess(rulebook, case, as_of=day, schools=schools, drafts=drafts)
        take_over(assessment.judgements, latest or assessment.judgements)
        latest[:] = assessment.judgements
        # The first whole: what it holds on two days is compared. Of the others the answer alone is told.
        parts = [view.about((framework.question.statement,)) for view in assessment.judgements[1:]]
        ledgers = [Ledger(part, rulebook.vocabulary) for part in (assessment.judgement, *parts)]
        questions = tuple(pose(framework, case, day, ledger) for ledger in ledgers)
        heads, found = (
            tuple(heads_of(ledgers[0], section, roles) for section in some) for some in (sections, followed)
        )
        return Moment(assessment, ledgers[0], questions, heads, found)

    @cache
    def look(day: date) -> Look:
        return moment(day).look

    def differ(before: date, after: date) -> bool:
        return look(before) != look(after)

    def is_timely(day: date) -> bool:
        return not timely.isdisjoint(moment(day).rules)

    stretches: list[Stretch] = []
    previous: date | None = None
    was: Moment | None = None
    for day in told_days(happening_days(rulebook, case), is_timely, differ):
        now = moment(day)
        told = _told(case, now, was, day)
        if was is None or previous is None:
            stretches.append(Stretch((told,), now.questions, _outlooks(now), None))
        elif differ(previous, day):
            questions = (was.questions[0], now.questions[0])
            made = changes(was.ledger, now.ledger, (*sections, *followed), roles, questions, previous)
            turned = look(previous).own != look(day).own
            stretches.append(Stretch((told,), now.questions, _outlooks(now), made, turned))
        elif told.brought:
            stretches[-1] = replace(stretches[-1], days=(*stretches[-1].days, told))
        else:
            continue
        previous, was = day, now
    days = [day.day for stretch in stretches for day in stretch.days]
    present = max((at for at, day in enumerate(days) if case.as_of and day <= case.as_of), default=None)
    marked = tuple(_marked(stretches, days[present] if present is not None else None))
    named = tuple(view.school for view in moment(days[0]).assessment.judgements)
    return Timeline(
        rulebook=rulebook,
        case=case,
        version=__version__,
        schools=named,
        stretches=marked,
        bands=_bands(framework, marked, [school.title if school else "" for school in named]),
        present=present,
        rules=_rules(marked),
        outside=outside(moment(days[present or 0]).assessment),
    )


def turns_of(made: Changes) -> Iterable[Turn]:
    """Yield every argument that fell or came."""
    for shift in (*made.shifts, *((made.answer,) if made.answer else ())):
        yield from (*shift.lost, *shift.gained)


def framework_of(rulebook: Rulebook) -> Framework:
    """Return the framework of a rulebook.

    Raises:
        BadInput: it has none, and so asks no question.
    """
    if rulebook.framework is None:
        what = "the rulebook has no framework, and so no question to follow"
        raise BadInput([Problem(rulebook.folder, 0, what, "Add framework.toml, or use `rubicon assess`.")])
    return rulebook.framework


def _told(case: Case, now: Moment, was: Moment | None, day: date) -> EventfulDay:
    before, after = (was.facts if was else {}), now.facts
    counted = {fact.literal for fact in before}
    found = [
        (fact, _coming(fact, day, first=was is None, again=fact.literal in counted))
        for fact in after
        if fact not in before and (was or fact.basis != "background") and is_near(fact, case)
    ]
    found += [(fact, _going(fact, day)) for fact in before if fact not in after and is_near(fact, case)]
    for fact in case.facts:
        if fact.known == day and fact not in after:
            found.append((fact, "announced" if fact.on and fact.on > day else "past"))
    found.sort(key=lambda item: (_ORDER[item[1]], sort_key(item[0].literal), _source(item[0])))
    grouped: dict[tuple[Happening, Literal], list[Cited]] = {}
    for fact, how in found:
        grouped.setdefault((how, fact.literal), []).append(Cited(fact))
    entries = tuple(Development(literal, how, tuple(some)) for (how, literal), some in grouped.items())
    then, today = (was.rules if was else now.rules), now.rules
    return EventfulDay(
        day,
        entries,
        tuple(rule for name, rule in sorted(today.items()) if name not in then),
        tuple(rule for name, rule in sorted(then.items()) if name not in today),
    )


_ORDER = {how: at for at, how in enumerate(get_args(Happening))}
"""Entries of a day in the order of their kinds."""


def _source(fact: Fact) -> tuple[str, str]:
    return (fact.source.key if fact.source else "", str(fact.grade or ""))


def _coming(fact: Fact, day: date, *, first: bool, again: bool) -> Happening:
    if first and fact.known is None:
        return "standing"
    if fact.known not in (day, None):
        return "begun"
    return "repeated" if again else "known"


def _going(fact: Fact, day: date) -> Happening:
    if fact.withdrawn and fact.withdrawn <= day:
        return "withdrawn"
    return "ended" if fact.until and fact.until <= day else "superseded"


def _outlooks(now: Moment) -> tuple[VariableState, ...]:
    """Return how the variables stand, each with the confidence in it where it is settled."""
    confidence = now.ledger.judgement.confidence
    return tuple(
        VariableState(
            heads.section,
            heads.state or "open",
            next((confidence[one] for one in heads.literals if one in confidence), None)
            if heads.state in ("met", "not met")
            else None,
        )
        for heads in now.heads
    )


def _marked(stretches: Sequence[Stretch], present: date | None) -> Iterable[Stretch]:
    for stretch in stretches:
        yield replace(stretch, present=any(day.day == present for day in stretch.days))


def _bands(framework: Framework, stretches: Sequence[Stretch], titles: Sequence[str]) -> tuple[Band, ...]:
    """Return a band for each school's answer, then one for each variable."""
    ranks = {value: at for at, (value, _, _) in enumerate(framework.ranges, 1)}
    bands = []
    for at, title in enumerate(titles):
        labels = [(_answer(stretch.questions[at]), len(stretch.days)) for stretch in stretches]
        bands.append(Band(title, None, _runs(labels, ranks)))
    for at, outlook in enumerate(stretches[0].outlooks):
        labels = [(stretch.outlooks[at].state, len(stretch.days)) for stretch in stretches]
        bands.append(Band(outlook.section.title, outlook.section, _runs(labels, {})))
    return tuple(bands)


def _answer(question: Question) -> str:
    return question.answer or ""


def _runs(labels: Iterable[tuple[str, int]], ranks: dict[str, int]) -> tuple[BandRun, ...]:
    runs: list[BandRun] = []
    at = 0
    for label, width in labels:
        if runs and runs[-1].label == label:
            runs[-1] = replace(runs[-1], last=at + width - 1)
        else:
            runs.append(BandRun(at, at + width - 1, label, ranks.get(label, 0)))
        at += width
    return tuple(runs)


def _rules(stretches: Iterable[Stretch]) -> tuple[RuleUsed, ...]:
    """Return the rules that the changes name, and those that came into force or ended, by id."""
    named: dict[str, Rule] = {}
    for stretch in stretches:
        for day in stretch.days:
            named.update({rule.id: rule for rule in (*day.begun, *day.ended)})
        turned = turns_of(stretch.changes) if stretch.changes and stretch.turned else ()
        named.update({turn.rule.id: turn.rule for turn in turned if turn.rule})
    return tuple(RuleUsed(rule, rule.cites) for _, rule in sorted(named.items()))
