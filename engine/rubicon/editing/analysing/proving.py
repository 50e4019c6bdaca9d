"""Prove what editors state of a rulebook, within the bound, or show by a case that it is false."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, islice
from typing import Literal as OneOf

from msgspec import Struct
from msgspec.structs import replace

from rubicon.editing.analysing.answers import answers, are_apart, further_apart, judged_by, met_by, stands
from rubicon.editing.analysing.calendars import ALWAYS, Days, Span, apart, words
from rubicon.editing.analysing.fields import Field, Inquiry
from rubicon.editing.analysing.gaps import opposing
from rubicon.editing.analysing.sides import tiers_of
from rubicon.editing.analysing.terrain import TOLD, Approach, Outset, Terrain, TooWideError
from rubicon.editing.analysing.views import EraView, Extent, Panorama, ShownCase, schools_of
from rubicon.editing.analysing.witnesses import written
from rubicon.firing.cutting import cut
from rubicon.judging.assessing import all_schools
from rubicon.language.binding import bound, extended
from rubicon.language.conditions import Pattern
from rubicon.language.facts import Fact, Grade, Source
from rubicon.language.rules import Rulebook
from rubicon.language.speaking import speak_pattern
from rubicon.reading.properties import Property
from rubicon.supposing.scenarios.formulas import every, some
from rubicon.supposing.solving import UnsettledError

ProofState = OneOf["false", "undecided", "proved"]
_STATES: tuple[ProofState, ...] = ("false", "undecided", "proved")
_MORE = "one more"


class Proof(Struct, frozen=True):
    """What became of a property, of what it is not so, the text of a case that shows it, and within what it was looked at."""

    stated: Property
    state: ProofState
    of: str = ""
    witness: str = ""
    bound: Extent = Extent()


def parts_of(outset: Outset, stated: Property) -> int:
    """Return into how many parts a proof falls, each of them a search of its own."""
    if stated.claim == "schools":
        return len(tiers_of(outset.rulebook))
    return len(list(_approaches(outset))) if stated.claim in ("never", "reports") else 1


def prove(outset: Outset, stated: Property, part: int) -> Proof:
    """Prove a part of a property within the bound, or show that it is false."""
    match stated.claim:
        case "possible":
            return _possible(outset, stated)
        case "variables":
            return _variables(outset, stated)
        case "schools":
            return _schools(outset, stated, tiers_of(outset.rulebook)[part])
    approach = next(islice(_approaches(outset), part, None))
    return (_never if stated.claim == "never" else _reports)(outset, stated, approach)


def whole(proofs: Sequence[Proof]) -> Proof:
    """Return what became of a property, given what did of its parts."""
    worst = min(proofs, key=lambda one: _STATES.index(one.state))
    seen = Extent()
    for proof in proofs:
        seen = seen.wider(proof.bound)
    return replace(worst, bound=seen)


def _approaches(outset: Outset) -> Iterator[Approach]:
    """Yield each school, asked about each size of event that rules read."""
    for tier in tiers_of(outset.rulebook):
        for school, rules in schools_of(outset, all_schools(outset.rulebook)):
            yield Approach(school, rules, outset.day, tier)


def _never(outset: Outset, stated: Property, approach: Approach) -> Proof:
    groups = [[one] for one in stated.sentences]

    def shows(shown: ShownCase) -> Proof:
        return Proof(stated, "false", witness=_tried(shown, groups, stated.title))

    return _at_worst(_together(outset, approach, groups), stated, shows)


def _possible(outset: Outset, stated: Property) -> Proof:
    """Look on any day for a case in which each sentence holds."""
    undecided, seen = "", Extent()
    for pattern in stated.sentences:
        called, sought = speak_pattern(outset.rulebook.vocabulary, pattern), _SoughtDays(outset, [pattern])
        seen, text = sought.run(each=False, seen=seen)
        if not text and not sought.undecided:
            return Proof(stated, "false", called, bound=seen)
        undecided = undecided or ("" if text else called)
    return Proof(stated, "undecided" if undecided else "proved", undecided, bound=seen)


def _variables(outset: Outset, stated: Property) -> Proof:
    """Look on each day for a case in which each variable is met, and one in which it is missed."""
    undecided, seen = "", Extent()
    for title, side, patterns in sides(outset.rulebook):
        sought = _SoughtDays(outset, patterns)
        seen, text = sought.run(each=True, seen=seen)
        if sought.missing and not sought.undecided:
            when = words(sought.missing)
            called = f"{title}: {side}" + (f", {when}" if when else "")
            return Proof(stated, "false", called, text, seen)
        undecided = undecided or (f"{title}: {side}" if sought.missing else "")
    return Proof(stated, "undecided" if undecided else "proved", undecided, bound=seen)


class _SoughtDays(Struct):
    """Cases in which one of some patterns is established, and the days for which there is none yet."""

    outset: Outset
    patterns: Sequence[Pattern]
    missing: Days = ALWAYS
    undecided: bool = False

    def run(self, *, each: bool, seen: Extent) -> tuple[Extent, str]:
        """Look until there is a case, or one for each day; return within what, wider than before, and the latest case."""
        found = ""
        for approach in _approaches(self.outset):
            panorama = _together(self.outset, approach, [self.patterns])
            try:
                for view in panorama.views():
                    for run in view.runs if each else [(None, None)]:
                        text = self._at(view, run)
                        found = found or text
                        if text and each:
                            self.missing = apart(self.missing, run)
                    if found and not each:
                        break
            except TooWideError:
                self.undecided = True
            seen = seen.wider(panorama.bound)
            if not self.missing or (found and not each):
                break
        return seen, found

    def _at(self, view: EraView, run: Span) -> str:
        if apart(self.missing, run) == self.missing:
            return ""
        try:
            shown = view.find(0, run)
            return "" if shown is None else _tried(shown, [self.patterns], "A case that shows it")
        except UnsettledError:
            self.undecided = True
            return ""


def sides(rulebook: Rulebook) -> Iterator[tuple[str, str, tuple[Pattern, ...]]]:
    """Yield each side of each variable: its title, the name of the side, and what counts for it."""
    for section in rulebook.framework.sections if rulebook.framework else ():
        if section.kind == "variable":
            yield section.title, section.met or "met", section.for_
            yield section.title, section.not_met or "not met", opposing(section)


def _together(outset: Outset, approach: Approach, groups: Sequence[Sequence[Pattern]]) -> Panorama:
    """Return worlds in which it is asked that something of each group is established."""
    spoken = [one for patterns in groups for one in patterns]

    def laid(field: Field, inquiry: Inquiry) -> Sequence[int]:
        roles = dict(field.terrain.roles)
        wanted = every(
            some(met_by(field.cells, bound(one, roles)) for one in patterns) for patterns in groups
        )
        ((gate, _),) = inquiry.lay(field.cells, [wanted])
        inquiry.ready([gate])
        return [gate]

    return Panorama(outset, sorted({one.statement for one in spoken}), approach, laid, spoken)


def _tried(shown: ShownCase, groups: Sequence[Sequence[Pattern]], title: str) -> str:
    """Return the text of a case in which something of each group is established, tried by the judge.

    Raises:
        UnsettledError: the judge sees it otherwise.
    """
    terrain, roles = shown.terrain, dict(shown.terrain.roles)
    text = written(terrain, shown.facts, title)
    (judgement,) = judged_by(terrain, text, [terrain.approach.school])
    if not all(any(stands(judgement, terrain, bound(one, roles)) for one in some_) for some_ in groups):
        raise UnsettledError
    return text


def _at_worst(panorama: Panorama, stated: Property, shows: Callable[[ShownCase], Proof]) -> Proof:
    """Return what becomes of a property that is false where the one thing asked is so in some case."""
    undecided = False
    try:
        for view in panorama.views():
            try:
                shown = view.find(0)
                if shown is not None:
                    return replace(shows(shown), bound=panorama.bound)
            except UnsettledError:
                undecided = True
    except TooWideError:
        undecided = True
    return Proof(stated, "undecided" if undecided else "proved", bound=panorama.bound)


def _schools(outset: Outset, stated: Property, tier: str | None) -> Proof:
    held = schools_of(outset, all_schools(outset.rulebook))
    union = {rule.id: rule for _, rules in held for rule in rules}

    def laid(field: Field, inquiry: Inquiry) -> Sequence[int]:
        given = []
        for _, rules in held:
            firings = cut(outset.rulebook.vocabulary, field.firings, {rule.id for rule in rules})
            cells = field.over(firings)
            given.append([low for low, _ in inquiry.lay(cells, answers(cells, field.terrain))])
        pairs = [further_apart(inquiry, one, other, stated.steps) for one, other in combinations(given, 2)]
        gate = inquiry.circuit.any(pairs)
        inquiry.ready([gate])
        return [gate]

    def shows(shown: ShownCase) -> Proof:
        text = written(shown.terrain, shown.facts, stated.title)
        schools = [school for school, _ in held]
        judgements = judged_by(shown.terrain, text, schools)
        for (one, mine), (other, theirs) in combinations(zip(schools, judgements, strict=True), 2):
            if one and other and are_apart(shown.terrain, (mine, theirs), stated.steps):
                return Proof(stated, "false", f"{one.name} and {other.name}", text)
        raise UnsettledError

    approach = Approach(None, tuple(union.values()), outset.day, tier)
    return _at_worst(Panorama(outset, [_asked(outset.rulebook)], approach, laid), stated, shows)


def _reports(outset: Outset, stated: Property, approach: Approach) -> Proof:
    grade = Grade(stated.grade[0], int(stated.grade[1]))

    def widen(plain: Terrain) -> Terrain:
        told = _without(plain, stated.besides)
        more = tuple(_another(fact, grade) for fact in told.options if fact.grade == TOLD)
        return replace(told, options=(*told.options, *more))

    def laid(field: Field, inquiry: Inquiry) -> Sequence[int]:
        terrain = field.terrain
        first = sum(fact.note != _MORE for fact in terrain.options)
        without = field.over(field.firings, off=first)
        lows = [
            [low for low, _ in inquiry.lay(cells, answers(cells, terrain))]
            for cells in (without, field.cells)
        ]
        gate = further_apart(inquiry, lows[0], lows[1], stated.steps)
        inquiry.ready([gate], [range(first, len(terrain.options))])
        return [gate]

    def shows(shown: ShownCase) -> Proof:
        before = [fact for fact in shown.facts if fact.note != _MORE]
        texts = [written(shown.terrain, some_, stated.title) for some_ in (before, shown.facts)]
        judgements = [judged_by(shown.terrain, text, [approach.school])[0] for text in texts]
        if not are_apart(shown.terrain, judgements, stated.steps):
            raise UnsettledError
        return Proof(stated, "false", "the last of its facts", texts[1])

    panorama = Panorama(outset, [_asked(outset.rulebook)], approach, laid, widen=widen)
    return _at_worst(panorama, stated, shows)


def _asked(rulebook: Rulebook) -> str:
    assert rulebook.framework is not None, "the reader made sure of it"  # noqa: S101
    return rulebook.framework.question.statement


def _without(terrain: Terrain, patterns: Iterable[Pattern]) -> Terrain:
    """Return a world in which no report speaks of what some patterns say, so or not so."""
    left_out = [bound(one, dict(terrain.roles)) for one in patterns]

    def is_kept(fact: Fact) -> bool:
        return all(extended(one, fact.literal.atom, {}) is None for one in left_out)

    return replace(terrain, options=tuple(filter(is_kept, terrain.options)))


def _another(fact: Fact, grade: Grade) -> Fact:
    """Return one more report of what a fact says."""
    key = f"{fact.source.key if fact.source else ''}-more"
    return replace(fact, grade=grade, source=Source(key, key), note=_MORE)
