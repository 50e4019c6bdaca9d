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
from rubicon.supposing.scenarios.cells import Part, Reckoning, is_met

SpeakingInstance = int | None
"""An instance by its number, or what is asserted (None)."""


def holding(cells: Reckoning[Part], ground: GroundCondition) -> Part:
    """Say when a ground condition holds."""
    condition = ground.condition
    if isinstance(condition, Reported):
        return _reported(cells, condition, ground)
    if isinstance(condition, Holds) and len(ground.mentions) == 1:
        return is_met(cells, ground.mentions[0].literal)  # as the test below would say; most are such
    test = as_test(ground, _keys(cells, condition))
    match test:
        case Count():
            members = [cells.some(keys) for keys in test.members]
            least = cells.true if not test.least else cells.at_least(test.least, members)
            return (
                least
                if test.most is None
                else cells.every((least, cells.no(cells.at_least(test.most + 1, members))))
            )
        case Open():
            speakable = (
                _is_speakable(cells, condition.pattern, said.literal.atom) for said in ground.mentions
            )
            return cells.some(
                cells.every(
                    (
                        cells.no(cells.some(settling)),
                        cells.some(applying) if test.disputed else cells.true,
                        spoken,
                    )
                )
                for (applying, settling), spoken in zip(test.pairs, speakable, strict=True)
            )
        case Fixed():
            return cells.true if test.holds else cells.false
        case Total():
            return cells.total(test)


def _keys(cells: Reckoning[Part], condition: Condition) -> Keys[Part]:
    """Return what establishes a literal of a condition, applies for it, makes it a candidate or denies it undefeated.

    A denied literal that nothing argues for is a candidate where a rival value denies it.
    """
    pattern = None if isinstance(condition, Holds | Unsettled) else condition.pattern
    free = condition.counted

    def mentioned(literal: Literal) -> Part:
        return cells.true if pattern is None else is_mentioned(cells, pattern, literal, free)

    def meeting(literal: Literal) -> tuple[Part, ...]:
        return (cells.every((mentioned(literal), is_met(cells, literal))),)

    def supporting(literal: Literal) -> tuple[Part, ...]:
        return tuple(supporters(cells, literal))

    def argued(literal: Literal) -> Part:
        return cells.holds("argued", literal) if literal in cells.conflicts.literals else cells.false

    def candidate(literal: Literal) -> tuple[Part, ...]:
        is_known = literal in cells.conflicts.literals
        own = cells.holds("candidate", literal) if is_known else cells.false
        found = [cells.every((mentioned(literal), argued(literal), own))]
        if not literal.truth:
            found.append(cells.every((mentioned(literal), cells.no(argued(literal)), is_met(cells, literal))))
        return tuple(found)

    def denying(literal: Literal) -> tuple[Part, ...]:
        if literal not in cells.conflicts.literals:
            return ()
        return (cells.every((cells.true if literal.truth else argued(literal), denied(cells, literal))),)

    def dated(literal: Literal, on: Day) -> tuple[tuple[Part, ...], int]:
        own = cells.holds("established", literal) if literal in cells.conflicts.literals else cells.false
        return (cells.every((own, is_first(cells, literal, on))),), HIGH

    return Keys(meeting, supporting, candidate, denying, lambda _: None, dated)


def is_mentioned(
    cells: Reckoning[Part], pattern: Pattern, literal: Literal, free: tuple[str, ...] = ()
) -> Part:
    """Say when a denied pattern with a free `one_of` slot mentions what is possible, not what a rival value denies."""
    return cells.holds("possible", literal) if is_hedged(cells, pattern, free) else cells.true


def is_hedged(cells: Reckoning[Part], pattern: Pattern, free: tuple[str, ...] = ()) -> bool:
    """Tell whether a pattern is denied and its `one_of` slot free, so that what it mentions has to be possible."""
    return not pattern.truth and _has_free_value(cells, pattern, free)


def _has_free_value(cells: Reckoning[Part], pattern: Pattern, free: tuple[str, ...]) -> bool:
    one_of = cells.possibilities.vocabulary.statements[pattern.statement].one_of
    term = None if one_of is None else pattern.terms[one_of]
    return isinstance(term, Variable) and (term.is_wildcard or term.name in free)


def is_first(cells: Reckoning[Part], literal: Literal, on: Day) -> Part:
    """Say when a day is the earliest among the surest dated assertions of a literal that count."""
    confirmed = cells.holds("confirmed", literal)
    return cells.some(
        (
            cells.every((confirmed, _is_first(cells, literal, on, confirmed=True))),
            cells.every((cells.no(confirmed), _is_first(cells, literal, on, confirmed=False))),
        )
    )


def _is_first(cells: Reckoning[Part], literal: Literal, on: Day, *, confirmed: bool) -> Part:
    dated = [
        (-rank_among(cells.facts[number], confirmed), said, number)
        for number in cells.asserting.get(literal, ())
        if (said := said_from(cells.facts[number], cells.possibilities.firings.day)) is not None
    ]
    ways = []
    for rank in sorted({rank for rank, said, _ in dated if said == on}):
        own = cells.some(cells.holds("counts", n) for r, said, n in dated if (r, said) == (rank, on))
        before = cells.some(cells.holds("counts", n) for r, said, n in dated if (r, said) < (rank, on))
        ways.append(cells.every((own, cells.no(before))))
    return cells.some(ways)


def _is_speakable(cells: Reckoning[Part], pattern: Pattern | None, atom: Atom) -> Part:
    """Say when a condition with a wildcard can speak of an atom.

    The literal, its contrary or, with a bound `one_of` slot, another value has to be possible.
    """
    if pattern is None or not any(Variable(name).is_wildcard for name in pattern.variables):
        return cells.true
    affirmed = Literal(atom, True)
    literals = [affirmed, affirmed.contrary]
    if not _has_free_value(cells, pattern, ()):
        literals += [other for other in cells.conflicts.of(affirmed) if other.truth]
    return cells.some(cells.holds("possible", literal) for literal in literals)


def speakers(cells: Reckoning[Part], literal: Literal) -> Iterator[SpeakingInstance]:
    """Yield what speaks for a literal, defeaters included."""
    if literal in cells.asserting:
        yield None
    yield from cells.concluding.get(literal, ())


def supporters(cells: Reckoning[Part], literal: Literal) -> list[Part]:
    """Return, for everything that supports a literal, that it applies."""
    numbers = cells.concluding.get(literal, ())
    applying = [cells.holds("applies", n) for n in numbers if cells.instances[n].rule.kind != "defeater"]
    return [cells.holds("asserted", literal), *applying] if literal in cells.asserting else applying


def denied(cells: Reckoning[Part], literal: Literal) -> Part:
    """Say when the denial of a literal applies undefeated."""
    contrary = literal.contrary
    attacks = (cells.holds("attacked", (literal, contrary, speaker)) for speaker in speakers(cells, contrary))
    return cells.some(attacks)


def _reported(cells: Reckoning[Part], condition: Reported, ground: GroundCondition) -> Part:
    """Say when a `reported` condition holds; it reads assertions alone."""
    limit = limit_of(ground)
    within: list[Part] = []
    outside: list[Part] = []
    for mention in ground.mentions:
        number = mention.number or Decimal(0)
        own = cells.holds("considered", mention.literal)
        switch = cells.possibilities.measured.get((number, condition.bound, limit))
        if switch is not None:
            within.append(cells.every((own, cells.on(switch))))
            outside.append(cells.every((own, cells.no(cells.on(switch)))))
            continue
        keeps = number >= limit if condition.bound == "at least" else number <= limit
        (within if keeps else outside).append(own)
    if condition.every:
        return cells.every((cells.some(within), cells.no(cells.some(outside))))
    return cells.some(within)
