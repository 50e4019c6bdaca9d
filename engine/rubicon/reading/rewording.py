"""Tell which form was reworded, where many sentences have lost theirs."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from msgspec.structs import replace

from rubicon.language.conditions import Pattern, patterns
from rubicon.language.facts import Fact, Literal
from rubicon.language.mistakes import NO_FORM, UNKNOWN
from rubicon.language.rules import Framework, Rule
from rubicon.language.sentences import Language
from rubicon.language.shapes import Shape
from rubicon.language.suggesting import nearest_forms, units_of
from rubicon.language.tokens import tokens_of
from rubicon.problems import ALIKE, Problem

FORMS = 3
"""Forms that are named where any of them may be meant."""


def with_new_forms(
    language: Language, problems: Sequence[Problem], spoken: Iterable[Pattern | Literal]
) -> list[Problem]:
    """Return problems; of many sentences alike without a form, with the form that none of those `spoken` has instead."""
    counts = Counter(problem.cause for problem in problems if problem.cause.startswith(NO_FORM))
    lost = {cause for cause, count in counts.items() if count >= ALIKE}
    if not lost:
        return list(problems)
    said = {
        (one.statement, one.truth) if isinstance(one, Pattern) else (one.atom.statement, one.truth)
        for one in spoken
    }
    free = [shape for shape in language.shapes if (shape.statement.name, shape.truth) not in said]
    first = {problem.cause: problem.what for problem in reversed(problems) if problem.cause in lost}
    unread = {cause: tokens_of(what.removeprefix(f'{UNKNOWN} "')[:-1]) for cause, what in first.items()}
    remedies = {cause: _remedy(language, free, tokens) for cause, tokens in unread.items()}
    return [replace(problem, remedy=remedies.get(problem.cause) or problem.remedy) for problem in problems]


def spoken_in(
    rules: Iterable[Rule], background: Iterable[Fact], framework: Framework | None
) -> Iterator[Pattern | Literal]:
    """Yield every sentence of rules and their examples, of standing facts and of a framework."""
    for rule in rules:
        yield from chain(rule.premises, rule.conclusions)
        for one in rule.examples:
            yield from (fact.literal for fact in one.given)
            yield from chain(one.expect, one.refuse, one.false, one.because_of)
    yield from (fact.literal for fact in background)
    if framework is not None:
        yield from chain(framework.posed, framework.goals)
        yield from (one for section in framework.sections for one in chain(section.for_, section.against))
        yield from (sign for baseline in framework.baselines for sign in baseline.signs)
        yield from (one for condition in framework.scope for one in patterns(condition))


def _remedy(language: Language, free: Sequence[Shape], tokens: Sequence[str]) -> str:
    found = [near.shape for near in nearest_forms(language, free, tokens)]
    if not found:  # the words are new ones; the values at least must fit
        values = sum(bool(unit.said) for unit in units_of(language, tokens))
        found = [shape for shape in free if len(shape.slots) == values and shape.truth]
    if not found or len(found) > FORMS:
        return ""
    forms = "".join(f'\n  "{shape.text}"{shape.at}' for shape in found)
    return f"Was its form reworded? No sentence is written in this one, which comes near:{forms}"
