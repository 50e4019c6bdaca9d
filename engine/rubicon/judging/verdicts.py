"""What is said of each statement: its truth, how it stands, and the confidence in it."""

from collections.abc import Iterable

from rubicon.judging.judgements import Judgement, Standing, Verdict
from rubicon.language.facts import Atom, Literal, Value, sort_key
from rubicon.language.vocabulary import Vocabulary


def verdict_of(vocabulary: Vocabulary, judgement: Judgement, atom: Atom) -> Verdict:
    """Return the verdict on any ground statement, spoken of or not."""
    known = judgement.verdicts.get(atom)
    if known is not None:
        return known
    affirmed = Literal(atom, True)
    return weigh_verdict(
        judgement, atom, (one for one in judgement.for_ if vocabulary.in_conflict(one, affirmed))
    )


def weigh_verdict(judgement: Judgement, atom: Atom, rivals: Iterable[Literal]) -> Verdict:
    """Return the verdict on a statement, given the members of its conflict set that have an argument."""
    affirmed, denied = Literal(atom, True), Literal(atom, False)
    if any(affirmed in clash.literals or denied in clash.literals for clash in judgement.clashes):
        return Verdict(atom, None, "contested")
    if judgement.established.get(affirmed):
        return Verdict(atom, True, _standing(judgement, affirmed), judgement.confidence[affirmed])
    others = list(rivals)
    against = [other for other in others if judgement.established.get(other)]
    if against:
        best = min(against, key=lambda other: _preference(judgement, other))
        return Verdict(atom, False, _standing(judgement, best), judgement.confidence[best])
    if any(other in judgement.established for other in (affirmed, *others)):
        return Verdict(atom, None, "undecided")
    return Verdict(atom, None, "contested" if is_argued(judgement, atom) else "unknown")


def is_argued(judgement: Judgement, atom: Atom) -> bool:
    """Tell whether something that supports, and no mere defeater, applies for a statement or its contrary."""
    indices = (i for truth in (True, False) for i in judgement.for_.get(Literal(atom, truth), ()))
    arguments = (judgement.arguments[index] for index in indices)
    return any(argument.applies and argument.weight != "defeater" for argument in arguments)


def candidates(vocabulary: Vocabulary, judgement: Judgement, atom: Atom) -> tuple[Value, ...]:
    """Return the candidate values of a `one_of` statement in the order of their kind, whatever value `atom` has.

    Where a value is established it is the only one. The order is that of a listed kind, else of numbers,
    days or letters.
    """
    statement = vocabulary.statements[atom.statement]
    if statement.one_of is None:
        return ()
    group = vocabulary.group(atom)
    found = [
        one for one, truth in judgement.candidates.items() if truth and vocabulary.group(one.atom) == group
    ]
    found = [one for one in found if judgement.established.get(one)] or found
    listed = vocabulary.kinds.get(statement.slots[statement.one_of].kind)
    values = [one.atom.values[statement.one_of] for one in sorted(found, key=sort_key)]
    if listed is not None and listed.values:
        return tuple(sorted(values, key=lambda value: listed.values.index(str(value))))
    return tuple(values)


def _standing(judgement: Judgement, literal: Literal) -> Standing:
    return "definite" if literal in judgement.definite else "defeasible"


def _preference(judgement: Judgement, literal: Literal) -> tuple[bool, int, tuple[object, ...]]:
    """Order established literals: definite ones first, then the surer."""
    rank = ("high", "moderate", "low").index(judgement.confidence[literal])
    return (literal not in judgement.definite, rank, sort_key(literal))
