"""Say why what applies for a sentence does not prevail, and what would be needed."""

from collections.abc import Iterable

from rubicon.explanations import Victor
from rubicon.explanations.answers import Defeat, Need
from rubicon.facts import Literal
from rubicon.findings import bound
from rubicon.firings import Instance
from rubicon.judgements import Argument
from rubicon.judging import measure
from rubicon.lacking.obstacles import undo
from rubicon.lacking.scene import Scene, as_pattern
from rubicon.rulebook import Absent, Holds, Tally


def defeats_of(scene: Scene, literal: Literal, argument: Argument | None) -> tuple[Defeat, ...]:
    """Return what stops an argument that applies: one defeat for each conflicting statement.

    An attacker that something for the literal overrides is answered, and stops nothing (team defeat).
    """
    ledger, found = scene.ledger, []
    arguments = ledger.judgement.arguments
    clashing = {one for clash in ledger.judgement.clashes for one in clash.literals}
    beating = set(argument.beaten_by) if argument is not None else set()
    for rival in ledger.rivals(literal):
        outdone = rival in ledger.judgement.definite or rival in clashing
        attackers = [
            attacker
            for attacker in ledger.applying(rival)
            if not any(arguments[index].literal == literal for index in attacker.beaten_by)
        ]
        if not attackers and not outdone:
            continue
        own = {id(arguments[index]) for index in beating}
        found.append(
            Defeat(
                against=scene.tell(rival),
                victors=_victors(scene, (a for a in attackers if id(a) in own)),
                attackers=_victors(scene, (a for a in attackers if id(a) not in own)),
                outdone=outdone,
                needs=_needs(scene, rival, attackers, definite=outdone),
            )
        )
    return tuple(found)


def _victors(scene: Scene, arguments: Iterable[Argument]) -> tuple[Victor, ...]:
    return tuple(
        Victor(
            argument.instance.rule if argument.instance else None,
            argument.literal,
            scene.sources.cited(argument),
        )
        for argument in arguments
    )


def _needs(scene: Scene, rival: Literal, attackers: list[Argument], *, definite: bool) -> tuple[Need, ...]:
    """Return what would silence the attackers: their reports withdrawn, one premise of each gone."""
    found: dict[Need, None] = {}
    if definite and any(a.instance is None for a in scene.ledger.for_(rival)):
        found.setdefault(Need("withdraw", as_pattern(rival)))
    for attacker in attackers:
        if attacker.instance is None:
            found.setdefault(Need("withdraw", as_pattern(attacker.literal)))
            continue
        premises = [
            met
            for ground in attacker.instance.conditions
            if isinstance(ground.condition, Holds)
            for mention in ground.mentions
            if (met := scene.ledger.meets(mention.literal)) is not None and not _frames(scene, met)
        ]
        if premises:
            found.setdefault(undo(scene, premises[-1]))
        else:
            found.update(dict.fromkeys(_without_premises(scene, attacker.instance)))
    return tuple(found)


def _without_premises(scene: Scene, instance: Instance) -> tuple[Need, ...]:
    """Return what would stop an attacker that goes by what is counted, or by what nothing shows."""
    binding = dict(instance.binding)
    for ground in instance.conditions:
        condition = ground.condition
        if isinstance(condition, Tally) and condition.bound != "at most":
            counted = sum(member.counts is True for member in measure(scene.ledger.judgement, ground).members)
            return (Need("fewer", bound(condition.pattern, binding), count=counted - condition.number + 1),)
        if isinstance(condition, Absent):
            pattern = bound(condition.pattern, binding)
            return (Need("assert", pattern, ask=scene.is_asked(pattern.statement)),)
    return ()


def _frames(scene: Scene, literal: Literal) -> bool:
    return any(fact.origin == "considered" for a in scene.ledger.for_(literal) for fact in a.facts)
