"""Which edits, and which two of them together, let a sentence come out in a case: all at once, one switch an edit."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.casework import Seat
from rubicon.editing.repairing.edits import Edit
from rubicon.firing import fire
from rubicon.judging.bearing import bearing_on
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.scenarios import Possibilities, Presence, build
from rubicon.supposing.scenarios.choices import Choice
from rubicon.supposing.scenarios.searching import smallest

MOST_SETS = 1 << 20
"""Edits and pairs of edits that are tried in the case."""


class MendingSets(Struct, frozen=True):
    """The least sets of edits, by their numbers, by which a sentence comes out; `whole`: of all sets up to that size."""

    sets: tuple[tuple[int, ...], ...]
    whole: int
    tried: int


def seek(
    vocabulary: Vocabulary, seat: Seat, edits: Sequence[Edit], wanted: Literal, most: int, budget: int
) -> MendingSets:
    """Find the single edits, and with `most` of two the pairs of which no part does, by which a sentence comes out.

    All that rules and edited rules say is fired together, and judged with the one or the other, as each set of edits has
    it. Of one file one edit is done at most. More than `budget` sets are not tried.

    Raises:
        BadInput: the rules and edits together pass a limit of firing.
    """
    files: dict[str, list[int]] = {}
    for number, edit in enumerate(edits):
        files.setdefault(edit.rule, []).append(number)
    edited: dict[str, list[str]] = {}
    held: dict[str, Presence] = {}
    variants: list[Rule] = []
    firings = seat.school.firings
    for number, edit in enumerate(edits):
        for rule in edit.rules:
            if rule.status != "retired" and rule.in_force(firings.day):
                name = f"{rule.id}#{number}"
                of = f"{edit.rule}#{number}" if rule.otherwise_of else None
                variants.append(replace(rule, id=name, otherwise_of=of))
                held[name] = Presence(on=(number,))
                edited.setdefault(rule.id, []).append(name)
    for rule in seat.school.rules:
        numbers = files.get(rule.otherwise_of or rule.id)
        if numbers:
            held[rule.id] = Presence(off=tuple(numbers))
    rules = [_over(rule, edited) for rule in (*seat.school.rules, *variants)]
    fired = bearing_on(
        vocabulary, fire(vocabulary, rules, firings.facts, firings.day), {wanted.atom.statement}
    )
    bounds = build(Possibilities(vocabulary, fired, (Presence(),) * len(fired.facts), held), [wanted])
    gate = (bounds.true if wanted.truth else bounds.false)[wanted.atom]
    groups = {name: at for at, name in enumerate(files)}
    choices = [Choice(frozenset({number}), groups[edit.rule]) for number, edit in enumerate(edits)]
    found = smallest(bounds.circuit, [gate], choices, budget=budget, most=most)
    return MendingSets(found.sets, found.whole, len(edits) + (pairs_across(edits) if found.whole > 1 else 0))


def pairs_across(edits: Sequence[Edit]) -> int:
    """Count the pairs of edits of two files."""
    counts = Counter(edit.rule for edit in edits)
    return sum(some * (len(edits) - some) for some in counts.values()) // 2


def _over(rule: Rule, edited: dict[str, list[str]]) -> Rule:
    """Return a rule that overrides what it overrides however that is edited."""
    names = tuple(one for name in rule.overrides for one in (name, *edited.get(name, ())))
    return replace(rule, overrides=names)
