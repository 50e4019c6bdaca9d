"""How sure we may be of what is established, by the definition (DESIGN 4)."""

from rubicon.firing.instances import GroundCondition
from rubicon.judging.definition.ground import GroundProgram, Speaker
from rubicon.judging.definition.turns import FixpointTurn, Truths, considered, entries, keeps, limit_of
from rubicon.judging.weighing import HIGH, LEVELS, LOW, MODERATE, RANKS
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
)
from rubicon.language.facts import Level, Literal

RankOf = dict[Literal, int]


def confidence(ground: GroundProgram, sure: Truths) -> dict[Literal, Level]:
    """Return the confidence of what is established: the least that fit each other, so that no circle helps itself."""
    standing = [s for s in ground.literals if ("est", s) in sure]
    ranks: RankOf = dict.fromkeys(standing, 0)
    while True:
        new = {
            s: max(_argument(ground, r, s, sure, ranks) for r in ground.supporting(s) if _app(r, sure))
            for s in standing
        }
        if new == ranks:
            return {s: LEVELS[rank] for s, rank in ranks.items()}
        ranks = new


def _app(r: Speaker, sure: Truths) -> bool:
    return r is None or ("app", r) in sure


def _argument(ground: GroundProgram, r: Speaker, s: Literal, sure: Truths, ranks: RankOf) -> int:
    """Return the confidence of an argument: its weakest link, at most moderate where some attacker applies."""
    attacked = any(_app(a, sure) for o in ground.conflict[s] for a in ground.speakers[o])
    cap = MODERATE if attacked else HIGH
    if r is None:
        return min(cap, ground.assertions[s].rank)
    instance = ground.instances[r]
    links = [_condition(ground, one, sure, ranks) for one in instance.conditions]
    return min([cap, RANKS[instance.rule.confidence], *links])


def _condition(ground: GroundProgram, one: GroundCondition, sure: Truths, ranks: RankOf) -> int:
    condition = one.condition
    cap = MODERATE if getattr(condition, "bound", "at least") in ("at most", "exactly") else HIGH
    match condition:
        case Comparison():
            return HIGH
        case Absent() | Unsettled():
            return MODERATE
        case Holds():
            return max(_best(ground, mention.literal, ranks) for mention in one.mentions)
        case Since():
            said = one.mentions[0].literal
            return min(_best(ground, said, ranks), ground.first_day(said)[1])
        case Several():
            lines = [
                HIGH * part.holds
                if part.is_comparison
                else max([_best(ground, mention.literal, ranks) for mention in part.mentions], default=0)
                for part in one.parts
            ]
            wanted = 0 if condition.bound == "at most" else condition.number
            return min(cap, *sorted(lines, reverse=True)[wanted - 1 : wanted] or [HIGH])
        case Tally():
            members = {mention.member: 0 for mention in one.mentions}
            for mention in one.mentions:
                members[mention.member] = max(members[mention.member], _best(ground, mention.literal, ranks))
            needed = 0 if condition.bound == "at most" else condition.number
            return min(cap, *sorted(members.values(), reverse=True)[needed - 1 : needed] or [HIGH])
        case Aggregate():
            return min(cap, _total(ground, one, condition, sure, ranks))
        case Reported():
            found = [(ground.assertions[m.literal].rank, m) for m in considered(ground, one)]
            if condition.every:
                return min(rank for rank, _ in found)
            at_least = condition.bound == "at least"
            limit = limit_of(one)
            return max(
                rank
                for rank, mention in found
                if mention.number is not None
                and (mention.number >= limit if at_least else mention.number <= limit)
            )


def _best(ground: GroundProgram, s: Literal, ranks: RankOf) -> int:
    return max([ranks.get(o, 0) for o in ground.meeting(s)], default=0)


def _total(
    ground: GroundProgram, one: GroundCondition, condition: Aggregate, sure: Truths, ranks: RankOf
) -> int:
    """Return the best level whose entries alone suffice, or under `at most` the lowest; one in dispute is low."""
    found = []
    ways = entries(ground, one, FixpointTurn(set(sure), sure, True))
    for key, (way,) in zip(dict.fromkeys(mention.entry for mention in one.mentions), ways, strict=True):
        best = [
            _best(ground, mention.literal, ranks)
            for mention in one.mentions
            if mention.entry == key and way == {mention.number}
        ]
        if way != {None}:
            established = any(
                ("est", o) in sure for m in one.mentions if m.entry == key for o in ground.meeting(m.literal)
            )
            found.append((max(best) if established and best else LOW, [way]))
    if condition.bound == "at most":
        return min([HIGH, *(rank for rank, _ in found)])
    levels = (HIGH, MODERATE, LOW)
    for level in levels:
        if keeps(condition, limit_of(one), [ways for rank, ways in found if rank >= level], True):
            return level
    return 0
