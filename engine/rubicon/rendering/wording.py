"""The words that templates ask for: sentences, reasons, values and texts, safe in the form at hand."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Literal as OneOf
from typing import TypeAlias

from rubicon.explaining.claims import Cited, Reason
from rubicon.explaining.numbering import cited_in, numbered, source_of, work_of
from rubicon.language.binding import literal_of
from rubicon.language.conditions import (
    TODAY,
    Comparison,
    Condition,
    Expression,
    Holds,
    Operation,
    Pattern,
    Since,
    Variable,
    leaves,
)
from rubicon.language.facts import Fact, Grade, Literal, Source, Value
from rubicon.language.rules import Citation, Rule, Rulebook, Section
from rubicon.language.speaking import say_form, speak
from rubicon.language.templating import BadReason, names_in, say_reason
from rubicon.language.tokens import day_text, number_text, value_text
from rubicon.language.uncertain import uncertain_text
from rubicon.rendering.fillings import fill_named, label
from rubicon.rendering.linking import LinkTarget, Marks
from rubicon.rendering.reasoning import Listed, reasoned
from rubicon.rendering.spelling import SMALL, capital, markdown_line, one_line, plural, stopped

Markup: TypeAlias = OneOf["markdown", "html", "text"]

Linked: TypeAlias = OneOf["linked"]
"""HTML in which each sentence is a link to the page `why` of it: for a reader whose screen answers."""

_WEB = re.compile(r"https?://[^\s<>\"'`\\^{|}]+", re.IGNORECASE)
_PAGE = re.compile(r"\bpp?(\d[\d-]*)")
_ARITHMETIC = {"+": "plus", "-": "minus", "*": "times"}


class Words:
    """Words things in the form of one report, by the vocabulary of one rulebook."""

    def __init__(self, rulebook: Rulebook, form: Markup | Linked, told: object = None) -> None:
        self.vocabulary = rulebook.vocabulary
        self.form: Markup = "html" if form == "linked" else form
        self.links = Marks() if form == "linked" else None
        cited = tuple(cited_in(told))
        self.sources, self.grades = numbered(cited), _grades(cited)
        self._marks = {work_of(source): number for number, source in self.sources}
        self._known = dict[int, int]()
        self._met: list[Source] = []
        self.framework = rulebook.framework
        self._said: dict[Literal, str] = {}

    def text(self, text: str) -> str:
        """Return a text that somebody wrote, on one line, with what would be markup in Markdown escaped."""
        return markdown_line(text) if self.form == "markdown" else one_line(text)

    def say(self, literal: Literal) -> str:
        """Return a literal's sentence in prose, without a capital or a full stop."""
        said = self._said.get(literal)
        if said is None:
            said = self._said[literal] = self.named(speak(self.vocabulary, literal, prose=True), literal)
        return said

    def named(self, said: str, target: LinkTarget) -> str:
        """Return what somebody wrote of a target: where what is told can be asked for, with a mark."""
        return self.links.mark(self.text(said), target) if self.links else self.text(said)

    def ask(self, pattern: Pattern) -> str:
        """Return the interview question of a statement; its sentence where it has none."""
        statement = self.vocabulary.statements[pattern.statement]
        if statement.ask is None:
            return self.gist(pattern)
        values = fill_named(statement, statement.ask, pattern.terms)
        return self.text(capital(say_form(statement.ask, values, prose=True)))

    def gist(self, pattern: Pattern, many: str = "") -> str:
        """Return a pattern's sentence; a variable left in it reads `any country`, or `the host` in a rule.

        A number that may be any reads as `many` says.
        """
        statement = self.vocabulary.statements[pattern.statement]
        if not pattern.variables:
            return self.say(literal_of(pattern))
        form = statement.form if pattern.truth or statement.denied is None else statement.denied
        said = say_form(form, fill_named(statement, form, pattern.terms, many), prose=True)
        return self.text(
            f"it is false that {said}" if not pattern.truth and statement.denied is None else said
        )

    def because(self, reason: Reason) -> str:
        """Return a rule's reason under its binding, as one sentence; its title where it gives none."""
        rule = reason.rule
        if rule is None:
            return ""
        values = tuple((name, self.value(value)) for name, value in reason.binding)
        ending = tuple(value for _, value in reason.binding if isinstance(value, str) and value.endswith("s"))
        tallied, tally = reason.tallied, None
        if tallied is not None:
            tally = _range(tallied.low, tallied.high), tuple(map(self.value, tallied.members))
        return self.text(reasoned(rule.because, rule.title, values, ending, tally))

    def value(self, value: Value | Variable) -> str:
        """Spell a value in prose."""
        if isinstance(value, Variable):
            return "today" if value.name == TODAY else f"the {value.name.replace('_', ' ')}"
        return value_text(value, prose=True)

    day = staticmethod(day_text)

    def number(self, number: Decimal | int) -> str:
        """Spell a number."""
        return number_text(Decimal(number))

    def range(self, low: Decimal, high: Decimal) -> str:
        """Spell a number that may be in dispute."""
        return _range(low, high)

    def line(self, condition: Condition) -> str:
        """Return a condition as its rulebook writes it, its variables as `the host`."""
        return self.text(
            re.sub(r"\?_?(\w+)", lambda found: f"the {found[1].replace('_', ' ')}", condition.text)
        )

    @property
    def noun(self) -> str:
        """Return what the framework calls a thing that it asks for."""
        return self.framework.noun if self.framework else "variable"

    @property
    def nouns(self) -> str:
        """Return what it calls several of them."""
        return plural(self.noun)

    def outcome(self, section: Section, state: str | None) -> str:
        """Say how a section comes out, by its own name for that where it has one."""
        named = section.outcome(state)
        return named if named != section.title else f"{named}: {state or 'no established answer'}"

    def beyond(self, said: Literal, other: Literal) -> bool:
        """Tell whether another value of an ordered answer says the same as the one said, only more strongly."""
        slot = self.vocabulary.statements[said.atom.statement].one_of
        if slot is None or said.atom.statement != other.atom.statement or not (said.truth and other.truth):
            return False
        kind = self.vocabulary.kinds.get(self.vocabulary.statements[said.atom.statement].slots[slot].kind)
        values = kind.values if kind else ()
        at, there = (values.index(str(one.atom.values[slot])) if values else 0 for one in (said, other))
        return (there < at and 2 * at < len(values) - 1) or (there > at and 2 * at > len(values) - 1)

    def answer(self, literal: Literal) -> str:
        """Return the answer to the framework's question that a literal gives, in a word; nothing of any other."""
        framework = self.framework
        if framework is None or literal.atom.statement != framework.question.statement or not literal.truth:
            return ""
        slot = self.vocabulary.statements[literal.atom.statement].one_of
        return self.text(self.value(literal.atom.values[slot])) if slot is not None else ""

    def since(self, fact: Fact) -> str:
        """Say from when a fact holds, as its case writes it; nothing where it says no day."""
        if fact.on_within is not None:
            return f"since {uncertain_text(fact.on_within)}"
        return f"since {day_text(fact.on)}" if fact.on else ""

    def sentence_of(self, text: str) -> str:
        """Return a text that somebody wrote as a sentence of its own."""
        return stopped(capital(self.text(text)))

    def is_event(self, literal: Literal) -> bool:
        """Tell whether a literal's statement names its own day."""
        return self.vocabulary.statements[literal.atom.statement].is_event

    def is_interval(self, comparison: Comparison) -> bool:
        """Tell whether a comparison is of a time between two days."""
        return any(
            isinstance(side, Operation) and _holds_day(side) for side in (comparison.left, comparison.right)
        )

    @staticmethod
    def is_web(address: str) -> bool:
        """Tell whether an address may be linked: one of http(s), without blanks, quotes or brackets."""
        return _WEB.fullmatch(address) is not None

    def expression(self, expression: Expression, numeric: bool = False) -> str:
        """Spell arithmetic over values; a difference of two days as the time between them.

        Where it is `numeric`, variables are numbers.
        """
        if isinstance(expression, Operation):
            left, right = (
                self.expression(expression.left, numeric),
                self.expression(expression.right, numeric),
            )
            if expression.operator == "-" and _holds_day(expression):
                return self.text(f"the time from {right} to {left}")
            return self.text(f"{left} {_ARITHMETIC[expression.operator]} {right}")
        if numeric and isinstance(expression, Variable):
            return self.text(label(expression))
        return self.text(self.value(expression))

    def asked(self, rule: Rule) -> list[Condition | tuple[Condition, ...]]:
        """Return the conditions of a rule without the one that only poses the question."""
        posed = self.framework.considered.statement if self.framework else ""
        return [
            item
            for item in rule.conditions
            if not (isinstance(item, Holds) and item.pattern.statement == posed)
        ]

    @staticmethod
    def by_topic(rules: Iterable[Rule]) -> list[tuple[str, list[Rule]]]:
        """Return rules by topic, the first part of their ids."""
        topics: dict[str, list[Rule]] = {}
        for rule in sorted(rules, key=lambda rule: rule.id):
            topics.setdefault((rule.otherwise_of or rule.id).rpartition("/")[0], []).append(rule)
        return list(topics.items())

    def marks(self, cites: Iterable[Cited | Citation | Fact | Source]) -> list[int]:
        """Return the numbers of the sources of what is cited, each once."""
        found: dict[int, None] = {}
        for one in cites:
            source = source_of(one)
            if source is not None:
                found[self._known.get(id(source)) or self._number(source)] = None
        return list(found)

    def _number(self, source: Source) -> int:
        """Return the number of a source's work, and keep both, so that no other source is taken for it."""
        self._met.append(source)
        number = self._known[id(source)] = self._marks[work_of(source)]
        return number

    def by_number(self, cites: Iterable[Citation]) -> list[tuple[int, list[str]]]:
        """Return the places cited in each work, by the works' numbers."""
        places: dict[int, list[str]] = {}
        for cite in cites:
            places.setdefault(self.marks([cite])[0], []).extend([cite.place] if cite.place else [])
        return list(places.items())

    def reason_text(self, rule: Rule) -> str:
        """Return a rule's reason with its variables as `the host`."""
        if not rule.because:
            return ""
        names = dict.fromkeys(names_in(rule.because) - {"tally"})
        numbers = self._numbers(rule)
        values: dict[str, object] = {
            name: "so many" if name in numbers else f"the {name.replace('_', ' ')}" for name in names
        }
        values["tally"] = SimpleNamespace(total="so many", members=Listed(("those counted",)))
        try:
            return self.text(stopped(capital(say_reason(rule.because, values))))
        except BadReason:
            return self.text(rule.title)

    def _numbers(self, rule: Rule) -> set[str]:
        """Return the variables of a rule that are numbers."""
        found = set()
        for condition in rule.lines:
            if isinstance(condition, Holds | Since):
                slots = self.vocabulary.statements[condition.pattern.statement].slots
                pairs = zip(slots, condition.pattern.terms, strict=True)
                found |= {t.name for slot, t in pairs if slot.kind == "number" and isinstance(t, Variable)}
        return found

    def place(self, place: str) -> str:
        """Spell the place in a work: `p8` is `p. 8`."""
        return self.text(_PAGE.sub(r"p. \1", place))


def _grades(cited: Iterable[object]) -> list[Grade]:
    """Return the grades that an answer shows, best first."""
    found = {part.fact.grade for part in cited if isinstance(part, Cited)}
    return sorted((grade for grade in found if grade is not None), key=str)


def _range(low: Decimal, high: Decimal) -> str:
    if low == high:
        whole = low == low.to_integral_value() and 0 < low < len(SMALL)
        return SMALL[int(low)] if whole else number_text(low)
    return f"between {number_text(low)} and {number_text(high)}"


def _holds_day(expression: Expression) -> bool:
    return any(isinstance(leaf, date) or leaf == Variable(TODAY) for leaf in leaves(expression))
