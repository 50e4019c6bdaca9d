"""Each piece of evidence against each possible answer: an analysis of competing hypotheses (Heuer 1999, chapter 8).

What a cell says is read off the arguments as they are judged; whether a piece of evidence is diagnostic is found by
judging the case without it.
"""

from collections.abc import Iterable
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec import Struct

from rubicon.judging.assessing import Assessment
from rubicon.judging.judgements import Argument, Judgement
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Fact, Literal, sort_key
from rubicon.language.rules import Rule
from rubicon.language.vocabulary import Vocabulary
from rubicon.supposing.answering import goal_of, target
from rubicon.supposing.inputs import inputs_of
from rubicon.supposing.switches import judged_with

CandidateFate: TypeAlias = OneOf["established", "in play", "beaten", "unsupported"]
"""How a candidate stands: it is established; something undefeated applies for it; all that does is defeated; nothing does."""


class Speaking(Struct, frozen=True):
    """Through which rules a piece of evidence speaks for a candidate and against it, each rule once."""

    favour: tuple[Rule, ...] = ()
    oppose: tuple[Rule, ...] = ()


class Weighing(Struct, frozen=True):
    """A piece of evidence: what it says of each candidate, and how each stands once it is taken away."""

    literal: Literal
    facts: tuple[Fact, ...]
    cells: tuple[Speaking, ...]
    without: tuple[CandidateFate, ...]


class Matrix(Struct, frozen=True):
    """The candidates of the answer, how each stands, and the case's own evidence."""

    candidates: tuple[Literal, ...]
    fates: tuple[CandidateFate, ...]
    evidence: tuple[Weighing, ...]

    def is_diagnostic(self, one: Weighing) -> bool:
        """Tell whether some candidate stands otherwise without a piece of evidence."""
        return one.without != self.fates

    @staticmethod
    def is_consistent(one: Weighing) -> bool:
        """Tell whether a piece of evidence speaks against no candidate."""
        return not any(cell.oppose for cell in one.cells)

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that any cell names, each once."""
        found = (rule for one in self.evidence for cell in one.cells for rule in (*cell.favour, *cell.oppose))
        return tuple(dict.fromkeys(found))


def matrix_of(assessment: Assessment, about: Literal | None = None) -> Matrix:
    """Hold the case's evidence against each answer to the question, or against a sentence and its contrary.

    The answers are all that some rule could conclude here; evidence is what the case asserts, in force on the day.

    Raises:
        BadInput: no sentence is given and the rulebook has no question.
    """
    vocabulary, judgement = assessment.rulebook.vocabulary, assessment.judgement
    asked = target(assessment, about, judgement.firings)
    literal = asked.literal
    answers = (
        [Literal(atom, True) for atom in asked.atoms] if literal is None else [literal, literal.contrary]
    )
    candidates = tuple(sorted(answers, key=lambda one: _place(vocabulary, one)))
    before = _Side(judgement, vocabulary, candidates)
    evidence = []
    for doubt in inputs_of(assessment, goal_of(assessment, about)).own:
        after = _Side(judged_with(assessment, (), (doubt.literal,)), vocabulary, candidates)
        cells = tuple(before.cell(at, doubt.literal, after) for at in range(len(candidates)))
        evidence.append(Weighing(doubt.literal, doubt.facts, cells, after.fates))
    return Matrix(candidates, before.fates, tuple(evidence))


def _place(vocabulary: Vocabulary, literal: Literal) -> tuple[int, object]:
    """Return where a candidate stands: values as their kind orders them."""
    statement = vocabulary.statements[literal.atom.statement]
    if statement.one_of is None:
        return (not literal.truth, sort_key(literal))
    kind = vocabulary.kinds.get(statement.slots[statement.one_of].kind)
    value = str(literal.atom.values[statement.one_of])
    return (kind.values.index(value) if kind and value in kind.values else 0, sort_key(literal))


class _Side:
    """One judgement, seen from the candidates: what applies for each and against it, and on what that rests."""

    def __init__(self, judgement: Judgement, vocabulary: Vocabulary, candidates: tuple[Literal, ...]) -> None:
        self.ledger = Ledger(judgement, vocabulary)
        self.fates = tuple(self._fate(one) for one in candidates)
        self.favour = [self._ruled(self.ledger.applying(one)) for one in candidates]
        self.oppose = [self._ruled(self.ledger.against(one)) for one in candidates]

    def _fate(self, literal: Literal) -> CandidateFate:
        ledger = self.ledger
        if ledger.established(literal):
            return "established"
        if ledger.in_play(literal):
            return "in play"
        supported = any(one.weight != "defeater" for one in ledger.applying(literal))
        return "beaten" if supported else "unsupported"

    def _ruled(self, arguments: Iterable[Argument]) -> dict[tuple[object, ...], tuple[Rule, Argument]]:
        """Return arguments by rules, each by what it is of and what it concludes."""
        return {
            (one.instance.rule.id, one.instance.binding, one.literal): (one.instance.rule, one)
            for one in arguments
            if one.instance is not None
        }

    def cell(self, at: int, evidence: Literal, after: "_Side") -> Speaking:
        """Say what a piece of evidence says of a candidate; `after` is the judgement without it.

        It speaks in what rests on it at any depth, in what applies only thanks to it, and against what it stops; that it
        stops what speaks against a candidate is no word for it.
        """
        favour = self._speaking(self.favour[at], after.favour[at], evidence)
        oppose = self._speaking(self.oppose[at], after.oppose[at], evidence)
        stopped = [rule for key, (rule, _) in after.favour[at].items() if key not in self.favour[at]]
        return Speaking(_each(favour), _each((*oppose, *stopped)))

    def _speaking(
        self,
        now: dict[tuple[object, ...], tuple[Rule, Argument]],
        then: dict[tuple[object, ...], tuple[Rule, Argument]],
        evidence: Literal,
    ) -> list[Rule]:
        return [
            rule
            for key, (rule, argument) in now.items()
            if key not in then
            or any(
                below.instance is None and below.literal == evidence
                for below in self.ledger.beneath(self.ledger.premises(argument))
            )
        ]


def _each(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(dict.fromkeys(rules), key=lambda rule: rule.id))
