"""The order in which a judgement's conclusions can be established, each by arguments that do not rest on it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from rubicon.judging.judgements import Argument
from rubicon.judging.weighing import RANKS
from rubicon.language.circles import components_of
from rubicon.language.facts import Literal

Needs = tuple[tuple[Literal, ...], ...]
"""What an argument rests on: of each group of literals one is enough."""


class Stages(Struct):
    """The turn in which each literal is established, and the depth of the shortest way to it and to each argument.

    What high confidence reaches comes first, then moderate, then low: so a conclusion never comes before what
    makes it as sure as it is. In one turn comes all that the turns before suffice for.
    """

    needs: Sequence[Needs]
    literals: Sequence[Literal]
    turns: dict[Literal, int] = field(default_factory=dict)
    depths: dict[int, int] = field(default_factory=dict)
    reached: dict[Literal, int] = field(default_factory=dict)
    _circles: dict[Literal, int] = field(default_factory=dict)

    def comes_first(self, index: int) -> bool:
        """Tell whether an argument can be made before its conclusion is established.

        One outside every circle can: whatever it rests on does not rest on its conclusion.
        """
        own = self.literals[index]
        turn = self.turns.get(own, 0)
        if all(any(self.turns.get(one, turn) < turn for one in group) for group in self.needs[index]):
            return True
        if not self._circles:
            self._circles = self._find_circles()
        circle = self._circles.get(own)
        return all(
            any(self.turns.get(one, turn) < turn or self._circles.get(one) != circle for one in group)
            for group in self.needs[index]
        )

    def _find_circles(self) -> dict[Literal, int]:
        """Return for each literal the number of the circle in which it rests on what rests on it."""
        below: dict[Literal, list[Literal]] = {}
        for literal, groups in zip(self.literals, self.needs, strict=True):
            below.setdefault(literal, []).extend(one for group in groups for one in group)
        return {one: circle for circle, some in enumerate(components_of(below)) for one in some}


def stages_of(arguments: Sequence[Argument], needs: Sequence[Needs], known: Mapping[Literal, int]) -> Stages:
    """Lay out standing arguments, by their places, in the turns in which they can be made.

    `known` gives the depth of what is established already, and rests on none of their conclusions.
    """
    standing = arguments
    stages = Stages(needs, [one.literal for one in standing], reached=dict(known))
    stages.turns.update(dict.fromkeys(known, -1))
    lacking = [len(groups) for groups in stages.needs]
    waiting: defaultdict[Literal, list[tuple[int, int]]] = defaultdict(list)
    met: set[tuple[int, int]] = set()
    for index, groups in enumerate(stages.needs):
        stages.depths[index] = int(bool(standing[index].instance))
        for place, group in enumerate(groups):
            depths = [known[literal] for literal in group if literal in known]
            if depths:
                met.add((index, place))
                lacking[index] -= 1
                stages.depths[index] = max(stages.depths[index], min(depths) + 1)
                continue
            for literal in group:
                waiting[literal].append((index, place))
    ready: list[int] = [index for index, number in enumerate(lacking) if not number]
    turn = 0
    for allowed in sorted(RANKS.values(), reverse=True):
        while True:
            now = [index for index in ready if _rank(standing[index]) >= allowed]
            if not now:
                break
            ready = [index for index in ready if _rank(standing[index]) < allowed]
            fresh: dict[Literal, int] = {}
            for index in now:
                literal = stages.literals[index]
                if literal not in stages.turns:
                    fresh[literal] = min(fresh.get(literal, stages.depths[index]), stages.depths[index])
            for literal, depth in fresh.items():
                stages.turns[literal], stages.reached[literal] = turn, depth
                for index, place in waiting[literal]:
                    if (index, place) not in met:
                        met.add((index, place))
                        lacking[index] -= 1
                        stages.depths[index] = max(stages.depths[index], depth + 1)
                        if not lacking[index]:
                            ready.append(index)
            turn += 1
    return stages


def _rank(argument: Argument) -> int:
    return RANKS[argument.confidence or "low"]
