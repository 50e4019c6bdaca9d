"""Try one condition of a rule under a binding: whether it holds, and what bears on it."""

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from rubicon.explaining.claims import Premise
from rubicon.explaining.conditions import look
from rubicon.explaining.lacking.scene import Scene
from rubicon.firing.comparing import NoDay, reader, tester
from rubicon.firing.grounding import grounder
from rubicon.firing.instances import GroundCondition, Mention
from rubicon.firing.speech import Scope
from rubicon.judging.judgements import Truth
from rubicon.language.binding import Binding, bound, extended, ground
from rubicon.language.conditions import (
    TODAY,
    Comparison,
    Condition,
    Expression,
    Holds,
    Pattern,
    Since,
    Unsettled,
    needs,
    variables,
)
from rubicon.language.facts import Day, Literal, Value


def attempt(scene: Scene, condition: Condition, binding: Binding) -> Premise:
    """Try a condition: as it is met in the model, with the variables for want of which it cannot be."""
    open_ = tuple(name for name in needs(condition) if name not in binding)
    if isinstance(condition, Comparison):
        return _compare(scene, condition, binding, open_)
    if open_:
        met: Truth = False if isinstance(condition, Holds | Since) else None
        pattern = bound(condition.pattern, binding) if condition.pattern is not None else None
        return Premise(condition.kind, met, condition, pattern, day=_day(condition, binding), open=open_)
    made = _grounded(scene, condition, binding)
    if isinstance(condition, Holds | Since) and not made.mentions:
        return Premise(
            condition.kind, False, condition, bound(condition.pattern, binding), day=_day(condition, binding)
        )
    return look(scene.ledger, made, binding, scene.day)


def _day(condition: Condition, binding: Binding) -> Day | None:
    """Return the day since which something is to be so, where it is known."""
    day = binding.get(condition.day.name) if isinstance(condition, Since) else None
    return day if isinstance(day, date) else None


def _compare(scene: Scene, condition: Comparison, binding: Binding, open_: tuple[str, ...]) -> Premise:
    met: Truth = None
    if not open_:
        names = needs(condition)
        test = tester(condition, {name: at for at, name in enumerate(names)}, scene.vocabulary)
        try:
            met = test([binding[name] for name in names], scene.day)
        except NoDay:
            open_ = (TODAY,)
    made = GroundCondition(condition, holds=bool(met))
    return replace(look(scene.ledger, made, binding, scene.day), met=met, open=open_)


def _grounded(scene: Scene, condition: Condition, binding: Binding) -> GroundCondition:
    """Ground a condition over what the judgement speaks of, as firing does over what is possible."""
    if isinstance(condition, Holds | Unsettled):
        named = ground(condition.pattern, binding)
        if named is None and isinstance(condition, Holds):
            some = list(_possible(scene, condition.pattern, binding))
            named = next((one for one in some if scene.ledger.meets(one)), next(iter(some), None))
        if named is not None or isinstance(condition, Holds):
            return GroundCondition(condition, (Mention(named),) if named else ())
    if isinstance(condition, Since) and (
        ground(condition.pattern, binding) is None or condition.day.name not in binding
    ):
        return GroundCondition(condition)
    constants: list[Value] = []
    places = {name: place for place, name in enumerate(binding)}
    made = grounder(condition, Scope(places, places, constants, scene.vocabulary), positive=True)
    return made.make(made.pick((*binding.values(), *constants)), scene.world)


def _possible(scene: Scene, pattern: Pattern, binding: Binding) -> Iterator[Literal]:
    """Yield what matches and is met, or may be: the model leaves it undefined."""
    established = scene.ledger.judgement.established
    for atom in scene.ledger.spoken(pattern.statement):
        literal = Literal(atom, pattern.truth)
        if extended(pattern, atom, binding) is None:
            continue
        if scene.ledger.meets(literal) or established.get(literal, False) is None:
            yield literal


def valued(scene: Scene, expression: Expression, binding: Binding) -> Value:
    """Return what an expression comes to under a binding of all its variables."""
    names = variables(expression)
    read = reader(expression, {name: at for at, name in enumerate(names)})
    return read([binding[name] for name in names], scene.day)
