"""What a report says of one statement: the claim, its reasons and premises, what it cites."""

from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.judging.judgements import Standing, Truth
from rubicon.language.conditions import Comparison, Condition, ConditionKind, Pattern
from rubicon.language.facts import Day, Fact, Level, Literal, Value
from rubicon.language.rules import Citation, Rule
from rubicon.supposing.supports import Supports

Status: TypeAlias = OneOf["so", "assumed", "reported", "contested", "undecided", "unshown", "refuted"]
"""How a sentence is told: it is so, it is assumed, it is reported, reports or reasons conflict, undecided, nothing shows
it, its opposite is established."""


class Reference(Struct, frozen=True):
    """Where in the report something is told: the section, above or below the place that refers to it."""

    key: str
    title: str
    above: bool
    here: bool = False
    """It is told in the very section that refers to it."""
    variable: bool = False
    """The section is one of those that the framework asks for."""


class Cited(Struct, frozen=True):
    """An assertion that is cited."""

    fact: Fact


class Tallied(Struct, frozen=True):
    """What a tally or aggregate of a rule came to; `high` differs from `low` where a number is disputed.

    `members` are what the entries are listed by, `disputed` those of them whose number is in dispute; `or_none`:
    it may be that there is nothing of the kind.
    """

    low: Decimal
    high: Decimal
    members: tuple[Value, ...]
    disputed: tuple[Value, ...] = ()
    or_none: bool = False


class Premise(Struct, frozen=True):
    """A condition of a rule under its binding, and what meets it or fails to (`met`).

    `pattern` is what it speaks of, bound as far as it goes. `literals` are the statements that meet it or, where
    none does, bear on it, and `claims` the same as they are told.
    `parts` are the conditions of an exception (`unless`), which hold together, or the lines of which so many are to;
    `comparison` is one of values, `day` that since which it is to be so.
    """

    kind: ConditionKind | OneOf["exception"]
    met: Truth
    condition: Condition | None = None
    pattern: Pattern | None = None
    literals: tuple[Literal, ...] = ()
    claims: tuple["Claim", ...] = ()
    tallied: Tallied | None = None
    limit: Decimal | None = None
    comparison: Comparison | None = None
    parts: tuple["Premise", ...] = ()
    day: Day | None = None
    open: tuple[str, ...] = ()
    """The variables for want of which it cannot be tried."""
    more: int = 0
    """So many statements that meet it are left out, so that the answer stays short."""


class Victor(Struct, frozen=True):
    """What overrides an argument: a rule, or (None) the better graded reports of `evidence`."""

    rule: Rule | None
    literal: Literal
    evidence: tuple[Cited, ...] = ()


class Reason(Struct, frozen=True):
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

    @property
    def assumed(self) -> bool:
        """Tell whether it is nothing but an assumption."""
        bases = {cited.fact.basis for cited in self.evidence}
        return bool(bases) and bases <= {"assumption", "argument"}


class Claim(Struct, frozen=True):
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
    cut: bool = False
    """Its reasons lie deeper than the answer goes; `evidence` are the facts at the bottom of them."""
    more: int = 0
    """So many reasons are left out, so that the answer stays short."""
    full: bool = True
    """The assertions are told with days and grades; else by the number of the source alone."""
    one_sided: OneOf["for", "against"] | None = None
    """Of what is contested: all that could establish it speaks for it, or against it; the rest only casts doubt."""
    likewise: bool = False
    """It is derived as the member of a tally before it; `evidence` are the facts at the bottom of it."""

    @property
    def repeated(self) -> bool:
        """Tell whether the same section has told it already."""
        return self.told is not None and self.told.here


class Cut(Struct, frozen=True):
    """What an answer leaves out: `depth` steps are told, the reasons of `deeper` statements and `more` items not.

    `idle` arguments come no sooner than what they show, by a longer way or in a circle.
    """

    depth: int
    deeper: int
    more: int
    idle: int


class WeakLink(Struct, frozen=True):
    """The link on which a confidence hangs; `dispute`: a sum counts a number that is contested."""

    kind: OneOf["fact", "dispute", "assumption", "rule", "absence", "attacked"]
    literal: Literal | None = None
    rule: Rule | None = None
    evidence: tuple[Cited, ...] = ()
    pattern: Pattern | None = None
    literals: tuple[Literal, ...] = ()


class Ground(Struct, frozen=True):
    """A fact that a conclusion rests on, with its assertions."""

    literal: Literal
    evidence: tuple[Cited, ...]


class Grounds(Struct, frozen=True):
    """Supports as an answer tells them: what every support needs, and what each needs beside that.

    Where nothing is needed though facts are among the reasons, `bare` are the rules that conclude it without any.
    """

    needed: tuple[Ground, ...]
    choices: tuple[tuple[Ground, ...], ...]
    supports: Supports
    bare: tuple[Rule, ...] = ()


class Conflict(Struct, frozen=True):
    """Reports that cannot all be true; `settled` tells which one prevails, None if none."""

    sides: tuple[tuple[Literal, tuple[Cited, ...]], ...]
    settled: Literal | None


class Rest(Struct, frozen=True):
    """A statement that is asserted, on which a section rests."""

    literal: Literal
    evidence: tuple[Cited, ...]


class Foundation(Struct, frozen=True):
    """A fact that carries several sections of the report."""

    literal: Literal
    evidence: tuple[Cited, ...]
    sections: tuple[Reference, ...]


class Silence(Struct, frozen=True):
    """An absence that arguments rely on (`nothing shows that …`), and the sections it bears on."""

    pattern: Pattern
    sections: tuple[Reference, ...]
