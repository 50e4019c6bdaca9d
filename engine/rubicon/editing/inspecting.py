"""What a lint looks at: a rulebook with its files, and where each line of a rule is written."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from rubicon.language.conditions import Condition, Pattern, Variable, patterns
from rubicon.language.facts import Fact, Place
from rubicon.language.rules import Example, Rule, Rulebook, lines_of
from rubicon.language.sameness import KEPT, Same
from rubicon.language.vocabulary import Statement
from rubicon.problems import Problem
from rubicon.reading.lines import Path as Keys
from rubicon.reading.lines import key_lines

_VARIABLE = re.compile(r"\?(_?\w+)")


class RuleFile:
    """A file as it is written: its rows and the line of each key."""

    def __init__(self, text: str) -> None:
        self.rows = text.split("\n")
        self.text = text

    @classmethod
    def at(cls, path: str) -> "RuleFile":
        """Return a file on the disk."""
        try:
            return cls(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):  # gone since it was read
            return cls("")

    @cached_property
    def lines(self) -> dict[Keys, int]:
        """Return the line of each key, from 1."""
        return key_lines(self.text)

    @cached_property
    def bound(self) -> int:
        """Return how many lines `where` has."""
        if "where" not in self.text:  # most rules have none, and their lines need not be looked for
            return 0
        items = sum(1 for keys in self.lines if len(keys) == 2 and keys[0] == "where")
        return items or int(("where",) in self.lines)

    def line(self, keys: Keys) -> int:
        """Return the line of a key, else that of what it lies in; 1 at last."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)


class Inspection:
    """A rulebook as lints see it: the rules in use, who concludes and who reads each statement, and the files.

    `files` are those that need not be read from the disk.
    """

    def __init__(self, rulebook: Rulebook, files: Mapping[str, RuleFile] | None = None) -> None:
        self.rulebook = rulebook
        self.vocabulary = rulebook.vocabulary
        self.rules = [rule for rule in rulebook.rules if rule.status != "retired"]
        self.written = [rule for rule in self.rules if rule.otherwise_of is None]
        self.by_id = {rule.id: rule for rule in rulebook.rules}
        self._files = dict(files or {})

    def file(self, path: str) -> RuleFile:
        """Return a file as it is written."""
        if path not in self._files:
            self._files[path] = RuleFile.at(path)
        return self._files[path]

    def at(self, rule: Rule, *keys: str | int) -> Place:
        """Return the line on which a key of a rule's file is written."""
        return Place(rule.place.path, self.file(rule.place.path).line(keys))

    def item_at(self, rule: Rule, at: int) -> Place:
        """Return the line of an item of what must hold."""
        keys = self._keys(rule, at)
        if len(keys) > 1:
            return self.at(rule, *keys)
        texts = [tuple(one.text for one in lines_of((item,))) for item in rule.conditions[: at + 1]]
        place, rows = self.at(rule, *keys), self.file(rule.place.path).rows
        found = [n for n in range(place.line, len(rows) + 1) if texts[at][0] in rows[n - 1]]
        return Place(place.path, found[min(texts.count(texts[at]), len(found)) - 1] if found else place.line)

    def _keys(self, rule: Rule, at: int) -> Keys:
        """Return the keys of an item of what must hold: the lines of `where`, then those of `if` that say more."""
        bound = self.file(rule.place.path).bound
        return ("where", at) if at < bound else ("if",) if bound else ("if", at)

    def conditions(self, rule: Rule) -> Iterator[tuple[Condition, Keys]]:
        """Yield each condition of `where`, `if` and `unless`, with keys at or above its item, for `written_at`."""
        for key, items in (("if", rule.conditions), ("unless", rule.unless)):
            for at, item in enumerate(items):
                for condition in lines_of((item,)):
                    yield condition, self._keys(rule, at) if key == "if" else (key, at)

    def written_at(self, rule: Rule, condition: Condition, *keys: str | int) -> Place:
        """Return the line that holds the text of a condition, from that of a key on."""
        place = self.at(rule, *keys)
        rows = self.file(place.path).rows
        found = (n for n in range(place.line, len(rows) + 1) if condition.text in rows[n - 1])
        return Place(place.path, next(found, place.line))

    def of_statement(self, statement: Statement, key: str) -> Place:
        """Return the line of a key of a statement."""
        place = statement.place
        return Place(place.path, self.file(place.path).line(("statement", statement.name, key)))

    def header(self, name: str, header: str) -> Place:
        """Return the line of a header in a reserved file or folder of the rulebook, such as `sources`."""
        folder = Path(self.rulebook.folder)
        for path in (folder / f"{name}.toml", *sorted((folder / name).glob("*.toml"))):
            rows = self.file(str(path)).rows
            if header in rows:
                return Place(str(path), rows.index(header) + 1)
        return Place(str(folder / f"{name}.toml"), 0)

    def example(self, rule: Rule, example: Example) -> Place:
        """Return the line of an example."""
        return Place(rule.place.path, example.place.line)

    @cached_property
    def heads(self) -> dict[str, list[Rule]]:
        """Return the rules that conclude each statement or its contrary."""
        return _by_statement(self.rules, lambda rule: rule.conclusions)

    @cached_property
    def readers(self) -> dict[str, list[Rule]]:
        """Return the rules that ask about each statement."""
        return _by_statement(self.rules, lambda rule: rule.premises)

    def feeding(self, rule: Rule) -> list[Rule]:
        """Return the other rules that conclude what a rule reads; a statement and its denial are one."""
        return _others(rule, self.heads, rule.premises)

    def fed(self, rule: Rule) -> list[Rule]:
        """Return the other rules that read what a rule concludes."""
        return _others(rule, self.readers, rule.conclusions)

    @cached_property
    def reported(self) -> dict[str, tuple[Pattern, ...]]:
        """Return the patterns that the framework names, by statement."""
        framework = self.rulebook.framework
        if framework is None:
            return {}
        found = [framework.question, *framework.posed]
        found += [p for section in framework.sections for p in (*section.for_, *section.against)]
        found += [p for baseline in framework.baselines for p in baseline.signs]
        found += [p for condition in framework.scope for p in patterns(condition)]
        return {p.statement: tuple(q for q in found if q.statement == p.statement) for p in found}

    @cached_property
    def given(self) -> set[str]:
        """Return the statements that standing facts make."""
        return {fact.literal.atom.statement for fact in self.rulebook.background}

    @cached_property
    def asked(self) -> set[str]:
        """Return the statements that a rule or an `ask_if` asks about, or a report shows."""
        asking = (p for conditions in self.rulebook.ask_if.values() for c in conditions for p in patterns(c))
        return {*self.readers, *self.reported, *(p.statement for p in asking)}

    @cached_property
    def used(self) -> set[str]:
        """Return the statements that anything but the vocabulary itself names."""
        return {*self.heads, *self.asked, *self.given}

    def told(
        self,
        place: Place,
        lint: str,
        what: str,
        remedy: str = "",
        *,
        cause: str = "",
        text: str = "",
        witness: str = "",
    ) -> Problem:
        """Return a finding at a line, which it shows, and in it at a text where that is given."""
        rows = self.file(place.path).rows
        row = rows[place.line - 1] if 0 < place.line <= len(rows) else ""
        at = row.find(text) if text else -1
        columns = (at + 1, at + 1 + len(text)) if at >= 0 else (0, 0)
        return Problem(place.path, place.line, what, remedy, row, cause, lint, *columns, witness)


def _by_statement(rules: Iterable[Rule], of: Callable[[Rule], Iterable[Pattern]]) -> dict[str, list[Rule]]:
    found: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        for name in dict.fromkeys(pattern.statement for pattern in of(rule)):
            found[name].append(rule)
    return dict(found)


def _others(rule: Rule, rules: dict[str, list[Rule]], some: Iterable[Pattern]) -> list[Rule]:
    found = {other.id: other for pattern in some for other in rules.get(pattern.statement, ())}
    return [found[name] for name in sorted(found) if name != rule.id]


def is_about(rule: Rule, about: str) -> bool:
    """Tell whether a rule is the one named, or lies in the topic named; without a name each is."""
    return not about or rule.id == about or rule.id.startswith(f"{about}/")


def overlapping(one: Fact, other: Fact) -> bool:
    """Tell whether there is a day on which both facts count."""
    begins = max(one.on or date.min, other.on or date.min)
    ends = min(one.until or date.max, other.until or date.max)
    return begins < ends


def shape(rule: Rule) -> tuple[frozenset[object], frozenset[object]]:
    """Return what a rule concludes and what it asks, its variables numbered in the order they are met.

    Two rules of one shape say the same; the converse does not hold where their lines stand in another order.
    """
    return _shape(Same(rule))


@lru_cache(maxsize=KEPT)
def _shape(same: Same[Rule]) -> tuple[frozenset[object], frozenset[object]]:
    rule = same.thing
    numbers: dict[str, str] = {}

    def number(name: str) -> str:
        return numbers.setdefault(name, f"?{len(numbers)}")

    def term(value: object) -> object:
        return number(value.name) if isinstance(value, Variable) else value

    heads = frozenset((p.statement, tuple(map(term, p.terms)), p.truth) for p in rule.conclusions)
    asked: set[object] = set()
    for key, items in (("if", rule.conditions), ("unless", rule.unless)):
        for item in items:
            some = item if isinstance(item, tuple) else (item,)
            asked.add((key, tuple(sorted(_VARIABLE.sub(lambda m: number(m[1]), one.text) for one in some))))
    return heads, frozenset(asked)
