"""What a panel asks of every row, and which rows share a grounding."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from rubicon.language.binding import bound
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Atom, Value
from rubicon.language.rules import Rule, Rulebook
from rubicon.reading.panels import VALUE, ColumnSays
from rubicon.supposing.panels.loosening import Freedom, freedom_of, loosened


class Ask(Struct, frozen=True):
    """What a panel asks of every row: the rulebook, the rules that take part, and what its columns say.

    `plain` are the rules as they were read, `standing` what the background says of each statement.
    """

    rulebook: Rulebook
    rules: tuple[Rule, ...]
    sayings: tuple[ColumnSays, ...]
    freedom: Freedom
    plain: tuple[Rule, ...]
    standing: dict[str, tuple[Atom, ...]]

    @classmethod
    def of(
        cls, rulebook: Rulebook, rules: Sequence[Rule], sayings: Sequence[ColumnSays], *, dated: bool
    ) -> "Ask":
        """Find out what is free, and make the rules ready for it; not `dated`: no row has a day."""
        found = freedom_of(rules, rulebook.framework, sayings)
        freedom = Freedom(found.values, found.days if dated else frozenset(), found.today and dated)
        standing: dict[str, tuple[Atom, ...]] = {}
        for fact in rulebook.background:
            atom = fact.literal.atom
            standing[atom.statement] = (*standing.get(atom.statement, ()), atom)
        free = loosened(rules, freedom, sayings)
        return cls(rulebook, free, tuple(sayings), freedom, tuple(rules), standing)


class Kin(Struct, frozen=True):
    """Rows that share a grounding: their roles; and the values, the days and the day that are not free.

    `exact` and `since` give them by the number of their column.
    """

    roles: tuple[tuple[str, str], ...]
    exact: tuple[tuple[int, Value], ...] = ()
    since: tuple[tuple[int, date], ...] = ()
    day: date | None = None


def bound_columns(ask: Ask, roles: Mapping[str, Value]) -> frozenset[tuple[int, bool]]:
    """Return the columns whose value, or whose day (True), has to be ground exactly for these roles.

    One that is free by the rules is not where something else says the same of the same: then whether the two
    agree, and which comes first, goes by what they are.
    """
    vocabulary = ask.rulebook.vocabulary
    patterns = [bound(saying.pattern, roles) for saying in ask.sayings]
    found = set()
    for at, saying in enumerate(ask.sayings):
        if any(name != VALUE for name in patterns[at].variables):
            continue
        valued = saying.kind and saying.kind not in vocabulary.kinds
        valued = valued or (saying.kind in vocabulary.kinds and not vocabulary.kinds[saying.kind].values)
        rest = [patterns[other] for other in range(len(patterns)) if other != at]
        alone = not any(_meets(patterns[at], one.statement, one.terms) for one in rest) and not any(
            _meets(patterns[at], one.statement, one.values)
            for one in ask.standing.get(saying.pattern.statement, ())
        )
        if valued and not (at in ask.freedom.values and alone):
            found.add((at, False))
        if saying.on is not None and not (at in ask.freedom.days and alone):
            found.add((at, True))
    return frozenset(found)


def _meets(pattern: Pattern, statement: str, terms: Sequence[object]) -> bool:
    """Tell whether a pattern and other terms may come to one statement, whatever stands in columns."""
    return pattern.statement == statement and all(
        isinstance(one, Variable) or isinstance(other, Variable) or one == other
        for one, other in zip(pattern.terms, terms, strict=True)
    )
