"""Say why what applies for a sentence does not prevail, and what would be needed."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from rubicon.explaining.citing import asserted_in
from rubicon.explaining.claims import Victor
from rubicon.explaining.conditions import look
from rubicon.explaining.lacking.helping import count_needed, establishing, undo
from rubicon.explaining.lacking.scene import Scene
from rubicon.explaining.lacking.ways import Defeat, Need
from rubicon.firing.instances import Instance
from rubicon.judging.judgements import Argument
from rubicon.language.binding import as_pattern, bound, ground
from rubicon.language.conditions import Absent, Aggregate, Holds, Pattern, Reported, Since, Tally, patterns
from rubicon.language.facts import Literal


def defeats_of(scene: Scene, literal: Literal, argument: Argument | None) -> tuple[Defeat, ...]:
    """Return what stops an argument that applies: one defeat for each conflicting statement.

    An attacker that something for the literal overrides is answered, and stops nothing (team defeat).
    """
    ledger, found = scene.ledger, []
    arguments = ledger.judgement.arguments
    beating = set(argument.beaten_by) if argument is not None else set()
    for rival in ledger.rivals(literal):
        outdone = scene.is_settled(rival)
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
    own = {literal, *(scene.ledger.meeting(mine.conditions) if mine is not None else ())}
    evidence = () if rival is not None else (Need("assert", as_pattern(literal)),)
    room = undo(scene, rival, own) if rival is not None else ()
    if rival is not None and not room:
        return ()
    found = dict.fromkeys(room)
    for attacker in attackers:
        if attacker.instance is None:
            found.setdefault(Need("withdraw", as_pattern(attacker.literal)))
            continue
        premises = [met for met in _premises(scene, attacker.instance) if met not in own]
        falling = undo(scene, premises[-1], own) if premises else ()
        found.update(dict.fromkeys(falling or _otherwise(scene, attacker.instance, mine, own) or evidence))
    return tuple(found) or evidence


def _premises(scene: Scene, instance: Instance) -> list[Literal]:
    """Return the established sentences that an instance rests on, without the one that poses the question."""
    held = (ground for ground in instance.conditions if isinstance(ground.condition, Holds | Since))
    return [met for met in scene.ledger.meeting(held) if not scene.is_framing(met)]


def _otherwise(
    scene: Scene, instance: Instance, own: Instance | None, spared: AbstractSet[Literal]
) -> tuple[Need, ...]:
    """Return what would stop an attacker otherwise: an exception, other counts or numbers, or what nothing shows.

    It must not stop the argument itself: what that goes without, or counts, is left alone, and what it rests on or
    shows (`spared`) is not denied.
    """
    binding = dict(instance.binding)
    shunned = {pattern.statement for pattern in _shunned(own)}
    counted = scene.ledger.meeting(own.conditions) if own is not None else ()
    used = {literal.atom.statement for literal in counted}
    for group in instance.rule.unless:
        if len(group) == 1 and isinstance(group[0], Holds):
            pattern = bound(group[0].pattern, binding)
            needs = () if pattern.statement in shunned else _agreeing(scene, pattern, spared)
            if needs:
                return needs
    for line in instance.conditions:
        condition = line.condition
        said = condition.pattern
        if said is None or said.statement in shunned:
            continue
        if isinstance(condition, Absent):
            needs = _agreeing(scene, bound(said, binding), spared)
        elif isinstance(condition, Tally | Aggregate | Reported) and said.statement not in used:
            needs = count_needed(scene, look(scene.ledger, line, binding, scene.day), wanted=False)
        else:
            continue
        if needs:
            return needs
    return ()


def _agreeing(scene: Scene, pattern: Pattern, spared: AbstractSet[Literal]) -> tuple[Need, ...]:
    """Return what would establish a pattern, unless that denies what is to be spared."""
    said = ground(pattern, {})
    if said is not None and any(scene.vocabulary.in_conflict(said, one) for one in spared):
        return ()
    return establishing(scene, pattern)


def _shunned(instance: Instance | None) -> Iterator[Pattern]:
    """Yield what an argument goes without, or counts."""
    if instance is not None:
        conditions = [ground.condition for ground in instance.conditions]
        for condition in (*conditions, *instance.rule.excepting):
            held = isinstance(condition, Holds) and condition in conditions
            if not held:
                yield from patterns(condition)
