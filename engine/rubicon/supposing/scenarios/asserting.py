"""Formulas of what facts alone decide: what is asserted, given, definite, possible, and who outgrades whom.

`rubicon.judging` works these out once; here facts come and go, so each is a cell. Firings over the facts of
all scenarios hold more possible literals than one scenario has: `possible` tells which it has.
"""

from collections import defaultdict

from rubicon.firing.instances import Instance
from rubicon.judging.definite import is_strict
from rubicon.judging.weighing import GIVEN, is_better, is_solid, origin_of
from rubicon.language.conditions import Holds, Since
from rubicon.language.dating import said_from
from rubicon.language.facts import Literal, Value
from rubicon.supposing.scenarios.cells import Part, Reckoning, is_held, is_met, stated


def counts(cells: Reckoning[Part], number: int) -> Part:
    """Say when a fact counts: it is asserted, and nothing that is asserted has ended it."""
    ended = cells.some(_is_stated(cells, other) for other in cells.possibilities.presences[number].ended_by)
    return cells.every((_is_stated(cells, number), cells.no(ended)))


def _is_stated(cells: Reckoning[Part], number: int) -> Part:
    return stated(cells, cells.possibilities.presences[number])


def asserted(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when some fact asserts the literal."""
    return cells.some(cells.holds("counts", number) for number in cells.asserting.get(literal, ()))


def solid(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when a fact graded A-B with 1-2 asserts the literal."""
    numbers = cells.asserting.get(literal, ())
    return cells.some(cells.holds("counts", number) for number in numbers if is_solid(cells.facts[number]))


def given(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal is given."""
    numbers = cells.asserting.get(literal, ())
    plainly = cells.some(cells.holds("counts", n) for n in numbers if cells.facts[n].basis in GIVEN)
    rivals = cells.some(cells.holds("solid", other) for other in _asserted_rivals(cells, literal))
    return cells.some((plainly, cells.every((cells.holds("solid", literal), cells.no(rivals)))))


def reached(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal is given, or strict rules reach it from what is given."""
    return cells.some((cells.holds("given", literal), *_steps(cells, literal, "reached")))


def clashing(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal is reached, and so is one in its conflict set."""
    rivals = cells.some(cells.holds("reached", other) for other in cells.conflicts.of(literal))
    return cells.every((cells.holds("reached", literal), rivals))


def definite(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal is given or reached, and neither it nor what it is reached from clashes."""
    if not cells.conflicts.of(literal):
        return cells.some((cells.holds("given", literal), *_steps(cells, literal, "definite")))
    found = cells.some((cells.holds("given", literal), *_steps(cells, literal, "definite")))
    return cells.every((cells.no(cells.holds("clashing", literal)), found))


def _steps(cells: Reckoning[Part], literal: Literal, kind: str) -> list[Part]:
    """Return, for each strict instance that can make a literal definite, that its premises are `kind`."""
    return [
        cells.every((is_held(cells, number), _premises(cells, cells.instances[number], kind)))
        for number in cells.concluding.get(literal, ())
        if is_strict(cells.instances[number])
    ]


def _premises(cells: Reckoning[Part], instance: Instance, kind: str) -> Part:
    return cells.every(
        cells.some(is_met(cells, mention.literal, kind) for mention in ground.mentions)
        for ground in instance.conditions
        if isinstance(ground.condition, Holds)
    )


def matched(cells: Reckoning[Part], number: int) -> Part:
    """Say when an instance would be among the firings of the scenario."""
    instance = cells.instances[number]
    dated = (ground.mentions[0] for ground in instance.conditions if isinstance(ground.condition, Since))
    days = (_is_said(cells, mention.literal, mention.member) for mention in dated)
    return cells.every((is_held(cells, number), _premises(cells, instance, "possible"), *days))


def _is_said(cells: Reckoning[Part], literal: Literal, on: Value | None) -> Part:
    """Say when some fact asserts the literal from a day."""
    day = cells.possibilities.firings.day
    numbers = cells.asserting.get(literal, ())
    return cells.some(cells.holds("counts", n) for n in numbers if said_from(cells.facts[n], day) == on)


def possible(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal would be possible in the firings of the scenario."""
    numbers = cells.concluding.get(literal, ())
    concluded = (cells.holds("matched", n) for n in numbers if cells.instances[n].rule.kind != "defeater")
    return cells.some((cells.holds("asserted", literal), *concluded))


def argued(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the literal would have an argument in the scenario, be it one that does not apply."""
    matching = (cells.holds("matched", number) for number in cells.concluding.get(literal, ()))
    return cells.some((cells.holds("asserted", literal), *matching))


def outgraded(cells: Reckoning[Part], pair: tuple[Literal, Literal]) -> Part:
    """Say when the assertion of one literal outgrades that of another."""
    one, other = (cells.asserting.get(literal, ()) for literal in pair)
    beaten = []
    for loser in other:
        better = (cells.every((cells.holds("counts", n), _is_better(cells, n, loser))) for n in one)
        beaten.append(cells.some((cells.no(cells.holds("counts", loser)), *better)))
    neither = [cells.no(cells.holds("given", literal)) for literal in pair]
    return cells.every((cells.holds("asserted", pair[0]), *neither, *beaten))


def _is_better(cells: Reckoning[Part], number: int, loser: int) -> Part:
    """Say when the grade of a fact is better than that of another, as far as two origins confirm either."""
    one, other = cells.facts[number], cells.facts[loser]
    states = [(ours, theirs) for ours in (True, False) for theirs in (True, False)]
    better = [state for state in states if is_better(one, other, *state)]
    if len(better) in (0, len(states)):
        return cells.every(()) if better else cells.some(())
    return cells.some(
        cells.every((_if(cells, one.literal, ours), _if(cells, other.literal, theirs)))
        for ours, theirs in better
    )


def _if(cells: Reckoning[Part], literal: Literal, is_confirmed: bool) -> Part:
    found = cells.holds("confirmed", literal)
    return found if is_confirmed else cells.no(found)


def confirmed(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when assertions of two origins count that are good enough for that."""
    by_origin: defaultdict[str, list[int]] = defaultdict(list)
    for number in cells.asserting.get(literal, ()):
        origin = origin_of(cells.facts[number])
        if origin is not None:
            by_origin[origin].append(number)
    return cells.at_least(
        2, [cells.some(cells.holds("counts", number) for number in numbers) for numbers in by_origin.values()]
    )


def considered(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when an assertion is one that `every reported` takes in."""
    rivals = _asserted_rivals(cells, literal)
    weaker = cells.some(
        cells.some((cells.holds("given", other), cells.holds("outgraded", (other, literal))))
        for other in rivals
    )
    fair = cells.some((cells.holds("given", literal), cells.no(weaker)))
    return cells.every((cells.holds("asserted", literal), fair))


def _asserted_rivals(cells: Reckoning[Part], literal: Literal) -> list[Literal]:
    return [other for other in cells.conflicts.of(literal) if other in cells.asserting]
