"""How statements, rules and conditions are written in a certificate."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from rubicon.firing.instances import GroundCondition
from rubicon.language.conditions import (
    Absent,
    Aggregate,
    Comparison,
    Condition,
    Expression,
    Holds,
    Operation,
    Pattern,
    Reported,
    Several,
    Since,
    Tally,
    Unsettled,
    Variable,
)
from rubicon.language.facts import Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.speaking import FALSE, speak
from rubicon.language.tokens import value_text
from rubicon.language.vocabulary import Form, Slot, Statement, Vocabulary

FiledLine = dict[str, Any]


def sealed(thing: dict[str, Any]) -> dict[str, Any]:
    """Return something with a digest of all that is in it."""
    text = json.dumps(thing, sort_keys=True, ensure_ascii=False)
    return {**thing, "seal": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]}


def text_of(value: Value) -> str:
    """Spell a value; a text without its quotes."""
    return value_text(value)


class CertificateWords:
    """How statements, rules and conditions are written in a certificate."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._said: dict[Literal, str] = {}

    def say(self, literal: Literal) -> str:
        """Return the sentence of a literal."""
        if literal not in self._said:
            self._said[literal] = speak(self.vocabulary, literal)
        return self._said[literal]

    def form(self, name: str) -> list[str | int | None]:
        """Return how a statement is said and denied, with the places of its values, and the place with one value."""
        statement = self.vocabulary.statements[name]
        said = _template(statement, statement.form)
        denied = _template(statement, statement.denied) if statement.denied else FALSE + said
        return [said, denied, statement.one_of]

    def spoken(self, one: GroundCondition) -> list[str]:
        """Return the sentences that a ground condition speaks of, each once."""
        return list(dict.fromkeys(self.say(mention.literal) for mention in one.mentions))

    def rule(self, rule: Rule) -> dict[str, Any]:
        """Return a rule: what it asks, in each of its branches, and what it concludes."""
        bound = {name for line in rule.lines for name in _bound(line)}
        return sealed(
            {
                "say": rule.title,
                "kind": rule.kind,
                "overrides": list(rule.overrides),
                "otherwise": rule.otherwise_of is not None,
                "if": [
                    [_own(self.line(one, bound), at) for at, one in enumerate(branch)]
                    for branch in rule.branches
                ],
                "unless": [[self.line(one, bound) for one in some] for some in rule.unless],
                "then": [_pattern(pattern) for pattern in rule.conclusions],
            }
        )

    def line(self, condition: Condition, bound: set[str]) -> FiledLine:
        """Return what a condition asks. `says` are its patterns, `by` the places of a pattern that part its groups.

        Of the groups of sentences at least `least` and at most `most` must hold, counting those of `compare` that do.
        """
        said: list[Any] = [] if condition.pattern is None else [_pattern(condition.pattern)]
        free = condition.pattern.variables if condition.pattern is not None else ()
        wild = any(name not in bound for name in free)
        made: FiledLine = {
            "text": condition.text,
            "kind": condition.kind,
            "says": said,
            "wild": wild,
            "by": [],
        }
        count: FiledLine = {"least": 1, "most": None, "compare": []}
        match condition:
            case Holds():
                return made | count
            case Since():
                return made | count | {"day": condition.day.name}
            case Absent():
                return made | count | {"least": 0, "most": 0}
            case Unsettled():
                return made
            case Tally():
                place = condition.pattern.terms.index(Variable(condition.member))
                return made | count | _bounds(condition) | {"by": [place]}
            case Several():
                lines = [_pattern(one.pattern) for one in condition.lines if isinstance(one, Holds)]
                tests = [self.line(one, bound) for one in condition.lines if isinstance(one, Comparison)]
                return made | _bounds(condition) | {"says": lines, "compare": tests}
            case Aggregate():
                statement = self.vocabulary.statements[condition.pattern.statement]
                number = condition.pattern.terms.index(Variable(condition.number))
                by = [at for at in range(len(statement.slots)) if at not in (number, statement.one_of)]
                limit = {
                    "function": condition.function,
                    "bound": condition.bound,
                    "limit": _term(condition.limit),
                }
                return made | limit | {"kind": "total", "number": number, "by": by}
            case Reported():
                number = condition.pattern.terms.index(Variable(condition.number))
                limit = {"bound": condition.bound, "limit": _term(condition.limit)}
                return made | limit | {"kind": "reported", "every": condition.every, "number": number}
            case Comparison():
                return made | self._comparison(condition)

    def _comparison(self, condition: Comparison) -> FiledLine:
        kind = self.vocabulary.kinds.get(condition.scale)
        return {
            "kind": "compare",
            "left": _term(condition.left),
            "operator": condition.operator,
            "right": _term(condition.right),
            "scale": condition.scale,
            "order": list(kind.values) if kind else [],
        }


def _bound(condition: Condition) -> Iterator[str]:
    if isinstance(condition, Holds | Since):
        yield from (name for name in condition.pattern.variables if not Variable(name).is_wildcard)
    if isinstance(condition, Since):
        yield condition.day.name


def _bounds(condition: Tally | Several) -> FiledLine:
    return {
        "least": 0 if condition.bound == "at most" else condition.number,
        "most": None if condition.bound == "at least" else condition.number,
    }


def _own(line: FiledLine, at: int) -> FiledLine:
    """Mark the variables that belong to a line of `if` alone, as a binding does."""
    says = [
        [
            form,
            truth,
            [
                [f"{term[0]}@{at}"] if term[0].startswith("_") and isinstance(term, list) else term
                for term in terms
            ],
        ]
        for form, truth, terms in line["says"]
    ]
    day = line.get("day", "")
    return line | {"says": says} | ({"day": f"{day}@{at}"} if day.startswith("_") else {})


def _pattern(pattern: Pattern) -> list[Any]:
    return [pattern.statement, pattern.truth, [_term(term) for term in pattern.terms]]


def _term(term: Expression) -> Any:
    """Return a term: a text, a variable in brackets, or arithmetic: the sign, then both sides."""
    if isinstance(term, Operation):
        return [term.operator, _term(term.left), _term(term.right)]
    return [term.name] if isinstance(term, Variable) else text_of(term)


def _template(statement: Statement, form: Form) -> str:
    """Return a form with the places of its values in braces."""
    places = {slot.name: at for at, slot in enumerate(statement.slots)}
    parts = (
        _blank(part, places) if isinstance(part, Slot) else part.replace("{", "{{").replace("}", "}}")
        for part in form
    )
    return "".join(parts)


def _blank(slot: Slot, places: dict[str, int]) -> str:
    blank = "{" + str(places[slot.name]) + "}"
    return f'"{blank}"' if slot.kind == "text" else blank
