"""Check the variables of a rule: each bound where it must be, of one kind, and used as its name says."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from rubicon.language.conditions import (
    TODAY,
    Condition,
    Holds,
    Pattern,
    Since,
    Variable,
    binds,
    needs,
    patterns,
)
from rubicon.language.sentences import comparable
from rubicon.language.speaking import say_form
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import did_you_mean, one, several
from rubicon.reading.files import Sheet
from rubicon.reading.lines import Path

WAYS = 3
"""Lines that a message offers where any of many would do."""


def binders(branch: Iterable[Condition]) -> Counter[str]:
    """Count, for each plain variable, the positive conditions of a branch that bind it."""
    return Counter(name for condition in branch for name in binds(condition))


def kinds_of(conditions: Iterable[Condition], vocabulary: Vocabulary) -> dict[str, str]:
    """Return the narrowest kind of each variable that positive conditions bind."""
    positive = [condition for condition in conditions if isinstance(condition, Holds | Since)]
    kinds = {condition.day.name: "date" for condition in positive if isinstance(condition, Since)}
    for pattern in (condition.pattern for condition in positive):
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
    standing: Collection[str],
    *,
    concludes: bool = False,
) -> None:
    """Report a variable in a slot whose kind it cannot have, or, in a conclusion, need not have; `standing` as in `_narrowing`."""
    own: dict[str, str] = {}
    for slot, term in zip(vocabulary.statements[pattern.statement].slots, pattern.terms, strict=True):
        if not isinstance(term, Variable):
            continue
        kind = own.setdefault(term.name, slot.kind) if term.is_wildcard else kinds.get(term.name)
        if kind is None or vocabulary.is_a(kind, slot.kind):
            continue
        if concludes or not comparable(vocabulary, kind, slot.kind):
            plain = [name for name in kinds if not Variable(name).is_wildcard]
            others = [f"?{name}" for name in plain if vocabulary.is_a(kinds[name], slot.kind)]
            remedy = f"Use another variable there{f': {several(others)}' if others else ''}."
            if comparable(vocabulary, kind, slot.kind):
                ways = "\n".join(
                    f'  "{way}"' for way in _narrowing(vocabulary, term.name, slot.kind, kinds, standing)
                )
                more = f"add to `if` what makes ?{term.name} {one(slot.kind)}"
                remedy = f"{remedy.removesuffix('.')}, or {more}{', such as:' if ways else '.'}\n{ways}"
            what = f"wrong kind: ?{term.name} is {one(kind)}, and {{{slot.name}}} wants {one(slot.kind)}"
            sheet.problem(path, what, remedy)


def _narrowing(
    vocabulary: Vocabulary, name: str, wanted: str, kinds: Mapping[str, str], standing: Collection[str]
) -> list[str]:
    """Return lines of `if` that give a variable a kind: `standing` statements first, and of these where it has its own name."""
    found = []
    for order, statement in enumerate(vocabulary.statements.values()):
        fitting = [slot for slot in statement.slots if vocabulary.is_a(slot.kind, wanted)]
        if not fitting:
            continue
        own = next((slot for slot in fitting if slot.name == name), fitting[0])
        terms = {
            slot.name: Variable(
                slot.name if vocabulary.is_a(kinds.get(slot.name, ""), slot.kind) else f"_{slot.name}"
            )
            for slot in statement.slots
        }
        said = say_form(statement.form, {**terms, own.name: Variable(name)})
        loose = sum(term.is_wildcard for term in terms.values())
        found.append(
            (
                statement.name not in standing,
                own.name != name,
                statement.ask is not None,
                loose,
                len(said),
                order,
                said,
            )
        )
    return [said for *_, said in sorted(found)[:WAYS]]


class Unsafe:
    """The variables of a rule that nothing binds, gathered so that each slip is told once."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._paths: dict[tuple[str, str], list[Path]] = {}

    def add(
        self,
        path: Path,
        names: Iterable[str],
        bound: Iterable[str],
        ever: frozenset[str],
        *,
        whoever: bool = False,
    ) -> None:
        """Note names that no positive condition binds; `whoever`: a wildcard would do there."""
        known = [f"?{other}" for other in bound]
        for name in dict.fromkeys(names):
            self.names.add(name)
            if name in ever:
                remedy = f"Name ?{name} in each of them, or make several rules."
            else:
                add = f"Add a condition that names ?{name}"
                remedy = f"{add}, or write ?_{name} for whoever it may be." if whoever else f"{add}."
                remedy = did_you_mean(f"?{name}", known) or remedy
            if Variable(name).is_wildcard:
                plain = name.lstrip("_")
                remedy = (
                    f"?{name} belongs to its own line alone. Use a plain variable in both lines: ?{plain}"
                )
            if name == TODAY:
                remedy = "Name the day ?day, and add: `?day = ?today`"
            self._paths.setdefault((name, remedy), []).append(path)

    def tell(self, sheet: Sheet, ever: frozenset[str], framing: str, frames: Iterable[str]) -> None:
        """Report each name once, with all its places; those that the `framing` sentence binds together."""
        framed = [name for name in frames if name in self.names and name not in ever]
        if framed:
            paths = [path for (name, _), at in self._paths.items() if name in framed for path in at]
            remedy = f'Add to `if`: "{framing}"'
            self._report(sheet, paths, framed, "no condition of `if` says what {} for", remedy)
        for name in sorted(self.names.difference(framed)):
            found = {remedy: at for (other, remedy), at in self._paths.items() if other == name}
            paths = [path for at in found.values() for path in at]
            why = "{} only in comparisons" if name == TODAY else "no condition of `if` says what {} for"
            if name in ever:
                why = "not every alternative of `if` says what {} for"
            self._report(sheet, paths, [name], why, next(iter(found)))

    def _report(self, sheet: Sheet, paths: list[Path], names: list[str], why: str, remedy: str) -> None:
        said = " and ".join(f"?{name}" for name in names)
        stands = "it stands" if len(names) == 1 else "they stand"
        what = f"unsafe variable{'s' * (len(names) > 1)} {said}: {why.format(stands)}"
        if names == [TODAY]:
            what = f"{said} stands only in comparisons"
        at = {sheet.line(path): path for path in reversed(paths)}
        first, *others = sorted(at)
        more = (
            f"\nThe same on {'lines' if len(others) > 1 else 'line'} {several(map(str, others))}."
            if others
            else ""
        )
        sheet.problem(at[first], what, f"{remedy}{more}")


def check_condition(
    sheet: Sheet,
    vocabulary: Vocabulary,
    condition: Condition,
    path: Path,
    bound: Counter[str],
    ever: frozenset[str],
    unsafe: Unsafe,
    *,
    excepts: bool = False,
) -> None:
    """Report variables of one condition that nothing binds.

    `bound` counts the positive conditions that bind each variable, `ever` are those that some alternative
    binds. A condition that `excepts` binds none.
    """
    positive = isinstance(condition, Holds | Since) and not excepts
    if not positive:
        unbound = [name for name in needs(condition) if name not in bound]
        unsafe.add(path, unbound, bound, ever, whoever=condition.pattern is not None)
    for pattern in patterns(condition):
        if TODAY in pattern.variables:
            sheet.problem(
                path, "?today stands only in comparisons", "Name the day ?day, and add: `?day = ?today`"
            )
        if not pattern.truth:
            check_denied(sheet, vocabulary, pattern, path, {n for n in bound if bound[n] > positive})


def check_denied(
    sheet: Sheet, vocabulary: Vocabulary, pattern: Pattern, path: Path, bound: Iterable[str]
) -> None:
    """Report a denied pattern that does not say which value of its `one_of` slot is false."""
    index = vocabulary.statements[pattern.statement].one_of
    if pattern.truth or index is None:
        return
    term = pattern.terms[index]
    if isinstance(term, Variable) and term.name not in bound:
        remedy = f"Bind ?{term.name} in another condition of `if`, or name the value."
        if term.is_wildcard:
            remedy = "Name the value, or use a plain variable that another condition of `if` binds."
        sheet.problem(path, f"unsafe variable ?{term.name}: it is not said which value is false", remedy)


def single_uses(uses: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the plain variables that occur in one line of a rule only; `uses` has a tuple a line."""
    counts = Counter(name for names in uses for name in set(names))
    once = (name for name, count in counts.items() if count == 1 and name != TODAY)
    return sorted(name for name in once if not Variable(name).is_wildcard)
