"""What a report says as a whole: sections, the answer, caveats, changes, the map, pages."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.brief import Ahead, Brief, Known
from rubicon.explaining.claims import (
    Cited,
    Claim,
    Conflict,
    Cut,
    Foundation,
    Grounds,
    Reason,
    Reference,
    Rest,
    Silence,
    WeakLink,
)
from rubicon.explaining.filed import OnFile
from rubicon.explaining.pivotal import Pivotal, Watched
from rubicon.explaining.runs import Header
from rubicon.judging.bearing import SchoolJudgement
from rubicon.judging.differences import Turn
from rubicon.judging.findings import Finding, findings_of
from rubicon.judging.judgements import Clash, Judgement, Standing, Truth
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Level, Literal, Source
from rubicon.language.rules import Citation, Rule, School, Section, Tier
from rubicon.problems import Problem

VariableOutcome: TypeAlias = OneOf["met", "not met", "contested", "open"]
"""How a variable of the framework comes out."""


class ToldSection(Struct, frozen=True):
    """A section of the report. `state` is None for a section of findings.

    `presumed`: what decides it rests on no fact of the case, only on absences and standing knowledge. `standing`: on no
    fact of the case, but on standing knowledge, with or without absences.
    `silent` are the rules that would speak to it but do not apply, where nothing does. `known` says how it is known, and
    `doubts` are the reports that conflict and alone keep it from being settled; it `rests` on what is asserted, the
    case's own first.
    """

    key: str
    number: int
    section: Section | None
    state: VariableOutcome | None
    confidence: Level | None
    claims: tuple[Claim, ...]
    weakest: WeakLink | None = None
    presumed: bool = False
    sources: tuple[Source, ...] = ()
    silent: tuple[Rule, ...] = ()
    asks: str = ""
    standing: bool = False
    known: Known = "nothing"
    doubts: tuple[Conflict, ...] = ()
    rests: tuple[Rest, ...] = ()

    @property
    def decided(self) -> tuple[Literal, ...]:
        """Return the established statements that decide a variable."""
        if self.state not in ("met", "not met"):
            return ()
        return tuple(
            one.instead or one.literal for one in self.claims if one.status in ("so", "assumed", "refuted")
        )


class Question(Struct, frozen=True):
    """The question and its answer; `answer` is None where no value is established.

    `short` are then the arguments for one that do not apply. `tier` is the size of event that is asked about. `range` is the answer's in per cent; `candidates` are the values still in play, lowest first, and
    `candidate_range` spans theirs.
    """

    ask: str
    event: str
    horizon: int
    deadline: date | None
    answer: str | None
    literal: Literal | None
    candidates: tuple[str, ...]
    truth: Truth
    standing: Standing
    confidence: Level | None
    range: tuple[Decimal, Decimal] | None = None
    candidate_range: tuple[Decimal, Decimal] | None = None
    weakest: WeakLink | None = None
    claims: tuple[Claim, ...] = ()
    short: tuple[Reason, ...] = ()
    tier: Tier | None = None


class Contrary(Struct, frozen=True):
    """Something that speaks against what the report finds, or a conflict, and where it is told."""

    literal: Literal
    reason: Reason
    settled: bool
    where: Reference


class Shift(Struct, frozen=True):
    """How a section came to differ between two judgements.

    Of a variable, `lost` and `gained` are the arguments that fell and came; of a section of findings,
    `gone` and `come` what it no longer finds and what it finds now.
    """

    key: str
    title: str
    before: str | None
    after: str | None
    lost: tuple[Turn, ...] = ()
    gained: tuple[Turn, ...] = ()
    gone: tuple[Literal, ...] = ()
    come: tuple[Literal, ...] = ()
    confidence: tuple[Level | None, Level | None] = (None, None)


class Changes(Struct, frozen=True):
    """What differs from another judgement: of the case as filed, or of the day `since`.

    `fallen` and `risen` are the facts that no longer count and those that are new. An argument that fell
    or came is told once, in the first section that it bears on; `answer` are those of the answer itself.
    """

    since: date | None
    question: tuple[Question, Question] | None
    shifts: tuple[Shift, ...]
    answer: Shift | None = None
    fallen: tuple[Literal, ...] = ()
    risen: tuple[Literal, ...] = ()


class Holding(Struct, frozen=True):
    """How one school sees one section, or the question: its state and the rules that decide it."""

    state: str | None
    rules: tuple[Rule, ...]
    cites: tuple[Citation, ...]


class SchoolView(Struct, frozen=True):
    """One school's answer, section by section, in the order of the sections; first the question."""

    school: School | None
    question: Question | None
    holdings: tuple[Holding, ...]
    view: SchoolJudgement

    @property
    def judgement(self) -> Judgement:
        """Return all that the school judges."""
        return self.view.judgement


class RuleUsed(Struct, frozen=True):
    """A rule that the report's reasons use."""

    rule: Rule
    cites: tuple[Citation, ...]


class Node(Struct, frozen=True):
    """A box of the argument's map: the question, a section, a reason, one against, a fact or an absence."""

    key: str
    kind: OneOf["question", "section", "reason", "against", "fact", "absence"]
    told: ToldSection | None = None
    reason: Reason | None = None
    literal: Literal | None = None
    pattern: Pattern | None = None
    evidence: tuple[Cited, ...] = ()
    more: int = 0
    """So many facts of the same statement stand in the box beside `literal`."""


class Link(Struct, frozen=True):
    """What a node above rests on, is attacked by, or is merely beside (`idle`)."""

    upper: str
    lower: str
    kind: OneOf["support", "attack", "idle"]


class Map(Struct, frozen=True):
    """The argument as nodes and links, to be drawn."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


class Explanation(Header, frozen=True):
    """Everything a report says, in the order in which it cites; templates put it into words.

    Notes on the coding of facts are no part of it: they may tell what came later than the day judged.
    """

    changes: Changes | None
    earlier: Changes | None
    question: Question | None
    sections: tuple[ToldSection, ...]
    foundations: tuple[Foundation, ...]
    contrary: tuple[Contrary, ...]
    conflicts: tuple[Conflict, ...]
    assumptions: tuple[Cited, ...]
    silences: tuple[Silence, ...]
    pivots: Pivotal | None
    """What would change the answer, if that was asked for."""
    schools: tuple[SchoolView, ...]
    rules: tuple[RuleUsed, ...]
    clashes: tuple[Clash, ...]
    warnings: tuple[Problem, ...]
    filed: tuple[OnFile, ...] = ()
    """The case's own facts on file, each with what it bears on or why it does not count."""
    map: Map | None = None
    ahead: Ahead = Ahead()
    differ: bool = False
    """The schools differ in some section or in the answer."""
    cut: Cut | None = None

    @property
    def asked(self) -> tuple[Watched, ...] | None:
        """Return the open questions, None where they are too many to be searched."""
        return self.ahead.asked

    @property
    def brief(self) -> Brief | None:
        """Return what the first page adds; None without a framework."""
        return self.ahead.brief

    @property
    def opening(self) -> tuple[object, ...]:
        """Return what is cited before the arguments are told: why the answer is so, and what each variable rests on."""
        why = _grounds(self.question.claims) if self.question else ()
        return why, tuple((_grounds(told.claims), told.rests) for told in self.sections)

    @property
    def unknowns(self) -> tuple[Pattern, ...]:
        """Return each open question."""
        return tuple(pattern for one in self.asked or () for pattern in one.patterns)

    @property
    def works(self) -> tuple[Source, ...]:
        """Return the sources of the case, then the works that the rules told and the facts in force cite, by key."""
        own = {source.key: source for source in self.case.sources}
        used = [cite.source for used in self.rules for cite in used.cites]
        judgement = self.schools[0].judgement
        used += [fact.source for fact in judgement.firings.facts if fact.source is not None]
        others = {source.key: source for source in used if source.key not in own}
        return (*(own[key] for key in sorted(own)), *(others[key] for key in sorted(others)))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return the findings of the first school; they are worded when asked for, as few forms tell them all."""
        return self.findings_of(self.schools[0])

    def findings_of(self, view: SchoolView) -> tuple[Finding, ...]:
        """Return the findings of one school."""
        return findings_of(view.judgement, self.rulebook.vocabulary)


def _grounds(claims: Iterable[Claim]) -> tuple[object, ...]:
    """Return what the first reasons of some claims cite."""
    return tuple(reason.cites for claim in claims for reason in claim.reasons)


class Why(Header, frozen=True):
    """The answer to `why`: a sentence with every argument for it and against it.

    Where something else is established instead, the claim tells that. `short` are the arguments that
    could have spoken for it and do not apply; `silent` the rules that would, but for want of facts. `cut` tells
    what was left out for length; `findings` and `rules` are whole.
    """

    asked: Literal
    claim: Claim
    short: tuple[Reason, ...]
    silent: tuple[Rule, ...]
    weakest: WeakLink | None
    findings: tuple[Finding, ...]
    rules: tuple[RuleUsed, ...]
    cut: Cut | None = None
    grounds: Grounds | None = None
    """The minimal sets of facts that the sentence rests on, if they were asked for."""
