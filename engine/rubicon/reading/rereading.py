"""Read one rule of a rulebook anew, as if its file said something else."""

from copy import copy
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace

from rubicon.language.conditions import patterns, settles
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.sentences import Language
from rubicon.reading.books import dated_conclusions
from rubicon.reading.circles import circle_through_absence, circles_of_overrides, statement_edges
from rubicon.reading.files import Sheet, load
from rubicon.reading.presumptions import opposed, presumptions, resting
from rubicon.reading.rules import read_rules

Content: TypeAlias = dict[str, Any]
"""What a rule's file says, by its keys."""


class Rereader:
    """Reads rules of a rulebook anew, with all that reading checks; what is found is told in a line."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rules = {rule.id: rule for rule in rulebook.rules}
        self._language = Language(rulebook.vocabulary, rulebook.entities)

    def beyond(self, rules: dict[str, Rule]) -> "Rereader":
        """Return what reads rules anew beside others than those of the rulebook."""
        other = copy(self)
        other.rulebook = replace(self.rulebook, rules=tuple(rules.values()))
        other.rules = rules
        return other

    def content(self, rule: Rule) -> Content:
        """Return what the file of a rule says."""
        return load(Path(rule.place.path), rule.place.path).content

    def read(self, name: str, content: Content) -> dict[str, Rule] | str:
        """Return the rules of the rulebook where the file of one says this; what is wrong, where it may not.

        The examples stay those of the rulebook, whatever is said of them.
        """
        book = self.rulebook
        said = {key: value for key, value in content.items() if key != "example"}
        sheet = Sheet(self.rules[name].place.path, content=said)
        made = read_rules(name, sheet, self._language, book.sources, book.framework)
        if sheet.broken or not made:
            return next((one.what for one in sheet.problems if not one.warning), "it concludes nothing")
        gone = {rule.id for rule in book.rules if rule.otherwise_of == name}
        rules = {key: rule for key, rule in self.rules.items() if key not in gone}
        rules |= {rule.id: replace(rule, place=self.rules[name].place) for rule in made}
        rules[name] = replace(rules[name], examples=self.rules[name].examples)
        return self._together(rules, name) or {key: rules[key] for key in sorted(rules)}

    def _together(self, rules: dict[str, Rule], name: str) -> str:
        """Return what is wrong with some rules together, or nothing; no circle comes of a rule that asks no more."""
        if any(dated_conclusions(rules)):
            return "what is concluded has no day"
        if _asks(rules, name) <= _asks(self.rules, name):
            return ""
        vocabulary = self.rulebook.vocabulary
        active = [rules[name] for name in sorted(rules) if rules[name].status != "retired"]
        if circles_of_overrides(rules):
            return "a circle of overrides"
        if circle_through_absence(statement_edges(active, vocabulary)):
            return "a circle through an absence"
        found = presumptions(active, vocabulary)
        if any(opposed(found, vocabulary)):
            return "two rules presume against each other"
        return "a circle through a presumption" if any(resting(found, active, vocabulary)) else ""


def _asks(rules: dict[str, Rule], name: str) -> set[object]:
    """Return what circles go by in the file of a rule: what it concludes and overrides, and how it asks of what."""
    found: set[object] = set()
    for rule in rules.values():
        if name in (rule.id, rule.otherwise_of):
            found |= {(rule.id, other) for other in rule.overrides}
            asked = {(type(one), settles(one), patterns(one)) for one in rule.all_conditions}
            found |= {(rule.id, head, *one) for head in rule.conclusions for one in asked}
    return found
