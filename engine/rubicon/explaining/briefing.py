"""Put the first page together: what happened, what would change the answer, who disagrees, what is not used."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from rubicon.explaining.answering import pose
from rubicon.explaining.brief import (
    Brief,
    Ending,
    Estimate,
    Happened,
    HingeDay,
    Parting,
    Unused,
)
from rubicon.explaining.citing import asserted_in
from rubicon.explaining.claims import Cited, Reference
from rubicon.explaining.contents import Question, SchoolView, ToldSection
from rubicon.explaining.filed import OnFile
from rubicon.explaining.grouping import watched
from rubicon.explaining.sections import heads_of
from rubicon.explaining.turnings import estimate_of, turnings_of
from rubicon.judging.assessing import Assessment
from rubicon.judging.ledger import Ledger
from rubicon.judging.reaching import Outlook
from rubicon.judging.spans import slides
from rubicon.judging.weighing import origin_of
from rubicon.language.facts import Literal, Value, sort_key
from rubicon.language.rules import Framework, Section
from rubicon.problems import BadInput
from rubicon.supposing.steps import Step, Steps, steps_of

NEWS = 365
"""Days after which what is so is no news."""


def brief_of(
    assessment: Assessment,
    framework: Framework,
    ledger: Ledger,
    question: Question,
    sections: Sequence[ToldSection],
    bearing: Mapping[Literal, tuple[Reference, ...]],
    schools: Sequence[SchoolView],
    on_file: Sequence[OnFile],
    outlook: Outlook | None,
    *,
    ending: bool = False,
) -> Brief:
    """Return what the first page tells of an assessment by a framework; with `ending` also what would end differences."""
    happened = _happened(ledger, bearing, on_file)
    heads = [(told.section, one) for told in sections for one in told.decided if told.section]
    found = _steps(assessment, [one for _, one in heads], outlook)
    asked = [step for step in found.steps if step.move.act not in ("withdraw", "deny")] if found else []
    return Brief(
        happened=happened,
        carrying=_carrying(found, heads, [one.literal for one in happened if _is_lasting(ledger, one)])
        if found
        else (),
        turning=None if found is None else turnings_of(ledger, framework, found.steps),
        questions=found.questions if found else 0,
        first=watched(ledger.vocabulary, [(_affirmed(step), None) for step in asked]),
        partings=_partings(assessment, framework, schools),
        agreeing=tuple(
            view.school
            for view in schools[1:]
            if view.school and _answer(view.question) == _answer(schools[0].question)
        ),
        unused=_unused(on_file),
        uncertain=_uncertain(assessment, framework, question),
        classes=_classes(happened),
        endings=_endings(assessment, framework, ledger, schools) if ending else (),
    )


def _endings(
    assessment: Assessment, framework: Framework, ledger: Ledger, schools: Sequence[SchoolView]
) -> tuple[Ending, ...]:
    """Return on what each school of another answer parts, and what would end it."""
    # Here, so that a report without it loads no solver.
    from rubicon.explaining.disagreeing import endings  # noqa: PLC0415

    parted = [view for view in schools[1:] if _answer(view.question) != _answer(schools[0].question)]
    return endings(assessment, framework, ledger, parted)


def _happened(
    ledger: Ledger, bearing: Mapping[Literal, tuple[Reference, ...]], on_file: Iterable[OnFile]
) -> tuple[Happened, ...]:
    """Return the case's own facts on which something rests, news before what is long so, the weightiest first."""
    own = {one.literal for one in on_file if one.use in ("given", "reported")}
    found = []
    for literal, sections in bearing.items():
        if literal in own:
            evidence = tuple(c for a in ledger.asserting(literal) for c in asserted_in(a))
            origins = {origin for one in evidence if (origin := origin_of(one.fact)) is not None}
            found.append(Happened(literal, evidence, len(origins), sections))
    return tuple(sorted(found, key=lambda one: (_is_lasting(ledger, one), -_carried(one))))


def _is_lasting(ledger: Ledger, one: Happened) -> bool:
    """Tell whether a fact is a state of long standing on the day judged: it may carry much, and is no news."""
    day = ledger.judgement.day
    begun = [cited.fact.on for cited in one.evidence if cited.fact.on is not None]
    is_event = ledger.vocabulary.statements[one.literal.atom.statement].is_event
    return day is not None and not is_event and (not begun or (day - max(begun)).days > NEWS)


def _carried(one: Happened) -> int:
    """Return how many variables a fact carries."""
    return sum(section.variable for section in one.bears)


def _carrying(
    found: Steps, heads: Sequence[tuple[Section, Literal]], lasting: Collection[Literal]
) -> tuple[tuple[Literal, tuple[Section, ...]], ...]:
    """Return the facts without which all that decides some two variables or more falls, the weightiest first.

    Nobody doubts what has long been so: where a place lies is no report on which anything hangs.
    """
    carrying = []
    for fact, fallen in found.carried.items():
        if fact in lasting:
            continue
        sections = dict.fromkeys(section.key for section, _ in heads)
        kept = {section.key for section, one in heads if one not in fallen}
        falling = {section.key: section for section, _ in heads if section.key not in kept}
        if len(falling) > 1:
            carrying.append((fact, tuple(falling[key] for key in sections if key in falling)))
    return tuple(sorted(carrying, key=lambda one: -len(one[1])))


def _steps(assessment: Assessment, heads: Sequence[Literal], outlook: Outlook | None) -> Steps | None:
    try:
        return steps_of(assessment, heads, outlook)
    except BadInput:
        return None


def _affirmed(step: Step) -> Literal:
    literal = step.move.literal
    return literal if literal.truth else literal.contrary


def _answer(question: Question | None) -> tuple[object, ...]:
    return (question.answer, question.candidates) if question else ()


def _partings(
    assessment: Assessment, framework: Framework, schools: Sequence[SchoolView]
) -> tuple[Parting, ...]:
    """Return the other schools whose answer is another, each with the first section on which it parts.

    Such a section bears on its own answer; where none does it parts by the rules of the answer itself.
    """
    roles: dict[str, Value] = dict(assessment.case.roles)
    variables: list[Section] = [one for one in framework.sections if one.kind == "variable"]
    first, found = schools[0], []
    for view in schools[1:]:
        if _answer(view.question) == _answer(first.question):
            continue
        outlook = estimate_of(framework, view.question.answer if view.question else None)
        pairs = zip(variables, first.holdings[1:], view.holdings[1:], strict=True)
        ledger = Ledger(view.view.about(framework.asked), assessment.rulebook.vocabulary)
        answer = view.question.literal if view.question else None
        beneath = {one.literal for one in ledger.beneath([answer])} if answer else None
        differing = [
            (one, now)
            for one, was, now in pairs
            if now.state not in (was.state, "open")
            and (beneath is None or not beneath.isdisjoint(heads_of(ledger, one, roles).literals))
        ]
        if differing:
            section, now = differing[0]
            found.append(Parting(view.school, outlook, section, now.state, now.rules))
        else:
            found.append(Parting(view.school, outlook, None, None, view.holdings[0].rules))
    return tuple(found)


def _unused(on_file: Iterable[OnFile]) -> tuple[Unused, ...]:
    """Return the facts that do not count, by why, each sentence once."""
    groups: dict[str, dict[Literal, OnFile]] = {}
    counting = {one.literal for one in on_file if one.bar is None}
    for one in on_file:
        if one.bar is not None and one.literal not in counting:
            groups.setdefault(one.bar, {}).setdefault(one.literal, one)
    return tuple(
        Unused(next(iter(some.values())).bar or "idle", len(some), tuple(some)) for some in groups.values()
    )


def _uncertain(assessment: Assessment, framework: Framework, question: Question) -> tuple[HingeDay, ...]:
    """Return the uncertain days of which another end alone changes the answer."""
    found = []
    for slide in slides(assessment):
        ledger = Ledger(slide.judgement, assessment.rulebook.vocabulary)
        after = pose(framework, assessment.case, assessment.day, ledger)
        if _answer(after) != _answer(question):
            outlook = Estimate(after.answer, after.range)
            found.append(HingeDay(Cited(slide.fact), slide.which == "until", slide.day, outlook))
    return tuple(sorted(found, key=lambda one: (sort_key(one.cited.fact.literal), one.until, one.day)))


def _classes(happened: Iterable[Happened]) -> tuple[tuple[str, int], ...]:
    """Return the classes of the sources of what happened, with how many sources are of each."""
    sources = {c.fact.source.key: c.fact.source for one in happened for c in one.evidence if c.fact.source}
    counted = Counter(source.class_ or "" for source in sources.values())
    return tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])))
