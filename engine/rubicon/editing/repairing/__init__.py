"""Look for the smallest edits of the rules that mend one judgement, and break no other and no example."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from rubicon.editing.casework import Seat
from rubicon.editing.repairing.edits import Edit, edits_of
from rubicon.editing.spreading import Tick
from rubicon.editing.trying import Bench
from rubicon.firing.instances import Firings
from rubicon.judging import judge
from rubicon.judging.assessing import assess, verdict_on
from rubicon.judging.bearing import bearing_on
from rubicon.judging.judgements import Judgement
from rubicon.judging.ledger import Ledger
from rubicon.language.facts import Case, Literal, sort_key
from rubicon.language.rules import Rule, Rulebook
from rubicon.language.speaking import speak
from rubicon.language.vocabulary import Vocabulary
from rubicon.problems import BadInput
from rubicon.reading.rereading import Content
from rubicon.reading.revising import revised
from rubicon.reading.writing import Draft, draft_of
from rubicon.version import __version__

Each: TypeAlias = Callable[[Callable[[Bench, str], "Looked"], Sequence[str]], Iterable["Looked"]]
"""Does something about each of some rules, as `Crew.each` does."""


class Repair(Struct, frozen=True):
    """An edit of a rule that mends a judgement: what stood `before` and stands `after`, and what it costs.

    `moved` are the other findings of the case that come out otherwise by the same school, `touched` the other cases in
    which the rule applies as it is; none of them, and no example, comes out otherwise.
    """

    rule: str
    title: str
    change: str
    before: str
    after: str
    moved: tuple[str, ...]
    touched: tuple[str, ...]
    content: Content


class Looked(Struct, frozen=True):
    """What came of the edits of one rule: how many were tried, would mend it, and by what those fall that break something."""

    tried: int = 0
    repairs: tuple[Repair, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()


class Repairs(Struct, frozen=True):
    """What would mend a judgement of a case by a school, the least costly first."""

    rulebook: Rulebook
    case: Case
    wanted: str
    school: str | None
    is_so: bool
    rules: int
    tried: int
    repairs: tuple[Repair, ...] = ()
    broken: tuple[tuple[str, str], ...] = ()
    version: str = __version__


def repairs(
    rulebook: Rulebook, case: Case, wanted: Literal, school: str | None, each: Each, tick: Tick
) -> Repairs:
    """Try every single edit of the rules on which a sentence depends, so that it is established.

    Raises:
        BadInput: the case cannot be judged, or there is no such school.
    """
    judged = assess(rulebook, case, schools=[school] if school else None).judgements[0]
    if verdict_on(judged.judgement, rulebook.vocabulary, wanted).truth is True:
        return Repairs(rulebook, case, speak(rulebook.vocabulary, wanted), school, True, 0, 0)
    names = _depending(judged.rules, wanted)
    found = []
    for looked in each(partial(_look, case=case, wanted=wanted, school=school), names):
        found.append(looked)
        tick(len(found), len(names))
    listed = sorted((one for looked in found for one in looked.repairs), key=_cost)
    broken = tuple(one for looked in found for one in looked.broken)
    said = speak(rulebook.vocabulary, wanted)
    tried = sum(one.tried for one in found)
    return Repairs(rulebook, case, said, school, False, len(names), tried, tuple(listed), broken)


def repaired(rulebook: Rulebook, one: Repair) -> Draft:
    """Return the file of a rule with an edit done, its remarks kept.

    Raises:
        BadInput: it cannot be read any more.
    """
    place = next(rule.place for rule in rulebook.rules if rule.id == one.rule)
    draft = draft_of(Path(place.path))
    return draft.with_text(revised(draft.text, one.content))


def _cost(one: Repair) -> tuple[int, int, str, str, str]:
    return len(one.moved), len(one.touched), one.rule, one.change, one.after or one.before


def _depending(rules: Iterable[Rule], wanted: Literal) -> list[str]:
    """Return the rules, by their files, that conclude a sentence or its contrary, or what these ask, and so on."""
    concluding: dict[str, list[Rule]] = {}
    for rule in rules:
        for head in rule.conclusions:
            concluding.setdefault(head.statement, []).append(rule)
    waiting, met, found = [wanted.atom.statement], {wanted.atom.statement}, set[str]()
    while waiting:
        for rule in concluding.get(waiting.pop(), ()):
            found.add(rule.otherwise_of or rule.id)
            asked = {pattern.statement for pattern in rule.premises} - met
            met |= asked
            waiting += sorted(asked)
    return sorted(found)


def _look(bench: Bench, name: str, *, case: Case, wanted: Literal, school: str | None) -> Looked:
    """Try every edit of a rule."""
    seat = _seat(bench, case, school)
    vocabulary = bench.rulebook.vocabulary
    ledger = Ledger(seat.school.judgement, vocabulary)
    was = bench.mine(bench.rereader.rules, name)
    found: list[Repair] = []
    broken: list[tuple[str, str]] = []
    tried = 0
    rule = bench.rereader.rules[name]
    for edit in edits_of(rule, bench.rereader.content(rule), vocabulary, ledger):
        tried += 1
        changed = bench.rereader.read(name, edit.content)
        if isinstance(changed, str):
            continue
        now = bench.mine(changed, name)
        firings = _refired(bench, seat, was, now)
        if firings is None or not _is_so(vocabulary, firings, wanted):
            continue
        failing = bench.failing(name, changed)
        turned = "" if failing else bench.casework.turned(was, now, besides=case.place.path)
        if failing or turned:
            by = f"{failing[0].id}: {failing[1].name}" if failing else turned
            broken.append((_told(edit), by))
            continue
        moved = _moved(vocabulary, seat.school.judgement, judge(vocabulary, firings), wanted)
        touched = sorted(
            {one.case.name for one in bench.casework.seats() if _applies(one, was)} - {case.name}
        )
        found.append(
            Repair(
                name, rule.title, edit.change, edit.before, edit.after, moved, tuple(touched), edit.content
            )
        )
    return Looked(tried, tuple(found), tuple(broken))


def _told(edit: Edit) -> str:
    return f"{edit.rule}: {edit.change}: {edit.after or edit.before}"


def _seat(bench: Bench, case: Case, school: str | None) -> Seat:
    for seat in bench.casework.seats_of(case):
        if school is None or (seat.school.school is not None and seat.school.school.name == school):
            return seat
    raise AssertionError(school)


def _refired(bench: Bench, seat: Seat, was: Sequence[Rule], now: Sequence[Rule]) -> Firings | None:
    try:
        return bench.casework.refired(seat, was, now)
    except BadInput:
        return None


def _is_so(vocabulary: Vocabulary, firings: Firings, wanted: Literal) -> bool:
    judgement = judge(vocabulary, bearing_on(vocabulary, firings, {wanted.atom.statement}))
    return verdict_on(judgement, vocabulary, wanted).truth is True


def _moved(vocabulary: Vocabulary, was: Judgement, now: Judgement, wanted: Literal) -> tuple[str, ...]:
    """Return the findings that come out otherwise, but for those about what is wanted."""
    atoms = {*was.verdicts, *now.verdicts}
    truths = {
        atom: [one.verdicts[atom].truth if atom in one.verdicts else None for one in (was, now)]
        for atom in atoms
    }
    found = (
        Literal(atom, truth=True)
        for atom, (before, after) in truths.items()
        if before is not after and atom.statement != wanted.atom.statement
    )
    return tuple(speak(vocabulary, literal) for literal in sorted(found, key=sort_key))


def _applies(seat: Seat, rules: Iterable[Rule]) -> bool:
    ids = {rule.id for rule in rules}
    return any(one.rule.id in ids for one in seat.school.firings.instances)
