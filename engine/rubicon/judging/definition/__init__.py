"""The definition of what stands: DESIGN 4, clause by clause, over ground instances.

It is slow, and meant to be read. `rubicon.judging.judge` finds the same fast and is tested against this: where
the two differ, the other is wrong. How facts are graded is defined in `rubicon.judging.weighing`.

A clause is an atom and a test of when it is true. What a test negates it reads from the last turn, so that each
turn is the least set closed under the clauses. The turns alternate between what may be and what surely is until
neither changes: that is the well-founded model (van Gelder, Ross and Schlipf, JACM 1991).
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

from msgspec import Struct

from rubicon.firing.instances import Firings
from rubicon.judging.definition.confidence import confidence
from rubicon.judging.definition.ground import GroundProgram, Speaker
from rubicon.judging.definition.turns import FixpointTurn, Mark, Truths, holds
from rubicon.judging.judgements import Standing, Truth, Verdict
from rubicon.judging.weighing import RANKS
from rubicon.language.facts import Atom, Level, Literal
from rubicon.language.vocabulary import Vocabulary

Clause: TypeAlias = tuple[Mark, Callable[[FixpointTurn], bool]]


class Defined(Struct, frozen=True):
    """What is found: literals by their truth (None: undefined; what is not there is false), and the verdicts."""

    definite: frozenset[Literal]
    clashing: frozenset[Literal]
    established: dict[Literal, Truth]
    candidates: dict[Literal, Truth]
    confidence: dict[Literal, Level]
    verdicts: dict[Atom, Verdict]


def define(vocabulary: Vocabulary, firings: Firings) -> Defined:
    """Find what stands by the definition."""
    ground = GroundProgram(vocabulary, firings)
    clauses = list(_clauses(ground))
    sure: Truths = frozenset()
    while True:
        maybe = _turn(clauses, sure, sure=False)
        before, sure = sure, _turn(clauses, maybe, sure=True)
        if sure == before:
            break

    def truths(kind: str) -> dict[Literal, Truth]:
        return {s: True if (kind, s) in sure else None for s in ground.literals if (kind, s) in maybe}

    levels = confidence(ground, sure)
    established = truths("est")
    spoken = [s for s in ground.literals if any(_app(r, maybe) for r in ground.speakers[s])]
    verdicts = {s.atom: _verdict(ground, s.atom, sure, maybe, levels) for s in spoken}
    candidates = {s: truth for s, truth in truths("cand").items() if s.truth}
    return Defined(ground.definite, ground.clashing, established, candidates, levels, verdicts)


def _turn(clauses: list[Clause], last: Truths, *, sure: bool) -> Truths:
    """Return the least set closed under the clauses, where what they negate is read from the last turn."""
    turn = FixpointTurn(set(), last, sure)
    while True:
        fresh = {atom for atom, test in clauses if atom not in turn.now and test(turn)}
        if not fresh:
            return frozenset(turn.now)
        turn.now.update(fresh)


def _clauses(ground: GroundProgram) -> Iterator[Clause]:
    """Yield the program of DESIGN 4.

    ("est", s): s is established. ("attacked", s). ("app", r): an instance applies. ("stopped", r, n): its n-th
    exception holds. ("beaten", a, o, s): what speaks for o is overridden by something that applies for s.
    ("cand", s): s is a candidate. ("denied", s): the denial of s applies undefeated.
    """
    for number, instance in enumerate(ground.instances):
        yield ("app", number), partial(_applies, ground, number)
        for at in range(len(instance.exceptions)):
            yield ("stopped", number, at), partial(_stops, ground, number, at)
    for s in ground.literals:
        if s in ground.definite:
            yield ("est", s), lambda _: True
        elif s not in ground.clashing and not ground.is_barred(s):
            yield ("est", s), partial(_stands, ground, s)
        for o in ground.conflict[s]:
            yield from _against(ground, s, o)
        yield ("cand", s), partial(_is_established, s)
        if not ground.is_barred(s):
            yield ("cand", s), partial(_remains, ground, s)


def _against(ground: GroundProgram, s: Literal, o: Literal) -> Iterator[Clause]:
    """Yield how a literal is attacked by what speaks for another, and how that is beaten."""
    yield ("attacked", s), partial(_attacks, ground, o, s)
    if o == s.contrary:
        yield ("denied", s), partial(_attacks, ground, o, s)
    for a in ground.speakers[o]:
        over = [t for t in ground.supporting(s) if ground.overrides(t, s, a, o)]
        yield ("beaten", a, o, s), partial(_any_applies, over)


def _app(r: Speaker, atoms: set[Mark] | Truths) -> bool:
    """Tell whether a speaker applies; what is asserted does."""
    return r is None or ("app", r) in atoms


def _any_applies(speakers: list[Speaker], turn: FixpointTurn) -> bool:
    return any(_app(t, turn.now) for t in speakers)


def _applies(ground: GroundProgram, number: int, turn: FixpointTurn) -> bool:
    instance = ground.instances[number]
    stopped = any(("stopped", number, at) in turn.last for at in range(len(instance.exceptions)))
    return not stopped and all(holds(ground, one, turn) for one in instance.conditions)


def _stops(ground: GroundProgram, number: int, at: int, turn: FixpointTurn) -> bool:
    return all(holds(ground, one, turn) for one in ground.instances[number].exceptions[at])


def _is_established(s: Literal, turn: FixpointTurn) -> bool:
    return ("est", s) in turn.now


def _stands(ground: GroundProgram, s: Literal, turn: FixpointTurn) -> bool:
    """Tell whether something supports a literal, and nothing attacks it."""
    return _any_applies(ground.supporting(s), turn) and ("attacked", s) not in turn.last


def _attacks(ground: GroundProgram, o: Literal, s: Literal, turn: FixpointTurn) -> bool:
    """Tell whether something that speaks for `o` applies and is not beaten by what speaks for `s`."""
    return any(_app(a, turn.now) and ("beaten", a, o, s) not in turn.last for a in ground.speakers[o])


def _remains(ground: GroundProgram, s: Literal, turn: FixpointTurn) -> bool:
    """Tell whether an argument for a value applies which none for another value overrides."""
    others = [o for o in ground.conflict[s] if o.atom != s.atom]
    return any(
        _app(r, turn.now) and not any(("beaten", r, s, o) in turn.last for o in others)
        for r in ground.supporting(s)
    )


def _verdict(
    ground: GroundProgram, atom: Atom, sure: Truths, maybe: Truths, levels: dict[Literal, Level]
) -> Verdict:
    """Return the standing of a statement, the first that fits."""
    yes, no = Literal(atom, True), Literal(atom, False)
    if yes in ground.clashing or no in ground.clashing:
        return Verdict(atom, None, "contested")
    if ("est", yes) in sure:
        return Verdict(atom, True, _standing(ground, yes), levels[yes])
    against = [o for o in ground.conflict[yes] if ("est", o) in sure]
    if against:
        firm = [o for o in against if o in ground.definite] or against
        surest = max((levels[o] for o in firm), key=lambda level: RANKS[level])
        return Verdict(atom, False, _standing(ground, firm[0]), surest)
    if any(("est", o) in maybe for o in (yes, *ground.conflict[yes])):
        return Verdict(atom, None, "undecided")
    argued = any(_app(r, sure) for s in (yes, no) for r in ground.supporting(s))
    return Verdict(atom, None, "contested" if argued else "unknown")


def _standing(ground: GroundProgram, s: Literal) -> Standing:
    return "definite" if s in ground.definite else "defeasible"
