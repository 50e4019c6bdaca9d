"""Put a report together: the question, the sections, and what the reader must know beside them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache

from msgspec.structs import replace

from rubicon.explaining.answering import QUESTION, pose, tell_question
from rubicon.explaining.brief import Ahead, Brief
from rubicon.explaining.briefing import brief_of
from rubicon.explaining.citing import ASSUMED, asserted_in
from rubicon.explaining.claims import Cited, Conflict, Foundation, Reference, Silence
from rubicon.explaining.contents import (
    Changes,
    Explanation,
    Holding,
    Question,
    SchoolView,
    ToldSection,
)
from rubicon.explaining.differences import changes
from rubicon.explaining.doubts import conflict_about
from rubicon.explaining.filed import filed
from rubicon.explaining.mapping import map_of
from rubicon.explaining.pivotal import Pivotal
from rubicon.explaining.pivots import pivotal
from rubicon.explaining.roots import Roots, roots_of
from rubicon.explaining.runs import headed, ledger_of
from rubicon.explaining.sections import Heads, heads_of, tell
from rubicon.explaining.telling import Chapter, Teller
from rubicon.explaining.unknowns import asked_of, outlook_on
from rubicon.judging.assessing import Assessment
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.ledger import Ledger
from rubicon.language.collecting import uncollected
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Literal, Value, sort_key
from rubicon.language.rules import Rule
from rubicon.supposing.matrix import Matrix
from rubicon.supposing.pivots import Pivots

FINDINGS = Chapter(1, "findings", "")
"""The one chapter of a report without a framework."""

LINES = 2_000
"""Lines of reasons that a report tells."""


def explain(
    assessment: Assessment,
    baseline: Assessment | None = None,
    earlier: Assessment | None = None,
    pivots: Pivots | None = None,
    matrix: Matrix | None = None,
) -> Explanation:
    """Explain an assessment.

    `baseline` is the case as filed, when this run assumed or withdrew something; `earlier` the case as of
    an earlier day. What differs from either is told with the reasons that fell and came. `pivots` are what
    would change the answer, if that was asked for, and `matrix` the evidence held against each answer.
    """
    with uncollected():
        told = pivotal(assessment, pivots, paths=0, matrix=matrix) if pivots else None
        return _explain(assessment, baseline, earlier, told)


def _explain(
    assessment: Assessment, baseline: Assessment | None, earlier: Assessment | None, turning: Pivotal | None
) -> Explanation:
    ledger = ledger_of(assessment)
    teller = Teller(ledger, lines=LINES)
    roles: dict[str, Value] = dict(assessment.case.roles)
    framework = assessment.rulebook.framework
    sections = framework.sections if framework else ()
    heads = [heads_of(ledger, section, roles) for section in sections]
    chapters = [
        Chapter(at, head.section.key, head.section.outcome(head.state)) for at, head in enumerate(heads, 1)
    ]
    for chapter, found in zip(chapters, heads, strict=True):
        teller.open_chapter(chapter, found.literals)
    rooted = [roots_of(ledger, [one for one in found.literals if ledger.established(one)]) for found in heads]
    question = posed = None
    if framework is not None:
        posed = pose(framework, assessment.case, assessment.day, ledger)
        question = tell_question(teller, posed, framework, assessment.case)
        told = [
            tell(teller, chapter, found, assessment.judgements[0].rules, roles, beneath)
            for chapter, found, beneath in zip(chapters, heads, rooted, strict=True)
        ]
    else:
        told = [_without_framework(teller)]
    first = _view(assessment.judgements[0], ledger, posed, heads)
    others = (_other_view(assessment, school, roles) for school in assessment.judgements[1:])
    schools = (first, *others)
    parts = _parts(ledger, question, zip(chapters, heads, rooted, strict=True))
    bearing = _bearing(parts)
    spoken = {one: (_reference(chapter),) for one, chapter in teller.spoken.items() if chapter.key}
    on_file = filed(assessment, ledger, {**spoken, **bearing})

    outlook = cache(lambda: outlook_on(assessment))

    def briefing() -> Brief | None:
        if framework is None or question is None:
            return None
        ending = turning is not None
        return brief_of(
            assessment, framework, ledger, question, told, bearing, schools, on_file, outlook(), ending=ending
        )

    return Explanation(
        *headed(assessment),
        question=question,
        sections=tuple(told),
        contrary=tuple(teller.contrary),
        conflicts=_conflicts(teller),
        assumptions=_assumptions(ledger),
        silences=_silences(parts),
        foundations=_foundations(teller, parts),
        changes=_changes(assessment, baseline, None),
        earlier=_changes(assessment, earlier, earlier.day if earlier else None),
        schools=schools,
        rules=teller.rules(),
        clashes=assessment.judgements[0].judgement.clashes,
        warnings=assessment.warnings,
        pivots=turning,
        map=map_of(teller, question, told) if question else None,
        cut=teller.cut(),
        filed=on_file,
        ahead=Ahead(lambda: asked_of(assessment, outlook()), briefing),
        differ=len({tuple(holding.state for holding in view.holdings) for view in schools}) > 1,
    )


def _without_framework(teller: Teller) -> ToldSection:
    """Tell every conclusion, those that no other rests on first; then the facts not told yet."""
    ledger = teller.ledger
    concluded: dict[Literal, None] = {}
    premises: set[Literal] = set()
    for argument in ledger.judgement.arguments:
        if argument.instance is None or argument.applies is False:
            continue
        if not any(rival in concluded for rival in ledger.rivals(argument.literal)):
            concluded.setdefault(argument.literal)
        for ground in argument.instance.conditions:
            premises.update(mention.literal for mention in ground.mentions)
    first = [literal for literal in concluded if literal not in premises]
    asserted = sorted({a.literal for a in ledger.judgement.arguments if a.instance is None}, key=sort_key)
    claims = []
    for literal in (*first, *(found for found in concluded if found in premises), *asserted):
        if literal in teller.spoken or any(rival in teller.spoken for rival in ledger.rivals(literal)):
            continue
        if teller.is_full:
            teller.more += 1
            continue
        shown = literal if ledger.established(literal) else ledger.opposite(literal) or literal
        claims.append(teller.head(shown, FINDINGS))
    return ToldSection(FINDINGS.key, 1, None, None, None, tuple(claims))


def _parts(
    ledger: Ledger, question: Question | None, sections: Iterable[tuple[Chapter, Heads, Roots]]
) -> list[tuple[Chapter, Heads | None, Roots]]:
    """Return what each section rests on; last the question, for what its own reasons add."""
    found: list[tuple[Chapter, Heads | None, Roots]] = [*sections]
    if question is not None and question.literal is not None:
        found.append((QUESTION, None, roots_of(ledger, [question.literal])))
    return found


def _bearing(
    parts: Iterable[tuple[Chapter, Heads | None, Roots]],
) -> dict[Literal, tuple[Reference, ...]]:
    """Return which sections each asserted statement bears on; last the answer."""
    found: dict[Literal, list[Reference]] = {}
    for chapter, head, roots in parts:
        asked = head is not None and head.section.kind == "variable"
        for literal in roots.literals:
            found.setdefault(literal, []).append(replace(_reference(chapter), variable=asked))
    return {literal: tuple(sections) for literal, sections in found.items()}


def _reference(chapter: Chapter) -> Reference:
    return Reference(chapter.key, chapter.title, above=True)


def _foundations(
    teller: Teller, parts: Iterable[tuple[Chapter, Heads | None, Roots]]
) -> tuple[Foundation, ...]:
    """Return the facts that carry two variables or more, the case's own before standing knowledge."""
    carrying: dict[Literal, list[Reference]] = {}
    own: set[Literal] = set()
    for chapter, head, roots in parts:
        if head is not None and head.section.kind == "variable":
            own |= set(roots.facts)
            for literal in roots.literals:
                carrying.setdefault(literal, []).append(_reference(chapter))
    shared = [literal for literal, sections in carrying.items() if len(sections) > 1]
    shared.sort(key=lambda literal: literal not in own)
    return tuple(
        Foundation(
            literal,
            tuple(cited for argument in teller.ledger.asserting(literal) for cited in asserted_in(argument)),
            tuple(carrying[literal]),
        )
        for literal in shared
    )


def _silences(parts: Iterable[tuple[Chapter, Heads | None, Roots]]) -> tuple[Silence, ...]:
    bearing: dict[Pattern, list[Reference]] = {}
    for chapter, head, roots in parts:
        for pattern in roots.absences:
            if head is not None or pattern not in bearing:
                asked = head is None or head.section.kind == "variable"
                bearing.setdefault(pattern, []).append(replace(_reference(chapter), variable=asked))
    return tuple(Silence(pattern, tuple(sections)) for pattern, sections in bearing.items())


def _conflicts(teller: Teller) -> tuple[Conflict, ...]:
    """Return the reports on the report's path that cannot all be true."""
    ledger, found = teller.ledger, list[Conflict]()
    met = {literal for clash in ledger.judgement.clashes for literal in clash.literals}
    for literal in tuple(teller.spoken):
        if literal in met:
            continue
        met |= {literal, *ledger.rivals(literal)}
        conflict = conflict_about(ledger, literal)
        if conflict is not None:
            found.append(conflict)
    return tuple(found)


def _assumptions(ledger: Ledger) -> tuple[Cited, ...]:
    facts = (fact for fact in ledger.judgement.firings.facts if fact.basis in ASSUMED)
    return tuple(Cited(fact) for fact in facts)


def _changes(assessment: Assessment, other: Assessment | None, since: date | None) -> Changes | None:
    framework = assessment.rulebook.framework
    if other is None:
        return None
    before, after = ledger_of(other), ledger_of(assessment)
    questions = None
    if framework is not None:
        questions = (
            pose(framework, other.case, other.day, before),
            pose(framework, assessment.case, assessment.day, after),
        )
    sections = framework.sections if framework else ()
    return changes(before, after, sections, dict(assessment.case.roles), questions, since)


def _other_view(assessment: Assessment, view: SchoolJudgement, roles: Mapping[str, Value]) -> SchoolView:
    """Return what a school holds beside the one that the report follows."""
    framework = assessment.rulebook.framework
    if framework is None:
        return SchoolView(view.school, None, (), view)
    ledger = Ledger(view.about(framework.asked), assessment.rulebook.vocabulary)
    question = pose(framework, assessment.case, assessment.day, ledger)
    variables = (section for section in framework.sections if section.kind == "variable")
    return _view(view, ledger, question, [heads_of(ledger, section, roles) for section in variables])


def _view(
    view: SchoolJudgement,
    ledger: Ledger,
    question: Question | None,
    heads: Iterable[Heads],
) -> SchoolView:
    """Return one school's answer and states, with the rules that decide each."""
    holdings = []
    if question is not None:
        decided = (question.literal,) if question.literal else ()
        holdings.append(_holding(ledger, question.answer, decided))
    holdings += [
        _holding(ledger, found.state, found.literals) for found in heads if found.section.kind == "variable"
    ]
    return SchoolView(view.school, question, tuple(holdings), view)


def _holding(ledger: Ledger, state: str | None, literals: Iterable[Literal]) -> Holding:
    rules: dict[str, Rule] = {}
    for literal in literals:
        for argument in ledger.applying(literal):
            if argument.instance is not None and (argument.stands or not ledger.established(literal)):
                rules.setdefault(argument.instance.rule.id, argument.instance.rule)
    cites = tuple(dict.fromkeys(cite for rule in rules.values() for cite in rule.cites))
    return Holding(state, tuple(rules.values()), cites)
