"""Tell what would change a judgement: changes that differ in who alone become one, each with its path."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb, prod

from msgspec.structs import replace

from rubicon.explaining.answering import pose
from rubicon.explaining.citing import ASSUMED
from rubicon.explaining.claims import Cited, Status
from rubicon.explaining.grouping import alike_of, watched
from rubicon.explaining.hypotheses import tell_matrix
from rubicon.explaining.pivotal import (
    Alike,
    AskedElsewhere,
    Pinned,
    Pivotal,
    PivotsPage,
    Stage,
    Supposed,
    Turned,
    Upshot,
)
from rubicon.explaining.runs import headed
from rubicon.judging.assessing import Assessment
from rubicon.judging.differences import APPLIES, CARRIES, Turn
from rubicon.judging.judgements import Judgement
from rubicon.judging.ledger import Ledger
from rubicon.language.conditions import Variable
from rubicon.language.facts import Fact, Literal
from rubicon.language.rules import Rule
from rubicon.supposing.matrix import Matrix
from rubicon.supposing.pivots import Answer, Change, Elsewhere, End, Move, Pivots


def tell_pivots(
    assessment: Assessment, found: Pivots, matrix: Matrix | None = None, elsewhere: Iterable[Elsewhere] = ()
) -> PivotsPage:
    """Return what was found as a page of its own, with what other schools would ask."""
    teller = _PivotTeller(assessment, found)
    return PivotsPage(
        *headed(assessment),
        told=pivotal(assessment, found, matrix=matrix),
        elsewhere=tuple(map(teller.elsewhere, elsewhere)),
    )


def pivotal(
    assessment: Assessment, found: Pivots, paths: int | None = None, matrix: Matrix | None = None
) -> Pivotal:
    """Tell what was found; of the changes beyond the first `paths` (None: all) without their path."""
    teller = _PivotTeller(assessment, found)
    turns = tuple(
        replace(turn, path=teller.cited(turn.path) if paths is None or at < paths else ())
        for at, turn in enumerate(teller.turns())
    )
    vocabulary = assessment.rulebook.vocabulary
    weighed = [(question.about, question.weight) for question in found.questions]
    ways = prod(len(question.replies) for question in found.questions)
    pins = tuple(
        Pinned(pin.literal, teller.evidence(pin.facts), teller.outcome(pin.answer), _is_assumed(pin.facts))
        for pin in found.linchpins
    )
    assumed = (fact.literal for fact in assessment.judgement.firings.facts if fact.basis == "assumption")
    pinned = {pin.literal for pin in found.linchpins}
    return Pivotal(
        found=found,
        ask=teller.question.ask if teller.question else "",
        outcome=teller.outcome(found.answer, assessment.judgement),
        turns=turns,
        watched=watched(vocabulary, [one for one in weighed if one[1].value]),
        idle=watched(vocabulary, [one for one in weighed if not one[1].value]),
        pins=pins,
        spare=tuple(literal for literal in dict.fromkeys(assumed) if literal not in pinned),
        ways=ways,
        held=int(found.robustness.value * ways) if found.robustness.error is None else None,
        values=teller.values(),
        matrix=tell_matrix(matrix) if matrix else None,
    )


def _is_assumed(facts: Iterable[Fact]) -> bool:
    return all(fact.basis in ASSUMED for fact in facts)


class _PivotTeller:
    """Tells the parts of what was found."""

    def __init__(self, assessment: Assessment, found: Pivots) -> None:
        self.assessment, self.found = assessment, found
        self.vocabulary = assessment.rulebook.vocabulary
        self.facts = {doubt.literal: doubt.facts for doubt in found.doubts}
        framework, case = assessment.rulebook.framework, assessment.case
        self.framework = framework if found.about is None else None
        self.question = (
            pose(self.framework, case, assessment.day, Ledger(assessment.judgement, self.vocabulary))
            if self.framework
            else None
        )

    def evidence(self, facts: Iterable[Fact]) -> tuple[Cited, ...]:
        """Return assertions as they are cited."""
        return tuple(Cited(fact) for fact in facts)

    def elsewhere(self, one: Elsewhere) -> AskedElsewhere:
        """Return what another school would ask, and what would change its answer."""
        questions = watched(
            self.vocabulary, [(question.about, question.weight) for question in one.questions]
        )
        told = AskedElsewhere(one.school, self.outcome(one.answer), questions)
        if one.reversal is None:
            return told
        after = self.outcome(Answer(one.reversal.end.literal, one.reversal.end.truth, "unknown"))
        parts = tuple(self._supposed(move) for move in one.reversal.moves)
        return replace(told, parts=parts, after=after, ways=one.reversal.ways)

    # ---- outcomes ----

    def outcome(self, answer: Answer, judgement: Judgement | None = None) -> Upshot:
        """Return how what is asked after comes out; with a judgement also what stays in play."""
        framework = self.framework
        if framework is None:
            return Upshot(status=_status(answer))
        if judgement is not None:
            ledger = Ledger(judgement, self.vocabulary)
            posed = pose(framework, self.assessment.case, self.assessment.day, ledger)
            return Upshot(posed.answer, posed.range, posed.candidates, posed.candidate_range)
        if answer.literal is None:
            return Upshot()
        value = self.value(answer.literal)
        ranges = {name: (low, high) for name, low, high in framework.ranges}
        return Upshot(value, ranges.get(value), (value,))

    def value(self, literal: Literal) -> str:
        """Return an answer of the question in one word."""
        roles = dict(self.assessment.case.roles)
        terms = self.framework.question.terms if self.framework else ()
        places = [
            at for at, term in enumerate(terms) if isinstance(term, Variable) and term.name not in roles
        ]
        return str(literal.atom.values[places[0]]) if places else "yes"

    def values(self) -> dict[Literal, str]:
        """Return every answer that was found in one word; none where a sentence is asked about."""
        if self.framework is None:
            return {}
        found = self.found
        answers: list[Answer | End] = [
            found.answer,
            *(change.answer for change in found.changes),
            *(pin.answer for pin in found.linchpins),
            *found.settling.ends,
            *(one.end for one in (found.odds.weights if found.odds else ())),
        ]
        return {one.literal: self.value(one.literal) for one in answers if one.literal is not None}

    # ---- changes ----

    def turns(self) -> list[Turned]:
        """Return the changes; those that differ in who alone, and come by the same path, as one."""
        buckets: dict[object, list[Change]] = {}
        shown: dict[object, tuple[Upshot, tuple[Stage, ...]]] = {}
        for change in self.found.changes:
            outcome, path = self.outcome(change.answer, change.judgement), self._path(change)
            key = (_shape(change), outcome, path)
            buckets.setdefault(key, []).append(change)
            shown[key] = (outcome, path)
        told: list[Turned] = []
        for bucket, changes in buckets.items():
            parts = self._joined(changes) if len(changes) > 1 else None
            if parts is not None:
                told.append(Turned(parts, *shown[bucket], len(changes)))
            else:
                told += [
                    Turned(tuple(self._supposed(move) for move in change.moves), *shown[bucket])
                    for change in changes
                ]
        return told

    def _supposed(self, move: Move, others: Sequence[Move] = (), alike: Alike | None = None) -> Supposed:
        facts = [fact for one in (move, *others) for fact in self.facts.get(one.literal, ())]
        literals = move.assumed if move.act != "withdraw" else (move.literal,)
        return Supposed(move.act, literals, alike, self.evidence(facts), bool(facts) and _is_assumed(facts))

    def _joined(self, changes: Sequence[Change]) -> tuple[Supposed, ...] | None:
        """Return the parts of several changes as one; None where they are not all choices of who."""
        parts: list[Supposed] = []
        ways = 1
        for kind in dict.fromkeys(_kind(move) for move in changes[0].moves):
            picks = [frozenset(move for move in change.moves if _kind(move) == kind) for change in changes]
            common = frozenset.intersection(*picks)
            free = sorted(
                frozenset.union(*picks) - common,
                key=lambda move: [at for at, change in enumerate(changes) if move in change.moves],
            )
            parts += [self._supposed(move) for move in changes[0].moves if move in common]
            if not free:
                continue
            count = len(picks[0]) - len(common)
            place = alike_of(self.vocabulary, [move.literal for move in free])
            chosen = {pick - common for pick in picks}
            if place is None or chosen != {frozenset(some) for some in combinations(free, count)}:
                return None
            ways *= comb(len(free), count)
            alike = Alike(place, tuple(move.literal.atom.values[place] for move in free), count)
            parts.append(self._supposed(free[0], free[1:], alike))
        parts.sort(key=lambda part: part.alike is not None)
        return tuple(parts) if ways == len(changes) else None

    def _path(self, change: Change) -> tuple[Stage, ...]:
        """Return the findings that turn on the way, premises first, with the rules that turn them."""
        turned: dict[object, list[Turn]] = {}
        for turn in change.path:
            key = self.vocabulary.group(turn.literal.atom) or turn.literal.atom
            turned[key] = [*turned.pop(key, []), turn]
        before, after = self.assessment.judgement.established, change.judgement.established
        path = []
        for turns in turned.values():
            literals = tuple(dict.fromkeys(turn.literal for turn in turns))
            came = tuple(one for one in literals if after.get(one) and not before.get(one))
            fell = tuple(one for one in literals if before.get(one) and not after.get(one))
            if came or fell:
                path.append(_stage(came, fell, turns))
        return tuple(path)

    def cited(self, path: Iterable[Stage]) -> tuple[Stage, ...]:
        """Return a path with the works that its rules cite."""
        return tuple(
            replace(
                told,
                cites=tuple(
                    dict.fromkeys(
                        cite for rule in told.carrying or (*told.against, *told.silent) for cite in rule.cites
                    )
                ),
            )
            for told in path
        )


def _stage(came: tuple[Literal, ...], fell: tuple[Literal, ...], turns: Sequence[Turn]) -> Stage:
    lost = [turn for turn in turns if turn.literal in fell and turn.was == CARRIES]
    against = [turn for turn in turns if turn.literal not in fell and turn.now >= APPLIES > turn.was]
    return Stage(
        came,
        fell,
        carrying=_named(turn for turn in turns if turn.literal in came and turn.now == CARRIES),
        silent=_named(turn for turn in lost if turn.now < APPLIES),
        outweighed=_named(turn for turn in lost if turn.now >= APPLIES),
        against=() if came else _named(against),
    )


def _named(turns: Iterable[Turn]) -> tuple[Rule, ...]:
    return tuple(dict.fromkeys(turn.rule for turn in turns if turn.rule))


def _shape(change: Change) -> tuple[object, ...]:
    """Return what the moves of a change have in common with those that differ in who alone."""
    return tuple(sorted(_kind(move) for move in change.moves))


def _kind(move: Move) -> tuple[str, str, bool]:
    return move.act, move.literal.atom.statement, move.literal.truth


def _status(answer: Answer) -> Status:
    if answer.truth is not None:
        return "so" if answer.truth else "refuted"
    if answer.standing in ("contested", "undecided"):
        return "contested" if answer.standing == "contested" else "undecided"
    return "unshown"
