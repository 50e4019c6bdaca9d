"""Check the variables of a rule: each bound where it must be, of one kind, and used as its name says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from rubicon.lines import Path
from rubicon.reading.files import Sheet
from rubicon.rulebook import (
    Aggregate,
    Comparison,
    Condition,
    Expression,
    Holds,
    Operation,
    Pattern,
    Reported,
    Variable,
)
from rubicon.vocabulary import Vocabulary

TODAY = "today"
"""The variable that is the day judged; only comparisons may use it."""


def expression_variables(expression: Expression) -> Iterator[str]:
    """Yield the names of the variables of an expression."""
    if isinstance(expression, Variable):
        yield expression.name
    elif isinstance(expression, Operation):
        yield from expression_variables(expression.left)
        yield from expression_variables(expression.right)


def plain_variables(condition: Condition) -> tuple[str, ...]:
    """Return the variables of a condition that are not its own line's alone."""
    names: list[str] = []
    if isinstance(condition, Comparison):
        names = [*expression_variables(condition.left), *expression_variables(condition.right)]
        return tuple(dict.fromkeys(name for name in names if name != TODAY))
    names = [name for name in condition.pattern.variables if not Variable(name).is_wildcard]
    if isinstance(condition, Aggregate | Reported):
        names += expression_variables(condition.limit)
    return tuple(dict.fromkeys(names))


def bound_by(branch: Iterable[Condition]) -> frozenset[str]:
    """Return the plain variables that the positive conditions of a branch bind."""
    return frozenset(
        name for condition in branch if isinstance(condition, Holds) for name in plain_variables(condition)
    )


def kinds_of(patterns: Iterable[Pattern], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the narrowest kind of each variable in the patterns."""
    kinds: dict[str, str] = {}
    for pattern in patterns:
        for slot, term in zip(vocabulary.statements[pattern.statement].slots, pattern.terms, strict=True):
            if isinstance(term, Variable):
                known = kinds.get(term.name)
                if known is None or vocabulary.is_a(slot.kind, known):
                    kinds[term.name] = slot.kind
    return kinds


def check_kinds(
    sheet: Sheet,
    vocabulary: Vocabulary,
    kinds: Mapping[str, str],
    pattern: Pattern,
    path: Path,
    *,
    concludes: bool,
) -> None:
    """Report a variable in a slot whose kind it cannot have, or, in a conclusion, need not have."""
    for slot, term in zip(vocabulary.statements[pattern.statement].slots, pattern.terms, strict=True):
        if not isinstance(term, Variable) or term.name not in kinds or term.is_wildcard:
            continue
        kind = kinds[term.name]
        if vocabulary.is_a(kind, slot.kind):
            continue
        if concludes or not vocabulary.is_a(slot.kind, kind):
            sheet.problem(
                path,
                f"wrong kind: ?{term.name} is of kind {kind}, and {{{slot.name}}} takes a {slot.kind}",
                f"Use ?{term.name} where a {kind} fits, or add a condition that says it is a {slot.kind}.",
            )


def check_condition(
    sheet: Sheet,
    vocabulary: Vocabulary,
    condition: Condition,
    path: Path,
    bound: frozenset[str],
    others: frozenset[str],
) -> None:
    """Report variables of one condition that nothing binds.

    `bound` are the variables that positive conditions bind, `others` those that conditions other than
    this one bind.
    """
    if isinstance(condition, Comparison):
        names = [*expression_variables(condition.left), *expression_variables(condition.right)]
        unbound = [name for name in names if name != TODAY and name not in bound]
        report_unsafe(sheet, path, unbound)
        return
    if isinstance(condition, Holds):
        _check_denied(sheet, vocabulary, condition, path, others)
    else:
        report_unsafe(sheet, path, [name for name in plain_variables(condition) if name not in bound])
        limit = condition.limit if isinstance(condition, Aggregate | Reported) else None
        if limit is not None:
            report_unsafe(sheet, path, [n for n in expression_variables(limit) if Variable(n).is_wildcard])
        check_wildcard(sheet, vocabulary, condition.pattern, path)
    if TODAY in condition.pattern.variables:
        sheet.problem(
            path, "?today stands only in comparisons", "Bind another variable and compare: `?day = ?today`."
        )


def _check_denied(
    sheet: Sheet, vocabulary: Vocabulary, condition: Holds, path: Path, others: frozenset[str]
) -> None:
    index = vocabulary.statements[condition.pattern.statement].one_of
    if condition.pattern.truth or index is None:
        return
    term = condition.pattern.terms[index]
    if isinstance(term, Variable) and (term.is_wildcard or term.name not in others):
        sheet.problem(
            path,
            f"unsafe variable ?{term.name}: what is false of a single value does not say which value",
            f"Bind ?{term.name} in another condition, or name the value.",
        )


def check_wildcard(sheet: Sheet, vocabulary: Vocabulary, pattern: Pattern, path: Path) -> None:
    """Report a wildcard in the `one_of` slot of a denied pattern: it does not say which value is false."""
    index = vocabulary.statements[pattern.statement].one_of
    if pattern.truth or index is None:
        return
    term = pattern.terms[index]
    if isinstance(term, Variable) and term.is_wildcard:
        sheet.problem(
            path,
            f"unsafe variable ?{term.name}: what is false of a single value does not say which value",
            "Name the value, or use a variable that another condition binds.",
        )


def report_unsafe(sheet: Sheet, path: Path, names: Iterable[str]) -> None:
    """Report names that no positive condition binds."""
    for name in dict.fromkeys(names):
        if Variable(name).is_wildcard:
            remedy = f"?{name} means whoever it may be in its own line alone; use a plain variable: ?{name.lstrip('_')}."
        else:
            remedy = f"Name ?{name} in a condition of `if` that says what is so; in each alternative, if there are some."
        sheet.problem(path, f"unsafe variable ?{name}: no positive condition binds it", remedy)


def unsafe_conclusion(sheet: Sheet, pattern: Pattern, path: Path, bound: frozenset[str]) -> None:
    """Report variables of a conclusion that not every branch binds."""
    report_unsafe(sheet, path, [name for name in pattern.variables if name not in bound])


def single_uses(uses: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the plain variables that occur in one line of a rule only; `uses` has a tuple a line."""
    counts = Counter(name for names in uses for name in set(names) if not Variable(name).is_wildcard)
    return sorted(name for name, count in counts.items() if count == 1)
