"""Formulas of ground conditions: the tests of `rubicon.judging.conditions`, with formulas as their keys.

A mention counts only where its literal would be possible in the scenario. That matters where a condition
holds for lack of support: `open` and `disputed` with a wildcard, and denied patterns whose `one_of` slot is
free, for another value of it meets them.
"""

from collections.abc import Iterator
from decimal import Decimal

from rubicon.firing.instances import GroundCondition
from rubicon.judging.conditions import Count, Fixed, Keys, Open, as_test, limit_of
from rubicon.judging.totals import Total
from rubicon.judging.weighing import HIGH, rank_among
from rubicon.language.conditions import Condition, Holds, Pattern, Reported, Unsettled, Variable
from rubicon.language.dating import said_from
from rubicon.language.facts import Atom, Day, Literal
from rubicon.supposing.scenarios.cells import Cells
from rubicon.supposing.scenarios.formulas import FALSE, TRUE, Formula, On, at_least, every, no, some

SpeakingInstance = int | None
"""An instance by its number, or what is asserted (None)."""


def holding(cells: Cells, ground: GroundCondition) -> Formula:
    """Say when a ground condition holds."""
    condition = ground.condition
    if isinstance(condition, Reported):
        return _reported(cells, condition, ground)
    test = as_test(ground, _keys(cells, condition))
    match test:
        case Count():
            members = [some(keys) for keys in test.members]
            least = TRUE if not test.least else at_least(test.least, members)
            return least if test.most is None else every((least, no(at_least(test.most + 1, members))))
        case Open():
            speakable = (
                _is_speakable(cells, condition.pattern, said.literal.atom) for said in ground.mentions
            )
            return some(
                every((no(some(settling)), some(applying) if test.disputed else TRUE, spoken))
                for (applying, settling), spoken in zip(test.pairs, speakable, strict=True)
            )
        case Fixed():
            return TRUE if test.holds else FALSE
        case Total():
            return test


def _keys(cells: Cells, condition: Condition) -> Keys[Formula]:
    """Return what establishes a literal of a condition, applies for it, makes it a candidate or denies it undefeated.

    A denied literal that nothing argues for is a candidate where a rival value denies it.
    """
    pattern = None if isinstance(condition, Holds | Unsettled) else condition.pattern
    free = condition.counted

    def mentioned(literal: Literal) -> Formula:
        return TRUE if pattern is None else is_mentioned(cells, pattern, literal, free)

    def meeting(literal: Literal) -> tuple[Formula, ...]:
        return (every((mentioned(literal), cells.is_met(literal))),)

    def supporting(literal: Literal) -> tuple[Formula, ...]:
        return tuple(supporters(cells, literal))

    def argued(literal: Literal) -> Formula:
        return cells.holds("argued", literal) if literal in cells.conflicts.literals else FALSE

    def candidate(literal: Literal) -> tuple[Formula, ...]:
        own = FALSE if argued(literal) == FALSE else cells.holds("candidate", literal)
        found = [every((mentioned(literal), argued(literal), own))]
        if not literal.truth:
            found.append(every((mentioned(literal), no(argued(literal)), cells.is_met(literal))))
        return tuple(found)

    def denying(literal: Literal) -> tuple[Formula, ...]:
        if argued(literal) == FALSE:
            return ()
        return (every((TRUE if literal.truth else argued(literal), denied(cells, literal))),)

    def dated(literal: Literal, on: Day) -> tuple[tuple[Formula, ...], int]:
        own = cells.holds("established", literal) if literal in cells.conflicts.literals else FALSE
        return (every((own, is_first(cells, literal, on))),), HIGH

    return Keys(meeting, supporting, candidate, denying, lambda _: None, dated)


def is_mentioned(cells: Cells, pattern: Pattern, literal: Literal, free: tuple[str, ...] = ()) -> Formula:
    """Say when a denied pattern with a free `one_of` slot mentions what is possible, not what a rival value denies."""
    if not pattern.truth and _has_free_value(cells, pattern, free):
        return cells.holds("possible", literal)
    return TRUE


def _has_free_value(cells: Cells, pattern: Pattern, free: tuple[str, ...]) -> bool:
    one_of = cells.possibilities.vocabulary.statements[pattern.statement].one_of
    term = None if one_of is None else pattern.terms[one_of]
    return isinstance(term, Variable) and (term.is_wildcard or term.name in free)


def is_first(cells: Cells, literal: Literal, on: Day) -> Formula:
    """Say when a day is the earliest among the surest dated assertions of a literal that count."""
    confirmed = cells.holds("confirmed", literal)
    return some(
        (
            every((confirmed, _is_first(cells, literal, on, confirmed=True))),
            every((no(confirmed), _is_first(cells, literal, on, confirmed=False))),
        )
    )


def _is_first(cells: Cells, literal: Literal, on: Day, *, confirmed: bool) -> Formula:
    dated = [
        (-rank_among(cells.facts[number], confirmed), said, number)
        for number in cells.asserting.get(literal, ())
        if (said := said_from(cells.facts[number], cells.possibilities.firings.day)) is not None
    ]
    ways = []
    for rank in sorted({rank for rank, said, _ in dated if said == on}):
        own = some(cells.holds("counts", n) for r, said, n in dated if (r, said) == (rank, on))
        before = some(cells.holds("counts", n) for r, said, n in dated if (r, said) < (rank, on))
        ways.append(every((own, no(before))))
    return some(ways)


def _is_speakable(cells: Cells, pattern: Pattern | None, atom: Atom) -> Formula:
    """Say when a condition with a wildcard can speak of an atom.

    The literal, its contrary or, with a bound `one_of` slot, another value has to be possible.
    """
    if pattern is None or not any(Variable(name).is_wildcard for name in pattern.variables):
        return TRUE
    affirmed = Literal(atom, True)
    literals = [affirmed, affirmed.contrary]
    if not _has_free_value(cells, pattern, ()):
        literals += [other for other in cells.conflicts.of(affirmed) if other.truth]
    return some(cells.holds("possible", literal) for literal in literals)


def speakers(cells: Cells, literal: Literal) -> Iterator[SpeakingInstance]:
    """Yield what speaks for a literal, defeaters included."""
    if literal in cells.asserting:
        yield None
    yield from cells.concluding.get(literal, ())


def supporters(cells: Cells, literal: Literal) -> list[Formula]:
    """Return, for everything that supports a literal, that it applies."""
    numbers = cells.concluding.get(literal, ())
    applying = [cells.holds("applies", n) for n in numbers if cells.instances[n].rule.kind != "defeater"]
    return [cells.holds("asserted", literal), *applying] if literal in cells.asserting else applying


def denied(cells: Cells, literal: Literal) -> Formula:
    """Say when the denial of a literal applies undefeated."""
    contrary = literal.contrary
    attacks = (cells.holds("attacked", (literal, contrary, speaker)) for speaker in speakers(cells, contrary))
    return some(attacks)


def _reported(cells: Cells, condition: Reported, ground: GroundCondition) -> Formula:
    """Say when a `reported` condition holds; it reads assertions alone."""
    limit = limit_of(ground)
    within: list[Formula] = []
    outside: list[Formula] = []
    for mention in ground.mentions:
        number = mention.number or Decimal(0)
        own = cells.holds("considered", mention.literal)
        switch = cells.possibilities.measured.get((number, condition.bound, limit))
        if switch is not None:
            within.append(every((own, On(switch))))
            outside.append(every((own, no(On(switch)))))
            continue
        keeps = number >= limit if condition.bound == "at least" else number <= limit
        (within if keeps else outside).append(own)
    if condition.every:
        return every((some(within), no(some(outside))))
    return some(within)
