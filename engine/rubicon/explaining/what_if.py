"""What if: what changes in the findings between two judgements of a case, and through which arguments."""

from collections.abc import Iterator

from rubicon.explaining.answering import answers, pose
from rubicon.explaining.citing import status_of
from rubicon.explaining.contents import Question, VariableOutcome
from rubicon.explaining.lacking.ways import SectionShift, Stance, StandingShift, WhatIf
from rubicon.explaining.runs import headed
from rubicon.explaining.sections import heads_of
from rubicon.judging.assessing import Assessment
from rubicon.judging.differences import turns
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Atom, Literal, Value, sort_key


def what_if(before: Assessment, after: Assessment) -> WhatIf:
    """Tell what changes between a case as filed and the same case with facts assumed or withdrawn."""
    was, now = _View(before), _View(after)
    atoms = {
        a.literal.atom
        for view in (was, now)
        for a in view.ledger.judgement.arguments
        if a.applies is not False
    }
    differences = {
        atom: difference for atom in atoms if (difference := _difference(was, now, Literal(atom, truth=True)))
    }
    heads = list(dict.fromkeys(atom for atom in (*was.heads(), *now.heads()) if atom in differences))
    heads.sort(key=lambda atom: min(view.place(atom) for view in (was, now)))
    rest = sorted(
        (one for atom, one in differences.items() if atom not in heads),
        key=lambda one: (not _is_derived(one), sort_key(one.literal)),
    )
    return WhatIf(
        *headed(after),
        question=_questions(was, now),
        variables=tuple(
            SectionShift(one, was.state(index), now.state(index)) for index, one in enumerate(now.sections)
        ),
        first=tuple(differences[atom] for atom in heads),
        others=tuple(rest),
        same=len(atoms) - len(differences),
    )


class _View:
    """One side of the comparison."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.ledger = Ledger(assessment.judgement, assessment.rulebook.vocabulary)
        self.framework = assessment.rulebook.framework
        self.roles: dict[str, Value] = dict(assessment.case.roles)
        framework = self.framework
        self.sections = tuple(s for s in framework.sections if s.kind == "variable") if framework else ()
        self._sides = [heads_of(self.ledger, section, self.roles) for section in self.sections]
        self._places: dict[Atom, int] = {}
        self.question: Question | None = None
        if framework is not None:
            self.question = pose(framework, assessment.case, assessment.day, self.ledger)
            for literal in answers(framework, self.roles, self.ledger):
                self._places.setdefault(literal.atom, 0)
        for place, side in enumerate(self._sides, 1):
            for literal in side.literals:
                self._places.setdefault(literal.atom, place)

    def heads(self) -> Iterator[Atom]:
        """Yield the statements that decide the answer and the variables."""
        yield from self._places

    def place(self, atom: Atom) -> int:
        """Return the place of a statement in the report: 0 for the answer's."""
        return self._places.get(atom, len(self.sections) + 1)

    def state(self, index: int) -> VariableOutcome | None:
        """Return how a variable comes out."""
        return self._sides[index].state

    def stance(self, literal: Literal) -> Stance:
        """Return how a sentence stands."""
        verdict = self.ledger.verdict(literal.atom)
        return Stance(status_of(self.ledger, literal), verdict.truth, verdict.standing, verdict.confidence)


def _questions(was: _View, now: _View) -> tuple[Question, Question] | None:
    return (was.question, now.question) if was.question is not None and now.question is not None else None


def _difference(was: _View, now: _View, literal: Literal) -> StandingShift | None:
    before, after = was.stance(literal), now.stance(literal)
    if before == after:
        return None
    turned = turns(was.ledger, now.ledger, (literal, literal.contrary))
    fell, came = ([turn for turn in turned if turn.came is side] for side in (False, True))
    return StandingShift(literal, before, after, tuple(fell), tuple(came))


def _is_derived(difference: StandingShift) -> bool:
    return any(turn.rule is not None for turn in (*difference.fell, *difference.came))
