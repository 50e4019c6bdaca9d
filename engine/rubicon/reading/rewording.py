"""Tell which form was reworded, where many sentences have lost theirs."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from rubicon.language.mistakes import NO_FORM
from rubicon.language.sentences import Language
from rubicon.language.shapes import Shape
from rubicon.language.suggesting import nearest_forms, units_of
from rubicon.problems import ALIKE, Problem

FORMS = 3
"""Forms that are named where any of them may be meant."""


def with_new_forms(language: Language, problems: Sequence[Problem]) -> list[Problem]:
    """Return problems; of many sentences alike without a form, with the form that no sentence has instead."""
    counts = Counter(problem.cause for problem in problems if problem.cause.startswith(NO_FORM))
    lost = [cause for cause, count in counts.items() if count >= ALIKE and cause in language.unread]
    if not lost:
        return list(problems)
    spoken = language.spoken()
    free = [shape for shape in language.shapes if (shape.statement.name, shape.truth) not in spoken]
    remedies = {cause: _remedy(language, free, language.unread[cause]) for cause in lost}
    return [replace(problem, remedy=remedies.get(problem.cause) or problem.remedy) for problem in problems]


def _remedy(language: Language, free: Sequence[Shape], tokens: Sequence[str]) -> str:
    found = [near.shape for near in nearest_forms(language, free, tokens)]
    if not found:  # the words are new ones; the values at least must fit
        values = sum(bool(unit.said) for unit in units_of(language, tokens))
        found = [shape for shape in free if len(shape.slots) == values and shape.truth]
    if not found or len(found) > FORMS:
        return ""
    forms = "".join(f'\n  "{shape.text}"{shape.at}' for shape in found)
    return f"Was its form reworded? No sentence is written in this one, which comes near:{forms}"
