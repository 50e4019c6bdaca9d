"""How heavy assertions are: which are given, which outgrade which, and what confidence they carry."""

from collections.abc import Iterable

from msgspec import Struct

from rubicon.language.dating import said_from
from rubicon.language.facts import Day, Fact, Grade, Level, Literal

RANKS: dict[Level, int] = {"low": 1, "moderate": 2, "high": 3}
"""The degrees of confidence as numbers; 0 stands for none."""

LEVELS: dict[int, Level] = {rank: level for level, rank in RANKS.items()}

LOW, MODERATE, HIGH = 1, 2, 3

GIVEN = frozenset({"background", "considered", "example", "argument"})
"""Origins whose assertions are given, whatever their grade."""


class Assertion(Struct, frozen=True, gc=False):
    """All the facts that assert one literal: one report with all their grades, or given."""

    literal: Literal
    facts: tuple[Fact, ...]
    given: bool

    @property
    def origins(self) -> int:
        """Return from how many origins it comes, by those of its facts that are no worse than C and 3."""
        return origins_of(self.facts)

    @property
    def rank(self) -> int:
        """Return the confidence of the best of its facts; a case's from fewer than two origins is at most moderate."""
        best = max([fact_rank(fact) for fact in self.facts])
        single = best > MODERATE and self.origins < 2
        return MODERATE if single and not any(fact.basis in GIVEN for fact in self.facts) else best


def fact_rank(fact: Fact) -> int:
    """Return the confidence that one assertion carries by its grade and origin, as a number of RANKS."""
    if fact.basis in ("assumption", "argument"):
        return LOW
    grade = fact.grade
    if grade is None:
        return HIGH if fact.basis in GIVEN else MODERATE
    letter = HIGH if grade.reliability in "AB" else LOW if grade.reliability in "DE" else MODERATE
    digit = HIGH if grade.credibility in (1, 2) else LOW if grade.credibility in (4, 5) else MODERATE
    return min(letter, digit)


def first_day(facts: Iterable[Fact], judged: Day | None) -> tuple[Day, int] | None:
    """Return the earliest day among the surest dated assertions in force, and their confidence (`… since ?day`)."""
    known = tuple(facts)
    confirmed = origins_of(known) > 1
    dated = [
        (-rank_among(fact, confirmed), on) for fact in known if (on := said_from(fact, judged)) is not None
    ]
    return (min(dated)[1], -min(dated)[0]) if dated else None


def rank_among(fact: Fact, confirmed: bool) -> int:
    """Return the confidence of one assertion of a sentence, which has two origins (`confirmed`) or fewer."""
    rank = fact_rank(fact)
    return rank if confirmed or fact.basis in GIVEN else min(rank, MODERATE)


def is_solid(fact: Fact) -> bool:
    """Tell whether a case's fact is graded A-B with 1-2, and so is given where none like it conflicts."""
    grade = fact.grade
    return fact.basis == "case" and grade is not None and grade.reliability in "AB" and grade.credibility <= 2


def gather(facts: Iterable[Fact]) -> dict[Literal, tuple[Fact, ...]]:
    """Return the facts that assert each literal, in an order that does not depend on the one given."""
    grouped: dict[Literal, list[Fact]] = {}
    for fact in facts:
        grouped.setdefault(fact.literal, []).append(fact)
    return {one: tuple(sorted(some, key=_order) if len(some) > 1 else some) for one, some in grouped.items()}


def weigh(literal: Literal, facts: tuple[Fact, ...], rivals: Iterable[tuple[Fact, ...]]) -> Assertion:
    """Return the assertion of a literal, given the facts that assert each member of its conflict set."""
    given = any(fact.basis in GIVEN for fact in facts)
    if not given and any(is_solid(fact) for fact in facts):
        given = not any(is_solid(fact) for some in rivals for fact in some)
    return Assertion(literal, facts, given)


def outgrades(one: Assertion, other: Assertion) -> bool:
    """Tell whether a report overrides a conflicting one: each grade of `other` is below some grade of `one`."""
    if one.given or other.given:
        return False
    ours, theirs = one.origins > 1, other.origins > 1
    return all(any(is_better(a, b, ours, theirs) for a in one.facts) for b in other.facts)


def is_better(one: Fact, other: Fact, ours: bool, theirs: bool) -> bool:
    """Tell whether one grade is better; `ours` and `theirs` tell whether each sentence has two origins."""
    return _better(_grade(one, ours), _grade(other, theirs))


def is_considered(assertion: Assertion, rivals: Iterable[Assertion]) -> bool:
    """Tell whether `every reported` takes an assertion in: nothing given conflicts, no report outgrades it."""
    return assertion.given or not any(rival.given or outgrades(rival, assertion) for rival in rivals)


def origins_of(facts: Iterable[Fact]) -> int:
    """Return from how many origins a sentence comes, by those of its facts that are no worse than C and 3."""
    return len({origin for fact in facts if (origin := origin_of(fact)) is not None})


def origin_of(fact: Fact) -> str | None:
    """Return where an assertion comes from, if it is good enough to be counted (DESIGN 2.4)."""
    grade = fact.grade
    if fact.source is None or grade is None or grade.reliability not in "ABC" or grade.credibility > 3:
        return None
    return fact.source.comes_from


def _grade(fact: Fact, confirmed: bool) -> Grade | None:
    """Return a grade that can be compared; None for the class of F, 6, the ungraded and assumptions.

    Nothing is "confirmed by other sources" (1) that comes from a single origin: it counts as 2.
    """
    grade = fact.grade
    if grade is None or fact.basis == "assumption" or grade.reliability == "F" or grade.credibility > 5:
        return None
    return Grade(grade.reliability, 2) if grade.credibility == 1 and not confirmed else grade


def _better(one: Grade | None, other: Grade | None) -> bool:
    if one is None:
        return False
    if other is None:
        return one.reliability in "ABC" and one.credibility <= 3
    at_least = one.reliability <= other.reliability and one.credibility <= other.credibility
    return at_least and (one.reliability, one.credibility) != (other.reliability, other.credibility)


def _order(fact: Fact) -> tuple[str, ...]:
    source = fact.source.key if fact.source else ""
    days = (str(day or "") for day in (fact.on, fact.until, fact.known, fact.withdrawn))
    return (
        fact.basis,
        source,
        str(fact.grade or ""),
        *days,
        fact.why or "",
        fact.note or "",
        *map(str, fact.place),
    )
