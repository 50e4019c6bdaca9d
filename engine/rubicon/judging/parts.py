"""A firing judged part by part: nothing that stands, applies or is sure in one part depends on another.

What was judged lately of a part is not judged again.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from rubicon.firing.instances import Firings, Instance
from rubicon.firing.parting import PARTS, parts_of
from rubicon.judging.conflicts import Conflicts
from rubicon.judging.judgements import Argument, Judgement, Verdict
from rubicon.judging.weighing import gather
from rubicon.language.facts import Atom, Day, Fact, Literal, as_written, sort_key
from rubicon.language.sameness import Same, SameEach
from rubicon.language.vocabulary import Vocabulary

Key = TypeVar("Key")
Of = TypeVar("Of")

Judge: TypeAlias = Callable[[Vocabulary, Firings], Judgement]


class WeighedFacts(Struct, frozen=True, eq=False):
    """Some facts as the key of what is judged of them: by all that judging reads of each, which is not where it stands."""

    facts: tuple[Fact, ...]
    key: tuple[object, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WeighedFacts) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


class JudgedPart(Struct, frozen=True):
    """A part with what is judged of it, and its literals as they are ordered among those of other parts."""

    facts: tuple[Fact, ...]
    judgement: Judgement
    order: tuple[tuple[Any, ...], ...]


def by_parts(vocabulary: Vocabulary, firings: Firings, judge: Judge) -> Judgement:
    """Judge a firing part by part, each by `judge`, and put together what is found."""
    parts = parts_of(vocabulary, firings)
    if len(parts) == 1:
        return judge(vocabulary, firings)
    judged = [
        _taken(
            _judged(
                judge, Same(vocabulary), part.instances, _weighed(part.facts), _day(firings.day, part.facts)
            ),
            part.facts,
        )
        for part in parts
        if part.instances.things or part.facts
    ]
    return _together(vocabulary, firings, judged)


def _weighed(facts: tuple[Fact, ...]) -> WeighedFacts:
    return WeighedFacts(
        facts,
        tuple(
            [
                (
                    one.literal,
                    as_written(one.literal.atom.values),
                    one.basis,
                    one.on,
                    one.grade,
                    one.source.comes_from if one.source else None,
                )
                for one in facts
            ]
        ),
    )


def _day(day: Day | None, facts: Iterable[Fact]) -> Day | None:
    """Return the day judged where a fact is dated by it."""
    return day if any(one.on is None and one.basis in ("argument", "example") for one in facts) else None


@lru_cache(maxsize=PARTS)
def _judged(
    judge: Judge,
    vocabulary: Same[Vocabulary],
    instances: SameEach[Instance],
    facts: WeighedFacts,
    day: Day | None,
) -> JudgedPart:
    judgement = judge(vocabulary.thing, Firings(day, facts.facts, instances.things))
    return JudgedPart(facts.facts, judgement, tuple([sort_key(one) for one in judgement.for_]))


def _taken(part: JudgedPart, facts: tuple[Fact, ...]) -> JudgedPart:
    """Return what was judged of a part with its facts as they are asserted now: they weigh the same."""
    if all(one is other for one, other in zip(part.facts, facts, strict=True)):
        return part
    now, judgement = gather(facts), part.judgement
    arguments = [replace(one, facts=now[one.literal]) if one.facts else one for one in judgement.arguments]
    clashes = [
        replace(
            clash,
            facts=tuple(fact for one in dict.fromkeys(f.literal for f in clash.facts) for fact in now[one]),
        )
        for clash in judgement.clashes
    ]
    return replace(part, judgement=replace(judgement, arguments=tuple(arguments), clashes=tuple(clashes)))


def _together(vocabulary: Vocabulary, firings: Firings, parts: Sequence[JudgedPart]) -> Judgement:
    """Put together what was judged of the parts of a firing, in canonical order."""
    made = [part.judgement for part in parts]
    ordered = sorted(
        [
            (key, literal, at)
            for at, part in enumerate(parts)
            for key, literal in zip(part.order, part.judgement.for_, strict=True)
        ]
    )
    places: list[list[int]] = [[] for _ in parts]
    for_: dict[Literal, tuple[int, ...]] = {}
    verdicts: dict[Atom, Verdict] = {}
    owners: list[int] = []
    for _, literal, at in ordered:
        first = len(owners)
        owners += [at] * len(made[at].for_[literal])
        for_[literal] = own = tuple(range(first, len(owners)))
        places[at] += own
        verdict = made[at].verdicts.get(literal.atom)
        if verdict is not None:
            verdicts[literal.atom] = verdict
    rest = [iter(one.arguments) for one in made]
    clashes = [clash for one in made for clash in one.clashes]
    return Judgement(
        day=firings.day,
        firings=firings,
        arguments=tuple([_placed(next(rest[at]), places[at]) for at in owners]),
        for_=for_,
        established=_joined([one.established for one in made]),
        definite=frozenset().union(*[one.definite for one in made]),
        verdicts=verdicts,
        conflicts=Conflicts(vocabulary, frozenset(for_), _joined([one.conflicts.groups for one in made])),
        clashes=tuple(sorted(clashes, key=lambda clash: sort_key(clash.literals[0]))),
        confidence=_joined([one.confidence for one in made]),
        candidates=_joined([one.candidates for one in made]),
        denied=_joined([one.denied for one in made]),
    )


def _placed(argument: Argument, places: Sequence[int]) -> Argument:
    """Return an argument of a part with the numbers that others have among those of all parts."""
    beaten_by = tuple([places[number] for number in argument.beaten_by])
    attacked_by = tuple([places[number] for number in argument.attacked_by])
    if beaten_by == argument.beaten_by and attacked_by == argument.attacked_by:
        return argument
    return replace(argument, beaten_by=beaten_by, attacked_by=attacked_by)


def _joined(some: Iterable[dict[Key, Of]]) -> dict[Key, Of]:
    return {key: of for one in some for key, of in one.items()}
