"""Tell the single steps that change an answer: those that differ in who alone as one."""

from collections.abc import Iterable, Sequence

from rubicon.explaining.brief import Estimate, Turnable
from rubicon.explaining.citing import asserted_in
from rubicon.explaining.grouping import alike_of
from rubicon.explaining.pivotal import Alike, Supposed
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Literal
from rubicon.language.rules import Framework
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.steps import Step


def turnings_of(ledger: Ledger, framework: Framework, steps: Iterable[Step]) -> tuple[Turnable, ...]:
    """Return the steps, those that differ in who alone and lead to one answer as one."""
    groups: list[tuple[list[Step], int | None]] = []
    for step in steps:
        for at, (known, place) in enumerate(groups):
            same = (known[0].move.act, known[0].answer) == (step.move.act, step.answer)
            where = alike_of(ledger.vocabulary, [known[0].move.literal, step.move.literal]) if same else None
            if where is not None and place in (None, where):
                groups[at] = ([*known, step], where)
                break
        else:
            groups.append(([step], None))
    return tuple(_turnable(ledger, framework, some, place) for some, place in groups)


def _turnable(ledger: Ledger, framework: Framework, steps: Sequence[Step], place: int | None) -> Turnable:
    move = steps[0].move
    literals = move.assumed if move.act != "withdraw" else (move.literal,)
    alike = None
    if place is not None:
        alike = Alike(place, tuple(step.move.literal.atom.values[place] for step in steps))
    evidence = tuple(
        cited for step in steps for one in ledger.asserting(step.move.literal) for cited in asserted_in(one)
    )
    value = value_of(framework, ledger.vocabulary, steps[0].answer)
    return Turnable(Supposed(move.act, literals, alike, evidence), estimate_of(framework, value))


def value_of(framework: Framework, vocabulary: Vocabulary, literal: Literal | None) -> str | None:
    """Return an answer in one word."""
    if literal is None:
        return None
    values = {value for value, _, _ in framework.ranges}
    kinds = (vocabulary.kinds.get(slot.kind) for slot in vocabulary.statements[literal.atom.statement].slots)
    values |= {value for kind in kinds if kind for value in kind.values}
    said = (str(value) for value in literal.atom.values if value in values)
    return next(said, "yes" if literal.truth else "no")


def estimate_of(framework: Framework, answer: str | None) -> Estimate:
    """Return an answer in one word with its range."""
    ranges = {value: (low, high) for value, low, high in framework.ranges}
    return Estimate(answer, ranges.get(answer) if answer else None)
