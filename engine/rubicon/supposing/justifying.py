"""Why a conclusion stands in one world: facts that, while they stay, keep it standing whatever else is withdrawn.

The proof is a set of obligations, each with the reasons that meet it: that a literal is established, that an
argument applies, that a literal is not established, that an argument does not apply. A literal is not
established because nothing for it applies, because something unanswered applies against it, or because what
is definite bars it; an argument does not apply because one of its conditions fails. Facts that are absent
stay absent, so only the facts present that the proof names have to stay. Obligations of the last two kinds
may rest on each other in a circle (an unfounded set); where a circle runs through an obligation of the first
two kinds, and wherever a condition is no plain one, all facts that could matter there are named instead. So
the facts named may be more than needed, never too few.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from rubicon.firing.instances import GroundCondition
from rubicon.judging import holds, measure
from rubicon.judging.judgements import Argument, Judgement
from rubicon.judging.weighing import GIVEN, is_solid
from rubicon.language.circles import components_of
from rubicon.language.conditions import Absent, Comparison, Holds, Tally
from rubicon.language.facts import Literal
from rubicon.supposing.worlds import Worlds

Duty: TypeAlias = tuple[str, Literal | int]
"""An obligation: "stands" or "falls" and a literal, "applies" or "fails" and the index of an argument."""


def justify(worlds: Worlds, judgement: Judgement) -> frozenset[Literal]:
    """Return facts that keep the conclusion standing in a world in which it stands."""
    proof = _Proof(worlds, judgement)
    proof.run(("stands", worlds.literal))
    return frozenset(proof.named & {fact.literal for fact in judgement.firings.facts})


class _Proof:
    def __init__(self, worlds: Worlds, judgement: Judgement) -> None:
        self.worlds, self.judgement = worlds, judgement
        self.named: set[Literal] = set()
        self.reasons: dict[Duty, list[Duty]] = {}
        self._open: list[Duty] = []
        self._definable = _definable(worlds)
        self._clashing = {literal for clash in judgement.clashes for literal in clash.literals}
        self._duties: dict[str, Callable[..., Iterator[Duty]]] = {
            "stands": self._stands,
            "falls": self._falls,
            "applies": self._applies,
            "fails": self._fails,
        }

    def run(self, duty: Duty) -> None:
        """Meet an obligation and all that its reasons oblige to."""
        pending = [duty]
        while pending:
            one = pending.pop()
            if one not in self.reasons:
                kind, what = one
                self.reasons[one] = list(dict.fromkeys(self._duties[kind](what)))
                pending += self.reasons[one]
        self._cover_circles()

    def _cover_circles(self) -> None:
        for circle in components_of(self.reasons):
            turns = len(circle) > 1 or circle[0] in self.reasons[circle[0]]
            if turns and any(kind in ("stands", "applies") for kind, _ in circle):
                for _, what in circle:
                    self._name_all([what] if isinstance(what, Literal) else [self._argument(what).literal])

    def _argument(self, index: int) -> Argument:
        return self.judgement.arguments[index]

    def _name_all(self, literals: Iterable[Literal]) -> None:
        self.named |= self.worlds.units_of(literals)

    def _fix_definite(self, literals: Iterable[Literal]) -> None:
        """Name all facts on which it depends whether these, or what conflicts with them, are definite."""
        for literal in literals:
            if literal in self._definable:
                self.named |= self.worlds.units_of([literal], strict=True)

    def _name(self, literal: Literal) -> None:
        """Name a unit, and what ends reports of it."""
        self.named.add(literal)
        self.named.update(self.worlds.enders.get(literal, ()))

    def _rivals(self, literal: Literal) -> tuple[Literal, ...]:
        in_conflict = self.worlds.vocabulary.in_conflict
        known = dict.fromkeys((*self.judgement.for_, *self.worlds.units))
        return tuple(other for other in known if in_conflict(other, literal))

    def _stands(self, literal: Literal) -> Iterator[Duty]:
        rivals = self._rivals(literal)
        if literal in self.judgement.definite:
            self.named |= self.worlds.units_of([literal], strict=True)
            return
        self._fix_definite(rivals)
        for rival in rivals:
            self.named.update(self.worlds.enders.get(rival, ()))
        standing = [i for i in self.judgement.for_[literal] if self._argument(i).stands]
        yield ("applies", min(standing, key=self._cost))
        for rival in rivals:
            for index in self.judgement.for_.get(rival, ()):
                attacker = self._argument(index)
                if attacker.applies is False:
                    yield ("fails", index)
                    continue
                beating = [i for i in attacker.beaten_by if self._argument(i).literal == literal]
                yield ("applies", min(beating, key=self._cost))

    def _cost(self, index: int) -> tuple[int, int]:
        instance = self._argument(index).instance
        return (len(instance.conditions) if instance else 0, index)

    def _applies(self, index: int) -> Iterator[Duty]:
        argument = self._argument(index)
        if argument.instance is None:
            self._name(argument.literal)
            return
        for ground in argument.instance.conditions:
            yield from self._met(ground)
        for group in argument.instance.exceptions:
            failing = next((ground for ground in group if holds(self.judgement, ground) is False), None)
            if failing is not None:
                yield from self._unmet(failing)

    def _fails(self, index: int) -> Iterator[Duty]:
        argument = self._argument(index)
        instance = argument.instance
        if instance is None:
            return
        failing = [ground for ground in instance.conditions if holds(self.judgement, ground) is False]
        if failing:
            yield from self._unmet(min(failing, key=self._weight))
            return
        for group in instance.exceptions:
            if all(holds(self.judgement, ground) for ground in group):
                for ground in group:
                    yield from self._met(ground)
                return
        self._name_all([argument.literal])

    def _weight(self, ground: GroundCondition) -> int:
        """Prefer a condition that nothing speaks for."""
        return sum(len(self.judgement.for_.get(mention.literal, ())) for mention in ground.mentions)

    def _meeting(self, literal: Literal) -> tuple[Literal, ...]:
        """Return what meets a mention: the literal, or whatever denies its affirmation."""
        return (literal,) if literal.truth else self._rivals(Literal(literal.atom, truth=True))

    def _met(self, ground: GroundCondition) -> Iterator[Duty]:
        condition = ground.condition
        literals = [one for mention in ground.mentions for one in self._meeting(mention.literal)]
        established = [one for one in literals if self.judgement.established.get(one)]
        match condition:
            case Comparison():
                return
            case Holds():
                yield ("stands", min(established, key=self._definite_first))
            case Absent():
                for literal in dict.fromkeys(literals):
                    yield ("falls", literal)
            case Tally() if condition.bound == "at least":
                members = [member for member in measure(self.judgement, ground).members if member.counts]
                for member in members[: condition.number]:
                    yield ("stands", member.literals[0])
            case _:
                self._name_all(mention.literal for mention in ground.mentions)

    def _definite_first(self, literal: Literal) -> bool:
        return literal not in self.judgement.definite

    def _unmet(self, ground: GroundCondition) -> Iterator[Duty]:
        literals = [one for mention in ground.mentions for one in self._meeting(mention.literal)]
        established = [one for one in literals if self.judgement.established.get(one)]
        match ground.condition:
            case Comparison():
                return
            case Holds():
                for literal in dict.fromkeys(literals):
                    yield ("falls", literal)
            case Absent() if established:
                yield ("stands", min(established, key=self._definite_first))
            case Tally() if ground.condition.bound == "at least":
                for literal in dict.fromkeys(literals):
                    if not self.judgement.established.get(literal):
                        yield ("falls", literal)
            case _:
                self._name_all(mention.literal for mention in ground.mentions)

    def _falls(self, literal: Literal) -> Iterator[Duty]:
        """Show that a literal is not established, and stays so."""
        judgement, rivals = self.judgement, self._rivals(literal)
        if literal in judgement.established or literal in self._clashing:  # undefined, or in a clash
            self._name_all([literal])
            return
        self.named.update(self.worlds.enders.get(literal, ()))
        barring = [rival for rival in rivals if rival in judgement.definite]
        if barring:
            self.named |= self.worlds.units_of([literal], strict=True)
            return
        self._fix_definite([literal])
        own = [(index, self._argument(index)) for index in judgement.for_.get(literal, ())]
        if all(argument.applies is False or argument.weight == "defeater" for _, argument in own):
            for index, argument in own:
                if argument.weight != "defeater":
                    yield ("fails", index)
            return
        for rival in rivals:
            for index in judgement.for_.get(rival, ()):
                attacker = self._argument(index)
                answered = any(self._argument(i).literal == literal for i in attacker.beaten_by)
                if attacker.applies and not answered:
                    yield ("applies", index)
                    for other, argument in own:
                        if argument.applies is False and _may_beat(argument, attacker):
                            yield ("fails", other)
                        elif argument.applies is None:
                            self._name_all([literal])
                    return
        self._name_all([literal])


def _may_beat(argument: Argument, attacker: Argument) -> bool:
    """Tell whether an argument could override an attacker, by its rule or as what the attacker presumes against."""
    if argument.instance is None or attacker.instance is None:
        return True
    presumes = any(isinstance(ground.condition, Absent) for ground in attacker.instance.conditions)
    return presumes or attacker.instance.rule.id in argument.instance.rule.overrides


def _definable(worlds: Worlds) -> set[Literal]:
    """Return what could be definite in some world: given or solidly graded, or reached by strict rules."""
    reached = {fact.literal for fact in worlds.facts if fact.origin in GIVEN or is_solid(fact)}
    strict = [instance for instance in worlds.instances if instance.rule.kind == "strict"]
    keys = {worlds.key(literal.atom) for literal in reached}
    changed = True
    while changed:
        changed = False
        for instance in strict:
            needed = [m.literal for g in instance.conditions for m in g.mentions]
            if all(worlds.key(literal.atom) in keys for literal in needed):
                fresh = [one for one in instance.conclusions if one not in reached]
                reached.update(fresh)
                keys.update(worlds.key(one.atom) for one in fresh)
                changed = changed or bool(fresh)
    return reached
