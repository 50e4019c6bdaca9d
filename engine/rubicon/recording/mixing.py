"""Which parts of what moved between two filed judgements of a case turned its answer: the earlier case is judged with each."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal as OneOf
from typing import TypeAlias

from msgspec.structs import replace

from rubicon.explaining.answering import pose
from rubicon.explaining.contents import Question
from rubicon.judging.assessing import Assessment, of_tier
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Case, Fact, Place
from rubicon.language.rules import Rulebook
from rubicon.problems import BadInput
from rubicon.recording.entries import Entry, Terms
from rubicon.recording.filing import judged, read_bytes
from rubicon.recording.store import Log

Mover: TypeAlias = OneOf["facts", "codings", "rules", "time", "asked"]
"""What can move between two judgements; `asked`: the schools, the tier, or what was supposed."""

NOWHERE = Place("", 0)


def paired(
    before: Iterable[Fact], after: Iterable[Fact]
) -> tuple[list[Fact], list[Fact], list[tuple[Fact, Fact]]]:
    """Return what is asserted only afterwards, only before, and both times: the same sentence by the same source.

    Several reports of one sentence by one source are paired by what they have alike first, then in their order.
    """
    old, new = list(before), list(after)
    pairs: list[tuple[Fact, Fact]] = []
    for key in (bare, _named):
        waiting: dict[object, list[Fact]] = {}
        for fact in new:
            waiting.setdefault(key(fact), []).append(fact)
        for fact in tuple(old):
            if waiting.get(key(fact)):
                other = waiting[key(fact)].pop(0)
                old.remove(fact)
                new.remove(other)
                pairs.append((fact, other))
    return new, old, pairs


def bare(fact: Fact) -> Fact:
    """Return a fact wherever it stands."""
    return replace(fact, place=NOWHERE)


def _named(fact: Fact) -> object:
    return fact.literal, fact.basis, fact.source.key if fact.source else None


def question_of(assessment: Assessment) -> Question | None:
    """Return the question with its answer, if the rulebook asks one."""
    framework = assessment.rulebook.framework
    if framework is None:
        return None
    ledger = Ledger(assessment.judgement, assessment.rulebook.vocabulary)
    return pose(framework, assessment.case, assessment.day, ledger)


def look(question: Question) -> object:
    """Return what must differ for the answer to have turned."""
    return question.answer, question.candidates, question.standing


class Mixer:
    """Judges the earlier case with some parts of the later one."""

    def __init__(self, log: Log, entries: tuple[Entry, Entry], books: tuple[Rulebook, Rulebook]) -> None:
        self.entries, self.books = entries, books
        self._raw = [log.kept(entry.case_bytes) for entry in entries]

    def carrying(
        self, parts: Sequence[Mover], questions: tuple[Question, Question] | None
    ) -> tuple[tuple[Mover, ...], ...]:
        """Return the smallest sets of parts that make the earlier answer the later one."""
        wanted = look(questions[1]) if questions else None
        for size in range(1, len(parts)):
            found = tuple(some for some in combinations(parts, size) if self._look_with(some) == wanted)
            if found:
                return found
        return (tuple(parts),)

    def _look_with(self, parts: tuple[Mover, ...]) -> object:
        """Return the answer where these parts alone are moved; None where they cannot be moved alone."""
        asked: Terms = self.entries["asked" in parts].asked
        asked = replace(asked, as_of=self.entries["time" in parts].day)
        try:
            rulebook = of_tier(self.books["rules" in parts], self.entries["asked" in parts].tier)
            names = (entry.case for entry in self.entries)
            cases = [read_bytes(raw, rulebook, name) for raw, name in zip(self._raw, names, strict=True)]
            case = _mixed(cases[0], cases[1], parts)
            question = question_of(judged(rulebook, case, asked))
        except BadInput:
            return None
        return look(question) if question else None


def _mixed(before: Case, after: Case, parts: tuple[Mover, ...]) -> Case:
    """Return the earlier case with the facts, the codings or both of the later one."""
    new, gone, pairs = paired(before.facts, after.facts)
    facts = [pair["codings" in parts] for pair in pairs]
    facts += new if "facts" in parts else gone
    return replace(after if "facts" in parts else before, facts=tuple(facts))
