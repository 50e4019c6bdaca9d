"""Say why what applies for a sentence does not prevail, and what would be needed."""

from collections.abc import Iterable, Iterator

from rubicon.explaining.citing import asserted_in
from rubicon.explaining.claims import Victor
from rubicon.explaining.lacking.obstacles import undo
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.ways import Defeat, Need
from rubicon.firing.instances import Instance
from rubicon.judging import measure
from rubicon.judging.judgements import Argument
from rubicon.language.binding import as_pattern, bound
from rubicon.language.conditions import Absent, Holds, Pattern, Since, Tally, patterns
from rubicon.language.facts import Literal


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
                victors=_victors(a for a in attackers if id(a) in own),
                attackers=_victors(a for a in attackers if id(a) not in own),
                outdone=outdone,
                needs=_needs(scene, literal, argument, attackers, rival if outdone else None),
            )
        )
    return tuple(found)


def _victors(arguments: Iterable[Argument]) -> tuple[Victor, ...]:
    return tuple(
        Victor(
            argument.instance.rule if argument.instance else None,
            argument.literal,
            asserted_in(argument),
        )
        for argument in arguments
    )


def _needs(
    scene: Scene,
    literal: Literal,
    argument: Argument | None,
    attackers: list[Argument],
    rival: Literal | None,
) -> tuple[Need, ...]:
    """Return what would silence the attackers without silencing the argument itself; else better evidence.

    `rival` is given where it is definite: then no evidence helps until it falls.
    """
    mine = argument.instance if argument is not None else None
    own = set(scene.ledger.meeting(mine.conditions)) if mine is not None else set()
    evidence = () if rival is not None else (Need("assert", as_pattern(literal)),)
    found: dict[Need, None] = {}
    if rival is not None and any(a.instance is None for a in scene.ledger.for_(rival)):
        found.setdefault(Need("withdraw", as_pattern(rival)))
    for attacker in attackers:
        if attacker.instance is None:
            found.setdefault(Need("withdraw", as_pattern(attacker.literal)))
            continue
        premises = [met for met in _premises(scene, attacker.instance) if met not in own]
        silenced = (undo(scene, premises[-1]),) if premises else _otherwise(scene, attacker.instance, mine)
        found.update(dict.fromkeys(silenced or evidence))
    return tuple(found) or evidence


def _premises(scene: Scene, instance: Instance) -> list[Literal]:
    """Return the established sentences that an instance rests on, without the one that poses the question."""
    held = (ground for ground in instance.conditions if isinstance(ground.condition, Holds | Since))
    return [met for met in scene.ledger.meeting(held) if not _frames(scene, met)]


def _otherwise(scene: Scene, instance: Instance, own: Instance | None) -> tuple[Need, ...]:
    """Return what would stop an attacker otherwise: an exception, fewer to count, or what nothing shows.

    It must not stop the argument itself: what that goes without, or counts, is left alone.
    """
    binding = dict(instance.binding)
    shunned = {pattern.statement for pattern in _shunned(own)}
    counted = scene.ledger.meeting(own.conditions) if own is not None else ()
    used = {literal.atom.statement for literal in counted}
    for group in instance.rule.unless:
        if len(group) == 1 and isinstance(group[0], Holds):
            pattern = bound(group[0].pattern, binding)
            if pattern.statement in shunned:
                continue
            return (Need("assert", pattern, ask=scene.is_asked(pattern.statement)),)
    for ground in instance.conditions:
        condition = ground.condition
        if isinstance(condition, Absent) and condition.pattern.statement in shunned:
            continue
        if isinstance(condition, Tally) and condition.pattern.statement in shunned | used:
            continue
        if isinstance(condition, Tally) and condition.bound != "at most":
            members = [m for m in measure(scene.ledger.judgement, ground).members if m.counts]
            among = tuple(literal for member in members for literal in member.literals)
            excess = len(members) - condition.number + 1
            return (Need("fewer", bound(condition.pattern, binding), count=excess, among=among),)
        if isinstance(condition, Absent):
            pattern = bound(condition.pattern, binding)
            return (Need("assert", pattern, ask=scene.is_asked(pattern.statement)),)
    return ()


def _shunned(instance: Instance | None) -> Iterator[Pattern]:
    """Yield what an argument goes without, or counts."""
    if instance is not None:
        conditions = [ground.condition for ground in instance.conditions]
        for condition in (*conditions, *instance.rule.excepting):
            held = isinstance(condition, Holds) and condition in conditions
            if not held:
                yield from patterns(condition)


def _frames(scene: Scene, literal: Literal) -> bool:
    return any(fact.basis == "considered" for a in scene.ledger.for_(literal) for fact in a.facts)
