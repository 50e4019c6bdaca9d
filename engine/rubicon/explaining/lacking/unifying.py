"""Which rules could conclude a sentence, and what that binds."""

from collections.abc import Iterable, Iterator

from rubicon.explaining.lacking.scene import Binding
from rubicon.language.conditions import Pattern, Variable
from rubicon.language.facts import Value
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary


def starts(vocabulary: Vocabulary, rule: Rule, goal: Pattern) -> Iterator[tuple[Pattern, Binding]]:
    """Yield each conclusion of a rule that could meet a goal, with the binding that makes it speak of it."""
    if rule.kind == "defeater":
        return
    for conclusion in rule.conclusions:
        found = unified(vocabulary, conclusion, goal)
        if found is not None:
            yield conclusion, found


def unified(vocabulary: Vocabulary, conclusion: Pattern, goal: Pattern) -> Binding | None:
    """Bind a conclusion's variables so that it meets a goal; a variable of the goal takes anything.

    A denied goal of a `one_of` statement is also met by a conclusion that affirms another value.
    """
    if conclusion.statement != goal.statement:
        return None
    skipped = None
    if conclusion.truth != goal.truth:
        skipped = vocabulary.statements[goal.statement].one_of
        if goal.truth or skipped is None or conclusion.terms[skipped] == goal.terms[skipped]:
            return None
    binding: dict[str, Value] = {}
    for at, (term, wanted) in enumerate(zip(conclusion.terms, goal.terms, strict=True)):
        if at == skipped or isinstance(wanted, Variable):
            continue
        if isinstance(term, Variable):
            if binding.setdefault(term.name, wanted) != wanted:
                return None
        elif term != wanted:
            return None
    return binding


def concludes(vocabulary: Vocabulary, rules: Iterable[Rule], goal: Pattern) -> Iterator[Rule]:
    """Yield the rules that could conclude a goal."""
    for rule in rules:
        if any(True for _ in starts(vocabulary, rule, goal)):
            yield rule
