"""The path of a change: the arguments that apply or stand only now, or no longer, on the way to the answer."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from rubicon.firing.instances import Instance
from rubicon.judging.judgements import Argument, Judgement
from rubicon.language.conditions import Holds
from rubicon.language.facts import Literal
from rubicon.supposing.pivots import Step

Key: TypeAlias = tuple[str, int, tuple[object, ...], Literal]
"""What makes an argument the same in two judgements."""


def path(before: Judgement, after: Judgement, answers: Iterable[Literal]) -> tuple[Step, ...]:
    """Return what differs between two judgements in what some literals rest on, premises first."""
    search = _Search(before, after)
    for literal in answers:
        search.visit(literal)
    return tuple(search.steps)


class _Search:
    """A walk from the answers down to the facts, along what differs."""

    def __init__(self, before: Judgement, after: Judgement) -> None:
        self.sides = (before, after)
        self.arguments: dict[Literal, dict[Key, tuple[Argument | None, Argument | None]]] = {}
        for place, side in enumerate(self.sides):
            for argument in side.arguments:
                if argument.instance is not None:
                    own = self.arguments.setdefault(argument.literal, {})
                    key = _key(argument, argument.instance)
                    was, now = own.get(key, (None, None))
                    own[key] = (was, argument) if place else (argument, now)
        self.met: set[Literal] = set()
        self.steps: list[Step] = []

    def visit(self, literal: Literal) -> None:
        """Add the steps that lead to a literal or a member of its conflict set."""
        for one in self._rivals(literal):
            if one in self.met:
                continue
            self.met.add(one)
            for was, now in self.arguments.get(one, {}).values():
                step = _step(one, was, now)
                if step is not None:
                    for premise in self._changed(was, now):
                        self.visit(premise)
                    self.steps.append(step)

    def _rivals(self, literal: Literal) -> tuple[Literal, ...]:
        """Return a literal, its contrary, and other values that anything speaks for."""
        affirmed = Literal(literal.atom, True)
        others = (other for side in self.sides for other in side.conflicts.get(affirmed, ()))
        return tuple(dict.fromkeys((literal, literal.contrary, *others)))

    def _changed(self, was: Argument | None, now: Argument | None) -> Iterator[Literal]:
        """Yield what an argument's conditions speak of, where that is established only now, or no longer."""
        for argument in (now, was):
            if argument is None or argument.instance is None:
                continue
            instance = argument.instance
            for ground in (*instance.conditions, *(g for some in instance.exceptions for g in some)):
                for mention in ground.mentions:
                    if any(self._differs(other) for other in self._rivals(mention.literal)):
                        yield mention.literal

    def _differs(self, literal: Literal) -> bool:
        before, after = (side.established.get(literal, False) for side in self.sides)
        return before != after


def _key(argument: Argument, instance: Instance) -> Key:
    return instance.rule.id, instance.branch, instance.binding, argument.literal


def _step(literal: Literal, was: Argument | None, now: Argument | None) -> Step | None:
    """Return the step of an argument; None where it applied and stood before as it does now."""
    applied, stood = (bool(was and was.applies), bool(was and was.stands))
    applies, stands = (bool(now and now.applies), bool(now and now.stands))
    shown = now if applies else was
    if (applied, stood) == (applies, stands) or shown is None or shown.instance is None:
        return None
    held = [ground for ground in shown.instance.conditions if isinstance(ground.condition, Holds)]
    premises = tuple(dict.fromkeys(mention.literal for ground in held for mention in ground.mentions))
    return Step(shown.instance.rule.id, literal, applied, stood, applies, stands, premises)
