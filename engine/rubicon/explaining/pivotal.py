"""What is said of what would change a judgement: changes, a check of assumptions, indicators, robustness."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from rubicon.explaining.claims import Cited, Status
from rubicon.explaining.hypotheses import Hypotheses
from rubicon.explaining.runs import Header
from rubicon.judging.questions import Act
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Atom, Literal, Value
from rubicon.language.rules import Citation, Rule, School
from rubicon.supposing.pivots import Pivots, Share


class Upshot(Struct, frozen=True):
    """How what is asked after comes out: the answer's value, or the status of the sentence asked about.

    Of the question `answer` is None where none is established; `candidates` are then the values still in play,
    and `candidate_range` spans theirs. `range` is the answer's in per cent. `status` is None of the question.
    """

    answer: str | None = None
    range: tuple[Decimal, Decimal] | None = None
    candidates: tuple[str, ...] = ()
    candidate_range: tuple[Decimal, Decimal] | None = None
    status: Status | None = None


class Alike(Struct, frozen=True):
    """Statements that differ in one place alone: the values that take that place, and how many of them are meant."""

    place: int
    values: tuple[Value, ...]
    count: int = 1


class Supposed(Struct, frozen=True):
    """One part of a change: what would turn out, or the report that would be withdrawn.

    Where several reports or answers would do, `literal` is the first and `alike` names them all; `literals`
    holds more than one where all of them would turn out together. `evidence` is what is asserted now.
    """

    act: Act
    literals: tuple[Literal, ...]
    alike: Alike | None = None
    evidence: tuple[Cited, ...] = ()
    assumed: bool = False

    @property
    def literal(self) -> Literal:
        """Return the first of the literals."""
        return self.literals[0]

    @property
    def each(self) -> tuple[Literal, ...]:
        """Return each of several that would do, which differ in one place alone."""
        if self.alike is None:
            return self.literals[:1]
        (name, values), at = self.literal.atom, self.alike.place
        return tuple(
            Literal(Atom(name, (*values[:at], one, *values[at + 1 :])), self.literal.truth)
            for one in self.alike.values
        )


def sets_of(parts: tuple[Supposed, ...]) -> tuple[tuple[Literal, ...], ...]:
    """Return each set of findings that some parts stand for: all of them together, or each of one that is told for several."""
    if parts[0].alike is None:
        return (tuple(literal for part in parts for literal in part.literals),)
    return tuple((literal,) for literal in parts[0].each)


class Stage(Struct, frozen=True):
    """One stage on the way: findings that come to be established, and those that no longer are.

    `carrying` are the rules that bring what came; `silent` the rules of what fell that no longer apply,
    `outweighed` those that still do, `against` those that come to speak against what fell. Each rule is named
    once; `cites` are their works.
    """

    came: tuple[Literal, ...]
    fell: tuple[Literal, ...]
    carrying: tuple[Rule, ...] = ()
    silent: tuple[Rule, ...] = ()
    outweighed: tuple[Rule, ...] = ()
    against: tuple[Rule, ...] = ()
    cites: tuple[Citation, ...] = ()


class Turned(Struct, frozen=True):
    """A smallest change, or `ways` of them that differ in who alone: its parts, where it leads, and its path."""

    parts: tuple[Supposed, ...]
    outcome: Upshot
    path: tuple[Stage, ...]
    ways: int = 1


class Pinned(Struct, frozen=True):
    """Something asserted without which the answer falls, and what the answer then is."""

    literal: Literal
    evidence: tuple[Cited, ...]
    outcome: Upshot
    assumed: bool


class Watched(Struct, frozen=True):
    """An open question, or several of the same weight (None: not weighed) that differ in who alone (`alike`)."""

    pattern: Pattern
    weight: Share | None
    alike: Alike | None = None

    @property
    def patterns(self) -> tuple[Pattern, ...]:
        """Return each of the questions."""
        if self.alike is None:
            return (self.pattern,)
        terms, at = self.pattern.terms, self.alike.place
        return tuple(
            replace(self.pattern, terms=(*terms[:at], value, *terms[at + 1 :])) for value in self.alike.values
        )


class Pivotal(Struct, frozen=True):
    """What would change the answer to the question, or the standing of the sentence `about`.

    `watched` are the open questions that have weight, the heaviest first; `idle` those that have none.
    `spare` are assumptions that the answer does not hang on alone. `ways` is the number of completions, and
    `held` the number of those in which the answer holds; None where the share is estimated. `found` is what
    was computed.
    """

    found: Pivots
    ask: str
    outcome: Upshot
    turns: tuple[Turned, ...]
    watched: tuple[Watched, ...]
    idle: tuple[Watched, ...]
    pins: tuple[Pinned, ...]
    spare: tuple[Literal, ...]
    ways: int
    held: int | None
    values: Mapping[Literal, str] = field(default_factory=dict)
    """The answers of the question in one word: `likely`, `yes`."""

    matrix: Hypotheses | None = None
    """The evidence held against each answer; None where that was not asked for."""

    @property
    def about(self) -> Literal | None:
        """Return the sentence asked about; None for the question."""
        return self.found.about

    @property
    def questions(self) -> int:
        """Return the number of open questions."""
        return len(self.found.questions)


class AskedElsewhere(Struct, frozen=True):
    """A school beside the one judged by, the questions that weigh in its judgement alone, and what would change that.

    `parts` are the fewest replies that do, one set of `ways`, and `after` is what it then says; without parts none was
    found.
    """

    school: School
    outcome: Upshot
    watched: tuple[Watched, ...]
    parts: tuple[Supposed, ...] = ()
    after: Upshot = Upshot()
    ways: int = 0


class PivotsPage(Header, frozen=True):
    """The answer to `pivots`, with the case it is about, and what other schools would ask, if they were judged too."""

    told: Pivotal
    elsewhere: tuple[AskedElsewhere, ...] = ()
