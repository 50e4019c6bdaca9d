"""The mutants of a rule: what its file would say with one thing in it changed."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, TypeAlias
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from rubicon.language.conditions import (
    Absent,
    Comparison,
    Condition,
    Holds,
    Several,
    Since,
    Tally,
    Unsettled,
)
from rubicon.language.rules import Rule
from rubicon.language.speaking import speak_pattern
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.lines import Path
from rubicon.reading.rereading import Content

MutationKind: TypeAlias = OneOf[
    "dropped condition",
    "negated condition",
    "moved number",
    "swapped variables",
    "dropped exception",
    "dropped override",
    "dropped otherwise",
    "another kind",
]

CHANGES: tuple[MutationKind, ...] = (
    "dropped condition",
    "negated condition",
    "moved number",
    "swapped variables",
    "dropped exception",
    "dropped override",
    "dropped otherwise",
    "another kind",
)
"""Each kind of change, in the order of the report."""

DROPS = frozenset({"dropped condition", "dropped exception", "dropped override"})
"""The changes that leave out what each wants an example that fails without it."""

KINDS = ("strict", "defeasible", "defeater")


class Mutant(Struct, frozen=True):
    """A rule with one thing changed: what stood `before`, and what stands `after` (nothing: it is left out)."""

    rule: str
    change: MutationKind
    before: str
    after: str
    content: Content

    @property
    def name(self) -> str:
        """Return a name for it, the same on every run."""
        return f"{self.rule}\0{self.change}\0{self.before}\0{self.after}"


def mutants_of(rule: Rule, content: Content, vocabulary: Vocabulary) -> tuple[Mutant, ...]:
    """Return every mutant of a rule, each once, in the order of its file."""
    found = {one.name: one for one in _Changer(rule, content, vocabulary).all()}
    return tuple(found.values())


class _Changer:
    """Makes the mutants of one rule."""

    def __init__(self, rule: Rule, content: Content, vocabulary: Vocabulary) -> None:
        self.rule, self.vocabulary = rule, vocabulary
        self.content = {key: value for key, value in content.items() if key != "example"}
        for key in ("where", "if", "unless", "then", "overrides"):
            if isinstance(content.get(key), str):
                self.content[key] = [content[key]]
        conditions = [*rule.lines, *rule.excepting]
        conditions += [line for one in conditions if isinstance(one, Several) for line in one.lines]
        self.read: dict[str, Condition] = {one.text: one for one in conditions}

    def all(self) -> Iterator[Mutant]:
        for key in ("where", "if", "unless"):
            for path, item in items_of(key, self.content.get(key, ())):
                change: MutationKind = (
                    "dropped exception" if key == "unless" and len(path) == 2 else "dropped condition"
                )
                yield self._without(change, path, _said(item))
                if isinstance(item, dict):
                    yield from self._counted(path, item)
                if isinstance(item, str) and key != "where":
                    yield from self._changed(path, item)
        for at, text in enumerate(self.content.get("then", ())):
            yield from self._swapped(("then", at), text)
        for at, text in enumerate(self.content.get("overrides", ())):
            yield self._without("dropped override", ("overrides", at), text)
        if "otherwise" in self.content:
            some = {key: value for key, value in self.content.items() if key not in _OTHERWISE}
            yield Mutant(self.rule.id, "dropped otherwise", _said(self.content["otherwise"]), "", some)
        for kind in KINDS:
            if kind != self.rule.kind:
                yield Mutant(
                    self.rule.id, "another kind", self.rule.kind, kind, {**self.content, "kind": kind}
                )

    def _changed(self, path: Path, text: str) -> Iterator[Mutant]:
        condition = self.read.get(text)
        if condition is None:
            return
        other = _negated(condition, self.vocabulary)
        if other:
            yield self._with("negated condition", path, text, other)
        if not isinstance(condition, Holds | Absent | Since | Unsettled) or _has_number(condition):
            for other in _moved(text):
                yield self._with("moved number", path, text, other)
        yield from self._swapped(path, text)

    def _counted(self, path: Path, item: Mapping[str, Any]) -> Iterator[Mutant]:
        """Yield a table that counts lines with another number."""
        for key in ("at_least", "at_most", "exactly"):
            number = item.get(key)
            for other in (number - 1, number + 1) if isinstance(number, int) else ():
                if 1 <= other <= len(item.get("of", ())):
                    yield self._with("moved number", (*path, key), str(number), str(other), other)

    def _swapped(self, path: Path, text: str) -> Iterator[Mutant]:
        if (isinstance(self.read.get(text), Comparison) and _SYMMETRIC.search(text)) or not isinstance(
            text, str
        ):
            return
        # what belongs to a line alone is another thing than a variable, and two of it may change their names
        names = [
            name for name in dict.fromkeys(_VARIABLE.findall(text)) if name[0] != "_" and name != "today"
        ]
        for one, other in combinations(names, 2):
            swap = {f"?{one}": f"?{other}", f"?{other}": f"?{one}"}
            made = "".join(swap.get(part, part) for part in _NAMED.split(text))
            yield self._with("swapped variables", path, text, made)

    def _without(self, change: MutationKind, path: Path, said: str) -> Mutant:
        content = deepcopy(self.content)
        inner = within(content, path[:-1])
        del inner[path[-1]]
        if not inner and len(path) == 2:
            del content[str(path[0])]
        return Mutant(self.rule.id, change, said, "", content)

    def _with(
        self, change: MutationKind, path: Path, before: str, after: str, value: object = None
    ) -> Mutant:
        content = deepcopy(self.content)
        within(content, path[:-1])[path[-1]] = after if value is None else value
        return Mutant(self.rule.id, change, before, after, content)


_OTHERWISE = ("otherwise", "otherwise_because", "where")
_VARIABLE = re.compile(r"\?(_?\w+)")
_NAMED = re.compile(r"(\?_?\w+)")
_SYMMETRIC = re.compile(r"!=|≠|(?<![<>])=|\bis not\b|\bis \?")
FIGURE = re.compile(
    r"(?<![\w.,-])(?:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?))(?![\w-])"
)
_OPPOSITES = (
    (">=", "<"),
    ("≥", "<"),
    ("<=", ">"),
    ("≤", ">"),
    ("!=", "="),
    ("≠", "="),
    (">", "<="),
    ("<", ">="),
    ("=", "!="),
    (" is at least ", " is at most "),
    (" is at most ", " is at least "),
    (" is not ", " is "),
    (" is ", " is not "),
)


def items_of(key: str, items: list[Any]) -> Iterator[tuple[Path, Any]]:
    """Yield each item of a list of conditions, and each line inside one, with its path."""
    for at, item in enumerate(items):
        yield (key, at), item
        if isinstance(item, list) and len(item) > 1:
            yield from (((key, at, inner), text) for inner, text in enumerate(item))
        elif isinstance(item, dict):
            yield from (((key, at, "of", inner), text) for inner, text in enumerate(item.get("of", ())))


def within(content: Any, path: Path) -> Any:
    """Return what lies at a path of keys."""
    for step in path:
        content = content[step]
    return content


def _said(item: Any) -> str:
    """Return how an item of a list is named."""
    if isinstance(item, dict):
        bound = next((key for key in ("at_least", "at_most", "exactly") if key in item), "")
        return f"{bound.replace('_', ' ')} {item.get(bound)} of: {'; '.join(item.get('of', ()))}"
    return item if isinstance(item, str) else "; ".join(item)


def _negated(condition: Condition, vocabulary: Vocabulary) -> str:
    """Return a condition's opposite as it is written; nothing where it has none."""
    match condition:
        case Holds():
            return speak_pattern(vocabulary, _contrary(condition))
        case Since():
            return f"{speak_pattern(vocabulary, _contrary(condition))} since ?{condition.day.name}"
        case Absent():
            return speak_pattern(vocabulary, condition.pattern)
        case Unsettled():
            other = "open" if condition.disputed else "disputed"
            return f"it is {other} whether {speak_pattern(vocabulary, condition.pattern)}"
        case Tally():
            return _outside(condition)
        case Comparison():
            pair = next((pair for pair in _OPPOSITES if pair[0] in condition.text), None)
            return condition.text.replace(*pair, 1) if pair else ""
        case Several():
            return ""
        case _:
            one, other = f" is {condition.bound} ", " is at most "
            if condition.bound == "at most":
                other = " is at least "
            head, found, tail = condition.text.rpartition(one)
            return f"{head}{other}{tail}" if found else ""


def _contrary(condition: Holds | Since) -> Any:
    return replace(condition.pattern, truth=not condition.pattern.truth)


def _outside(condition: Tally) -> str:
    """Return a tally that holds where one does not."""
    least = condition.bound == "at least"
    number = condition.number - 1 if least else condition.number + 1
    if condition.bound == "exactly" or number < 0:
        return ""
    return re.sub(
        f"^{condition.bound} [0-9,]+",
        f"{'at most' if least else 'at least'} {number}",
        condition.text,
        flags=re.IGNORECASE,
    )


def _has_number(condition: Condition) -> bool:
    return condition.pattern is not None and any(
        isinstance(one, Decimal | date) for one in condition.pattern.terms
    )


def _moved(text: str) -> Iterator[str]:
    """Yield a line with each of its numbers and days one less, and one more, in its last place."""
    for found in FIGURE.finditer(text):
        for step in (-1, 1):
            made = _day(found["day"], step) if found["day"] else _number(found["number"], step)
            if made:
                yield f"{text[: found.start()]}{made}{text[found.end() :]}"


def _day(text: str, step: int) -> str:
    try:
        return (date.fromisoformat(text) + timedelta(days=step)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _number(text: str, step: int) -> str:
    value = Decimal(text.replace(",", ""))
    unit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    moved = value + step * unit
    return "" if moved < 0 else f"{moved:,}" if "," in text else str(moved)
