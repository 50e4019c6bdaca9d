"""What if: what changes in the findings between two judgements of a case, and through which arguments."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rubicon.explaining.answering import answers, pose
from rubicon.explaining.citing import ASSUMED, Sources
from rubicon.explaining.claims import Status
from rubicon.explaining.contents import Question, State
from rubicon.explaining.lacking.ways import Difference, Outcome, Stance, Turn, WhatIf
from rubicon.explaining.numbering import told_in_order
from rubicon.explaining.report import run_of
from rubicon.explaining.sections import heads_of
from rubicon.firing.instances import GroundCondition
from rubicon.judging import holds
from rubicon.judging.assessing import Assessment
from rubicon.judging.judgements import Argument
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Holds
from rubicon.language.facts import Atom, Literal, Value, sort_key


def what_if(before: Assessment, after: Assessment) -> WhatIf:
    """Tell what changes between a case as filed and the same case with facts assumed or withdrawn."""
    sources = Sources()
    was, now = _View(before, sources), _View(after, sources)
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
    answer = WhatIf(
        rulebook=after.rulebook,
        case=after.case,
        day=after.day,
        version=after.version,
        run=run_of(after, sources),
        question=_questions(was, now),
        variables=tuple(
            Outcome(one, was.state(index), now.state(index)) for index, one in enumerate(now.sections)
        ),
        first=tuple(differences[atom] for atom in heads),
        others=tuple(rest),
        same=len(atoms) - len(differences),
        sources=(),
    )
    told, listed = told_in_order(answer, dict(sources.listed()))
    return replace(told, sources=listed)


class _View:
    """One side of the comparison."""

    def __init__(self, assessment: Assessment, sources: Sources) -> None:
        self.assessment = assessment
        self.ledger = Ledger(assessment.judgement, assessment.rulebook.vocabulary)
        self.sources = sources
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

    def state(self, index: int) -> State | None:
        """Return how a variable comes out."""
        return self._sides[index].state

    def stance(self, literal: Literal) -> Stance:
        """Return how a sentence stands."""
        verdict = self.ledger.verdict(literal.atom)
        return Stance(self._status(literal), verdict.truth, verdict.standing, verdict.confidence)

    def _status(self, literal: Literal) -> Status:
        ledger = self.ledger
        if ledger.established(literal):
            standing = [argument for argument in ledger.for_(literal) if argument.stands]
            facts = [fact for argument in standing for fact in argument.facts]
            assumed = all(argument.instance is None for argument in standing)
            return "assumed" if assumed and all(fact.origin in ASSUMED for fact in facts) else "so"
        if ledger.opposite(literal) is not None:
            return "refuted"
        if ledger.verdict(literal.atom).standing == "undecided":
            return "undecided"
        return "contested" if ledger.applying(literal) or ledger.against(literal) else "unshown"


def _questions(was: _View, now: _View) -> tuple[Question, Question] | None:
    return (was.question, now.question) if was.question is not None and now.question is not None else None


def _difference(was: _View, now: _View, literal: Literal) -> Difference | None:
    before, after = was.stance(literal), now.stance(literal)
    if before == after:
        return None
    fell, came = [], []
    for side in (literal, literal.contrary):
        one, other = (_by_identity(view.ledger.for_(side)) for view in (was, now))
        for key in dict.fromkeys((*one, *other)):
            here, there = one.get(key), other.get(key)
            if here is not None and _strength(here) > _strength(there):
                fell.append(_turn(was, now, here, there))
            elif there is not None and _strength(there) > _strength(here):
                came.append(_turn(now, was, there, here))
    return Difference(literal, before, after, tuple(fell), tuple(came))


def _by_identity(arguments: Iterable[Argument]) -> Mapping[object, Argument]:
    return {
        (a.instance.rule.id, a.instance.branch, a.instance.binding) if a.instance else None: a
        for a in arguments
    }


def _strength(argument: Argument | None) -> int:
    """Return how much an argument does: nothing, it may apply, it applies, it carries its conclusion."""
    if argument is None or argument.applies is False:
        return 0
    return 3 if argument.stands else 2 if argument.applies else 1


def _turn(strong: _View, weak: _View, argument: Argument, weaker: Argument | None) -> Turn:
    """Tell why an argument does less in one judgement than in the other."""
    missing: dict[Literal, None] = {}
    arrived: dict[Literal, None] = {}
    instance = argument.instance
    if instance is not None:
        other = weaker.instance if weaker is not None and weaker.instance is not None else instance
        for ground, there in zip(instance.conditions, other.conditions, strict=True):
            if not _holds(weak, there):
                missing.update(dict.fromkeys(_only(strong, weak, ground)))
                if not isinstance(ground.condition, Holds):
                    arrived.update(dict.fromkeys(_only(weak, strong, there)))
        for group in other.exceptions:
            if all(_holds(weak, ground) for ground in group):
                arrived.update(dict.fromkeys(one for ground in group for one in _only(weak, strong, ground)))
    rivals: tuple[Literal, ...] = ()
    if not missing and not arrived:
        rivals = tuple(
            rival
            for rival in weak.ledger.rivals(argument.literal)
            if any(_strength(a) for a in weak.ledger.for_(rival))
            and _is_unanswered(weak, argument.literal, rival)
        )
    return Turn(
        argument.literal,
        instance.rule if instance else None,
        argument.stands,
        strong.sources.cited(argument),
        tuple(missing),
        tuple(arrived),
        rivals,
    )


def _holds(view: _View, ground: GroundCondition) -> bool:
    if isinstance(ground.condition, Holds):
        return any(view.ledger.meets(mention.literal) for mention in ground.mentions)
    return holds(view.ledger.judgement, ground) is True


def _only(one: _View, other: _View, ground: GroundCondition) -> Iterator[Literal]:
    """Yield what meets a condition's mentions in one judgement and not in the other."""
    for mention in ground.mentions:
        met = one.ledger.meets(mention.literal)
        if met is not None and other.ledger.meets(mention.literal) is None:
            yield met


def _is_unanswered(view: _View, literal: Literal, rival: Literal) -> bool:
    """Tell whether something for a rival applies that nothing for the literal overrides, or is definite."""
    arguments = view.ledger.judgement.arguments
    return rival in view.ledger.judgement.definite or any(
        not any(arguments[index].literal == literal for index in attacker.beaten_by)
        for attacker in view.ledger.applying(rival)
    )


def _is_derived(difference: Difference) -> bool:
    return any(turn.rule is not None for turn in (*difference.fell, *difference.came))
