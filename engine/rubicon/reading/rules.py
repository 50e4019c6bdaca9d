"""Read a rule file: conditions, conclusions, reason, citations and what it says of itself."""

from collections.abc import Mapping
from itertools import product
from typing import Literal as OneOf

from rubicon.facts import Level, Source
from rubicon.lines import Path
from rubicon.problems import did_you_mean
from rubicon.reading import safety
from rubicon.reading.examples import read_examples
from rubicon.reading.files import Sheet
from rubicon.reading.tables import Table
from rubicon.reading.works import read_pattern
from rubicon.rulebook import Citation, Comparison, Condition, Holds, Pattern, Rule, Variable
from rubicon.sentences import Language, Unread, is_comparison, read_condition
from rubicon.templating import ALLOWED, BadReason, names_in

BRANCHES = 256
"""Ways to choose from the alternatives of one rule's `if`."""

LINES = 100
"""Conditions of one rule, exceptions included."""

KINDS: tuple[OneOf["strict", "defeasible", "defeater"], ...] = ("strict", "defeasible", "defeater")
STATUSES: tuple[OneOf["draft", "stable", "retired"], ...] = ("draft", "stable", "retired")
LEVELS: tuple[Level, ...] = ("high", "moderate", "low")

Nested = list[tuple[list[tuple[str, Path]], Path, bool]]


def read_rule(
    name: str,
    sheet: Sheet,
    language: Language,
    sources: Mapping[str, Source],
    schools: tuple[str, ...] | None,
) -> Rule | None:
    """Read a rule; None when it has problems that leave no rule. `schools` None: any name will do."""
    top = Table(sheet, (), sheet.content)
    if not sheet.content:
        sheet.at_line(
            1, "the file is empty", "A rule has a title, `if`, `then`, `because`, `cites` and examples."
        )
        return None
    title = top.text("title", required=True)
    reader = _Conditions(sheet, language, top.nested("if", required=True), top.nested("unless"))
    conclusions = reader.conclusions(top.texts("then", required=True))
    reader.check(conclusions)
    because = top.text("because") or ""
    _check_reason(top, because, reader)
    kind = top.choice("kind", KINDS, "defeasible")
    overrides = tuple(text for text, _ in top.texts("overrides"))
    if kind == "defeater" and overrides:
        top.problem(
            "overrides", "a defeater overrides nothing", "It only casts doubt; leave `overrides` out."
        )
    cites = _citations(top, sources)
    school = top.text("school")
    if school is not None and schools is not None and school not in schools:
        hint = did_you_mean(school, schools) or f"The schools are: {', '.join(schools) or 'none'}."
        top.problem("school", f'unknown school "{school}"', hint)
    status, confidence = top.choice("status", STATUSES, "stable"), top.choice("confidence", LEVELS, "high")
    since, until, note = top.day("since"), top.day("until"), top.text("note")
    if since is not None and until is not None and until <= since:
        top.problem(
            "until",
            f"it ends on {until}, not after it begins on {since}",
            "`until` is the first day without it.",
        )
    examples = read_examples(top.rows("example"), language)
    top.finish()
    if title is None or not conclusions or (not reader.conditions and not reader.broken):
        return None
    return Rule(
        name,
        title,
        top.place,
        tuple(reader.conditions),
        tuple(reader.unless),
        conclusions,
        kind,
        overrides,
        because,
        cites,
        school,
        status,
        since,
        until,
        confidence,
        note,
        examples,
    )


def _check_reason(top: Table, because: str, reader: "_Conditions") -> None:
    try:
        names = names_in(because)
    except BadReason as bad:
        top.problem(
            "because",
            f"the reason cannot be read: {bad.what}",
            "Variables stand in double braces: {{ host }}.",
        )
        return
    for name in sorted(names - reader.always_bound - ALLOWED):
        hint = did_you_mean(name, reader.always_bound) or (
            f"It may use: {', '.join(sorted(reader.always_bound)) or 'nothing but plain words'}."
        )
        top.problem("because", f'"{name}" is no variable of the rule', hint)


def _citations(top: Table, sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    found = []
    for index, (text, _) in enumerate(top.texts("cites")):
        key, _, place = text.strip().partition(" ")
        if key in sources:
            found.append(Citation(sources[key], place.strip()))
        else:
            hint = did_you_mean(key, sources) or "Declare it in sources.toml."
            top.problem(("cites", index), f'unknown source "{key}"', hint)
    return tuple(found)


class _Conditions:
    """The lines of `if` and `unless`, read in two passes: comparisons need the kinds of the others' variables."""

    def __init__(self, sheet: Sheet, language: Language, if_: Nested, unless: Nested) -> None:
        self.sheet, self.language = sheet, language
        self.broken = False
        self.paths: dict[int, Path] = {}
        lines = [line for items, _, _ in (*if_, *unless) for line in items]
        if len(lines) > LINES:
            sheet.problem(
                ("if",), f"the rule has {len(lines)} conditions; at most {LINES} are read", "Split it in two."
            )
        later = {path for text, path in lines if is_comparison(language, text)}
        read = {
            path: self._read(text, path, {})
            for text, path in lines
            if path not in later and not _limited(text)
        }
        positive = [c.pattern for c in read.values() if isinstance(c, Holds)]
        self.kinds = safety.kinds_of(positive, language.vocabulary)
        read |= {path: self._read(text, path, self.kinds) for text, path in lines if path not in read}
        self.conditions: list[Condition | tuple[Condition, ...]] = []
        for items, _, many in if_:
            found = tuple(c for _, path in items if (c := read[path]) is not None)
            if found:
                self.conditions.append(found if many else found[0])
        self.unless = [
            tuple(c for _, path in items if (c := read[path]) is not None) for items, _, _ in unless
        ]
        branches = 1
        for item in self.conditions:
            branches *= len(item) if isinstance(item, tuple) else 1
        if branches > BRANCHES:
            sheet.problem(
                ("if",),
                f"the alternatives make {branches:,} ways; at most {BRANCHES} are read",
                "Split the rule.",
            )
            self.conditions = [c[0] if isinstance(c, tuple) else c for c in self.conditions]
        self.branches = list(product(*(c if isinstance(c, tuple) else (c,) for c in self.conditions)))
        bound = [safety.bound_by(branch) for branch in self.branches]
        self.always_bound = frozenset.intersection(*bound) if bound else frozenset()

    def _read(self, text: str, path: Path, kinds: Mapping[str, str]) -> Condition | None:
        try:
            condition = read_condition(self.language, text, kinds)
        except Unread as unread:
            self.sheet.problem(path, unread.what, unread.remedy)
            self.broken = True
            return None
        self.paths[id(condition)] = path
        return condition

    def conclusions(self, texts: list[tuple[str, Path]]) -> tuple[Pattern, ...]:
        """Read the sentences of `then`."""
        found = []
        for text, path in texts:
            pattern = read_pattern(self.language, self.sheet, text, path)
            if pattern is not None:
                found.append(pattern)
                if not self.broken:
                    safety.unsafe_conclusion(self.sheet, pattern, path, self.always_bound)
                safety.check_kinds(
                    self.sheet, self.language.vocabulary, self.kinds, pattern, path, concludes=True
                )
        return tuple(found)

    def check(self, conclusions: tuple[Pattern, ...]) -> None:
        """Report unsafe variables, wrong kinds and variables used once."""
        vocabulary = self.language.vocabulary
        for branch in self.branches if not self.broken else ():
            bound = safety.bound_by(branch)
            for condition in branch:
                others = safety.bound_by(c for c in branch if c is not condition)
                safety.check_condition(
                    self.sheet, vocabulary, condition, self.paths[id(condition)], bound, others
                )
        exceptions = [condition for exception in self.unless for condition in exception]
        for condition in exceptions if not self.broken else ():
            path = self.paths[id(condition)]
            if isinstance(condition, Holds):
                unbound = [n for n in safety.plain_variables(condition) if n not in self.always_bound]
                safety.report_unsafe(self.sheet, path, unbound)
                safety.check_wildcard(self.sheet, vocabulary, condition.pattern, path)
            else:
                safety.check_condition(
                    self.sheet, vocabulary, condition, path, self.always_bound, self.always_bound
                )
        lines = [c for item in self.conditions for c in (item if isinstance(item, tuple) else (item,))]
        for condition in (*lines, *exceptions):
            if not isinstance(condition, Comparison):
                path = self.paths[id(condition)]
                safety.check_kinds(
                    self.sheet, vocabulary, self.kinds, condition.pattern, path, concludes=False
                )
        self._used_once([*lines, *exceptions], conclusions)

    def _used_once(self, conditions: list[Condition], conclusions: tuple[Pattern, ...]) -> None:
        uses = [safety.plain_variables(condition) for condition in conditions]
        uses += [pattern.variables for pattern in conclusions]
        for name in safety.single_uses(uses) if not self.broken else ():
            where = next((c for c in conditions if name in safety.plain_variables(c)), None)
            if where is not None and not Variable(name).is_wildcard:
                self.sheet.problem(
                    self.paths[id(where)],
                    f"?{name} is used once",
                    f"If it is meant to be whoever it may be, write ?_{name}; else check its spelling.",
                    warning=True,
                )


def _limited(text: str) -> bool:
    """Tell whether a line holds a limit, whose variables need kinds."""
    folded = text.casefold().lstrip()
    return folded.startswith(("the sum", "the largest", "the smallest", "every reported", "some reported"))
