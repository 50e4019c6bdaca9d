"""Try a mutant: on the examples that its rule takes part in, and on the rulebook's cases."""

from collections.abc import Collection
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.editing.casework import Casework
from rubicon.editing.examples import Examples
from rubicon.editing.mutants import Mutant, mutants_of
from rubicon.editing.sameness import same_meaning
from rubicon.language.rules import Example, Rule, Rulebook
from rubicon.problems import BadInput
from rubicon.reading.rereading import Rereader

MutantFate: TypeAlias = OneOf["refused", "example", "case", "same", "late", "survives"]
"""What becomes of a mutant: the reader refuses it, an example fails, a case is judged otherwise, it is proved to mean
the same, its time ran out, or nothing notices it."""


class MutantTrial(Struct, frozen=True):
    """What becomes of a mutant, and by what: the reader's words, the example, the case, or why it means the same."""

    fate: MutantFate
    by: str = ""


class Bench:
    """A rulebook on which mutants are tried one by one."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rereader = Rereader(rulebook)
        self.rules = in_use(self.rereader.rules)
        self.examples = Examples(rulebook, self.rules)
        self._of: dict[str, list[tuple[Rule, Example]]] = {}
        for rule in self.rules.values():
            for example in rule.examples:
                for name in self.examples.beside(rule, example):
                    self._of.setdefault(name, []).append((rule, example))
        self.casework = Casework(rulebook)

    def mutants(self, rule: Rule) -> tuple[Mutant, ...]:
        """Return every mutant of a rule's file."""
        return mutants_of(rule, self.rereader.content(rule), self.rulebook.vocabulary)

    def reread(self, mutant: Mutant) -> dict[str, Rule] | str:
        """Return the rules with the mutant among them, or why it is refused."""
        return self.rereader.read(mutant.rule, mutant.content)

    def tried(self, mutant: Mutant) -> MutantTrial:
        """Return what becomes of a mutant: by the reader, by form, by the examples, at last by the cases."""
        changed = self.reread(mutant)
        if isinstance(changed, str):
            return MutantTrial("refused", changed)
        same = same_meaning(self.rulebook.vocabulary, self.rereader.rules, changed, mutant)
        if same:
            return MutantTrial("same", same)
        noticed = self.failing([mutant.rule], changed)
        if noticed is not None:
            rule, example = noticed
            return MutantTrial("example", f"{rule.id}: {example.name}")
        case = self.casework.turned(
            self.mine(self.rereader.rules, mutant.rule), self.mine(changed, mutant.rule)
        )
        return MutantTrial("case", case) if case else MutantTrial("survives")

    def failing(self, names: Collection[str], changed: dict[str, Rule]) -> tuple[Rule, Example] | None:
        """Return an example that fails by changed rules, those of the named files first; None where all pass."""
        rules = in_use(changed)
        runner = Examples(self.rulebook, rules)
        found = dict.fromkeys(
            (one.id, number)
            for name in names
            for mine in self.mine(self.rereader.rules, name)
            for one, example in self._of.get(mine.id, ())
            for number in [one.examples.index(example)]
        )
        for rule_id, number in sorted(found, key=lambda one: (one[0] not in names, one)):
            rule, example = rules[rule_id], rules[rule_id].examples[number]
            if not self.holds(runner, rule, example):
                return rule, example
        return None

    @staticmethod
    def holds(runner: Examples, rule: Rule, example: Example) -> bool:
        """Tell whether an example passes."""
        if not all(name in runner.rules for name in (*example.by, *_named(example))):
            return False
        try:
            return runner.passes(example, runner.judged(rule, example).judgement)
        except BadInput:
            return False

    @staticmethod
    def mine(rules: dict[str, Rule], name: str) -> tuple[Rule, ...]:
        """Return the rules of the file of a rule."""
        return tuple(rule for rule in rules.values() if name in (rule.id, rule.otherwise_of))


def in_use(rules: dict[str, Rule]) -> dict[str, Rule]:
    """Return the rules that are not retired."""
    return {name: rule for name, rule in rules.items() if rule.status != "retired"}


def _named(example: Example) -> tuple[str, ...]:
    return example.beside if isinstance(example.beside, tuple) else ()
