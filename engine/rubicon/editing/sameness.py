"""Prove of a mutant that it means the same as its rule, whatever the facts: by their form alone."""

from collections.abc import Mapping

from msgspec.structs import replace

from rubicon.editing.mutants import Mutant
from rubicon.language.binding import unified
from rubicon.language.conditions import Absent, Pattern, weakens
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.circles import presumes

BOUND = "by their form, whatever the facts"
"""Within what the proofs hold."""


def same_meaning(
    vocabulary: Vocabulary, was: Mapping[str, Rule], now: Mapping[str, Rule], mutant: Mutant
) -> str:
    """Return why a mutant means the same as its rule; nothing where that is not proved."""
    if mutant.change == "another kind":
        kinds = {mutant.before, mutant.after}
        if kinds == {"strict", "defeasible"} and _never_definite(now[mutant.rule]):
            return "a strict rule with an exception, an absence or a count weighs as a defeasible one"
    if mutant.change == "dropped override" and mutant.before in was:
        return _needless(vocabulary, was[mutant.rule], was[mutant.before])
    return ""


def _never_definite(rule: Rule) -> bool:
    """Tell whether no instance of a rule, were it strict, makes anything definite (DESIGN 4)."""
    return bool(rule.unless) or all(any(weakens(one) for one in branch) for branch in rule.branches)


def _needless(vocabulary: Vocabulary, rule: Rule, other: Rule) -> str:
    """Return why a rule needs not override another."""
    pairs = [
        (mine, theirs)
        for mine in rule.conclusions
        for theirs in other.conclusions
        if unified(vocabulary, mine, replace(theirs, truth=not theirs.truth)) is not None
    ]
    if not pairs:
        return "their conclusions never conflict"
    if other.otherwise_of is not None and not any(isinstance(one, Absent) for one in rule.lines):
        return "what a rule says otherwise yields to all that applies against it"
    plain = all(vocabulary.statements[theirs.statement].one_of is None for _, theirs in pairs)
    if plain and all(_always_presumes(vocabulary, other, theirs) for _, theirs in pairs):
        return "a presumption yields to all that applies for what it presumes against"
    return ""


def _always_presumes(vocabulary: Vocabulary, rule: Rule, head: Pattern) -> bool:
    """Tell whether each way through a rule presumes against the contrary of what it concludes."""
    return all(
        any(isinstance(one, Absent) and presumes(one, head, vocabulary) for one in branch)
        for branch in rule.branches
    )
