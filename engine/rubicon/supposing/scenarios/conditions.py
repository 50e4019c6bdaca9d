"""Formulas of ground conditions. What is undefined in the model reads as in `rubicon.judging.conditions`.

A mention counts only where its literal would be possible in the scenario. That matters where a condition
holds for lack of support: `open` and `disputed` with a wildcard, and denied patterns whose `one_of` slot is
free, for another value of it meets them.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from rubicon.firing.instances import GroundCondition, Mention
from rubicon.judging.conditions import by_entry, by_member
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Holds,
    Pattern,
    Reported,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Atom, Literal
from rubicon.supposing.scenarios.cells import Cells
from rubicon.supposing.scenarios.formulas import FALSE, TRUE, Amount, AtLeast, Formula, Total, every, no, some

Speaker = int | None
"""An instance by its number, or what is asserted (None)."""


def holding(cells: Cells, ground: GroundCondition) -> Formula:
    """Say when a ground condition holds."""
    condition = ground.condition
    match condition:
        case Comparison():
            return TRUE if ground.holds else FALSE
        case Holds():
            return some(cells.is_met(mention.literal) for mention in ground.mentions)
        case Absent():
            return no(some(_met(cells, condition.pattern, mention) for mention in ground.mentions))
        case Unsettled():
            return some(_unsettled(cells, condition, mention) for mention in ground.mentions)
        case Tally():
            return _tally(cells, condition, ground)
        case Aggregate():
            return _total(cells, condition, ground)
        case Reported():
            return _reported(cells, condition, ground)


def _met(cells: Cells, pattern: Pattern, mention: Mention, free: tuple[str, ...] = ()) -> Formula:
    return every((is_mentioned(cells, pattern, mention, free), cells.is_met(mention.literal)))


def is_mentioned(cells: Cells, pattern: Pattern, mention: Mention, free: tuple[str, ...] = ()) -> Formula:
    """Say when a denied pattern with a free `one_of` slot mentions what is possible, not what a rival value denies."""
    if not pattern.truth and _has_free_value(cells, pattern, free):
        return cells.holds("possible", mention.literal)
    return TRUE


def _has_free_value(cells: Cells, pattern: Pattern, free: tuple[str, ...]) -> bool:
    one_of = cells.possibilities.vocabulary.statements[pattern.statement].one_of
    term = None if one_of is None else pattern.terms[one_of]
    return isinstance(term, Variable) and (term.is_wildcard or term.name in free)


def _unsettled(cells: Cells, condition: Unsettled, mention: Mention) -> Formula:
    atom = mention.literal.atom
    both = (Literal(atom, True), Literal(atom, False))
    parts = [no(some(cells.is_met(literal) for literal in both))]
    if condition.disputed:
        parts.append(some(applying for literal in both for applying in supporters(cells, literal)))
    if any(isinstance(term, Variable) and term.is_wildcard for term in condition.pattern.terms):
        parts.append(_is_speakable(cells, condition.pattern, atom))
    return every(parts)


def _is_speakable(cells: Cells, pattern: Pattern, atom: Atom) -> Formula:
    """Say when the literal, its contrary or, with a bound `one_of` slot, another value would be possible."""
    affirmed = Literal(atom, True)
    literals = [affirmed, affirmed.contrary]
    if not _has_free_value(cells, pattern, ()):
        literals += [other for other in cells.conflicts.of(affirmed) if other.truth]
    return some(cells.holds("possible", literal) for literal in literals)


def speakers(cells: Cells, literal: Literal) -> Iterator[Speaker]:
    """Yield what speaks for a literal, defeaters included."""
    if literal in cells.asserting:
        yield None
    yield from cells.concluding.get(literal, ())


def supporters(cells: Cells, literal: Literal) -> list[Formula]:
    """Return, for everything that supports a literal, that it applies."""
    numbers = cells.concluding.get(literal, ())
    applying = [cells.holds("applies", n) for n in numbers if cells.instances[n].rule.kind != "defeater"]
    return [cells.holds("asserted", literal), *applying] if literal in cells.asserting else applying


def _tally(cells: Cells, condition: Tally, ground: GroundCondition) -> Formula:
    free = (condition.member,)
    members = tuple(
        some(_met(cells, condition.pattern, mention, free) for mention in mentions)
        for _, mentions in by_member(ground)
    )
    least = AtLeast(condition.number, members)
    most = no(AtLeast(condition.number + 1, members))
    match condition.bound:
        case "at least":
            return least
        case "at most":
            return most
        case "exactly":
            return every((least, most))


def _total(cells: Cells, condition: Aggregate, ground: GroundCondition) -> Formula:
    free = (condition.number, condition.member)
    entries = []
    for mentions in by_entry(ground):
        ordered = sorted(mentions, key=lambda mention: mention.number or 0)
        amounts = []
        for number, group in groupby(ordered, key=lambda mention: mention.number):
            same = list(group)
            established = some(_met(cells, condition.pattern, mention, free) for mention in same)
            candidates = [pair for one in same for pair in _candidates(cells, condition.pattern, one, free)]
            amounts.append(Amount(number or Decimal(0), established, tuple(candidates)))
        entries.append(tuple(amounts))
    return Total(condition.function, condition.bound == "at least", _limit(ground), tuple(entries))


def denied(cells: Cells, literal: Literal) -> Formula:
    """Say when the denial of a literal applies undefeated."""
    contrary = literal.contrary
    attacks = (cells.holds("attacked", (literal, contrary, speaker)) for speaker in speakers(cells, contrary))
    return some(attacks)


def _candidates(
    cells: Cells, pattern: Pattern, mention: Mention, free: tuple[str, ...]
) -> Iterator[tuple[Formula, Formula]]:
    """Yield when the mention is a candidate, and when its denial applies undefeated.

    A denied one that nothing argues for is a candidate if a rival value denies it.
    """
    literal, mentioned = mention.literal, is_mentioned(cells, pattern, mention, free)
    argued = FALSE if literal not in cells.conflicts.literals else cells.holds("argued", literal)
    if argued != FALSE:
        yield every((mentioned, argued, cells.holds("candidate", literal))), denied(cells, literal)
    if not literal.truth:
        yield every((mentioned, no(argued), cells.is_met(literal))), FALSE


def _reported(cells: Cells, condition: Reported, ground: GroundCondition) -> Formula:
    """Say when a `reported` condition holds; it reads assertions alone."""
    limit = _limit(ground)
    within: list[Formula] = []
    outside: list[Formula] = []
    for mention in ground.mentions:
        number = mention.number or 0
        keeps = number >= limit if condition.bound == "at least" else number <= limit
        (within if keeps else outside).append(cells.holds("considered", mention.literal))
    if condition.every:
        return every((some(within), no(some(outside))))
    return some(within)


def _limit(ground: GroundCondition) -> Decimal:
    if ground.limit is None:
        raise ValueError(f"a condition without its limit: {ground.condition.text}")
    return ground.limit
