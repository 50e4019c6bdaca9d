"""What may be asked of the rules for some statements in one world, as formulas: which apply, decide, agree and conflict."""

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.judging.presuming import is_presumption, presumed_against
from rubicon.language.facts import Literal
from rubicon.language.rules import Rule
from rubicon.supposing.scenarios.cells import Cells
from rubicon.supposing.scenarios.conditions import supporters
from rubicon.supposing.scenarios.formulas import Formula, every, no, some

QueryKind: TypeAlias = tuple[
    OneOf["applies", "idle", "decides", "alone", "beside", "meets", "overrides", "conflicts"], str, str
]
"""What is asked of a rule, and of another where it is about two.

It *applies*, or is *idle*; it *decides*: without it its conclusion would not stand, or would, by what is plain; it speaks *alone* for
its conclusion; it speaks for it and the other rule does not (*beside*); it *meets* one that it overrides,
both applying, and that plainly *overrides*; it *conflicts* with the other, neither yields, and both apply.
"""


def questions(
    cells: Cells, statements: Iterable[str], new: Iterable[str]
) -> Iterator[tuple[QueryKind, Formula]]:
    """Yield what may be asked of the rules that conclude something of some statements; a question may come in parts.

    A rule is idle where none of its parts holds: where it applies to nothing that is `new`, whatever it does elsewhere.
    """
    fresh = frozenset(new)
    names = frozenset(statements)
    spoken: dict[Literal, list[int]] = {
        literal: numbers for literal, numbers in cells.concluding.items() if literal.atom.statement in names
    }
    for number in dict.fromkeys(number for numbers in spoken.values() for number in numbers):
        instance = cells.instances[number]
        yield ("applies", instance.rule.id, ""), cells.holds("applies", number)
        if not fresh.isdisjoint(str(value) for _, value in instance.binding):
            yield ("idle", instance.rule.id, ""), cells.holds("applies", number)
    for literal, numbers in spoken.items():
        for number in numbers:
            yield from _alone(cells, literal, number)
        yield from _beside(cells, numbers)
        yield from _against(cells, literal, numbers, spoken)


def _alone(cells: Cells, literal: Literal, number: int) -> Iterator[tuple[QueryKind, Formula]]:
    """Yield when an instance is all that speaks for a conclusion, or against one."""
    rule, applies = cells.instances[number].rule, cells.holds("applies", number)
    if rule.kind != "defeater":
        others = _supports(cells, literal, rule)
        alone = every((applies, no(some(others))))
        yield ("alone", rule.id, ""), alone
        yield ("decides", rule.id, ""), every((alone, cells.holds("established", literal)))
        return
    for rival in cells.conflicts.of(literal):
        attacks = [
            cells.holds("applies", other)
            for against in cells.conflicts.of(rival)
            for other in cells.concluding.get(against, ())
            if cells.instances[other].rule.id != rule.id
        ]
        attacks += [
            cells.holds("asserted", one) for one in cells.conflicts.of(rival) if one in cells.asserting
        ]
        stopped = no(cells.holds("established", rival))
        spoken = every((some(supporters(cells, rival)), stopped, no(some(attacks))))
        yield ("decides", rule.id, ""), every((applies, spoken))


def _supports(cells: Cells, literal: Literal, rule: Rule) -> list[Formula]:
    """Return what else than a rule supports a literal."""
    applying = [
        cells.holds("applies", number)
        for number in cells.concluding.get(literal, ())
        if cells.instances[number].rule.kind != "defeater" and cells.instances[number].rule.id != rule.id
    ]
    return [cells.holds("asserted", literal), *applying] if literal in cells.asserting else applying


def _winners(cells: Cells, literal: Literal, rule: Rule, loser: Rule) -> list[Formula]:
    """Return what else than a rule supports a literal and overrides a rule against it."""
    return [
        cells.holds("applies", number)
        for number in cells.concluding.get(literal, ())
        if loser.id in cells.instances[number].rule.overrides and cells.instances[number].rule.id != rule.id
    ]


def _beside(cells: Cells, numbers: list[int]) -> Iterator[tuple[QueryKind, Formula]]:
    """Yield, for each two rules that support a literal, that the one does and the other does not."""
    by_rule: dict[str, list[int]] = {}
    for number in numbers:
        if cells.instances[number].rule.kind != "defeater":
            by_rule.setdefault(cells.instances[number].rule.id, []).append(number)
    applying = {name: some(cells.holds("applies", n) for n in mine) for name, mine in by_rule.items()}
    for one, mine in applying.items():
        yield ("beside", one, ""), mine
        for other, theirs in applying.items():
            if other != one:
                yield ("beside", one, other), every((mine, no(theirs)))


def _against(
    cells: Cells, literal: Literal, numbers: list[int], spoken: dict[Literal, list[int]]
) -> Iterator[tuple[QueryKind, Formula]]:
    """Yield when instances for a literal meet those for one in its conflict set."""
    for number in numbers:
        rule, applies = cells.instances[number].rule, cells.holds("applies", number)
        for rival in cells.conflicts.of(literal):
            for other in spoken.get(rival, ()):
                against = cells.instances[other].rule
                both = every((applies, cells.holds("applies", other)))
                yields = _yields(cells, other, rival, literal)
                if against.id in rule.overrides:
                    yield ("meets", rule.id, against.id), both
                if against.id in rule.overrides and not yields:
                    others = [
                        no(some(_winners(cells, literal, rule, against))),
                        no(cells.holds("definite", literal)),
                    ]
                    plain = every((both, cells.holds("established", literal), *others))
                    yield ("overrides", rule.id, against.id), plain
                    yield ("decides", rule.id, ""), plain
                elif rule.id < against.id and "defeater" not in (rule.kind, against.kind):
                    named = against.id in rule.overrides or rule.id in against.overrides
                    if not (named or yields or _yields(cells, number, literal, rival)):
                        yield ("conflicts", rule.id, against.id), both


def _yields(cells: Cells, number: int, literal: Literal, rival: Literal) -> bool:
    """Tell whether what an instance says of a literal yields of itself to what speaks for another."""
    instance, vocabulary = cells.instances[number], cells.possibilities.vocabulary
    if instance.rule.otherwise_of is not None or is_presumption(vocabulary, instance, literal):
        return True
    return rival in presumed_against(cells.conflicts, instance, literal)
