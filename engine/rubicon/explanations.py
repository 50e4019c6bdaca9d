"""What a report says, before it is worded: claims with their reasons, sections, answers and sources."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.facts import Case, Fact, Level, Literal, Source, Value
from rubicon.findings import Finding
from rubicon.judgements import Clash, Standing, Truth
from rubicon.problems import Problem
from rubicon.rulebook import Comparison, Condition, Pattern, Rule, Rulebook, School, Section

State: TypeAlias = OneOf["met", "not met", "contested", "open"]
"""How a variable of the framework comes out."""

Status: TypeAlias = OneOf["so", "assumed", "reported", "contested", "undecided", "unshown", "refuted"]
"""How a sentence is told: it is so, it is assumed, it is reported, reports or reasons conflict, undecided, nothing shows
it, its opposite is established."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where in the report something is told: the section, above or below the place that refers to it."""

    key: str
    title: str
    above: bool
    here: bool = False
    """It is told in the very section that refers to it."""


@dataclass(frozen=True, slots=True)
class Cited:
    """An assertion and the number of its source in the report; None without a source."""

    fact: Fact
    number: int | None


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered work and the place in it."""

    number: int
    place: str


@dataclass(frozen=True, slots=True)
class Tallied:
    """What a tally or aggregate of a rule came to; `high` differs from `low` where a number is disputed."""

    low: Decimal
    high: Decimal
    members: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Premise:
    """A condition of a rule under its binding, and what meets it or fails to (`met`).

    `pattern` is what it speaks of, bound as far as it goes. `claims` are the statements that meet it.
    `parts` are the conditions of an exception (`unless`) or, with several, which hold together;
    `comparison` is one of values.
    """

    kind: OneOf[
        "holds", "absent", "open", "disputed", "tally", "aggregate", "reported", "comparison", "exception"
    ]
    met: Truth
    condition: Condition | None = None
    pattern: Pattern | None = None
    claims: tuple["Claim", ...] = ()
    tallied: Tallied | None = None
    limit: Decimal | None = None
    comparison: Comparison | None = None
    parts: tuple["Premise", ...] = ()


@dataclass(frozen=True, slots=True)
class Victor:
    """What overrides an argument: a rule, or (None) the better graded reports of `evidence`."""

    rule: Rule | None
    literal: Literal
    evidence: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """An argument for a literal: a rule under a binding with its premises, or the reports of `evidence`.

    `told` refers to where the same argument stands in full; then it has no premises here.
    """

    literal: Literal
    applies: Truth
    stands: bool
    rule: Rule | None = None
    binding: tuple[tuple[str, Value], ...] = ()
    tallied: Tallied | None = None
    cites: tuple[Citation, ...] = ()
    premises: tuple[Premise, ...] = ()
    evidence: tuple[Cited, ...] = ()
    beaten_by: tuple[Victor, ...] = ()
    outdone: bool = False
    """Nothing overrides it, but what is definite leaves no room for it."""
    told: Reference | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement as the report tells it: how it stands, the reasons for it and those against it.

    `evidence` are the assertions it rests on. `told` refers to where it is told in full; then it has no
    reasons here. `instead` is what is established where the status is `refuted`.
    """

    literal: Literal
    status: Status
    standing: Standing
    confidence: Level | None = None
    evidence: tuple[Cited, ...] = ()
    reasons: tuple[Reason, ...] = ()
    against: tuple[Reason, ...] = ()
    told: Reference | None = None
    instead: Literal | None = None
    full: bool = True
    """The assertions are told with days and grades; else by the number of the source alone."""
    likewise: bool = False
    """It is derived as the member of a tally before it; `evidence` are the facts at the bottom of it."""

    @property
    def repeated(self) -> bool:
        """Tell whether the same section has told it already."""
        return self.told is not None and self.told.here


@dataclass(frozen=True, slots=True)
class WeakLink:
    """The link on which a confidence hangs."""

    kind: OneOf["fact", "assumption", "rule", "absence", "attacked", "none"]
    literal: Literal | None = None
    rule: Rule | None = None
    evidence: tuple[Cited, ...] = ()
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A section of the report. `state` is None for a section of findings.

    `presumed`: what decides it rests on no fact of the case, only on absences and standing knowledge.
    `silent` are the rules that would speak to it but for want of facts.
    """

    key: str
    number: int
    section: Section | None
    state: State | None
    confidence: Level | None
    weakest: WeakLink | None
    claims: tuple[Claim, ...]
    presumed: bool = False
    sources: tuple[int, ...] = ()
    silent: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """The question and its answer; `answer` is None where no value is established.

    `range` is the answer's in per cent; `candidates` are the values still in play, lowest first, and
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


@dataclass(frozen=True, slots=True)
class Contrary:
    """Something that speaks against what the report finds, or a conflict, and where it is told."""

    literal: Literal
    reason: Reason
    settled: bool
    where: Reference


@dataclass(frozen=True, slots=True)
class Conflict:
    """Reports that cannot all be true; `settled` tells which one prevails, None if none."""

    sides: tuple[tuple[Literal, tuple[Cited, ...]], ...]
    settled: Literal | None


@dataclass(frozen=True, slots=True)
class Foundation:
    """A fact that carries several sections of the report."""

    literal: Literal
    evidence: tuple[Cited, ...]
    sections: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Silence:
    """An absence that arguments rely on (`nothing shows that …`), and the sections it bears on."""

    pattern: Pattern
    sections: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """An argument that stood before and no longer does, and why: premises gone, exceptions, attackers."""

    literal: Literal
    rule: Rule | None
    missing: tuple[Literal, ...] = ()
    arrived: tuple[Literal, ...] = ()


@dataclass(frozen=True, slots=True)
class Shift:
    """How a section came to differ between two judgements.

    Of a variable, `lost` and `gained` are the arguments that fell and came; of a section of findings,
    `gone` and `come` what it no longer finds and what it finds now.
    """

    key: str
    title: str
    before: str | None
    after: str | None
    lost: tuple[Lost, ...] = ()
    gained: tuple[Lost, ...] = ()
    gone: tuple[Literal, ...] = ()
    come: tuple[Literal, ...] = ()
    confidence: tuple[Level | None, Level | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Changes:
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


@dataclass(frozen=True, slots=True)
class Run:
    """What this run added to the case or took from it."""

    assumed: tuple[Literal, ...] = ()
    withdrawn: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Holding:
    """How one school sees one section, or the question: its state and the rules that decide it."""

    state: str | None
    rules: tuple[Rule, ...]
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class SchoolView:
    """One school's answer, section by section, in the order of the sections; first the question."""

    school: School | None
    question: Question | None
    holdings: tuple[Holding, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """A rule that the report's reasons use."""

    rule: Rule
    cites: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the argument's map: the question, a section, a reason, one against, a fact or an absence."""

    key: str
    kind: OneOf["question", "section", "reason", "against", "fact", "absence"]
    told: Told | None = None
    reason: Reason | None = None
    literal: Literal | None = None
    pattern: Pattern | None = None
    evidence: tuple[Cited, ...] = ()
    more: int = 0
    """So many facts of the same statement stand in the box beside `literal`."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a node above rests on, is attacked by, or is merely beside (`idle`)."""

    upper: str
    lower: str
    kind: OneOf["support", "attack", "idle"]


@dataclass(frozen=True, slots=True)
class Map:
    """The argument as nodes and links, to be drawn."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything a report says, in its order; templates put it into words."""

    rulebook: Rulebook
    case: Case
    day: date | None
    version: str
    question: Question | None
    sections: tuple[Told, ...]
    findings: tuple[Finding, ...]
    contrary: tuple[Contrary, ...]
    conflicts: tuple[Conflict, ...]
    assumptions: tuple[Cited, ...]
    silences: tuple[Silence, ...]
    unknowns: tuple[Pattern, ...]
    foundations: tuple[Foundation, ...]
    run: Run
    changes: Changes | None
    earlier: Changes | None
    schools: tuple[SchoolView, ...]
    rules: tuple[RuleUsed, ...]
    sources: tuple[tuple[int, Source], ...]
    clashes: tuple[Clash, ...]
    warnings: tuple[Problem, ...]
    map: Map | None = None
    differ: bool = False
    """The schools differ in some section or in the answer."""


@dataclass(frozen=True, slots=True)
class Why:
    """The answer to `why`: a sentence with every argument for it and against it.

    The first claim is what was asked, another what is established instead. `short` are the arguments that
    could have spoken for it and do not apply; `silent` the rules that would, but for want of facts.
    """

    rulebook: Rulebook
    case: Case
    day: date | None
    version: str
    asked: Literal
    claims: tuple[Claim, ...]
    short: tuple[Reason, ...]
    silent: tuple[Rule, ...]
    weakest: WeakLink | None
    findings: tuple[Finding, ...]
    rules: tuple[RuleUsed, ...]
    sources: tuple[tuple[int, Source], ...]
    run: Run


@dataclass(frozen=True, slots=True)
class RulePage:
    """A rule as a page: who overrides it, and its school."""

    rulebook: Rulebook
    rule: Rule
    school: School | None
    overrides: tuple[Rule, ...]
    overridden_by: tuple[Rule, ...]
    sources: tuple[tuple[int, Source], ...]
    cites: tuple[Citation, ...]
