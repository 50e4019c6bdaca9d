"""The knowledge base: rules, examples, the framework and the rulebook."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct, field

from rubicon.language.conditions import Condition, Pattern, patterns, reads_today
from rubicon.language.facts import Entity, Fact, Level, Literal, Place, Source
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import Problem

Lines: TypeAlias = Iterable[Condition | tuple[Condition, ...]]
"""The items of `if`: each a condition, or a tuple of them: any one of these."""


def lines_of(items: Lines) -> tuple[Condition, ...]:
    """Return every condition of some items, in written order."""
    found: list[Condition] = []
    for item in items:
        found += item if isinstance(item, tuple) else (item,)
    return tuple(found)


def ways_through(items: Lines) -> tuple[tuple[Condition, ...], ...]:
    """Return every way of choosing one from each "any one of these", in written order."""
    return tuple(product(*(item if isinstance(item, tuple) else (item,) for item in items)))


class Citation(Struct, frozen=True, gc=False):
    """A work and the place in it."""

    source: Source
    place: str


Asserted: TypeAlias = OneOf["", "established", "definite", "defeasible", "contested", "undecided", "unknown"]
"""How an example says that what it speaks of stands; nothing where it does not say."""


class Example(Struct, frozen=True, gc=False):
    """What a rule must conclude (`expect`, `false`) and must not (`refuse`) from given facts.

    Of what it concludes, `by` are the rules that carry it and `because_of` what it rests on, at whatever remove.
    `standing` is that of all three.
    """

    name: str
    place: Place
    given: tuple[Fact, ...]
    expect: tuple[Literal, ...] = ()
    refuse: tuple[Literal, ...] = ()
    false: tuple[Literal, ...] = ()
    as_of: date | None = None
    roles: tuple[tuple[str, str], ...] = ()
    entities: tuple[Entity, ...] = ()
    beside: tuple[str, ...] | OneOf["all"] = ()
    by: tuple[str, ...] = ()
    because_of: tuple[Literal, ...] = ()
    standing: Asserted = ""


class Rule(Struct, frozen=True, gc=False):
    """One rule file, or its `otherwise`. An item of `conditions` is a condition, or a tuple of them: any one of these.

    `unless` is a tuple of exceptions; each is a tuple of conditions that hold together. `contests` never affects
    judging. An `otherwise` is a rule of its own, with `otherwise_of` the id of the rule in whose file it stands.
    """

    id: str
    title: str
    place: Place
    conditions: tuple[Condition | tuple[Condition, ...], ...]
    unless: tuple[tuple[Condition, ...], ...]
    conclusions: tuple[Pattern, ...]
    kind: OneOf["strict", "defeasible", "defeater"] = "defeasible"
    overrides: tuple[str, ...] = ()
    because: str = ""
    cites: tuple[Citation, ...] = ()
    school: str | None = None
    status: OneOf["draft", "stable", "retired"] = "stable"
    since: date | None = None
    until: date | None = None
    confidence: Level = "high"
    note: str | None = None
    examples: tuple[Example, ...] = ()
    contests: tuple[str, ...] = ()
    otherwise_of: str | None = None

    @property
    def branches(self) -> tuple[tuple[Condition, ...], ...]:
        """Return every way of choosing one from each "any one of these", in written order."""
        return ways_through(self.conditions)

    @property
    def lines(self) -> tuple[Condition, ...]:
        """Return every condition of `if`, in written order."""
        return lines_of(self.conditions)

    @property
    def excepting(self) -> tuple[Condition, ...]:
        """Return every condition of `unless`, in written order."""
        return tuple(condition for together in self.unless for condition in together)

    @property
    def all_conditions(self) -> tuple[Condition, ...]:
        """Return every condition of `if` and then of `unless`, in written order."""
        return (*self.lines, *self.excepting)

    @property
    def premises(self) -> tuple[Pattern, ...]:
        """Return every pattern that its conditions speak of, in written order."""
        return tuple(pattern for condition in self.all_conditions for pattern in patterns(condition))

    @property
    def reads_today(self) -> bool:
        """Tell whether the rule goes by the day judged, and so may turn without any news."""
        return any(map(reads_today, self.all_conditions))

    def in_force(self, day: date | None) -> bool:
        """Tell whether a dated rule takes part on a day (without a day it does)."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


class Section(Struct, frozen=True):
    """A part of the report: the statements whose truth counts for it, and those that count against it.

    `kind` is "variable" (met, not met, contested, open) or "findings" (whatever is established).
    Patterns may hold variables named for the roles; other variables stand for anything. `met` and `not_met`
    are the names of a variable in a report when it is met and when it is not. What is found for a section that is
    `followed` is told by a timeline when it changes.
    """

    key: str
    title: str
    kind: OneOf["variable", "findings"]
    for_: tuple[Pattern, ...]
    against: tuple[Pattern, ...] = ()
    asks: str = ""
    met: str = ""
    not_met: str = ""
    followed: bool = False

    @property
    def claim(self) -> str:
        """Return what the section is met by: its name for that, or its title."""
        return self.met or self.title

    def outcome(self, state: str | None) -> str:
        """Return its name for how it comes out; its title where it has none, or does not come out."""
        return {"met": self.met, "not met": self.not_met}.get(state or "") or self.title


class School(Struct, frozen=True):
    """A framework that rules belong to; it is judged together with the schools in `beside`."""

    name: str
    title: str
    beside: tuple[str, ...] = ()
    by: str = ""


class Role(Struct, frozen=True):
    """A part that an entity of a kind plays in a case, such as the intervener."""

    name: str
    kind: str
    required: bool = True


class BaseRate(Struct, frozen=True):
    """How often the event came: a share (0 to 1) of such windows, counted until a day, by a source."""

    share: Decimal
    of: str
    until: date | None = None
    source: Source | None = None


class Tier(Struct, frozen=True):
    """A size of event that a case may be asked about and is scored on; a case asserts `considered`, too."""

    name: str
    title: str
    event: str
    considered: Pattern | None = None
    base_rate: BaseRate | None = None
    default: bool = False


class Baseline(Struct, frozen=True):
    """What whoever knows no rule would say: an answer where one of some signs is established, else another.

    Without an answer it is how often the event came with the sign, and without.
    """

    title: str
    signs: tuple[Pattern, ...]
    says: str | None = None
    otherwise: str | None = None


class Framework(Struct, frozen=True):
    """The question, its event and horizon, the sections of the report and the schools, in order.

    `question` has one variable that is no role: the `one_of` slot that holds the answer. `ask` and
    `event` are texts with `{role}` in them. `ranges` gives each answer's range in per cent in the words of
    `scale`, `misses` the known misses that every report shows, `record` a sentence on how it did on cases that it
    was not made with, `method` a paragraph on method. `noun` is what a section of kind "variable" is called. `scope` are the conditions, over the roles, within which the
    framework speaks; `asks_about` the entities that are always worth asking about. The first of `tiers` is the
    one that is judged, as read the default one; `event` is its event. The `baselines` are what a back-test holds
    the answers against.
    """

    title: str
    place: Place
    ask: str
    question: Pattern
    roles: tuple[Role, ...]
    event: str
    horizon: int
    considered: Pattern
    sections: tuple[Section, ...]
    ranges: tuple[tuple[str, Decimal, Decimal], ...]
    schools: tuple[School, ...]
    default_school: str | None
    misses: tuple[str, ...] = ()
    method: str = ""
    scale: str = ""
    noun: str = "variable"
    scope: tuple[Condition, ...] = ()
    asks_about: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    record: str = ""

    @property
    def posed(self) -> tuple[Pattern, ...]:
        """Return what a case may assert from its roles: `considered`, and that of each tier."""
        return (self.considered, *(tier.considered for tier in self.tiers if tier.considered is not None))

    @property
    def goals(self) -> tuple[Pattern, ...]:
        """Return what is asked after: the question first, then what counts for or against each variable."""
        variables = [one for one in self.sections if one.kind == "variable"]
        return (self.question, *(goal for one in variables for goal in (*one.for_, *one.against)))

    @property
    def asked(self) -> frozenset[str]:
        """Return the statements of all that is asked after, by name."""
        return frozenset(goal.statement for goal in self.goals)


class Rulebook(Struct, frozen=True):
    """A folder of text files, read. `digest` is the SHA-256 of its content.

    `ask_if` gives the conditions, over its slots, on which a statement is worth asking about.
    """

    folder: str
    vocabulary: Vocabulary
    entities: tuple[Entity, ...] = ()
    background: tuple[Fact, ...] = ()
    sources: dict[str, Source] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    framework: Framework | None = None
    digest: str = ""
    warnings: tuple[Problem, ...] = ()
    ask_if: dict[str, tuple[Condition, ...]] = field(default_factory=dict)
