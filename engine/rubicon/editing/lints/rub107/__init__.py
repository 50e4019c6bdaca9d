"""RUB107: a given fact that nothing reads."""

from collections.abc import Iterator

from rubicon.editing.inspecting import Inspection
from rubicon.language.rules import Rule
from rubicon.problems import Problem

LEVEL = "note"


def find(look: Inspection) -> Iterator[Problem]:
    """Yield examples with a fact that none of their rules reads."""
    for rule in look.written:
        near = {rule.id, *rule.overrides, *(one.id for one in look.rules if _beside(one, rule))}
        for example in rule.examples:
            if example.beside == "all":
                continue
            judged = near | set(example.beside)
            read = {fact for name in judged for fact in _read(look.by_id.get(name))}
            for statement in sorted({fact.literal.atom.statement for fact in example.given} - read):
                if not look.reported.get(statement):
                    what = f'nothing judged here reads the given "{statement}"'
                    remedy = "Leave it out, or name the rule that reads it in `with`."
                    yield look.told(look.example(rule, example), "RUB107", what, remedy)


def _beside(one: Rule, rule: Rule) -> bool:
    return one.otherwise_of == rule.id or rule.id in one.overrides


def _read(rule: Rule | None) -> set[str]:
    if rule is None:
        return set()
    asked = {p.statement for p in rule.premises}
    return asked | {p.statement for p in rule.conclusions}
