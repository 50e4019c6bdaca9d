"""What the answers to `why-not` and `what-if` hold, before they are worded."""

from datetime import date
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.explaining.claims import Cited, Claim, Premise, Status, Tallied, Victor
from rubicon.explaining.contents import Question, VariableOutcome
from rubicon.explaining.runs import Header
from rubicon.judging.differences import Turn
from rubicon.judging.judgements import Standing, Truth
from rubicon.language.conditions import Comparison, Condition, ConditionKind, Pattern
from rubicon.language.facts import Level, Literal, Value
from rubicon.language.rules import Citation, Rule, School, Section

Timing: TypeAlias = OneOf["known", "begins", "ended", "withdrawn", "superseded", "set aside"]
"""Why an assertion does not count on the day: known only later, begun only later, ended, taken back, ended by a
later report of its source, or set aside by this run."""

Shortfall: TypeAlias = OneOf["denied", "contested", "undecided", "dated", "unshown"]
"""How a sentence that a rule needs fails to be established; `dated`: it is asserted, but not for the day."""


class Mistimed(Struct, frozen=True):
    """An assertion that does not count on the day judged: why, and the day on which that begins or ends."""

    cited: Cited
    why: Timing
    day: date | None = None


class NumberTarget(Struct, frozen=True):
    """What numbers are to come to: `of` is what is made of them, or which of the reports, `variable` names them."""

    of: OneOf["sum", "largest", "smallest", "every", "some"]
    variable: str
    bound: str
    limit: Decimal


class Need(Struct, frozen=True):
    """One thing that would take an obstacle away.

    - assert: `pattern` is established; a variable left in it stands for whoever it may be. `ask` tells
      that the vocabulary has a question for it, and that no rule concludes it: it can be found out.
    - deny: `pattern`, which is established, is not so.
    - withdraw: the assertions of `pattern` are withdrawn.
    - day: the case is judged on `day` or later.
    - more, fewer: `count` more, or fewer, sentences like `pattern` are established; `among` are those
      that count now.
    - dispute: something speaks for `pattern`, or against it.
    - value: what `pattern` says takes another value, with which the comparison holds; `pattern` has the
      nearest one.
    - dated: a dated assertion says of `pattern`, as surely as any, that it is so since `day`.
    - lines: `count` of `patterns` are established.
    - number: the numbers of `pattern` come to `target`.
    """

    kind: OneOf[
        "assert", "deny", "withdraw", "day", "dated", "more", "fewer", "lines", "dispute", "value", "number"
    ]
    pattern: Pattern | None = None
    ask: bool = False
    count: int = 0
    among: tuple[Literal, ...] = ()
    day: date | None = None
    patterns: tuple[Pattern, ...] = ()
    target: NumberTarget | None = None
    besides: Value | None = None
    """What a variable left in the pattern must not be."""


class Obstacle(Struct, frozen=True):
    """A condition of a rule that is not met, and why.

    `met` is None where the model leaves it undefined, or where a variable in `open` has no value, so that
    it cannot be tried. `bar` says how a needed sentence fails, `mistimed` which assertions of it do not
    count. `claims` are the statements that bear on it: what is established instead, both sides of a
    conflict, what blocks an absence, what a tally counted; `parts` are the conditions of an exception that applies. `deeper` are the
    nearest ways of concluding the missing sentence. All `needs` together would take the obstacle away.
    """

    kind: ConditionKind | OneOf["exception"]
    met: Truth
    condition: Condition | None
    pattern: Pattern | None = None
    bar: Shortfall | None = None
    claims: tuple[Claim, ...] = ()
    mistimed: tuple[Mistimed, ...] = ()
    tallied: Tallied | None = None
    limit: Decimal | None = None
    comparison: Comparison | None = None
    parts: tuple[Premise, ...] = ()
    since: tuple[date | None, ...] = ()
    """Of each claim the first day that its surest dated assertions give, where the rule asks since when."""
    open: tuple[str, ...] = ()
    unfit: bool = False
    """Something that is established would meet the condition, but bars another one of the rule."""
    framing: bool = False
    """The sentence only poses the question: the roles of the case assert it, and no evidence does."""
    reachable: bool = True
    """Some rule concludes the sentence, or the vocabulary asks for it, or something asserts its like."""
    deeper: tuple["Way", ...] = ()
    needs: tuple[Need, ...] = ()

    @property
    def is_pending(self) -> bool:
        """Tell whether the condition could only be tried once something else is known."""
        return self.met is None and bool(self.open)


class Defeat(Struct, frozen=True):
    """Why an argument that applies does not prevail: what overrides it, or what speaks against it unanswered.

    `outdone`: what is definite leaves no room for it. `against` is the conflicting statement, told.
    """

    against: Claim
    victors: tuple[Victor, ...] = ()
    attackers: tuple[Victor, ...] = ()
    outdone: bool = False
    needs: tuple[Need, ...] = ()


class Attempt(Struct, frozen=True):
    """A rule under the binding that comes nearest. `conclusion` may hold variables that nothing bound.

    `met` of `total` conditions and exceptions are as they should be; `obstacles` are the others, in the
    order in which the rule is written. Without any but such as have `open` variables, the rule applies, and `defeats` say what stops it.
    """

    conclusion: Pattern
    binding: tuple[tuple[str, Value], ...]
    met: int
    total: int
    obstacles: tuple[Obstacle, ...]
    defeats: tuple[Defeat, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def needs(self) -> tuple[Need, ...]:
        """Return all that would let the rule prevail; nothing where some of what stops it cannot be helped."""
        stopping = [obstacle.needs for obstacle in self.obstacles if not obstacle.is_pending]
        stopping += [defeat.needs for defeat in self.defeats]
        return tuple(dict.fromkeys(need for needs in stopping for need in needs)) if all(stopping) else ()


class Way(Struct, frozen=True):
    """A rule that could have concluded the sentence, with its nearest bindings; `more` are as near, left off.

    `whole` is False where the search stopped at its limit, so that a nearer binding may exist.
    """

    rule: Rule
    cites: tuple[Citation, ...]
    attempts: tuple[Attempt, ...]
    more: int = 0
    whole: bool = True

    @property
    def missing(self) -> int:
        """Return how many conditions its nearest binding lacks."""
        return sum(not obstacle.is_pending for obstacle in self.attempts[0].obstacles)


class Bystander(Struct, frozen=True):
    """A rule that could have concluded the sentence, but takes no part in this judgement: why."""

    way: Way
    why: OneOf["school", "draft", "retired", "not yet", "no longer"]
    school: School | None = None


class Hopeless(Struct, frozen=True):
    """A rule that nothing could ever satisfy for this sentence, whatever were known.

    `kinds`: no entity is known that is of all these kinds. `few`: fewer entities of the kind are known than
    the tally asks, or (with `settled`, what holds whatever is known) no room is left among the lines that are counted.
    `comparisons` contradict each other or the sentence. `clash`: two conditions that exclude each other. `exception`:
    one that holds wherever the rule could carry its conclusion. `own`: the condition that is the conclusion itself, or that
    the conclusion denies, and the conclusion.
    """

    rule: Rule
    cites: tuple[Citation, ...]
    kinds: tuple[str, ...] = ()
    few: Condition | None = None
    comparisons: tuple[Comparison, ...] = ()
    clash: tuple[Pattern, ...] = ()
    own: tuple[Pattern, ...] = ()
    exception: tuple[Pattern | Comparison, ...] = ()
    settled: tuple[Pattern | Comparison, ...] = ()


class WhyNot(Header, frozen=True):
    """The answer to `why-not`.

    `status` tells how the sentence stands; where it does (`so`, `assumed`) there is nothing more. `claim`
    tells it, `instead` what is established instead. `own` are its own assertions that count and do not
    prevail, `mistimed` those that do not count on the day. `ways` are the rules in force, nearest first.
    """

    asked: Literal
    status: Status
    claim: Claim
    instead: Claim | None
    own: tuple[Cited, ...]
    defeats: tuple[Defeat, ...]
    mistimed: tuple[Mistimed, ...]
    ways: tuple[Way, ...]
    bystanders: tuple[Bystander, ...]
    hopeless: tuple[Hopeless, ...]
    needs: tuple[Need, ...]


class Stance(Struct, frozen=True):
    """How a sentence stands in one judgement."""

    status: Status
    truth: Truth
    standing: Standing
    confidence: Level | None


class StandingShift(Struct, frozen=True):
    """A sentence whose standing changes: how it stood, how it stands, which arguments fell and which came."""

    literal: Literal
    before: Stance
    after: Stance
    fell: tuple[Turn, ...]
    came: tuple[Turn, ...]


class SectionShift(Struct, frozen=True):
    """How a variable of the framework came out, and comes out."""

    section: Section
    before: VariableOutcome | None
    after: VariableOutcome | None


class WhatIf(Header, frozen=True):
    """The answer to `what-if`: what changes when facts are assumed or withdrawn.

    `question` is the question before and after, `variables` the outcomes. `first` are the differences that
    decide those, in their order; `others` the rest. `same` counts the findings that stay as they are.
    """

    question: tuple[Question, Question] | None
    variables: tuple[SectionShift, ...]
    first: tuple[StandingShift, ...]
    others: tuple[StandingShift, ...]
    same: int
