"""The smallest edits of a rule that could change what becomes of one case."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct

from rubicon.editing.mutants import mutants_of
from rubicon.editing.repairing.figures import MovableFigure, figures_of
from rubicon.firing.instances import Instance
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Pattern, Term, Variable, patterns
from rubicon.language.facts import Literal, Value
from rubicon.language.rules import Rule
from rubicon.language.speaking import speak_pattern
from rubicon.language.vocabulary import Vocabulary
from rubicon.reading.rereading import Content

MEANT = (
    "dropped condition",
    "dropped exception",
    "dropped override",
    "dropped otherwise",
    "another kind",
)
"""Of the changes by which rules are tested, those that an editor could mean."""

LIKELY = (
    "moved number",
    "moved day",
    "dropped condition",
    "dropped exception",
    "another kind",
    "dropped override",
    "dropped otherwise",
    "added override",
    "added exception",
)
"""Changes by how likely an editor means one: to correct what a rule says comes before an addition made for one case."""


class Edit(Struct, frozen=True):
    """A change of one thing in a rule's file: what stood `before`, and what stands `after`; one of them may be nothing.

    A `figure` is moved to `steps`. `rules` are those of the file once it is read. Two edits of one file are its `parts`.
    """

    rule: str
    change: str
    before: str
    after: str
    content: Content
    figure: MovableFigure | None = None
    steps: int = 0
    rules: tuple[Rule, ...] = ()
    parts: tuple["Edit", ...] = ()

    @property
    def kin(self) -> tuple[object, ...]:
        """Return what it shares with other moves of its figure the same way."""
        if self.parts:
            return tuple(part.kin for part in self.parts)
        if self.figure is None:
            return (self.rule, self.change, self.before, self.after)
        return (self.rule, self.figure, self.steps > self.figure.steps)


def edits_of(rule: Rule, content: Content, vocabulary: Vocabulary, ledger: Ledger) -> tuple[Edit, ...]:
    """Return what could be left out of a rule's file, moved in it or added to it, seen from a case as it is judged."""
    said = {key: value for key, value in content.items() if key != "example"}
    dropped = [one for one in mutants_of(rule, content, vocabulary) if one.change in MEANT]
    applying = [one.instance for one in ledger.judgement.arguments if one.applies is True and one.instance]
    mine = [one for one in applying if one.rule.id == rule.id]
    made = [
        *(Edit(one.rule, one.change, one.before, one.after, one.content) for one in dropped),
        *_moved(rule, said, ledger),
        *(one for instance in mine for one in _exceptions(instance, said, vocabulary, ledger)),
        *(_override(rule, said, other) for other in _rivals(rule, mine, applying, vocabulary)),
    ]
    return tuple({(one.change, one.before, one.after): one for one in made}.values())


def unlikelihood(changes: Iterable[str]) -> list[int]:
    """Return what puts changes that are done together in order: how unlikely each is, the least likely first."""
    return sorted(map(LIKELY.index, changes), reverse=True)


def moved_to(rule: Rule, content: Content, figure: MovableFigure, steps: int) -> Edit:
    """Return the rule's file with a figure that counts so many steps."""
    before, after, made = figure.moved(content, steps)
    return Edit(rule.id, "moved day" if figure.is_day else "moved number", before, after, made, figure, steps)


def _moved(rule: Rule, content: Content, ledger: Ledger) -> Iterator[Edit]:
    """Yield the rule with each of its figures on and beside those of the case, and as small and as great as may be."""
    spoken = {pattern.statement for one in rule.all_conditions for pattern in patterns(one)}
    judgement = ledger.judgement
    atoms = [atom for atom in judgement.verdicts if atom.statement in spoken]
    numbers = {value for atom in atoms for value in atom.values if isinstance(value, Decimal)}
    days = {value for atom in atoms for value in atom.values if isinstance(value, date)}
    facts = judgement.firings.facts
    days |= {one.on for one in facts if isinstance(one.on, date) and one.literal.atom.statement in spoken}
    today = judgement.firings.day
    spans = {Decimal(abs((today - day).days)) for day in days} if today else set()
    for figure in figures_of(content):
        for steps in figure.near(numbers | spans, days | ({today} if today else set())):
            yield moved_to(rule, content, figure, steps)


def _exceptions(
    instance: Instance, content: Content, vocabulary: Vocabulary, ledger: Ledger
) -> Iterator[Edit]:
    """Yield the rule with an exception for something that the case says of what the rule speaks of."""
    rule = instance.rule
    names = {value: Variable(name) for name, value in reversed(instance.binding)}
    spoken = {pattern for one in (*rule.lines, *rule.excepting) for pattern in patterns(one)}
    for fact in ledger.judgement.firings.facts:
        made = _general(fact.literal, names, vocabulary) if fact.basis in ("case", "assumption") else None
        if made is not None and made not in spoken and made not in rule.conclusions:
            said = speak_pattern(vocabulary, made)
            exceptions = [*_lines(content, "unless"), said]
            yield Edit(rule.id, "added exception", "", said, {**content, "unless": exceptions})


def _general(literal: Literal, names: Mapping[Value, Variable], vocabulary: Vocabulary) -> Pattern | None:
    """Return a sentence with the rule's variables for what they stand for, and for the rest whoever it may be.

    None where it speaks of nothing that the rule speaks of.
    """
    slots = vocabulary.statements[literal.atom.statement].slots
    terms: list[Term] = []
    for slot, value in zip(slots, literal.atom.values, strict=True):
        listed = slot.kind in vocabulary.kinds and vocabulary.kinds[slot.kind].values
        terms.append(value if listed else names.get(value, Variable(f"_{slot.name}")))
    found = Pattern(literal.atom.statement, tuple(terms), literal.truth)
    return found if any(name[0] != "_" for name in found.variables) else None


def _rivals(
    rule: Rule, mine: Iterable[Instance], applying: Iterable[Instance], vocabulary: Vocabulary
) -> list[str]:
    """Return the rules that conclude against one in the case, and that it does not override."""
    if rule.kind == "defeater":
        return []
    heads = [head for one in mine for head in one.conclusions]
    found = {
        other.rule.id
        for other in applying
        if any(vocabulary.in_conflict(a, b) for a in heads for b in other.conclusions)
    }
    return sorted(found - {*rule.overrides, rule.id})


def _override(rule: Rule, content: Content, other: str) -> Edit:
    return Edit(
        rule.id, "added override", "", other, {**content, "overrides": [*_lines(content, "overrides"), other]}
    )


def _lines(content: Content, key: str) -> list[Any]:
    """Return the items of a list, or the one that stands alone."""
    value = content.get(key, [])
    return value if isinstance(value, list) else [value]
